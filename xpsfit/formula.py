"""Names of species as chemists set them: which digits are subscripts."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA = re.compile(r"(?:[A-Z][a-z]?\d*|\(|\)\d*)+")
_BETWEEN = re.compile(r"([\s/+=-]+)")
_DIGITS = re.compile(r"(\d+)")


def parts_of(name: str) -> list[tuple[str, bool]]:
    """Return a name in parts, and whether each is set as a subscript.

    Examples
    --------
    >>> parts_of("R-Li/Al4C3")
    [('R-Li/Al', False), ('4', True), ('C', False), ('3', True)]
    >>> parts_of("C=C sp2")
    [('C=C sp2', False)]
    """
    parts: list[tuple[str, bool]] = []
    for word in _BETWEEN.split(name):
        pieces = _DIGITS.split(word) if _FORMULA.fullmatch(word) else [word]
        for place, piece in enumerate(pieces):
            low = place % 2 == 1
            if parts and parts[-1][1] == low:
                parts[-1] = (parts[-1][0] + piece, low)
            elif piece:
                parts.append((piece, low))
    return parts


def html_of_name(name: str) -> str:
    """Return a name as HTML whose text is the name itself.

    Examples
    --------
    >>> html_of_name("Li2CO3")
    'Li<sub>2</sub>CO<sub>3</sub>'
    """
    return "".join(
        f"<sub>{escape(part)}</sub>" if low else escape(part)
        for part, low in parts_of(name)
    )


def html_of_text(text: str, names: Iterable[str]) -> str:
    """Return a sentence as HTML, the formulas among known names set.

    Other words are left alone: what looks like a formula may be a sample or a check.

    Examples
    --------
    >>> html_of_text("R52: Li2CO3 is <fine>", ["Li2CO3"])
    'R52: Li<sub>2</sub>CO<sub>3</sub> is &lt;fine&gt;'
    """
    known = sorted({n for n in names if any(low for _, low in parts_of(n))}, key=len)
    if not known:
        return escape(text)
    choices = "|".join(re.escape(name) for name in reversed(known))
    pieces = re.split(rf"(?<!\w)({choices})(?!\w)", text)
    return "".join(
        html_of_name(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
