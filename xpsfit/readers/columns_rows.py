"""The rows of a two-column text file: layout in `xpsfit.readers.columns`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FormatError
from xpsfit.readers.columns_header import COMMENT, KEYS
from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray

DIGIT_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+")

Row = tuple[int, str, str]
"""Line number and the two cells as text."""


def read_rows(lines: list[str], start: int, path: Path) -> tuple[FloatArray, list[int]]:
    """Return the numbers of all rows, and the line of each.

    Parameters
    ----------
    lines : list of str
        The whole file.
    start : int
        Index of the first row of numbers.
    path : Path
        For messages.

    Returns
    -------
    tuple of FloatArray, shape (n, 2), and list of int
        In the order of the file.

    Raises
    ------
    FormatError
        If a row is not two finite numbers, if ``1,234`` could be a decimal comma or a
        digit group, or if there are no rows.
    """
    rows = _split_rows(lines, start, path)
    if not rows:
        raise FormatError(
            "no numbers follow the header", file=path, line=min(start, len(lines))
        )
    decimal_comma = _has_decimal_comma(rows, path)
    values = np.empty((len(rows), 2))
    for index, (number, *cells) in enumerate(rows):
        for column, cell in enumerate(cells):
            value = parse_number(cell.replace(",", ".") if decimal_comma else cell)
            if value is None:
                raise FormatError(
                    f"expected a finite number, found '{printable(cell, 40)}'",
                    file=path,
                    line=number,
                )
            values[index, column] = value
    return values, [number for number, *_ in rows]


def _split_rows(lines: list[str], start: int, path: Path) -> list[Row]:
    rows: list[Row] = []
    separator: str | None = None
    for number, line in enumerate(lines[start:], start=start + 1):
        text = line.strip()
        if not text:
            continue
        if text.startswith("#"):
            _refuse_second_header(text, number, path)
            continue
        if not rows:
            separator = next((mark for mark in "\t;," if mark in text), None)
        cells = [cell.strip() for cell in text.split(separator)]
        if len(cells) != 2:
            raise FormatError(
                f"expected two numbers, found '{printable(text, 40)}'; write one pair "
                "a line, with a tab between the numbers if they have decimal commas",
                file=path,
                line=number,
            )
        rows.append((number, cells[0], cells[1]))
    return rows


def _refuse_second_header(text: str, number: int, path: Path) -> None:
    comment = COMMENT.fullmatch(text)
    if comment and comment[1].strip().casefold() in KEYS:
        raise FormatError(
            "a header line stands below the first numbers; put every spectrum in a "
            "file of its own",
            file=path,
            line=number,
        )


def _has_decimal_comma(rows: list[Row], path: Path) -> bool:
    """Return whether commas are decimal commas, where the rows leave no doubt."""
    cells = [(number, cell) for number, *pair in rows for cell in pair]
    with_comma = [(number, cell) for number, cell in cells if "," in cell]
    if not with_comma:
        return False
    number, cell = with_comma[0]
    if any("." in other for _, other in cells):
        raise FormatError(
            f"'{printable(cell, 40)}' has a comma where other numbers have a point; "
            "write all numbers with a point and without digit groups",
            file=path,
            line=number,
        )
    if all(DIGIT_GROUPS.fullmatch(other) for _, other in with_comma):
        raise FormatError(
            f"the comma of '{printable(cell, 40)}' may be a decimal comma or a digit "
            "group; write numbers with a decimal point",
            file=path,
            line=number,
        )
    return True
