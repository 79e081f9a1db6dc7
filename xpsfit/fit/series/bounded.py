"""Many small least-squares problems within bounds, solved at once.

Every level of a series has its own areas, offsets and slopes. Their normal equations
are a few rows each, so they are stacked and solved together; which unknowns sit on a
bound is found by block principal pivoting (Portugal, Judice and Vicente, Math. Comput.
63, 625, 1994; Kim and Park, SIAM J. Sci. Comput. 33, 3261, 2011): all that break a
rule change sides at once, and only the last of them where that does not help.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

    BoolArray = npt.NDArray[np.bool_]
    SideArray = npt.NDArray[np.int8]

INSIDE, AT_LOW, AT_HIGH = 0, -1, 1
# Rounds that may change all sides at once without fewer rules broken.
PATIENCE = 3
MOST_ROUNDS = 200
# Columns that repeat each other are told apart by this share of their square.
RIDGE = 1e-13
# A rule counts as broken from this share of the largest term on.
BROKEN = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Bounds of the unknowns, and which of them each problem has.

    Attributes
    ----------
    low : FloatArray, shape (k,) or (N, k)
    high : FloatArray, shape (k,)
        Either may be infinite.
    usable : array of bool, shape (N, k)
        The others are left at zero.
    """

    low: FloatArray
    high: FloatArray
    usable: BoolArray

    def of(self, problems: npt.NDArray[np.intp]) -> Boxes:
        """Return the same for some of the problems."""
        low = np.broadcast_to(self.low, self.usable.shape)[problems]
        return Boxes(low, self.high, self.usable[problems])


def solve_boxes(
    gram: FloatArray, pull: FloatArray, boxes: Boxes, side: SideArray
) -> tuple[FloatArray, SideArray]:
    """Return the minima of ``x G x / 2 - p x`` within bounds.

    Parameters
    ----------
    gram : FloatArray, shape (N, k, k)
    pull : FloatArray, shape (N, k)
    boxes : Boxes
    side : array of int8, shape (N, k)
        Where each unknown probably is: inside (0), at its lower (-1) or upper bound.

    Returns
    -------
    x : FloatArray, shape (N, k)
    side : array of int8, shape (N, k)
    """
    length = np.sqrt(np.diagonal(gram, axis1=1, axis2=2))
    length = np.where(boxes.usable & (length > 0.0), length, 1.0)
    scaled = gram / (length[:, :, None] * length[:, None, :])
    target = pull / length
    low, high = boxes.low * length, boxes.high * length
    usable = boxes.usable & (np.diagonal(gram, axis1=1, axis2=2) > 0.0)
    side = np.where(usable, side, INSIDE).astype(np.int8)
    x = np.zeros_like(target)
    busy = np.arange(len(gram))
    fewest = np.full(len(gram), np.iinfo(np.int64).max)
    patience = np.full(len(gram), PATIENCE)
    for _ in range(MOST_ROUNDS):
        x[busy], slope = _at(
            scaled[busy], target[busy], low[busy], high[busy], usable[busy], side[busy]
        )
        wanted = _wanted(
            x[busy], slope, low[busy], high[busy], usable[busy], side[busy]
        )
        broken = wanted != side[busy]
        count = broken.sum(axis=1)
        going = count > 0
        if not going.any():
            break
        busy, wanted = busy[going], wanted[going]
        broken, count = broken[going], count[going]
        better = count < fewest[busy]
        patience[busy] = np.where(better, PATIENCE, patience[busy] - 1)
        fewest[busy] = np.minimum(fewest[busy], count)
        stuck = patience[busy] < 0
        if stuck.any():
            last = broken.shape[1] - 1 - np.argmax(broken[stuck, ::-1], axis=1)
            only = np.zeros_like(broken[stuck])
            only[np.arange(len(last)), last] = True
            broken[stuck] = only
        side[busy] = np.where(broken, wanted, side[busy])
    x = np.clip(x / length, boxes.low, boxes.high)
    return np.where(usable, x, 0.0), side


def _at(
    gram: FloatArray,
    pull: FloatArray,
    low: FloatArray,
    high: FloatArray,
    usable: BoolArray,
    side: SideArray,
) -> tuple[FloatArray, FloatArray]:
    """Return the minima with unknowns held on their sides, and the slopes there."""
    inside = usable & (side == INSIDE)
    held = np.where(side == AT_LOW, low, np.where(side == AT_HIGH, high, 0.0))
    held = np.where(inside, 0.0, held)
    pulled = pull - np.einsum("nij,nj->ni", gram, held)
    x = held + np.where(
        inside, solve_masked(gram, pulled[..., None], inside)[..., 0], 0
    )
    return x, np.einsum("nij,nj->ni", gram, x) - pull


def solve_masked(gram: FloatArray, right: FloatArray, inside: BoolArray) -> FloatArray:
    """Return ``G^-1 B`` over the unknowns inside; zero for the others.

    Parameters
    ----------
    gram : FloatArray, shape (N, k, k)
        Of about unit diagonal.
    right : FloatArray, shape (N, k, c)
    inside : array of bool, shape (N, k)

    Returns
    -------
    FloatArray, shape (N, k, c)
    """
    both = inside[:, :, None] & inside[:, None, :]
    masked = np.where(both, gram, 0.0)
    rows = np.arange(gram.shape[1])
    masked[:, rows, rows] = np.where(inside, masked[:, rows, rows] * (1.0 + RIDGE), 1.0)
    return np.asarray(np.linalg.solve(masked, np.where(inside[..., None], right, 0.0)))


def _wanted(
    x: FloatArray,
    slope: FloatArray,
    low: FloatArray,
    high: FloatArray,
    usable: BoolArray,
    side: SideArray,
) -> SideArray:
    """Return on which side each unknown should be."""
    margin = BROKEN * np.maximum(np.abs(x).max(axis=1, keepdims=True), 1e-300)
    wanted = np.where(side == INSIDE, np.where(x < low - margin, AT_LOW, INSIDE), side)
    wanted = np.where((side == INSIDE) & (x > high + margin), AT_HIGH, wanted)
    leaves = ((side == AT_LOW) & (slope < -margin)) | (
        (side == AT_HIGH) & (slope > margin)
    )
    return np.where(usable & ~leaves, wanted, INSIDE).astype(np.int8)
