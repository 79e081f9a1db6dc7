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

from xpsfit.fit.drift import APART, FEWEST_VOTES, LOOSE_EV, STEP_EV

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.levels import LevelState

    BoolArray = npt.NDArray[np.bool_]

# What the scale of a level may differ from the first by, one standard deviation; far
# more than charging does, so that only levels without a line feel it.
ROOM_EV = 1.0
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
    apart : array of bool, shape (L, R)
        Regions that moved otherwise than the rest of their level.
    """

    expected_ev: FloatArray
    room_ev: float
    moves: BoolArray
    jitter_ev: FloatArray
    apart: BoolArray

    @property
    def usual_ev(self) -> float:
        """Return the jitter of regions that agree."""
        return float(self.jitter_ev.min())


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
        np.zeros(present.shape, np.bool_),
    )


def with_room(
    scales: Scales, state: LevelState, present: BoolArray
) -> Scales | None:
    """Return the scales with room for regions that stand apart; None if none does.

    At each level the one that is furthest off goes first.
    """
    usual = scales.usual_ev
    off = np.abs(state.displacement_ev - state.shift_ev[:, None])
    off = np.where(present & ~scales.apart, off / usual, 0.0)
    candidates = np.flatnonzero((off.max(axis=1) > APART) & scales.moves)
    if not candidates.size:
        return None
    apart, moves = scales.apart.copy(), scales.moves.copy()
    expected = scales.expected_ev.copy()
    for level in candidates:
        apart[level, int(np.argmax(off[level]))] = True
        if (present[level] & ~apart[level]).sum() < FEWEST_VOTES:
            apart[level] = present[level]
            moves[level] = False
            expected[level] = state.shift_ev[level] = state.shift_ev[level - 1]
    jitter = np.where(apart, LOOSE_EV, scales.jitter_ev)
    return replace(
        scales, apart=apart, moves=moves, jitter_ev=jitter, expected_ev=expected
    )
