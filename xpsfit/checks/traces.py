"""Amounts of species through a series: a point per level that was quantified."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xpsfit.results import LevelResult, SampleResult


class Point(NamedTuple):
    """A quantity of one level with its standard error."""

    time_s: float
    value: float
    stderr: float

    def above(self, other: Point) -> float:
        """Return by how many standard errors it is above another."""
        error = math.hypot(self.stderr, other.stderr)
        return (self.value - other.value) / error if error > 0.0 else 0.0


def first_trace(
    result: SampleResult, regions: Sequence[str], species: Collection[str]
) -> list[Point]:
    """Return amounts of species from the first region that has them at two levels."""
    traces = [trace(result.levels, region, species) for region in regions]
    return next((found for found in traces if len(found) > 1), [])


def trace(
    levels: Sequence[LevelResult], region: str, species: Collection[str]
) -> list[Point]:
    """Return amounts of species in a region at the levels that were quantified."""
    points = []
    for level in levels:
        names = names_of(level, region, species)
        states = level.composition.states if level.composition else ()
        own = [s for s in states if s.region == region and s.component in names]
        if own:
            total = sum(s.atomic_percent for s in own)
            error = math.hypot(*(s.atomic_percent_stderr for s in own))
            points.append(Point(level.etch_time_s or 0.0, total, error))
    return points


def shares_of(
    levels: Sequence[LevelResult], region: str, species: Collection[str]
) -> list[Point]:
    """Return the share of species in a region at the levels that have any."""
    points = []
    for level in levels:
        names = names_of(level, region, species)
        states = level.composition.states if level.composition else ()
        own = [
            s
            for s in states
            if s.region == region
            and s.component in names
            and math.isfinite(s.region_fraction)
        ]
        if own:
            share = sum(s.region_fraction for s in own)
            error = max(s.region_fraction_stderr for s in own)
            points.append(Point(level.etch_time_s or 0.0, share, error))
    return points


def names_of(level: LevelResult, region: str, species: Collection[str]) -> set[str]:
    """Return the components of a region that are called one of some species."""
    return {
        c.name
        for fit in level.fits
        if fit.region.name == region
        for c in fit.components
        if c.species in species
    }
