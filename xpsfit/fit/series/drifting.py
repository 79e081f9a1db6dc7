"""Quantities that may drift smoothly through a series.

A width or a position is then its value plus a straight line and a parabola in the
number of the level (Legendre polynomials on -1 to 1), whose coefficients are known
beforehand to be zero within a stated spread: smooth enough not to follow the noise of
one level, free enough for resolution or charging that changes as material goes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.slots import Slot, Slots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray

# In the user's words, with one standard deviation at either end of the series.
DRIFTING = {"widths": "fwhm_ev", "centers": "center_ev"}
WIDTH_SHARE = 0.05
CENTER_EV = 0.05
# Coefficients stay within this many standard deviations.
REACH = 5.0
ORDERS = 2


def basis(levels: int) -> FloatArray:
    """Return the polynomials at every level, shape (orders, levels)."""
    u = np.linspace(-1.0, 1.0, levels) if levels > 1 else np.zeros(1)
    return np.array([u, (3.0 * u**2 - 1.0) / 2.0])


def with_drift(
    slots: Slots, shared_slots: Slots, bent: Sequence[int], kinds: Sequence[str]
) -> tuple[Slots, list[tuple[int, int, FloatArray]]]:
    """Return the shared slots with the coefficients of what drifts behind them.

    Parameters
    ----------
    slots : Slots
        Of all regions.
    shared_slots : Slots
    bent : sequence of int
        Where these stand among all.
    kinds : sequence of str
        Of `DRIFTING`.

    Returns
    -------
    shared_slots : Slots
    coefficients : list of (place among the shared, order, direction)
        The direction says how much of the polynomial each of all slots gets: ties hold.
    """
    wanted = {DRIFTING[kind] for kind in kinds}
    found: list[tuple[int, int, FloatArray]] = []
    more: list[Slot] = []
    for i in bent:
        slot = slots.all[i]
        if slot.quantity not in wanted or not slot.free or slot.tie is not None:
            continue
        direction = slots.matrix([i])[:, 0]
        spread = WIDTH_SHARE * slot.value
        if slot.quantity == "center_ev":
            spread = CENTER_EV
        for order in range(ORDERS):
            found.append((len(shared_slots.all) + len(more), order, direction))
            more.append(
                Slot(
                    slot.owner,
                    f"{slot.quantity.removesuffix('_ev')}_drift_{order + 1}_ev",
                    0.0,
                    -REACH * spread,
                    REACH * spread,
                    spread=spread,
                    part=slot.part,
                )
            )
    return replace(shared_slots, all=(*shared_slots.all, *more)), found
