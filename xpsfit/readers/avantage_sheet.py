r"""A sheet that Avantage exports: one core level, with its levels in columns.

Workbooks (``.xls``, ``.xlsx``) and delimited text hold the same grid of cells.

One spectrum
------------
::

         A                     B        C            D    E
     7   Axis                  Energy   Elements=    191
     8
     9   ...\Li foil.DATA\C1s Scan.VGD
    15   Binding Energy (E)                               Backgnd.
    16   eV                             Counts / s        Counts / s
    17   298.08                         5951.92           0
    18   297.98                         6095.35           0

Only labels tell where things are; row numbers vary with the options of the export, and
words such as "Axis" with the language of the program. What holds in every export seen:

* the header is the row whose first cell begins with ``Binding Energy`` or ``Kinetic
  Energy`` and stands over ``eV``; the row below has the units;
* ``Elements=`` is followed by the number of points, in the row that says ``Energy``;
* the numbers run down column A without a break, usually from high binding energy;
* measured intensities have the unit ``Counts / s`` (or ``Counts``) and no name. Columns
  with a name are fit curves, background, envelope and residuals, 0 where they are not
  defined: they are never read as data;
* numbers keep 6 digits, so rates above 999999 counts/s are rounded to tens.

A cell with nothing but a byte-order mark and rows of dashes at the end are harmless.

Several spectra
---------------
One unnamed intensity column each, from C on. Between the path and the header are rows
with a label in column B, ``name (symbol)``, and a value over every column; a second
``Elements=`` gives their number::

     8   Axis 2                Etch     Elements=    2
    12                         Etch Time (EtchTime)    0    60
    13                         Etch Level (EtchLevel)  0    1

Etch times are cumulative and in s. ``Overlay Axis (Pos)`` names spectra that share one
long axis; points outside a spectrum print ``-1.#INF0``, ``1.#QNAN`` or ``#empty#`` and
are cut off, never taken as 0. Positions and angles are refused, unless the export holds
only one of them. This part of the layout is known from other programs that read it, not
from files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers.avantage_levels import Levels, read_levels
from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.readers.grid import Sheet
    from xpsfit.spectrum import IntensityUnit

ELEMENTS = "elements="
ENERGY = "energy"
HEADERS = {"binding energy": False, "kinetic energy": True}
UNITS: dict[str, IntensityUnit] = {"counts / s": "counts_per_s", "counts": "counts"}


@dataclass(frozen=True, slots=True)
class EnergySheet:
    """Where the spectra of a sheet stand.

    Attributes
    ----------
    sheet : Sheet
        The cells.
    header : int
        Row of the names; the units are below, the numbers below these.
    kinetic : bool
        Whether energies are kinetic.
    energy_ev : FloatArray, shape (n,)
        As stored; strictly monotonic.
    columns : tuple of int
        Of the measured intensities.
    unit : {"counts", "counts_per_s"}
        Of all of them.
    curves : tuple of str
        Names of the columns that are not measured.
    levels : Levels
        In what the columns differ.
    warnings : tuple of str
        What had to be tolerated.
    """

    sheet: Sheet
    header: int
    kinetic: bool
    energy_ev: FloatArray
    columns: tuple[int, ...]
    unit: IntensityUnit
    curves: tuple[str, ...]
    levels: Levels
    warnings: tuple[str, ...]


def find_header(sheet: Sheet) -> tuple[int, bool] | None:
    """Return the row of the header and whether energies are kinetic; None without."""
    for row in sorted(sheet.rows):
        name = sheet.text(row, 1).casefold()
        for start, kinetic in HEADERS.items():
            if name.startswith(start) and sheet.text(row + 1, 1).casefold() == "ev":
                return row, kinetic
    return None


def holds_elements(sheet: Sheet) -> bool:
    """Return whether any cell is the ``Elements=`` of an Avantage grid."""
    return any(
        sheet.text(row, column).casefold() == ELEMENTS
        for row, cells in sheet.rows.items()
        for column in cells
    )


def read_energy_sheet(sheet: Sheet) -> EnergySheet | None:
    """Return where the spectra of a sheet stand, or None if it has no energy axis.

    Raises
    ------
    FormatError
        If the axis turns back, or counts of points or columns contradict the cells.
    UnsupportedDataError
        If there are no measured intensities, or columns that are neither etch levels
        nor an overlay.
    """
    found = find_header(sheet)
    if found is None:
        return None
    header, kinetic = found
    points, extra = _elements(sheet, header)
    energy_ev = _axis(sheet, header + 2)
    if points is not None and points != energy_ev.size:
        sheet.fail(
            f"{energy_ev.size} rows of numbers, but 'Elements=' says {points:g}; "
            "export it again",
            header + 2,
        )
    columns, unit, curves = _columns(sheet, header)
    if extra and np.prod(list(extra.values())) != len(columns):
        said = " x ".join(f"{name} {count:g}" for name, count in extra.items())
        sheet.fail(
            f"{len(columns)} columns of measured intensities, but 'Elements=' says "
            f"{said}; export it again",
            header,
        )
    return EnergySheet(
        sheet,
        header,
        kinetic,
        energy_ev,
        columns,
        unit,
        curves,
        read_levels(sheet, header, columns),
        () if points is not None else ("the number of points is not stated",),
    )


def _elements(sheet: Sheet, header: int) -> tuple[float | None, dict[str, float]]:
    """Return the number of points, and the lengths of all further axes."""
    points = None
    extra: dict[str, float] = {}
    for row in sorted(row for row in sheet.rows if row < header):
        for column in sheet.rows[row]:
            count = sheet.number(row, column + 1)
            if sheet.text(row, column).casefold() != ELEMENTS or count is None:
                continue
            name = sheet.text(row, column - 1)
            if name.casefold() == ENERGY and points is None:
                points = count
            elif count != 1:
                extra[printable(name, 60) or f"axis in row {row}"] = count
    return points, extra


def _axis(sheet: Sheet, first: int) -> FloatArray:
    values: list[float] = []
    while (value := sheet.number(first + len(values), 1)) is not None:
        values.append(value)
    end = first + len(values)
    if not values:
        sheet.fail("no energies follow the header; export it again", first)
    again = [
        row for row in sheet.rows if row > end and sheet.number(row, 1) is not None
    ]
    energy_ev = np.array(values)
    steps = np.diff(energy_ev)
    turned = np.flatnonzero(steps * np.sign(steps[:1]) <= 0)
    if turned.size or again:
        row = first + int(turned[0]) + 1 if turned.size else min(again)
        sheet.fail(
            "the energies start anew here, as where a second block was pasted below "
            "the first; put every spectrum on a sheet of its own",
            row,
        )
    return energy_ev


def _columns(
    sheet: Sheet, header: int
) -> tuple[tuple[int, ...], IntensityUnit, tuple[str, ...]]:
    """Return columns and unit of what was measured, and the names of the rest."""
    measured: dict[int, IntensityUnit] = {}
    curves: list[str] = []
    seen: list[str] = []
    for column in sorted(sheet.rows[header + 1]):
        if column == 1:
            continue
        unit = " ".join(sheet.text(header + 1, column).split())
        name = sheet.text(header, column)
        known = UNITS.get(unit.casefold())
        if known is not None and not name:
            measured[column] = known
        elif name:
            curves.append(printable(name, 60))
        seen.append(printable(f"{name} [{unit}]".strip(), 60))
    units = set(measured.values())
    if len(units) != 1:
        sheet.refuse(
            "there has to be a column without a name in 'Counts / s' or in 'Counts', "
            f"and not both; found: {', '.join(seen[:8]) or 'nothing'}",
            header + 1,
        )
    return tuple(measured), units.pop(), tuple(curves)
