"""Widths and outlines of lines of text, each found once."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

if TYPE_CHECKING:
    Families = tuple[str, ...]

MOST_LINES = 4000


class _Outlines(TextToPath):
    """Outlines of lines of text in one font, from those of letters met before."""

    def __init__(self, families: Families) -> None:
        super().__init__()
        self.properties = FontProperties(family=list(families), size=1.0)
        self.letters: dict[str, Any] = {}

    def of(self, line: str) -> Path:
        """Return the outlines of a line that begins at the origin, in ems."""
        font = self._get_font(self.properties)  # type: ignore[attr-defined]
        placed, letters, _ = self.get_glyphs_with_font(font, line, self.letters)
        corners = [np.empty((0, 2))]
        codes = [np.empty(0, dtype=Path.code_type)]
        for letter, x, y, _ in placed:
            shape, steps = letters[letter]
            corners.append(shape + np.array((x, y)))
            codes.append(steps)
        return Path(np.concatenate(corners) / self.FONT_SCALE, np.concatenate(codes))

    def width(self, line: str) -> float:
        """Return the advance of a line in ems."""
        size = self.get_text_width_height_descent(line, self.properties, ismath=False)
        return float(size[0])


@cache
def _outlines(families: Families) -> _Outlines:
    return _Outlines(families)


@lru_cache(MOST_LINES)
def outline_em(line: str, families: Families) -> Path:
    """Return the outlines of a line of text, in ems.

    Parameters
    ----------
    line : str
        Without a line break.
    families : tuple of str
        Names of fonts; a letter is taken from the first that has it.

    Returns
    -------
    Path
        Its base line begins at the origin.
    """
    return _outlines(families).of(line)


@lru_cache(MOST_LINES)
def width_em(line: str, families: Families) -> float:
    """Return how far a line of text goes, in ems, without the hints of its font."""
    return _outlines(families).width(line)
