"""What a spectrum holds in words, as one line of JSON: there and back.

Formats that have no field for the instrument's own words carry this line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.spectrum import Spectrum

MAX_DETAILS = 100_000
"""Characters of one line; the fullest real file needs a tenth of it."""

MAX_TEXT = 10_000
"""Characters of one text."""

MAX_LEVEL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Details:
    """Metadata and warnings of a spectrum."""

    metadata: dict[str, str]
    warnings: tuple[str, ...]


def is_plain(text: str) -> bool:
    r"""Return whether a text is on one line, printable and not endless.

    Examples
    --------
    >>> is_plain("bare Li, µm"), is_plain("bare\nLi"), is_plain("\x1b[2J")
    (True, False, False)
    """
    return text.isprintable() and len(text) <= MAX_TEXT


def dump_details(
    spectrum: Spectrum,
    more: Mapping[str, object] | None = None,
    *,
    ascii_only: bool = False,
) -> str:
    """Return metadata, warnings and the entries of `more` as one line of JSON.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> foil = Spectrum("C 1s", "", [1], [2], "counts", metadata={"lens": "µ"})
    >>> dump_details(foil)
    '{"metadata": {"lens": "µ"}, "warnings": []}'
    """
    content = {
        **(more or {}),
        "metadata": spectrum.metadata,
        "warnings": list(spectrum.warnings),
    }
    return json.dumps(content, ensure_ascii=ascii_only, allow_nan=False)


def load_object(text: str) -> dict[str, Any]:
    """Return the JSON object that a line spells.

    Raises
    ------
    ValueError
        If it is no object, or too long.
    """
    if len(text) > MAX_DETAILS:
        raise ValueError(f"it is longer than {MAX_DETAILS} characters")
    try:
        content = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(content, dict):
        raise ValueError("it is no JSON object")
    return content


def details_of(content: Mapping[str, Any]) -> Details:
    """Return what `dump_details` has put into an object.

    Raises
    ------
    ValueError
        If a text is missing, is no text, or could not have been written.
    """
    metadata, warnings = content.get("metadata"), content.get("warnings")
    if not isinstance(metadata, dict) or not isinstance(warnings, list):
        raise ValueError("its metadata or warnings are missing")
    for text in (*metadata, *metadata.values(), *warnings):
        if not isinstance(text, str) or not is_plain(text):
            raise ValueError("its metadata or warnings are not plain texts")
    return Details(metadata, tuple(warnings))


def etch_words(spectrum: Spectrum) -> dict[str, int | str]:
    """Return what a spectrum knows of etching besides the time, and nothing else.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> etch_words(Spectrum("C 1s", "", [1], [2], "counts", etch_level=0))
    {'etch_level': 0}
    """
    words: dict[str, int | str] = {}
    if spectrum.etch_level is not None:
        words["etch_level"] = int(spectrum.etch_level)
    if spectrum.unetched:
        words["unetched"] = True
    if spectrum.etch_doubt:
        words["etch_doubt"] = spectrum.etch_doubt
    return words


def etch_words_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `etch_words` has put into an object, as fields of a `Spectrum`.

    Raises
    ------
    ValueError
        If one of them could not have been written.
    """
    level = content.get("etch_level")
    unetched = content.get("unetched", False)
    doubt = content.get("etch_doubt", "")
    whole = isinstance(level, int) and not isinstance(level, bool)
    if level is not None and not (whole and 0 <= level <= MAX_LEVEL):
        raise ValueError("its etch level is no number from 0 on")
    if not isinstance(unetched, bool):
        raise ValueError("'unetched' is neither true nor false")
    if not isinstance(doubt, str) or not is_plain(doubt):
        raise ValueError("its doubt of the etch time is no plain text")
    return {"etch_level": level, "unetched": unetched, "etch_doubt": doubt}
