"""In what the columns of an Avantage sheet differ: layout in `avantage_sheet`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from xpsfit.readers.grid import Sheet

LABEL_COLUMN = 2
LABEL = re.compile(r"([^()]+)\(([^()]*)\)")
ETCH_TIME, ETCH_LEVEL, OVERLAY = "etchtime", "etchlevel", "overlayaxis"
POSITIONS, ANGLES = ("position", "pos"), ("angle",)
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
    position : dict of str
        Point of each column, where the columns differ in it.
    angle_deg : dict of float
        Angle of each column, where the columns differ in it.
    unetched : bool
        Whether the one column has the etch time 0.
    """

    texts: dict[str, dict[int, str]]
    etch_time_s: dict[int, float]
    overlay: dict[int, str]
    position: dict[int, str] = field(default_factory=dict[int, str])
    angle_deg: dict[int, float] = field(default_factory=dict[int, float])
    unetched: bool = False


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
    position: dict[int, str] = {}
    angle_deg: dict[int, float] = {}
    if len(columns) > 1 and not times and not overlay:
        position = _differing(sheet, labels, columns, POSITIONS)
        angle_deg = _angles(sheet, labels, columns)
    if len(columns) > 1 and len(position) + len(angle_deg) != len(columns):
        _check(sheet, labels, columns, named=bool(times or overlay))
    unetched = len(columns) == 1 and not times and _states_a_time(labels)
    return Levels(texts, times, overlay, position, angle_deg, unetched)


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


def _states_a_time(labels: list[_Label]) -> bool:
    return any(label.means(ETCH_TIME) for label in labels)


def _differing(
    sheet: Sheet,
    labels: list[_Label],
    columns: tuple[int, ...],
    what: tuple[str, ...],
) -> dict[int, str]:
    """Return what stands over each column, empty where not all columns differ in it."""
    for label in labels:
        values = _values(sheet, label.row, columns)
        if any(label.means(one) for one in what) and (
            len(set(values.values())) == len(columns)
        ):
            return values
    return {}


def _angles(
    sheet: Sheet, labels: list[_Label], columns: tuple[int, ...]
) -> dict[int, float]:
    values = _differing(sheet, labels, columns, ANGLES)
    numbers = {column: parse_number(text) for column, text in values.items()}
    known = {column: n for column, n in numbers.items() if n is not None}
    return known if len(known) == len(columns) else {}


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
