"""Spectra as one tidy table, as ``xpsfit convert`` writes them: ``.csv``.

One header line, then one row per point, so that pandas, R and spreadsheets read it
without being told anything. Separator comma, decimal point, UTF-8, quotes as in
RFC 4180.

====================== =========================================================
Column                 Content
====================== =========================================================
``spectrum``           number of the spectrum, from 1, without gaps
``sample``, ``region`` names; one that begins with ``= + - @`` has a ``'`` in front,
                       because spreadsheets would run it as a formula
``position``           name of the point, likewise; empty where there is only one
``angle_deg``          of an angle-resolved measurement, empty in others
``etch_time_s``        cumulative; empty where the spectrum is of no series
``photon_energy_ev``,  empty where not known
``pass_energy_ev``,
``dwell_s``, ``scans``
``intensity_unit``     ``counts`` (summed over all scans), ``counts_per_s`` or
                       ``arbitrary``
``transmission_state`` whether intensities are divided by the transmission function:
                       ``raw``, ``corrected`` or ``unknown``
``binding_energy_ev``  increasing, as measured
``intensity``          in the unit of ``intensity_unit``
``transmission``       the file's own transmission function, empty without one
``details``            metadata and warnings as JSON, in the first row of a spectrum;
                       where known also ``etch_level``, ``unetched`` and
                       ``etch_doubt``, as in `xpsfit.spectrum.Spectrum`
====================== =========================================================

Columns up to ``transmission_state`` repeat in every row of a spectrum. Every number has
all its digits, so reading gives back what was written to the last bit.
"""

from __future__ import annotations

import csv
import re
from math import inf
from typing import TYPE_CHECKING

from xpsfit.details import details_of, etch_words_of, is_plain, load_object
from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers.energy_axis import binding_axis
from xpsfit.readers.number_lists import plain_numbers
from xpsfit.readers.text import decode_head, load_lines, parse_number, printable
from xpsfit.spectrum import INTENSITY_UNITS, TRANSMISSION_STATES, Spectrum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any, NoReturn

    from xpsfit.arrays import FloatArray
    from xpsfit.details import Details

COLUMNS = (
    "spectrum",
    "sample",
    "region",
    "position",
    "angle_deg",
    "etch_time_s",
    "photon_energy_ev",
    "pass_energy_ev",
    "dwell_s",
    "scans",
    "intensity_unit",
    "transmission_state",
    "binding_energy_ev",
    "intensity",
    "transmission",
    "details",
)
REPEATED = 1 + COLUMNS.index("transmission_state")
"""The first columns, which are the same in every row of a spectrum."""

HEADER = ",".join(COLUMNS)
OTHER_SEPARATORS = re.compile(r"[;\t]")
GUARDED = re.compile(r"'+[=+\-@]")


def recognises(head: bytes, path: Path) -> bool:
    """Return whether the first line names the columns of such a table.

    Examples
    --------
    >>> from pathlib import Path
    >>> recognises(HEADER.encode(), Path("a.csv"))
    True
    """
    del path
    first = decode_head(head).split("\n", 1)[0]
    return OTHER_SEPARATORS.sub(",", first.strip()) == HEADER


def read(path: Path) -> list[Spectrum]:
    """Return the spectra of a tidy table.

    Raises
    ------
    FormatError
        If a row is not as described above; names the line.
    InputError
        If the file cannot be read.
    """
    lines = load_lines(path)
    if lines[0].strip() != HEADER:
        raise FormatError(
            f"expected the columns '{HEADER}', separated by commas; a table that a "
            "spreadsheet has saved in another form cannot be read, convert it again",
            file=path,
            line=1,
        )
    spectra = [_Rows(path, *found).spectrum() for found in _grouped(lines, path)]
    if not spectra:
        raise FormatError("no numbers follow the header", file=path, line=1)
    return spectra


def _grouped(
    lines: list[str], path: Path
) -> Iterator[tuple[int, list[str], list[list[str]]]]:
    """Yield first line, first row, and the cells of all points of every spectrum."""
    first: list[str] = []
    points: list[list[str]] = []
    started = 0
    for number, row in _rows(lines, path):
        if not first or row[0] != first[0]:
            if first:
                yield started, first, points
            expected = 1 if not first else int(first[0]) + 1
            if row[0] != str(expected):
                _fail(path, number, f"expected spectrum {expected}", row[0])
            started, first, points = number, row, []
        elif row[:REPEATED] != first[:REPEATED] or row[-1]:
            raise FormatError(
                f"the row contradicts line {started}, the first of spectrum {row[0]}; "
                f"the columns up to '{COLUMNS[REPEATED - 1]}' have to agree",
                file=path,
                line=number,
            )
        points.append(row[REPEATED:-1])
    if first:
        yield started, first, points


def _rows(lines: list[str], path: Path) -> Iterator[tuple[int, list[str]]]:
    table = csv.reader(lines, strict=True)
    try:
        for row in table:
            if table.line_num > 1 and row:
                if len(row) != len(COLUMNS):
                    _fail(
                        path,
                        table.line_num,
                        f"expected {len(COLUMNS)} cells",
                        f"{len(row)}",
                    )
                yield table.line_num, row
    except csv.Error as error:
        raise FormatError(
            f"the row is no CSV ({error}); the file is damaged, convert it again",
            file=path,
            line=table.line_num,
        ) from error


class _Rows:
    """The rows of one spectrum."""

    def __init__(
        self, path: Path, line: int, first: Sequence[str], points: list[list[str]]
    ) -> None:
        self._path = path
        self._line = line
        self._first = dict(zip(COLUMNS, first, strict=True))
        self._points = points

    def spectrum(self) -> Spectrum:
        energy_ev, flipped = self._energies()
        order = slice(None, None, -1 if flipped else 1)
        details, etching = self._details()
        scans = self._number("scans")
        if scans is not None and not scans.is_integer():
            self._fail("expected a whole number in 'scans'", self._first["scans"])
        return Spectrum(
            region=self._text("region"),
            sample=self._text("sample"),
            binding_energy_ev=energy_ev,
            intensity=self._column(1)[order],
            intensity_unit=INTENSITY_UNITS[
                self._choice("intensity_unit", INTENSITY_UNITS)
            ],
            photon_energy_ev=self._number("photon_energy_ev"),
            pass_energy_ev=self._number("pass_energy_ev"),
            dwell_s=self._number("dwell_s"),
            scans=None if scans is None else int(scans),
            etch_time_s=self._number("etch_time_s", least=0.0),
            transmission=self._column(2)[order] if self._has_transmission() else None,
            transmission_state=TRANSMISSION_STATES[
                self._choice("transmission_state", TRANSMISSION_STATES)
            ],
            file=str(self._path),
            format="csv",
            block=int(self._first["spectrum"]),
            metadata=details.metadata,
            warnings=details.warnings,
            position=self._text("position") or None,
            angle_deg=self._number("angle_deg", least=-inf),
            **etching,
        )

    def _energies(self) -> tuple[FloatArray, bool]:
        try:
            return binding_axis(self._column(0), kinetic=False, photon_energy_ev=None)
        except UnsupportedDataError as error:
            raise FormatError(
                error.message, file=self._path, line=self._line
            ) from error

    def _has_transmission(self) -> bool:
        return any(point[2] for point in self._points)

    def _column(self, place: int) -> FloatArray:
        cells = [point[place] for point in self._points]
        values = plain_numbers("\n".join(cells).encode())
        # A quoted cell may hold a line break, and so two numbers.
        if values is None or values.size != len(cells):
            wrong = next(n for n, c in enumerate(cells) if parse_number(c) is None)
            _fail(
                self._path,
                self._line + wrong,
                f"expected a finite number in '{COLUMNS[REPEATED + place]}'",
                cells[wrong],
            )
        return values

    def _number(self, name: str, least: float | None = None) -> float | None:
        cell = self._first[name]
        if not cell:
            return None
        value = parse_number(cell)
        if value is None or (value <= 0 if least is None else value < least):
            kind = "number" if least == -inf else "positive number"
            self._fail(f"expected a {kind} in '{name}'", cell)
        return value

    def _choice(self, name: str, known: Iterable[str]) -> str:
        cell = self._first[name]
        if cell not in known:
            self._fail(f"expected {', '.join(known)} in '{name}'", cell)
        return cell

    def _text(self, name: str) -> str:
        cell = self._first[name]
        text = cell[1:] if GUARDED.match(cell) else cell
        if not is_plain(text) or (name == "region" and not text):
            self._fail(f"expected a name in '{name}'", cell)
        return text

    def _details(self) -> tuple[Details, dict[str, Any]]:
        try:
            content = load_object(self._first["details"])
            return details_of(content), etch_words_of(content)
        except ValueError as error:
            self._fail(
                f"'details' is not what xpsfit writes ({printable(str(error))})",
                self._first["details"],
            )

    def _fail(self, expected: str, found: str) -> NoReturn:
        _fail(self._path, self._line, expected, found)


def _fail(path: Path, line: int, expected: str, found: str) -> NoReturn:
    raise FormatError(
        f"{expected}, found '{printable(found, 40)}'; correct the row or convert the "
        "spectra again",
        file=path,
        line=line,
    )
