"""Regions without a peak model: the area above a Shirley background."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.arrays import frozen
from xpsfit.backgrounds import background_spread, net_area
from xpsfit.results import IntegratedArea

if TYPE_CHECKING:
    from xpsfit.spectrum import Region

# Net areas this many errors from zero are not noise (Currie 1968).
DETECTION = 3.29


def integrate_region(region: Region, *, end_points: int = 5) -> IntegratedArea:
    """Return the net area of a region above its background.

    Parameters
    ----------
    region : Region
        Used from end to end.
    end_points : int
        Points averaged at each end.

    Returns
    -------
    IntegratedArea
        Shirley background with averaged ends; a straight line where the background
        falls, which the result says. The error holds the counting noise of the signal
        and of the ends, and by how much other ends and another background would move
        the area. An area below zero by more than counting noise, but within that error,
        is held at zero with an error of its own size, for an upper limit.

    Raises
    ------
    BackgroundError
        If neither background can be drawn.
    """
    net = net_area(
        region.binding_energy_ev,
        region.counts_per_s,
        region.sigma_cps,
        end_points=end_points,
    )
    spread = background_spread(
        region.binding_energy_ev, region.counts_per_s, region.sigma_cps, net
    )
    area, stderr = net.area_cps_ev, math.hypot(net.stderr, spread)
    warnings = [net.warning] if net.warning else []
    if -DETECTION * stderr <= area < -DETECTION * net.stderr:
        warnings.append(
            f"the net area of {area:.0f} counts/s x eV lies below zero, which the "
            "curvature of the background or another line at an end explains: held at "
            "0, only its upper limit counts; choose a window that ends beside the line"
        )
        area, stderr = 0.0, max(stderr, -area)
        spread = math.sqrt(stderr**2 - net.stderr**2)
    elif spread > net.stderr:
        warnings.append(
            f"ends and kind of the background leave {spread:.3g} counts/s x eV open, "
            f"counting noise {net.stderr:.3g}; choose ends close beside the line"
        )
    if region.noise == "residual":
        warnings.append(
            "counts unknown: the error was estimated from the scatter of the data"
        )
    return IntegratedArea(
        region=region,
        low_ev=float(region.binding_energy_ev[0]),
        high_ev=float(region.binding_energy_ev[-1]),
        background=net.background.name,
        background_cps=frozen(net.background.values),
        area_cps_ev=area,
        area_cps_ev_stderr=stderr,
        warnings=tuple(warnings),
        background_stderr_cps_ev=spread,
    )
