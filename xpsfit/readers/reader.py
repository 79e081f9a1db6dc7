"""What a reader of a file format consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xpsfit.spectrum import Spectrum


@dataclass(frozen=True, slots=True)
class Reader:
    """One file format.

    Attributes
    ----------
    name : str
        Short name, as in ``xpsfit.read(path, format=name)``.
    title : str
        The format in words.
    suffixes : tuple of str
        Usual ends of file names; a hint for people, never a proof.
    recognises : callable
        ``recognises(head, path) -> bool`` looks at the first bytes and never raises.
    read : callable
        ``read(path) -> list[Spectrum]`` returns at least one spectrum or raises an
        InputError.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes, Path], bool]
    read: Callable[[Path], list[Spectrum]]
