"""A place in a VAMAS file: takes one item a line and knows what it expects there."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from xpsfit.errors import FormatError
from xpsfit.readers.number_lists import plain_numbers
from xpsfit.readers.text import MAX_NUMBER_LENGTH, parse_number, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.text_lines import TextLines

NOT_SUPPLIED = 9.9e36
"""The standard writes 1E37 for a number it does not have; float32 makes it smaller."""


@lru_cache(maxsize=1024)
def _repeated_number(text: str) -> float | None:
    """Return a number as `parse_number`; all blocks of a file repeat the same few."""
    return parse_number(text)


class LineCursor:
    """The next line of a file, and typed ways to take it.

    Every way names the field it expects, and fails with that name, the text found and
    the line number.

    Parameters
    ----------
    lines : TextLines
        The whole file.
    file : Path
        For messages.
    at : int
        Index of the line to take next.
    """

    __slots__ = ("_at", "_count", "_lines", "file")

    def __init__(self, lines: TextLines, file: Path, at: int = 0) -> None:
        self._lines = lines
        self._count = len(lines)
        self._at = at
        self.file = file

    @property
    def line(self) -> int:
        """Return the number of the line taken last, counted from 1."""
        return self._at

    @property
    def lines_left(self) -> int:
        """Return how many lines follow."""
        return self._count - self._at

    @property
    def lines_in_all(self) -> int:
        """Return how many lines the file has."""
        return self._count

    def ahead(self, count: int) -> list[str]:
        """Return the next `count` lines, fewer at the end, and take none of them."""
        return self._lines.take(self._at, self._at + count)

    def pieces(self, cuts: Sequence[int], most: int) -> list[bytes]:
        """Return the text between cuts, which count from the next line.

        Nothing where the lines end before or have more than `most` bytes.
        """
        at = self._at
        if self._count < at + cuts[-1]:
            return []
        return self._lines.pieces([at + cut for cut in cuts], most)

    def move(self, line: int) -> None:
        """Go on behind the line of this number."""
        self._at = line

    def fail(self, message: str) -> NoReturn:
        """Raise a FormatError that names the line taken last."""
        raise FormatError(message, file=self.file, line=self._at)

    def text(self, field: str) -> str:
        """Return the next line as it stands, without blanks at its end."""
        at, lines, count = self._at, self._lines, self._count
        if at + 1 >= count and (at >= count or not lines[at]):
            self._at = count - (not lines[count - 1])
            self.fail(
                f"the file is truncated: it ends where {field} is expected; export or "
                "copy it again"
            )
        self._at = at + 1
        return lines[at].rstrip()

    def number(self, field: str) -> float | None:
        """Return the next line as a number, None where it says 'not supplied'."""
        value = self._number(field)
        return value if abs(value) < NOT_SUPPLIED else None

    def integer(self, field: str) -> int:
        """Return the next line as a whole number, which may be printed as a real."""
        value = self._number(field)
        if not value.is_integer():
            self._expected(field, f"{value:g}")
        return int(value)

    def count(self, field: str, lines_each: int = 1) -> int:
        """Return a number of items that follow, `lines_each` lines or more for each."""
        value = self.integer(field)
        if value < 0:
            self._expected(field, str(value))
        if value * lines_each > self.lines_left:
            self.fail(
                f"{field} is {value:.10g}, but only {self.lines_left} lines follow; "
                "the file is truncated or damaged, export it again"
            )
        return value

    def choice(self, field: str, known: Mapping[str, str]) -> str:
        """Return the value in `known` whose key is the next line in lower case."""
        text = self.text(field)
        value = known.get(text.strip().casefold())
        if value is None:
            self._expected(f"{field} ({', '.join(known.values())})", text)
        return value

    def numbers(self, field: str, count: int) -> FloatArray:
        """Return the next `count` lines as numbers, NaN where one is not supplied."""
        start = self._at
        if 0 < count <= self.lines_left:
            plain = self._plain([(start, start + count)])
            if plain is not None:
                self._at = start + count
                return plain
        values = np.empty(min(count, self.lines_left))
        for index in range(count):
            value = self.number(field)
            values[index] = np.nan if value is None else value
        return values

    def number_lists(
        self, field: str, runs: Sequence[tuple[int, int]]
    ) -> list[FloatArray]:
        """Return the lines of each run, (begin, end), as `numbers` does.

        Many short lists are read faster together. The cursor may stand anywhere then.
        """
        plain = self._plain(runs)
        if plain is not None:
            ends = accumulate(stop - start for start, stop in runs)
            return [plain[begin:end] for begin, end in pairwise((0, *ends))]
        lists = []
        for start, stop in runs:
            self._at = start
            lists.append(self.numbers(field, stop - start))
        return lists

    def _plain(self, runs: Sequence[tuple[int, int]]) -> FloatArray | None:
        lines = self._lines
        together = lines.may_be_numbers(runs[0][0], runs[-1][1])
        if not together and not all(lines.may_be_numbers(*run) for run in runs):
            return None
        values = plain_numbers(b"\n".join([lines.piece(*run) for run in runs]))
        if values is not None and np.abs(values).max() >= NOT_SUPPLIED:
            values[np.abs(values) >= NOT_SUPPLIED] = np.nan
        return values

    def skip(self, field: str, count: int) -> None:
        """Pass over `count` lines."""
        if count < self.lines_left:
            self._at += count
            return
        for _ in range(count):
            self.text(field)

    def rest(self) -> str:
        """Return the first line with content that follows, and take it; "" for none."""
        while self._at < self._count:
            self._at += 1
            text = self._lines[self._at - 1].strip(" \t\r\x1a")
            if text:
                return text
        return ""

    def _number(self, field: str) -> float:
        text = self.text(field)
        short = len(text) <= MAX_NUMBER_LENGTH
        value = _repeated_number(text) if short else parse_number(text)
        if value is None:
            self._expected(field, text)
        return value

    def _expected(self, field: str, found: str) -> NoReturn:
        shown = f"'{printable(found, limit=40)}'" if found.strip() else "an empty line"
        words = found.split(maxsplit=1)
        if len(words) > 1 and parse_number(words[0]) is not None:
            self.fail(
                f"expected {field} alone, found {shown}: the format wants one item a "
                "line; export the file again"
            )
        self.fail(
            f"expected {field}, found {shown}; a line is wrong here, or one is missing "
            "or too many above"
        )
