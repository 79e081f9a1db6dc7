"""A place in an Avantage dump: takes statements, passes over blanks and comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from xpsfit.errors import FormatError
from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from pathlib import Path

COMMENT = ";"
BLANKS = " \t\x1a"
MAX_DIGITS = 12
INTEGER = re.compile(rf"[+-]?[0-9]{{1,{MAX_DIGITS}}}")


class StatementCursor:
    """The next statement of a dump, with its line number.

    Parameters
    ----------
    lines : list of str
        The whole file.
    file : Path
        For messages.
    """

    __slots__ = ("_at", "_lines", "file", "line")

    def __init__(self, lines: list[str], file: Path) -> None:
        self._lines = lines
        self._at = 0
        self.file = file
        self.line = 0

    @property
    def lines_left(self) -> int:
        """Return how many lines follow."""
        return len(self._lines) - self._at

    def peek(self) -> str:
        """Return the next statement without taking it; "" at the end of the file."""
        while self._at < len(self._lines):
            text = self._lines[self._at].strip(BLANKS)
            if text and not text.startswith(COMMENT):
                return text
            self._at += 1
        return ""

    def take(self, field: str) -> str:
        """Return the next statement; `field` says what is expected there."""
        text = self.peek()
        if not text:
            self.line = len(self._lines)
            self.fail(
                f"the file is truncated: it ends where {field} is expected; export or "
                "copy it again"
            )
        self._at += 1
        self.line = self._at
        return text

    def take_indented(self, statement: re.Pattern[str] | None = None) -> str:
        """Return the next line with content if it starts with a blank, else "".

        A line that `statement` matches is a statement of its own and stays.
        """
        while self._at < len(self._lines) and not self._lines[self._at].strip(BLANKS):
            self._at += 1
        if self._at == len(self._lines):
            return ""
        line = self._lines[self._at]
        text = line.strip(BLANKS)
        if line[0] not in BLANKS or (statement and statement.match(text)):
            return ""
        self._at += 1
        return text

    def fail(self, message: str) -> NoReturn:
        """Raise a FormatError that names the line taken last."""
        raise FormatError(message, file=self.file, line=self.line or None)

    def expected(self, field: str, found: str) -> NoReturn:
        """Raise a FormatError that names the line, what it should hold and what not."""
        shown = f"'{printable(found, limit=40)}'" if found.strip() else "nothing"
        self.fail(
            f"expected {field}, found {shown}; the file is damaged here, export it "
            "again"
        )

    def integer(self, field: str, text: str) -> int:
        """Return `text` as a whole number of up to `MAX_DIGITS` digits."""
        text = text.strip()
        if not INTEGER.fullmatch(text):
            self.expected(f"{field} as a whole number", text)
        return int(text)

    def number(self, field: str, text: str) -> float:
        """Return `text` as a finite number."""
        value = parse_number(text)
        if value is None:
            self.expected(f"{field} as a number", text)
        return value
