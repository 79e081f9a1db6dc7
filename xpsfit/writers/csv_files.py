"""CSV files: one header line, full precision, safe to open in a spreadsheet."""

from __future__ import annotations

import re
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.writers.table import finite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from xpsfit.arrays import FloatArray
    from xpsfit.writers.table import Block, Cell, Table

# A spreadsheet runs cells that begin with these (OWASP, "CSV injection"); sample and
# region names come from files of strangers.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NEEDS_QUOTES = re.compile(r'[",\r\n]')


def csv_text(cell: Cell) -> str:
    """Return the text of one cell.

    Numbers keep every digit, truth values are ``true`` and ``false``, None is empty,
    and text that a spreadsheet would run as a formula gets a leading ``'``.

    Examples
    --------
    >>> [csv_text(c) for c in (0.1 + 0.2, -1.5, True, None, "C 1s", "=1+1")]
    ['0.30000000000000004', '-1.5', 'true', '', 'C 1s', "'=1+1"]
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return float.__repr__(cell)
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def write_csv(path: Path, table: Table) -> None:
    r"""Write `table` as UTF-8 with ``\n`` line ends and no comment lines.

    Parameters
    ----------
    path : Path
        Overwritten where it exists.
    table : Table

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with _opened(path) as stream:
        write_table(stream, table)


def write_blocks_csv(
    path: Path, columns: tuple[str, ...], blocks: Iterable[Block]
) -> None:
    r"""Write blocks one by one, as `write_csv` would write the table of their rows.

    A long table takes a third of the time so, and no room.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with _opened(path) as stream:
        stream.write(_line(columns))
        for block in blocks:
            stream.writelines(_block_lines(block))


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")


def _block_lines(block: Block) -> Iterator[str]:
    before = "".join(f"{_cell(finite(cell))}," for cell in block.first)
    after = "".join(f",{_cell(finite(cell))}" for cell in block.last)
    columns = [_numbers(values, block.size) for values in block.columns]
    for texts in zip(*columns, strict=True):
        yield f"{before}{','.join(texts)}{after}\n"


def _numbers(values: FloatArray | None, size: int) -> list[str]:
    """Return the texts of a column, empty where it has no finite number."""
    if values is None:
        return [""] * size
    texts = list(map(repr, values.tolist()))
    for index in np.flatnonzero(~np.isfinite(values)):
        texts[index] = ""
    return texts


def table_text(table: Table) -> str:
    """Return `table` as the text of a CSV file."""
    stream = StringIO()
    write_table(stream, table)
    return stream.getvalue()


def write_table(stream: TextIO, table: Table) -> None:
    """Write the header line and the rows of `table`."""
    stream.write(_line(table.columns))
    stream.writelines(_line(row) for row in table.rows)


def _line(cells: Iterable[Cell]) -> str:
    """Return one line, quoted after RFC 4180.

    Not the standard library's writer: it leaves a lone carriage return bare.
    """
    return ",".join(map(_cell, cells)) + "\n"


def _cell(cell: Cell) -> str:
    # Nearly all cells are floats, and need no quotes.
    return repr(cell) if type(cell) is float else _quoted(cell)


# Typed: true is not 1, though the two are equal.
@lru_cache(maxsize=4096, typed=True)
def _quoted(cell: Cell) -> str:
    text = csv_text(cell)
    if _NEEDS_QUOTES.search(text) is None:
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
