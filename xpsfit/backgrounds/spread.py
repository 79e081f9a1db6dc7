"""How far the choice of background moves a net area beyond its counting noise."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np

from xpsfit.backgrounds.net_area import net_area
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds.net_area import NetArea

# How far an end is moved.
MOVED_EV = 2.0
# Standard deviation of a uniform distribution between two values, over their distance.
UNIFORM = 1.0 / math.sqrt(12.0)


def background_spread(
    energy_ev: FloatArray,
    counts_per_s: FloatArray,
    sigma_cps: FloatArray,
    net: NetArea,
    window: slice,
    limits: slice,
    slope_cps_per_ev: float = 0.0,
) -> float:
    """Return the standard uncertainty of a net area from its background alone.

    Parameters
    ----------
    energy_ev, counts_per_s, sigma_cps : FloatArray, shape (n,)
        The whole region.
    net : NetArea
        The area of `window`; its end points and kind of background are taken over.
    window, limits : slice
        What was integrated, and how far its ends may move outwards.
    slope_cps_per_ev : float
        That of `net`.

    Returns
    -------
    float
        Counts/s x eV. The larger of: the root mean square change of the area when one
        end, the other, or both move by 2 eV, outwards where the limits leave room, else
        inwards by a quarter of it; and, where a Shirley was used, the distance to the
        area above a straight line over sqrt(12). What counting noise lets expect is
        taken off the squares.
    """
    end_points = net.background.end_points
    data = energy_ev, counts_per_s, sigma_cps

    def area(part: slice, kind: Literal["shirley", "linear"]) -> NetArea:
        return net_area(
            *(values[part] for values in data),
            kind=kind,
            end_points=end_points,
            slope_cps_per_ev=slope_cps_per_ev,
        )

    straight = area(window, "linear")
    kinds = UNIFORM**2 * max(0.0, _excess((net, window), (straight, window), sigma_cps))
    ends = []
    for part in _moved(energy_ev, window, limits, end_points):
        try:
            other = area(part, _kind(net))
        except BackgroundError:
            continue
        whole = net if other.background.name == net.background.name else straight
        ends.append(_excess((whole, window), (other, part), sigma_cps))
    return math.sqrt(max(kinds, sum(ends) / max(len(ends), 1)))


def _kind(net: NetArea) -> Literal["shirley", "linear"]:
    return "linear" if net.background.name == "linear" else "shirley"


def _moved(
    energy: FloatArray, window: slice, limits: slice, end_points: int
) -> Iterator[slice]:
    """Return the windows with the low end, the high end, or both moved."""
    step = float(np.median(np.diff(energy)))
    far, near = (max(1, round(part * MOVED_EV / step)) for part in (1.0, 0.25))
    room = min(far, window.start - limits.start), min(far, limits.stop - window.stop)
    low = window.start - room[0] if room[0] >= near else window.start + near
    high = window.stop + room[1] if room[1] >= near else window.stop - near
    for start, stop in product((window.start, low), (window.stop, high)):
        moved = slice(start, stop)
        if moved != window and stop - start > 2 * end_points:
            yield moved


def _excess(
    one: tuple[NetArea, slice], other: tuple[NetArea, slice], sigma: FloatArray
) -> float:
    """Return the squared difference of two areas beyond that of counting noise."""
    by_rate = np.zeros_like(sigma)
    by_rate[one[1]] += one[0].by_rate
    by_rate[other[1]] -= other[0].by_rate
    expected = float(np.sum((by_rate * sigma) ** 2))
    return (one[0].area_cps_ev - other[0].area_cps_ev) ** 2 - expected
