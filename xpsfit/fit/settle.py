"""Minimise, and hold at its bound what wants to leave its range.

Areas are within their bounds at every step of the search, because the linear solution
is. What is searched, such as positions, loses its gradient on a bound, and with it its
error. So whatever ends there is set on the bound, held, and the rest is minimised again
(an active-set method; Nocedal and Wright, Numerical Optimization, 2006, section 16.5).
A held slot is let go if chi-square would fall by moving it inward: the first time for
any gain, again while the gain is worth it, as others may have moved meanwhile.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.problem import Outcome
from xpsfit.fit.ranges import INSIDE, ON_BOUND, room
from xpsfit.fit.search import TOLERANCE, minimize

if TYPE_CHECKING:
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots

MOST_ROUNDS = 40
EVALUATIONS_PER_ROUND = 120
# A fit that needs so many in all will find no minimum. Whatever a model asks for, it
# gets no more of the machine's time than this.
MOST_EVALUATIONS = 1500
# One that creeps towards its bound until the round is over is taken there at once, from
# this share of its range; if that was wrong, the gradient says so and it is let go.
CREEPING_SHARE = 0.05
AT_ZERO = "no area of its own: held at 0"
NO_INFLUENCE = "held: without effect on the curve"
# Chi-square that letting go must promise, the first time and later.
FIRST_GAIN = 1e-6
LATER_GAIN = 0.1
MOST_RELEASES = 4


def settle(problem: Problem, slots: Slots, tolerance: float = TOLERANCE) -> Outcome:
    """Return the minimum of `problem` inside the bounds of its slots.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        Start values.
    tolerance : float
        Of each search, as in `minimize`.

    Returns
    -------
    Outcome
        Slots that met a bound are marked `at_bound` and no longer free.
    """
    released: Counter[int] = Counter()
    slots = _with_linear_free(slots)
    spent = 0
    for _ in range(MOST_ROUNDS):
        outcome = minimize(problem, slots, EVALUATIONS_PER_ROUND, tolerance)
        slots = outcome.slots
        spent += outcome.evaluations
        share = ON_BOUND if outcome.converged else CREEPING_SHARE
        held = _hold_at_bounds(slots, share)
        if held is slots:
            held = _release_one(problem, slots, released)
            if held is slots and outcome.converged:
                return Outcome(_marked(problem, slots), True, outcome.message, spent)
        slots = held
        if spent >= MOST_EVALUATIONS:
            break
    message = f"no minimum within its bounds in {spent} evaluations"
    return Outcome(_marked(problem, slots), False, message, spent)


def _with_linear_free(slots: Slots) -> Slots:
    """Let go what the linear solution decides, and what only an absent area held."""
    for i, slot in enumerate(slots.all):
        if (slot.is_linear and slot.at_bound) or slot.note == NO_INFLUENCE:
            slots = slots.changed(i, free=True, at_bound=False, note="")
    return slots


def _hold_at_bounds(slots: Slots, share: float) -> Slots:
    """Hold what is searched and has come to its bound."""
    for i in slots.free():
        if not slots.all[i].is_linear:
            slots = _held(slots, i, share * room(slots.all[i]))
    return slots


def _held(slots: Slots, index: int, margin: float) -> Slots:
    """Hold a slot that is no further from a bound than the margin."""
    slot = slots.all[index]
    for side, bound in (("minimum", slot.minimum), ("maximum", slot.maximum)):
        inside = slot.value - bound if side == "minimum" else bound - slot.value
        if inside <= margin:
            zero = slot.quantity == "area_cps_ev" and bound == 0.0
            note = AT_ZERO if zero else f"met its {side}"
            return slots.changed(
                index, value=bound, free=False, at_bound=True, note=note
            )
    return slots


def _marked(problem: Problem, slots: Slots) -> Slots:
    """Mark the linear slots on their bounds, and hold what has no effect then.

    That is the position of an absent component, or the step under no peak at all.
    """
    for i in slots.free():
        if slots.all[i].is_linear:
            slots = _held(slots, i, 0.0)
    if all(s.value != 0.0 for s in slots.all if s.quantity == "area_cps_ev"):
        return slots
    free = slots.free()
    _, jacobian = problem.evaluate(slots.values())
    columns = np.abs(jacobian @ slots.matrix(free)).max(axis=0, initial=0.0)
    for k, i in enumerate(free):
        if columns[k] == 0.0:
            slots = slots.changed(i, free=False, note=NO_INFLUENCE)
    return slots


def _release_one(problem: Problem, slots: Slots, released: Counter[int]) -> Slots:
    """Let go the held slot that would reduce chi-square most by moving inward."""
    held = [
        i for i, s in enumerate(slots.all) if s.at_bound and released[i] < MOST_RELEASES
    ]
    if not held:
        return slots
    residual, jacobian = problem.evaluate(slots.values())
    weighted = jacobian @ slots.matrix(held)
    gradient = weighted.T @ residual
    curvature = np.maximum(np.sum(weighted**2, axis=0), 1e-300)
    inward = np.array(
        [1.0 if slots.all[i].value <= slots.all[i].minimum else -1.0 for i in held]
    )
    gain = np.where(gradient * inward < 0, gradient**2 / curvature, 0.0)
    enough = [LATER_GAIN if released[i] else FIRST_GAIN for i in held]
    gain = np.where(gain < enough, 0.0, gain)
    best = int(np.argmax(gain))
    if gain[best] == 0.0:
        return slots
    released[held[best]] += 1
    slot = slots.all[held[best]]
    inner = slot.value + inward[best] * INSIDE * room(slot)
    return slots.changed(held[best], value=inner, free=True, at_bound=False, note="")
