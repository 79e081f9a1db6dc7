"""Delimited text that Avantage exports: the grid of `avantage_sheet` as lines.

Cells are separated by tabs (the clipboard, "save as text"), semicolons or commas, and
may be quoted. The text is UTF-8 or UTF-16 with a byte-order mark ("Unicode text" of
Excel), or of the local code page, which is read as Latin-1: names beyond it come out
wrong, numbers do not.

A decimal comma is read where cells are separated by tabs or semicolons. Where a comma
may be a decimal comma or a digit group, and where numbers with decimal commas are
separated by commas, the file is refused. One grid a file.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from typing import TYPE_CHECKING

from xpsfit.errors import FormatError, InputError
from xpsfit.readers.avantage_sheet import find_header
from xpsfit.readers.avantage_spectra import spectra_of
from xpsfit.readers.columns_rows import DIGIT_GROUPS
from xpsfit.readers.grid import MAX_CELLS, Sheet, SheetCollector
from xpsfit.readers.text import decode_head, load_lines, parse_number, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xpsfit.spectrum import Spectrum

FORMAT = "avantage-text"
SEPARATORS = "\t;,"
HEADER_LINES = 100
MAX_COLUMNS = 16384
"""As many as Excel has."""
COUNTS = "counts"


def recognises(head: bytes, path: Path) -> bool:
    r"""Return whether an energy axis in eV and counts are named as Avantage does.

    Examples
    --------
    >>> from pathlib import Path
    >>> recognises(b"Binding Energy (E)\t\t\neV\t\tCounts / s\n", Path("a.txt"))
    True
    >>> recognises(b"Binding Energy (eV)\tCounts / s\n", Path("a.txt"))
    False
    """
    lines = decode_head(head).replace("\0", "").split("\n")
    return _separator(lines, path) is not None


def read(path: Path) -> list[Spectrum]:
    """Return all spectra of a text export, in the order of its columns.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of Spectrum
        As for a workbook.

    Raises
    ------
    FormatError
        If the grid is not one of Avantage or contradicts itself; names the row.
    UnsupportedDataError
        If it holds positions, angles or an axis that cannot be used.
    InputError
        If it cannot be read or is too large.
    """
    lines = load_lines(path)
    separator = _separator(lines, path)
    if separator is None:
        raise FormatError(
            "this is no text export of Avantage: no 'Binding Energy' over 'eV' with a "
            "column in counts",
            file=path,
        )
    return spectra_of([_sheet(lines, separator, path)], FORMAT)


def _separator(lines: list[str], path: Path) -> str | None:
    """Return what separates cells, None where no separator gives header and units."""
    for separator in SEPARATORS:
        sheet = Sheet("", path)
        # A line further down that cannot be split is for `read` to name.
        with suppress(InputError):
            for number, cells in _split(lines[:HEADER_LINES], separator, path):
                sheet.rows[number] = dict(enumerate(cells, start=1))
        found = find_header(sheet)
        units = sheet.rows.get(found[0] + 1, {}).values() if found else ()
        if any(str(unit).strip().casefold().startswith(COUNTS) for unit in units):
            return separator
    return None


def _split(
    lines: list[str], separator: str, path: Path
) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of a line and its cells."""
    rows = csv.reader(_narrow(lines, separator, path), delimiter=separator)
    try:
        for cells in rows:
            yield rows.line_num, cells
    except csv.Error as error:
        raise FormatError(
            f"a line cannot be split into cells ({error}); export the file again",
            file=path,
            line=rows.line_num,
        ) from error


def _narrow(lines: list[str], separator: str, path: Path) -> Iterator[str]:
    """Yield lines until one, or all together, would split into too many cells."""
    left = MAX_CELLS
    for line in lines:
        count = line.count(separator)
        left -= count
        if count > MAX_COLUMNS or left < 0:
            raise InputError(
                f"the file has more than {MAX_COLUMNS} columns or {MAX_CELLS} "
                "cells, the most that are read; split it",
                file=path,
            )
        yield line


def _sheet(lines: list[str], separator: str, path: Path) -> Sheet:
    rows = list(_split(lines, separator, path))
    decimal_comma = _has_decimal_comma(rows, separator, path)
    collector = SheetCollector(path)
    collector.begin("")
    for number, cells in rows:
        for column, cell in enumerate(cells, start=1):
            value = parse_number(cell.replace(",", ".") if decimal_comma else cell)
            collector.put(number, column, cell if value is None else value)
    sheet = collector.sheets[0]
    if separator == ",":
        _check_widths(rows, sheet)
    return sheet


def _has_decimal_comma(
    rows: list[tuple[int, list[str]]], separator: str, path: Path
) -> bool:
    """Return whether commas in numbers are decimal commas, where they leave no doubt.

    The numbers that decide stand in rows that begin with one: names and paths above
    may hold any comma and point.
    """
    if separator == ",":
        return False
    numbers: list[tuple[int, str]] = []
    for number, cells in rows:
        if not cells or parse_number(cells[0].replace(",", ".", 1)) is None:
            continue
        plain = [cell.strip() for cell in cells]
        numbers += [
            (number, cell)
            for cell in plain
            if parse_number(cell.replace(",", "")) is not None
        ]
    commas = [(number, cell) for number, cell in numbers if "," in cell]
    if not commas:
        return False
    number, cell = commas[0]
    mixed = any("." in other for _, other in numbers)
    if mixed or all(DIGIT_GROUPS.fullmatch(other) for _, other in commas):
        raise FormatError(
            f"row {number}: the comma of '{printable(cell, 40)}' may be a decimal "
            "comma or a digit group; export numbers with a decimal point",
            file=path,
        )
    return True


def _check_widths(rows: list[tuple[int, list[str]]], sheet: Sheet) -> None:
    """Refuse rows with more cells than units: decimal commas between commas."""
    found = find_header(sheet)
    if found is None:
        return
    width = max(sheet.rows[found[0] + 1])
    for number, cells in rows:
        used = len(cells) - next(
            (i for i, cell in enumerate(reversed(cells)) if cell.strip()), len(cells)
        )
        if number > found[0] + 1 and used > width:
            sheet.fail(
                f"{used} values stand under {width} columns, as where decimal commas "
                "are mixed with separating commas; export with tabs",
                number,
            )
