"""The header of a two-column text file: layout in `xpsfit.readers.columns`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from xpsfit.errors import FormatError
from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from xpsfit.spectrum import IntensityUnit

COLUMNS_KEY = "xpsfit-columns"
TEXT_KEYS = ("region", "sample")
POSITIVE_KEYS = ("photon_energy_ev", "pass_energy_ev", "dwell_s", "scans")
NUMBER_KEYS = (*POSITIVE_KEYS, "etch_time_s")
KEYS = (COLUMNS_KEY, *TEXT_KEYS, *NUMBER_KEYS)
MAX_COMMENTS = 100
MAX_LINE = 1000
MAX_WORDS = 12

COMMENT = re.compile(r"#([^:]*):(.*)")

# Names are compared in lower case, with every run of other signs as one blank.
KINETIC = {
    "binding energy ev": False,
    "be ev": False,
    "kinetic energy ev": True,
    "ke ev": True,
}
INTENSITY: dict[str, IntensityUnit] = {
    "counts": "counts",
    "counts per s": "counts_per_s",
    "counts per second": "counts_per_s",
    "counts s": "counts_per_s",
    "cps": "counts_per_s",
    "c s": "counts_per_s",
    "arbitrary": "arbitrary",
    "a u": "arbitrary",
    "arb units": "arbitrary",
}
NOT_A_NAME = re.compile(r"[^a-z0-9]+")

ADVICE = (
    f"add a first line such as '# {COLUMNS_KEY}: binding_energy_ev, counts_per_s' (or "
    "kinetic_energy_ev; or counts, arbitrary)"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which of two columns is the energy, and what the two hold."""

    energy: int
    kinetic: bool
    intensity_unit: IntensityUnit


@dataclass(slots=True)
class ColumnsHeader:
    """What stands above the numbers.

    Attributes
    ----------
    columns : Columns or None
        None until a line names the columns.
    columns_line : int
        That line, counted from 1.
    texts, numbers : dict
        Values of `TEXT_KEYS` and `NUMBER_KEYS` where the file gives them.
    metadata : dict of str
        All other comments.
    warnings : list of str
        Keys that look misspelt.
    """

    columns: Columns | None = None
    columns_line: int = 1
    texts: dict[str, str] = field(default_factory=dict[str, str])
    numbers: dict[str, float] = field(default_factory=dict[str, float])
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    warnings: list[str] = field(default_factory=list[str])


def name_columns(names: list[str]) -> Columns | None:
    """Return what two column names mean, or None where they do not say it.

    Examples
    --------
    >>> name_columns(["Counts / s", "Binding Energy (eV)"])
    Columns(energy=1, kinetic=False, intensity_unit='counts_per_s')
    >>> name_columns(["Energy", "Counts"]) is None
    True
    """
    if len(names) != 2:
        return None
    plain = [NOT_A_NAME.sub(" ", name.casefold()).strip() for name in names]
    for energy in (0, 1):
        unit = INTENSITY.get(plain[1 - energy].removeprefix("intensity "))
        kinetic = KINETIC.get(plain[energy])
        if kinetic is not None and unit is not None:
            return Columns(energy, kinetic, unit)
    return None


def name_row(line: str) -> Columns | None:
    """Return what a row of two names means, or None where it is not one.

    Examples
    --------
    >>> name_row("KE (eV) counts/s")
    Columns(energy=0, kinetic=True, intensity_unit='counts_per_s')
    """
    words = line.split()
    if len(line) > MAX_LINE or len(words) > MAX_WORDS:
        return None
    pairs = [line.split(mark) for mark in "\t;,"]
    pairs += [
        [" ".join(words[:cut]), " ".join(words[cut:])] for cut in range(1, len(words))
    ]
    found = map(name_columns, pairs)
    return next((columns for columns in found if columns is not None), None)


def finds_columns(lines: Iterable[str]) -> bool:
    """Return whether a comment or the first row names the columns; never raises."""
    for line in map(str.strip, lines):
        if line.startswith("#"):
            comment = COMMENT.fullmatch(line)
            if comment and comment[1].strip().casefold() == COLUMNS_KEY:
                return True
        elif line:
            return name_row(line) is not None
    return False


def read_columns_header(
    lines: list[str], path: Path
) -> tuple[ColumnsHeader, Columns, int]:
    """Return the header, its columns, and the index of the first row of numbers.

    Raises
    ------
    FormatError
        If the columns are not named, or a value is not what its key says.
    """
    rows = (index for index, line in enumerate(lines) if not _is_header(line))
    start = next(rows, len(lines))
    header = ColumnsHeader()
    for number, line in enumerate(lines[:start], start=1):
        _read_comment(header, line.strip(), number, path)
    row = name_row(lines[start]) if start < len(lines) else None
    if row is not None:
        if header.columns not in {None, row}:
            raise FormatError(
                f"the row of names contradicts the '{COLUMNS_KEY}' line; keep one",
                file=path,
                line=start + 1,
            )
        start += 1
        header.columns, header.columns_line = row, start
    if header.columns is None:
        raise FormatError(
            f"nothing says what the columns are; {ADVICE}", file=path, line=start + 1
        )
    return header, header.columns, start


def _is_header(line: str) -> bool:
    text = line.strip()
    return not text or text.startswith("#")


def _read_comment(header: ColumnsHeader, line: str, number: int, path: Path) -> None:
    match = COMMENT.fullmatch(line)
    if match is None:
        if line.strip("# ") and len(header.metadata) < MAX_COMMENTS:
            header.metadata[f"comment in line {number}"] = printable(line.strip("# "))
        return
    key, value = match[1].strip().casefold(), match[2].strip()
    seen = {*header.texts, *header.numbers}
    if key in seen or (key == COLUMNS_KEY and header.columns is not None):
        raise FormatError(
            f"'{key}' is given twice; keep one of them", file=path, line=number
        )
    if key == COLUMNS_KEY:
        header.columns = name_columns(value.split(","))
        header.columns_line = number
        if header.columns is None:
            raise FormatError(
                f"'{printable(value, 60)}' does not name an energy and an intensity "
                f"column; {ADVICE}",
                file=path,
                line=number,
            )
    elif key in TEXT_KEYS:
        header.texts[key] = printable(value)
    elif key in NUMBER_KEYS:
        header.numbers[key] = _header_number(key, value, number, path)
    elif len(header.metadata) < MAX_COMMENTS:
        _keep_comment(header, printable(match[1], 60), value, number)


def _header_number(key: str, value: str, number: int, path: Path) -> float:
    result = parse_number(value)
    if (
        result is None
        or result < 0
        or (key in POSITIVE_KEYS and result == 0)
        or (key == "scans" and not result.is_integer())
    ):
        kind = "a whole number above 0" if key == "scans" else "a positive number"
        raise FormatError(
            f"'{key}' has to be {kind}, found '{printable(value, 40)}'",
            file=path,
            line=number,
        )
    return result


def _keep_comment(header: ColumnsHeader, key: str, value: str, number: int) -> None:
    kept = f"{key}, line {number}" if key in header.metadata else key
    header.metadata[kept or f"comment in line {number}"] = printable(value)
    close = get_close_matches(key.casefold(), KEYS, n=1, cutoff=0.7)
    if close:
        header.warnings.append(
            f"line {number}: '{key}' is not a known key and is not used; did you mean "
            f"'{close[0]}'?"
        )
