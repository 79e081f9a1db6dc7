"""Readers that other distributions add, through the entry points `xpsfit.readers`.

A distribution declares ``NAME = "module:OBJECT"`` in that group; the object is a
`xpsfit.readers.Reader` whose ``name`` is NAME. Its code is loaded only when a file is
read that no built-in reader recognises, or when NAME is asked for. It is the code of
others: whatever is wrong with it ends in one sentence that names the distribution, and
the other readers go on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from xpsfit.errors import InputError, XpsFitError
from xpsfit.readers.reader import Reader
from xpsfit.readers.text import printable
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from pathlib import Path

GROUP = "xpsfit.readers"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    Warning,
)
"""What mistakes in Python code raise; a program that is to end is not held up."""


@dataclass(frozen=True, slots=True)
class PlugIns:
    """The readers of other distributions.

    Attributes
    ----------
    readers : dict of Reader
        Those that can be used, by name.
    faults : list of (str, str)
        For every other one its name, and a sentence that names its distribution.
    """

    readers: dict[str, Reader] = field(default_factory=dict[str, Reader])
    faults: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def recognising(self, head: bytes, path: Path) -> tuple[list[Reader], list[str]]:
        """Return who recognises a file, and sentences on who could not say.

        Parameters
        ----------
        head : bytes
            First bytes of the file.
        path : Path
            The file.
        """
        found, faults = [], [sentence for _, sentence in self.faults]
        for reader in self.readers.values():
            try:
                if reader.recognises(head, path):
                    found.append(reader)
            except InputError as error:
                faults.append(error.message)
        return found, faults


@cache
def plug_ins(built_in: frozenset[str]) -> PlugIns:
    """Return the readers of other distributions, loaded once.

    Parameters
    ----------
    built_in : frozenset of str
        Names that are taken.
    """
    found = PlugIns()
    try:
        declared = sorted(metadata.entry_points(group=GROUP))
    except FAULTS as fault:
        sentence = (
            "the list of installed distributions cannot be read, so no reader plug-ins "
            f"are used ({_words(fault)}); repair the Python environment"
        )
        return PlugIns(faults=[("", sentence)])
    for entry in declared:
        taken = dict.fromkeys(built_in, "xpsfit itself")
        taken |= dict.fromkeys(found.readers, "another distribution")
        try:
            reader = _loaded(entry, taken)
        except InputError as error:
            found.faults.append((entry.name, error.message))
        else:
            found.readers[entry.name] = reader
    return found


def _loaded(entry: metadata.EntryPoint, taken: dict[str, str]) -> Reader:
    """Return the reader of an entry point, guarded against its own mistakes."""
    who = f"the reader plug-in '{printable(entry.name, 40)}' of {_owner(entry)}"
    if entry.name in taken:
        raise InputError(
            f"{who} is not used, because {taken[entry.name]} has a reader of that "
            "name; uninstall it or ask its authors for another name"
        )
    try:
        loaded = entry.load()
    except FAULTS as fault:
        raise InputError(
            f"{who} cannot be loaded ({_words(fault)}); update or uninstall it"
        ) from fault
    wrong = _wrong_with(loaded, entry.name)
    if wrong:
        raise InputError(f"{who} cannot be used, because {wrong}; update it")
    reader: Reader = loaded
    return _guarded(reader, who)


def _wrong_with(loaded: object, name: str) -> str:
    """Return why an object is no reader of this name, "" if it is one.

    Nobody has checked the types of the fields.
    """
    if not isinstance(loaded, Reader):
        return f"it is of type {type(loaded).__name__} and not xpsfit.readers.Reader"
    if loaded.name != name or not NAME.fullmatch(name):
        return (
            f"its reader is called '{printable(str(loaded.name), 40)}', where it has "
            "to be called as the plug-in, in small letters, digits and hyphens"
        )
    title: object = loaded.title
    if not isinstance(title, str) or not title.isprintable():
        return "its title is not one line of text"
    suffixes: object = loaded.suffixes
    if not isinstance(suffixes, tuple) or not all(
        isinstance(one, str) and one.startswith(".") and one.isprintable()
        for one in suffixes
    ):
        return "its suffixes are not a tuple of texts that begin with a point"
    functions: tuple[object, ...] = (loaded.recognises, loaded.read)
    if not all(callable(one) for one in functions):
        return "its recognises and read are not functions"
    return ""


def _guarded(reader: Reader, who: str) -> Reader:
    """Return a reader that raises nothing but errors of xpsfit."""

    def recognises(head: bytes, path: Path) -> bool:
        try:
            return bool(reader.recognises(head, path))
        except (*FAULTS, XpsFitError) as fault:
            raise InputError(
                f"{who} fails to look at the file ({_words(fault)}); update or "
                "uninstall it",
                file=path,
            ) from fault

    def read(path: Path) -> list[Spectrum]:
        try:
            spectra: object = reader.read(path)
        except FAULTS as fault:
            raise InputError(
                f"{who} fails to read the file ({_words(fault)}); report this to its "
                "authors",
                file=path,
            ) from fault
        if not isinstance(spectra, list) or not spectra:
            raise InputError(f"{who} returns no list of spectra; update it", file=path)
        if not all(isinstance(one, Spectrum) for one in spectra):
            raise InputError(
                f"{who} returns what is no xpsfit.spectrum.Spectrum; update it",
                file=path,
            )
        return [replace(one, format=reader.name) for one in spectra]

    return replace(reader, recognises=recognises, read=read)


def _owner(entry: metadata.EntryPoint) -> str:
    """Return name and version of the distribution that declares an entry point."""
    if entry.dist is None:
        return "an unknown distribution"
    return printable(f"{entry.dist.name} {entry.dist.version}", 80)


def _words(fault: BaseException) -> str:
    return printable(f"{type(fault).__name__}: {fault}", 160)
