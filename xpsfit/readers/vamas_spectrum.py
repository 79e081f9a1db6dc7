"""From the blocks of a VAMAS file to spectra."""

from __future__ import annotations

from functools import lru_cache
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.errors import UnsupportedDataError
from xpsfit.readers import vamas_groups
from xpsfit.readers.energy_axis import binding_axis
from xpsfit.readers.region_label import region_label
from xpsfit.readers.vamas_meaning import RATE_WORDS, Columns, Meaning, meaning_of
from xpsfit.readers.vamas_metadata import metadata_like
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header

MAX_REPEATED_POINTS = 10_000
SHIFTED = "a charge shift recorded by CasaXPS is not applied: {}"


class Converter:
    """Makes spectra of the blocks of one file.

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
        self._meanings: dict[int, Meaning] = {}

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
        meaning = self._meanings.get(block.kind)
        if meaning is None:
            meaning = self._meanings[block.kind] = meaning_of(self._header, block)
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
            warnings=(
                *lost,
                *(SHIFTED.format(line) for line in block.calibrations),
                *meaning.warnings,
                *_doubts(block, meaning, least),
            ),
        )


def _energies(
    header: Header, block: Block, meaning: Meaning
) -> tuple[FloatArray, bool]:
    """Return binding energies, and whether the ordinates have to be turned round."""
    photon_energy_ev = meaning.photon_energy_ev
    points = len(block.ordinates)
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


def _transmission(
    rows: FloatArray, columns: Columns
) -> tuple[FloatArray | None, tuple[str, ...]]:
    if columns.transmission is None:
        return None, ()
    values = rows[:, columns.transmission]
    if np.isnan(values).any():
        return None, ("the transmission column has gaps and is not kept",)
    return values, ()


def _doubts(block: Block, meaning: Meaning, least: float) -> Iterator[str]:
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
