"""Whether the parts of a result fit together: lengths, names, numbers of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.fit.drawn import DrawnBackground
    from xpsfit.fit.result import FitResult
    from xpsfit.results import IntegratedArea, SampleResult
    from xpsfit.spectrum import Region


def unsound(result: SampleResult) -> str:
    """Return why a result cannot be as an analysis made it; empty where it can.

    Parameters
    ----------
    result : SampleResult
        Each record of which is of its type.
    """
    if not result.levels:
        return "a sample has no level"
    for level in result.levels:
        for fit in level.fits:
            if not _fits_together(fit):
                return f"the parts of the fit of {fit.region.name} do not fit together"
        for area in level.integrated:
            if not _region_is_sound(area.region) or not _as_long(area, "background"):
                return f"the curves of {area.region.name} differ in length"
    return ""


def _fits_together(fit: FitResult) -> bool:
    names = [component.name for component in fit.components]
    return (
        bool(names)
        and len(set(names)) == len(names)
        and fit.area_covariance.shape == (len(names), len(names))
        and _region_is_sound(fit.region)
        and all(_as_long(fit, c) for c in ("background", "envelope", "residual"))
        and (fit.drawn is None or _is_drawn(fit, fit.drawn))
        and all(
            c.curve_cps.shape == fit.region.binding_energy_ev.shape
            for c in fit.components
        )
    )


def _is_drawn(fit: FitResult, drawn: DrawnBackground) -> bool:
    values = drawn.background.values
    return bool(values.shape == fit.region.binding_energy_ev.shape)


def _as_long(evaluated: FitResult | IntegratedArea, curve: str) -> bool:
    """Return whether a curve has a value for each energy of its region."""
    values = getattr(evaluated, f"{curve}_cps")
    return bool(values.shape == evaluated.region.binding_energy_ev.shape)


def _region_is_sound(region: Region) -> bool:
    energy = region.binding_energy_ev
    return bool(
        energy.ndim == 1
        and energy.size > 1
        and (energy[1:] > energy[:-1]).all()
        and region.counts_per_s.shape == region.sigma_cps.shape == energy.shape
    )
