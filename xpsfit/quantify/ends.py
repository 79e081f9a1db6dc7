"""Where the window of a peak ends: where the data beside it have flattened out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.quantify.peak_search import PeakFound
    from xpsfit.spectrum import Region

# Data are smoothed, and ends averaged, over this length and at least this many points.
SMOOTHED_EV = 1.0
POINTS = 5
# Valleys are searched from this far beside a line, flat data from further, in full
# widths at half maximum.
VALLEY_FROM = 0.75
FLAT_FROM = 2.0
# Data are flat where the next stretch falls by less than this part of the peak, or
# this many sigma, below what the background's slope lets expect.
FLAT = 0.01
NOISE = 2.0
STRETCH_EV = 1.0
# A valley ends the window if the data rise again by this part of the peak and this
# many sigma, and if it is this deep, as part of the smaller of its sides.
RISE = 0.03
RISE_NOISE = 5.0
DEEP = 0.5
# What rises behind a valley by this part of the peak, and half falls, is told.
NEIGHBOR = 0.2
# The slope is taken from this length beside the peak, where it is this many sigma;
# sides agree within as many.
SLOPE_FROM = 2.0
SLOPE_EV = 6.0
SLOPE_NOISE = 3.0


@dataclass(frozen=True, slots=True)
class PeakEnds:
    """The window of a peak, as points of its region.

    Attributes
    ----------
    low, high : int
        First point, and the one after the last.
    low_limit, high_limit : int
        How far either end may move outwards before another line begins.
    slope_cps_per_ev : float
        Of the background, where both sides show it; else 0.
    end_points : int
        Points averaged at each end.
    neighbors_ev : tuple of float
        The valleys behind which another line stands, at least a fifth as high.
    """

    low: int
    high: int
    low_limit: int
    high_limit: int
    slope_cps_per_ev: float
    end_points: int
    neighbors_ev: tuple[float, ...]


def peak_ends(region: Region, peak: PeakFound) -> PeakEnds:
    """Return the window that hugs a peak, or both lines of a doublet.

    Parameters
    ----------
    region : Region
    peak : PeakFound
        Position, width and splitting are taken from it.

    Returns
    -------
    PeakEnds

    Notes
    -----
    From 2 widths beside the line on, an end moves outwards until the smoothed data
    fall over the next eV by less than 1 % of the peak or 2 sigma, less the slope of
    the background. It stops at a valley: where data rise again by 3 % of the peak and
    5 sigma, from less than half the height of the smaller line beside it. The slope is
    the mean of both sides where they agree within 3 sigma, else the smaller one of two
    of the same sign; below 3 sigma there is none.
    """
    energy = region.binding_energy_ev
    step = float(np.median(np.diff(energy)))
    points = max(POINTS, round(SMOOTHED_EV / step))
    slope = _slope(region, peak)
    first = float(energy[0])
    level = _running(region.counts_per_s - slope * (energy - first), points)
    noise = np.sqrt(_running(region.sigma_cps**2, points) / points)
    stretch = max(1, round(STRETCH_EV / step))
    start = max(VALLEY_FROM * peak.fwhm_ev, (points + 1) * step)
    skip = max(0, round((FLAT_FROM * peak.fwhm_ev - start) / step))
    low_start = int(np.searchsorted(energy, peak.center_ev - start))
    high_ev = peak.center_ev + peak.splitting_ev + start
    high_start = int(np.searchsorted(energy, high_ev, side="right")) - 1
    top = float(level[low_start : high_start + 1].max())
    # The low side is walked in a mirror, so that outwards is forwards for both.
    down = _walk(level[low_start::-1], noise[low_start::-1], top, skip, stretch)
    up = _walk(level[high_start:], noise[high_start:], top, skip, stretch)
    low_limit, high_limit = low_start - down.limit, high_start + up.limit + 1
    return PeakEnds(
        low=max(low_start - down.flat - points // 2, low_limit),
        high=min(high_start + up.flat + points // 2 + 1, high_limit),
        low_limit=low_limit,
        high_limit=high_limit,
        slope_cps_per_ev=slope,
        end_points=points,
        neighbors_ev=tuple(
            float(energy[at])
            for at, side in ((low_limit, down), (high_limit - 1, up))
            if side.neighbor
        ),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """Points from the start of a side to its flat part and to its limit."""

    flat: int
    limit: int
    neighbor: bool


def _walk(
    level: FloatArray, noise: FloatArray, top: float, skip: int, stretch: int
) -> _Side:
    """Return where a side, given from the peak outwards, is flat and ends."""
    limit = _valley(level, noise, top)
    height = top - float(level[: limit + 1].min())
    beyond = level[limit + int(np.argmax(level[limit:])) :]
    rise = min(beyond[0] - level[limit], 2.0 * (beyond[0] - float(beyond.min())))
    neighbor = bool(rise > NEIGHBOR * height)
    near = np.arange(skip, limit + 1 - stretch)
    fall = level[near] - level[near + stretch]
    allowed = np.maximum(FLAT * height, NOISE * np.sqrt(2.0) * noise[near])
    flat = near[fall <= allowed]
    return _Side(int(flat[0]) if flat.size else limit, limit, neighbor)


def _valley(level: FloatArray, noise: FloatArray, top: float) -> int:
    """Return the lowest point before another line or a rise, else the last.

    A valley counts if the data rise from it and it is deep against the lower side.
    """
    lowest = np.minimum.accumulate(level)
    base = float(level.min())
    needed = np.maximum(RISE * (top - base), RISE_NOISE * np.sqrt(2.0) * noise)
    for at in np.flatnonzero(level - lowest > needed):
        beside = min(top, float(level[at:].max()))
        if lowest[at] - base <= DEEP * (beside - base):
            return int(np.argmin(level[: at + 1]))
    return level.size - 1


def _running(values: FloatArray, points: int) -> FloatArray:
    """Return the running mean; at the ends, of the points that are there."""
    ones = np.ones(points)
    number = np.convolve(np.ones_like(values), ones, mode="same")
    return np.asarray(np.convolve(values, ones, mode="same") / number)


def _slope(region: Region, peak: PeakFound) -> float:
    """Return the slope that both sides of a peak share, or 0."""
    energy = region.binding_energy_ev
    away = SLOPE_FROM * peak.fwhm_ev
    low_ev, high_ev = peak.center_ev - away, peak.center_ev + peak.splitting_ev + away
    found = []
    for part in (
        (energy > low_ev - SLOPE_EV) & (energy < low_ev),
        (energy > high_ev) & (energy < high_ev + SLOPE_EV),
    ):
        if np.count_nonzero(part) < 2 * POINTS:
            return 0.0
        x, weight = energy[part], region.sigma_cps[part] ** -2
        x = x - np.average(x, weights=weight)
        norm = float(np.sum(weight * x**2))
        value = float(np.sum(weight * x * region.counts_per_s[part])) / norm
        found.append((value, 1.0 / norm))
    (low, low_variance), (high, high_variance) = found
    if abs(low - high) < SLOPE_NOISE * np.sqrt(low_variance + high_variance):
        share = high_variance / (low_variance + high_variance)
        mean = share * low + (1.0 - share) * high
        error = np.sqrt(share * low_variance)
        return mean if abs(mean) > SLOPE_NOISE * error else 0.0
    if low * high < 0.0:
        return 0.0
    value, variance = min(found, key=lambda side: abs(side[0]))
    return value if abs(value) > SLOPE_NOISE * np.sqrt(variance) else 0.0
