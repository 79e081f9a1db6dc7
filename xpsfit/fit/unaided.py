"""Where a line lies by the data alone, without what the library expects.

A fit with prior knowledge reports positions that lean towards the library. A line that
is to tell where the energy scale stands must not: the library would then confirm
itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.sighting import anchors, sighting
from xpsfit.model.types import Link, Parameter

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.model.types import Component

# So little is assumed of a position that the data do not determine at all, eV.
OPEN_EV = 1.0


@dataclass(frozen=True, slots=True)
class LinePosition:
    """Where the data put a line.

    Attributes
    ----------
    line : str
        Core level and component, ``"O 1s Li2O"``.
    measured_ev, stderr_ev : float
        Binding energy as measured, and one standard error.
    """

    line: str
    measured_ev: float
    stderr_ev: float


def unaided_position(fit: FitResult, component: str) -> LinePosition | None:
    """Return the position of a component as the data alone determine it.

    Parameters
    ----------
    fit : FitResult
        Of one region, with or without prior knowledge of positions.
    component : str
        A line with a position of its own, or at a held distance from one.

    Returns
    -------
    LinePosition or None
        None where the position is held or on a bound. Widths and shapes keep their
        prior; positions of all lines of the region are open by 1 eV, so that an error
        near 1 eV means that the data do not tell.

    Notes
    -----
    With the information L of the data on positions and their pull p
    (`xpsfit.fit.sighting`), displacements from the model are (L + 1)^-1 p and their
    covariance is (L + 1)^-1, in eV.
    """
    return unaided_positions(fit).get(component)


def unaided_positions(fit: FitResult) -> dict[str, LinePosition]:
    """Return the positions of all components that have one, as `unaided_position`."""
    tied = {c.name: at for c in fit.components if (at := _anchor(fit, c.name))}
    if not tied:
        return {}
    free = anchors(fit.model)
    index = {name: i for i, name in enumerate(free)}
    shift_ev = placed_ev(fit)
    seen = sighting(fit, shift_ev)
    covariance = np.linalg.inv(seen.information + np.eye(len(free)) / OPEN_EV**2)
    displaced = covariance @ seen.pull
    return {
        component: LinePosition(
            line=f"{fit.region.name} {component}",
            measured_ev=free[name].value
            + offset_ev
            + float(displaced[index[name]])
            - shift_ev,
            stderr_ev=math.sqrt(float(covariance[index[name], index[name]])),
        )
        for component, (name, offset_ev) in tied.items()
        if seen.information[index[name], index[name]] > 0.0
    }


def placed_ev(fit: FitResult) -> float:
    """Return the calibrated minus measured energy at which a fit ran.

    Bounds of the model are on the calibrated scale and those in force on the measured
    one. Without bounds there is no prior either, and any value serves: 0.
    """
    by_name = {p.name: p for p in fit.parameters}
    shifts = [
        bound - in_force
        for name, center in anchors(fit.model).items()
        if (found := by_name.get(f"{name}.center_ev")) is not None
        for bound, in_force in (
            (center.minimum, found.minimum),
            (center.maximum, found.maximum),
        )
        if math.isfinite(bound) and math.isfinite(in_force)
    ]
    # A bound that another line tightened is the exception.
    return float(np.median(shifts)) if shifts else 0.0


def _anchor(fit: FitResult, component: str) -> tuple[str, float] | None:
    """Return the free position that a component has or is tied to, and its distance."""
    by_name = {c.name: c for c in fit.model.components}
    offset_ev = 0.0
    for _ in by_name:
        center = _center(by_name, component)
        if isinstance(center, Parameter):
            return (component, offset_ev) if center.vary else None
        if center is None or center.ratio != 1.0 or center.region or center.quantity:
            return None
        offset_ev += center.offset
        component = center.component
    return None


def _center(by_name: dict[str, Component], name: str) -> Parameter | Link | None:
    return by_name[name].center_ev if name in by_name else None
