"""What the properties of an Avantage dump mean, and which of them forbid a fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xpsfit.errors import UnsupportedDataError
from xpsfit.readers.region_label import avantage_region
from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.avg_properties import Properties
    from xpsfit.spectrum import TransmissionState

TITLE = "DS_EXT_SUPROPID_TITLE"
SUBJECT = "DS_EXT_SUPROPID_SUBJECT"
TECHNIQUE = "DS_GEPROPID_TECHNIQUE"
VALUE_TYPE = "DS_GEPROPID_VALUE_TYPE"
VALUE_LABEL = "DS_GEPROPID_VALUE_LABEL"
ENERGY_SCALE = "DS_ACPROPID_EV_SCALE"
PHOTON_ENERGY = "DS_SOPROPID_ENERGY"
ANALYSER_MODE = "DS_ANPROPID_MODE"
PASS_ENERGY = "DS_ANPROPID_PASS"
DWELL = "DS_ACPROPID_ACQ_TIME"
SCANS = "DS_ACPROPID_PERIODS"

ION_SCATTERING = 6
COUNTS = 11
VALUES = {13: "the colors of a camera picture", 21: "heights"}
COUNT_LABELS = frozenset({"", "counts", "count"})
KINETIC = 1
CONSTANT_PASS_ENERGY = 1
PHOTON_ENERGY_DECIMALS = 3
"""The number passed through float32: 1486.68 is printed as 1486.680054."""

TRANSMISSION_FLAG = re.compile(r"\w*TXFN\w*CORRECTION", re.ASCII)
TRANSMISSION_UNKNOWN = (
    "whether the counts were divided by the transmission function already is not "
    "stated; a .VGD of the same spectrum states it"
)
SCANS_UNKNOWN = (
    "the number of scans is not stated, so rates in counts/s cannot be formed"
)
PATH_ENDS = re.compile(r"[\\/]+")
DRIVE = re.compile(r"[A-Za-z]:")
FOLDER_SUFFIX = ".DATA"


def refuse_other_data(properties: Properties) -> None:
    """Refuse what is no photoelectron counts against kinetic energy.

    Raises
    ------
    UnsupportedDataError
        For ion scattering, pictures and heights, values that are no counts, and an
        energy scale that is not kinetic or not stated.
    FormatError
        If one of the deciding properties is no number.
    """
    if properties.integer(TECHNIQUE, "the technique") == ION_SCATTERING:
        _refuse(
            properties, TECHNIQUE, "it holds ion scattering data, no photoelectrons"
        )
    kind = properties.integer(VALUE_TYPE, "the type of the values")
    if kind not in {None, COUNTS}:
        what = VALUES.get(kind or 0, f"values of type {kind}")
        _refuse(properties, VALUE_TYPE, f"its values are {what} and not counts")
    label = properties.text(VALUE_LABEL)
    if label.casefold() not in COUNT_LABELS:
        _refuse(
            properties,
            VALUE_LABEL,
            f"its values are '{label}', and only counts summed over all scans are read",
        )
    scale = properties.integer(ENERGY_SCALE, "the kind of energy scale")
    if scale != KINETIC:
        found = "missing" if scale is None else str(scale)
        _refuse(
            properties,
            ENERGY_SCALE,
            f"{ENERGY_SCALE} is {found}, and only 1 is known to mean kinetic energies; "
            "export the spectrum as VAMAS",
        )


def photon_energy(properties: Properties) -> float | None:
    """Return the photon energy in eV, freed of float32 noise, None if not stated."""
    value = _positive(properties.number(PHOTON_ENERGY, "the photon energy"))
    return None if value is None else round(value, PHOTON_ENERGY_DECIMALS)


def pass_energy(properties: Properties) -> float | None:
    """Return the pass energy in eV; in other modes than CAE the field is a ratio."""
    mode = properties.integer(ANALYSER_MODE, "the analyser mode")
    if mode not in {None, CONSTANT_PASS_ENERGY}:
        return None
    return _positive(properties.number(PASS_ENERGY, "the pass energy"))


def dwell(properties: Properties) -> float | None:
    """Return the time per point and scan in s, None if not stated."""
    return _positive(properties.number(DWELL, "the time per point"))


def scans(properties: Properties) -> int | None:
    """Return the number of scans that were summed, None if not stated."""
    number = properties.integer(SCANS, "the number of scans")
    return number if number is not None and number > 0 else None


def transmission_state(properties: Properties) -> TransmissionState:
    """Return what a flag on transmission says; its name in dumps is not known."""
    found = [name for name in properties.entries if TRANSMISSION_FLAG.fullmatch(name)]
    if len(found) != 1 or properties.entries[found[0]].kind != "VT_BOOL":
        return "unknown"
    flag = properties.flag(found[0], "whether transmission is corrected")
    return "corrected" if flag else "raw"


def region(
    properties: Properties, source: str, file: Path, energy_ev: FloatArray
) -> tuple[str, tuple[str, ...]]:
    """Return the name of the region, and a warning where title and file contradict.

    The file is the one that was dumped, or the dump where that is not known.
    """
    stem = PATH_ENDS.split(source)[-1].rpartition(".")[0] or file.stem
    return avantage_region(properties.text(TITLE), printable(stem), energy_ev)


def sample(properties: Properties, source: str, file: Path) -> str:
    """Return the folder of the source, which Avantage calls by the sample or point.

    Where that is not known, the experiment, else the folder of the dump.
    """
    folders = ["", *PATH_ENDS.split(source)[:-1]]
    folder = "" if DRIVE.fullmatch(folders[-1]) else folders[-1]
    return (
        printable(folder).removesuffix(FOLDER_SUFFIX)
        or properties.text(SUBJECT)
        or printable(file.absolute().parent.name)
    )


def _positive(value: float | None) -> float | None:
    return value if value is not None and value > 0 else None


def _refuse(properties: Properties, name: str, message: str) -> None:
    raise UnsupportedDataError(
        message, file=properties.file, line=properties.line(name)
    )
