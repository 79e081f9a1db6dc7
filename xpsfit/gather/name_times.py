"""Etch times and level numbers in the names of files.

``C1s_120s``, ``Etch 120 s``, ``120 min O1s`` and ``1 min 30 s`` state times;
``before etching`` and ``as received`` state 0 s; ``Level 3``, ``Etch3`` and ``L3``
number a level. Core levels are taken out first: the 1s of ``Li 1s`` is no second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from peaklib import parse_core_level
from peaklib.errors import PeakLibError

UNITS_S = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
}
_S, _MIN, _H = (
    "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"
    for words in (
        [unit for unit, seconds in UNITS_S.items() if seconds == factor]
        for factor in (1.0, 60.0, 3600.0)
    )
)
_NUMBER = r"[0-9]{1,7}(?:[.,][0-9]{1,6})?"
_GAP = r"[ _-]?"
_ETCH = r"(?:etch|etched|etching|sputter|sputtered|sputtering)"
_BEGIN = r"(?:(?<![A-Za-z0-9.,])|(?<=etch)|(?<=etched)|(?<=sputter)|(?<=time))"
_MIN_S = rf"{_NUMBER}{_GAP}{_MIN}(?:{_GAP}{_NUMBER}{_GAP}{_S})?"
_H_MIN_S = rf"{_NUMBER}{_GAP}{_H}(?:{_GAP}{_MIN_S})?"
TIME = re.compile(
    rf"{_BEGIN}(?:{_H_MIN_S}|{_MIN_S}|{_NUMBER}{_GAP}{_S})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
PART = re.compile(rf"({_NUMBER}){_GAP}({_H}|{_MIN}|{_S})", re.IGNORECASE)
LEVEL = re.compile(
    rf"(?<![A-Za-z])(?:level|lvl|lev|layer|cycle|{_ETCH}|l){_GAP}([0-9]{{1,4}})"
    r"(?![A-Za-z0-9.,])",
    re.IGNORECASE,
)
BEFORE = re.compile(
    rf"(?<![A-Za-z])(?:as{_GAP}(?:received|is|loaded)|before{_GAP}{_ETCH}|"
    rf"un{_GAP}{_ETCH}|not?{_GAP}{_ETCH}|pristine)(?![A-Za-z])",
    re.IGNORECASE,
)
LABEL_BEFORE = re.compile(rf"{_ETCH}[ _-]*(?:time)?[ _=-]*$", re.IGNORECASE)
LABEL_AFTER = re.compile(rf"^[ _-]*(?:of[ _-]*)?{_ETCH}", re.IGNORECASE)
CORE_LEVEL = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{1,2})[ _-]?([1-7][spdf])"
    r"(?:[1357](?:[/_-]2)?|[ _-][1357]/2)?(?![A-Za-z0-9])"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A time in a name.

    Attributes
    ----------
    text : str
        As it stands there.
    time_s : float
    labelled : bool
        Whether a word for etching stands beside it.
    """

    text: str
    time_s: float
    labelled: bool = False


def times_in(name: str) -> list[Mark]:
    """Return the times that a name states, from left to right.

    Examples
    --------
    >>> [mark.time_s for mark in times_in("Li 1s Etch 2 min")]
    [120.0]
    >>> times_in("Li1s")
    []
    """
    text = without_core_levels(name)
    marks = [
        Mark(
            found[0],
            _seconds(found[0]),
            bool(
                LABEL_BEFORE.search(text[: found.start()])
                or LABEL_AFTER.search(text[found.end() :])
            ),
        )
        for found in TIME.finditer(text)
    ]
    marks += [Mark(found[0], 0.0, labelled=True) for found in BEFORE.finditer(text)]
    return marks


def level_in(name: str) -> int | None:
    """Return the number of the level that a name states, None without or with several.

    Examples
    --------
    >>> level_in("C1s_Level 3"), level_in("Pt_Etch1"), level_in("Etch 120 s")
    (3, 1, None)
    """
    text = TIME.sub(" ", without_core_levels(name))
    found = {int(number) for number in LEVEL.findall(text)}
    return found.pop() if len(found) == 1 else None


def without_marks(name: str) -> str:
    """Return a name without times, levels and what joins them.

    Examples
    --------
    >>> without_marks("Li foil_Etch 120 s"), without_marks("Li foil level 2")
    ('Li foil', 'Li foil')
    """
    text = BEFORE.sub(" ", name)
    text = LEVEL.sub(" ", TIME.sub(" ", text))
    text = re.sub(rf"(?<![A-Za-z]){_ETCH}(?![A-Za-z])", " ", text, flags=re.IGNORECASE)
    return " ".join(re.sub(r"[ _-]+(?= |$)", " ", text).split()).strip(" _-")


def without_core_levels(name: str) -> str:
    """Return a name in which core levels are replaced by a bar.

    Examples
    --------
    >>> without_core_levels("Li 1s_120s"), without_core_levels("In3d5-2 20s")
    ('|_120s', '| 20s')
    """
    return CORE_LEVEL.sub(_bar, name)


def _bar(found: re.Match[str]) -> str:
    element, level = found.groups()
    try:
        parse_core_level(f"{element.capitalize()} {level.lower()}")
    except PeakLibError:
        return found[0]
    return "|"


def _seconds(text: str) -> float:
    return sum(
        float(number.replace(",", ".")) * UNITS_S[unit.casefold()]
        for number, unit in PART.findall(text)
    )
