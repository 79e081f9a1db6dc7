"""From the streams of a ``.VGD`` to spectra: what the properties mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers import vgd_fields as field
from xpsfit.readers.energy_axis import binding_axis
from xpsfit.readers.region_label import avantage_region
from xpsfit.readers.text import printable
from xpsfit.readers.vgd_metadata import metadata
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.data_space import Layout
    from xpsfit.readers.vgd_properties import PropertySet

KINETIC = 1
ION_SCATTERING = 6
COUNTS = 11
OTHER_VALUES = {13: "the colors of a picture", 21: "heights"}
COUNT_UNITS = frozenset({"", "counts", "count"})
CONSTANT_PASS_ENERGY = 1

PHOTON_ENERGY_DECIMALS = 3
"""The photon energy is a 4-byte float: 1486.68 is stored as 1486.6800537."""

FOLDER_SUFFIX = ".DATA"


@dataclass(frozen=True, slots=True)
class Measurement:
    """Everything that is read from one file.

    Attributes
    ----------
    file : Path
        The file.
    layout : Layout
        What the numbers are.
    values : FloatArray, shape (spectra, points)
        As stored.
    acquisition : PropertySet
        How it was measured.
    summary : PropertySet or None
        Title, operator and dates.
    """

    file: Path
    layout: Layout
    values: FloatArray
    acquisition: PropertySet
    summary: PropertySet | None


def refuse_other_data(acquisition: PropertySet, file: Path) -> None:
    """Refuse what is not counts of photoelectrons against kinetic energy.

    Raises
    ------
    UnsupportedDataError
        For ion scattering, pictures, heights, values that are not counts, and an energy
        scale that is not kinetic or not stated.
    FormatError
        If a property that decides this is broken.
    """
    reason = ""
    kind = acquisition.number(field.VALUE_TYPE)
    unit = acquisition.words(field.VALUE_UNIT)
    scale = acquisition.number(field.ENERGY_SCALE)
    if acquisition.number(field.TECHNIQUE) == ION_SCATTERING:
        reason = "the file holds ion scattering data, not photoelectrons"
    elif kind not in {None, COUNTS}:
        what = OTHER_VALUES.get(int(kind or 0), f"of type {kind:g}")
        reason = f"its values are {what}, not counts"
    elif unit.casefold() not in COUNT_UNITS:
        reason = f"its values are in '{unit}', and only counts of all scans are read"
    elif scale != KINETIC:
        found = "missing" if scale is None else f"{scale:g}"
        reason = (
            f"the property EnergyScale is {found}, and only 1 is known to stand for "
            "kinetic energies; export the spectrum as VAMAS"
        )
    if reason:
        raise UnsupportedDataError(reason, file=file)


def to_spectra(measured: Measurement) -> list[Spectrum]:
    """Return the spectra of all places that were acquired in full.

    Raises
    ------
    UnsupportedDataError
        If there is none, or the photon energy is missing.
    FormatError
        If a property that is needed is broken, or the energies do not run one way.
    """
    space = measured.layout
    acquired = [
        number for number, row in enumerate(measured.values) if np.isfinite(row).all()
    ]
    numbered = space.is_series or len(space.places) > 1
    if not acquired:
        raise UnsupportedDataError(
            "values were not acquired, as after an aborted measurement; export the "
            "part that was",
            file=measured.file,
        )
    photon_energy_ev = _photon_energy(measured.acquisition, measured.file)
    energy_ev, flipped = _energies(space, photon_energy_ev, measured.file)
    rows = measured.values[:, ::-1] if flipped else measured.values
    general = _general(measured, energy_ev, rows[acquired[0]], photon_energy_ev)
    notes = (*general.warnings, *_series_notes(space, acquired))
    return [
        replace(
            general,
            intensity=rows[number],
            etch_time_s=space.places[number].etch_time_s,
            etch_level=space.places[number].etch_level,
            position=space.places[number].position,
            angle_deg=space.places[number].angle_deg,
            etch_doubt=space.doubt,
            block=number + 1 if numbered else None,
            metadata=dict(general.metadata),
            warnings=(*notes, *_doubts(rows[number])),
        )
        for number in acquired
    ]


def _general(
    measured: Measurement,
    energy_ev: FloatArray,
    intensity: FloatArray,
    photon_energy_ev: float,
) -> Spectrum:
    """Return one of the spectra, with all that holds for the others too."""
    own = measured.acquisition
    scans, scan_notes = _scans(own)
    region, region_notes = _region(measured, energy_ev)
    corrected = own.flag(field.TRANSMISSION_CORRECTED)
    return Spectrum(
        region=region,
        sample=_sample(own, measured.file),
        binding_energy_ev=energy_ev,
        intensity=intensity,
        intensity_unit="counts",
        photon_energy_ev=photon_energy_ev,
        pass_energy_ev=_pass_energy(own),
        dwell_s=_positive(own.number(field.DWELL)),
        scans=scans,
        transmission_state="corrected" if corrected else "raw",
        file=str(measured.file),
        format="vgd",
        metadata=metadata(own, measured.summary),
        warnings=(*region_notes, *scan_notes, *_transmission_notes(corrected)),
    )


def _photon_energy(own: PropertySet, file: Path) -> float:
    value = _positive(own.number(field.SOURCE_ENERGY))
    if value is None:
        raise UnsupportedDataError(
            "the photon energy (property SourceEnergy) is missing, so binding energies "
            "cannot be formed; export the spectrum as VAMAS with the photon energy",
            file=file,
        )
    return round(value, PHOTON_ENERGY_DECIMALS)


def _energies(
    space: Layout, photon_energy_ev: float, file: Path
) -> tuple[FloatArray, bool]:
    try:
        return binding_axis(
            space.energy.at_points(), kinetic=True, photon_energy_ev=photon_energy_ev
        )
    except UnsupportedDataError as error:
        raise FormatError(
            f"the axis from {space.energy.start:g} in steps of {space.energy.width:g}: "
            f"{error.message}",
            file=file,
        ) from error


def _pass_energy(own: PropertySet) -> float | None:
    """Return the pass energy; in other modes than CAE the field is a ratio."""
    if own.number(field.ANALYSER_MODE) not in {None, CONSTANT_PASS_ENERGY}:
        return None
    return _positive(own.number(field.PASS_ENERGY))


def _scans(own: PropertySet) -> tuple[int | None, tuple[str, ...]]:
    """Return the number of scans that were summed, and doubts about it."""
    done = _count(own.number(field.SCANS_DONE))
    asked_for = _count(own.number(field.SCANS_ASKED_FOR))
    if done is None:
        warning = (
            "the number of scans done is not stated, so rates in counts/s cannot be "
            "formed"
        )
        return None, (warning,)
    if asked_for is not None and done != asked_for:
        warning = (
            f"{done} scans are recorded as done and {asked_for} were asked for; rates "
            f"in counts/s rest on {done}"
        )
        return done, (warning,)
    return done, ()


def _transmission_notes(corrected: bool | None) -> tuple[str, ...]:
    if corrected:
        return ()
    how = "is not stated" if corrected is None else "is stated as not done"
    return (f"a correction for transmission {how}; the counts are taken as raw",)


def _series_notes(space: Layout, acquired: list[int]) -> tuple[str, ...]:
    notes = []
    count = len(space.places)
    missing = sorted(set(range(count)) - set(acquired))
    if missing:
        what = "level" if space.is_series else "spectrum"
        shown = ", ".join(str(number + 1) for number in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        notes.append(
            f"{what} {shown}{more} of {count} was not acquired in full and is left out"
        )
    if space.doubt:
        notes.append("the etch levels have no etch times")
    return tuple(notes)


def _region(
    measured: Measurement, energy_ev: FloatArray
) -> tuple[str, tuple[str, ...]]:
    """Return the label, and a warning where title and file name contradict."""
    title = measured.summary.text(field.TITLE) if measured.summary else ""
    return avantage_region(title, printable(measured.file.stem), energy_ev)


def _sample(own: PropertySet, file: Path) -> str:
    """Return the name of the object measured, else of the folder the file is in."""
    folder = printable(file.absolute().parent.name).removesuffix(FOLDER_SUFFIX)
    return own.text(field.OBJECT_NAME) or folder


def _doubts(counts: FloatArray) -> tuple[str, ...]:
    if not counts.any():
        return ("all intensities are zero, as after an aborted measurement",)
    if counts.min() < 0:
        return ("some counts are negative, so a background was taken off",)
    return ()


def _positive(value: float | None) -> float | None:
    return value if value is not None and value > 0 else None


def _count(value: float | None) -> int | None:
    return int(value) if value is not None and value >= 1 else None
