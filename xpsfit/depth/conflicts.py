"""What must not be put into one sputter series, found before it is analyzed.

Which times are one level is decided by `xpsfit.depth.series` alone.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from xpsfit.depth.series import EtchLevel, etch_levels
from xpsfit.errors import SeriesError
from xpsfit.sample_name import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

SCAN_DIRECTION, SNAPSHOT = "scan direction", "snapshot"
SHARED_PER_LONE = 2
"""Levels that two regions share for each level that only one of them has."""
TIMES = "give the times of all files or levels with --etch-times FILE.csv"


def series_levels(sample: str, spectra: Sequence[Spectrum]) -> tuple[EtchLevel, ...]:
    """Return the levels of a series whose spectra do not contradict each other.

    Parameters
    ----------
    sample : str
        For messages.
    spectra : sequence of Spectrum
        Core levels of one sample at one place.

    Returns
    -------
    tuple of EtchLevel
        In order of etch time; `xpsfit.depth.series` says which times are one level.

    Raises
    ------
    SeriesError
        If etch times are missing, decrease within a file, make no levels or do not
        match up between regions, or snapshots stand beside scanned spectra; says what
        to do.

    Notes
    -----
    A region that was not measured at a level is missing there and no contradiction.
    Two regions match up if the levels that both have are at least twice as many as
    those that only the one, or only the other has, whichever are fewer: so a region
    measured at every second level matches, and two regions that each lack a level. Or
    each of them matches a third region so, by the levels it has. Otherwise one of them
    has wrong times, or they are two series.
    """
    _check_known(sample, spectra)
    _check_rising(spectra)
    _check_scanned(sample, spectra)
    levels = etch_levels(spectra)
    _check_matching(sample, levels)
    return levels


def _check_known(sample: str, spectra: Sequence[Spectrum]) -> None:
    unknown = [one for one in spectra if one.etch_time_s is None]
    if not unknown:
        return
    first = next((one for one in unknown if one.etch_doubt), unknown[0])
    more = f" ({len(unknown)} of {len(spectra)} spectra)" if len(unknown) > 1 else ""
    way_out = (
        "or remove what is no level of the series"
        if len(unknown) < len(spectra)
        else f"or fit surfaces with 'xpsfit fit{_choice(first)}'"
    )
    raise SeriesError(
        f"{_place(first)} of {quoted(sample)} has no etch time{more}: {_cause(first)}; "
        f"{TIMES}, {way_out}"
    )


def _choice(one: Spectrum) -> str:
    """Return the options that choose the place of a spectrum."""
    position = "" if one.position is None else f" --position {one.position}"
    return position + ("" if one.angle_deg is None else f" --angle {one.angle_deg:g}")


def _cause(one: Spectrum) -> str:
    if one.etch_doubt:
        return one.etch_doubt
    if one.unetched:
        return "the file states 0 s for all it holds, as without any etching"
    if one.angle_deg is not None:
        return "the file holds an angle series, and angles are no etch levels"
    if one.position is not None:
        return "the file holds several points, and points are no etch levels"
    return "neither the file nor its name states one"


def _check_rising(spectra: Sequence[Spectrum]) -> None:
    """Refuse times that go back within a file, as times of each step by itself do."""
    files: dict[tuple[str, str], list[Spectrum]] = defaultdict(list)
    for one in spectra:
        if one.file and one.block is not None:
            files[one.file, one.region].append(one)
    for own in files.values():
        own.sort(key=lambda one: one.block or 0)
        for before, after in pairwise(own):
            if (after.etch_time_s or 0.0) < (before.etch_time_s or 0.0):
                raise SeriesError(
                    f"{_place(after)}: the etch time goes back from "
                    f"{before.etch_time_s:g} s (block {before.block}) to "
                    f"{after.etch_time_s:g} s; etch times must be cumulative, and "
                    f"levels in their order: {TIMES}"
                )


def _check_matching(sample: str, levels: Sequence[EtchLevel]) -> None:
    """Refuse regions whose times do not match up as levels."""
    times: dict[str, set[float]] = defaultdict(set)
    for level in levels:
        for spectrum in level.spectra:
            times[spectrum.region].add(level.etch_time_s)
    for first, second in combinations(times, 2):
        one, other = times[first], times[second]
        if _matching(len(one & other), min(len(one - other), len(other - one))):
            continue
        if any(_within(one, own) and _within(other, own) for own in times.values()):
            continue
        raise SeriesError(
            f"the etch times of {quoted(sample)} do not match up: {first} has "
            f"{_listed(sorted(one - other))} s without {second}, and {second} "
            f"{_listed(sorted(other - one))} s without {first}, while they share "
            f"{_counted(len(one & other))}; profile them separately with --region, or "
            f"{TIMES}"
        )


def _matching(shared: int, alone: int) -> bool:
    return shared >= SHARED_PER_LONE * alone


def _within(times: set[float], others: set[float]) -> bool:
    """Return whether a region was measured at levels of another, but for a few."""
    return times != others and _matching(len(times & others), len(times - others))


def _counted(levels: int) -> str:
    return "no level" if not levels else f"{levels} level{'s' if levels > 1 else ''}"


def _check_scanned(sample: str, spectra: Sequence[Spectrum]) -> None:
    """Refuse snapshots beside scans: their channels do not count alike."""
    ways: dict[bool, Spectrum] = {}
    for one in spectra:
        if SCAN_DIRECTION in one.metadata:
            ways.setdefault(one.metadata[SCAN_DIRECTION] == SNAPSHOT, one)
    if len(ways) > 1:
        raise SeriesError(
            f"{quoted(sample)} has snapshots ({_place(ways[True])}) beside scanned "
            f"spectra ({_place(ways[False])}), and their intensities cannot be "
            "compared; profile the regions of one kind with --region, or remove "
            "the others"
        )


def _listed(times: Sequence[float]) -> str:
    more = f" and {len(times) - 5} more" if len(times) > 5 else ""
    return ", ".join(f"{time:g}" for time in times[:5]) + more


def _place(one: Spectrum) -> str:
    where = f"{one.file}, " if one.file else ""
    block = f"block {one.block}, " if one.block is not None else ""
    return f"{where}{block}{one.region}"
