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

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.series.bounded import INSIDE, solve_boxes, solve_masked
from xpsfit.fit.series.state import LARGEST_STEP_EV, Blocks

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.bounded import Boxes
    from xpsfit.fit.series.columns import Columns
    from xpsfit.fit.series.layout import RegionLayout, SeriesLayout
    from xpsfit.fit.series.scales import Scales
    from xpsfit.fit.series.sheets import Sheet
    from xpsfit.fit.series.state import LevelState

    BoolArray = npt.NDArray[np.bool_]
    IntArray = npt.NDArray[np.intp]

MOST_STEPS = 12
ROUNDING = 1e-13


@dataclass(slots=True, eq=False)
class Moments:
    """Products of weighted columns of a sheet with each other and with the data."""

    gram: FloatArray
    pull: FloatArray
    square: FloatArray


class LevelGroup:
    """Some levels of a series, handled together.

    Parameters
    ----------
    layout : SeriesLayout
    levels : array of int, shape (N,)
        Increasing.
    sheets : list of (Sheet, Columns)
        The rows of these levels.
    boxes : Boxes
        Of these levels.
    scales : Scales
        Of all levels.
    """

    def __init__(
        self,
        layout: SeriesLayout,
        levels: IntArray,
        sheets: list[tuple[Sheet, Columns]],
        boxes: Boxes,
        scales: Scales,
    ) -> None:
        self.layout, self.levels, self.sheets = layout, levels, sheets
        self.boxes, self.scales = boxes, scales
        self.rows = [np.searchsorted(levels, sheet.levels) for sheet, _ in sheets]
        self.present = np.zeros((levels.size, len(layout.regions)), np.bool_)
        for (sheet, _), rows in zip(sheets, self.rows, strict=True):
            self.present[rows, sheet.region] = True
        self._maps = [self._map(sheet, columns) for sheet, columns in sheets]
        self._unknowns = len(layout.unknowns)
        self.slack = np.zeros((levels.size, self._unknowns, self._unknowns))

    def _map(self, sheet: Sheet, columns: Columns) -> FloatArray:
        """Return how unknowns of a level make factors of the columns."""
        region = self.layout.regions[sheet.region]
        result = np.zeros((columns.size, region.own.size))
        result[columns.linear] = region.mixing
        return result

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
        step = np.zeros((count, regions + 1))
        reached = np.full(count, np.inf)
        busy = np.arange(count)
        for left in reversed(range(MOST_STEPS)):
            self._measure(values, state, busy, moments)
            cost, worth = self._solve(state, busy, moments)
            failed = cost > reached[busy] + worth
            bad, good = busy[failed], busy[~failed]
            reached[good] = cost[~failed]
            blocks = self._blocks(state, moments)
            step[good] = self._step(blocks)[good]
            slope = blocks.slope_own[good, self._unknowns :]
            gain = np.abs(np.einsum("nu,nu->n", step[good], slope))
            going = good[gain > worth[~failed]]
            busy = np.sort(np.concatenate([bad, going]))
            if not busy.size or not left:
                break
            self._move(state, going, step[going])
            step[bad] *= 0.5
            self._move(state, bad, -step[bad])
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
        for (sheet, columns), rows, found in zip(
            self.sheets, self.rows, moments, strict=True
        ):
            chosen = np.flatnonzero(np.isin(rows, busy))
            if not chosen.size:
                continue
            region = self.layout.regions[sheet.region]
            levels = self.levels[rows[chosen]]
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
        count, unknowns = self.levels.size, self._unknowns
        gram = self.slack.copy()
        pull = np.zeros((count, unknowns))
        constant = np.zeros(count)
        for (sheet, columns), rows, mapping, found in zip(
            self.sheets, self.rows, self._maps, moments, strict=True
        ):
            region = self.layout.regions[sheet.region]
            held = np.zeros(mapping.shape[0])
            held[columns.linear] = region.constant
            block = mapping.T @ found.gram @ mapping
            gram[rows[:, None, None], region.own[:, None], region.own] += block
            rest = found.pull - found.gram @ held
            pull[rows[:, None], region.own] += rest @ mapping
            constant[rows] += (
                found.square - 2.0 * found.pull @ held + (found.gram @ held) @ held
            )
        at = self.levels[busy]
        x, side = solve_boxes(
            gram[busy], pull[busy], self.boxes.of(busy), state.side[at]
        )
        state.linear[at], state.side[at] = x, side
        cost = np.einsum("ni,nij,nj->n", x, gram[busy], x) - 2.0 * np.einsum(
            "ni,ni->n", pull[busy], x
        )
        cost += constant[busy] + self._scale_cost(state)[busy]
        return cost, state.worth + ROUNDING * constant[busy]

    def _scale_cost(self, state: LevelState) -> FloatArray:
        """Return what the energy scale of each level adds to chi-square."""
        shift = state.shift_ev[self.levels]
        apart = (state.displacement_ev[self.levels] - shift[:, None]) * self.present
        moved = (shift - self.scales.expected_ev[self.levels]) / self.scales.room_ev
        return np.asarray(
            np.sum((apart / self.scales.jitter_ev[self.levels]) ** 2, axis=1) + moved**2
        )

    def _blocks(self, state: LevelState, moments: list[Moments]) -> Blocks:
        """Return the information of all levels at where they stand."""
        count, regions = self.present.shape
        linear = self._unknowns
        size, shared = linear + regions + 1, self.layout.size
        own = np.zeros((count, size, size))
        own[:, :linear, :linear] = self.slack
        across = np.zeros((count, size, shared))
        both = np.zeros((shared, shared))
        slope = np.zeros((count, size))
        x = state.linear[self.levels]
        slope[:, :linear] = np.einsum("nij,nj->ni", self.slack, x)
        slope_shared = np.zeros(shared)
        data: list[FloatArray] = []
        chi_square = self._scale_cost(state) + np.einsum(
            "ni,ni->n", x, slope[:, :linear]
        )
        for part, rows, found in zip(
            range(len(self.sheets)), self.rows, moments, strict=True
        ):
            sheet, _ = self.sheets[part]
            region = self.layout.regions[sheet.region]
            factors, whole = self._derivatives(part, x[rows])
            rest = np.einsum("nij,nj->ni", found.gram, factors) - found.pull
            chi_square[rows] += (
                np.einsum("ni,ni->n", factors, rest - found.pull) + found.square
            )
            products = whole.transpose(0, 2, 1) @ (found.gram @ whole)
            data.append(products)
            slopes = np.einsum("nij,ni->nj", whole, rest)
            inner = np.append(region.own, linear + sheet.region)
            k = inner.size
            own[rows[:, None, None], inner[:, None], inner] += products[:, :k, :k]
            across[rows[:, None, None], inner[:, None], region.seen] += products[
                :, :k, k:
            ]
            both[np.ix_(region.seen, region.seen)] += products[:, k:, k:].sum(0)
            slope[rows[:, None], inner] += slopes[:, :k]
            slope_shared[region.seen] += slopes[:, k:].sum(0)
        self._add_scale(state, own, slope)
        inside = self._inside(state)
        return Blocks(own, across, both, slope, slope_shared, inside, data, chi_square)

    def _derivatives(self, part: int, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return what the columns of a sheet are multiplied by, and what moves them.

        Parameters
        ----------
        part : int
            Which sheet.
        x : FloatArray, shape (levels, linear)
            Linear unknowns of its levels.

        Returns
        -------
        factors : FloatArray, shape (levels, columns)
            The curve is the sum of the columns, each times its factor.
        whole : FloatArray, shape (levels, columns, unknowns)
            How the factors follow the region's own linear unknowns, its displacement,
            and the shared quantities that it sees.
        """
        sheet, columns = self.sheets[part]
        region, rows, mapping = (
            self.layout.regions[sheet.region],
            self.rows[part],
            self._maps[part],
        )
        factors = np.zeros((rows.size, columns.size))
        y = x[:, region.own] @ region.mixing.T + region.constant
        factors[:, columns.linear] = y
        spread = columns.spread(y[:, : columns.components])
        moved = -spread[:, :, columns.center].sum(axis=2)
        bent = spread[:, :, region.bent]
        if region.drifting.size:
            drift = region.drift[:, self.levels[rows]].transpose(1, 2, 0)
            bent = np.concatenate([bent, spread @ drift], axis=2)
        linear = np.broadcast_to(mapping, (rows.size, *mapping.shape))
        return factors, np.concatenate([linear, moved[:, :, None], bent], axis=2)

    def _inside(self, state: LevelState) -> BoolArray:
        """Return which unknowns of each level are free to move."""
        return np.concatenate(
            [
                self.boxes.usable & (state.side[self.levels] == INSIDE),
                self.present,
                self.scales.moves[self.levels][:, None],
            ],
            axis=1,
        )

    def _add_scale(self, state: LevelState, own: FloatArray, slope: FloatArray) -> None:
        regions = self.present.shape[1]
        at = self._unknowns + np.arange(regions)
        last = self._unknowns + regions
        shift = state.shift_ev[self.levels]
        pull = self.present / self.scales.jitter_ev[self.levels] ** 2
        apart = state.displacement_ev[self.levels] - shift[:, None]
        own[:, at, at] += pull
        own[:, at, last] -= pull
        own[:, last, at] -= pull
        own[:, last, last] += pull.sum(axis=1) + 1.0 / self.scales.room_ev**2
        slope[:, at] += pull * apart
        slope[:, last] -= (pull * apart).sum(axis=1)
        slope[:, last] += (
            shift - self.scales.expected_ev[self.levels]
        ) / self.scales.room_ev**2

    def _step(self, blocks: Blocks) -> FloatArray:
        """Return the Gauss-Newton step of displacements and shift."""
        step = -reduced(blocks.own, blocks.slope_own[..., None], blocks.inside)[..., 0]
        step = step[:, self._unknowns :]
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
