"""How far the choice of background moves a net area beyond its counting noise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from xpsfit.backgrounds.net_area import net_area
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds.net_area import NetArea

# Part of the window that is cut off at an end.
TRIMMED = 0.1
# Standard deviation of a uniform distribution between two values, over their distance.
UNIFORM = 1.0 / math.sqrt(12.0)
# A new end this high stands on the signal itself: as part of the highest net signal,
# and as part of the background.
ON_SIGNAL = 0.1
ON_BACKGROUND = 0.05
# A net signal that is on average this small a part of the background may be its
# curvature: a polynomial of this degree then has to leave more than this part of it.
FAINT = 0.2
DEGREE = 4
LEFT = 0.2


def background_spread(
    energy_ev: FloatArray, counts_per_s: FloatArray, sigma_cps: FloatArray, net: NetArea
) -> float:
    """Return the standard uncertainty of a net area from its background alone.

    Parameters
    ----------
    energy_ev, counts_per_s, sigma_cps : FloatArray, shape (n,)
        What the area was found from.
    net : NetArea
        The area; its end points and kind of background are taken over.

    Returns
    -------
    float
        Counts/s x eV. The largest of: the change of the area when a tenth of the window
        is cut off at the low end, the high end, or both; where a Shirley was used, the
        distance to the area above a straight line over sqrt(12); and the area itself
        where a smooth curve describes a faint signal. What counting noise lets expect
        of a change is taken off first.

    Notes
    -----
    The area of a peak inside the window does not feel its ends; what stands above the
    chord of a curved background does. Ends that would stand on the signal say nothing
    about the background of a positive area and are left out. A signal is faint if its
    mean is below 20 % of the background, and smooth if a polynomial of fourth degree
    leaves less than a fifth of what a straight line leaves beyond noise.
    """
    end_points = net.background.end_points
    straight = net_area(
        energy_ev, counts_per_s, sigma_cps, kind="linear", end_points=end_points
    )
    found = [UNIFORM * _excess(net, straight, slice(None), sigma_cps)]
    if _is_smooth(energy_ev, counts_per_s, sigma_cps, net):
        found.append(abs(net.area_cps_ev))
    for part in _parts(energy_ev.size):
        data = energy_ev[part], counts_per_s[part], sigma_cps[part]
        if _ends_on_signal(counts_per_s, sigma_cps, net, part):
            continue
        try:
            cut = net_area(*data, kind=_kind(net), end_points=end_points)
        except BackgroundError:
            continue
        whole = net if cut.background.name == net.background.name else straight
        found.append(_excess(whole, cut, part, sigma_cps))
    return max(found)


def _kind(net: NetArea) -> Literal["shirley", "linear"]:
    return "linear" if net.background.name == "linear" else "shirley"


def _is_smooth(
    energy: FloatArray, rate: FloatArray, sigma: FloatArray, net: NetArea
) -> bool:
    """Return whether a faint positive signal may be the curvature of its background."""
    under = float(np.sum(net.background.values)) * float(np.ptp(energy)) / energy.size
    if not 0.0 < net.area_cps_ev < FAINT * under or energy.size <= DEGREE + 1:
        return False
    line, curve = (_misfit(energy, rate, sigma, degree) for degree in (1, DEGREE))
    noise = 3.0 * math.sqrt(2.0 * energy.size)
    return curve < max(LEFT * line, noise)


def _misfit(
    energy: FloatArray, rate: FloatArray, sigma: FloatArray, degree: int
) -> float:
    """Return chi-square beyond noise of a polynomial."""
    weight = 1.0 / np.maximum(sigma, 1e-300)
    fitted = np.polynomial.Polynomial.fit(energy, rate, degree, w=weight)
    residual = (rate - fitted(energy)) * weight
    return float(np.sum(residual**2)) - (energy.size - degree - 1)


def _ends_on_signal(
    rate: FloatArray, sigma: FloatArray, net: NetArea, part: slice
) -> bool:
    """Return whether an end of a positive area's trimmed window stands on signal."""
    if net.area_cps_ev <= 0.0:
        return False
    m = net.background.end_points
    above = rate - net.background.values
    highest = float(np.convolve(above, np.full(m, 1.0 / m), mode="valid").max())
    inside, noise = above[part], sigma[part]
    base = float(np.mean(net.background.values))
    allowed = min(ON_SIGNAL * highest, ON_BACKGROUND * base)
    return any(
        float(np.mean(inside[end]))
        > allowed + 3.0 * float(np.linalg.norm(noise[end])) / m
        for end in (slice(None, m), slice(-m, None))
    )


def _parts(size: int) -> Iterator[slice]:
    """Return the window without its low end, its high end, and both."""
    step = max(1, round(TRIMMED * size))
    yield slice(step, None)
    yield slice(None, -step)
    yield slice(step, -step)


def _excess(whole: NetArea, cut: NetArea, part: slice, sigma: FloatArray) -> float:
    """Return by how much two areas of the same data differ beyond counting noise."""
    by_rate = np.array(whole.by_rate)
    by_rate[part] -= cut.by_rate
    expected = float(np.sum((by_rate * sigma) ** 2))
    difference = whole.area_cps_ev - cut.area_cps_ev
    return math.sqrt(max(difference**2 - expected, 0.0))
