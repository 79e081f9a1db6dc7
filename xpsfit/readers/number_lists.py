"""Long lists of numbers, all at once: a spectrum is mostly such a list.

Nothing is accepted here that `xpsfit.readers.text.parse_number` refuses, apart from the
length of a line, and every number is the same. A list that holds anything but plain
numbers is handed back, to be looked at one by one. Why orjson:
``docs/decisions/0011-numbers-by-a-json-parser.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import orjson

from xpsfit.readers.text import MAX_MAGNITUDE

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

SPELLING = b"0123456789.+-eE \r\n"
"""Python makes a number of these characters only where `parse_number` does too: names,
underscores and digits of other scripts need characters of their own."""


def plain_numbers(text: bytes) -> FloatArray | None:
    r"""Return the numbers of a text, or None if `parse_number` has to look at each.

    Parameters
    ----------
    text : bytes
        One number a line.

    Returns
    -------
    FloatArray, shape (n,), or None
        One for each line; None also where one of the lines holds no number.

    Examples
    --------
    >>> plain_numbers(b"12\r\n13").tolist(), plain_numbers(b"1.5\n 2e1").tolist()
    ([12.0, 13.0], [1.5, 20.0])
    >>> plain_numbers(b"12\nnan")
    """
    if not text or text.translate(None, SPELLING):
        return None
    try:
        numbers = orjson.loads(b"[%b]" % text.replace(b"\n", b","))
        values = np.fromiter(numbers, dtype=np.float64, count=len(numbers))
    except orjson.JSONDecodeError:
        # Perhaps numbers that JSON does not know, as +1, .5, 1. and 007.
        try:
            values = np.array(text.split(b"\n"), dtype=np.float64)
        except ValueError:
            return None
    return values if max(values.max(), -values.min()) < MAX_MAGNITUDE else None
