"""Several regions as one least-squares problem.

The curves stand end to end, so the Jacobian of the curves is block-diagonal, and the
ties between regions are in the matrix R alone. What minimises one region minimises all
of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.fit.build import problem_of
from xpsfit.fit.curve import Curve
from xpsfit.fit.prior import Prior
from xpsfit.fit.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_parts import Part
    from xpsfit.fit.joint_species import Demand
    from xpsfit.fit.slots import Slots


class JointCurve(Curve):
    """The curves of several regions, end to end.

    Parameters
    ----------
    places : sequence of slice
        Where the values of each region stand.
    curves : sequence of Curve
    size : int
        Of the vector of all values, amounts of species included.
    """

    def __init__(
        self, places: Sequence[slice], curves: Sequence[Curve], size: int
    ) -> None:
        self._blocks = list(zip(places, curves, strict=True))
        self.energy_ev = np.concatenate([curve.energy_ev for curve in curves])
        self.area = np.concatenate([c.area + p.start for p, c in self._blocks])
        self.size = size
        # Amounts have no column of their own in any curve, but rows of the prior.
        amounts = range(max(place.stop for place in places), size)
        linear = [curve.linear + place.start for place, curve in self._blocks]
        self.linear = np.concatenate([*linear, np.array(amounts, dtype=int)])

    def evaluate(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return all curves and their Jacobian, shape (n,) and (n, size)."""
        result = np.empty(self.energy_ev.size)
        # One column behind the other in memory, as the curves fill them.
        jacobian = np.zeros((self.size, self.energy_ev.size)).T
        start = 0
        for place, curve in self._blocks:
            rows = slice(start, start + curve.energy_ev.size)
            result[rows], jacobian[rows, place] = curve.evaluate(values[place])
            start = rows.stop
        return result, jacobian

    def jacobian(self, values: FloatArray) -> FloatArray:
        """Return the Jacobian alone, shape (n, size)."""
        return self.evaluate(values)[1]

    def linear_columns(self, values: FloatArray) -> FloatArray:
        """Return the columns of everything linear, shape (n, linear)."""
        columns = np.zeros((self.linear.size, self.energy_ev.size)).T
        row = column = 0
        for place, curve in self._blocks:
            own = curve.linear_columns(values[place])
            end = (row + own.shape[0], column + own.shape[1])
            columns[row : end[0], column : end[1]] = own
            row, column = end
        return columns


@dataclass(frozen=True, slots=True, eq=False)
class JointProblem:
    """The problem of every part, and of all of them together.

    Attributes
    ----------
    parts : list of Part
    problems : list of Problem
        Of each part by itself.
    whole : Problem
    """

    parts: list[Part]
    problems: list[Problem]
    whole: Problem

    @property
    def rows(self) -> list[slice]:
        """Return where the data rows of each part stand."""
        sizes = [problem.target_cps.size for problem in self.problems]
        ends = np.cumsum(sizes).tolist()
        return [slice(end - n, end) for n, end in zip(sizes, ends, strict=True)]


def joint_problem(
    parts: Sequence[Part],
    slots: Slots,
    demands: Sequence[Demand],
    scale: FloatArray,
) -> JointProblem:
    """Return the problem of fitting all parts together.

    Parameters
    ----------
    parts : sequence of Part
    slots : Slots
        At the start, where prior knowledge is centered; what is tied has none.
    demands : sequence of Demand
        Those with slack enter as rows.
    scale : FloatArray, shape (demands,)
        Standard deviation of each about its sum.

    Raises
    ------
    BackgroundError
        If a static background cannot be drawn.
    """
    problems = [problem_of(p.region, p.alone, p.local(slots)) for p in parts]
    curve = JointCurve(
        [p.place for p in parts], [p.curve for p in problems], len(slots.all)
    )
    whole = Problem(
        curve,
        np.concatenate([problem.target_cps for problem in problems]),
        np.concatenate([problem.sigma_cps for problem in problems]),
        _prior(parts, problems, len(slots.all), demands, scale),
    )
    return JointProblem(list(parts), problems, whole)


def renewed(
    joint: JointProblem,
    parts: Sequence[Part],
    demands: Sequence[Demand],
    scale: FloatArray,
) -> JointProblem:
    """Return the same problem with the noise of `parts` and another scale of slack."""
    problems = [
        replace(problem, sigma_cps=part.region.sigma_cps)
        for part, problem in zip(parts, joint.problems, strict=True)
    ]
    whole = Problem(
        joint.whole.curve,
        joint.whole.target_cps,
        frozen(np.concatenate([problem.sigma_cps for problem in problems])),
        _prior(parts, problems, joint.whole.curve.size, demands, scale),
    )
    return JointProblem(list(parts), problems, whole)


def _prior(
    parts: Sequence[Part],
    problems: Sequence[Problem],
    size: int,
    demands: Sequence[Demand],
    scale: FloatArray,
) -> Prior:
    """Return the priors of all parts, and a row for every demand with slack."""
    loose = [
        (demand, float(deviation))
        for demand, deviation in zip(demands, scale, strict=True)
        if not demand.strict
    ]
    rows = [
        problem.prior.jacobian(part.size)
        for part, problem in zip(parts, problems, strict=True)
    ]
    whitening = np.zeros((sum(map(len, rows)) + len(loose), size))
    mean, spread = np.zeros(size), np.full(size, np.inf)
    at = 0
    for part, problem, own in zip(parts, problems, rows, strict=True):
        whitening[at : at + len(own), part.place] = own
        known = part.first + np.array(problem.prior.slots, dtype=int)
        mean[known] = problem.prior.mean
        spread[known] = problem.prior.standard_deviation
        at += len(own)
    for row, (demand, deviation) in enumerate(loose, start=at):
        whitening[row, demand.slot] = 1.0 / deviation
        for slot, ratio in demand.terms:
            whitening[row, slot] = -ratio / deviation
    used = np.flatnonzero(whitening.any(axis=0))
    return Prior(used.tolist(), mean[used], spread[used], whitening[:, used])
