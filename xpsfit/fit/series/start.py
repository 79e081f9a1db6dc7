"""Where the search through a series begins: rough shifts of all levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.curve import Curve
from xpsfit.fit.joint_species import AREA
from xpsfit.fit.series.bounded import INSIDE, Boxes, solve_boxes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.layout import SeriesLayout
    from xpsfit.fit.series.sheets import Sheet

SCAN_EV = 1.0
SCAN_STEP_EV = 0.2
# The scale of a level is looked for near that of the first, unless chi-square falls by
# more than this square of the distance over the standard deviation.
EXPECTED_EV = 0.3


def rough_shifts(
    layout: SeriesLayout,
    sheets: Sequence[Sheet],
    values: FloatArray,
    first_ev: float,
    count: int,
) -> FloatArray:
    """Return the shift that lays the lines best on the data of every level.

    Parameters
    ----------
    layout : SeriesLayout
    sheets : sequence of Sheet
    values : FloatArray, shape (slots,)
        Positions, widths and steps to lay on the data.
    first_ev : float
        Shift of the first level.
    count : int
        How many levels there are.

    Returns
    -------
    FloatArray, shape (count,)
        To a tenth of an eV or so: a parabola through the best three of the scan.
    """
    steps = np.arange(-SCAN_EV, SCAN_EV + 1e-9, SCAN_STEP_EV)
    cost = np.zeros((steps.size, count))
    for k, step in enumerate(steps):
        cost[k] = (step / EXPECTED_EV) ** 2
        for sheet in sheets:
            cost[k, sheet.levels] += _scanned(layout, sheet, values, first_ev + step)
    # The data rarely are described before the lines have moved, so differences count
    # by what even the best place leaves.
    best = np.clip(np.argmin(cost, axis=0), 1, steps.size - 2)
    rows = np.arange(count)
    low, middle, high = (cost[best + k, rows] for k in (-1, 0, 1))
    bend = np.maximum(low - 2.0 * middle + high, 1e-12)
    offset = np.clip(0.5 * (low - high) / bend, -1.0, 1.0)
    return np.asarray(first_ev + steps[best] + SCAN_STEP_EV * offset)


def _scanned(
    layout: SeriesLayout, sheet: Sheet, values: FloatArray, shift_ev: float
) -> FloatArray:
    """Return chi-square of every level of a sheet with its region alone."""
    region = layout.regions[sheet.region]
    own = layout.slots.all[region.place]
    moved = values[region.place].copy()
    centers = [i for i, s in enumerate(own) if s.quantity == "center_ev"]
    moved[centers] -= shift_ev
    curve = Curve(sheet.energy_ev, region.model)
    columns = curve.linear_columns(moved).T
    weighted = columns * sheet.weight[:, None, :]
    target = sheet.target_cps * sheet.weight
    gram = weighted @ weighted.transpose(0, 2, 1)
    pull = np.einsum("nki,ni->nk", weighted, target)
    areas = [own[i].quantity == AREA for i in region.linear]
    low = np.where(areas, 0.0, -np.inf)
    boxes = Boxes(
        low, np.full(low.size, np.inf), np.ones((sheet.levels.size, low.size), np.bool_)
    )
    side = np.full((sheet.levels.size, low.size), INSIDE, dtype=np.int8)
    x, _ = solve_boxes(gram, pull, boxes, side)
    return np.asarray(
        np.einsum("ni,ni->n", target, target)
        + np.einsum("ni,nij,nj->n", x, gram, x)
        - 2.0 * np.einsum("ni,ni->n", x, pull)
    )
