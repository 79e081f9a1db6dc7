"""Spectra of a sample, sorted into etch levels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import SeriesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum


@dataclass(frozen=True, slots=True)
class EtchLevel:
    """All regions measured at one cumulative etch time; missing ones are absent."""

    etch_time_s: float
    spectra: tuple[Spectrum, ...]


def etch_levels(spectra: Sequence[Spectrum]) -> tuple[EtchLevel, ...]:
    """Return the levels of one sample's sputter series, in order of etch time.

    Parameters
    ----------
    spectra : sequence of Spectrum
        Of one sample, in any order.

    Returns
    -------
    tuple of EtchLevel

    Raises
    ------
    SeriesError
        If a spectrum has no etch time, a time is negative, fewer than two times occur,
        or a region was measured twice at one time.
    """
    levels: dict[float, dict[str, Spectrum]] = {}
    for spectrum in spectra:
        time = spectrum.etch_time_s
        if time is None:
            raise SeriesError(
                f"{_place(spectrum)} has no etch time, so it cannot be placed in the "
                "series; remove it from the folder or choose the others with --region"
            )
        if not 0 <= time < math.inf:
            raise SeriesError(
                f"{_place(spectrum)} has the etch time {time:g} s; etch times must be "
                "cumulative, from 0 s before etching, and never negative"
            )
        level = levels.setdefault(time, {})
        if spectrum.region in level:
            raise SeriesError(
                f"{_place(spectrum)} at {time:g} s was measured twice (also in "
                f"{_place(level[spectrum.region])}); etch times must be cumulative and "
                "each region must occur once per level"
            )
        level[spectrum.region] = spectrum
    if len(levels) < 2:
        raise SeriesError(
            "these spectra are not a sputter series: fewer than two etch times; fit "
            "them with 'xpsfit fit'"
        )
    return tuple(
        EtchLevel(time, tuple(levels[time].values())) for time in sorted(levels)
    )


def _place(spectrum: Spectrum) -> str:
    where = f"{spectrum.file}, " if spectrum.file else ""
    block = f"block {spectrum.block}, " if spectrum.block is not None else ""
    return f"{where}{block}{spectrum.region}"
