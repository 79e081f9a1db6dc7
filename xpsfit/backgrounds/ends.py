"""Whether a window ends on flat ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

# The stretch that is looked at, and the points it must have.
STRETCH_EV = 1.0
LEAST_POINTS = 5
# A slope counts if it is this many of its standard errors and if, over the stretch, it
# makes up this part of the step or of the peak. A level that is wrong by 1 % of the
# height all over a window of 10 eV is some 5 % of the area of a line 1.5 eV wide.
SLOPE_SIGMAS = 4.0
PART_OF_STEP = 0.05
PART_OF_PEAK = 0.01


def end_warnings(
    energy_ev: FloatArray,
    counts_per_s: FloatArray,
    sigma_cps: FloatArray,
    background_cps: FloatArray,
) -> tuple[str, ...]:
    """Return which ends of a window stand on a peak's tail or on another feature.

    Parameters
    ----------
    energy_ev : FloatArray, shape (n,)
        Binding energy, increasing.
    counts_per_s, sigma_cps : FloatArray, shape (n,)
        Data and their standard deviation.
    background_cps : FloatArray, shape (n,)
        Drawn or fitted.

    Returns
    -------
    tuple of str
        At most one sentence for each end.

    Notes
    -----
    A weighted straight line is laid through what lies above the background in the last
    1 eV (5 points at least). The end is not flat if its slope exceeds 4 standard errors
    and if the line rises by more than 5 % of the background's step and by more than 1 %
    of the highest point above the background.

    Examples
    --------
    >>> import numpy as np
    >>> energy = np.arange(284.0, 292.0, 0.1)
    >>> rate = 1000.0 + 5000.0 * np.exp(-((energy - 285.0) ** 2))
    >>> for warning in end_warnings(energy, rate, np.sqrt(rate), 0.0 * rate + 1000.0):
    ...     print(warning[:66])
    the window begins at 284.00 eV, measured scale, on the tail of a p
    """
    above = counts_per_s - background_cps
    step = abs(float(background_cps[-1] - background_cps[0]))
    height = float(above.max())
    least = max(PART_OF_STEP * step, PART_OF_PEAK * height)
    count = max(
        LEAST_POINTS, int(np.count_nonzero(energy_ev <= energy_ev[0] + STRETCH_EV))
    )
    found: list[str] = []
    for part, verb, inward in (
        (slice(None, count), "begins", 1.0),
        (slice(-count, None), "ends", -1.0),
    ):
        slope, stderr = _slope(energy_ev[part], above[part], sigma_cps[part])
        stretch = energy_ev[part]
        rise = slope * float(stretch[-1] - stretch[0])
        if abs(slope) > SLOPE_SIGMAS * stderr and abs(rise) > least:
            at = float(energy_ev[0 if inward > 0 else -1])
            found.append(_sentence(verb, at, slope, stderr, rise / height, inward))
    return tuple(found)


def _slope(
    energy: FloatArray, above: FloatArray, sigma: FloatArray
) -> tuple[float, float]:
    """Return slope and standard error of a weighted straight line."""
    weight = 1.0 / np.maximum(sigma, 1e-300) ** 2
    distance = energy - float(weight @ energy) / float(weight.sum())
    pulling = weight * distance
    information = float(pulling @ distance)
    slope = float(pulling @ above) / information
    return slope, float(information**-0.5)


def _sentence(
    verb: str, at_ev: float, slope: float, stderr: float, share: float, inward: float
) -> str:
    tail = slope * inward > 0.0
    what = "the tail of a peak" if tail else "another feature or a slope"
    way_out = "widen the window" if tail else "move this end to the valley before it"
    return (
        f"the window {verb} at {at_ev:.2f} eV, measured scale, on {what}: data less "
        f"background change by {slope:+.3g} ± {stderr:.1g} counts/s per eV there, "
        f"{100.0 * abs(share):.1f} % of the peak in the last {STRETCH_EV:g} eV; "
        f"{way_out}"
    )
