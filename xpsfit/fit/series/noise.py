"""The noise of a series, renewed from the fitted curves until it stays.

Variances are those of the fitted curve, so that channels that happen to be low do not
weigh too much (`xpsfit.fit.few_counts` has the sources). One region needs this for few
counts only. In a series the same small bias of all levels adds up in what they share,
while the errors of that become smaller, so here it is done for any number of counts.
Where counts are unknown, the scatter of the residuals stands in for the noise of each
spectrum.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.few_counts import FEW_COUNTS, LEAST_VARIANCE

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.problem import SeriesProblem
    from xpsfit.fit.series.sheets import Sheet

    BoolArray = npt.NDArray[np.bool_]

# A weight that moves by less than this share has settled: any, and those of many
# counts, which matter less.
SETTLED, SETTLED_MANY = 1e-4, 2e-3


def renewed(
    problem: SeriesProblem, values: FloatArray, *, first: bool
) -> list[Sheet] | None:
    """Return the sheets with the noise that the fitted curves ask for.

    Parameters
    ----------
    problem : SeriesProblem
        Its state at the minimum.
    values : FloatArray, shape (Q,)
    first : bool
        Whether unknown noise is still the rough one; it is scaled once.

    Returns
    -------
    list of Sheet or None
        None where nothing moved.
    """
    found: list[Sheet] = []
    moved = False
    for sheet, curves in zip(problem.sheets, problem.curves(values), strict=True):
        weight, few = _of_curves(sheet, curves)
        if first:
            weight = _of_scatter(sheet, curves, weight, problem)
        share = np.where(few, SETTLED, SETTLED_MANY)[:, None]
        moved |= bool((np.abs(weight - sheet.weight) > share * sheet.weight).any())
        found.append(replace(sheet, weight=weight))
    return found if moved else None


def _of_curves(sheet: Sheet, curves: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return weights from the curves, and which levels expect few counts."""
    whole = curves if sheet.static_cps is None else curves + sheet.static_cps
    expected = whole * sheet.time_s[:, None]
    inside = sheet.weight > 0.0
    lowest = np.where(inside, expected, np.inf).min(axis=1)
    known = np.isfinite(sheet.time_s)
    weight = sheet.weight.copy()
    variance = np.maximum(expected[known], LEAST_VARIANCE)
    weight[known] = np.where(
        inside[known], sheet.time_s[known, None] / np.sqrt(variance), 0.0
    )
    return weight, lowest < FEW_COUNTS


def _of_scatter(
    sheet: Sheet, curves: FloatArray, weight: FloatArray, problem: SeriesProblem
) -> FloatArray:
    """Return weights with unknown noise taken from the residuals."""
    unknown = np.isnan(sheet.time_s)
    if not unknown.any():
        return weight
    inside = sheet.weight > 0.0
    rest = np.where(inside, sheet.target_cps - curves, 0.0)
    taken = problem.layout.regions[sheet.region].own.size + 1
    freedom = np.maximum(inside.sum(axis=1) - taken, 1)
    spread = np.sqrt(np.sum(rest**2, axis=1) / freedom)
    known = unknown & (spread > 0.0)
    weight = weight.copy()
    weight[known] = np.where(inside[known], 1.0 / spread[known, None], 0.0)
    return weight
