"""Values that may differ between core levels or components, from text.

``10`` is for all core levels, ``C 1s=10,Li 1s=20`` for some, ``10,Li 1s=20`` for all
but one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

import peaklib
from peaklib.errors import PeakLibError
from xpsfit_cli import values

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class ByRegion:
    """A number for all core levels, None where not given, and others for some."""

    usual: float | None
    special: Mapping[str, float]

    def at(self, region: str) -> float | None:
        """Return the number for one core level."""
        return self.special.get(region, self.usual)


def _number(text: str, what: str) -> float:
    convert = values.number("a number")
    value = convert(None, None, text)  # type: ignore[arg-type]
    if value is None:
        raise click.BadParameter(f"{what}: no number is given")
    return value


def _pieces(texts: tuple[str, ...]) -> list[str]:
    pieces = [piece.strip() for text in texts for piece in text.split(",")]
    if len(pieces) > MOST_ITEMS:
        raise click.BadParameter(f"more than {MOST_ITEMS} values are given")
    return pieces


def _level(text: str) -> str:
    """Return a core level as models write it, or the text itself."""
    try:
        return peaklib.parse_core_level(text.strip())
    except PeakLibError:
        return text.strip()


def by_region(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> ByRegion:
    """Return numbers by core level from ``10,Li 1s=20``."""
    usual: float | None = None
    special: dict[str, float] = {}
    for piece in _pieces(texts):
        name, equals, number = piece.rpartition("=")
        if not equals:
            if usual is not None:
                raise click.BadParameter(f"{piece!r}: one number for all is enough")
            usual = _number(piece, "all core levels")
        elif _level(name) in special:
            raise click.BadParameter(f"{name.strip()!r} is given twice")
        else:
            special[_level(name)] = _number(number, name)
    return ByRegion(usual, special)


def amounts(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> dict[str, float] | None:
    """Return amounts by name from ``C=40,C 1s/C-O=5``; None where not given."""
    if not texts:
        return None
    found: dict[str, float] = {}
    for piece in _pieces(texts):
        name, equals, number = piece.rpartition("=")
        level, slash, component = name.partition("/")
        key = f"{_level(level)}/{component.strip()}" if slash else _level(name)
        if not equals or not name.strip():
            raise click.BadParameter(
                f"{piece!r} is not NAME=NUMBER, such as C=40 or 'C 1s/C-O=5'"
            )
        if key in found:
            raise click.BadParameter(f"{name.strip()!r} is given twice")
        found[key] = _number(number, name)
    return found


def windows(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> dict[str, tuple[float, float]]:
    """Return windows by core level from ``C 1s=279:295``."""
    found: dict[str, tuple[float, float]] = {}
    for piece in _pieces(texts):
        name, equals, ends = piece.rpartition("=")
        low, colon, high = ends.partition(":")
        if not (equals and colon and name.strip()):
            raise click.BadParameter(
                f"{piece!r} is not LEVEL=LOW:HIGH, such as 'C 1s=279:295'"
            )
        found[_level(name)] = (_number(low, name), _number(high, name))
    return found
