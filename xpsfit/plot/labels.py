"""Words on a figure: names from files made safe, formulas set, labels moved apart."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

from xpsfit.formula import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def shown(name: str, limit: int) -> str:
    r"""Return a name from a file as it can be drawn.

    Control characters and white space become single blanks, characters without a
    glyph in the figure font become boxes, and a name longer than `limit` characters
    loses its middle: sample names often differ at their ends.

    Examples
    --------
    >>> shown("Li foil\x07 TMA 20 s", 40)
    'Li foil TMA 20 s'
    >>> shown("2024-03-18_lithium_foil_TMA_20s", 15)
    '2024-03…TMA_20s'
    """
    # Beyond this nothing is ever drawn; a hostile name must not cost time either.
    head, tail = name[: 20 * limit], name[20 * limit :][-20 * limit :]
    printable = "".join(
        " " if unicodedata.category(c).startswith(("C", "Z")) else c
        for c in unicodedata.normalize("NFC", head + tail)
    )
    glyphs = _drawable()
    text = "".join(c if ord(c) in glyphs else "□" for c in " ".join(printable.split()))
    if len(text) <= limit:
        return text
    keep = limit - 1
    return f"{text[: (keep + 1) // 2]}…{text[len(text) - keep // 2 :]}"


def formula(name: str, limit: int = 40) -> str:
    """Return a species name with the numbers of its formulas as subscripts.

    Examples
    --------
    >>> formula("Li2CO3")
    'Li₂CO₃'
    >>> formula("R-Li/Al4C3")
    'R-Li/Al₄C₃'
    >>> formula("C=C sp2")
    'C=C sp2'
    """
    return "".join(
        part.translate(_SUBSCRIPTS) if low else part
        for part, low in parts_of(shown(name, limit))
    )


@cache
def _drawable() -> frozenset[int]:
    """Return the code points of the figure font."""
    font = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf")
    return frozenset(font.get_charmap())


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> FloatArray:
    """Return positions near the wanted ones that are at least `gap` apart.

    The sum of squared moves is smallest: with ``z[i] = x[i] - i gap`` in rising order
    the task is an isotonic regression, solved by pooling adjacent violators (R. E.
    Barlow et al., Statistical Inference under Order Restrictions, 1972).

    Parameters
    ----------
    wanted : sequence of float
        Where each label would stand alone, in any order.
    gap : float
        Least distance; reduced where the labels do not fit between the ends.
    low, high : float
        Ends of the strip.

    Returns
    -------
    FloatArray, shape (n,)
        In the order of `wanted`.

    Examples
    --------
    >>> spread([1.0, 1.0, 5.0], 1.0, 0.0, 10.0).tolist()
    [0.5, 1.5, 5.0]
    """
    target = np.asarray(wanted, dtype=np.float64)
    if target.size == 0:
        return target
    step = min(gap, (high - low) / max(target.size - 1, 1))
    order = np.argsort(target, kind="stable")
    steps = step * np.arange(target.size)
    pooled = _isotonic(target[order] - steps)
    free = np.clip(pooled, low, high - steps[-1]) if target.size > 1 else pooled
    placed = np.empty_like(target)
    placed[order] = np.clip(free + steps, low, high)
    return placed


def _isotonic(values: FloatArray) -> FloatArray:
    """Return the rising sequence closest to `values` in least squares."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, size = float(value), 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean = (before * count + mean * size) / (count + size)
            size += count
        pools.append((mean, size))
    return np.concatenate([np.full(size, mean) for mean, size in pools])
