"""Start values without hand tuning: areas by linear solve.

At fixed positions, widths and step strength the curve is linear in areas, offset and
slope, so the best areas follow from one non-negative least-squares solution (Lawson
and Hanson 1974).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import nnls

from xpsfit.model.types import BACKGROUND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots


# lmfit's bounded parameters have no gradient on a bound, so nothing starts there: this
# share of the range is kept.
INSIDE = 0.01


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
        Of lower chi-square, prior included.
    """
    own, own_chi_square = linear_start(problem, slots)
    if not starts:
        return own
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
        Areas of free, untied slots are never negative.
    chi_square : float
        What this start leaves.
    """
    values = slots.values()
    free = [i for i in slots.free() if slots.all[i].is_linear]
    curve, jacobian = problem.curve.evaluate(values)
    matrix = slots.matrix(free)
    columns = (jacobian @ matrix) / problem.sigma_cps[:, None]
    # The background terms may have either sign: nnls gets them with both.
    signed = [k for k, i in enumerate(free) if slots.all[i].owner == BACKGROUND]
    # The curve is linear in these slots, so what remains at zero needs no new curve.
    now = jacobian @ (matrix @ np.array([slots.all[i].value for i in free]))
    rest = problem.target_cps - (curve - now)
    scale = np.maximum(np.sqrt(np.sum(columns**2, axis=0)), 1e-300)
    design = np.hstack([columns / scale, -(columns / scale)[:, signed]])
    solution, norm = nnls(design, rest / problem.sigma_cps)
    theta = solution[: len(free)].copy()
    theta[signed] -= solution[len(free) :]
    return slots.with_theta(free, theta / scale), float(norm**2)
