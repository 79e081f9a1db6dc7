"""Long lists of numbers, all at once: a spectrum is mostly such a list.

Nothing is accepted here that `xpsfit.readers.text.parse_number` refuses, and every
number is the same to the last bit. A list that holds anything but plain numbers is
handed back, to be looked at one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers.text import MAX_MAGNITUDE, MAX_NUMBER_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray

END, POINT = b"\n", b"."
DIGITS = b"0123456789"
SPELLING = DIGITS + b".+-eE \n"
"""Python makes a number of these characters only where `parse_number` does too: names,
underscores and digits of other scripts need characters of their own."""

EXACT_DIGITS = 15
POWERS_OF_TEN = np.array([float(f"1e{power}") for power in range(EXACT_DIGITS + 1)])


def plain_numbers(tokens: Sequence[str]) -> FloatArray | None:
    """Return a list of numbers, or None if `parse_number` has to look at each.

    Parameters
    ----------
    tokens : sequence of str
        One number each.

    Returns
    -------
    FloatArray, shape (n,), or None
        None also where one of the tokens is no number.

    Examples
    --------
    >>> plain_numbers(["12", "13"]).tolist(), plain_numbers(["1.5", " 2e1"]).tolist()
    ([12.0, 13.0], [1.5, 20.0])
    >>> plain_numbers(["12", "nan"])
    """
    if not tokens:
        return None
    text = "\n".join(tokens).encode("ascii", errors="replace") + END
    if text.translate(None, SPELLING):
        return None
    ends = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == END[0])
    lengths = ends.copy()
    lengths[1:] -= ends[:-1] + 1
    if ends.size != len(tokens) or lengths.max() > MAX_NUMBER_LENGTH:
        return None
    values = _decimals(text, ends, lengths)
    if values is None:
        try:
            values = np.array(tokens, dtype=np.float64)
        except ValueError:
            return None
    return values if (np.abs(values) < MAX_MAGNITUDE).all() else None


def _decimals(text: bytes, ends: np.ndarray, lengths: np.ndarray) -> FloatArray | None:
    """Return counts printed as ``123`` or all as ``123.45``, None for other spellings.

    Up to 15 digits and a power of ten up to 1e15 are exact in a double, so their
    quotient is the double next to the decimal number, as `float` gives it.
    """
    if text.translate(None, DIGITS + POINT + END) or lengths.max() > EXACT_DIGITS:
        return None
    points = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == POINT[0])
    if points.size not in {0, ends.size}:
        return None
    if points.size and not ((points < ends).all() and (points[1:] > ends[:-1]).all()):
        return None
    if lengths.min() <= (points.size > 0):
        return None
    whole = np.fromstring(text.replace(POINT, b""), dtype=np.int64, sep="\n")
    if not points.size:
        return whole.astype(np.float64)
    return np.asarray(whole / POWERS_OF_TEN[ends - points - 1])
