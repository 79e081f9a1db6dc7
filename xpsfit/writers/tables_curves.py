"""The table of curves: data, background, envelope, components and residuals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.writers.charge_columns import CHARGE_COLUMNS, charge_cells
from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult
    from xpsfit.results import IntegratedArea, LevelResult, SampleResult
    from xpsfit.spectrum import Region

_FIRST = (
    "sample",
    "region",
    "etch_time_s",
    "binding_energy_ev",
    "counts_per_s",
    "background",
    "envelope",
    "residual_over_sigma",
)
_LAST = (
    "residual_cps",
    "sigma_cps",
    "binding_energy_measured_ev",
    "charge_shift_ev",
    *CHARGE_COLUMNS,
)


def curves_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per data point of every fitted or integrated region.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        Between the fixed columns stand ``component:<name>`` columns, one per component
        name of all results, each without the background and empty in regions that do
        not hold the component. Background, envelope and components are in counts/s.
        An integrated region has data and background only.
    """
    names = _component_names(results)
    rows = [
        row
        for result in results
        for level in result.levels
        for row in _level_rows(level, names)
    ]
    columns = (*_FIRST, *(f"component:{name}" for name in names), *_LAST)
    return Table("curves", columns, tuple(rows))


def _component_names(results: Sequence[SampleResult]) -> tuple[str, ...]:
    """Return every component name once, in order of first appearance."""
    return tuple(
        dict.fromkeys(
            component.name
            for result in results
            for level in result.levels
            for fit in level.fits
            for component in fit.components
        )
    )


def _level_rows(level: LevelResult, names: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    for fit in level.fits:
        yield from _fitted_rows(level, fit, names)
    for area in level.integrated:
        yield from _integrated_rows(level, area, names)


def _fitted_rows(
    level: LevelResult, fit: FitResult, names: Sequence[str]
) -> Iterator[tuple[Cell, ...]]:
    curves = {component.name: component.curve_cps for component in fit.components}
    columns: list[FloatArray | None] = [
        fit.background_cps,
        fit.envelope_cps,
        fit.residual_cps / fit.region.sigma_cps,
        *(curves.get(name) for name in names),
        fit.residual_cps,
    ]
    return _rows(level, fit.region, columns)


def _integrated_rows(
    level: LevelResult, area: IntegratedArea, names: Sequence[str]
) -> Iterator[tuple[Cell, ...]]:
    unfitted = [None] * (len(names) + 3)
    return _rows(level, area.region, [area.background_cps, *unfitted])


def _rows(
    level: LevelResult, region: Region, columns: Sequence[FloatArray | None]
) -> Iterator[tuple[Cell, ...]]:
    """Yield the points of one region; `columns` go from background to residual.

    A table has no number where there is none, outside an integrated window.
    """
    measured_ev = region.binding_energy_ev
    empty: list[Cell] = [None] * measured_ev.size
    columns_of_cells: list[list[Cell]] = [
        empty if column is None else column.tolist()
        for column in (
            measured_ev + level.charge.shift_ev,
            region.counts_per_s,
            *columns,
            region.sigma_cps,
            measured_ev,
        )
    ]
    first = (level.sample, region.name, level.etch_time_s)
    last = (level.charge.shift_ev, *charge_cells(level))
    for cells in zip(*columns_of_cells, strict=True):
        yield (*first, *cells, *last)
