"""Every error that peaklib raises on purpose.

::

    PeakLibError
    ├── UnknownRecordError          a name that the library does not hold
    │   ├── UnknownElementError         no such element symbol
    │   ├── UnknownLevelError           not a core level, or not one of this element
    │   └── UnknownLibraryError         no such sensitivity library
    └── DataError                   a data file that breaks its own rules

``except PeakLibError`` is all a caller needs:

>>> from peaklib.errors import PeakLibError, UnknownLibraryError
>>> try:
...     raise UnknownLibraryError("sensitivity library", "scofeld", ["scofield"])
... except PeakLibError as error:
...     str(error)
"unknown sensitivity library 'scofeld'; known: scofield"
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LISTED_IN_FULL = 16
_LONGEST_ECHO = 40


class PeakLibError(Exception):
    """Base of all errors of peaklib; its text is one sentence for the user."""


class UnknownRecordError(PeakLibError):
    """A name is not in the library.

    Parameters
    ----------
    kind : str
        What was looked up, e.g. ``"chemical state of C 1s"``.
    name : str
        The name that was asked for.
    known : iterable of str
        The names that exist. A short list is printed, of a long one the nearest.
    hint : str
        What to do, where a list would not help.
    """

    def __init__(
        self, kind: str, name: str, known: Iterable[str] = (), hint: str = ""
    ) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        echo = name if len(name) <= _LONGEST_ECHO else f"{name[:_LONGEST_ECHO]}..."
        parts = (f"unknown {kind} {echo!r}", self._choices(echo), hint)
        super().__init__("; ".join(part for part in parts if part))

    def _choices(self, echo: str) -> str:
        if not self.known:
            return ""
        if len(self.known) <= _LISTED_IN_FULL:
            return f"known: {', '.join(self.known)}"
        nearest = get_close_matches(echo, self.known, n=5, cutoff=0.4)
        if nearest:
            return f"nearest: {', '.join(nearest)}"
        return f"{len(self.known)} are known, from {self.known[0]} to {self.known[-1]}"


class UnknownElementError(UnknownRecordError):
    """No element of the library has this symbol."""


class UnknownLevelError(UnknownRecordError):
    """The text is not a core level, or the element has no such level here."""


class UnknownLibraryError(UnknownRecordError):
    """No sensitivity library has this name."""


class DataError(PeakLibError):
    """A data file breaks its own rules: a misspelt key, a missing source, a bad value.

    Parameters
    ----------
    message : str
        What is wrong and what to do about it.
    file : str
        The file.
    key : str
        Where in the file: table and key, or the line of a table.
    """

    def __init__(self, message: str, *, file: str, key: str) -> None:
        self.message = message
        self.file = file
        self.key = key
        super().__init__(f"{file}, {key}: {message}")
