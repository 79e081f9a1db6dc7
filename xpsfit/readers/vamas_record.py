"""What VAMAS has no field for, kept by xpsfit in the comments of a block.

The lines are ``xpsfit: `` followed by a piece of one JSON object and a ``|``, which
keeps blanks at the end of a piece. The standard wants lines of at most 80 characters of
ASCII; other programs show these as the comments they are.

Objects hold names, etch time, angle and point as they were, the state of the
transmission correction, metadata and warnings, and what the fields of angle and point
were written as. A name, time or place counts only while the fields of the block are
still what the writer made of it, so that what another program has changed since is read
as changed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from math import isclose, isfinite
from typing import TYPE_CHECKING, Any, TypeGuard

from xpsfit.details import (
    MAX_DETAILS,
    details_of,
    dump_details,
    etch_words,
    etch_words_of,
    is_plain,
    load_object,
)
from xpsfit.errors import OutputError
from xpsfit.readers.region_label import core_level
from xpsfit.readers.text import printable
from xpsfit.readers.vamas_groups import SPECIES, TRANSITION
from xpsfit.readers.vamas_header import Label
from xpsfit.readers.vamas_places import TAKE_OFF, place_fields
from xpsfit.spectrum import TRANSMISSION_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header
    from xpsfit.spectrum import Spectrum

MARK = "xpsfit: "
ETCH_TIME = Label("Etch Time", "s")
PLACES = ("angle_deg", "position")
ROUNDED = 1e-6
"""Other programs may write a number again with fewer digits."""
PIECE = 70
LINE = 80
"""Characters of a line in the standard."""


def plain_line(text: str) -> str:
    """Return `text` as the standard wants a line: short and in ASCII.

    Examples
    --------
    >>> plain_line("Schröder, 5 µm")
    'Schroder, 5 um'
    """
    plain = unicodedata.normalize("NFKD", text.replace("µ", "u"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return kept.encode("ascii", "replace").decode()[:LINE].strip()


def labels_of(region: str) -> tuple[str, str]:
    """Return species and transition of a region.

    Examples
    --------
    >>> labels_of("C 1s"), labels_of("Survey 2")
    (('C', '1s'), ('Survey 2', ''))
    """
    species, _, transition = region.partition(" ")
    if core_level(region) == region and transition:
        return species, transition
    return plain_line(region), ""


def record_lines(
    spectrum: Spectrum,
    variables: Mapping[Label, float | None],
    take_off_deg: float | None,
) -> list[str]:
    """Return the comment lines that keep what VAMAS has no field for.

    Parameters
    ----------
    spectrum : Spectrum
    variables : mapping of Label to (float or None)
        The experimental variables of the block, as they are written.
    take_off_deg : float or None
        The take-off polar angle, as it is written.

    Raises
    ------
    OutputError
        If they would be longer than what is read.
    """
    more: dict[str, object] = {
        "region": spectrum.region,
        "sample": spectrum.sample,
        "etch_time_s": spectrum.etch_time_s,
        "transmission_state": spectrum.transmission_state,
        **etch_words(spectrum),
    }
    places = (spectrum.angle_deg, spectrum.position)
    fields = place_fields(variables, take_off_deg)
    for name, value, written in zip(PLACES, places, fields, strict=True):
        more[name] = {"value": value, "written": written}
    text = dump_details(spectrum, more, ascii_only=True)
    if len(text) > MAX_DETAILS:
        raise OutputError(
            f"the metadata of '{spectrum.region}' are longer than {MAX_DETAILS} "
            "characters, more than a comment holds; shorten them, or write HDF5 (.h5)"
        )
    return [
        f"{MARK}{text[start : start + PIECE]}|" for start in range(0, len(text), PIECE)
    ]


def kept_lines(comments: Sequence[str]) -> tuple[str, ...]:
    """Return the comment lines of a block that belong to a record."""
    return tuple(line for line in comments if line.startswith(MARK))


def with_record(spectrum: Spectrum, header: Header, block: Block) -> Spectrum:
    """Return the spectrum of a block with what its record adds.

    Parameters
    ----------
    spectrum : Spectrum
        As the fields of the block say.
    header, block : Header, Block
        The fields themselves.

    Returns
    -------
    Spectrum
        Unchanged without a record; with one more warning where the record is damaged.
    """
    if not block.record:
        return spectrum
    text = "".join(line[len(MARK) :].removesuffix("|") for line in block.record)
    try:
        content = load_object(text)
        details = details_of(content)
        known = _names(content, block)
        known |= _etching(content, header, block) | _places(content, header, block)
    except ValueError as error:
        warning = (
            "the comments in which xpsfit keeps metadata are damaged and not used: "
            f"{printable(str(error))}"
        )
        return replace(spectrum, warnings=(*spectrum.warnings, warning))
    new = tuple(w for w in spectrum.warnings if w not in details.warnings)
    return replace(
        spectrum,
        **known,
        transmission_state=TRANSMISSION_STATES.get(
            str(content.get("transmission_state")), "unknown"
        ),
        metadata=details.metadata,
        warnings=(*details.warnings, *new),
    )


def _names(content: Mapping[str, Any], block: Block) -> dict[str, Any]:
    """Return region and sample where the block still has what was made of them."""
    names = {}
    region, sample = content.get("region"), content.get("sample")
    for text in (region, sample):
        if not isinstance(text, str) or not is_plain(text):
            raise ValueError("its names are no plain texts")
    labels = (block.texts.get(SPECIES), block.texts.get(TRANSITION))
    if region and labels == labels_of(str(region)):
        names["region"] = region
    if block.sample == plain_line(str(sample)):
        names["sample"] = sample
    return names


def _variables(header: Header, block: Block) -> dict[Label, float | None]:
    return dict(zip(header.variables, block.variables, strict=True))


def _etching(
    content: Mapping[str, Any], header: Header, block: Block
) -> dict[str, Any]:
    """Return what the record says of etching, if the block still has its time."""
    words = etch_words_of(content)
    time = content.get("etch_time_s")
    if _variables(header, block).get(ETCH_TIME) != time:
        return {}
    return {"etch_time_s": time, **words}


def _places(content: Mapping[str, Any], header: Header, block: Block) -> dict[str, Any]:
    """Return angle and point where the block still has what was made of them."""
    fields = place_fields(_variables(header, block), block.numbers.get(TAKE_OFF))
    found = {}
    for name, present in zip(PLACES, fields, strict=True):
        kept = content.get(name, {})
        if not isinstance(kept, dict) or not isinstance(kept.get("written", {}), dict):
            raise ValueError(f"its {name} is not as xpsfit writes it")
        if "written" in kept and _unchanged(kept["written"], present):
            found[name] = kept.get("value")
        _check_place(name, kept.get("value"))
    return found


def _check_place(name: str, value: object) -> None:
    if name == "position":
        good = isinstance(value, str) and value != "" and is_plain(value)
    else:
        good = _is_number(value) and isfinite(value)
    if value is not None and not good:
        raise ValueError(f"its {name} is {printable(repr(value), 40)}")


def _unchanged(written: Mapping[str, Any], present: Mapping[str, float]) -> bool:
    return written.keys() == present.keys() and all(
        _is_number(value) and isclose(value, present[name], rel_tol=ROUNDED)
        for name, value in written.items()
    )


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
