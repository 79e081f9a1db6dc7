"""Fonts as they are embedded into a PDF."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fontTools import subset

if TYPE_CHECKING:
    from collections.abc import Iterator

# What sets text, such as kerning, ligatures and places of accents, and what an
# installed font is chosen by. In a PDF the text has been set, and the font is there.
UNREAD_TABLES = ("GDEF", "GPOS", "GSUB", "kern", "FFTM", "OS/2", "gasp", "name", "post")


@contextmanager
def bare_fonts() -> Iterator[None]:
    """Return a context in which embedded fonts hold letters, their sizes and hints.

    To cut the other tables down to the letters of a figure, and to read the names of
    all glyphs, took two thirds of the time of embedding a font, and nothing reads them
    there.
    """
    usual = subset.load_font

    def load_font(file: Any, options: Any, *args: Any, **kwargs: Any) -> Any:
        font = usual(file, options, *args, **{**kwargs, "dontLoadGlyphNames": True})
        for table in UNREAD_TABLES:
            if table in font:
                del font[table]
        font.setGlyphOrder([f"glyph{i:05d}" for i in range(font["maxp"].numGlyphs)])
        return font

    subset.load_font = load_font
    try:
        yield
    finally:
        subset.load_font = usual
