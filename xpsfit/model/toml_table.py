"""A TOML table that is read key by key, with messages that say where it stands."""

from __future__ import annotations

import reprlib
from typing import Any

from xpsfit.errors import ModelError

MOST_LISTED = 12
_NEEDED = {
    str: "text",
    bool: "true or false",
    list: "a list or [[tables]]",
    dict: "a table",
}


class Table:
    """A TOML table that knows where it stands and which keys were asked for."""

    def __init__(self, values: Any, where: str) -> None:
        if not isinstance(values, dict):
            raise ModelError(f"{where or 'the file'}: a table is needed here")
        self.values: dict[str, Any] = values
        self.where = where
        self.asked: set[str] = set()

    def _get(self, key: str, kind: type | tuple[type, ...], default: Any) -> Any:
        self.asked.add(key)
        value = self.values.get(key, default)
        if value is ...:
            found = ", ".join([*self.values][:MOST_LISTED]) or "nothing"
            raise ModelError(f"{self.place(key)} is missing; found: {found}")
        if not isinstance(value, kind) or (
            isinstance(value, bool) and kind is not bool
        ):
            needed = "a number" if isinstance(kind, tuple) else _NEEDED[kind]
            raise ModelError(
                f"{self.place(key)} must be {needed}; found {reprlib.repr(value)}"
            )
        return value

    def place(self, key: str) -> str:
        """Return where a key stands, for messages."""
        return f"{self.where}: {key!r}" if self.where else repr(key)

    def text(self, key: str, default: Any = ...) -> str:
        """Return a text; an error where it is missing and has no default."""
        return str(self._get(key, str, default))

    def number(self, key: str, default: Any = ...) -> float:
        """Return a number, as `text`."""
        value = self._get(key, (int, float), default)
        try:
            return float(value)
        except OverflowError as error:
            raise ModelError(f"{self.place(key)} is too large a number") from error

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._get(key, list, default)
        for value in values:
            if not isinstance(value, str):
                raise ModelError(
                    f"{self.place(key)} must be a list of texts; found "
                    f"{reprlib.repr(value)} in it"
                )
        return tuple(values)

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        return bool(self._get(key, bool, default))

    def choice(self, key: str, known: tuple[str, ...], default: str) -> Any:
        """Return one of the texts `known`."""
        value = self.text(key, default)
        if value not in known:
            raise ModelError(
                f"{self.place(key)} is {value!r}; known: {', '.join(known)}"
            )
        return value

    def table(self, key: str, where: str) -> Table | None:
        """Return the table of a key, or None without it."""
        self.asked.add(key)
        return Table(self.values[key], where) if key in self.values else None

    def needed(self, key: str) -> Table:
        """Return the table of a key that must be there."""
        return Table(self._get(key, dict, ...), self.place(key))

    def tables(self, key: str) -> list[Any]:
        """Return the list of a key, empty without it."""
        return list(self._get(key, list, []))

    def finish(self) -> None:
        """Refuse keys that nobody asked for, so that typing mistakes cannot hide."""
        unknown = sorted(set(self.values) - self.asked)
        if unknown:
            raise ModelError(
                f"{self.place(unknown[0])} is not a key here; "
                f"known: {', '.join(sorted(self.asked))}"
            )
