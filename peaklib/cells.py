"""A data file read strictly: every cell is converted here, and nowhere else."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, TypeVar

from peaklib.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from importlib.resources.abc import Traversable

_Name = TypeVar("_Name", bound=str)


def read_text(file: Traversable) -> str:
    """Return the text of a data file.

    Raises
    ------
    DataError
        If it is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"is not UTF-8: {error}", file=str(file), key="file") from None


def read_toml(file: Traversable) -> Cells:
    """Return the top table of a TOML file.

    Raises
    ------
    DataError
        If it is not TOML.
    """
    text = read_text(file)
    try:
        return Cells(tomllib.loads(text), str(file))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"is not TOML: {error}", file=str(file), key="file") from None


class Cells:
    """A table whose cells are asked for by name and type.

    Parameters
    ----------
    table : mapping
        The table as parsed from TOML.
    file : str
        The file, for messages.
    where : str
        The table within the file, for messages.
    """

    __slots__ = ("_asked", "_table", "file", "where")

    def __init__(self, table: Mapping[str, object], file: str, where: str = "") -> None:
        self._table = table
        self._asked: set[str] = set()
        self.file = file
        self.where = where

    def error(self, key: str, message: str) -> DataError:
        """Return the error that blames one key of this table."""
        return DataError(message, file=self.file, key=self._path(key))

    def text(self, key: str) -> str:
        """Return a text that is not blank."""
        value = self._cell(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"must be a text, not {value!r}")
        return value

    def optional_text(self, key: str) -> str:
        """Return a text, empty where the key is absent."""
        self._asked.add(key)
        value = self._table.get(key, "")
        if not isinstance(value, str):
            raise self.error(key, f"must be a text, not {value!r}")
        return value

    def number(self, key: str) -> float:
        """Return a finite number; a whole number in the file becomes a float."""
        value = self._cell(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, f"must be a number, not {value!r}")
        if not math.isfinite(value):
            raise self.error(key, "must be finite")
        return float(value)

    def positive(self, key: str) -> float:
        """Return a number above zero."""
        value = self.number(key)
        if value <= 0.0:
            raise self.error(key, f"must be above zero, not {value}")
        return value

    def fraction(self, key: str) -> float:
        """Return a number from 0 to 1."""
        value = self.number(key)
        if not 0.0 <= value <= 1.0:
            raise self.error(key, f"must be from 0 to 1, not {value}")
        return value

    def ordered(self, *keys: str) -> tuple[float, ...]:
        """Return positive numbers that must not decrease from key to key."""
        values = tuple(self.positive(key) for key in keys)
        for i in range(1, len(keys)):
            if values[i] < values[i - 1]:
                raise self.error(keys[i], f"must not be below {keys[i - 1]}")
        return values

    def integer(self, key: str) -> int:
        """Return a whole number."""
        value = self._cell(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error(key, f"must be a whole number, not {value!r}")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self._cell(key)
        if not isinstance(value, bool):
            raise self.error(key, f"must be true or false, not {value!r}")
        return value

    def choice(self, key: str, allowed: tuple[_Name, ...]) -> _Name:
        """Return one of the allowed words."""
        return self._allowed(key, self.text(key), allowed)

    def choices(self, key: str, allowed: tuple[_Name, ...]) -> tuple[_Name, ...]:
        """Return any number of the allowed words, none where the key is absent."""
        if key not in self:
            return ()
        return tuple(self._allowed(key, name, allowed) for name in self.texts(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts with at least one member and no repetition."""
        value = self._cell(key)
        if not isinstance(value, list) or not value:
            raise self.error(key, "must be a list of texts with at least one member")
        names = tuple(item for item in value if isinstance(item, str) and item)
        if len(names) != len(value) or len(set(names)) != len(names):
            raise self.error(key, "must hold texts, each of them once")
        return names

    def source(self, sources: Collection[str]) -> str:
        """Return the key of a source that exists."""
        return self._known_source("source", self.text("source"), sources)

    def sources(self, sources: Collection[str]) -> tuple[str, ...]:
        """Return the keys of one or more sources that exist."""
        keys = self.texts("sources")
        return tuple(self._known_source("sources", key, sources) for key in keys)

    def table(self, key: str) -> Cells:
        """Return the table under a key."""
        return self._nested(self._cell(key), key)

    def members(self) -> Iterator[tuple[str, Cells]]:
        """Yield the tables that make up this one, with their names."""
        for name in self._table:
            yield name, self.table(name)

    def positives(self) -> dict[str, float]:
        """Return all members of this table, numbers above zero, by name."""
        return {name: self.positive(name) for name in self._table}

    def named_texts(self) -> dict[str, str]:
        """Return all members of this table, texts, by name."""
        return {name: self.text(name) for name in self._table}

    def listed_tables(self, key: str) -> Iterator[Cells]:
        """Yield the members of a list of tables, none where the key is absent."""
        if key not in self:
            return
        value = self._cell(key)
        if not isinstance(value, list):
            raise self.error(key, "must be a list of tables")
        for number, item in enumerate(value, start=1):
            yield self._nested(item, f"{key}[{number}]")

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not pass unseen."""
        for key in self._table:
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.error(key, f"unknown key; known: {known}")

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def _cell(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._table:
            raise self.error(key, "is missing")
        return self._table[key]

    def _known_source(self, key: str, name: str, sources: Collection[str]) -> str:
        if name not in sources:
            raise self.error(key, f"{name!r} is not in sources.toml; add it there")
        return name

    def _nested(self, value: object, key: str) -> Cells:
        if not isinstance(value, dict):
            raise self.error(key, "must be a table")
        return Cells(value, self.file, self._path(key))

    def _path(self, key: str) -> str:
        return ".".join(part for part in (self.where, key) if part)

    def _allowed(self, key: str, name: str, allowed: tuple[_Name, ...]) -> _Name:
        for word in allowed:
            if word == name:
                return word
        raise self.error(key, f"{name!r} is not one of {', '.join(allowed)}")
