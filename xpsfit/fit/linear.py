"""Weighted linear least squares within bounds: areas, offsets and slopes.

An active-set method on the normal equations (Lawson and Hanson,
Solving Least Squares Problems, 1974, chapter 23, for bounds of either kind Stark and
Parker, Comput. Stat. 10, 129, 1995). It begins with the set of the last solution, which
is the right one nearly always, so most solutions cost one Cholesky factor.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg.blas import dgemm, dgemv
from scipy.linalg.lapack import dposv, dpotrf, dpotrs

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

# A unit column whose square has less than this beside the others repeats them.
DEPENDENT = 1e-11
# Unknowns leave their bound for a gradient above this share of the target's length.
WORTH_LEAVING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """The solution of a bounded linear least-squares problem.

    Attributes
    ----------
    values : FloatArray, shape (k,)
        The unknowns.
    inside : array of bool, shape (k,), or None
        Which of them the data determine, None for all; the others sit on a bound, or
        their column repeats those of others, and they keep the value they had.
    columns : FloatArray, shape (rows, inside)
        Their columns.
    factor : FloatArray, shape (inside, inside)
        Lower Cholesky factor of ``columns.T @ columns``.
    """

    values: FloatArray
    inside: npt.NDArray[np.bool_] | None
    columns: FloatArray
    factor: FloatArray

    def rest(self, columns: FloatArray) -> FloatArray:
        """Return what is left of `columns` beside those of the unknowns inside."""
        if not (self.factor.size and columns.size):
            return columns
        onto = dgemm(1.0, self.columns, columns, trans_a=1)
        shared, _ = dpotrs(self.factor, onto, lower=1)
        return np.asarray(dgemm(-1.0, self.columns, shared, beta=1.0, c=columns))


def solve_within(
    design: FloatArray,
    target: FloatArray,
    bounds: tuple[FloatArray, FloatArray],
    start: FloatArray,
    inside: npt.NDArray[np.bool_] | None = None,
) -> Linear:
    """Return the x within bounds for which ``|design @ x - target|`` is least.

    Parameters
    ----------
    design : FloatArray, shape (rows, k)
    target : FloatArray, shape (rows,)
    bounds : tuple of two FloatArray, shape (k,)
        Lowest and highest values; either may be infinite.
    start : FloatArray, shape (k,)
        Brought within the bounds if it lies outside.
    inside : array of bool, shape (k,), optional
        Which unknowns are probably off their bounds; all, if not given.

    Returns
    -------
    Linear
    """
    gram, pull = normal_equations(design, target)
    active = _ActiveSet(gram, pull, *bounds)
    if inside is None and (found := active.unbounded()) is not None:
        return Linear(found[0], None, design, found[1])
    least = WORTH_LEAVING * math.sqrt(float(target @ target))
    x, within, factor = active.solve(start, inside, least)
    if within.all():
        return Linear(x, None, design, factor)
    return Linear(x, within, design[:, within], factor)


def normal_equations(
    design: FloatArray, target: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return ``design.T @ design`` and ``design.T @ target``.

    BLAS is called as it is: for a few columns numpy's own product takes twice as long.
    """
    if not design.size:
        size = design.shape[1]
        return np.zeros((size, size)), np.zeros(size)
    gram = dgemm(1.0, design, design, trans_a=1)
    return np.asarray(gram), np.asarray(dgemv(1.0, design, target, trans=1))


class _ActiveSet:
    """The normal equations ``gram x = pull`` with their bounds."""

    def __init__(
        self, gram: FloatArray, pull: FloatArray, low: FloatArray, high: FloatArray
    ) -> None:
        self.gram, self.pull, self.low, self.high = gram, pull, low, high

    def unbounded(self) -> tuple[FloatArray, FloatArray] | None:
        """Return the minimum without bounds and its factor, if it lies within them."""
        if not self.gram.size:
            return np.empty(0), np.empty((0, 0))
        factor, x, failed = dposv(self.gram, self.pull, lower=1)
        if failed or self._repeats(factor, self.gram):
            return None
        within = zip(self.low.tolist(), x.tolist(), self.high.tolist(), strict=True)
        return (x, factor) if all(low <= v <= high for low, v, high in within) else None

    def solve(
        self, start: FloatArray, inside: npt.NDArray[np.bool_] | None, least: float
    ) -> tuple[FloatArray, npt.NDArray[np.bool_], FloatArray]:
        """Return unknowns, which of them are inside, and their Cholesky factor."""
        x = np.clip(start, self.low, self.high)
        inside = np.ones(x.size, np.bool_) if inside is None else inside.copy()
        factor = self._factor(inside)
        if factor is None:
            inside[:] = False
            factor = np.empty((0, 0))
        barred = np.zeros(x.size, np.bool_)
        added = -1
        # Chi-square falls with every unknown let in, so sets do not repeat; the limit
        # is for rounding.
        for _ in range(4 * x.size + 8):
            blocked = self._step(x, self._wanted(x, inside, factor))
            if blocked is not None:
                inside[blocked] = False
                if blocked == added:
                    barred[blocked] = True
            else:
                added = self._worth_adding(x, inside | barred, least)
                if added < 0:
                    break
                inside[added] = True
            new = self._factor(inside)
            if new is None:
                inside[added], barred[added] = False, True
            else:
                factor = new
        return x, inside, factor

    def _factor(self, inside: npt.NDArray[np.bool_]) -> FloatArray | None:
        """Return the Cholesky factor of a set, or None if a column repeats others."""
        if not inside.any():
            return np.empty((0, 0))
        gram = self.gram[np.ix_(inside, inside)]
        factor, failed = dpotrf(gram, lower=1)
        return None if failed or self._repeats(factor, gram) else factor

    @staticmethod
    def _repeats(factor: FloatArray, gram: FloatArray) -> bool:
        """Return whether a column's own part, squared, is nothing against all of it."""
        # Lists are faster than arrays for so few.
        own, whole = factor.diagonal().tolist(), gram.diagonal().tolist()
        return any(a * a < DEPENDENT * b for a, b in zip(own, whole, strict=True))

    def _wanted(
        self, x: FloatArray, inside: npt.NDArray[np.bool_], factor: FloatArray
    ) -> FloatArray:
        """Return the unknowns with those of a set at their unbounded minimum."""
        wanted = x.copy()
        if factor.size:
            fixed = self.gram[np.ix_(inside, ~inside)] @ x[~inside]
            wanted[inside], _ = dpotrs(factor, self.pull[inside] - fixed, lower=1)
        return wanted

    def _step(self, x: FloatArray, wanted: FloatArray) -> int | None:
        """Move x to what is wanted, or to the first bound on the way; return whose."""
        below, above = wanted < self.low, wanted > self.high
        out = np.flatnonzero(below | above)
        if not out.size:
            x[:] = wanted
            return None
        bound = np.where(below, self.low, self.high)[out]
        share = (bound - x[out]) / (wanted[out] - x[out])
        first = int(np.argmin(share))
        x += share[first] * (wanted - x)
        np.clip(x, self.low, self.high, out=x)
        x[out[first]] = bound[first]
        return int(out[first])

    def _worth_adding(
        self, x: FloatArray, settled: npt.NDArray[np.bool_], least: float
    ) -> int:
        """Return the unknown that gains most by leaving its bound, or -1."""
        if settled.all():
            return -1
        slope = self.pull - self.gram @ x
        free_to_go = np.where(slope > 0.0, x < self.high, x > self.low) & ~settled
        length = np.sqrt(np.maximum(self.gram.diagonal(), 1e-300))
        gain = np.where(free_to_go, np.abs(slope) / length, 0.0)
        best = int(np.argmax(gain))
        return best if gain[best] > least else -1
