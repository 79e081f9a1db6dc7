"""The tables of two results folders, number by number."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import FormatError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

RELATIVE = 1e-9
"""Numbers that differ by less than this share of the larger one are the same."""
MAX_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class TableComparison:
    """How far a table of the folder is from the one made again.

    Attributes
    ----------
    name : str
        E.g. ``"components.csv"``.
    numbers : int
        How many were compared.
    differing : int
        Cells that differ, texts included.
    largest : float
        Largest relative difference of a number.
    example : str
        The worst cell in words; empty where all is the same.
    shape : str
        What of rows and columns is different; empty where nothing is.
    """

    name: str
    numbers: int = 0
    differing: int = 0
    largest: float = 0.0
    example: str = ""
    shape: str = ""

    @property
    def same(self) -> bool:
        """Return whether all numbers and texts are the same."""
        return not (self.differing or self.shape)


def compare_tables(
    held: Path, made: Path, names: Sequence[str], renamed: Mapping[str, str]
) -> tuple[TableComparison, ...]:
    """Return how the tables of one folder compare with those made again.

    Parameters
    ----------
    held, made : Path
        The folder, and the one made again.
    names : sequence of str
        The tables to compare.
    renamed : mapping of str to str
        What texts call a path now, and what it was called.

    Raises
    ------
    InputError, FormatError
        If a table cannot be read.
    """
    return tuple(_compare(name, held / name, made / name, renamed) for name in names)


def _compare(
    name: str, held: Path, made: Path, renamed: Mapping[str, str]
) -> TableComparison:
    for path, sentence in (
        (held, "is no longer in the folder"),
        (made, "was not made again"),
    ):
        if not path.is_file():
            return TableComparison(name, shape=sentence)
    (columns, old), (new_columns, new) = _rows(held), _rows(made)
    if lost := [column for column in columns if column not in new_columns]:
        return TableComparison(name, shape=f"has no column {', '.join(lost)} now")
    if len(old) != len(new):
        return TableComparison(
            name, shape=f"had {len(old)} rows, and has {len(new)} now"
        )
    places = [new_columns.index(column) for column in columns]
    numbers = differing = 0
    largest, example = 0.0, ""
    for line, (before, after) in enumerate(zip(old, new, strict=True), start=2):
        for column, place, was in zip(columns, places, before, strict=True):
            now = after[place]
            distance = _distance(was, now, renamed)
            numbers += _number(was) is not None
            if distance > RELATIVE:
                differing += 1
                if not example or distance > largest:
                    example = f"{column} in line {line} was {was!r}, is {now!r}"
            if math.isfinite(distance):
                largest = max(largest, distance)
    return TableComparison(name, numbers, differing, largest, example)


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FormatError("the table is too large to be one of xpsfit", file=path)
        with path.open(encoding="utf-8", newline="") as stream:
            columns, *rows = csv.reader(stream, strict=True)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=path) from error
    except (csv.Error, ValueError) as error:
        raise FormatError(
            f"this is not a table as xpsfit writes it ({error})", file=path
        ) from error
    if any(len(row) != len(columns) for row in rows):
        raise FormatError("a row is longer or shorter than the header", file=path)
    return columns, rows


def _distance(was: str, now: str, renamed: Mapping[str, str]) -> float:
    """Return the relative difference of two cells; infinite between texts."""
    if was == now:
        return 0.0
    one, other = _number(was), _number(now)
    if one is not None and other is not None:
        if not (math.isfinite(one) and math.isfinite(other)):
            return math.inf
        return abs(one - other) / max(abs(one), abs(other), 1e-300)
    for current, former in renamed.items():
        now = now.replace(current, former)
    return 0.0 if was == now else math.inf


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
