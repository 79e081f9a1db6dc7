"""Core levels by any spelling, held against the levels that the library knows."""

from __future__ import annotations

from functools import cache, lru_cache

from peaklib import load
from peaklib.errors import UnknownLevelError
from peaklib.names import LevelName, split_level


def parse_core_level(text: str) -> str:
    """Return the canonical name of a core level.

    Parameters
    ----------
    text : str
        A core level as instruments and people write it: ``C1s``, ``c 1s``,
        ``Al2p3/2``, ``In 3d5``, with or without a trailing word (Scan, Snap, Region)
        or number.

    Returns
    -------
    str
        E.g. ``"Al 2p3/2"``.

    Raises
    ------
    UnknownLevelError
        If the text is no core level (``Survey``, ``VBM``, ``O KLL``) or the element
        has no such level.

    Examples
    --------
    >>> parse_core_level("Sn3d5/2 Scan 2")
    'Sn 3d5/2'
    """
    return str(parse(text))


def parent_level(level: str) -> str:
    """Return the level without j: of a doublet line, the pair it belongs to.

    Raises
    ------
    UnknownLevelError
        If `level` is no core level.

    Examples
    --------
    >>> parent_level("In 3d5/2"), parent_level("C 1s")
    ('In 3d', 'C 1s')
    """
    name = parse(level)
    return f"{name.symbol} {name.shell}"


@lru_cache(maxsize=1024)
def parse(text: str) -> LevelName:
    """Return the parts of a core level that the library knows, in any spelling."""
    name = split_level(text)
    if name is None or name.symbol not in load.element_symbols():
        hint = "a core level is written like 'C 1s' or 'Al 2p3/2'"
        raise UnknownLevelError("core level", text, hint=hint)
    known = _known_levels(name.symbol)
    if name.level not in known:
        raise UnknownLevelError(f"core level of {name.symbol}", text, known)
    return name


@cache
def _known_levels(symbol: str) -> tuple[str, ...]:
    item = load.load_element(symbol)
    levels = [level.level for level in item.levels]
    for pair in item.doublets:
        levels += [pair.level.partition(" ")[2], pair.minor, pair.major]
    # A few elements list the lines of a pair without the pair itself.
    levels += [level[:2] for level in levels]
    return tuple(dict.fromkeys(levels))
