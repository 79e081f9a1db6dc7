"""What the data say about the unknowns of some levels at where they stand.

With the moments of the weighted columns of a region (`xpsfit.fit.series.levels`) the
information of a level is a few products of small matrices: of its areas, offsets and
slopes, the displacements of its regions, the shift of its scale, and of what all levels
share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.series.bounded import INSIDE
from xpsfit.fit.series.state import Blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.bounded import Boxes
    from xpsfit.fit.series.columns import Columns
    from xpsfit.fit.series.layout import SeriesLayout
    from xpsfit.fit.series.scales import Scales
    from xpsfit.fit.series.sheets import Sheet
    from xpsfit.fit.series.state import LevelState

    BoolArray = npt.NDArray[np.bool_]
    IntArray = npt.NDArray[np.intp]


@dataclass(slots=True, eq=False)
class Moments:
    """Products of weighted columns of a sheet with each other and with the data."""

    gram: FloatArray
    pull: FloatArray
    square: FloatArray


class LevelRows:
    """The data of some levels of a series, and what they say.

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
        self.maps = [self._map(sheet, columns) for sheet, columns in sheets]
        self.linear = len(layout.unknowns)

    def _map(self, sheet: Sheet, columns: Columns) -> FloatArray:
        """Return how unknowns of a level make factors of the columns."""
        region = self.layout.regions[sheet.region]
        result = np.zeros((columns.size, region.own.size))
        result[columns.linear] = region.mixing
        return result

    def among(self, busy: IntArray) -> Iterator[tuple[int, IntArray, IntArray]]:
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

    def scale_cost(self, state: LevelState) -> FloatArray:
        """Return what the energy scale of each level adds to chi-square."""
        shift = state.shift_ev[self.levels]
        apart = (state.displacement_ev[self.levels] - shift[:, None]) * self.present
        moved = (shift - self.scales.expected_ev[self.levels]) / self.scales.room_ev
        return np.asarray(
            np.sum((apart / self.scales.jitter_ev[self.levels]) ** 2, axis=1) + moved**2
        )

    def blank(self) -> Blocks:
        """Return the information of levels that is not known yet."""
        (count, regions), shared = self.present.shape, self.layout.size
        size = self.linear + regions + 1
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

    def inform(
        self, blocks: Blocks, state: LevelState, busy: IntArray, moments: list[Moments]
    ) -> None:
        """Note the information of some levels at where they stand."""
        x = state.linear[self.levels[busy]]
        blocks.own[busy] = blocks.across[busy] = blocks.slope_own[busy] = 0.0
        blocks.chi_square[busy] = self.scale_cost(state)[busy]
        for part, chosen, at in self.among(busy):
            sheet, _ = self.sheets[part]
            region, found = self.layout.regions[sheet.region], moments[part]
            factors, whole = self._derivatives(part, chosen, x[at])
            gram, pull = found.gram[chosen], found.pull[chosen]
            rest = np.einsum("nij,nj->ni", gram, factors) - pull
            products = whole.transpose(0, 2, 1) @ (gram @ whole)
            slopes = np.einsum("nij,ni->nj", whole, rest)
            inner = np.append(region.own, self.linear + sheet.region)
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

    def total(self, blocks: Blocks) -> None:
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
        region, mapping = self.layout.regions[sheet.region], self.maps[part]
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
        at = self.linear + np.arange(regions)
        last, rows = self.linear + regions, busy[:, None]
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
