"""The table of candidates: which components entered each fit, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import Candidate, FitResult
    from xpsfit.results import LevelResult, SampleResult

_COLUMNS = (
    "sample",
    "region",
    "etch_time_s",
    "component",
    "kept",
    "delta_bic",
    "delta_chi_square",
    "added_parameters",
    "irreplaceable",
    "reason",
    "atomic_percent_upper_95",
    "area_upper_95_cps_ev",
)


def candidates_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per component that had to show evidence.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        `delta_bic` is by how much BIC rises without the component; above 10 it enters.
        The upper limits (95 %) are those of components that did not. Fits whose
        components were all taken as given have no row.
    """
    rows = [
        _row(level, fit, candidate)
        for result in results
        for level in result.levels
        for fit in level.fits
        for candidate in fit.candidates
    ]
    return Table("candidates", _COLUMNS, tuple(rows))


def _row(level: LevelResult, fit: FitResult, candidate: Candidate) -> tuple[Cell, ...]:
    states = () if level.composition is None else level.composition.states
    percent = next(
        (
            state.atomic_percent_upper_95
            for state in states
            if (state.region, state.component) == (fit.region.name, candidate.name)
        ),
        None,
    )
    area = fit.component(candidate.name).area_upper_95_cps_ev
    return (
        level.sample,
        fit.region.name,
        level.etch_time_s,
        candidate.name,
        candidate.kept,
        candidate.delta_bic,
        candidate.delta_chi_square,
        candidate.added_parameters,
        candidate.irreplaceable,
        candidate.reason,
        None if candidate.kept else percent,
        None if candidate.kept else area,
    )
