"""The table of curves: data, background, envelope, components and residuals.

It has a row for every point of every spectrum, so it is made of a block for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.writers.charge_columns import CHARGE_COLUMNS, charge_cells
from xpsfit.writers.table import Block, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult
    from xpsfit.results import LevelResult, SampleResult
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
    rows = (row for block in curve_blocks(results) for row in block.rows())
    return Table("curves", curve_columns(results), tuple(rows))


def curve_columns(results: Sequence[SampleResult]) -> tuple[str, ...]:
    """Return the names of the columns of `curves_table`."""
    names = _component_names(results)
    return (*_FIRST, *(f"component:{name}" for name in names), *_LAST)


def curve_blocks(results: Sequence[SampleResult]) -> Iterator[Block]:
    """Yield the rows of `curves_table`, a block for each fit and integrated region."""
    names = _component_names(results)
    for result in results:
        for level in result.levels:
            for fit in level.fits:
                yield _fitted(level, fit, names)
            for area in level.integrated:
                unfitted = [None] * (len(names) + 3)
                yield _block(level, area.region, [area.background_cps, *unfitted])


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


def _fitted(level: LevelResult, fit: FitResult, names: Sequence[str]) -> Block:
    curves = {component.name: component.curve_cps for component in fit.components}
    columns: list[FloatArray | None] = [
        fit.background_cps,
        fit.envelope_cps,
        fit.residual_cps / fit.region.sigma_cps,
        *(curves.get(name) for name in names),
        fit.residual_cps,
    ]
    return _block(level, fit.region, columns)


def _block(
    level: LevelResult, region: Region, columns: Sequence[FloatArray | None]
) -> Block:
    """Return the points of one region; `columns` go from background to residual."""
    measured_ev = region.binding_energy_ev
    return Block(
        measured_ev.size,
        (level.sample, region.name, level.etch_time_s),
        (
            measured_ev + level.charge.shift_ev,
            region.counts_per_s,
            *columns,
            region.sigma_cps,
            measured_ev,
        ),
        (level.charge.shift_ev, *charge_cells(level)),
    )
