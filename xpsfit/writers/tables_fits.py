"""The table of fits: background, window and quality of every region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.writers.charge_columns import CHARGE_COLUMNS, charge_cells
from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.drawn import DrawnBackground
    from xpsfit.fit.result import FitResult, Uniqueness
    from xpsfit.results import IntegratedArea, LevelResult, SampleResult
    from xpsfit.spectrum import Region

_BACKGROUND_COLUMNS = (
    "background_low_measured_ev",
    "background_high_measured_ev",
    "background_end_width_ev",
    "background_iterations",
    "background_converged",
    "background_strength_ev2",
    "background_area_above_cps_ev",
    "background_one_point_area_cps_ev",
)
_COLUMNS = (
    "sample",
    "region",
    "etch_time_s",
    "points",
    "free_parameters",
    "chi_square",
    "reduced_chi_square",
    "abbe",
    "background",
    "low_ev",
    "high_ev",
    "charge_shift_ev",
    "converged",
    "warnings",
    "method",
    "area_cps_ev",
    "area_cps_ev_stderr",
    "effective_parameters",
    "degrees_of_freedom",
    "background_end_points",
    "noise",
    "intensity_unit",
    "residual_sd_cps",
    "largest_residual_sigma",
    "aic",
    "bic",
    "low_measured_ev",
    "high_measured_ev",
    "charge_shift_ev_stderr",
    *CHARGE_COLUMNS,
    "message",
    "restarts",
    "minima",
    "largest_area_spread",
    *_BACKGROUND_COLUMNS,
)


def fits_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per sample, level and region that was evaluated.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        `method` is ``fitted`` or ``integrated``; an integrated region has no
        parameters, chi-square or convergence. Columns of a background drawn before
        the fit are empty where it was fitted with the peaks. Chi-square is empty where
        the noise was estimated from the data. Warnings of reader and evaluation are
        joined by ``"; "``. `minima` counts the different minima as good as the best
        that random restarts found, 1 for a unique fit, and `largest_area_spread` is how
        far an area differs between them, as a share of the region; empty without
        restarts.
    """
    rows = []
    for result in results:
        for level in result.levels:
            rows += [_fitted(level, fit) for fit in level.fits]
            rows += [_integrated(level, area) for area in level.integrated]
    return Table("fits", _COLUMNS, tuple(rows))


def _fitted(level: LevelResult, fit: FitResult) -> tuple[Cell, ...]:
    quality, background = fit.quality, fit.model.background
    return (
        level.sample,
        fit.region.name,
        level.etch_time_s,
        quality.points,
        quality.free_parameters,
        quality.chi_square,
        quality.reduced_chi_square,
        quality.abbe,
        background.kind,
        fit.low_ev + level.charge.shift_ev,
        fit.high_ev + level.charge.shift_ev,
        level.charge.shift_ev,
        fit.converged,
        _warnings(fit),
        "fitted",
        fit.area_cps_ev,
        fit.area_cps_ev_stderr,
        quality.effective_parameters,
        quality.degrees_of_freedom,
        None if background.is_active else background.end_points,
        *_noise(fit.region),
        quality.residual_sd_cps,
        quality.largest_residual_sigma,
        quality.aic,
        quality.bic,
        fit.low_ev,
        fit.high_ev,
        level.charge.stderr_ev,
        *charge_cells(level),
        fit.message,
        *_uniqueness(fit.uniqueness),
        *_drawn(fit.drawn),
    )


def _drawn(drawn: DrawnBackground | None) -> tuple[Cell, ...]:
    """Return what is known of a background that was drawn before the fit."""
    if drawn is None:
        return (None,) * len(_BACKGROUND_COLUMNS)
    return (
        drawn.low_ev,
        drawn.high_ev,
        drawn.end_width_ev,
        drawn.background.iterations,
        drawn.background.converged,
        drawn.background.strength_ev2,
        drawn.area_cps_ev,
        drawn.one_point_area_cps_ev,
    )


def _uniqueness(found: Uniqueness | None) -> tuple[Cell, Cell, Cell]:
    if found is None:
        return None, None, None
    return found.restarts, found.minima, found.largest_spread


def _integrated(level: LevelResult, area: IntegratedArea) -> tuple[Cell, ...]:
    known: dict[str, Cell] = {
        "sample": level.sample,
        "region": area.region.name,
        "etch_time_s": level.etch_time_s,
        "points": int(area.region.binding_energy_ev.size),
        "background": area.background,
        "low_ev": area.low_ev + level.charge.shift_ev,
        "high_ev": area.high_ev + level.charge.shift_ev,
        "charge_shift_ev": level.charge.shift_ev,
        "warnings": _warnings(area),
        "method": "integrated",
        "area_cps_ev": area.area_cps_ev,
        "area_cps_ev_stderr": area.area_cps_ev_stderr,
        "low_measured_ev": area.low_ev,
        "high_measured_ev": area.high_ev,
        "charge_shift_ev_stderr": level.charge.stderr_ev,
    }
    known |= zip(("noise", "intensity_unit"), _noise(area.region), strict=True)
    known |= zip(CHARGE_COLUMNS, charge_cells(level), strict=True)
    return tuple(known.get(column) for column in _COLUMNS)


def _noise(region: Region) -> tuple[Cell, Cell]:
    return region.noise, region.spectrum.intensity_unit


def _warnings(evaluated: FitResult | IntegratedArea) -> str | None:
    return "; ".join((*evaluated.region.spectrum.warnings, *evaluated.warnings)) or None
