"""The lines of a large text file, cut out only where they are asked for.

Of the millions of lines in an exported sputter profile only a few thousand are words.
Here the file stays in one piece: it is known where each line ends, single lines become
text when they are taken, and a long run of numbers is handed over as one piece.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers.text import MAX_NUMBER_LENGTH, decode, load_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy.typing as npt

END, RETURN = b"\n", b"\r"
AT_ONCE = 2**18
"""Bytes that are searched together; memory for all of them would cost more time."""


def load_text_lines(path: Path) -> TextLines:
    """Return the lines of a text file, as `xpsfit.readers.text.load_lines` does.

    Raises
    ------
    InputError
        If the file cannot be opened or is too large.
    """
    data = load_bytes(path)
    if not data.isascii() or b"\0" in data:
        data = decode(data).replace("\0", "").encode()
    return TextLines(data)


class TextLines:
    r"""Lines by index; blanks and a carriage return at their end are still there.

    Parameters
    ----------
    data : bytes
        Text in UTF-8; lines end in CRLF, LF or CR.

    Examples
    --------
    >>> lines = TextLines(b"C 1s\r\n12.5\r\n13\r\n")
    >>> len(lines), lines[0], lines.piece(1, 3)
    (4, 'C 1s\r', b'12.5\r\n13\r')
    """

    __slots__ = ("_count", "_data", "_long", "_starts")

    def __init__(self, data: bytes) -> None:
        starts, lone = _line_starts(data)
        if lone:
            data = data.replace(RETURN + END, END).replace(RETURN, END)
            starts, _ = _line_starts(data)
        self._data, self._starts = data, starts
        self._count = len(self._starts) - 1
        lengths = np.diff(starts) - 1
        self._long: list[int] = np.flatnonzero(lengths > MAX_NUMBER_LENGTH).tolist()

    @classmethod
    def of(cls, lines: Sequence[str]) -> TextLines:
        """Return lines that are at hand already."""
        return cls("\n".join(lines).encode())

    def __len__(self) -> int:
        """Return how many lines there are; a line end at the end begins one more."""
        return self._count

    def __getitem__(self, index: int) -> str:
        """Return a line, counted from 0.

        Raises
        ------
        IndexError
            If there is none.
        """
        begin, end = self._starts.item(index), self._starts.item(index + 1)
        return self._data[begin : end - 1].decode()

    def take(self, start: int, stop: int) -> list[str]:
        """Return the lines from `start` up to `stop`, fewer where the text ends."""
        stop = min(stop, self._count)
        return self.piece(start, stop).decode().split("\n") if start < stop else []

    def piece(self, start: int, stop: int) -> bytes:
        """Return the lines from `start` up to `stop` in one piece."""
        begin, end = self._starts.item(start), self._starts.item(stop)
        return self._data[begin : end - 1]

    def pieces(self, places: Iterable[int], most: int) -> list[bytes]:
        """Return the lines from each place up to the next, with their ends.

        Nothing where that would be more than `most` bytes.
        """
        starts = [self._starts.item(place) for place in places]
        if starts[-1] - starts[0] > most:
            return []
        return [self._data[begin:end] for begin, end in pairwise(starts)]

    def may_be_numbers(self, start: int, stop: int) -> bool:
        """Return whether no line from `start` up to `stop` is too long for a number."""
        return bisect_left(self._long, start) == bisect_left(self._long, stop)


def _line_starts(data: bytes) -> tuple[npt.NDArray[np.int32], bool]:
    """Return where each line starts, and where one behind the last would.

    The other is whether a carriage return stands elsewhere than before a line end.
    """
    codes = np.frombuffer(data, dtype=np.uint8)
    found = [np.zeros(1, dtype=np.int32)]
    # The byte before a first byte is taken below for the last of all.
    lone = int(data.startswith(END) and data.endswith(RETURN))
    for begin in range(0, len(data), AT_ONCE):
        part = codes[begin : begin + AT_ONCE]
        ends = np.flatnonzero(part == END[0]) + begin
        found.append((ends + 1).astype(np.int32))
        lone += int(np.count_nonzero(part == RETURN[0]))
        lone -= int(np.count_nonzero(codes[ends - 1] == RETURN[0]))
    found.append(np.array([len(data) + 1], dtype=np.int32))
    return np.concatenate(found), lone != 0
