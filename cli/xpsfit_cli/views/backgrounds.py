"""Backgrounds in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.fit.drawn import DrawnBackground


def background_words(kind: str) -> str:
    """Return a kind of background in words, e.g. ``active Shirley background``."""
    words = kind.replace("_", " ").replace("casaxps", "(CasaXPS rule)")
    for name in ("shirley", "tougaard", "u2", "u3", "u4"):
        words = words.replace(name, name.capitalize())
    return f"{words} background"


def drawn_words(drawn: DrawnBackground) -> str:
    """Return how a static background was drawn."""
    static = drawn.background
    passes = f", {static.iterations} passes" if static.iterations else ""
    strength = static.strength_ev2
    scaled = "" if strength is None else f", B = {strength:.4g} eV^2"
    return f"{passes}{scaled}, ends of {static.end_points} points"


def one_point_words(drawn: DrawnBackground | None) -> tuple[str, ...]:
    """Return what averaging at the ends of a static background changes."""
    if drawn is None or drawn.background.end_points == 1:
        return ()
    change = drawn.one_point_change
    if change is None:
        return ("with one point at each end this background cannot be drawn",)
    sentence = (
        f"one point at each end instead of {drawn.background.end_points} would move "
        f"the area above the background by {100.0 * change:+.2g} %"
    )
    return (sentence,)
