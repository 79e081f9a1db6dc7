"""The lines of a large text file, cut out only where they are asked for.

Of the millions of lines in an exported sputter profile only a few thousand are words.
Here the file stays in one piece: it is known where each line ends, single lines become
text when they are taken, and a long run of numbers is handed over as one piece.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers.text import MAX_NUMBER_LENGTH, decode, load_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

END, RETURN = b"\n", b"\r"
AT_ONCE = 2**20
"""Bytes that are searched together; memory for all of them would cost more time."""
AHEAD = 96
"""Lines that become text together; the fields of a VAMAS block are fewer."""


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

    __slots__ = ("_data", "_ends", "_first", "_long", "_window")

    def __init__(self, data: bytes) -> None:
        if data.count(RETURN) != data.count(RETURN + END):
            data = data.replace(RETURN + END, END).replace(RETURN, END)
        self._data = data
        self._ends = _line_ends(data)
        lengths = np.diff(self._ends, prepend=-1) - 1
        self._long: list[int] = np.flatnonzero(lengths > MAX_NUMBER_LENGTH).tolist()
        self._first = 0
        self._window: list[str] = []

    @classmethod
    def of(cls, lines: Sequence[str]) -> TextLines:
        """Return lines that are at hand already."""
        return cls("\n".join(lines).encode())

    def __len__(self) -> int:
        """Return how many lines there are; a line end at the end begins one more."""
        return len(self._ends)

    def __getitem__(self, index: int) -> str:
        """Return a line, counted from 0.

        Raises
        ------
        IndexError
            If there is none.
        """
        at = index - self._first
        if not 0 <= at < len(self._window):
            self._turn_to(index, AHEAD)
            at = 0
        return self._window[at]

    def take(self, start: int, stop: int) -> list[str]:
        """Return the lines from `start` up to `stop`, fewer where the text ends."""
        at = start - self._first
        if not 0 <= at <= len(self._window) - (stop - start):
            self._turn_to(start, max(stop - start, AHEAD))
            at = 0
        return self._window[at : at + stop - start]

    def piece(self, start: int, stop: int) -> bytes:
        """Return the lines from `start` up to `stop` in one piece."""
        begin = self._ends[start - 1] + 1 if start else 0
        return self._data[begin : self._ends[stop - 1]]

    def may_be_numbers(self, start: int, stop: int) -> bool:
        """Return whether no line from `start` up to `stop` is too long for a number."""
        return bisect_left(self._long, start) == bisect_left(self._long, stop)

    def _turn_to(self, start: int, count: int) -> None:
        stop = min(start + count, len(self))
        self._first = start
        self._window = (
            self.piece(start, stop).decode().split("\n") if start < stop else []
        )


def _line_ends(data: bytes) -> npt.NDArray[np.int32]:
    codes = np.frombuffer(data, dtype=np.uint8)
    found = [
        np.flatnonzero(codes[start : start + AT_ONCE] == END[0]).astype(np.int32)
        + start
        for start in range(0, len(data), AT_ONCE)
    ]
    return np.concatenate([*found, np.array([len(data)])], dtype=np.int32)
