"""Acquisition parameters in an Avantage export: layout in `avantage_spectra`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from xpsfit.readers.grid import Sheet

TITLE = "acquisition parameters"
MAX_ROWS = 60
MAX_GAP = 2
"""Empty rows between the title and the list, and most inside it."""

SCANS = "number of scans"
ANALYZER = "analyser mode"
DWELL = "dwell time"
PHOTON = "photon energy"
PASS_ENERGY = re.compile(r"pass energy\s*:?\s*([0-9.]+)\s*ev", re.IGNORECASE)
QUANTITY = re.compile(r"([-+0-9.eE]+)\s*([A-Za-z]*)")
SECONDS = {"s": 1.0, "ms": 1e-3}
PHOTON_RANGE_EV = (5.0, 20000.0)


@dataclass(slots=True)
class Acquisition:
    """How a sheet was measured; None where it does not say.

    Attributes
    ----------
    scans, dwell_s, pass_energy_ev, photon_energy_ev : int or float or None
        As in `Spectrum`.
    metadata : dict of str
        All parameters.
    warnings : list of str
        Parameters that cannot be used.
    """

    scans: int | None = None
    dwell_s: float | None = None
    pass_energy_ev: float | None = None
    photon_energy_ev: float | None = None
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    warnings: list[str] = field(default_factory=list[str])


def read_acquisition(sheet: Sheet) -> Acquisition:
    """Return the parameters that a sheet lists, all None where it has no list."""
    found = Acquisition(metadata=_parameters(sheet))
    given = {name.casefold(): text for name, text in found.metadata.items()}
    found.scans = _whole(given.get(SCANS, ""))
    found.dwell_s = _quantity(given.get(DWELL, ""), SECONDS)
    photon = _quantity(given.get(PHOTON, ""), {"ev": 1.0})
    if photon is not None and PHOTON_RANGE_EV[0] < photon < PHOTON_RANGE_EV[1]:
        found.photon_energy_ev = photon
    match = PASS_ENERGY.search(given.get(ANALYZER, ""))
    found.pass_energy_ev = _quantity(f"{match[1]} eV", {"ev": 1.0}) if match else None
    used = {
        SCANS: found.scans,
        DWELL: found.dwell_s,
        PHOTON: found.photon_energy_ev,
    }
    found.warnings = [
        f"'{name}' is '{printable(given[name], 40)}' and is not used; write a number "
        "above 0 with its unit"
        for name, value in used.items()
        if value is None and name in given
    ]
    return found


def _parameters(sheet: Sheet) -> dict[str, str]:
    """Return names and values of the list, empty where there is none."""
    for row, cells in sheet.rows.items():
        for column in cells:
            if sheet.text(row, column).casefold().startswith(TITLE):
                return _list_below(sheet, row, column)
    return {}


def _list_below(sheet: Sheet, title: int, column: int) -> dict[str, str]:
    parameters: dict[str, str] = {}
    empty = 0
    for row in range(title + 1, title + MAX_ROWS):
        name = printable(sheet.text(row, column).rstrip(": "), 60)
        empty = 0 if name else empty + 1
        if empty > MAX_GAP:
            break
        cells = sheet.rows.get(row, {})
        value = " ".join(
            f"{cells[beside]:.10g}"
            if isinstance(cells[beside], float)
            else sheet.text(row, beside)
            for beside in (column + 1, column + 2)
            if beside in cells
        )
        if name and value:
            parameters[name] = printable(value)
    return parameters


def _quantity(text: str, units: dict[str, float]) -> float | None:
    """Return a number above 0 in the first of `units`, or None."""
    match = QUANTITY.fullmatch(text.strip())
    value = parse_number(match[1]) if match else None
    if match is None or value is None or match[2].casefold() not in units:
        return None
    value *= units[match[2].casefold()]
    return value if value > 0 else None


def _whole(text: str) -> int | None:
    value = parse_number(text)
    return int(value) if value is not None and value > 0 and value % 1 == 0 else None
