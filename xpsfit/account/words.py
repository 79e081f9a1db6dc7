"""Numbers and lists as a sentence has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_LISTED = 6
PATH, PATH_STEPS = re.compile(r"[A-Za-z]:[\\/]|[\\/]"), re.compile(r"[\\/]")


def listed(words: Iterable[str]) -> str:
    """Return different words as a list with commas and an "and".

    Examples
    --------
    >>> listed(["C 1s", "O 1s", "Al 2p", "C 1s"])
    'C 1s, O 1s, and Al 2p'
    """
    different = list(dict.fromkeys(word for word in words if word))
    if len(different) > MOST_LISTED:
        rest = len(different) - MOST_LISTED
        different = [*different[:MOST_LISTED], f"{rest} more"]
    if len(different) < 3:
        return " and ".join(different)
    return f"{', '.join(different[:-1])}, and {different[-1]}"


def span(values: Sequence[float], form: str = "g") -> str:
    """Return one number, or the first and last of several.

    Examples
    --------
    >>> span([0.98, 1.21], ".2f"), span([50.0, 50.0])
    ('0.98 to 1.21', '50')
    """
    low, high = format(min(values), form), format(max(values), form)
    return low if low == high else f"{low} to {high}"


def by_region(pairs: Iterable[tuple[str, str]], unknown: str = "not recorded") -> str:
    """Return what holds for all core levels, or else for which of them.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Core level and what is known of it; an empty text where nothing is. A core level
        may come again, from another level of a series.
    unknown : str
        What is said of the others where something is known of some only.

    Examples
    --------
    >>> by_region([("C 1s", "50 eV"), ("O 1s", "50 eV")])
    '50 eV'
    >>> by_region([("C 1s", "50 eV"), ("O 1s", "20 eV")])
    '50 eV (C 1s) and 20 eV (O 1s)'
    >>> by_region([("C 1s", "50 eV"), ("O 1s", ""), ("Al 2p", "")])
    '50 eV (C 1s), not recorded for O 1s and Al 2p'
    """
    found: dict[str, dict[str, None]] = {}
    for region, words in pairs:
        found.setdefault(words, {})[region] = None
    lacking = found.pop("", {})
    if not found:
        return ""
    if len(found) == 1 and not lacking:
        return next(iter(found))
    groups = [*found.values(), lacking]
    several = {r for own in groups for r in own if sum(r in g for g in groups) > 1}

    def named(own: Iterable[str]) -> str:
        return listed(f"{r} at some levels" if r in several else r for r in own)

    known = listed(f"{words} ({named(own)})" for words, own in found.items())
    return f"{known}, {unknown} for {named(lacking)}" if lacking else known


def sentence(text: str) -> str:
    """Return a clause as a sentence."""
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def name_of(sample: str) -> str:
    """Return the name of a sample in one line, also where it has none."""
    printable = "".join(c if c.isprintable() else " " for c in sample[:200])
    return " ".join(printable.split()) or "unnamed sample"


def short_name(sample: str) -> str:
    r"""Return the name of a sample for a sentence: of a path its last part.

    Examples
    --------
    >>> short_name(r"\\server\group\ITO_1.pro"), short_name("LiF/Al")
    ('ITO_1.pro', 'LiF/Al')
    """
    last = PATH_STEPS.split(sample)[-1] if PATH.match(sample) else ""
    return name_of(last.strip() or sample)
