"""Rates in counts/s of lines on an active Shirley background, without noise.

On a binding-energy axis E, with S(E) the sum of all lines of a region in counts/s::

    y(E) = S(E) + b0 + b1 (E - E_mid) + k * integral of S from -infinity to E
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from scipy.integrate import quad

from sample_spectra.lines import unit_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float64]

FINE_STEP_EV = 0.005
FAR_BELOW_EV = 20.0


@dataclass(frozen=True)
class TrueComponent:
    """One component; a doublet counts as one, with its energy that of 2p3/2.

    Attributes
    ----------
    center_ev
        Position on the C-C = 284.8 eV scale.
    measured_center_ev
        Position in the spectrum, with charge shift and jitter.
    area_cps_ev
        Area in counts/s x eV, both lines of a doublet together.
    region_fraction
        Share of the area of the region; None where the region is empty.
    split_ev, minor_to_major
        Distance and area ratio of the second line; 0 for a single line.
    """

    name: str
    center_ev: float
    measured_center_ev: float
    fwhm_ev: float
    area_cps_ev: float
    region_fraction: float | None
    split_ev: float = 0.0
    minor_to_major: float = 0.0

    def unit(self, energy_ev: FloatArray, family: str) -> FloatArray:
        """Return the component with an area of 1, in 1/eV."""
        offset_ev = energy_ev - self.measured_center_ev
        major = unit_line(offset_ev, self.fwhm_ev, family)
        if self.minor_to_major == 0.0:
            return major
        minor = unit_line(offset_ev - self.split_ev, self.fwhm_ev, family)
        return (major + self.minor_to_major * minor) / (1.0 + self.minor_to_major)


@dataclass(frozen=True)
class TrueBackground:
    """The constants b0, b1, k and E_mid of the background formula above."""

    offset_cps: float
    slope_cps_per_ev: float
    step_per_ev: float
    middle_ev: float


def peak_rates(
    energy_ev: FloatArray, components: Sequence[TrueComponent], family: str
) -> FloatArray:
    """Return the rate of every component in counts/s, one row each."""
    return np.array([c.area_cps_ev * c.unit(energy_ev, family) for c in components])


def background_rate(
    energy_ev: FloatArray,
    components: Sequence[TrueComponent],
    background: TrueBackground,
    family: str,
) -> FloatArray:
    """Return the background in counts/s at strictly ascending `energy_ev`, n points.

    The running integral is numerical: adaptive quadrature up to the first point,
    then Simpson's rule on a grid of at most 5 meV.
    """
    cumulative = np.zeros_like(energy_ev)
    for component in components:
        if component.area_cps_ev == 0.0:
            continue
        cumulative += component.area_cps_ev * _running_integral(
            component, energy_ev, family
        )
    slope = background.slope_cps_per_ev * (energy_ev - background.middle_ev)
    return background.offset_cps + slope + background.step_per_ev * cumulative


def _running_integral(
    component: TrueComponent, energy_ev: FloatArray, family: str
) -> FloatArray:
    """Return the integral of the unit component from -infinity to each energy."""

    def scalar(energy: float) -> float:
        return float(component.unit(np.array([energy]), family)[0])

    first_ev = float(energy_ev[0])
    tail_ev = min(component.measured_center_ev - FAR_BELOW_EV, first_ev)
    below = quad(scalar, -np.inf, tail_ev, epsabs=1e-12)[0]
    below += quad(scalar, tail_ev, first_ev, epsabs=1e-12, limit=200)[0]
    widths = np.diff(energy_ev)
    pieces = 2 * ceil(float(widths.max()) / FINE_STEP_EV / 2 - 1e-9)
    nodes = energy_ev[:-1, None] + widths[:, None] * np.linspace(0, 1, pieces + 1)
    weights = np.full(pieces + 1, 2.0)
    weights[1::2] = 4.0
    weights[[0, -1]] = 1.0
    steps = component.unit(nodes, family) @ weights * widths / (3 * pieces)
    return np.asarray(below + np.concatenate([[0.0], np.cumsum(steps)]))
