"""Regions without a peak model: the area above a Shirley background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.arrays import frozen
from xpsfit.backgrounds import net_area
from xpsfit.results import IntegratedArea

if TYPE_CHECKING:
    from xpsfit.spectrum import Region


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
        and of the ends.

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
    warnings = [net.warning] if net.warning else []
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
        area_cps_ev=net.area_cps_ev,
        area_cps_ev_stderr=net.stderr,
        warnings=tuple(warnings),
    )
