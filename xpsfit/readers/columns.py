"""Plain text with two columns, energy and intensity, and a header that says which.

A file of numbers alone does not say whether its energies are binding or kinetic, or
whether its intensities are counts or counts/s, and a guess from the size of the numbers
is wrong sooner or later. So a header is required, in one of two forms.

Comment lines
-------------
::

    # xpsfit-columns: kinetic_energy_ev, counts
    # region: C 1s
    # sample: bare Li
    # photon_energy_ev: 1486.68
    # pass_energy_ev: 50
    # dwell_s: 0.05
    # scans: 10
    # etch_time_s: 120
    1191.68    1043
    1191.78    1101

Only the first of them is required, and ``photon_energy_ev`` with kinetic energies.
``dwell_s`` and ``scans`` turn counts/s back into counts, which the noise needs. Other
comments go to the metadata.

A row of names
--------------
::

    Binding Energy (eV);Counts / s
    291,2;5210,5

Energy: ``binding_energy_ev``, ``kinetic_energy_ev``, or ``Binding Energy``, ``BE``,
``Kinetic Energy``, ``KE`` with the unit eV. Intensity: ``counts``, ``counts_per_s``,
``arbitrary``, or ``Counts``, ``Counts / s``, ``cps``, ``a.u.``, with ``Intensity`` in
front or not. The two columns may stand in either order.

Rows
----
Values are separated by a tab, a semicolon, a comma or blanks. Decimal commas are read
where the separator is a tab or a semicolon; where ``1,234`` could be either a decimal
comma or a digit group the file is refused. Energies rise or fall strictly. One spectrum
a file.

Without a region the name of the file is tried, then the window in eV is the label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers.columns_header import finds_columns, read_columns_header
from xpsfit.readers.columns_rows import read_rows
from xpsfit.readers.energy_axis import binding_axis
from xpsfit.readers.region_label import core_level, region_label
from xpsfit.readers.text import decode_head, load_lines
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.columns_header import ColumnsHeader


def recognises(head: bytes, path: Path) -> bool:
    """Return whether the first lines name an energy and an intensity column.

    Examples
    --------
    >>> from pathlib import Path
    >>> recognises(b"binding_energy_ev,counts", Path("a.csv"))
    True
    >>> recognises(b"284.8,1043", Path("a.csv"))
    False
    """
    del path
    return finds_columns(decode_head(head).split("\n"))


def read(path: Path) -> list[Spectrum]:
    """Return the one spectrum of a two-column text file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of Spectrum
        One spectrum, with `transmission_state` ``"unknown"``.

    Raises
    ------
    FormatError
        If the header or a row cannot be understood; names the line.
    InputError
        If the file cannot be read.
    """
    lines = load_lines(path)
    header, columns, start = read_columns_header(lines, path)
    numbers = header.numbers
    photon_energy_ev = numbers.get("photon_energy_ev")
    if columns.kinetic and photon_energy_ev is None:
        raise FormatError(
            "the energies are kinetic and the photon energy is missing; add a line "
            "'# photon_energy_ev: ' with its value above the numbers (--photon-energy "
            "cannot stand in for it: the binding energies are made on reading)",
            file=path,
            line=header.columns_line,
        )
    values, rows = read_rows(lines, start, path)
    stored_ev = values[:, columns.energy]
    _check_direction(stored_ev, rows, path)
    try:
        energy_ev, flipped = binding_axis(
            stored_ev, kinetic=columns.kinetic, photon_energy_ev=photon_energy_ev
        )
    except UnsupportedDataError as error:
        raise FormatError(error.message, file=path, line=rows[0]) from error
    intensity = values[:, 1 - columns.energy]
    region, notes = _region(header, path)
    return [
        Spectrum(
            region=region_label((region,), energy_ev),
            sample=header.texts.get("sample", ""),
            binding_energy_ev=energy_ev,
            intensity=intensity[::-1] if flipped else intensity,
            intensity_unit=columns.intensity_unit,
            photon_energy_ev=photon_energy_ev,
            pass_energy_ev=numbers.get("pass_energy_ev"),
            dwell_s=numbers.get("dwell_s"),
            scans=int(numbers["scans"]) if "scans" in numbers else None,
            etch_time_s=numbers.get("etch_time_s"),
            file=str(path),
            format="columns",
            metadata=header.metadata,
            warnings=(*header.warnings, *notes),
        )
    ]


def _check_direction(energy_ev: FloatArray, rows: list[int], path: Path) -> None:
    steps = np.diff(energy_ev)
    wrong = np.flatnonzero(steps * np.sign(steps[:1]) <= 0)
    if wrong.size:
        raise FormatError(
            "the energy turns back or repeats here; energies have to rise or fall all "
            "the way, with one spectrum a file",
            file=path,
            line=rows[int(wrong[0]) + 1],
        )


def _region(header: ColumnsHeader, path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the region of the header, else the core level that names the file."""
    if "region" in header.texts:
        return header.texts["region"], ()
    level = core_level(path.stem)
    if level is not None:
        return level, (f"the region {level} is taken from the name of the file",)
    return "", ("no region is named; add a line '# region: ' with the core level",)
