"""Long lists of numbers, all at once: a spectrum is mostly such a list.

Nothing is accepted here that `xpsfit.readers.text.parse_number` refuses, apart from the
length of a line, and every number is the same. A list that holds anything but plain
numbers is handed back, to be looked at one by one. Why simdjson:
``docs/decisions/0011-numbers-by-a-json-parser.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import simdjson

from xpsfit.readers.text import MAX_MAGNITUDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.arrays import FloatArray

SPELLING = b"0123456789.+-eE \r\n"
"""Python makes a number of these characters only where `parse_number` does too: names,
underscores and digits of other scripts need characters of their own."""
AS_LIST = bytes(code if code in SPELLING else ord("x") for code in range(256)).replace(
    b"\n", b","
)
"""Makes a list of lines, and of what is no plain number nothing that JSON knows."""
AT_ONCE = 2**18
"""Bytes that are parsed together; the caches of a processor hold them."""


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
    if not text:
        return None
    parser = simdjson.Parser()
    found = []
    for lines in _cut(text):
        values = _parse(parser, lines)
        if values is None or max(values.max(), -values.min()) >= MAX_MAGNITUDE:
            return None
        found.append(values)
    return np.concatenate(found) if len(found) > 1 else found[0]


def _cut(text: bytes) -> Iterator[bytes]:
    """Yield the text in pieces of whole lines."""
    begin = 0
    while (end := text.find(b"\n", begin + AT_ONCE)) >= 0:
        yield text[begin:end]
        begin = end + 1
    yield text[begin:]


def _parse(parser: simdjson.Parser, lines: bytes) -> FloatArray | None:
    try:
        array = cast("simdjson.Array", parser.parse(b"[%b]" % lines.translate(AS_LIST)))
        values: FloatArray = np.frombuffer(array.as_buffer(of_type="d"))
    except (ValueError, RuntimeError):
        if lines.translate(None, SPELLING):
            return None
        # Perhaps numbers that JSON does not know, as +1, .5, 1. and 007.
        try:
            return np.array(lines.split(b"\n"), dtype=np.float64)
        except ValueError:
            return None
    return values if values.size else None
