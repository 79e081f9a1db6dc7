"""Errors where components trade area and chi-square is no parabola on the way.

The covariance is the curvature of chi-square at its minimum. Where two lines overlap,
that curvature can be a matter of chance: if noise makes the weaker line come out
narrow, it seems well determined, while further along the valley, where it is wider and
takes area from its neighbor, chi-square hardly rises, or falls into a second minimum.
So areas that trade are asked whether a step of one standard error raises chi-square by
one, as on a parabola. Where it rises by less, the end of the 68 % interval is found by
profile likelihood (James and Roos, Comput. Phys. Commun. 10, 343, 1975; Bates and
Watts, Nonlinear Regression Analysis, 1988, chapter 6), and the covariance is stretched
along the valley until it holds the further of the two ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.profile_errors import FURTHEST, LOWER, Profiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.errors import Errors
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots

AREA = "area_cps_ev"
# Areas that share half of their variance, by the square of their correlation, trade
# with each other.
TRADED = math.sqrt(0.5)
# Over a step of less than this share of an area, chi-square hardly bends.
SHARE = 0.1
# A step of one standard error that raises chi-square by less is longer than it seems:
# on a parabola the error would be too small by an eighth.
LEAST_RISE = 0.8


@dataclass(frozen=True, slots=True)
class Valley:
    """An area along which chi-square is no parabola.

    Attributes
    ----------
    slot : int
        Of a free area or amount.
    stderr : float
        By the covariance.
    below, above : float
        How far the ends of its 68 % interval lie from its value.
    lower : bool
        Whether there is a lower minimum on the way.
    """

    slot: int
    stderr: float
    below: float
    above: float
    lower: bool

    @property
    def stretch(self) -> float:
        """Return by what its standard error has to be multiplied, 1 or more."""
        return max(1.0, self.below / self.stderr, self.above / self.stderr)


def valleys(problem: Problem, slots: Slots, errors: Errors) -> list[Valley]:
    """Return the areas whose errors the covariance makes too small.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        At the minimum.
    errors : Errors
        From the curvature there.

    Returns
    -------
    list of Valley
        One per valley: of areas that trade with each other the one of the largest
        relative error.
    """
    traded = [] if errors.singular else _traded(slots, errors.covariance)
    short = [
        index
        for index in traded
        if _least_rise(problem, slots, errors.covariance, index) < LEAST_RISE
    ]
    if not short:
        return []
    profiles = Profiles(problem, slots)
    return [_valley(profiles, index, errors.covariance) for index in short]


def stretched(errors: Errors, found: Sequence[Valley]) -> Errors:
    """Return the errors with the covariance made longer along the valleys.

    Everything that moves along with an area, such as the area it trades with, moves
    further by the same factor.
    """
    covariance = errors.covariance
    for valley in found:
        along = errors.covariance[:, valley.slot] / valley.stderr
        covariance = covariance + (valley.stretch**2 - 1.0) * np.outer(along, along)
    return replace(errors, covariance=covariance)


def valley_warnings(slots: Slots, found: Sequence[Valley]) -> list[str]:
    """Return a sentence for each valley."""
    return [
        f"{slots.all[v.slot].owner}: chi-square is no parabola along its area, as it "
        f"trades with another component: the 68 % interval reaches {v.below:.3g} below "
        f"and {v.above:.3g} above {slots.all[v.slot].value:.4g}, and the errors stated "
        "hold the further end; see --errors profile"
        + ("; a lower minimum lies on the way, see --restarts" if v.lower else "")
        for v in found
    ]


def _traded(slots: Slots, covariance: FloatArray) -> list[int]:
    """Return the free areas that trade with another one and are not well known.

    Of those that trade with each other the one with the largest relative error.
    """
    areas = [
        i
        for i in slots.free()
        if slots.all[i].quantity == AREA and covariance[i, i] > 0.0
    ]
    if not areas:
        return []
    spread = np.sqrt(covariance.diagonal()[areas])
    table = np.abs(covariance[np.ix_(areas, areas)]) / np.outer(spread, spread)
    np.fill_diagonal(table, 0.0)
    share = spread / np.maximum(np.abs(slots.values()[areas]), 1e-300)
    chosen: list[int] = []
    for k in np.argsort(-share, kind="stable").tolist():
        trades = table[k].max() > TRADED and not (table[k, chosen] > TRADED).any()
        if trades and share[k] > SHARE:
            chosen.append(k)
    return [areas[k] for k in chosen]


def _least_rise(
    problem: Problem, slots: Slots, covariance: FloatArray, index: int
) -> float:
    """Return what a step of one standard error raises chi-square by, the lower side.

    All else moves along by the covariance, within its bounds. Nothing is fitted again,
    so the true rise is not higher where the bounds are far.
    """
    values = slots.values()
    along = covariance[:, index] / math.sqrt(covariance[index, index])
    bent = [i for i, slot in enumerate(slots.all) if not slot.is_linear]
    low = np.array([slots.all[i].minimum for i in bent])
    high = np.array([slots.all[i].maximum for i in bent])
    before = _chi_square(problem, values)
    found: list[float] = []
    for step in (along, -along):
        moved = values + step
        moved[bent] = np.clip(moved[bent], low, high)
        found.append(_chi_square(problem, moved) - before)
    return min(found)


def _chi_square(problem: Problem, values: FloatArray) -> float:
    rows, columns = problem.linear_rows(values)
    left = rows + columns @ values[problem.curve.linear]
    return float(left @ left)


def _valley(profiles: Profiles, index: int, covariance: FloatArray) -> Valley:
    stderr = math.sqrt(float(covariance[index, index]))
    value = profiles.best.all[index].value
    profiles.lowest = 0.0
    below, above = (
        FURTHEST * stderr if end is None else abs(end - value)
        for end in profiles.ends_68(index, stderr)
    )
    return Valley(index, stderr, below, above, profiles.lowest < -LOWER)
