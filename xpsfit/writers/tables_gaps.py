"""The table of empty cells: what has no value at which time, and why."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from xpsfit.depth import depth_profile
from xpsfit.gaps import gaps
from xpsfit.writers.table import Table
from xpsfit.writers.tables_profile import LIMIT, ratio_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.depth.types import DepthProfile
    from xpsfit.results import SampleResult
    from xpsfit.writers.table import Cell


def gaps_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per core level and level of a series without a value.

    Ratios with an element below detection follow, by the names of their columns in the
    table of the profile.
    """
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        rows += [(g.sample, g.etch_time_s, g.region, g.reason) for g in gaps(result)]
        if result.rate_nm_per_s is not None:
            rows += _ratios(depth_profile(result))
    return Table("gaps", ("sample", "etch_time_s", "region", "reason"), tuple(rows))


def _ratios(profile: DepthProfile) -> Iterator[tuple[Cell, ...]]:
    below = {element: profile.is_below(element) for element in profile.elements}
    for place, time in enumerate(profile.etch_time_s.tolist()):
        for pair in combinations(profile.elements, 2):
            if reason := _reason(*pair, [bool(below[one][place]) for one in pair]):
                yield profile.sample, time, ratio_name(*pair), reason


def _reason(numerator: str, denominator: str, below: Sequence[bool]) -> str:
    if all(below):
        return f"{numerator} and {denominator} are below detection"
    if below[1]:
        return f"{denominator} is below detection"
    if below[0]:
        limit = f"{ratio_name(numerator, denominator)}{LIMIT}"
        return f"{numerator} is below detection; its limit stands in {limit}"
    return ""
