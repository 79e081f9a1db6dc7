"""The bibliography: ``data/sources.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from peaklib.cells import read_toml
from peaklib.records import Source, SourceKind, SourceTier

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
_TIERS: tuple[SourceTier, ...] = get_args(SourceTier)


def read_sources(file: Traversable) -> dict[str, Source]:
    """Return the sources of a file by key.

    Raises
    ------
    DataError
        If the file breaks a rule; the message names file and key.
    """
    sources = {}
    for key, cells in read_toml(file).members():
        sources[key] = Source(
            key=key,
            citation=cells.text("citation"),
            doi=cells.optional_text("doi"),
            kind=cells.choice("kind", _KINDS),
            tier=cells.choice("tier", _TIERS),
        )
        cells.finish()
    return sources
