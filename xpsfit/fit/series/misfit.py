"""How well a model describes the core levels of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.problem import SeriesProblem

# Chi-square per point above which a model does not describe a region.
DESCRIBED = 1.5


def misfit(problem: SeriesProblem, values: FloatArray) -> FloatArray:
    """Return chi-square per point of each region over all levels.

    Parameters
    ----------
    problem : SeriesProblem
        Its state is brought to the minimum there.
    values : FloatArray, shape (Q,)
        The shared quantities.

    Returns
    -------
    FloatArray, shape (R,)
        Without spectra of unknown noise, which is scaled to the misfit later on.
    """
    squares = np.zeros(len(problem.layout.regions))
    points = np.zeros_like(squares)
    problem.condensed(values)
    for sheet, curves in zip(problem.sheets, problem.curves(values), strict=True):
        known = np.isfinite(sheet.time_s)
        rest = (sheet.target_cps - curves)[known] * sheet.weight[known]
        squares[sheet.region] += float(np.sum(rest**2))
        points[sheet.region] += np.count_nonzero(sheet.weight[known])
    return np.asarray(squares / np.maximum(points, 1.0))
