"""What VAMAS has no field for, kept by xpsfit in the comments of a block.

The lines are ``xpsfit: `` followed by a piece of one JSON object and a ``|``, which
keeps blanks at the end of a piece. The standard wants lines of at most 80 characters of
ASCII; other programs show these as the comments they are.

Objects hold the names and the etch time as they were, the state of the transmission
correction, metadata and warnings. A name or time counts only while the field of the
block is still what the writer made of it, so that what another program has changed
since is read as changed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xpsfit.details import details_of, dump_details, is_plain, load_object
from xpsfit.readers.region_label import core_level
from xpsfit.readers.text import printable
from xpsfit.readers.vamas_groups import SPECIES, TRANSITION
from xpsfit.readers.vamas_header import Label
from xpsfit.spectrum import TRANSMISSION_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.readers.vamas_block import Block
    from xpsfit.readers.vamas_header import Header
    from xpsfit.spectrum import Spectrum

MARK = "xpsfit: "
ETCH_TIME = Label("Etch Time", "s")
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


def record_lines(spectrum: Spectrum) -> list[str]:
    """Return the comment lines that keep what VAMAS has no field for."""
    more = {
        "region": spectrum.region,
        "sample": spectrum.sample,
        "etch_time_s": spectrum.etch_time_s,
        "transmission_state": spectrum.transmission_state,
    }
    text = dump_details(spectrum, more, ascii_only=True)
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
        names = _names(content, block)
    except ValueError as error:
        warning = (
            "the comments in which xpsfit keeps metadata are damaged and not used: "
            f"{printable(str(error))}"
        )
        return replace(spectrum, warnings=(*spectrum.warnings, warning))
    values = dict(zip(header.variables, block.variables, strict=True))
    time = values.get(ETCH_TIME)
    if time is not None and time == content.get("etch_time_s"):
        spectrum = replace(spectrum, etch_time_s=time)
    new = tuple(w for w in spectrum.warnings if w not in details.warnings)
    return replace(
        spectrum,
        **names,
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
