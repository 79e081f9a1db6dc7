"""A whole series as a least-squares problem of what its levels share.

The rows of the data, thousands per level, never stand in one matrix. Level by level
the unknowns of the level are eliminated (`xpsfit.fit.series.levels`), and what is left
is summed: chi-square c, half its gradient g, and the information H. Rows with the same
c, g and H are handed to the search,

    residual = (sqrt(c), 0, ..., 0)        Jacobian = (g / sqrt(c), chol(H - g g'/c))

so it takes the very steps that all rows together would take, and cost and memory grow
linearly with the number of levels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.curve import Curve
from xpsfit.fit.problem import Problem
from xpsfit.fit.series.bounded import Boxes
from xpsfit.fit.series.columns import Columns
from xpsfit.fit.series.levels import LevelGroup, drifted, reduced, summed_products
from xpsfit.fit.series.prior import series_prior
from xpsfit.fit.slots import Slots

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.layout import SeriesLayout
    from xpsfit.fit.series.scales import Scales
    from xpsfit.fit.series.sheets import Sheet
    from xpsfit.fit.series.state import Blocks, LevelState

    BoolArray = npt.NDArray[np.bool_]

# Levels that are handled together: as many as keep arrays in this many megabytes.
MEGABYTES = 8.0
MOST_TOGETHER = 64


@dataclass(frozen=True, slots=True, eq=False)
class Condensed:
    """What the data say about the shared quantities, levels eliminated.

    Attributes
    ----------
    chi_square : float
        Of data and energy scales.
    slope : FloatArray, shape (Q,)
        Half its gradient.
    information : FloatArray, shape (Q, Q)
    by_level : FloatArray, shape (L,)
        Chi-square of each level.
    """

    chi_square: float
    slope: FloatArray
    information: FloatArray
    by_level: FloatArray


class _Nothing(Curve):
    """The curve of a problem without linear slots: they are eliminated already."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.linear = np.empty(0, dtype=np.intp)
        self.area = self.linear
        self.energy_ev = np.empty(0)


class SeriesProblem(Problem):
    """The rows of a series, levels eliminated, as `xpsfit.fit.settle` wants them.

    Parameters
    ----------
    layout : SeriesLayout
    sheets : sequence of Sheet
    scales : Scales
    usable : array of bool, shape (L, K)
        Which linear unknowns each level has.
    state : LevelState
        Where its unknowns begin; moved along by every evaluation.
    signed : array of bool, shape (L, K), optional
        Which of them may lie below their lower bound.
    """

    __slots__ = (
        "_columns",
        "_settled",
        "layout",
        "prior_rows",
        "scales",
        "sheets",
        "signed",
        "state",
        "usable",
    )
    layout: SeriesLayout
    sheets: tuple[Sheet, ...]
    scales: Scales
    usable: BoolArray
    signed: BoolArray
    state: LevelState
    prior_rows: FloatArray
    _columns: tuple[Columns, ...]
    _settled: dict[bytes, tuple[LevelGroup, Blocks]]

    def __init__(
        self,
        layout: SeriesLayout,
        sheets: Sequence[Sheet],
        scales: Scales,
        usable: BoolArray,
        state: LevelState,
        columns: Sequence[Columns] | None = None,
        signed: BoolArray | None = None,
    ) -> None:
        set_ = object.__setattr__
        size = layout.size
        prior = series_prior(layout)
        rows = size + 1
        set_(self, "curve", _Nothing(size))
        set_(self, "target_cps", np.zeros(rows))
        set_(self, "sigma_cps", np.ones(rows))
        set_(self, "prior", prior)
        set_(self, "static", None)
        set_(self, "_latest", {})
        set_(self, "_settled", {})
        set_(self, "_bare", np.zeros(rows))
        set_(self, "layout", layout)
        set_(self, "sheets", tuple(sheets))
        set_(self, "scales", scales)
        set_(self, "usable", usable)
        set_(self, "signed", np.zeros_like(usable) if signed is None else signed)
        set_(self, "state", state)
        set_(self, "prior_rows", prior.jacobian(size))
        if columns is None:
            columns = [
                Columns(
                    sheet.energy_ev,
                    layout.regions[sheet.region].model,
                    Slots(layout.slots.all[layout.regions[sheet.region].place]),
                )
                for sheet in sheets
            ]
        set_(self, "_columns", tuple(columns))

    def evaluate(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return rows of the same length, slope and information as all data."""
        key = values.tobytes()
        if key not in self._latest:
            self._latest.clear()
            found = self.condensed(values)
            rows, jacobian = equivalent_rows(found)
            self._latest[key] = (
                np.concatenate([rows, self.prior.residual(values)]),
                np.vstack([jacobian, self.prior_rows]),
            )
        return self._latest[key]

    def jacobian(self, values: FloatArray, by: npt.NDArray[np.intp]) -> FloatArray:
        """Return the Jacobian of all rows by some slots."""
        return self.evaluate(values)[1][:, by]

    def linear_rows(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the rows, and no columns."""
        rows, _ = self.evaluate(values)
        return rows, np.empty((rows.size, 0))

    def condensed(self, values: FloatArray) -> Condensed:
        """Return chi-square, slope and information at shared values, shape (Q,)."""
        layout = self.layout
        size = layout.size
        slope, information = np.zeros(size), np.zeros((size, size))
        by_level = np.zeros(len(self.usable))
        self.state.follow(values)
        count, regions = self.state.displacement_ev.shape
        response = np.zeros((count, regions + 1, size))
        linear = len(layout.unknowns)
        for group, blocks in self.groups(values):
            right = np.concatenate([blocks.across, blocks.slope_own[..., None]], axis=2)
            solved = reduced(blocks.own, right, blocks.inside)
            taken = summed_products(blocks.across, solved)
            information += blocks.shared - taken[:, :size]
            slope += blocks.slope_shared - taken[:, size]
            by_level[group.levels] = blocks.chi_square
            response[group.levels] = -solved[:, linear:, :size]
        self.state.response, self.state.values = response, values.copy()
        information = (information + information.T) / 2.0
        self.state.reach(float(by_level.sum()))
        return Condensed(float(by_level.sum()), slope, information, by_level)

    def groups(self, values: FloatArray) -> Iterator[tuple[LevelGroup, Blocks]]:
        """Yield levels with their information, brought to their minimum.

        Where all levels are one group, it is kept: the search, its checks and the
        errors ask for the same.
        """
        key = values.tobytes()
        if key in self._settled:
            yield self._settled[key]
            return
        self._settled.clear()
        for group in self.level_groups():
            found = group, group.settle(values, self.state)
            if group.levels.size == len(self.usable):
                self._settled[key] = found
            yield found

    def level_groups(self) -> Iterator[LevelGroup]:
        """Yield the levels in groups of a bounded size."""
        count = len(self.usable)
        together = self._together()
        low = np.where(self.signed, -np.inf, self.layout.low)
        boxes = Boxes(low, self.layout.high, self.usable)
        for start in range(0, count, together):
            levels = np.arange(start, min(start + together, count))
            own = []
            for sheet, columns in zip(self.sheets, self._columns, strict=True):
                part = sheet if together >= count else sheet.of(levels)
                if part.levels.size:
                    own.append((part, columns))
            yield LevelGroup(self.layout, levels, own, boxes.of(levels), self.scales)

    def _together(self) -> int:
        """Return how many levels are handled at once."""
        bytes_ = max(
            8 * columns.size * sheet.energy_ev.size
            for sheet, columns in zip(self.sheets, self._columns, strict=True)
        )
        return int(min(MOST_TOGETHER, max(8, MEGABYTES * 1e6 / (3 * bytes_))))

    def curves(self, values: FloatArray) -> Iterator[FloatArray]:
        """Yield the fitted curve of every sheet, shape (levels, n) each.

        Static backgrounds are not in it.
        """
        whole = self.layout.whole(values)
        for sheet, columns in zip(self.sheets, self._columns, strict=True):
            region = self.layout.regions[sheet.region]
            curve = np.empty_like(sheet.target_cps)
            for start in range(0, sheet.levels.size, MOST_TOGETHER):
                rows = slice(start, start + MOST_TOGETHER)
                levels = sheet.levels[rows]
                at = self.state.displacement_ev[levels, sheet.region]
                drift = drifted(region, values, levels)
                unit = columns.at(whole[region.place], at, drift)[:, columns.linear]
                own = self.state.linear[levels][:, region.own]
                y = own @ region.mixing.T + region.constant
                curve[rows] = np.einsum("nki,nk->ni", unit, y)
            yield curve

    def again(
        self,
        *,
        sheets: Sequence[Sheet] | None = None,
        scales: Scales | None = None,
        usable: BoolArray | None = None,
        state: LevelState | None = None,
        signed: BoolArray | None = None,
    ) -> SeriesProblem:
        """Return the problem with something else, going on from where this one is."""
        state = self.state if state is None else state
        state.response = None
        return SeriesProblem(
            self.layout,
            self.sheets if sheets is None else sheets,
            self.scales if scales is None else scales,
            self.usable if usable is None else usable,
            state,
            self._columns,
            self.signed if signed is None else signed,
        )

    @property
    def present(self) -> BoolArray:
        """Return which regions each level has, shape (L, R)."""
        found = np.zeros((len(self.usable), len(self.layout.regions)), np.bool_)
        for sheet in self.sheets:
            found[sheet.levels, sheet.region] = True
        return found


def equivalent_rows(found: Condensed) -> tuple[FloatArray, FloatArray]:
    """Return a residual and Jacobian of this chi-square, slope and information.

    Returns
    -------
    rows : FloatArray, shape (Q + 1,)
    jacobian : FloatArray, shape (Q + 1, Q)
    """
    size = found.slope.size
    length = math.sqrt(max(found.chi_square, 1e-30))
    along = found.slope / length
    rest = found.information - np.outer(along, along)
    scale = np.sqrt(np.maximum(np.diagonal(found.information), 0.0))
    unit = np.where(scale > 0.0, scale, 1.0)
    values, vectors = np.linalg.eigh(rest / (unit[:, None] * unit))
    root = (vectors * np.sqrt(np.maximum(values, 0.0))).T * unit
    rows = np.zeros(size + 1)
    rows[0] = length
    return rows, np.vstack([along, root])
