"""What a VAMAS file says besides the spectrum, as words for `Spectrum.metadata`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from xpsfit.readers import vamas_groups

if TYPE_CHECKING:
    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header

DATES = frozenset(vamas_groups.DATE)
MAX_LISTED = 32
"""Experimental variables and parameters that are kept; real files have up to four."""


def metadata(header: Header, block: Block) -> dict[str, str]:
    """Return all supplied fields of the header and one block, by name."""
    fields = {
        **header.texts,
        "experiment mode": f"{header.mode}, {header.scan_mode}",
        "block id": block.identifier,
        "sample id": block.sample,
        "date": _date(block),
        **block.texts,
        **{
            name: _number(value)
            for name, value in block.numbers.items()
            if value is not None and name not in DATES
        },
        "block comments": block.comments,
    }
    pairs = zip(header.variables, block.variables, strict=True)
    for variable, value in list(pairs)[:MAX_LISTED]:
        fields[f"experimental variable: {variable}"] = _number(value)
    for parameter, value in block.parameters[:MAX_LISTED]:
        fields[f"parameter: {parameter}"] = _number(value)
    return {name: text for name, text in fields.items() if text}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _date(block: Block) -> str:
    """Return the ISO date, with the time where it is known; -1 stands for unknown."""
    parts = []
    for name in vamas_groups.DATE:
        value = block.numbers.get(name)
        parts.append(-1 if value is None or not 0 <= value < 1e4 else int(value))
    year, month, day, hour, minute, second = parts
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
