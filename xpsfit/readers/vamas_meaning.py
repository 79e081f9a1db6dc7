"""What the fields of a VAMAS block mean, as far as blocks of one kind share them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import UnsupportedDataError
from xpsfit.readers import vamas_groups
from xpsfit.readers.region_label import core_level
from xpsfit.readers.vamas_header import Label
from xpsfit.readers.vamas_metadata import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header
    from xpsfit.spectrum import IntensityUnit

PHOTOELECTRONS = ("XPS", "UPS")
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
class Columns:
    """Where the columns of a block stand: energy (if stored), intensity, transmission.

    `others` are columns that are not read.
    """

    intensity: int
    transmission: int | None
    others: tuple[Label, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """What the fields of a block mean that are the same in all blocks of its kind.

    `label` is species and transition, `level` the core level that it names; `rate`
    says whether the intensities are called a rate.
    """

    kinetic: bool
    columns: Columns
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


def meaning_of(header: Header, block: Block) -> Meaning:
    """Return what holds for `block` and all others of its kind.

    Raises
    ------
    UnsupportedDataError
        If they are no photoelectron spectra against energy in eV.
    """
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
    return Meaning(
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


def _columns(header: Header, block: Block) -> Columns:
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
    return Columns(first, transmission, others)


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


def _warnings(block: Block, columns: Columns, unit: IntensityUnit) -> Iterator[str]:
    label = block.columns[columns.intensity]
    if columns.others:
        names = ", ".join(str(other) for other in columns.others[:8])
        yield f"columns that are not read: {names}"
    if unit == "arbitrary":
        yield (
            f"the unit '{label.unit}' of '{label.name}' is neither counts nor counts/s"
        )
