"""The unknowns of every level, eliminated level by level.

Given the lines that all levels share, a level has areas, offsets and slopes (linear),
a displacement of each region, and the shift of its energy scale. They are brought to
their minimum within bounds by Gauss-Newton steps, many levels at once, and projected
out of the derivatives by the shared quantities, as variable projection does with linear
unknowns (Golub and Pereyra, SIAM J. Numer. Anal. 10, 413, 1973; Kaufman, BIT 15, 49,
1975). All that is needed of the data at given displacements are the products of the
weighted columns of a region with each other and with the data.

For a level with displacements d_r and shift s chi-square holds, besides the data,

    sum_r ((d_r - s) / jitter)^2 + ((s - s0) / room)^2
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.series.bounded import solve_boxes, solve_masked
from xpsfit.fit.series.information import LevelRows, Moments
from xpsfit.fit.series.state import LARGEST_STEP_EV

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.layout import RegionLayout
    from xpsfit.fit.series.state import Blocks, LevelState

    BoolArray = npt.NDArray[np.bool_]
    IntArray = npt.NDArray[np.intp]

MOST_STEPS = 12
ROUNDING = 1e-13


class LevelGroup(LevelRows):
    """Some levels of a series that are brought to their minimum together."""

    def settle(self, values: FloatArray, state: LevelState) -> Blocks:
        """Bring the unknowns of the levels to their minimum; return what is left.

        Parameters
        ----------
        values : FloatArray, shape (Q,)
            Of what all levels share.
        state : LevelState
            Where to begin; changed to where it ends.
        """
        count, regions = self.present.shape
        moments = [
            Moments(
                np.empty((rows.size, columns.size, columns.size)),
                np.empty((rows.size, columns.size)),
                np.empty(rows.size),
            )
            for (_, columns), rows in zip(self.sheets, self.rows, strict=True)
        ]
        blocks = self.blank()
        step = np.zeros((count, regions + 1))
        reached = np.full(count, np.inf)
        busy = np.arange(count)
        for left in reversed(range(MOST_STEPS)):
            self._measure(values, state, busy, moments)
            cost, worth = self._solve(state, busy, moments)
            failed = cost > reached[busy] + worth
            bad, good = busy[failed], busy[~failed]
            reached[good] = cost[~failed]
            self.inform(blocks, state, busy, moments)
            step[good] = self._step(blocks, good)
            slope = blocks.slope_own[good, self.linear :]
            gain = np.abs(np.einsum("nu,nu->n", step[good], slope))
            going = good[gain > worth[~failed]]
            busy = np.sort(np.concatenate([bad, going]))
            if not busy.size or not left:
                break
            self._move(state, going, step[going])
            step[bad] *= 0.5
            self._move(state, bad, -step[bad])
        self.total(blocks)
        return blocks

    def _move(self, state: LevelState, rows: IntArray, step: FloatArray) -> None:
        at = self.levels[rows]
        state.displacement_ev[at] += step[:, :-1]
        state.shift_ev[at] += step[:, -1]

    def _measure(
        self,
        values: FloatArray,
        state: LevelState,
        busy: IntArray,
        moments: list[Moments],
    ) -> None:
        """Take the moments of some levels at their displacements."""
        whole = self.layout.whole(values)
        for part, chosen, _ in self.among(busy):
            (sheet, columns), found = self.sheets[part], moments[part]
            region = self.layout.regions[sheet.region]
            levels = sheet.levels[chosen]
            unit = columns.at(
                whole[region.place],
                state.displacement_ev[levels, sheet.region],
                drifted(region, values, levels),
            )
            weight = sheet.weight[chosen]
            unit *= weight[:, None, :]
            target = weight * sheet.target_cps[chosen]
            found.gram[chosen] = unit @ unit.transpose(0, 2, 1)
            found.pull[chosen] = np.einsum("nqi,ni->nq", unit, target)
            found.square[chosen] = np.einsum("ni,ni->n", target, target)

    def _solve(
        self, state: LevelState, busy: IntArray, moments: list[Moments]
    ) -> tuple[FloatArray, FloatArray]:
        """Find the linear unknowns of some levels.

        Returns their chi-square, and what in it is above rounding.
        """
        unknowns = self.linear
        gram = np.zeros((busy.size, unknowns, unknowns))
        pull = np.zeros((busy.size, unknowns))
        constant = np.zeros(busy.size)
        for part, chosen, rows in self.among(busy):
            (sheet, columns), mapping = self.sheets[part], self.maps[part]
            region, found = self.layout.regions[sheet.region], moments[part]
            products, pulled = found.gram[chosen], found.pull[chosen]
            held = np.zeros(mapping.shape[0])
            held[columns.linear] = region.constant
            block = mapping.T @ products @ mapping
            gram[rows[:, None, None], region.own[:, None], region.own] += block
            without = products @ held
            pull[rows[:, None], region.own] += (pulled - without) @ mapping
            constant[rows] += (
                found.square[chosen] - 2.0 * pulled @ held + without @ held
            )
        at = self.levels[busy]
        x, side = solve_boxes(gram, pull, self.boxes.of(busy), state.side[at])
        state.linear[at], state.side[at] = x, side
        toward = (gram @ x[..., None])[..., 0] - 2.0 * pull
        cost = np.einsum("ni,ni->n", x, toward) + constant
        cost += self.scale_cost(state)[busy]
        return cost, state.worth + ROUNDING * constant

    def _step(self, blocks: Blocks, rows: IntArray) -> FloatArray:
        """Return the Gauss-Newton step of displacements and shift of some levels."""
        slope, inside = blocks.slope_own[rows, :, None], blocks.inside[rows]
        step = -reduced(blocks.own[rows], slope, inside)[:, self.linear :, 0]
        largest = np.abs(step).max(axis=1, keepdims=True)
        return np.asarray(step * np.minimum(1.0, LARGEST_STEP_EV / (largest + 1e-300)))


def drifted(
    region: RegionLayout, values: FloatArray, levels: IntArray
) -> FloatArray | None:
    """Return what drift adds to the slots of a region, shape (levels, slots)."""
    if not region.drifting.size:
        return None
    return np.asarray(np.tensordot(values[region.drifting], region.drift[:, levels], 1))


def reduced(own: FloatArray, right: FloatArray, inside: BoolArray) -> FloatArray:
    """Return ``own^-1 right`` over the unknowns inside, scaled to be well posed."""
    diagonal = np.diagonal(own, axis1=1, axis2=2)
    length = np.sqrt(np.where(inside & (diagonal > 0.0), diagonal, 1.0))
    scaled = own / (length[:, :, None] * length[:, None, :])
    return np.asarray(
        solve_masked(scaled, right / length[..., None], inside) / length[..., None]
    )


def summed_products(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return ``first' second`` summed over levels, shapes (N, u, p) and (N, u, q)."""
    return np.asarray(
        first.reshape(-1, first.shape[2]).T @ second.reshape(-1, second.shape[2])
    )
