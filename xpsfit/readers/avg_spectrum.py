"""From an Avantage dump to spectra: energies, etch times, gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import UnsupportedDataError
from xpsfit.readers import avg_meaning
from xpsfit.readers.avg_metadata import metadata, places
from xpsfit.readers.avg_values import with_values
from xpsfit.readers.data_space import Layout, layout
from xpsfit.readers.energy_axis import binding_axis
from xpsfit.readers.space_axes import ETCH_LEVEL, ETCH_TIME, DataAxis
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.avg_axes import Axes
    from xpsfit.readers.avg_blocks import Block
    from xpsfit.readers.avg_properties import Properties

WITHOUT_TIMES = (
    "the file numbers its etch levels but gives no etch times, so they do not make a "
    "depth profile"
)


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump as the file has it.

    Attributes
    ----------
    file : Path
        Where it was read.
    source : str
        Path of the data space it was dumped from, on the instrument's computer.
    properties, axes, blocks
        The parts of the file.
    """

    file: Path
    source: str
    properties: Properties
    axes: Axes
    blocks: list[Block]


def spectra_of(axes: Axes, sides: tuple[DataAxis, ...], file: Path) -> Layout:
    """Return which spectra the axes hold; a refusal names the line of the axes.

    Raises
    ------
    UnsupportedDataError
        If it is a map, or spectra along an axis that is not known.
    """
    try:
        return layout(sides, file)
    except UnsupportedDataError as error:
        raise UnsupportedDataError(error.message, file=file, line=axes.line) from error


def to_spectra(dump: Dump) -> list[Spectrum]:
    """Return the spectra of all places that were acquired in full.

    Raises
    ------
    UnsupportedDataError
        If there is none, the photon energy is missing, or the etch times do not
        increase.
    FormatError
        If an etch time, an angle or a deciding property is missing or no number.
    """
    acquired = [block for block in dump.blocks if block.gap_line is None]
    if not acquired:
        raise _nothing_acquired(dump)
    kept = [
        sorted({block.index[side] for block in acquired})
        for side in range(len(dump.axes.sides) - 1)
    ]
    sides = with_values(dump.axes, acquired, kept, dump.file)
    found = spectra_of(dump.axes, sides, dump.file)
    order = product(*reversed(kept))
    at = dict(zip((index[::-1] for index in order), found.places, strict=True))
    numbered = found.is_series or len(dump.blocks) > 1
    energy_ev, flipped = _energies(dump)
    rows = [block.values[::-1] if flipped else block.values for block in acquired]
    general = _general(dump, energy_ev, rows[0])
    words = metadata(dump.properties, dump.source)
    notes = _notes(dump, found)
    numbers = {block.index: n for n, block in enumerate(dump.blocks, start=1)}
    return [
        replace(
            general,
            intensity=row,
            etch_time_s=at[block.index].etch_time_s,
            etch_level=_level(dump, block),
            position=at[block.index].position,
            angle_deg=at[block.index].angle_deg,
            etch_doubt=found.doubt,
            block=numbers[block.index] if numbered else None,
            metadata={**words, **places(dump.axes, block)},
            warnings=(*general.warnings, *notes, *_doubts(row)),
        )
        for block, row in zip(acquired, rows, strict=True)
    ]


def _level(dump: Dump, block: Block) -> int | None:
    """Return the level as the file counts it, gaps included."""
    for side, point in zip(dump.axes.sides[1:], block.index, strict=True):
        if {axis.kind for axis in side.axes} & {ETCH_TIME, ETCH_LEVEL}:
            return point
    return None


def _general(dump: Dump, energy_ev: FloatArray, intensity: FloatArray) -> Spectrum:
    """Return one of the spectra, with all that holds for the others too."""
    own = dump.properties
    region, doubts = avg_meaning.region(own, dump.source, dump.file, energy_ev)
    return Spectrum(
        region=region,
        sample=avg_meaning.sample(own, dump.source, dump.file),
        binding_energy_ev=energy_ev,
        intensity=intensity,
        intensity_unit="counts",
        photon_energy_ev=avg_meaning.photon_energy(own),
        pass_energy_ev=avg_meaning.pass_energy(own),
        dwell_s=avg_meaning.dwell(own),
        scans=avg_meaning.scans(own),
        transmission_state=avg_meaning.transmission_state(own),
        file=str(dump.file),
        format="avg",
        warnings=doubts,
    )


def _energies(dump: Dump) -> tuple[FloatArray, bool]:
    """Return binding energies, and whether the counts have to be turned round."""
    axis = dump.axes.sides[0].axes[0]
    line = dump.axes.lines[0]
    if 0 in dump.axes.listed:
        raise UnsupportedDataError(
            "the energy axis is not linear, and a dump does not list its energies; "
            "export the spectrum as VAMAS",
            file=dump.file,
            line=line,
        )
    try:
        return binding_axis(
            axis.at_points(),
            kinetic=True,
            photon_energy_ev=avg_meaning.photon_energy(dump.properties),
        )
    except UnsupportedDataError as error:
        raise UnsupportedDataError(error.message, file=dump.file, line=line) from error


def _notes(dump: Dump, found: Layout) -> tuple[str, ...]:
    """Return what holds for all spectra of the file."""
    notes: list[str] = []
    gaps = [block.gap_line for block in dump.blocks if block.gap_line is not None]
    if gaps:
        shown = ", ".join(f"line {line}" for line in gaps[:3])
        more = f" and {len(gaps) - 3} more" if len(gaps) > 3 else ""
        what = "levels" if found.is_series else "spectra"
        notes.append(
            f"{len(gaps)} of {len(dump.blocks)} {what} are not read, because values "
            f"were not acquired ({shown}{more})"
        )
    if found.doubt:
        notes.append(WITHOUT_TIMES)
    if avg_meaning.scans(dump.properties) is None:
        notes.append(avg_meaning.SCANS_UNKNOWN)
    if avg_meaning.transmission_state(dump.properties) == "unknown":
        notes.append(avg_meaning.TRANSMISSION_UNKNOWN)
    return tuple(notes)


def _doubts(intensity: FloatArray) -> tuple[str, ...]:
    if not intensity.any():
        return ("all intensities are zero, as after an aborted measurement",)
    if intensity.min() < 0:
        return ("some counts are negative, so a background was taken off",)
    return ()


def _nothing_acquired(dump: Dump) -> UnsupportedDataError:
    first = dump.blocks[0]
    missing = int(np.isnan(first.values).sum())
    if all(np.isnan(block.values).all() for block in dump.blocks):
        what = "the file is a header only: none of its values was acquired"
    else:
        what = (
            f"no spectrum is complete: {missing} of {first.values.size} values of the "
            "first were not acquired"
        )
    return UnsupportedDataError(
        f"{what}; export a finished measurement", file=dump.file, line=first.gap_line
    )
