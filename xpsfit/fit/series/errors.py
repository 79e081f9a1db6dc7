"""Errors of a series: the full covariance, by the Schur complement.

The information of a series is an arrow: one block per level, bordered by what all
levels share. With M the block of a level, C its border and S the information on the
shared quantities that is left when all levels are eliminated (the Schur complement),

    cov(shared) = S^-1,   cov(level) = M^-1 + K S^-1 K',   K = -M^-1 C,
    cov(level, shared) = K S^-1,   cov(level l, level m) = K_l S^-1 K_m'

which is what inverting the whole matrix gives (F. Zhang, The Schur Complement and Its
Applications, 2005, chapter 1). Areas held at zero count as free, as in the fit of one
region; the error that an upper limit needs is that of one area let free alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.errors import HELD_BY_NOISE
from xpsfit.fit.series.levels import reduced, summed_products

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.levels import LevelGroup
    from xpsfit.fit.series.problem import SeriesProblem
    from xpsfit.fit.series.state import Blocks
    from xpsfit.fit.slots import Slots

    BoolArray = npt.NDArray[np.bool_]

# The smallest share of the largest eigenvalue that is no rounding.
SINGULAR_SHARE = 1e-11


@dataclass(frozen=True, slots=True, eq=False)
class SharedErrors:
    """Covariances of the shared quantities.

    Attributes
    ----------
    covariance : FloatArray, shape (Q, Q)
        With every area free; NaN throughout where the data leave it open.
    strict : FloatArray, shape (Q, Q)
        With areas at zero held there.
    """

    covariance: FloatArray
    strict: FloatArray

    @property
    def singular(self) -> bool:
        """Return whether no covariance could be given."""
        return bool(np.isnan(self.covariance).any())


@dataclass(frozen=True, slots=True, eq=False)
class LevelErrors:
    """Covariances of some levels.

    Attributes
    ----------
    group : LevelGroup
    blocks : Blocks
    own : FloatArray, shape (N, U, U)
        Of the unknowns of each level.
    across : FloatArray, shape (N, U, Q)
        With the shared quantities.
    clipped : FloatArray, shape (N, K)
        Standard error of each linear unknown at a bound, if it alone were free; NaN for
        the others.
    """

    group: LevelGroup
    blocks: Blocks
    own: FloatArray
    across: FloatArray
    clipped: FloatArray


def shared_errors(problem: SeriesProblem, slots: Slots) -> SharedErrors:
    """Return the covariance of what the levels share, at the minimum.

    Parameters
    ----------
    problem : SeriesProblem
        Its state at the minimum.
    slots : Slots
        The shared ones.
    """
    values = slots.values()
    size = values.size
    free = [
        i
        for i, slot in enumerate(slots.all)
        if slot.tie is None
        and (slot.free or (slot.at_bound and slot.quantity in HELD_BY_NOISE))
    ]
    matrix = slots.matrix(free)
    loose, strict = np.zeros((size, size)), np.zeros((size, size))
    for group, blocks in problem.groups(values):
        loose += _left(blocks, _freed(group, blocks))
        strict += _left(blocks, blocks.inside)
    held = _inverse(strict, problem.prior_rows, matrix)
    if held is None:
        held = np.full((size, size), np.nan)
        return SharedErrors(held, held)
    free_too = _inverse(loose, problem.prior_rows, matrix)
    return SharedErrors(held if free_too is None else free_too, held)


def _left(blocks: Blocks, inside: BoolArray) -> FloatArray:
    """Return the information on shared quantities beside the unknowns inside."""
    solved = reduced(blocks.own, blocks.across, inside)
    return np.asarray(blocks.shared - summed_products(blocks.across, solved))


def _inverse(
    information: FloatArray, prior_rows: FloatArray, matrix: FloatArray
) -> FloatArray | None:
    """Return the covariance of all shared slots, None where it is singular."""
    if not matrix.shape[1]:
        return np.zeros_like(information)
    total = (information + information.T) / 2.0 + prior_rows.T @ prior_rows
    gram = matrix.T @ total @ matrix
    scale = np.sqrt(np.maximum(np.diagonal(gram), 0.0))
    if not scale.min() > 0.0:
        return None
    values, vectors = np.linalg.eigh(gram / (scale[:, None] * scale))
    if not np.isfinite(values[0]) or values[0] < SINGULAR_SHARE * values[-1]:
        return None
    inner = (vectors / values) @ vectors.T / (scale[:, None] * scale)
    return np.asarray(matrix @ inner @ matrix.T)


def level_errors(
    problem: SeriesProblem, values: FloatArray, shared: SharedErrors
) -> Iterator[LevelErrors]:
    """Yield the covariances of all levels, some at a time."""
    linear = len(problem.layout.unknowns)
    for group, blocks in problem.groups(values):
        inside = _freed(group, blocks)
        size = blocks.own.shape[1]
        one = np.broadcast_to(np.eye(size), blocks.own.shape)
        solved = reduced(blocks.own, np.concatenate([one, blocks.across], 2), inside)
        gain = -solved[:, :, size:]
        across = gain @ shared.covariance
        own = solved[:, :, :size] + across @ gain.transpose(0, 2, 1)
        yield LevelErrors(
            group,
            blocks,
            own,
            across,
            _clipped(blocks, shared.strict, linear),
        )


@dataclass(frozen=True, slots=True, eq=False)
class LinearErrors:
    """Standard errors of what each level has of its own, every area free.

    Attributes
    ----------
    stderr : FloatArray, shape (L, K)
        Of the linear unknowns; zero where a level has no such unknown.
    total : FloatArray, shape (L, R)
        Of the summed areas of each region.
    """

    stderr: FloatArray
    total: FloatArray

    def sigmas(self, linear: FloatArray) -> FloatArray:
        """Return unknowns over their errors, zero where there are none."""
        known = self.stderr > 0.0
        return np.where(known, linear / np.where(known, self.stderr, 1.0), 0.0)


def linear_errors(problem: SeriesProblem, slots: Slots) -> LinearErrors | None:
    """Return the errors of areas, offsets and slopes at all levels.

    Parameters
    ----------
    problem : SeriesProblem
        Its state at the minimum.
    slots : Slots
        The shared ones.

    Returns
    -------
    LinearErrors or None
        None where the data leave something open.
    """
    shared = shared_errors(problem, slots)
    if shared.singular:
        return None
    layout = problem.layout
    stderr = np.zeros_like(problem.state.linear)
    total = np.zeros_like(problem.state.displacement_ev)
    for errors in level_errors(problem, slots.values(), shared):
        levels, linear = errors.group.levels, stderr.shape[1]
        variance = np.diagonal(errors.own, axis1=1, axis2=2)[:, :linear]
        stderr[levels] = np.sqrt(np.maximum(variance, 0.0))
        for number, region in enumerate(layout.regions):
            whole = region.mixing[: len(region.model.components)].sum(axis=0)
            block = errors.own[:, region.own[:, None], region.own]
            summed = np.einsum("i,nij,j->n", whole, block, whole)
            total[levels, number] = np.sqrt(np.maximum(summed, 0.0))
    return LinearErrors(stderr, total)


def _freed(group: LevelGroup, blocks: Blocks) -> BoolArray:
    """Return which unknowns are free when bounds hold none of them."""
    usable = group.boxes.usable
    linear = usable.shape[1]
    inside = blocks.inside.copy()
    diagonal = np.diagonal(blocks.own, axis1=1, axis2=2)[:, :linear]
    inside[:, :linear] = usable & (diagonal > 0.0)
    return inside


def _clipped(blocks: Blocks, strict: FloatArray, linear: int) -> FloatArray:
    """Return the error of each unknown at a bound, if it alone were let free.

    With s what is left of its own information beside the unknowns that are free, and v
    what is left of its border, its variance is ``1 / (s - v S^-1 v)``.
    """
    right = np.concatenate([blocks.own, blocks.across], axis=2)
    solved = reduced(blocks.own, right, blocks.inside)
    left = right - blocks.own @ solved
    size = blocks.own.shape[1]
    alone = np.diagonal(left[:, :, :size], axis1=1, axis2=2)[:, :linear]
    border = left[:, :linear, size:]
    rest = alone - np.einsum("nkq,qp,nkp->nk", border, strict, border)
    known = ~blocks.inside[:, :linear] & (rest > 0.0)
    return np.where(known, 1.0 / np.sqrt(np.where(known, rest, 1.0)), np.nan)
