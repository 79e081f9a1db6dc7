"""Spectra as one tidy CSV table: layout in `xpsfit.readers.spectra_csv`."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

from xpsfit.details import dump_details, etch_words
from xpsfit.readers.spectra_csv import COLUMNS
from xpsfit.writers.csv_files import write_table
from xpsfit.writers.spectra_check import check_writable
from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.spectrum import Spectrum

FORMULA = re.compile(r"'*[=+\-@]")


def csv_bytes(spectra: Sequence[Spectrum]) -> bytes:
    """Return the spectra as a tidy table in UTF-8.

    Raises
    ------
    OutputError
        If a spectrum could not be read back as it is.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> foil = Spectrum("C 1s", "foil", [284.0, 285.0], [40, 90.5], "counts")
    >>> print(csv_bytes([foil]).decode().splitlines()[2])
    1,foil,C 1s,,,,,,,,counts,unknown,285.0,90.5,,
    """
    check_writable(spectra)
    rows = tuple(
        row
        for number, spectrum in enumerate(spectra, start=1)
        for row in _rows(number, spectrum)
    )
    stream = StringIO(newline="")
    write_table(stream, Table("spectra", COLUMNS, rows))
    return stream.getvalue().encode("utf-8")


def _rows(number: int, spectrum: Spectrum) -> Iterator[tuple[Cell, ...]]:
    repeated: tuple[Cell, ...] = (
        number,
        _guarded(spectrum.sample),
        _guarded(spectrum.region),
        None if spectrum.position is None else _guarded(spectrum.position),
        spectrum.angle_deg,
        spectrum.etch_time_s,
        spectrum.photon_energy_ev,
        spectrum.pass_energy_ev,
        spectrum.dwell_s,
        spectrum.scans,
        spectrum.intensity_unit,
        spectrum.transmission_state,
    )
    details: Cell = dump_details(spectrum, etch_words(spectrum))
    energies = spectrum.binding_energy_ev.tolist()
    column = spectrum.transmission
    others = [None] * len(energies) if column is None else column.tolist()
    for point in zip(energies, spectrum.intensity.tolist(), others, strict=True):
        yield (*repeated, *point, details)
        details = None


def _guarded(text: str) -> str:
    """Return a name that no spreadsheet runs, so that it can be told from others."""
    return f"'{text}" if FORMULA.match(text) else text
