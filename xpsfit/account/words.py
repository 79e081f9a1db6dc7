"""Numbers and lists as a sentence has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_LISTED = 6


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


def by_region(pairs: Iterable[tuple[str, str]]) -> str:
    """Return what holds for all core levels, or else for which of them.

    Examples
    --------
    >>> by_region([("C 1s", "50 eV"), ("O 1s", "50 eV")])
    '50 eV'
    >>> by_region([("C 1s", "50 eV"), ("O 1s", "20 eV")])
    '50 eV (C 1s) and 20 eV (O 1s)'
    """
    regions: dict[str, list[str]] = {}
    for region, words in pairs:
        if words:
            regions.setdefault(words, []).append(region)
    if len(regions) == 1:
        return next(iter(regions))
    return listed(f"{words} ({listed(own)})" for words, own in regions.items())


def sentence(text: str) -> str:
    """Return a clause as a sentence."""
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def name_of(sample: str) -> str:
    """Return the name of a sample in one line, also where it has none."""
    printable = "".join(c if c.isprintable() else " " for c in sample[:200])
    return " ".join(printable.split()) or "unnamed sample"
