"""Bounds of the quantities that a curve is not linear in, as a change of coordinates.

The minimiser moves in coordinates without bounds; a sine for two bounds and a hyperbola
for one, as MINUIT and lmfit have them (James and Roos, Comput. Phys. Commun. 10, 343,
1975). The hyperbola bends over a length that suits the quantity: over one unit,
whatever the unit, a step of 0.01/eV would always be in the bend and creep.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.slots import Slot

# What a quantity with one bound or none moves by, in its own unit; shape parameters and
# widths move by about one.
TYPICAL = {"step_per_ev": 0.02, "strength_ev2": 3000.0}
# On a bound the coordinates have no gradient, so nothing starts there: what lies closer
# than the first share of its room begins at the second.
ON_BOUND = 1e-4
INSIDE = 0.01


def room(slot: Slot) -> float:
    """Return how far a quantity can go: its range, or what is typical without one."""
    width = slot.maximum - slot.minimum
    return width if math.isfinite(width) else TYPICAL.get(slot.quantity, 1.0)


class Ranges:
    """The change of coordinates for several slots.

    Parameters
    ----------
    slots : sequence of Slot
        Their bounds count, not their values.
    """

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._low = np.array([slot.minimum for slot in slots])
        self._high = np.array([slot.maximum for slot in slots])
        self._room = np.array([room(slot) for slot in slots])
        self._half = 0.5 * self._room
        above, below = np.isfinite(self._low), np.isfinite(self._high)
        self._two = np.flatnonzero(above & below)
        self._one = np.flatnonzero(above ^ below)
        # The usual case, in which there is nothing to pick out.
        self._two_only = bool((above & below).all())
        # From a single bound: its place, and the direction of what is allowed.
        self._side = np.where(above, 1.0, -1.0)[self._one]
        self._bound = np.where(above, self._low, self._high)[self._one]

    def coordinates(self, values: FloatArray) -> FloatArray:
        """Return the coordinates of `values`, moved off the bounds where on them."""
        inner = values.copy()
        for bound, side in ((self._low, 1.0), (self._high, -1.0)):
            near = side * (values - bound) < ON_BOUND * self._room
            inner[near] = (bound + side * INSIDE * self._room)[near]
        result = np.asarray(inner / self._room)
        two, one = self._two, self._one
        share = (inner[two] - self._low[two]) / self._room[two]
        result[two] = np.arcsin(2.0 * share - 1.0)
        away = self._side * (inner[one] - self._bound) / self._room[one]
        result[one] = np.sqrt((away + 1.0) ** 2 - 1.0)
        return result

    def values(self, coordinates: FloatArray) -> FloatArray:
        """Return the values at `coordinates`, never outside their bounds."""
        if self._two_only:
            inside = self._low + (np.sin(coordinates) + 1.0) * self._half
            return np.asarray(np.minimum(inside, self._high))
        result = np.asarray(coordinates * self._room)
        two, one = self._two, self._one
        rise = np.sin(coordinates[two]) + 1.0
        result[two] = self._low[two] + rise * self._half[two]
        if one.size:
            away = np.sqrt(coordinates[one] ** 2 + 1.0) - 1.0
            result[one] = self._bound + self._side * self._room[one] * away
        return np.asarray(np.minimum(np.maximum(result, self._low), self._high))

    def rates(self, coordinates: FloatArray) -> FloatArray:
        """Return the derivative of each value by its coordinate."""
        if self._two_only:
            return np.asarray(np.cos(coordinates) * self._half)
        result = np.array(self._room)
        two, one = self._two, self._one
        result[two] = np.cos(coordinates[two]) * self._half[two]
        if one.size:
            at = coordinates[one]
            result[one] = self._side * self._room[one] * at / np.sqrt(at**2 + 1.0)
        return result
