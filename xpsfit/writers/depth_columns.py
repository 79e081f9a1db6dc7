"""Columns on the error of a depth, for tables with a row per level."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import LevelResult, SampleResult
    from xpsfit.writers.table import Cell

DEPTH_ERRORS = ("depth_nm_stderr", "depth_low_nm", "depth_high_nm")


def depth_columns(results: Sequence[SampleResult]) -> tuple[str, ...]:
    """Return which of these any level has: without an error no column asks for one."""
    levels = [level for result in results for level in result.levels]
    return tuple(
        name
        for name in DEPTH_ERRORS
        if any(getattr(level, name) is not None for level in levels)
    )


def depth_cells(level: LevelResult, columns: Sequence[str]) -> tuple[Cell, ...]:
    """Return the cells of a level under these columns."""
    return tuple(getattr(level, name) for name in columns)
