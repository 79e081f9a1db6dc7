"""Start values without hand tuning: areas by linear solve.

At fixed positions, widths and step strength the curve is linear in areas, offset and
slope, so the best areas follow from one linear least-squares solution in their bounds.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.ranges import INSIDE
from xpsfit.fit.search import Projection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots


def best_start(problem: Problem, slots: Slots, starts: Mapping[str, float]) -> Slots:
    """Return the better of two starts: the model's own, and the one from `starts`.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        With the model's start values.
    starts : mapping of str to float
        Other values by parameter name, measured scale; may be empty.

    Returns
    -------
    Slots
        Of lower chi-square, prior included; the model's own where there is no choice.
    """
    if not starts:
        return slots
    own, own_chi_square = linear_start(problem, slots)
    other, chi_square = linear_start(problem, moved(slots, starts))
    if chi_square + penalty(problem, other) < own_chi_square + penalty(problem, own):
        return other
    return own


def moved(slots: Slots, starts: Mapping[str, float]) -> Slots:
    """Return `slots` with other values of the free ones, kept inside their bounds."""
    for i in slots.free():
        slot = slots.all[i]
        if slot.name in starts:
            margin = INSIDE * (slot.maximum - slot.minimum)
            margin = margin if math.isfinite(margin) else 0.0
            value = min(
                max(starts[slot.name], slot.minimum + margin), slot.maximum - margin
            )
            slots = slots.changed(i, value=value)
    return slots


def penalty(problem: Problem, slots: Slots) -> float:
    """Return what the prior adds to chi-square."""
    return float(np.sum(problem.prior.residual(slots.values()) ** 2))


def linear_start(problem: Problem, slots: Slots) -> tuple[Slots, float]:
    """Return `slots` with the best areas, offset and slope at their positions.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        Positions, widths and step strength are taken from here.

    Returns
    -------
    slots : Slots
        Free areas lie within their bounds.
    chi_square : float
        What this start leaves of the data.
    """
    projection = Projection(problem, slots)
    at = projection.start()
    rows = projection.residual(at)[: problem.target_cps.size]
    return projection.solved(at), float(rows @ rows)
