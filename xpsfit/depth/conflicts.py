"""What must not be put into one sputter series, found before it is analyzed."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from xpsfit.errors import SeriesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

SCAN_DIRECTION, SNAPSHOT = "scan direction", "snapshot"
SHARE_OF_A_STEP = 0.25
TIMES = "give the times of all files or levels with --etch-times FILE.csv"


def check_series(sample: str, spectra: Sequence[Spectrum]) -> None:
    """Refuse spectra that contradict each other as levels of one series.

    A region may lack levels, which stay empty. It may not have times of its own while
    another region has others: then one of them is wrong, or they are two series.

    Parameters
    ----------
    sample : str
        For messages.
    spectra : sequence of Spectrum
        Core levels of one sample at one place.

    Raises
    ------
    SeriesError
        If etch times are missing, decrease within a file or differ between regions, or
        snapshots stand beside scanned spectra; says what to do.
    """
    _check_known(sample, spectra)
    _check_rising(spectra)
    _check_common(sample, spectra)
    _check_scanned(sample, spectra)


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
        f"{_place(first)} of '{sample}' has no etch time{more}: {_cause(first)}; "
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


def _check_common(sample: str, spectra: Sequence[Spectrum]) -> None:
    """Refuse regions that each have times which no other region has."""
    times: dict[str, list[float]] = defaultdict(list)
    for one in spectra:
        if one.etch_time_s is not None:
            times[one.region].append(one.etch_time_s)
    alone = {
        region: [
            time
            for time in sorted(set(own))
            if not any(
                _near(time, others, own)
                for name, others in times.items()
                if name != region
            )
        ]
        for region, own in times.items()
    }
    lonely = [region for region, own in alone.items() if own]
    if len(lonely) > 1:
        first, second = lonely[:2]
        raise SeriesError(
            f"the etch times of '{sample}' differ between regions: {first} has "
            f"{_listed(alone[first])} s and {second} {_listed(alone[second])} s, which "
            f"no other region has ({len(set(times[first]))} and "
            f"{len(set(times[second]))} levels); profile them separately with "
            f"--region, or {TIMES}"
        )


def _near(time: float, others: Sequence[float], own: Sequence[float]) -> bool:
    """Return whether another region has this level, its time a fraction of a step off.

    Instruments may note the time of each region when it begins.
    """
    steps = [
        after - before
        for times in (others, own)
        for before, after in pairwise(sorted(set(times)))
    ]
    reach = SHARE_OF_A_STEP * min(steps, default=0.0)
    return any(abs(time - other) <= max(reach - 1e-9, 1e-9) for other in others)


def _check_scanned(sample: str, spectra: Sequence[Spectrum]) -> None:
    """Refuse snapshots beside scans: their channels do not count alike."""
    ways: dict[bool, Spectrum] = {}
    for one in spectra:
        if SCAN_DIRECTION in one.metadata:
            ways.setdefault(one.metadata[SCAN_DIRECTION] == SNAPSHOT, one)
    if len(ways) > 1:
        raise SeriesError(
            f"'{sample}' has snapshots ({_place(ways[True])}) beside scanned spectra "
            f"({_place(ways[False])}), and their intensities cannot be compared; "
            "profile the regions of one kind with --region, or remove the others"
        )


def _listed(times: Sequence[float]) -> str:
    more = f" and {len(times) - 5} more" if len(times) > 5 else ""
    return ", ".join(f"{time:g}" for time in times[:5]) + more


def _place(one: Spectrum) -> str:
    where = f"{one.file}, " if one.file else ""
    block = f"block {one.block}, " if one.block is not None else ""
    return f"{where}{block}{one.region}"
