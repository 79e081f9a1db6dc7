"""The table of the energy scale: shift and watch lines of every level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.watch_lines import watch_lines
from xpsfit.writers.charge_columns import CHARGE_COLUMNS, charge_cells
from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import LevelResult, SampleResult
    from xpsfit.watch_lines import WatchLine

_FIRST = ("sample", "etch_time_s", "charge_shift_ev", "charge_shift_ev_stderr")
_LAST = ("charge_refusal",)


def drift_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per level of every series: charge shift and watch lines.

    Parameters
    ----------
    results : sequence of SampleResult
        Surfaces among them are left out.

    Returns
    -------
    Table
        For each watch line its energy as measured and calibrated, with errors; empty
        where a level does not determine it to 0.1 eV, or a sample has no such line.
        `charge_refusal` says why the charge method refused a level.
    """
    series = [result for result in results if len(result.levels) > 1]
    watched = [{line.name: line for line in watch_lines(result)} for result in series]
    names = tuple(dict.fromkeys(name for own in watched for name in own))
    columns = (*_FIRST, *CHARGE_COLUMNS, *_LAST, *_line_columns(names))
    rows = [
        _row(level, index, [own.get(name) for name in names])
        for result, own in zip(series, watched, strict=True)
        for index, level in enumerate(result.levels)
    ]
    return Table("drift", columns, tuple(rows))


def _line_columns(names: Sequence[str]) -> list[str]:
    return [
        f"{name}_{quantity}"
        for name in names
        for quantity in (
            "measured_ev",
            "measured_ev_stderr",
            "calibrated_ev",
            "calibrated_ev_stderr",
        )
    ]


def _row(
    level: LevelResult, index: int, lines: Sequence[WatchLine | None]
) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for line in lines:
        cells += (
            [None] * 4
            if line is None
            else [
                float(line.measured_ev[index]),
                float(line.stderr_ev[index]),
                float(line.calibrated_ev[index]),
                float(line.calibrated_stderr_ev[index]),
            ]
        )
    return (
        level.sample,
        level.etch_time_s,
        level.charge.shift_ev,
        level.charge.stderr_ev,
        *charge_cells(level),
        level.charge.refusal or None,
        *cells,
    )
