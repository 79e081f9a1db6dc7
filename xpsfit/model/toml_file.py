"""TOML files from strangers: size, text and depth are checked before they are read."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from xpsfit.errors import ModelError
from xpsfit.file_kind import why_no_file
from xpsfit.model.toml_table import Table

if TYPE_CHECKING:
    from pathlib import Path

# A model needs three. The time of a TOML parser grows with the square of the depth.
DEEPEST_KEY = 16
_KEY_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(
    rf"(?<![\w-]){_KEY_PART}(?:[ \t]*+\.[ \t]*+{_KEY_PART}){{{DEEPEST_KEY}}}"
)


def toml_text(file: Path, limit_bytes: int, kind: str) -> str:
    """Return the text of a file.

    Parameters
    ----------
    file : Path
    limit_bytes : int
        No file of this kind is larger; no more of it is read.
    kind : str
        What it should be, for messages: ``"a peak model"``.

    Raises
    ------
    ModelError
        If it cannot be read, is too large, or is no text. The file is not named.
    """
    try:
        if reason := why_no_file(file):
            raise ModelError(f"cannot be read: {reason}")
        with file.open("rb") as stream:
            content = stream.read(limit_bytes + 1)
    except OSError as error:
        raise ModelError(f"cannot be read: {error.strerror}") from error
    if len(content) > limit_bytes:
        kilobytes = limit_bytes // 1000
        most = f"{kilobytes} kB" if kilobytes < 1000 else f"{kilobytes // 1000} MB"
        raise ModelError(f"larger than {most}, so not {kind}")
    try:
        # Some editors begin a text with a byte order mark.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ModelError(f"not a text file, so not {kind}") from error


def toml_table(text: str, kind: str) -> Table:
    """Return the table that a text of TOML is.

    Raises
    ------
    ModelError
        If it is not TOML, or of a depth that only serves to keep a parser busy.
    """
    if _DEEP_KEY.search(text) is not None:
        raise ModelError(f"a key of more than {DEEPEST_KEY} parts; not {kind}")
    try:
        return Table(tomllib.loads(text), "")
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"not valid TOML: {error}") from error
    except (ValueError, RecursionError) as error:
        raise ModelError(
            f"nested too deeply, or a number of thousands of digits; not {kind}"
        ) from error
