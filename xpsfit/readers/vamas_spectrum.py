"""From a VAMAS block to a `Spectrum`: what the fields mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.errors import UnsupportedDataError
from xpsfit.readers import vamas_groups
from xpsfit.readers.energy_axis import binding_axis
from xpsfit.readers.region_label import core_level, region_label
from xpsfit.readers.vamas_header import Label
from xpsfit.readers.vamas_metadata import metadata, metadata_like
from xpsfit.spectrum import IntensityUnit, Spectrum

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header

PHOTOELECTRONS = ("XPS", "UPS")
MAX_REPEATED_POINTS = 10_000

COUNT_UNITS = frozenset({"d", "c", "counts", "count", "cts"})
RATE_UNITS = frozenset(
    {"c/s", "cps", "count/s", "counts/s", "cts/s", "counts/sec", "counts per second"}
)
DERIVED = re.compile(
    r"normali[sz]ed|derivative|smoothed|residual|background|envelope|"
    r"\bat(?:omic)?\.? ?%",
    re.IGNORECASE,
)
RATE_WORDS = re.compile(r"per second|counts? */ *s|\bc/s\b|\bcps\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a block stand: energy (if stored), intensity, transmission.

    `others` are columns that are not read.
    """

    intensity: int
    transmission: int | None
    others: tuple[Label, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Meaning:
    """What the fields of a block mean that are the same in all blocks of its kind.

    `label` is species and transition, `level` the core level that it names; `rate`
    says whether the intensities are called a rate.
    """

    kinetic: bool
    columns: _Columns
    unit: IntensityUnit
    photon_energy_ev: float | None
    pass_energy_ev: float | None
    dwell_s: float | None
    scans: int | None
    label: str
    level: str | None
    rate: bool
    metadata: dict[str, str]
    warnings: tuple[str, ...]


class Converter:
    """From the blocks of a file to spectra.

    Parameters
    ----------
    header : Header
        The file's fields.
    file : Path
        For messages and for the record.
    """

    __slots__ = ("_file", "_header", "_meanings")

    def __init__(self, header: Header, file: Path) -> None:
        self._header = header
        self._file = str(file)
        self._meanings: dict[int, _Meaning] = {}

    def spectrum(self, block: Block, etch_time_s: float | None) -> Spectrum:
        """Return the spectrum that a block holds.

        Parameters
        ----------
        block : Block
            Its fields.
        etch_time_s : float or None
            Cumulative etch time, None for a block that is not part of a series.

        Returns
        -------
        Spectrum
            Binding energy increasing; `transmission_state` is ``"unknown"``, because
            the format does not say whether the intensities are divided by it already.

        Raises
        ------
        UnsupportedDataError
            If the block is no photoelectron spectrum against energy in eV, a value is
            missing, or the photon energy of a kinetic axis is missing.
        """
        known = self._meanings.get(block.kind)
        meaning = known or _meaning(self._header, block)
        if known is None:
            self._meanings[block.kind] = meaning
        energy_ev, flipped = _energies(self._header, block, meaning)
        rows = block.ordinates[::-1] if flipped else block.ordinates
        intensity = rows[:, meaning.columns.intensity]
        least = float(intensity.min())
        if isnan(least):
            raise UnsupportedDataError("an intensity is not supplied (1E37)")
        transmission, lost = _transmission(rows, meaning.columns)
        return Spectrum(
            region=meaning.level
            or region_label((meaning.label, block.identifier), energy_ev),
            sample=block.sample,
            binding_energy_ev=energy_ev,
            intensity=intensity,
            intensity_unit=meaning.unit,
            photon_energy_ev=meaning.photon_energy_ev,
            pass_energy_ev=meaning.pass_energy_ev,
            dwell_s=meaning.dwell_s,
            scans=meaning.scans,
            etch_time_s=etch_time_s,
            transmission=transmission,
            file=self._file,
            format="vamas",
            block=block.index,
            metadata=metadata_like(meaning.metadata, self._header, block),
            warnings=(*lost, *meaning.warnings, *_doubts(block, meaning, least)),
        )


def _meaning(header: Header, block: Block) -> _Meaning:
    technique = block.texts[vamas_groups.TECHNIQUE]
    if technique not in PHOTOELECTRONS:
        raise UnsupportedDataError(f"it holds {technique} data, not photoelectrons")
    if block.ordinates.size == 0:
        raise UnsupportedDataError("it holds no points")
    kinetic = _is_kinetic(_axis_label(header, block))
    columns = _columns(header, block)
    unit = _intensity_unit(block.columns[columns.intensity])
    scans = _positive(block.numbers[vamas_groups.SCANS])
    label = " ".join(_labels(block)).strip()
    return _Meaning(
        kinetic=kinetic,
        columns=columns,
        unit=unit,
        photon_energy_ev=_positive(block.numbers[vamas_groups.PHOTON_ENERGY]),
        pass_energy_ev=_pass_energy(block),
        dwell_s=_positive(block.numbers[vamas_groups.DWELL]),
        scans=int(scans) if scans is not None and scans.is_integer() else None,
        label=label,
        level=core_level(label) if label else None,
        rate=bool(RATE_WORDS.search(block.columns[columns.intensity].name)),
        metadata=metadata(header, block),
        warnings=tuple(_warnings(block, columns, unit)),
    )


def _energies(
    header: Header, block: Block, meaning: _Meaning
) -> tuple[FloatArray, bool]:
    """Return binding energies, and whether the ordinates have to be turned round."""
    photon_energy_ev = meaning.photon_energy_ev
    points = len(block.ordinates)
    if points == 0:
        raise UnsupportedDataError("it holds no points")
    if header.scan_mode == "IRREGULAR":
        return binding_axis(
            block.ordinates[:, 0],
            kinetic=meaning.kinetic,
            photon_energy_ev=photon_energy_ev,
        )
    start = block.numbers[vamas_groups.ABSCISSA_START]
    step = block.numbers[vamas_groups.ABSCISSA_STEP]
    if start is None or (step is None and points > 1):
        raise UnsupportedDataError("the start or the increment of its axis is missing")
    form = _repeated_axis if points <= MAX_REPEATED_POINTS else _regular_axis
    return form(start, step or 0.0, points, meaning.kinetic, photon_energy_ev)


def _axis_label(header: Header, block: Block) -> Label:
    if header.scan_mode == "IRREGULAR":
        return block.columns[0]
    return Label(
        block.texts[vamas_groups.ABSCISSA_LABEL],
        block.texts[vamas_groups.ABSCISSA_UNIT],
    )


def _is_kinetic(label: Label) -> bool:
    name = label.name.casefold()
    kinetic = "kinetic" in name
    if kinetic == ("binding" in name) or label.unit.casefold() != "ev":
        raise UnsupportedDataError(
            f"its axis is '{label}', neither kinetic nor binding energy in eV"
        )
    return kinetic


def _regular_axis(
    start: float,
    step: float,
    points: int,
    kinetic: bool,
    photon_energy_ev: float | None,
) -> tuple[FloatArray, bool]:
    values = start + step * np.arange(points, dtype=np.float64)
    energy_ev, flipped = binding_axis(
        values, kinetic=kinetic, photon_energy_ev=photon_energy_ev
    )
    return frozen(energy_ev), flipped


_repeated_axis = lru_cache(maxsize=32)(_regular_axis)
"""The blocks of a profile share a few axes."""


def _columns(header: Header, block: Block) -> _Columns:
    first = 1 if header.scan_mode == "IRREGULAR" else 0
    labels = block.columns
    marked = [
        index
        for index in range(first, len(labels))
        if "transmission" in labels[index].name.casefold()
    ]
    if first >= len(labels) or first in marked:
        raise UnsupportedDataError("it has no column of intensities")
    if DERIVED.search(f"{labels[first].name} [{labels[first].unit}]"):
        raise UnsupportedDataError(
            f"its numbers are derived ('{labels[first]}') and no longer what was "
            "counted; export the measured intensities"
        )
    if len(marked) > 1:
        raise UnsupportedDataError("it has more than one transmission column")
    transmission = marked[0] if marked else None
    others = tuple(
        label
        for index, label in enumerate(labels)
        if index > first and index != transmission
    )
    return _Columns(first, transmission, others)


def _transmission(
    rows: FloatArray, columns: _Columns
) -> tuple[FloatArray | None, tuple[str, ...]]:
    if columns.transmission is None:
        return None, ()
    values = rows[:, columns.transmission]
    if np.isnan(values).any():
        return None, ("the transmission column has gaps and is not kept",)
    return values, ()


def _intensity_unit(label: Label) -> IntensityUnit:
    unit = " ".join(label.unit.casefold().split())
    if unit in COUNT_UNITS:
        return "counts"
    return "counts_per_s" if unit in RATE_UNITS else "arbitrary"


def _labels(block: Block) -> tuple[str, str]:
    """Return species and transition; the literal ``None`` of Kratos means nothing."""
    labels = (
        block.texts[vamas_groups.SPECIES],
        block.texts[vamas_groups.TRANSITION],
    )
    species, transition = (
        "" if label.casefold() == "none" else label for label in labels
    )
    return species, transition


def _pass_energy(block: Block) -> float | None:
    """Return the pass energy; in other modes than FAT the field is a ratio."""
    if block.texts[vamas_groups.ANALYSER_MODE] != "FAT":
        return None
    return _positive(block.numbers[vamas_groups.PASS_ENERGY])


def _positive(value: float | None) -> float | None:
    return value if value is not None and value > 0 else None


def _warnings(block: Block, columns: _Columns, unit: IntensityUnit) -> Iterator[str]:
    label = block.columns[columns.intensity]
    for line in block.calibrations:
        yield f"a charge shift recorded by CasaXPS is not applied: {line}"
    if columns.others:
        names = ", ".join(str(other) for other in columns.others[:8])
        yield f"columns that are not read: {names}"
    if unit == "arbitrary":
        yield (
            f"the unit '{label.unit}' of '{label.name}' is neither counts nor counts/s"
        )


def _doubts(block: Block, meaning: _Meaning, least: float) -> Iterator[str]:
    """Yield what is odd about one block; `least` is its smallest intensity."""
    label = block.columns[meaning.columns.intensity]
    counts = meaning.unit == "counts"
    if counts and (meaning.rate or RATE_WORDS.search(block.identifier)):
        yield (
            f"block '{block.identifier}' is called a rate, but the unit of its "
            f"intensities is counts ('{label.unit}'); taken as counts"
        )
    if least == 0 and not block.ordinates[:, meaning.columns.intensity].any():
        yield "all intensities are zero, as after an aborted measurement"
    elif counts and least < 0:
        yield "some counts are negative, so a background was taken off"
