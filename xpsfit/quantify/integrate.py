"""Regions without a peak model: the area above a Shirley background."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.backgrounds import background_spread, net_area
from xpsfit.quantify.ends import PeakEnds, peak_ends
from xpsfit.quantify.peak_search import DETECTION, find_peak
from xpsfit.quantify.sensitivity import held_level
from xpsfit.results import IntegratedArea

if TYPE_CHECKING:
    from xpsfit.quantify.peak_search import PeakFound
    from xpsfit.spectrum import Region

# What is not seen is given this width, full at half maximum.
UNSEEN_FWHM_EV = 2.0
# An error from the background above this part of a detected area is worth a warning.
LARGE = 0.1


def integrate_region(region: Region, *, shift_ev: float = 0.0) -> IntegratedArea:
    """Return the net area of a region's peak above its background.

    Parameters
    ----------
    region : Region
        Named by its core level.
    shift_ev : float
        Charge shift, to know the level's peak from other lines.

    Returns
    -------
    IntegratedArea
        Whether a peak was detected, by its shape; and the area in a window that ends
        where the data beside the peak are flat, above a Shirley background with
        averaged ends and with the slope both sides show, or a straight line where that
        falls, which the result says. The error holds counting noise and by how much
        other ends and another background would move the area. Without a peak it also
        holds the error of a line of 2 eV at the most plausible place, and an area
        below zero by more than counting noise, but within the error, is held at zero.

    Raises
    ------
    BackgroundError
        If neither background can be drawn.
    """
    peak = find_peak(region, shift_ev)
    seen = peak is not None and peak.detected
    ends = _ends(region, peak)
    window = slice(ends.low, ends.high)
    data = region.binding_energy_ev, region.counts_per_s, region.sigma_cps
    net = net_area(
        *(values[window] for values in data),
        end_points=ends.end_points,
        slope_cps_per_ev=ends.slope_cps_per_ev,
    )
    limits = slice(ends.low_limit, ends.high_limit)
    spread = background_spread(*data, net, window, limits, ends.slope_cps_per_ev)
    if peak is not None and not seen:
        spread = math.hypot(spread, _unseen_stderr(peak))
    background = np.full(region.counts_per_s.shape, np.nan)
    background[window] = net.background.values
    result = IntegratedArea(
        region=region,
        low_ev=float(region.binding_energy_ev[ends.low]),
        high_ev=float(region.binding_energy_ev[ends.high - 1]),
        background=net.background.name,
        background_cps=frozen(background),
        area_cps_ev=net.area_cps_ev,
        area_cps_ev_stderr=math.hypot(net.stderr, spread),
        detected=seen and net.area_cps_ev > 0.0,
        significance=0.0 if peak is None else peak.significance,
        level="" if peak is None or not seen else _level(region, peak),
        warnings=(net.warning,) if net.warning else (),
        background_stderr_cps_ev=spread,
        end_points=ends.end_points,
    )
    return _with_warnings(_held(result), ends)


def _ends(region: Region, peak: PeakFound | None) -> PeakEnds:
    """Return the window; the whole region where it is too short to search it."""
    if peak is None:
        size = region.counts_per_s.size
        return PeakEnds(0, size, 0, size, 0.0, min(5, (size - 1) // 2), ())
    if not peak.detected:
        peak = replace(peak, fwhm_ev=UNSEEN_FWHM_EV)
    return peak_ends(region, peak)


def _unseen_stderr(peak: PeakFound) -> float:
    """Return the counting error of a line of usual width at a trial's place."""
    return peak.area_stderr * math.sqrt(UNSEEN_FWHM_EV / peak.fwhm_ev)


def _level(region: Region, peak: PeakFound) -> str:
    return held_level(region.name, both=peak.splitting_ev > 0.0)


def _held(result: IntegratedArea) -> IntegratedArea:
    """Return a hollow background without a peak as zero with its upper limit."""
    area, stderr = result.area_cps_ev, result.area_cps_ev_stderr
    spread = result.background_stderr_cps_ev
    counting = math.sqrt(stderr**2 - spread**2)
    if result.detected or not -DETECTION * stderr <= area < -DETECTION * counting:
        return result
    held = max(stderr, -area)
    reason = (
        f"the net area of {area:.0f} counts/s x eV lies below zero, which the "
        "curvature of the background explains: held at 0, only its upper limit counts"
    )
    return replace(
        result,
        area_cps_ev=0.0,
        area_cps_ev_stderr=held,
        background_stderr_cps_ev=math.sqrt(held**2 - counting**2),
        warnings=(*result.warnings, reason),
    )


def _with_warnings(result: IntegratedArea, ends: PeakEnds) -> IntegratedArea:
    """Return the result with what a reader of its area must know."""
    warnings = list(result.warnings)
    if result.detected and ends.neighbors_ev:
        at = " and ".join(f"{ev:.1f}" for ev in ends.neighbors_ev)
        warnings.append(
            f"another line beyond {at} eV (measured scale) is not part of the area; if "
            "it belongs to this level, fit both with a peak model"
        )
    spread = result.background_stderr_cps_ev
    if result.detected and spread > LARGE * result.area_cps_ev:
        warnings.append(
            f"ends and kind of the background leave {spread:.3g} counts/s x eV of "
            f"{result.area_cps_ev:.3g} open; a peak model may separate the lines"
        )
    area, stderr = result.area_cps_ev, result.area_cps_ev_stderr
    if not result.detected and area > DETECTION * stderr > 0.0:
        warnings.append(
            f"the net area is {area / stderr:.1f} times its error, but has not the "
            "shape of a peak above a smooth background: not detected, and its upper "
            "limit counts"
        )
    if result.region.noise == "residual":
        warnings.append(
            "counts unknown: the error was estimated from the scatter of the data"
        )
    return replace(result, warnings=tuple(warnings))
