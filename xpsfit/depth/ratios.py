"""Errors of atomic ratios, from the covariance of areas.

With q the amounts, area / (sensitivity factor x transmission x energy factor), the
ratio r = q_i / q_j has the variance r^2 (v_ii + v_jj - 2 v_ij), where v is the relative
covariance. Areas of regions that were fitted together are correlated; those of regions
fitted one by one are not.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import FloatArray, frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import Composition, LevelResult


def ratio_errors(
    levels: Sequence[LevelResult], elements: Sequence[str]
) -> dict[tuple[str, str], FloatArray]:
    """Return the standard error of the ratio of every pair of elements.

    Parameters
    ----------
    levels : sequence of LevelResult
    elements : sequence of str

    Returns
    -------
    dict of (str, str) to FloatArray, shape (levels,)
        Statistical only: sensitivity factors are common to all levels. NaN where an
        element has no amount, or one of zero.
    """
    pairs = list(combinations(range(len(elements)), 2))
    errors = np.full((len(pairs), len(levels)), np.nan)
    for place, level in enumerate(levels):
        if level.composition is not None and pairs:
            table = _ratio_errors(level, level.composition, elements)
            errors[:, place] = [table[i, j] for i, j in pairs]
    return {
        (elements[i], elements[j]): frozen(row)
        for (i, j), row in zip(pairs, errors, strict=True)
    }


def _ratio_errors(
    level: LevelResult, composition: Composition, elements: Sequence[str]
) -> FloatArray:
    """Return the errors of one level, shape (elements, elements)."""
    place = {element: k for k, element in enumerate(elements)}
    counted = [place[amount.element] for amount in composition.elements]
    area = np.array([amount.area_cps_ev for amount in composition.elements])
    divisor = np.array([amount.area_per_atom for amount in composition.elements])
    covariance = _area_covariance(level, composition)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = covariance / np.outer(area, area)
        own = np.diag(relative)
        ratio = np.divide.outer(area / divisor, area / divisor)
        spread = own[:, None] + own[None, :] - 2.0 * relative
        found = np.abs(ratio) * np.sqrt(np.maximum(spread, 0.0))
    table = np.full((len(elements), len(elements)), np.nan)
    table[np.ix_(counted, counted)] = found
    return table


def _area_covariance(level: LevelResult, composition: Composition) -> FloatArray:
    """Return the covariance of the areas that a composition counts."""
    own = [amount.area_cps_ev_stderr**2 for amount in composition.elements]
    table = np.diag(np.array(own))
    joint = level.joint
    if joint is None:
        return table
    together = [
        (k, joint.places(amount.region))
        for k, amount in enumerate(composition.elements)
        if amount.region in joint.regions
    ]
    sums = np.zeros((len(together), joint.covariance.shape[0]))
    for row, (_, columns) in enumerate(together):
        sums[row, columns] = 1.0
    at = [k for k, _ in together]
    table[np.ix_(at, at)] = sums @ joint.covariance @ sums.T
    return table
