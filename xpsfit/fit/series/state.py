"""Where the unknowns of the levels stand, and what the data say about them there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

    BoolArray = npt.NDArray[np.bool_]

# Chi-square that a further step of a level must promise: at the minimum, and at most
# far away from it, where it is this share of what the search gains.
WORTH_STEP = 1e-7
MOST_WORTH = 1e-2
SHARE_OF_GAIN = 1e-4
LARGEST_STEP_EV = 0.25


@dataclass(slots=True, eq=False)
class LevelState:
    """Where the unknowns of all levels stand; the search goes on from there.

    Attributes
    ----------
    linear : FloatArray, shape (L, K)
    side : array of int8, shape (L, K)
    displacement_ev : FloatArray, shape (L, R)
        Scale of the model minus measured scale, of each region.
    shift_ev : FloatArray, shape (L,)
    response : FloatArray or None, shape (L, R + 1, Q)
        By how much displacements and shift follow the shared quantities.
    values : FloatArray or None, shape (Q,)
        The shared quantities there.
    cost : float
        Chi-square there.
    worth : float
        What a further step of a level must promise of it.
    """

    linear: FloatArray
    side: npt.NDArray[np.int8]
    displacement_ev: FloatArray
    shift_ev: FloatArray
    response: FloatArray | None = None
    values: FloatArray | None = None
    cost: float = np.inf
    worth: float = MOST_WORTH

    def reach(self, cost: float) -> None:
        """Note what chi-square is reached, and how exact the next one has to be."""
        gain = abs(self.cost - cost) / len(self.shift_ev)
        share = SHARE_OF_GAIN * gain if np.isfinite(gain) else MOST_WORTH
        self.worth = min(max(share, WORTH_STEP), MOST_WORTH)
        self.cost = cost

    def follow(self, values: FloatArray) -> None:
        """Move to where the displacements are expected at other shared quantities."""
        if self.response is None or self.values is None:
            return
        moved = self.response @ (values - self.values)
        moved = np.clip(moved, -LARGEST_STEP_EV, LARGEST_STEP_EV)
        self.displacement_ev += moved[:, :-1]
        self.shift_ev += moved[:, -1]
        self.response = None


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Information of some levels: unknowns of the level, and what is shared.

    Unknowns are the linear ones, then displacements, then the shift; U in number.

    Attributes
    ----------
    own : FloatArray, shape (N, U, U)
    across : FloatArray, shape (N, U, Q)
    shared : FloatArray, shape (Q, Q)
        Summed over levels.
    slope_own, slope_shared : FloatArray, shape (N, U) and (Q,)
        Half the gradient of chi-square.
    inside : array of bool, shape (N, U)
        Unknowns that are free.
    products : list of FloatArray, shape (rows, k, k)
        Of each sheet, information of the data alone: unknowns it sees, then what of
        its region is shared.
    slopes : list of FloatArray, shape (rows, q)
        Of each sheet, half the gradient by what of its region is shared.
    chi_square : FloatArray, shape (N,)
        With what the scale adds.
    """

    own: FloatArray
    across: FloatArray
    shared: FloatArray
    slope_own: FloatArray
    slope_shared: FloatArray
    inside: BoolArray
    products: list[FloatArray]
    slopes: list[FloatArray]
    chi_square: FloatArray
