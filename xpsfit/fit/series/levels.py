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
    from collections.abc import Iterator

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
        blocks = self._blank()
        step = np.zeros((count, regions + 1))
        reached = np.full(count, np.inf)
        busy = np.arange(count)
        for left in reversed(range(MOST_STEPS)):
            self._measure(values, state, busy, moments)
            cost, worth = self._solve(state, busy, moments)
            failed = cost > reached[busy] + worth
            bad, good = busy[failed], busy[~failed]
            reached[good] = cost[~failed]
            self._inform(blocks, state, busy, moments)
            step[good] = self._step(blocks, good)
            slope = blocks.slope_own[good, self._unknowns :]
            gain = np.abs(np.einsum("nu,nu->n", step[good], slope))
            going = good[gain > worth[~failed]]
            busy = np.sort(np.concatenate([bad, going]))
            if not busy.size or not left:
                break
            self._move(state, going, step[going])
            step[bad] *= 0.5
            self._move(state, bad, -step[bad])
        self._sum(blocks)
        return blocks

    def _move(self, state: LevelState, rows: IntArray, step: FloatArray) -> None:
        at = self.levels[rows]
        state.displacement_ev[at] += step[:, :-1]
        state.shift_ev[at] += step[:, -1]

    def _among(self, busy: IntArray) -> Iterator[tuple[int, IntArray, IntArray]]:
        """Yield the sheets that hold some of the levels.

        With each its rows of these levels, and where they stand among them.
        """
        place = np.full(self.levels.size, -1)
        place[busy] = np.arange(busy.size)
        for part, rows in enumerate(self.rows):
            at = place[rows]
            chosen = np.flatnonzero(at >= 0)
            if chosen.size:
                yield part, chosen, at[chosen]

    def _measure(
        self,
        values: FloatArray,
        state: LevelState,
        busy: IntArray,
        moments: list[Moments],
    ) -> None:
        """Take the moments of some levels at their displacements."""
        whole = self.layout.whole(values)
        for part, chosen, _ in self._among(busy):
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
        gram = self.slack[busy]
        pull = np.zeros((busy.size, self._unknowns))
        constant = np.zeros(busy.size)
        for part, chosen, rows in self._among(busy):
            (sheet, columns), mapping = self.sheets[part], self._maps[part]
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
        cost += self._scale_cost(state)[busy]
        return cost, state.worth + ROUNDING * constant

    def _scale_cost(self, state: LevelState) -> FloatArray:
        """Return what the energy scale of each level adds to chi-square."""
        shift = state.shift_ev[self.levels]
        apart = (state.displacement_ev[self.levels] - shift[:, None]) * self.present
        moved = (shift - self.scales.expected_ev[self.levels]) / self.scales.room_ev
        return np.asarray(
            np.sum((apart / self.scales.jitter_ev[self.levels]) ** 2, axis=1) + moved**2
        )

    def _blank(self) -> Blocks:
        """Return the information of levels that is not known yet."""
        (count, regions), shared = self.present.shape, self.layout.size
        size = self._unknowns + regions + 1
        seen = [self.layout.regions[sheet.region].seen.size for sheet, _ in self.sheets]
        known = [self.layout.regions[sheet.region].own.size for sheet, _ in self.sheets]
        return Blocks(
            own=np.zeros((count, size, size)),
            across=np.zeros((count, size, shared)),
            shared=np.zeros((shared, shared)),
            slope_own=np.zeros((count, size)),
            slope_shared=np.zeros(shared),
            inside=np.zeros((count, size), np.bool_),
            products=[
                np.empty((rows.size, k + 1 + q, k + 1 + q))
                for rows, k, q in zip(self.rows, known, seen, strict=True)
            ],
            slopes=[
                np.empty((rows.size, q))
                for rows, q in zip(self.rows, seen, strict=True)
            ],
            chi_square=np.zeros(count),
        )

    def _inform(
        self, blocks: Blocks, state: LevelState, busy: IntArray, moments: list[Moments]
    ) -> None:
        """Note the information of some levels at where they stand."""
        linear = self._unknowns
        x = state.linear[self.levels[busy]]
        pulled = np.einsum("nij,nj->ni", self.slack[busy], x)
        blocks.own[busy] = blocks.across[busy] = blocks.slope_own[busy] = 0.0
        blocks.own[busy, :linear, :linear] = self.slack[busy]
        blocks.slope_own[busy, :linear] = pulled
        blocks.chi_square[busy] = self._scale_cost(state)[busy] + np.einsum(
            "ni,ni->n", x, pulled
        )
        for part, chosen, at in self._among(busy):
            sheet, _ = self.sheets[part]
            region, found = self.layout.regions[sheet.region], moments[part]
            factors, whole = self._derivatives(part, chosen, x[at])
            gram, pull = found.gram[chosen], found.pull[chosen]
            rest = np.einsum("nij,nj->ni", gram, factors) - pull
            products = whole.transpose(0, 2, 1) @ (gram @ whole)
            slopes = np.einsum("nij,ni->nj", whole, rest)
            inner = np.append(region.own, linear + sheet.region)
            rows, k = self.rows[part][chosen], inner.size
            blocks.chi_square[rows] += (
                np.einsum("ni,ni->n", factors, rest - pull) + found.square[chosen]
            )
            each = rows[:, None, None]
            blocks.own[each, inner[:, None], inner] += products[:, :k, :k]
            blocks.across[each, inner[:, None], region.seen] += products[:, :k, k:]
            blocks.slope_own[rows[:, None], inner] += slopes[:, :k]
            blocks.products[part][chosen] = products
            blocks.slopes[part][chosen] = slopes[:, k:]
        self._add_scale(blocks, state, busy)
        blocks.inside[busy] = self._inside(state)[busy]

    def _sum(self, blocks: Blocks) -> None:
        """Sum what the levels say of what they share."""
        for (sheet, _), products, slopes in zip(
            self.sheets, blocks.products, blocks.slopes, strict=True
        ):
            seen = self.layout.regions[sheet.region].seen
            k = products.shape[1] - seen.size
            blocks.shared[np.ix_(seen, seen)] += products[:, k:, k:].sum(0)
            blocks.slope_shared[seen] += slopes.sum(0)

    def _derivatives(
        self, part: int, chosen: IntArray, x: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return what the columns of a sheet are multiplied by, and what moves them.

        Parameters
        ----------
        part : int
            Which sheet.
        chosen : array of int
            Which of its rows.
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
        region, mapping = self.layout.regions[sheet.region], self._maps[part]
        factors = np.zeros((chosen.size, columns.size))
        y = x[:, region.own] @ region.mixing.T + region.constant
        factors[:, columns.linear] = y
        spread = columns.spread(y[:, : columns.components])
        moved = -spread[:, :, columns.center].sum(axis=2)
        bent = spread[:, :, region.bent]
        if region.drifting.size:
            drift = region.drift[:, sheet.levels[chosen]].transpose(1, 2, 0)
            bent = np.concatenate([bent, spread @ drift], axis=2)
        linear = np.broadcast_to(mapping, (chosen.size, *mapping.shape))
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

    def _add_scale(self, blocks: Blocks, state: LevelState, busy: IntArray) -> None:
        """Add what is known of the energy scales of some levels."""
        regions, levels = self.present.shape[1], self.levels[busy]
        at = self._unknowns + np.arange(regions)
        last, rows = self._unknowns + regions, busy[:, None]
        shift = state.shift_ev[levels]
        pull = self.present[busy] / self.scales.jitter_ev[levels] ** 2
        apart = state.displacement_ev[levels] - shift[:, None]
        blocks.own[rows, at, at] += pull
        blocks.own[rows, at, last] -= pull
        blocks.own[rows, last, at] -= pull
        blocks.own[busy, last, last] += pull.sum(axis=1) + 1.0 / self.scales.room_ev**2
        blocks.slope_own[rows, at] += pull * apart
        moved = (shift - self.scales.expected_ev[levels]) / self.scales.room_ev**2
        blocks.slope_own[busy, last] += moved - (pull * apart).sum(axis=1)

    def _step(self, blocks: Blocks, rows: IntArray) -> FloatArray:
        """Return the Gauss-Newton step of displacements and shift of some levels."""
        slope, inside = blocks.slope_own[rows, :, None], blocks.inside[rows]
        step = -reduced(blocks.own[rows], slope, inside)[:, self._unknowns :, 0]
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
