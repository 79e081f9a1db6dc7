"""Whether a run came out again, in few lines."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from xpsfit.again import RELATIVE
from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from xpsfit.again import RecordedRun, Reproduction, TableComparison


def rerun_grids(
    run: RecordedRun, reproduction: Reproduction, *, every: bool
) -> list[Grid]:
    """Return the verdict, what has changed, and the tables that differ, or all."""
    tables = [t for t in reproduction.tables if every or not t.same]
    return [
        Grid(
            f"{run.folder}, made {run.date}",
            above=(_verdict(reproduction),),
            below=tuple(
                f"Changed: {change.subject}: {change.sentence}"
                for change in reproduction.changes
            ),
        ),
        *(
            [
                Grid(
                    "Tables",
                    ("table", "numbers", "cells that\ndiffer", "largest relative\n"),
                    [_row(table) for table in tables],
                    below=tuple(
                        f"{table.name}: {table.shape or table.example}"
                        for table in tables
                        if not table.same
                    ),
                )
            ]
            if tables
            else []
        ),
    ]


def _verdict(reproduction: Reproduction) -> str:
    numbers = sum(table.numbers for table in reproduction.tables)
    if reproduction.reproduced:
        return (
            f"Reproduced: {numbers} numbers in {len(reproduction.tables)} tables are "
            f"the same to {RELATIVE:g}"
        )
    if not reproduction.tables:
        return (
            "Not run again, because an input has changed; to see what it does to the "
            "numbers, fit it into another folder and compare with 'xpsfit diff'"
        )
    differing = [table.name for table in reproduction.tables if not table.same]
    why = (
        "what has changed since is listed below"
        if reproduction.changes
        else "inputs, settings and versions are the same"
    )
    return f"Not reproduced: {', '.join(differing)} came out otherwise; {why}"


def _row(table: TableComparison) -> tuple[str, ...]:
    largest = f"{table.largest:.1e}" if table.largest else "0"
    return table.name, str(table.numbers), str(table.differing), largest


def rerun_record(reproduction: Reproduction) -> dict[str, Any]:
    """Return the same for machines."""
    return {
        "reproduced": reproduction.reproduced,
        "changes": [dataclasses.asdict(change) for change in reproduction.changes],
        "tables": [
            {**dataclasses.asdict(table), "same": table.same}
            for table in reproduction.tables
        ],
    }
