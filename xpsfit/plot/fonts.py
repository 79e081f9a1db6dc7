"""Fonts as they are embedded into a PDF."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fontTools import subset

if TYPE_CHECKING:
    from collections.abc import Iterator

# What sets text: kerning, ligatures, places of accents. In a PDF it has been set.
SETTING_TABLES = ("GDEF", "GPOS", "GSUB", "kern")


@contextmanager
def bare_fonts() -> Iterator[None]:
    """Return a context in which embedded fonts hold letters and no rules to set them.

    To cut these rules down to the letters of a figure took more than half of the time
    of embedding a font, and nothing reads them there.
    """
    usual = subset.load_font

    def load_font(file: Any, options: Any, *args: Any, **kwargs: Any) -> Any:
        options.drop_tables += SETTING_TABLES
        return usual(file, options, *args, **kwargs)

    subset.load_font = load_font
    try:
        yield
    finally:
        subset.load_font = usual
