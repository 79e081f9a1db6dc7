"""Static backgrounds of a fit: drawn, and what a careful reader must know of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.backgrounds import TOUGAARD_BACKGROUNDS, background, linear, shirley
from xpsfit.backgrounds.static import NOISE_SIGMAS, noise_of_ends
from xpsfit.errors import BackgroundError
from xpsfit.model.types import Parameter

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds import StaticBackground
    from xpsfit.model.types import BackgroundModel
    from xpsfit.spectrum import Region

# A step below this part of the peak does not matter.
PART_OF_PEAK = 0.01
# Over so wide a window no background of a core level is straight.
WIDE_EV = 20.0
STATIC_POINTS = 5


@dataclass(frozen=True, slots=True, eq=False)
class DrawnBackground:
    """A static background under a fit, with what standards ask to report of it.

    Attributes
    ----------
    background : StaticBackground
        Type, end levels, points averaged at each end, iterations, convergence.
    low_ev, high_ev : float
        Its ends, measured scale.
    end_width_ev : float
        From the first to the last energy that enters an end average.
    area_cps_ev : float
        Of the data above it, counts/s x eV.
    one_point_area_cps_ev : float or None
        The same with one point at each end; None where that cannot be drawn.
    """

    background: StaticBackground
    low_ev: float
    high_ev: float
    end_width_ev: float
    area_cps_ev: float
    one_point_area_cps_ev: float | None

    @property
    def one_point_change(self) -> float | None:
        """Return how much of the area one point at each end would add."""
        if self.one_point_area_cps_ev is None or self.area_cps_ev == 0.0:
            return None
        return self.one_point_area_cps_ev / self.area_cps_ev - 1.0


def drawn(region: Region, model: BackgroundModel) -> StaticBackground:
    """Return the static background of a model under the data of a region.

    Raises
    ------
    BackgroundError
        If the data cannot carry it.
    """
    data = region.binding_energy_ev, region.counts_per_s
    ends, sigma = model.end_points, region.sigma_cps
    if model.kind not in TOUGAARD_BACKGROUNDS:
        return background(model.kind)(*data, end_points=ends, sigma=sigma)
    strength = model.strength_ev2
    return TOUGAARD_BACKGROUNDS[model.kind](
        *data,
        end_points=ends,
        sigma=sigma,
        cross_section=model.cross_section,
        strength_ev2=strength.value if isinstance(strength, Parameter) else None,
    )


def reported(
    region: Region, model: BackgroundModel, static: StaticBackground
) -> DrawnBackground:
    """Return what is reported of a static background that was drawn by `drawn`."""
    energy, rate = region.binding_energy_ev, region.counts_per_s
    try:
        one_point = drawn(region, replace(model, end_points=1))
    except BackgroundError:
        one_point_area = None
    else:
        one_point_area = area_above(energy, rate, one_point.values)
    return DrawnBackground(
        static,
        float(energy[0]),
        float(energy[-1]),
        float(energy[static.end_points - 1] - energy[0]),
        area_above(energy, rate, static.values),
        one_point_area,
    )


def area_above(
    energy: FloatArray, rate: FloatArray, background_cps: FloatArray
) -> float:
    """Return the trapezoid area between data and background."""
    return float(np.trapezoid(rate - background_cps, energy))


def straight_line_warnings(
    region: Region, background_cps: FloatArray
) -> tuple[str, ...]:
    """Return what speaks against a straight line, drawn or fitted, under these data.

    Parameters
    ----------
    region : Region
    background_cps : FloatArray, shape (n,)
        The line.

    Returns
    -------
    tuple of str
        One sentence where the ends of the window differ by more than 3 standard
        deviations and 1 % of the peak, or the window is wider than 20 eV. It holds the
        area above a Shirley background too.
    """
    energy, rate = region.binding_energy_ev, region.counts_per_s
    points = min(STATIC_POINTS, (energy.size - 1) // 2)
    ends = linear(energy, rate, end_points=points)
    step = ends.high_level - ends.low_level
    noise = noise_of_ends(region.sigma_cps, points)
    height = float((rate - background_cps).max())
    width = float(energy[-1] - energy[0])
    if step > max(NOISE_SIGMAS * noise, PART_OF_PEAK * height):
        why = f"data that step up by {step:.3g} counts/s"
    elif width > WIDE_EV:
        why = f"a window of {width:.0f} eV"
    else:
        return ()
    area = area_above(energy, rate, background_cps)
    try:
        other = shirley(energy, rate, end_points=points, sigma=region.sigma_cps)
    except BackgroundError:
        then = "a Shirley background cannot be drawn here"
    else:
        under = area_above(energy, rate, other.values)
        then = f"above a Shirley background it would be {under:.4g}"
        if area > 0.0:
            then += f" ({100.0 * (under / area - 1.0):+.1f} %)"
    sentence = (
        f"a straight line lies under {why}: the area above it is {area:.4g} counts/s x "
        f"eV; {then}"
    )
    return (sentence,)
