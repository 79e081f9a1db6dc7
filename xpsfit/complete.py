"""Which levels of a series hold all that atomic percent needs.

Atomic percent adds up to 100 over what was measured. A level that lacks a core level of
the others would hand its share to the rest, and in a profile that looks like chemistry.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.results import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import LevelResult


def without_partial(levels: Sequence[LevelResult]) -> tuple[LevelResult, ...]:
    """Return the levels, those without composition that lack an element of the series.

    Parameters
    ----------
    levels : sequence of LevelResult
        Of one sample.

    Returns
    -------
    tuple of LevelResult
        An element is one of the series if more than half of the levels count it. Levels
        that lack one keep their areas and say in a failure why they have no amounts.
    """
    counted = [_elements(level) for level in levels]
    every = dict.fromkeys(element for found in counted for element in found)
    common = {
        element: _region_of(element, levels)
        for element in every
        if 2 * sum(element in found for found in counted) > len(levels)
    }
    return tuple(
        _stripped(level, [common[e] for e in common if e not in found])
        for level, found in zip(levels, counted, strict=True)
    )


def _elements(level: LevelResult) -> list[str]:
    if level.composition is None:
        return []
    return [row.element for row in level.composition.elements]


def _region_of(element: str, levels: Sequence[LevelResult]) -> str:
    return next(
        row.region
        for level in levels
        if level.composition is not None
        for row in level.composition.elements
        if row.element == element
    )


def _stripped(level: LevelResult, lacking: list[str]) -> LevelResult:
    if level.composition is None or not lacking:
        return level
    reason = (
        f"{', '.join(lacking)} not measured or failed at this level, so the amounts of "
        "the others would be no atomic percent; the areas are in the tables, and "
        "--region leaves a core level out of the whole series"
    )
    failure = Failure(level.sample, "composition", level.etch_time_s, reason)
    return replace(level, composition=None, failures=(*level.failures, failure))
