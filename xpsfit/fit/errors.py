"""Errors at the minimum: the full covariance, and limits for what is absent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.problem import covariance

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.slots import Slots

# Quantities that a bound holds because noise points beyond it.
HELD_BY_NOISE = ("area_cps_ev", "step_per_ev", "strength_ev2")
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
        Zero for what the model holds; NaN throughout where the data leave it open.
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


def errors_of(slots: Slots, jacobian: FloatArray, points: int) -> Errors:
    """Return the errors for known noise at a minimum.

    Parameters
    ----------
    slots : Slots
        At the minimum.
    jacobian : FloatArray, shape (rows, slots)
        Of all rows there, data before prior.
    points : int
        How many rows are data.

    Returns
    -------
    Errors
        Areas and steps that ended on a bound count as free: noise put them there, and
        an error that leaves them out is too small by what they could still take. An
        area's own error, which upper limits need, is that of a fit in which it alone
        is let free.
    """
    free = slots.free()
    weighted = by_free(slots, jacobian, free)
    inner = covariance(weighted)
    size = len(slots.all)
    clipped = {
        i: _stderr_if_free(slots, jacobian, i)
        for i, slot in enumerate(slots.all)
        if slot.at_bound and slot.quantity == "area_cps_ev"
    }
    # A component that another could replace exactly leaves both areas open, even if
    # the minimiser happened to give all of it to one of them.
    if (inner is None and free) or any(map(math.isnan, clipped.values())):
        return Errors(np.full((size, size), np.nan), {}, float(len(free)))
    full = np.zeros((size, size))
    effective = 0.0
    if inner is not None:
        full = _with_bounds_free(slots, jacobian, free, inner)
        # Without a prior the data determine everything that is free.
        effective = float(len(free))
        if points < len(weighted):
            data = weighted[:points]
            effective = float(np.sum((data.T @ data) * inner))
    return Errors(full, clipped, effective)


def by_free(slots: Slots, jacobian: FloatArray, free: list[int]) -> FloatArray:
    """Return the derivatives of all rows by free slots, ties included."""
    if any(slot.tie is not None for slot in slots.all):
        return np.asarray(jacobian @ slots.matrix(free))
    return jacobian.T.take(free, axis=0).T


def _with_bounds_free(
    slots: Slots, jacobian: FloatArray, free: list[int], inner: FloatArray
) -> FloatArray:
    """Return the covariance of all slots, also over those held by a bound."""
    held = [
        i
        for i, slot in enumerate(slots.all)
        if slot.at_bound and slot.quantity in HELD_BY_NOISE
    ]
    if held:
        more = [*free, *held]
        wider = covariance(by_free(slots, jacobian, more))
        if wider is not None:
            return _of_all(slots, more, wider)
    return _of_all(slots, free, inner)


def _of_all(slots: Slots, free: list[int], inner: FloatArray) -> FloatArray:
    """Return the covariance of all slots from that of the free ones."""
    if any(slot.tie is not None for slot in slots.all):
        matrix = slots.matrix(free)
        return np.asarray(matrix @ inner @ matrix.T)
    size = len(slots.all)
    full = np.zeros((size, size))
    full[np.ix_(free, free)] = inner
    return full


def _stderr_if_free(slots: Slots, jacobian: FloatArray, index: int) -> float:
    cov = covariance(jacobian @ slots.matrix([*slots.free(), index]))
    return math.nan if cov is None else math.sqrt(float(cov[-1, -1]))
