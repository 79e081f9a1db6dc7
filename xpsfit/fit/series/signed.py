"""Areas that noise takes below zero, where the states are not there.

An area that cannot be negative is zero in one half of all draws of noise where its
state is absent, and 0.4 standard errors too large on average (a normal number cut at
zero). What overlaps with it then comes out too small, at every such level by the same
amount, and so do widths and positions that all levels share. An estimate near zero is
free of bias only with its sign, and with it those of its neighbors (Currie, Pure Appl.
Chem. 67, 1699, 1995, on reporting results below the limit of detection).

So the search goes with areas of zero and above, which keeps it where lines make sense,
and decides which states there are. From there the minimum is found once more without
that bound. It stays

- for an area that would leave it by more than noise does, 3.29 standard errors;
- where an area trades with its neighbors: one line below zero and one above make a
  third shape, and what all levels share would follow that;
- in a core level that the model does not describe, where a negative line would mend the
  shape of another.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.assemble import DETECTION
from xpsfit.fit.identifiable import TRADED
from xpsfit.fit.joint_species import AREA
from xpsfit.fit.series.bounded import AT_LOW, INSIDE
from xpsfit.fit.series.errors import linear_errors
from xpsfit.fit.series.misfit import DESCRIBED, misfit

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from xpsfit.fit.problem import Outcome
    from xpsfit.fit.series.problem import SeriesProblem
    from xpsfit.fit.slots import Slots

    BoolArray = npt.NDArray[np.bool_]
    Minimize = Callable[[SeriesProblem, Slots], Outcome]

MOST_ROUNDS = 5


def with_signed_areas(
    problem: SeriesProblem, outcome: Outcome, minimize: Minimize
) -> tuple[SeriesProblem, Outcome]:
    """Return the minimum at which areas may be below zero by as much as noise.

    Parameters
    ----------
    problem : SeriesProblem
        At its minimum with areas of zero and above.
    outcome : Outcome
    minimize : callable
        Finds the minimum of a problem from given slots.

    Returns
    -------
    problem : SeriesProblem
    outcome : Outcome
        As they were where no area sits at zero, or no other minimum was found.
    """
    signed = _may_be_signed(problem, outcome)
    for _ in range(MOST_ROUNDS):
        if not (signed & (problem.state.side == AT_LOW)).any():
            return problem, outcome
        state = copy.deepcopy(problem.state)
        state.side[signed] = INSIDE
        trial = problem.again(state=state, signed=signed)
        found = minimize(trial, outcome.slots)
        errors = linear_errors(trial, found.slots) if found.converged else None
        if errors is None:
            break
        beyond = signed & (errors.sigmas(trial.state.linear) < -DETECTION)
        if not beyond.any():
            return trial, found
        signed &= ~beyond
    return problem, outcome


def _may_be_signed(problem: SeriesProblem, outcome: Outcome) -> BoolArray:
    """Return which areas of which levels only noise takes below zero."""
    layout = problem.layout
    errors = linear_errors(problem, outcome.slots)
    if errors is None:
        return np.zeros_like(problem.usable)
    reduced = misfit(problem, outcome.slots.values())
    area = np.array([layout.slots.all[i].quantity == AREA for i in layout.unknowns])
    allowed = problem.usable & area & (layout.low == 0.0) & np.isinf(layout.high)
    for number, region in enumerate(layout.regions):
        known = errors.total[:, number, None] * TRADED
        allowed[:, region.own] &= errors.stderr[:, region.own] <= known
        if reduced[number] > DESCRIBED:
            allowed[:, region.own] = False
    return np.asarray(allowed)
