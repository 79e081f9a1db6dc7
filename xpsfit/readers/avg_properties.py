"""The properties of an Avantage dump: ``NAME[index] : VT_TYPE = value``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from xpsfit.errors import FormatError
from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.readers.avg_lines import StatementCursor

TEXT = "VT_BSTR"
DATE = "VT_DATE"
EMPTY = "#empty#"
COMMENTS = "DS_EXT_SUPROPID_COMMENTS"
PROPERTY = re.compile(r"([A-Za-z]\w*(?:\[[0-9]+\])?)\s*:\s*(VT_\w+)\s*=(.*)", re.ASCII)
MAX_PROPERTIES = 10_000
MAX_TEXT = 2000
DAY_FIRST = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\s+([0-9]{1,2}):([0-9]{2}):([0-9]{2})"
)
FLAGS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its type, its value as printed (quotes removed), its line."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Properties:
    """All properties of a dump, typed where they are asked for.

    A value is judged only when it is used, so a broken one that nothing depends on
    does not cost the file.
    """

    file: Path
    entries: dict[str, Property] = field(default_factory=dict[str, Property])

    def text(self, name: str) -> str:
        """Return a property as one printable line, "" if it is not there."""
        entry = self.entries.get(name)
        if entry is None:
            return ""
        text = iso_date(entry.text) if entry.kind == DATE else entry.text
        return printable(text, limit=MAX_TEXT)

    def number(self, name: str, meaning: str) -> float | None:
        """Return a property as a number, None if it is not there.

        Raises
        ------
        FormatError
            If it is there and is no number.
        """
        entry = self.entries.get(name)
        if entry is None:
            return None
        value = parse_number(entry.text)
        if value is None:
            self._expected(name, f"{meaning} as a number", entry)
        return value

    def integer(self, name: str, meaning: str) -> int | None:
        """Return a property as a whole number, None if it is not there.

        Raises
        ------
        FormatError
            If it is there and is no whole number.
        """
        value = self.number(name, meaning)
        if value is None:
            return None
        if not value.is_integer():
            self._expected(name, f"{meaning} as a whole number", self.entries[name])
        return int(value)

    def flag(self, name: str, meaning: str) -> bool | None:
        """Return a property as true or false, None if it is not there.

        Raises
        ------
        FormatError
            If it is there and is neither.
        """
        entry = self.entries.get(name)
        if entry is None:
            return None
        value = FLAGS.get(entry.text.casefold())
        if value is None:
            self._expected(name, f"{meaning} as True or False", entry)
        return value

    def line(self, name: str) -> int | None:
        """Return the line of a property, None if it is not there."""
        entry = self.entries.get(name)
        return None if entry is None else entry.line

    def _expected(self, name: str, wanted: str, entry: Property) -> NoReturn:
        raise FormatError(
            f"expected {wanted} in {name}, found "
            f"'{printable(entry.text, limit=40)}'; export the file again",
            file=self.file,
            line=entry.line,
        )


def read_properties(cursor: StatementCursor, properties: Properties) -> None:
    """Add the properties that follow, up to the next ``$`` statement.

    Raises
    ------
    FormatError
        If a line is no property, or a name comes twice with different values.
    """
    while (statement := cursor.peek()) and not statement.startswith("$"):
        statement = cursor.take("a property")
        found = PROPERTY.match(statement)
        if not found:
            cursor.expected("a property, 'NAME : VT_TYPE = value'", statement)
        name, kind, value = found.groups()
        line = cursor.line
        text = _whole_text(cursor, name, value) if kind == TEXT else value
        text = text.strip()
        known = properties.entries.get(name)
        if known is not None and known.text != text:
            cursor.fail(
                f"{name} has another value here than in line {known.line}; export the "
                "file again"
            )
        if len(properties.entries) >= MAX_PROPERTIES:
            cursor.fail(f"more than {MAX_PROPERTIES} properties are not plausible")
        if text != EMPTY:
            properties.entries[name] = Property(kind, text, line)


def iso_date(text: str) -> str:
    """Return ``d/m/yyyy hh:mm:ss`` (day first) as an ISO date, other text as it is.

    Examples
    --------
    >>> iso_date("4/3/2024   09:05:06"), iso_date("soon")
    ('2024-03-04T09:05:06', 'soon')
    """
    found = DAY_FIRST.fullmatch(text.strip())
    if not found:
        return text
    day, month, year, hour, minute, second = map(int, found.groups())
    try:
        date = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return text
    return date.isoformat()


def _whole_text(cursor: StatementCursor, name: str, value: str) -> str:
    """Return a text without its quotes, with the lines it goes on over."""
    value = value.strip()
    is_open = value.startswith("'") and not _is_closed(value)
    if not is_open:
        value = value[1:-1] if _is_closed(value) else value
        if name != COMMENTS:
            return value
    parts = [value]
    while part := cursor.take_indented(None if is_open else PROPERTY):
        parts.append(part)
        is_open = is_open and not part.endswith("'")
    whole = " ".join(parts)
    return whole[1:-1] if _is_closed(whole) else whole


def _is_closed(value: str) -> bool:
    return len(value) > 1 and value.startswith("'") and value.endswith("'")
