"""The tables of a comparison of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.whatif.systematic import systematic_percent
from xpsfit.writers.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.whatif.records import Move, WhatIf

MOVE_COLUMNS = (
    "sample",
    "etch_time_s",
    "axis",
    "variation",
    "kind",
    "quantity",
    "base",
    "base_stderr",
    "value",
    "change",
)
SPREAD_COLUMNS = (
    "sample",
    "etch_time_s",
    "kind",
    "quantity",
    "base",
    "base_stderr",
    "smallest",
    "largest",
    "standard_uncertainty",
)


def move_table(results: Sequence[WhatIf]) -> Table:
    """Return every move, a row each: at% for elements and states, else a ratio."""
    rows = tuple(
        (
            result.sample,
            move.etch_time_s,
            move.axis,
            move.variation,
            move.kind,
            move.quantity,
            move.base,
            move.base_stderr,
            move.value,
            move.change,
        )
        for result in results
        for move in result.moves
    )
    return Table("what_if", MOVE_COLUMNS, rows)


def spread_table(results: Sequence[WhatIf]) -> Table:
    """Return the range of every quantity over all choices, and what it amounts to.

    The standard uncertainty is that of `systematic_percent` over all axes.
    """
    rows = []
    for result in results:
        spread: dict[tuple[float | None, str, str], list[float]] = {}
        first: dict[tuple[float | None, str, str], Move] = {}
        for move in result.moves:
            key = (move.etch_time_s, move.kind, move.quantity)
            spread.setdefault(key, [move.base]).append(move.value)
            first.setdefault(key, move)
        rows += [
            (
                result.sample,
                time_s,
                kind,
                quantity,
                first[time_s, kind, quantity].base,
                first[time_s, kind, quantity].base_stderr,
                min(values),
                max(values),
                systematic_percent(
                    result,
                    quantity,
                    time_s,
                    kind=first[time_s, kind, quantity].kind,
                    without=(),
                ),
            )
            for (time_s, kind, quantity), values in spread.items()
        ]
    return Table("spread", SPREAD_COLUMNS, tuple(rows))
