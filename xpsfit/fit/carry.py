"""The model of one level, started from what the level before it determined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.model.types import Parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult, FittedParameter
    from xpsfit.model.types import Component, Link, PeakModel, RegionModel

DETERMINED = frozenset({"free", "bounded"})


def carry(model: PeakModel, fits: Sequence[FitResult], shift_ev: float) -> PeakModel:
    """Return `model` with start values from the fits of the level before.

    Only what that level determined moves: positions, widths and step strengths that
    were free and away from their bounds. Ranges stay the model's own, so nothing can
    drift out of them level by level.

    Parameters
    ----------
    model : PeakModel
        The model as it ran at that level.
    fits : sequence of FitResult
        Its fits; regions without one keep their start values.
    shift_ev : float
        Calibrated minus measured energy.

    Returns
    -------
    PeakModel
    """
    by_region = {fit.region.name: fit for fit in fits}
    return replace(
        model,
        regions=tuple(
            _region(region, by_region[region.region], shift_ev)
            if region.region in by_region
            else region
            for region in model.regions
        ),
    )


def _region(model: RegionModel, fit: FitResult, shift_ev: float) -> RegionModel:
    found = {p.name: p for p in fit.parameters if p.state in DETERMINED}
    step = found.get("background.step_per_ev")
    background = model.background
    if step is not None:
        background = replace(
            background, step_per_ev=replace(background.step_per_ev, value=step.value)
        )
    return replace(
        model,
        background=background,
        components=tuple(_component(c, found, shift_ev) for c in model.components),
    )


def _component(
    component: Component, found: dict[str, FittedParameter], shift_ev: float
) -> Component:
    return replace(
        component,
        center_ev=_moved(component, "center_ev", found, shift_ev),
        fwhm_ev=_moved(component, "fwhm_ev", found, 0.0),
    )


def _moved(
    component: Component,
    quantity: str,
    found: dict[str, FittedParameter],
    shift_ev: float,
) -> Parameter | Link:
    start: Parameter | Link = getattr(component, quantity)
    fitted = found.get(f"{component.name}.{quantity}")
    if not isinstance(start, Parameter) or fitted is None:
        return start
    value = min(max(fitted.value + shift_ev, start.minimum), start.maximum)
    return replace(start, value=value)
