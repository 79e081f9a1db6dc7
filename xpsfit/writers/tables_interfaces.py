"""The table of interfaces and buried layers, one row per element and state."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from xpsfit.depth.types import Interface
from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import SampleResult

_FIRST = (
    "quantity",
    "kind",
    "position_s",
    "position_s_stderr",
    "depth_nm",
    "depth_nm_stderr",
    "depth_low_nm",
    "depth_high_nm",
    "width_s",
    "width_s_stderr",
    "width_nm",
    "width_nm_stderr",
    "asymmetry",
    "asymmetry_stderr",
)
_REST = tuple(
    field.name
    for field in dataclasses.fields(Interface)
    if field.name not in (*_FIRST, "note")
)


def interfaces_table(results: Sequence[SampleResult]) -> Table:
    """Return what every element and state of every series does with etch time.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        `kind` is ``step`` (position is its middle, width from 16 to 84 %), ``layer``
        (centroid and FWHM) or ``none``, with the reason under `note`. Positions are
        etch times; `depth_nm` is on the scale of the profile. Without rows for
        surfaces.
    """
    columns = (*_FIRST, *_REST, "note")
    rows = tuple(
        (result.sample, *(_cell(found, name) for name in columns))
        for result in results
        for found in result.interfaces
    )
    return Table("interfaces", ("sample", *columns), rows)


def _cell(found: Interface, name: str) -> Cell:
    value: Cell = getattr(found, name)
    return None if value == "" else value
