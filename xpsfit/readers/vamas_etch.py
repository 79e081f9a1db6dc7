"""Etch times of VAMAS blocks, from the experimental variables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xpsfit.errors import UnsupportedDataError

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header

ETCH = re.compile(r"etch|sputter", re.IGNORECASE)
TIME = re.compile(r"time", re.IGNORECASE)
SECONDS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3600.0),
}


def etch_variables(header: Header) -> list[int]:
    """Return the places of the variables whose label speaks of an etch time."""
    return [
        index
        for index, label in enumerate(header.variables)
        if ETCH.search(label.name) and TIME.search(label.name)
    ]


def etch_times(
    header: Header, blocks: list[Block], file: Path
) -> tuple[list[float | None], tuple[str, ...]]:
    """Return the etch time of every block in s, and warnings.

    The variable is found by its label, which has to speak of etching or sputtering and
    of time; its place among the variables says nothing.

    Parameters
    ----------
    header, blocks : Header, list of Block
        The file's fields.
    file : Path
        For messages.

    Returns
    -------
    tuple of list of (float or None) and tuple of str
        All None where no block was etched: instruments add the variable, with the value
        0, to ordinary spectra too, and a series has levels that differ. A single level
        other than 0 keeps its time, so a file per level works.

    Raises
    ------
    UnsupportedDataError
        If two variables look like an etch time.
    """
    nothing: list[float | None] = [None] * len(blocks)
    found = etch_variables(header)
    if not found:
        return nothing, ()
    if len(found) > 1:
        names = ", ".join(f"'{header.variables[index]}'" for index in found)
        raise UnsupportedDataError(
            f"several variables look like the etch time: {names}; keep one of them",
            file=file,
        )
    label = header.variables[found[0]]
    factor = SECONDS.get(label.unit.casefold())
    values = [block.variables[found[0]] for block in blocks]
    if not any(values):
        return nothing, ()
    if factor is None:
        warning = (
            f"the unit '{label.unit}' of '{label.name}' is not s, min or h, so the "
            "etch times are not known"
        )
        return nothing, (warning,)
    times = [
        value * factor if value is not None and value >= 0 else None for value in values
    ]
    # A block that xpsfit wrote states that it was not etched by leaving the time out.
    lost = sum(
        time is None and not block.record
        for time, block in zip(times, blocks, strict=True)
    )
    return times, (f"{lost} blocks have no usable etch time",) if lost else ()
