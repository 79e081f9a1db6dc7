"""Every error that xpsfit raises on purpose.

::

    XpsFitError
    ├── InputError              a file that cannot be used
    │   ├── UnknownFormatError      no reader recognises it
    │   ├── FormatError             recognised, but damaged or outside the format
    │   └── UnsupportedDataError    read in full, but it holds no usable spectra
    │       └── NoSpectraError          it was never meant to hold any
    ├── UnknownNameError        a name that is not in a registry or library
    ├── ModelError              a peak model that is wrong in itself
    ├── BackgroundError         a background that does not converge or crosses the data
    ├── FitError                a fit that has no answer
    ├── CalibrationError        a charge reference that these data cannot carry
    ├── QuantificationError     intensities that must not be combined
    ├── SeriesError             levels of a sputter series that contradict each other
    ├── OutputError             a results folder that cannot be written
    ├── MissingPackageError     an optional package that is not installed
    └── ClusterError            helpers on other computers that cannot help

``except XpsFitError`` is all a caller needs:

>>> from xpsfit.errors import UnknownNameError, XpsFitError
>>> try:
...     raise UnknownNameError("background", "shirly", ["linear", "shirley"])
... except XpsFitError as error:
...     str(error)
"unknown background 'shirly'; known: linear, shirley"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class XpsFitError(Exception):
    """Base of all errors of xpsfit; its text is one sentence for the user."""


class InputError(XpsFitError):
    """An input file cannot be used.

    Parameters
    ----------
    message : str
        What is wrong and what to do about it.
    file : Path or str, optional
        The file.
    line : int, optional
        Line number, counted from 1.
    block : int, optional
        Block or spectrum number, counted from 1.
    """

    def __init__(
        self,
        message: str,
        *,
        file: Path | str | None = None,
        line: int | None = None,
        block: int | None = None,
    ) -> None:
        self.message = message
        self.file = file
        self.line = line
        self.block = block
        places = [str(file)] if file is not None else []
        places += [f"line {line}"] if line is not None else []
        places += [f"block {block}"] if block is not None else []
        super().__init__(f"{', '.join(places)}: {message}" if places else message)


class UnknownFormatError(InputError):
    """No reader recognises the content of the file."""


class FormatError(InputError):
    """The file is of a known format but damaged or not as the format says."""


class UnsupportedDataError(InputError):
    """The file was understood, but what it holds cannot be used here."""


class NoSpectraError(UnsupportedDataError):
    """The file is sound and accompanies spectra: a camera picture, a table."""


class UnknownNameError(XpsFitError):
    """A name is not in a registry or library.

    Parameters
    ----------
    kind : str
        What was looked up, e.g. ``"background"``.
    name : str
        The name that was asked for.
    known : iterable of str
        The names that exist.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        super().__init__(f"unknown {kind} {name!r}; known: {', '.join(self.known)}")


class ModelError(XpsFitError):
    """A peak model is wrong in itself: a misspelt key, a circular link, a bad bound."""


class BackgroundError(XpsFitError):
    """A background does not converge, has no area to build on, or crosses the data."""


class FitError(XpsFitError):
    """A fit has no answer: too few points, no signal, no convergence."""


class CalibrationError(XpsFitError):
    """These data cannot carry the charge reference that was asked for."""


class QuantificationError(XpsFitError):
    """Intensities must not be combined as they stand."""


class SeriesError(XpsFitError):
    """Levels or times of a sputter series contradict each other."""


class OutputError(XpsFitError):
    """Results cannot be written where they were asked for."""


class MissingPackageError(XpsFitError):
    """What was asked for needs a package that is not installed."""


class ClusterError(XpsFitError):
    """A cluster cannot be reached, or its workers cannot do what is asked of them."""
