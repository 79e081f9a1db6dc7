"""Spectra of a sample, sorted into etch levels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import SeriesError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.spectrum import Spectrum


# Times of different regions this close, as part of the smallest step between two
# measurements of one region, are one level; from half a step they are two. Clocks of
# regions measured one after the other differ by tenths of a second, steps are seconds
# to minutes long.
SAME_LEVEL = 0.1
OTHER_LEVEL = 0.5
# Times that differ by less than this part of a step differ in their digits only.
SAME_DIGITS = 1e-6


@dataclass(frozen=True, slots=True)
class EtchLevel:
    """All regions measured at one cumulative etch time; missing ones are absent.

    Attributes
    ----------
    etch_time_s : float
        The earliest etch time of its spectra, in s.
    spectra : tuple of Spectrum
        With the times that their files state.
    note : str
        A sentence where spectra of different times were taken as one level; empty
        otherwise.
    """

    etch_time_s: float
    spectra: tuple[Spectrum, ...]
    note: str = ""


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
        a region was measured twice at one time, none at two times, or times of
        different regions are neither the same level nor clearly two.

    Notes
    -----
    Two measurements of one region are two levels, so their smallest distance d is the
    smallest step that is known. Times of different regions within 0.1 d of the earliest
    of them are one level; times 0.5 d or more apart are two levels; what lies between
    is refused.
    """
    times = _by_time(spectra)
    if len(times) < 2:
        raise SeriesError(
            "these spectra are not a sputter series: fewer than two etch times; fit "
            "them with 'xpsfit fit'"
        )
    step = _smallest_step(times)
    return tuple(_level(group, spectra, step) for group in _grouped(times, step))


def _by_time(spectra: Sequence[Spectrum]) -> dict[float, dict[str, Spectrum]]:
    """Return the spectra by exact time and region, in order of time."""
    times: dict[float, dict[str, Spectrum]] = {}
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
        level = times.setdefault(time, {})
        if spectrum.region in level:
            raise SeriesError(
                f"{_place(spectrum)} at {time:g} s was measured twice (also in "
                f"{_place(level[spectrum.region])}); etch times must be cumulative and "
                "each region must occur once per level"
            )
        level[spectrum.region] = spectrum
    return {time: times[time] for time in sorted(times)}


def _smallest_step(times: Mapping[float, Mapping[str, Spectrum]]) -> float:
    """Return the smallest step between two measurements of one region."""
    last: dict[str, float] = {}
    steps: list[float] = []
    for time, level in times.items():
        steps += [time - last[region] for region in level if region in last]
        last |= dict.fromkeys(level, time)
    if not steps:
        raise SeriesError(
            "no region was measured at two etch times (from "
            f"{min(times):g} to {max(times):g} s), so it cannot be told whether these "
            "are levels of a series or regions of one level; give all regions of a "
            "level one etch time, or choose regions with --region"
        )
    return min(steps)


def _grouped(
    times: Mapping[float, Mapping[str, Spectrum]], step: float
) -> list[list[float]]:
    """Return the times that make one level each."""
    groups: list[list[float]] = []
    for time in times:
        if not groups:
            groups.append([time])
        elif time - groups[-1][0] <= SAME_LEVEL * step:
            groups[-1].append(time)
        elif time - groups[-1][-1] < OTHER_LEVEL * step:
            earlier = next(iter(times[groups[-1][-1]].values()))
            later = next(iter(times[time].values()))
            raise SeriesError(
                f"{_place(earlier)} at {groups[-1][-1]:g} s and {_place(later)} at "
                f"{time:g} s are too far apart for one level and too close for two "
                f"(the smallest step of one region is {step:g} s); give all regions of "
                "a level one etch time with --etch-times, or choose regions with "
                "--region"
            )
        else:
            groups.append([time])
    return groups


def _level(
    group: Sequence[float], spectra: Sequence[Spectrum], step: float
) -> EtchLevel:
    """Return the level of these times, its spectra in the order of the file."""
    first, last = group[0], group[-1]
    note = ""
    if last - first > SAME_DIGITS * step:
        note = (
            f"etch times from {first:g} to {last:g} s were taken as one level, at "
            f"{first:g} s"
        )
    return EtchLevel(first, tuple(s for s in spectra if s.etch_time_s in group), note)


def _place(spectrum: Spectrum) -> str:
    where = f"{spectrum.file}, " if spectrum.file else ""
    block = f"block {spectrum.block}, " if spectrum.block is not None else ""
    return f"{where}{block}{spectrum.region}"
