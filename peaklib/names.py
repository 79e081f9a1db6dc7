"""The spelling of core levels, as instruments and people write them.

Instruments write ``C1s Scan``, ``In 3d5 12`` or ``Pt4f PE20`` for what the library
calls ``C 1s``, ``In 3d5/2`` and ``Pt 4f``. This module knows spelling only; whether a
level exists is the library's business.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST_NAME = 80

# ASCII, or the long s and the Kelvin sign would pass for letters.
_LEVEL = re.compile(
    r"""\s*
    (?P<symbol>[A-Z]{1,2}) [\s_]*
    (?P<shell>[1-7][SPDF])
    (?:(?P<j>[1357])(?:/2)?|[\s_]+(?P<spaced_j>[1357])/2)?
    (?P<rest>(?:[\s_\#.-].*)?)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_SEPARATOR = re.compile(r"[\s_#.-]+", re.ASCII)
_TRAILER = re.compile(
    r"(?:scan|snap|snapshot|region|spectrum|profile|depth|pe)?[0-9]{0,6}",
    re.IGNORECASE | re.ASCII,
)
_J_OF_SHELL = {"s": ("1",), "p": ("1", "3"), "d": ("3", "5"), "f": ("5", "7")}


class LevelName(NamedTuple):
    """A core level in its canonical parts.

    Attributes
    ----------
    symbol : str
        Element, e.g. ``"In"``.
    shell : str
        Level without j, e.g. ``"3d"``.
    j : str
        ``"5/2"``, or empty for an s level or a pair as a whole.
    """

    symbol: str
    shell: str
    j: str

    @property
    def level(self) -> str:
        """Level without the element, e.g. ``"3d5/2"``."""
        return self.shell + self.j

    def __str__(self) -> str:
        return f"{self.symbol} {self.level}"


def split_level(text: str) -> LevelName | None:
    """Return the parts of a core level in any spelling, or None if it is not one.

    Parameters
    ----------
    text : str
        Element, level and, optionally, words that instruments append: Scan, Snap,
        Region, a pass energy or a running number.

    Returns
    -------
    LevelName or None

    Examples
    --------
    >>> str(split_level("In3d5 Scan_2"))
    'In 3d5/2'
    >>> split_level("Survey") is None
    True
    """
    if len(text) > _LONGEST_NAME:
        return None
    match = _LEVEL.fullmatch(text)
    if match is None:
        return None
    if not all(_TRAILER.fullmatch(word) for word in _SEPARATOR.split(match["rest"])):
        return None
    shell = match["shell"].lower()
    j = match["j"] or match["spaced_j"]
    if j is not None and j not in _J_OF_SHELL[shell[1]]:
        return None
    shown_j = f"{j}/2" if j is not None and shell[1] != "s" else ""
    return LevelName(match["symbol"].capitalize(), shell, shown_j)


def split_canonical(text: str) -> LevelName | None:
    """Return the parts of a core level, or None unless it is spelled canonically.

    Examples
    --------
    >>> split_canonical("Al 2p3/2").j
    '3/2'
    >>> split_canonical("Al2p3/2") is None
    True
    """
    name = split_level(text)
    return name if name is not None and str(name) == text else None
