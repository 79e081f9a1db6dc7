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
