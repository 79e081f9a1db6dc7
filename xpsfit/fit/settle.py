"""Minimise, and hold at its bound what wants to leave its range.

lmfit's bounded parameters lose their gradient on a bound, and with it their error. So
areas run free of bounds inside the minimiser, and whatever ends outside or on its
range is set on the bound, held there, and the rest is minimised again (an active-set
method; Nocedal and Wright, Numerical Optimization, 2006, section 16.5). A held slot is
let go if chi-square would fall by moving it inward: the first time for any gain, again
while the gain is worth it, as others may have moved meanwhile.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.problem import Outcome, minimize

if TYPE_CHECKING:
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots

MOST_ROUNDS = 40
EVALUATIONS_PER_ROUND = 120
# A bounded parameter closer to its bound than this share of its range sits on it. One
# that creeps towards its bound until the round is over is taken there at once; if that
# was wrong, the gradient says so and it is let go.
BOUND_SHARE = 1e-4
CREEPING_SHARE = 0.05
AT_ZERO = "no area of its own: held at 0"
NO_INFLUENCE = "held: without effect on the curve"
# Chi-square that letting go must promise, the first time and later.
FIRST_GAIN = 1e-6
LATER_GAIN = 0.1
MOST_RELEASES = 4


def settle(problem: Problem, slots: Slots) -> Outcome:
    """Return the minimum of `problem` inside the bounds of its slots.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        Start values.

    Returns
    -------
    Outcome
        Slots that met a bound are marked `at_bound` and no longer free.
    """
    released: Counter[int] = Counter()
    slots = _hold_idle(problem, slots)
    for _ in range(MOST_ROUNDS):
        outcome = minimize(problem, slots, EVALUATIONS_PER_ROUND)
        slots = outcome.slots
        share = BOUND_SHARE if outcome.converged else CREEPING_SHARE
        held = _hold_idle(problem, _hold_at_bounds(slots, share))
        if held is slots:
            held = _release_one(problem, slots, released)
            if held is slots and outcome.converged:
                return Outcome(slots, True, outcome.message)
        slots = held
    return Outcome(
        slots, False, f"no minimum within its bounds in {MOST_ROUNDS} rounds"
    )


def _hold_at_bounds(slots: Slots, share: float) -> Slots:
    for i in slots.free():
        slot = slots.all[i]
        width = slot.maximum - slot.minimum
        margin = share * width if math.isfinite(width) else 0.0
        for side, bound in (("minimum", slot.minimum), ("maximum", slot.maximum)):
            inside = slot.value - bound if side == "minimum" else bound - slot.value
            if inside < 0 or (margin > 0 and inside <= margin):
                zero = slot.quantity == "area_cps_ev" and bound == 0.0
                slots = slots.changed(
                    i,
                    value=bound,
                    free=False,
                    at_bound=True,
                    note=AT_ZERO if zero else f"met its {side}",
                )
                break
    return slots


def _hold_idle(problem: Problem, slots: Slots) -> Slots:
    """Hold free slots without effect, such as the position of an absent component."""
    free = slots.free()
    if all(s.value != 0.0 for s in slots.all if s.quantity == "area_cps_ev"):
        return slots
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
    nudge = inward[best] * (
        abs(gradient[best]) / curvature[best]
        if slot.quantity == "area_cps_ev"
        else 0.01 * (slot.maximum - slot.minimum)
    )
    slots = slots.changed(
        held[best], value=slot.value + nudge, free=True, at_bound=False, note=""
    )
    return _wake(slots, slot.owner)


def _wake(slots: Slots, owner: str) -> Slots:
    """Let go what was held because the component had no area."""
    for i, slot in enumerate(slots.all):
        if slot.owner == owner and slot.note == NO_INFLUENCE:
            slots = slots.changed(i, free=True, note="")
    return slots
