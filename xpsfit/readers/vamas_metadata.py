"""What a VAMAS file says besides the spectrum, as words for `Spectrum.metadata`."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from xpsfit.readers import vamas_groups

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header

DATES = frozenset(vamas_groups.DATE)
BLOCK, SAMPLE, DATE = "block id", "sample id", "date"
_date_parts = itemgetter(*vamas_groups.DATE)
MAX_LISTED = 32
"""Experimental variables and parameters that are kept; real files have up to four."""


def metadata(header: Header, block: Block) -> dict[str, str]:
    """Return all supplied fields of the header and one block, by name."""
    fields = {
        **header.texts,
        "experiment mode": f"{header.mode}, {header.scan_mode}",
        # Places for what comes below.
        **dict.fromkeys((BLOCK, SAMPLE, DATE), ""),
        **block.texts,
        **{
            name: _number(value)
            for name, value in block.numbers.items()
            if value is not None and name not in DATES
        },
        **_of_one_block(header, block),
    }
    for parameter, value in block.parameters[:MAX_LISTED]:
        fields[f"parameter: {parameter}"] = _number(value)
    return {name: text for name, text in fields.items() if text}


def metadata_like(
    first: Mapping[str, str], header: Header, block: Block
) -> dict[str, str]:
    """Return `metadata` of a block of the same kind as another whose are `first`."""
    fields = dict(first)
    for name, text in _of_one_block(header, block).items():
        if (name in fields) != bool(text):
            # The order of the fields would be another.
            return metadata(header, block)
        if text:
            fields[name] = text
    return fields


def _of_one_block(header: Header, block: Block) -> dict[str, str]:
    """Return the fields that differ between blocks of one kind."""
    date = _iso_date(_date_parts(block.numbers))
    fields = {
        BLOCK: block.identifier,
        SAMPLE: block.sample,
        DATE: date,
        "block comments": block.comments,
    }
    pairs = zip(header.variables, block.variables, strict=True)
    for variable, value in islice(pairs, MAX_LISTED):
        fields[f"experimental variable: {variable}"] = _number(value)
    return fields


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


@lru_cache(maxsize=1024)
def _iso_date(parts: tuple[float | None, ...]) -> str:
    """Return the ISO date, with the time where it is known; -1 stands for unknown."""
    year, month, day, hour, minute, second = (
        -1 if value is None or not 0 <= value < 1e4 else int(value) for value in parts
    )
    try:
        date = datetime(year, month, day)  # noqa: DTZ001
        if min(hour, minute, second) < 0:
            return date.date().isoformat()
        # Some instruments write midnight as hour 24.
        return (
            date + timedelta(hours=hour, minutes=minute, seconds=second)
        ).isoformat()
    except (ValueError, OverflowError):
        return ""
