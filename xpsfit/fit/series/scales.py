"""Which regions say where the energy scale of a level stands.

Charging moves all regions of a level alike, chemistry moves one. Regions of a level
agree within the jitter; one that stands further apart is given room and moves the scale
no more. Where fewer than two agree the scale stays where that of the level before is,
as in the walk from level to level (`xpsfit.fit.drift`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.drift import APART, FEWEST_VOTES, STEP_EV

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.state import LevelState

    BoolArray = npt.NDArray[np.bool_]

# What the scale of a level may differ from the first by, one standard deviation; far
# more than charging does, so that only levels without a line feel it.
ROOM_EV = 1.0
# The same for a region that stands apart: chemistry moves a core level by this much;
# with more room a line could take the place of another.
ROOM_APART_EV = 0.3
# Displacements of a model whose energies are not to move at all.
HELD_EV = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """What is known of the energy scale of each level beforehand.

    Attributes
    ----------
    expected_ev : FloatArray, shape (L,)
    room_ev : float
    moves : array of bool, shape (L,)
        Whether the shift of a level is looked for.
    jitter_ev : FloatArray, shape (L, R)
        How far a region may stand from the shift of its level, one standard deviation.
    given_ev : FloatArray, shape (L, R)
        What it would be if none stood apart.
    apart : array of bool, shape (L, R)
        Regions that moved otherwise than the rest of their level.
    misfit : FloatArray, shape (R,)
        By what the noise of a region is too small for its misfit; 1 for none. What is
        known beforehand counts as much more, or a line would move to mend a shape.
    """

    expected_ev: FloatArray
    room_ev: float
    moves: BoolArray
    jitter_ev: FloatArray
    given_ev: FloatArray
    apart: BoolArray
    misfit: FloatArray

    @property
    def usual_ev(self) -> float:
        """Return the jitter of regions that agree."""
        return float(self.given_ev.min())

    def with_misfit(self, misfit: FloatArray) -> Scales:
        """Return the same where the model leaves a misfit."""
        jitter = np.where(self.apart, ROOM_APART_EV, self.given_ev) / misfit
        return replace(self, misfit=misfit, jitter_ev=jitter)


def first_scales(
    present: BoolArray, first_ev: float, jitter_ev: float, *, moves: bool
) -> Scales:
    """Return what is known before the fit.

    Parameters
    ----------
    present : array of bool, shape (L, R)
    first_ev : float
        Shift of the first level, which defines the scale.
    jitter_ev : float
    moves : bool
        Whether levels have shifts of their own. Where one region alone was measured it
        cannot tell its own movement from that of the scale, and has room instead.
    """
    count = len(present)
    jitter = np.full(present.shape, jitter_ev)
    free = np.full(count, moves)
    free[0] = False
    alone = present.sum(axis=1) < FEWEST_VOTES
    if moves:
        later = alone & (np.arange(count) > 0)
        jitter[later] = np.hypot(jitter_ev, STEP_EV)
    return Scales(
        np.full(count, first_ev),
        ROOM_EV,
        free & ~alone,
        jitter,
        jitter,
        np.zeros(present.shape, np.bool_),
        np.ones(present.shape[1]),
    )


def reconsidered(
    scales: Scales, state: LevelState, present: BoolArray, tried: set[int]
) -> Scales:
    """Return the scales with room for regions that stand apart, and only for those.

    The shared lines of a region that moved at some level lie in the middle of before
    and after, and then it seems to stand apart everywhere. So it first gets room at all
    levels but the first, which lays its lines where that one has them; where it then
    agrees with the others it has a say again.

    Parameters
    ----------
    scales : Scales
    state : LevelState
        At a minimum; changed where no two regions agree.
    present : array of bool, shape (L, R)
    tried : set of int
        Regions that had room everywhere before; changed.
    """
    off = _distance(scales, state, present)
    apart, moves = scales.apart.copy(), scales.moves.copy()
    back = apart & (off <= APART)
    if back.any():
        apart &= ~back
        moves |= back.any(axis=1)
    else:
        leaving = np.where(apart | ~moves[:, None], 0.0, off)
        if leaving.max() <= APART:
            return scales
        region = int(np.argmax(leaving.max(axis=0)))
        if region in tried:
            apart[leaving[:, region] > APART, region] = True
        else:
            apart[moves, region] = present[moves, region]
        tried.add(region)
    silent = apart.any(axis=1) & ((present & ~apart).sum(axis=1) < FEWEST_VOTES)
    apart[silent] = present[silent]
    moves &= ~silent
    return carried_on(
        replace(
            scales,
            apart=apart,
            moves=moves,
            jitter_ev=np.where(apart, ROOM_APART_EV, scales.given_ev) / scales.misfit,
        ),
        state,
    )


def carried_on(scales: Scales, state: LevelState) -> Scales:
    """Return the scales with levels where none agree at the shift of the one before.

    `state` is changed to it, too.
    """
    expected = scales.expected_ev.copy()
    silent = scales.apart.any(axis=1) & ~scales.moves
    for level in np.flatnonzero(silent):
        expected[level] = state.shift_ev[level] = state.shift_ev[level - 1]
    return replace(scales, expected_ev=expected)


def _distance(scales: Scales, state: LevelState, present: BoolArray) -> FloatArray:
    """Return how far each region is from the others that agree, over the jitter."""
    displaced = state.displacement_ev - state.shift_ev[:, None]
    voters = present & ~scales.apart
    # Where none agrees, all are held against the mean of all.
    voters = np.where(voters.any(axis=1, keepdims=True), voters, present)
    total = (displaced * voters).sum(axis=1, keepdims=True) - displaced * voters
    others = np.maximum(voters.sum(axis=1, keepdims=True) - voters, 1)
    spread = scales.given_ev * np.sqrt(1.0 + 1.0 / others)
    off = np.abs(displaced - total / others) / spread
    return np.asarray(np.where(present & (present.sum(axis=1) > 1)[:, None], off, 0.0))
