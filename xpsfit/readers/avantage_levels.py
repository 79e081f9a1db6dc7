"""In what the columns of an Avantage sheet differ: layout in `avantage_sheet`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from xpsfit.readers.grid import Sheet

LABEL_COLUMN = 2
LABEL = re.compile(r"([^()]+)\(([^()]*)\)")
ETCH_TIME, ETCH_LEVEL, OVERLAY = "etchtime", "etchlevel", "overlayaxis"
IN_SECONDS = ("etchtime", "s", "")


@dataclass(frozen=True, slots=True)
class Levels:
    """What stands above the columns of intensities.

    Attributes
    ----------
    texts : dict of dict
        By label and column: ``{"Etch Level (EtchLevel)": {3: "0", 4: "1"}}``.
    etch_time_s : dict of float
        By column, empty where the sheet is no etch series.
    overlay : dict of str
        Name of each column of an overlay, else empty.
    """

    texts: dict[str, dict[int, str]]
    etch_time_s: dict[int, float]
    overlay: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in column B, as ``name (symbol)``; only the symbol may be English."""

    row: int
    text: str
    name: str
    symbol: str

    def means(self, what: str) -> bool:
        return what in {self.name, self.symbol}


def read_levels(sheet: Sheet, header: int, columns: tuple[int, ...]) -> Levels:
    """Return in what the columns of intensities differ.

    Parameters
    ----------
    sheet : Sheet
        The cells.
    header : int
        Row of the header, below the labels.
    columns : tuple of int
        Of the intensities.

    Raises
    ------
    FormatError
        If etch times are missing or do not rise.
    UnsupportedDataError
        If the columns differ in something else, or nothing says in what.
    """
    labels = [
        label
        for row in sorted(row for row in sheet.rows if row < header)
        if (label := _label(sheet, row)) and any(c in sheet.rows[row] for c in columns)
    ]
    texts = {label.text: _values(sheet, label.row, columns) for label in labels}
    times = _etch_times(sheet, labels, columns)
    overlay = next((texts[one.text] for one in labels if one.means(OVERLAY)), {})
    if len(columns) > 1:
        _check(sheet, labels, columns, named=bool(times or overlay))
    return Levels(texts, times, overlay)


def _label(sheet: Sheet, row: int) -> _Label | None:
    text = " ".join(sheet.text(row, LABEL_COLUMN).split())
    match = LABEL.fullmatch(text)
    name = "".join((match[1] if match else text).casefold().split())
    symbol = match[2].strip().casefold() if match else ""
    if match or name in {ETCH_TIME, ETCH_LEVEL, OVERLAY}:
        return _Label(row, printable(text, 60), name, symbol)
    return None


def _values(sheet: Sheet, row: int, columns: tuple[int, ...]) -> dict[int, str]:
    cells = sheet.rows[row]
    return {
        column: printable(f"{cell:.10g}" if isinstance(cell, float) else cell.strip())
        for column in columns
        if (cell := cells.get(column)) is not None
    }


def _etch_times(
    sheet: Sheet, labels: list[_Label], columns: tuple[int, ...]
) -> dict[int, float]:
    """Return the etch time of every column in s, empty for what was not etched."""
    label = next((label for label in labels if label.means(ETCH_TIME)), None)
    if label is None:
        return {}
    if label.symbol not in IN_SECONDS:
        sheet.refuse(f"'{label.text}' is not in seconds; export etch times in s")
    times: dict[int, float] = {}
    for column in columns:
        time = sheet.number(label.row, column)
        if time is None or time < 0 or (times and time <= max(times.values())):
            sheet.fail(
                f"'{label.text}' has to be given for every column and to rise; etch "
                "times are cumulative, from 0 s before etching",
                label.row,
            )
        times[column] = time
    return times if len(times) > 1 or any(times.values()) else {}


def _check(
    sheet: Sheet, labels: list[_Label], columns: tuple[int, ...], *, named: bool
) -> None:
    """Refuse columns that differ in anything but etch level or name."""
    for label in labels:
        if any(label.means(what) for what in (ETCH_TIME, ETCH_LEVEL, OVERLAY)):
            continue
        if len(set(_values(sheet, label.row, columns).values())) > 1 or not named:
            sheet.refuse(
                f"the {len(columns)} columns of intensities differ in '{label.text}', "
                "and only etch levels are read together; export each for itself",
                label.row,
            )
    if not named:
        sheet.refuse(
            f"nothing says in what the {len(columns)} columns of intensities differ; "
            "export a profile with the row 'Etch Time (EtchTime)', or each position "
            "for itself"
        )
