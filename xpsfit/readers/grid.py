"""Sheets of cells, as they come from a workbook or from delimited text."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from xpsfit.errors import FormatError, InputError, UnsupportedDataError
from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from pathlib import Path

Cell: TypeAlias = float | str

MAX_CELLS = 2_000_000
"""Most cells of a file; a profile of 10 regions and 100 levels has 300 000."""

MAX_SHEETS = 1000

BYTE_ORDER_MARK = "\ufeff"
"""Avantage pastes one into a cell of its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; only cells that are not empty are held.

    Attributes
    ----------
    name : str
        As the file spells it, empty for text.
    file : Path
        For messages.
    rows : dict of dict
        Cells by row and column, both counted from 1.
    """

    name: str
    file: Path
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict[int, dict[int, Cell]])

    def number(self, row: int, column: int) -> float | None:
        """Return the number in a cell, or None where there is none."""
        cell = self.rows.get(row, {}).get(column)
        return cell if isinstance(cell, float) else None

    def text(self, row: int, column: int) -> str:
        """Return the words in a cell without blanks around them, empty for a number."""
        cell = self.rows.get(row, {}).get(column, "")
        return "" if isinstance(cell, float) else cell.strip(f" \t{BYTE_ORDER_MARK}")

    def place(self, row: int | None = None) -> str:
        """Return the beginning of a message about this sheet."""
        words = [f"sheet '{printable(self.name, 60)}'"] if self.name else []
        words += [f"row {row}"] if row is not None else []
        return f"{', '.join(words)}: " if words else ""

    def fail(self, message: str, row: int | None = None) -> NoReturn:
        """Raise a FormatError that names the file, the sheet and the row."""
        raise FormatError(f"{self.place(row)}{message}", file=self.file)

    def refuse(self, message: str, row: int | None = None) -> NoReturn:
        """Raise an UnsupportedDataError that names the same."""
        raise UnsupportedDataError(f"{self.place(row)}{message}", file=self.file)


class SheetCollector:
    """Takes the cells of a file one by one, up to `MAX_CELLS`."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.sheets: list[Sheet] = []
        self._left = MAX_CELLS

    def begin(self, name: str) -> None:
        """Start the next sheet.

        Raises
        ------
        InputError
            If there are more than `MAX_SHEETS`.
        """
        if len(self.sheets) == MAX_SHEETS:
            raise InputError(
                f"the file has more than {MAX_SHEETS} sheets; split it", file=self.file
            )
        self.sheets.append(Sheet(name, self.file))

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Put a cell into the current sheet; an empty text is none.

        A number that is not finite is kept as the word for it.

        Raises
        ------
        InputError
            If there are too many.
        """
        if cell == "":
            return
        if isinstance(cell, float) and not math.isfinite(cell):
            cell = str(cell)
        self._left -= 1
        if self._left < 0:
            raise InputError(
                f"the file has more than {MAX_CELLS} cells, the most that are read; "
                "split it into several files",
                file=self.file,
            )
        self.sheets[-1].rows.setdefault(row, {})[column] = cell
