"""From the sheets of an Avantage export to spectra: layout in `avantage_sheet`.

The sheet and the path of the ``.VGD`` in it say what was measured: the core level is
the name of the sheet, else of the ``.VGD``; the sample is the folder of the ``.VGD``
without ``.DATA`` (with the folder above where it is called ``Depth Profile``). Avantage
lets a letter follow the sheets of a second sample (``C1s Scan B`` beside ``C1s Scan``),
which then follows the sample too. Excel calls a copy of a sheet ``C1s Scan (2)``; one
that repeats all numbers is left out.

With another option of the export a block ``Acquisition Parameters :`` has names in its
column and values to the right. Read are ``Number of Scans``, the pass energy in
``Analyser Mode`` (``CAE : Pass Energy 20.0 eV``), and, where somebody has put them
there, ``Dwell Time`` and ``Photon Energy`` with their units. Everything is kept as
metadata.

The plain layout has neither photon energy nor counting time: they are None, so are the
counts. Whether intensities are divided by the transmission function is not said either:
the state is ``"unknown"``. (Where the export could be compared with its ``.VGD``, the
numbers were the same corrected ones.)
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import UnsupportedDataError
from xpsfit.readers.avantage_acquisition import read_acquisition
from xpsfit.readers.avantage_sheet import holds_elements, read_energy_sheet
from xpsfit.readers.energy_axis import binding_axis
from xpsfit.readers.region_label import core_level, region_label
from xpsfit.readers.text import printable
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.avantage_acquisition import Acquisition
    from xpsfit.readers.avantage_sheet import EnergySheet
    from xpsfit.readers.grid import Sheet

MISSING = re.compile(r"[-+]?(1[.,]#(INF|QNAN|IND)0*|inf|nan)|#empty#|", re.IGNORECASE)
PATH = re.compile(r"(?:.*[\\/])?([^\\/]+)[\\/]([^\\/]+)\.(?:vgd|avg)", re.IGNORECASE)
COPY = re.compile(r"(.*\S) \(\d{1,3}\)")
SECOND_SAMPLE = re.compile(r"(.*\S) ([A-Z])")
GENERIC_FOLDER = "depth profile"
DATA_FOLDER = re.compile(r"\.data$", re.IGNORECASE)
JUMP = 2.5
"""A step this many times the usual one is no step but a jump."""


def spectra_of(sheets: Sequence[Sheet], format_: str) -> list[Spectrum]:
    """Return the spectra of all sheets that have an energy axis, in their order.

    Parameters
    ----------
    sheets : sequence of Sheet
        Of one file.
    format_ : str
        For the record.

    Returns
    -------
    list of Spectrum
        Empty if no sheet has one. `block` counts them.

    Raises
    ------
    FormatError, UnsupportedDataError
        Naming sheet and row, if one cannot be read.
    """
    names = {sheet.name for sheet in sheets}
    found: list[Spectrum] = []
    unread = []
    for sheet in sheets:
        layout = read_energy_sheet(sheet)
        if layout is not None:
            found += _sheet_spectra(layout, names, format_)
        elif holds_elements(sheet):
            unread.append(
                f"{sheet.place()}Avantage data without an energy axis, not read"
            )
    kept, copies = _without_copies(found)
    notes = (*unread, *copies)
    return [
        replace(one, block=number, warnings=(*one.warnings, *notes))
        for number, one in enumerate(kept, start=1)
    ]


def _sheet_spectra(
    layout: EnergySheet, names: set[str], format_: str
) -> list[Spectrum]:
    sheet = layout.sheet
    acquisition = read_acquisition(sheet)
    if layout.kinetic and acquisition.photon_energy_ev is None:
        sheet.refuse(
            "the axis is kinetic energy and the photon energy is not given; export "
            "with a binding energy axis",
            layout.header,
        )
    try:
        binding_axis(
            layout.energy_ev,
            kinetic=layout.kinetic,
            photon_energy_ev=acquisition.photon_energy_ev,
        )
    except UnsupportedDataError as error:
        sheet.refuse(error.message, layout.header)
    identity = _Identity(layout, names)
    spectra = [
        _column_spectrum(layout, column, identity, acquisition, format_)
        for column in layout.columns
    ]
    kept = [one for one in spectra if one is not None]
    if not kept:
        sheet.refuse("no column was acquired in full; nothing can be read")
    lost = len(spectra) - len(kept)
    if lost:
        note = (
            f"{sheet.place()}{lost} of {len(spectra)} levels were not acquired in "
            "full and are left out"
        )
        kept = [replace(one, warnings=(*one.warnings, note)) for one in kept]
    return kept


def _column_spectrum(
    layout: EnergySheet,
    column: int,
    identity: _Identity,
    acquisition: Acquisition,
    format_: str,
) -> Spectrum | None:
    """Return the spectrum of one column, None where it was not acquired in full."""
    stored_ev, values = _finite_run(layout, column)
    cut = layout.energy_ev.size - values.size
    if not values.size or (cut and column in layout.levels.etch_time_s):
        return None
    energy_ev, flipped = binding_axis(
        stored_ev,
        kinetic=layout.kinetic,
        photon_energy_ev=acquisition.photon_energy_ev,
    )
    warnings = [*layout.warnings, *identity.warnings, *acquisition.warnings]
    if cut and not layout.levels.overlay:
        warnings.append(f"{cut} points without a value are cut off")
    if values.min() < 0:
        warnings.append("some intensities are negative, so a background was taken off")
    over = {
        label: texts.get(column, "") for label, texts in layout.levels.texts.items()
    }
    metadata = {**acquisition.metadata, **identity.metadata, **over}
    if layout.curves:
        metadata["fit curves, not read"] = printable("; ".join(layout.curves), 400)
    named = layout.levels.overlay.get(column)
    labels = identity.regions if named is None else (named,)
    return Spectrum(
        region=region_label(labels, energy_ev),
        sample=identity.sample,
        binding_energy_ev=energy_ev,
        intensity=values[::-1] if flipped else values,
        intensity_unit=layout.unit,
        photon_energy_ev=acquisition.photon_energy_ev,
        pass_energy_ev=acquisition.pass_energy_ev,
        dwell_s=acquisition.dwell_s,
        scans=acquisition.scans,
        etch_time_s=layout.levels.etch_time_s.get(column),
        position=layout.levels.position.get(column),
        angle_deg=layout.levels.angle_deg.get(column),
        unetched=layout.levels.unetched,
        file=str(layout.sheet.file),
        format=format_,
        metadata={key: text for key, text in metadata.items() if text},
        warnings=tuple(warnings),
    )


def _finite_run(layout: EnergySheet, column: int) -> tuple[FloatArray, FloatArray]:
    """Return energies and intensities between the first and the last value."""
    sheet, first = layout.sheet, layout.header + 2
    values: list[float | None] = []
    for row in range(first, first + layout.energy_ev.size):
        value = sheet.number(row, column)
        if value is None and not MISSING.fullmatch(sheet.text(row, column)):
            sheet.fail(
                "expected an intensity, found "
                f"'{printable(sheet.text(row, column), 40)}'",
                row,
            )
        values.append(value)
    known = [index for index, value in enumerate(values) if value is not None]
    if not known:
        return np.empty(0), np.empty(0)
    start, end = known[0], known[-1] + 1
    run = [value for value in values[start:end] if value is not None]
    if len(run) < end - start:
        gap = start + values[start:end].index(None)
        sheet.fail(
            "an intensity is missing between others; export it again", first + gap
        )
    energy_ev = layout.energy_ev[start:end]
    steps = np.abs(np.diff(energy_ev))
    jumps = np.flatnonzero(steps > JUMP * np.median(steps)) if steps.size else steps
    if jumps.size:
        sheet.fail(
            "the energy jumps here, as where a second block was pasted below the "
            "first; put every spectrum on a sheet of its own",
            first + start + int(jumps[0]) + 1,
        )
    return energy_ev, np.array(run)


class _Identity:
    """What a sheet is called, and what that says of region and sample."""

    def __init__(self, layout: EnergySheet, names: set[str]) -> None:
        sheet = layout.sheet
        self.metadata = {"sheet": printable(sheet.name)}
        self.warnings: list[str] = []
        name, letter = _base_name(sheet.name, names)
        folder, stem = self._source(layout)
        if not name and not stem:
            stem = sheet.file.stem
            if core_level(stem):
                self.warnings.append("the region is taken from the name of the file")
        self.regions = tuple(printable(label, 60) for label in (name, stem))
        self.sample = printable(f"{folder} {letter}".strip())
        levels = {core_level(label) for label in self.regions} - {None}
        if len(levels) > 1:
            self.warnings.append(
                f"sheet '{printable(sheet.name, 60)}' holds data of "
                f"'{printable(stem, 60)}'; taken as {core_level(name)}"
            )

    def _source(self, layout: EnergySheet) -> tuple[str, str]:
        """Return folder and name of the VGD whose path stands above the header."""
        sheet = layout.sheet
        for row in sorted(row for row in sheet.rows if row < layout.header):
            text = sheet.text(row, 1)
            match = PATH.fullmatch(text)
            if match is None:
                continue
            self.metadata["source file"] = printable(text, 400)
            folder = DATA_FOLDER.sub("", match[1])
            if folder.casefold() == GENERIC_FOLDER:
                above = re.split(r"[\\/]", text)[-3:-2]
                folder = " ".join(DATA_FOLDER.sub("", one) for one in (*above, folder))
            return folder, match[2]
        return "", ""


def _base_name(name: str, names: set[str]) -> tuple[str, str]:
    """Return the name of a sheet without marks of copies, and the sample's letter."""
    name = name.strip()
    copy = COPY.fullmatch(name)
    if copy:
        name = copy[1]
    second = SECOND_SAMPLE.fullmatch(name)
    if second and {second[1], f"Titles {second[2]}"} & names:
        return second[1], second[2]
    return name, ""


def _without_copies(spectra: list[Spectrum]) -> tuple[list[Spectrum], list[str]]:
    """Return the spectra without those that repeat all numbers of another sheet."""
    first: dict[object, str] = {}
    kept: list[Spectrum] = []
    notes: list[str] = []
    for one in spectra:
        key = (
            one.sample,
            one.region,
            one.etch_time_s,
            one.position,
            one.angle_deg,
            one.binding_energy_ev.tobytes(),
            one.intensity.tobytes(),
        )
        sheet = one.metadata.get("sheet", "")
        if first.setdefault(key, sheet) == sheet:
            kept.append(one)
            continue
        note = f"sheet '{sheet}' repeats '{first[key]}' and is left out"
        if note not in notes:
            notes.append(note)
    return kept, notes
