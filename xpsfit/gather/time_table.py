"""Etch times that the user gives in a table: ``--etch-times FILE.csv``.

The first line names the columns, the first ``file`` or ``level``, the second the time
with its unit::

    file,etch_time_s          level,etch time / min
    C1s_0.vms,0               0,0
    C1s_1.vms,30              1,0.5

Files are named with or without their ending, levels numbered from 0 as the file or its
name numbers them, or counted in the order of the file. The table counts for more than
what a file states, and a difference is noted with the spectrum. Columns are separated
by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from xpsfit.errors import FormatError
from xpsfit.gather.name_times import UNITS_S, level_in
from xpsfit.readers.text import load_lines, parse_number, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

EXAMPLE = "the first line has to be 'file,etch_time_s' or 'level,etch_time_s'"
TIME = re.compile(r"(?:etch[ _]*)?time[ _]*[/(\[]?[ _]*([a-z]+)[)\]]?", re.IGNORECASE)
KEYS = ("file", "level")
SAME_S, SAME = 1.0, 0.02
"""Times that agree this far, in s or as a share, are one time rounded."""


@dataclass(frozen=True, slots=True)
class EtchTimes:
    """Etch times by file or by level.

    Attributes
    ----------
    table : Path
        Where they were read.
    by_level : bool
        Whether the keys are numbers of levels, and not names of files.
    times_s : dict of float
        By key: the name of a file in lower case, or the number of a level as text.
    lines : dict of int
        Line of every key.
    """

    table: Path
    by_level: bool
    times_s: dict[str, float]
    lines: dict[str, int]

    def apply(self, spectra: Sequence[Spectrum]) -> list[Spectrum]:
        """Return the spectra with their times.

        Raises
        ------
        FormatError
            If a line fits none of the spectra.
        """
        used: set[str] = set()
        keys = self._keys(spectra)
        timed = [
            self._timed(one, own, used) for one, own in zip(spectra, keys, strict=True)
        ]
        for key, line in self.lines.items():
            if key not in used:
                raise FormatError(
                    f"no spectrum belongs to {'level' if self.by_level else 'file'} "
                    f"'{key}'; there are {_there(keys)}{self._way_out(spectra)}",
                    file=self.table,
                    line=line,
                )
        return timed

    def _way_out(self, spectra: Sequence[Spectrum]) -> str:
        if not self.by_level or len({one.file for one in spectra}) < 2:
            return ""
        return (
            "; where each level is a file, give the times by file, in a table that "
            "begins with 'file,etch_time_s'"
        )

    def _timed(self, one: Spectrum, keys: tuple[str, ...], used: set[str]) -> Spectrum:
        key = next((key for key in keys if key in self.times_s), None)
        if key is None:
            if one.etch_time_s is not None:
                return one
            return replace(one, etch_doubt=f"{self.table} has no line for it")
        used.add(key)
        time_s = self.times_s[key]
        stated = one.etch_time_s
        notes = one.warnings
        if stated is None or not same_time(stated, time_s):
            other = "" if stated is None else f"; the file states {stated:g} s"
            note = f"the etch time is taken from {self.table}{other}"
            notes = (*notes, note)
        return replace(one, etch_time_s=time_s, etch_doubt="", warnings=notes)

    def _keys(self, spectra: Sequence[Spectrum]) -> list[tuple[str, ...]]:
        """Return under which names each spectrum may stand in the table."""
        if self.by_level:
            levels = _levels(spectra)
            return [() if level is None else (str(level),) for level in levels]
        paths = [Path(one.file) for one in spectra]
        return [(path.name.casefold(), path.stem.casefold()) for path in paths]


def _levels(spectra: Sequence[Spectrum]) -> list[int | None]:
    """Return the level of each spectrum: of its file, of its name, or by counting.

    A region that occurs several times in a file is counted in the order of the file.
    """
    alike = [
        (one.file, one.sample, one.region, one.position, one.angle_deg)
        for one in spectra
    ]
    total, seen = Counter(alike), Counter[object]()
    levels: list[int | None] = []
    for one, key in zip(spectra, alike, strict=True):
        level = level_in(Path(one.file).stem)
        if one.etch_level is not None and total[key] > 1:
            level = one.etch_level
        elif total[key] > 1:
            level = seen[key]
        elif level is None:
            level = one.etch_level
        seen[key] += 1
        levels.append(level)
    return levels


def _there(keys: Sequence[tuple[str, ...]]) -> str:
    present = dict.fromkeys(own[0] for own in keys if own)
    return ", ".join(list(present)[:12]) or "none that are numbered"


def same_time(one_s: float, other_s: float) -> bool:
    """Return whether two times may be one, rounded.

    Examples
    --------
    >>> same_time(119.6, 120.0), same_time(60.0, 120.0)
    (True, False)
    """
    return abs(one_s - other_s) <= max(SAME_S, SAME * max(one_s, other_s))


def read_etch_times(path: Path | str) -> EtchTimes:
    """Return the etch times of a table.

    Parameters
    ----------
    path : Path or str
        A text file; `xpsfit.gather.time_table` describes it.

    Raises
    ------
    FormatError
        If a line is not as described; names it.
    InputError
        If the file cannot be read.
    """
    path = Path(path)
    lines = load_lines(path)
    header, delimiter = _header(lines[0] if lines else "", path)
    by_level, factor = header
    times: dict[str, float] = {}
    numbers: dict[str, int] = {}
    rows = csv.reader(lines[1:], delimiter=delimiter)
    for number, row in enumerate(rows, start=2):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        key, time_s = _row(cells, by_level, factor, path, number)
        if key in times:
            _fail(f"'{key}' stands in line {numbers[key]} already", path, number)
        times[key], numbers[key] = time_s, number
    if not times:
        _fail(f"it holds no times; {EXAMPLE}, and a line for each follows", path, 1)
    if by_level:
        _check_levels(times, numbers, path)
    return EtchTimes(path, by_level, times, numbers)


def _header(line: str, path: Path) -> tuple[tuple[bool, float], str]:
    delimiter = next((mark for mark in "\t;," if mark in line), ",")
    cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
    found = TIME.fullmatch(cells[1]) if len(cells) == 2 else None
    if found is None or cells[0].casefold() not in KEYS:
        _fail(f"{EXAMPLE}, found '{printable(line, limit=60)}'", path, 1)
    unit = found[1].casefold()
    if unit not in UNITS_S:
        _fail(f"the time has to be in s, min or h, found '{unit}'", path, 1)
    return (cells[0].casefold() == "level", UNITS_S[unit]), delimiter


def _row(
    cells: list[str], by_level: bool, factor: float, path: Path, line: int
) -> tuple[str, float]:
    if len(cells) != 2:
        _fail(f"expected two cells, found {len(cells)}", path, line)
    key = cells[0].casefold()
    if by_level:
        if not key.isdecimal() or len(key) > 6:
            _fail(f"expected the number of a level, found '{cells[0]}'", path, line)
        key = str(int(key))
    value = parse_number(cells[1].replace(",", "."))
    if value is None or not 0 <= value < math.inf:
        _fail(
            f"expected an etch time of 0 or more, found '{printable(cells[1], 40)}'",
            path,
            line,
        )
    return key, value * factor


def _check_levels(times: dict[str, float], lines: dict[str, int], path: Path) -> None:
    """Refuse times that do not rise from level to level."""
    order = sorted(times, key=int)
    for before, after in pairwise(order):
        if times[after] <= times[before]:
            _fail(
                f"level {after} has {times[after]:g} s and level {before} "
                f"{times[before]:g} s; etch times are cumulative and rise",
                path,
                lines[after],
            )


def _fail(message: str, path: Path, line: int) -> NoReturn:
    raise FormatError(message, file=path, line=line)
