"""The table of empty cells: which core level has no value at which time, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.gaps import gaps
from xpsfit.writers.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import SampleResult


def gaps_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per core level and level of a series without a value."""
    rows = [
        (gap.sample, gap.etch_time_s, gap.region, gap.reason)
        for result in results
        for gap in gaps(result)
    ]
    return Table("gaps", ("sample", "etch_time_s", "region", "reason"), tuple(rows))
