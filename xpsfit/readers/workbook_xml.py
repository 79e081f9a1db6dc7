"""Elements of the XML parts of an Excel workbook: layout in `workbook_xlsx`."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, NoReturn
from xml.parsers import expat

from xpsfit.errors import FormatError
from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.readers.grid import SheetCollector

CHUNK_BYTES = 64 * 1024
MAX_DEPTH = 100
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
ROW = re.compile(r"[1-9][0-9]{0,6}")
INDEX = re.compile(r"[0-9]{1,9}")
LETTERS = 26


def parse_part(stream: IO[bytes], handler: Handler, path: Path) -> None:
    """Send the elements of a part to `handler`.

    Raises
    ------
    FormatError
        If it is no XML, has a document type, or is nested without end.
    """

    def refuse(*_: object) -> None:
        fail_part(path, "an XML part has a document type")

    depth = 0

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            fail_part(path, "the elements of an XML part are nested without end")
        handler.start(_local(tag), given)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(tag))

    # The encoding is given so that a declared one cannot choose a Python codec.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = refuse
    try:
        while chunk := stream.read(CHUNK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        fail_part(path, f"an XML part cannot be understood ({error})")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class Handler:
    """Receives the elements of a part, by names without prefixes."""

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Take the beginning of an element and its attributes."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def characters(self, text: str) -> None:
        """Take text, which may come in pieces."""


class Attributes(Handler):
    """The attributes of all elements of one name."""

    def __init__(self, tag: str) -> None:
        self.found: list[dict[str, str]] = []
        self._tag = tag

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Keep the attributes."""
        if tag == self._tag:
            self.found.append({_local(name): given[name] for name in given})


class _Texts(Handler):
    """The text of elements ``t``, without the reading aids of Japanese text."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._open = False
        self._aid = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        del given
        self._aid = self._aid or tag == "rPh"
        self._open = tag == "t" and not self._aid

    def end(self, tag: str) -> None:
        self._aid = self._aid and tag != "rPh"
        self._open = False

    def characters(self, text: str) -> None:
        if self._open:
            self._text.append(text)


class Strings(_Texts):
    """The table of shared strings."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def end(self, tag: str) -> None:
        """Keep a text that is complete."""
        super().end(tag)
        if tag == "si":
            self.texts.append("".join(self._text))
            self._text.clear()


class Cells(_Texts):
    """The cells of a sheet."""

    def __init__(self, collector: SheetCollector, strings: list[str]) -> None:
        super().__init__()
        self._collector = collector
        self._strings = strings
        self._row = self._column = 0
        self._kind = ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Find the place of a row or a cell."""
        super().start(tag, given)
        self._open = self._open or tag == "v"
        if tag == "row":
            row = given.get("r", "")
            self._row = int(row) if ROW.fullmatch(row) else self._row + 1
            self._column = 0
        elif tag == "c":
            self._text.clear()
            self._kind = given.get("t", "n")
            place = REFERENCE.fullmatch(given.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1

    def end(self, tag: str) -> None:
        """Hand over a cell that is complete."""
        super().end(tag)
        if tag == "c" and self._text:
            text = "".join(self._text)
            value = parse_number(text) if self._kind == "n" else None
            if self._kind == "s":
                text = self._shared(text)
            self._collector.put(
                self._row, self._column, text if value is None else value
            )

    def _shared(self, text: str) -> str:
        if not INDEX.fullmatch(text) or int(text) >= len(self._strings):
            self._collector.sheets[-1].fail(
                "a text is missing; open the workbook in Excel and save it again",
                self._row,
            )
        return self._strings[int(text)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def fail_part(path: Path, what: str) -> NoReturn:
    """Raise a FormatError about a part of the archive."""
    raise FormatError(
        f"{printable(what)}; the workbook is damaged or not from Excel, open it there "
        "and save it again",
        file=path,
    )
