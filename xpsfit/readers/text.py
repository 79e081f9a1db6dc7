"""From the bytes of a text file to lines, numbers and printable words.

A file from an instrument is a stranger's file: its size is checked before it is read,
a number is a number only if all of it is one, and a word that reaches a record has
lost the control characters that could drive a terminal.
"""

from __future__ import annotations

import codecs
import re
from os import fstat
from typing import TYPE_CHECKING

from xpsfit.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

MAX_TEXT_BYTES = 64 * 1024**2
"""Largest text file that is read; real exports stay under a tenth of it."""

MAX_NUMBER_LENGTH = 64
NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eEdD][+-]?[0-9]+)?")
MAX_MAGNITUDE = 1e38
UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def load_lines(path: Path) -> list[str]:
    """Return the lines of a text file without their ends (CRLF, LF or CR).

    Parameters
    ----------
    path : Path
        A file in UTF-8, UTF-16 with a byte-order mark, or Latin-1.

    Returns
    -------
    list of str
        Without byte-order mark and NUL characters. A file that ends in a line end has
        one empty line more than it has items.

    Raises
    ------
    InputError
        If the file cannot be opened or is larger than `MAX_TEXT_BYTES`.
    """
    text = decode(load_bytes(path)).replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def load_bytes(path: Path) -> bytes:
    """Return the content of a text file.

    Raises
    ------
    InputError
        If the file cannot be opened or is larger than `MAX_TEXT_BYTES`.
    """
    try:
        with path.open("rb") as stream:
            # Room for the largest file takes longer to get than most take to read.
            size = min(fstat(stream.fileno()).st_size, MAX_TEXT_BYTES)
            data = stream.read(size + 1)
            if len(data) > size:  # A pipe does not say how much it holds.
                data += stream.read(MAX_TEXT_BYTES + 1 - len(data))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"the file cannot be read: {reason}", file=path) from error
    if len(data) > MAX_TEXT_BYTES:
        raise InputError(
            f"the file is larger than {MAX_TEXT_BYTES // 1024**2} MB, the most that is "
            "read as text; export the spectra in several files",
            file=path,
        )
    return data


def decode(data: bytes) -> str:
    r"""Return `data` as text: UTF-16 or UTF-8 by its mark, UTF-8, else Latin-1.

    Examples
    --------
    >>> decode(b"\xef\xbb\xbfC 1s"), decode("µ".encode("latin-1"))
    ('C 1s', 'µ')
    """
    if data.startswith(UTF16_BOMS):
        return data.decode("utf-16", errors="replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def decode_head(head: bytes) -> str:
    """Return the first bytes of a file as text, wherever they were cut; never raises.

    Examples
    --------
    >>> decode_head("VAMAS µ".encode()[:-1])
    'VAMAS �'
    """
    encoding = "utf-16" if head.startswith(UTF16_BOMS) else "utf-8"
    text = head.removeprefix(codecs.BOM_UTF8).decode(encoding, errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_number(token: str) -> float | None:
    """Return the number that `token` spells, or None if it is not a finite number.

    Blanks around it and Fortran's ``D`` exponent are accepted; ``nan``, ``inf``,
    decimal commas and digit groups are not.

    Examples
    --------
    >>> parse_number(" 70E-9 "), parse_number("1.5D+02"), parse_number("1_000")
    (7e-08, 150.0, None)
    """
    token = token.strip()
    if len(token) > MAX_NUMBER_LENGTH or not NUMBER.fullmatch(token):
        return None
    try:
        value = float(token)
    except ValueError:
        value = float(token.replace("D", "E").replace("d", "e"))
    return value if abs(value) < MAX_MAGNITUDE else None


def printable(text: str, limit: int = 200) -> str:
    r"""Return `text` on one line, without control characters, at most `limit` long.

    Examples
    --------
    >>> printable("\x1b[31mbare\tLi\x00")
    '[31mbare Li'
    >>> printable("abcdefgh", limit=4)
    'abc…'
    """
    if len(text) <= limit and text.isprintable():
        return text.strip()
    text = text[: 2 * limit]
    text = "".join(c if c.isprintable() else " " for c in text).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"
