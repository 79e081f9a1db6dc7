"""The noise of a series, renewed from the fitted curves until it stays.

As in the fit of one region (`xpsfit.fit.few_counts`): where the curve expects fewer
than 20 counts in a channel, variances are those of the curve, so that low channels do
not weigh too much. Where counts are unknown, the scatter of the residuals stands in for
the noise of each spectrum.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.few_counts import FEW_COUNTS, LEAST_VARIANCE

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.problem import SeriesProblem
    from xpsfit.fit.series.sheets import Sheet

# A weight that moves by less than this share has settled.
SETTLED = 1e-4


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
        weight = _of_few_counts(sheet, curves)
        if first:
            weight = _of_scatter(sheet, curves, weight, problem)
        moved |= not np.allclose(weight, sheet.weight, rtol=SETTLED, atol=0.0)
        found.append(replace(sheet, weight=weight))
    return found if moved else None


def _of_few_counts(sheet: Sheet, curves: FloatArray) -> FloatArray:
    """Return weights from the curves where these expect few counts."""
    whole = curves if sheet.static_cps is None else curves + sheet.static_cps
    expected = whole * sheet.time_s[:, None]
    inside = sheet.weight > 0.0
    lowest = np.where(inside, expected, np.inf).min(axis=1)
    few = (lowest < FEW_COUNTS) & np.isfinite(sheet.time_s)
    weight = sheet.weight.copy()
    variance = np.maximum(expected[few], LEAST_VARIANCE)
    weight[few] = np.where(
        inside[few], sheet.time_s[few, None] / np.sqrt(variance), 0.0
    )
    return weight


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
