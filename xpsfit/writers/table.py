"""The plain table that CSV files, JSON and terminal views are made from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xpsfit.arrays import FloatArray

Cell: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; None stands for an empty cell.

    Attributes
    ----------
    name : str
        File name without its suffix, e.g. ``"components"``.
    columns : tuple of str
        Units stand in the names.
    rows : tuple of tuple of Cell
        Every row as long as `columns`; no NaN or infinity, these are None.

    Examples
    --------
    >>> Table("depths", ("depth_nm",), ((5.7,), (float("nan"),))).rows
    ((5.7,), (None,))
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        """Empty the cells that hold no finite number.

        Raises
        ------
        ValueError
            If a row has another length than the header, or a column name comes twice.
        """
        if len(set(self.columns)) != len(self.columns):
            raise ValueError(f"{self.name}: a column name comes twice")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.name}: a row is longer or shorter than the header")
        object.__setattr__(self, "rows", tuple(map(_finite_row, self.rows)))


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows of a long table that differ in columns of numbers only.

    Attributes
    ----------
    size : int
        How many rows.
    first, last : tuple of Cell
        What all rows begin and end with.
    columns : tuple of FloatArray or None
        Between them, each of shape (size,); None is a column of empty cells.

    Examples
    --------
    >>> import numpy as np
    >>> block = Block(2, ("C 1s",), (np.array([284.8, 284.9]), None), (True,))
    >>> list(block.rows())
    [('C 1s', 284.8, None, True), ('C 1s', 284.9, None, True)]
    """

    size: int
    first: tuple[Cell, ...]
    columns: tuple[FloatArray | None, ...]
    last: tuple[Cell, ...]

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows."""
        empty: list[Cell] = [None] * self.size
        columns: list[list[Cell]] = [
            empty if values is None else values.tolist() for values in self.columns
        ]
        for cells in zip(*columns, strict=True):
            yield (*self.first, *cells, *self.last)


def _finite_row(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return the row itself where all of its numbers are finite, as nearly always."""
    for cell in row:
        # The difference of NaN, or of an infinity, with itself is NaN.
        if isinstance(cell, float) and cell - cell != 0.0:
            return tuple(map(finite, row))
    return row


def finite(cell: Cell) -> Cell:
    """Return `cell` itself, or None for NaN and the infinities."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell


def tables_as_json(tables: Iterable[Table]) -> dict[str, list[dict[str, Cell]]]:
    """Return one list of objects per table, ready for `json.dumps`.

    Parameters
    ----------
    tables : iterable of Table

    Returns
    -------
    dict
        Table name to its rows, each a dict in column order; empty cells are None.

    Examples
    --------
    >>> tables_as_json([Table("fits", ("region", "abbe"), (("C 1s", 0.98),))])
    {'fits': [{'region': 'C 1s', 'abbe': 0.98}]}
    """
    return {
        table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        for table in tables
    }
