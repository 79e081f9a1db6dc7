"""Errors at the minimum: the full covariance, and limits for what is absent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.problem import covariance

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots

SINGULAR = (
    "the covariance is singular: some parameters cannot be told apart, so no errors "
    "are given; fix or link some, or drop a component"
)


@dataclass(frozen=True, slots=True, eq=False)
class Errors:
    """What the information of data and prior says about every slot.

    Attributes
    ----------
    covariance : FloatArray, shape (slots, slots)
        Zero for what is held; NaN throughout where the data leave it open.
    clipped_stderr : dict of int to float
        For areas held at zero: the error each would have if it were free.
    effective_parameters : float
        Trace of data information times covariance.
    """

    covariance: FloatArray
    clipped_stderr: dict[int, float]
    effective_parameters: float

    @property
    def singular(self) -> bool:
        """Return whether no covariance could be given."""
        return bool(np.isnan(self.covariance).any())


def errors_of(problem: Problem, slots: Slots) -> Errors:
    """Return the errors for known noise at a minimum.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        At the minimum.

    Returns
    -------
    Errors
        Areas held at zero leave the covariance of the others untouched; their own
        error, which upper limits need, is that of a fit in which each is let free.
    """
    free = slots.free()
    matrix = slots.matrix(free)
    inner = covariance(problem, slots, free)
    size = len(slots.all)
    if inner is None and free:
        return Errors(np.full((size, size), np.nan), {}, float(len(free)))
    full = np.zeros((size, size))
    effective = 0.0
    if inner is not None:
        full = matrix @ inner @ matrix.T
        points = problem.target_cps.size
        data = problem.evaluate(slots.values())[1][:points] @ matrix
        effective = float(np.trace(data.T @ data @ inner))
    clipped = {
        i: _stderr_if_free(problem, slots, i)
        for i, slot in enumerate(slots.all)
        if slot.at_bound and slot.quantity == "area_cps_ev"
    }
    return Errors(full, clipped, effective)


def _stderr_if_free(problem: Problem, slots: Slots, index: int) -> float:
    cov = covariance(problem, slots, [*slots.free(), index])
    return math.nan if cov is None else math.sqrt(float(cov[-1, -1]))
