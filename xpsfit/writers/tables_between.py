"""Samples that were fitted together, side by side: differences and ratios.

Their errors hold the covariance that the samples have by what they share.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.fit.joint_result import BetweenSamples, JointQuantity
    from xpsfit.results import SampleResult

_COLUMNS = (
    "sample",
    "other_sample",
    "region",
    "component",
    "quantity",
    "value",
    "stderr",
    "other_value",
    "other_stderr",
    "correlation",
    "difference",
    "difference_stderr",
    "ratio",
    "ratio_stderr",
)
# Values and variances that differ by less than this share are the same.
ROUNDING = 1e-12


def between_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per sample, other sample and quantity that both have.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        `difference` is this sample minus the other, `ratio` this one over the other,
        empty for positions. Without rows where no samples were fitted together.
    """
    rows = [
        (level.sample, *row)
        for result in results
        for level in result.levels
        if level.joint is not None and level.joint.between is not None
        for row in _rows(level.joint.between)
    ]
    return Table("between_samples", _COLUMNS, tuple(rows))


def _rows(between: BetweenSamples) -> Iterator[tuple[Cell, ...]]:
    others: dict[tuple[str, str, str], list[int]] = {}
    for index, quantity in enumerate(between.quantities):
        if index not in set(between.own):
            others.setdefault(_what(quantity), []).append(index)
    for row, place in enumerate(between.own):
        one = between.quantities[place]
        for index in others.get(_what(one), []):
            other = between.quantities[index]
            yield _row(one, other, float(between.covariance[row, index]))


def _what(quantity: JointQuantity) -> tuple[str, str, str]:
    return quantity.region, quantity.component, quantity.quantity


def _row(
    one: JointQuantity, other: JointQuantity, covariance: float
) -> tuple[Cell, ...]:
    product = one.stderr * other.stderr
    return (
        other.sample,
        *_what(one),
        one.value,
        one.stderr,
        other.value,
        other.stderr,
        covariance / product if product > 0.0 else None,
        *_difference(one, other, covariance),
        *_ratio(one, other, covariance),
    )


def _difference(
    one: JointQuantity, other: JointQuantity, covariance: float
) -> tuple[Cell, ...]:
    difference = one.value - other.value
    if abs(difference) <= ROUNDING * max(abs(one.value), abs(other.value)):
        difference = 0.0
    parts = (one.stderr**2, other.stderr**2, -2.0 * covariance)
    return difference, _root(parts)


def _ratio(
    one: JointQuantity, other: JointQuantity, covariance: float
) -> tuple[Cell, ...]:
    """Return a / b and its error, by d(a / b) = (da - a / b db) / b."""
    if one.quantity == "center_ev" or one.value <= 0.0 or other.value <= 0.0:
        return None, None
    ratio = one.value / other.value
    parts = (
        one.stderr**2,
        (ratio * other.stderr) ** 2,
        -2.0 * ratio * covariance,
    )
    return ratio, _root(parts) / other.value


def _root(parts: tuple[float, float, float]) -> float:
    """Return the root of a sum of variances, 0 where only rounding is left of it."""
    variance = sum(parts)
    largest = max(abs(part) for part in parts)
    return 0.0 if variance <= ROUNDING * largest else math.sqrt(variance)
