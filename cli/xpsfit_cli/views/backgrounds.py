"""Backgrounds in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.fit.drawn import DrawnBackground
    from xpsfit.fit.result import FitResult


def background_words(kind: str) -> str:
    """Return a kind of background in words, e.g. ``active Shirley background``."""
    words = kind.replace("_", " ").replace("casaxps", "(CasaXPS rule)")
    for name in ("shirley", "tougaard", "u2", "u3", "u4"):
        words = words.replace(name, name.capitalize())
    return f"{words} background"


def conditions_words(fit: FitResult) -> str:
    """Return the background of a fit, and how it was drawn or fitted."""
    background, drawn = fit.model.background, fit.drawn
    words = background_words(background.kind)
    if background.is_active:
        each = ", a step for each component" if background.per_component else ""
        return words + each
    if drawn is not None and drawn.background.iterations:
        words += f", {drawn.background.iterations} passes"
    if drawn is not None and drawn.background.strength_ev2 is not None:
        words += f", B = {drawn.background.strength_ev2:.4g} eV^2"
    return f"{words}, ends of {background.end_points} points"


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
