"""One file per level: etch times from the names of the files.

What a file states wins; a name that contradicts it is an error. A time that all names
share is no etch time (``tma_20s_C1s_0s`` beside ``tma_20s_C1s_60s``), and one file
alone is no series.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING

from xpsfit.errors import SeriesError
from xpsfit.gather.name_times import level_in, times_in, without_marks
from xpsfit.gather.time_table import same_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.gather.name_times import Mark
    from xpsfit.spectrum import Spectrum


def with_one_sample(spectra: Sequence[Spectrum]) -> list[Spectrum]:
    """Return the spectra of a series, samples that are called by their level made one.

    ``Li foil etch 60 s`` and ``Li foil etch 120 s`` are levels of ``Li foil`` where
    none of them is a series in itself. ``TMA 5 s`` and ``TMA 20 s`` stay two samples:
    only a time beside a word for etching says that it is an etch time.

    Raises
    ------
    SeriesError
        If the name of a sample contradicts its file.
    """
    names = {one.sample for one in spectra}
    plain = {without_marks(name) for name in names if _etch_times_in(name)}
    times: dict[str, set[float | None]] = defaultdict(set)
    for one in spectra:
        times[one.sample].add(one.etch_time_s)
    several = any(len(own) > 1 for own in times.values())
    if len(plain) != 1 or len(names) < 2 or several:
        return list(spectra)
    (name,) = plain
    if any(without_marks(one) != name for one in names):
        return list(spectra)
    return [_renamed(one, name) for one in spectra]


def _etch_times_in(name: str) -> set[float]:
    return {mark.time_s for mark in times_in(name) if mark.labelled}


def _renamed(one: Spectrum, name: str) -> Spectrum:
    times = _etch_times_in(one.sample)
    named = times.pop() if len(times) == 1 else None
    time = one.etch_time_s
    if named is not None and time is not None and not same_time(named, time):
        raise SeriesError(
            f"{one.file}: the sample is called '{one.sample}', but the file states an "
            f"etch time of {time:g} s; correct one of them, or give the times with "
            "--etch-times"
        )
    note = f"the file calls the sample '{one.sample}'"
    return replace(
        one,
        sample=name,
        etch_time_s=named if time is None else time,
        warnings=(*one.warnings, note),
    )


def with_name_times(spectra: Sequence[Spectrum], *, cautious: bool) -> list[Spectrum]:
    """Return the spectra of one folder, with times from the names of their files.

    Parameters
    ----------
    spectra : sequence of Spectrum
        Of one folder.
    cautious : bool
        Whether nothing says that this is a series: then a sample gets its times only
        where they are different and all its files have one.

    Raises
    ------
    SeriesError
        If a name contradicts its file, or states several times.
    """
    named = _named_times([Path(one.file).stem for one in spectra])
    if cautious:
        whole = _whole_series(spectra, named)
        return [
            _timed(one, named[Path(one.file).stem]) if one.sample in whole else one
            for one in spectra
        ]
    single = _single_levels(spectra)
    return [
        _strictly_timed(one, named[Path(one.file).stem]) if one.file in single else one
        for one in spectra
    ]


def _named_times(stems: Sequence[str]) -> dict[str, list[Mark]]:
    """Return the times of each name that not all names share."""
    marks = {stem: times_in(stem) for stem in stems}
    texts = [Counter(mark.text for mark in own) for own in marks.values()]
    common = reduce(and_, texts) if len(texts) > 1 else Counter[str]()
    named = {}
    for stem, own in marks.items():
        left = Counter(common)
        kept = []
        for mark in own:
            if left[mark.text] > 0:
                left[mark.text] -= 1
            else:
                kept.append(mark)
        labelled = [mark for mark in kept if mark.labelled]
        named[stem] = labelled or kept
    return named if len(marks) > 1 else {stem: [] for stem in marks}


def _single_levels(spectra: Sequence[Spectrum]) -> set[str]:
    """Return the files that hold every region of a sample once."""
    counts = Counter(
        (one.file, one.sample, one.region, one.position, one.angle_deg)
        for one in spectra
    )
    several = {key[0] for key, count in counts.items() if count > 1}
    return {one.file for one in spectra} - several


def _whole_series(
    spectra: Sequence[Spectrum], named: dict[str, list[Mark]]
) -> set[str]:
    """Return the samples whose files all have one time in their name, and differ."""
    single = _single_levels(spectra)
    times: dict[str, list[float | None]] = defaultdict(list)
    for one in spectra:
        marks = named[Path(one.file).stem]
        usable = one.file in single and len(marks) == 1 and one.etch_time_s is None
        times[one.sample].append(marks[0].time_s if usable else None)
    return {
        sample for sample, own in times.items() if None not in own and len(set(own)) > 1
    }


def _strictly_timed(one: Spectrum, marks: list[Mark]) -> Spectrum:
    """Return a spectrum with the time of its name, or with why there is none."""
    if len({mark.time_s for mark in marks}) > 1 and one.etch_time_s is None:
        texts = " and ".join(f"'{mark.text}'" for mark in marks)
        return replace(one, etch_doubt=f"its name states several times, {texts}")
    if not marks:
        level = level_in(Path(one.file).stem)
        if one.etch_time_s is None and level is not None and not one.etch_doubt:
            doubt = f"its name numbers level {level}, and nothing gives the time"
            return replace(one, etch_doubt=doubt)
        return one
    time = one.etch_time_s
    if time is not None and not any(same_time(time, mark.time_s) for mark in marks):
        raise SeriesError(
            f"{one.file}, {one.region}: the file states an etch time of {time:g} s, "
            f"but its name '{marks[0].text}'; rename the file, or give the times of "
            "all files with --etch-times"
        )
    return _timed(one, marks)


def _timed(one: Spectrum, marks: list[Mark]) -> Spectrum:
    if one.etch_time_s is not None:
        return one
    time = marks[0].time_s
    note = "the etch time is taken from the name of the file"
    return replace(one, etch_time_s=time, etch_doubt="", warnings=(*one.warnings, note))
