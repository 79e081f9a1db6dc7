"""The columns of a region at many displacements of its energy scale.

Levels of a series share their lines and differ by a displacement of a few hundredths of
an eV, so a column at level l is that of the model at E + d_l. It is smooth in d: values
at a few Chebyshev nodes give all levels by barycentric interpolation (Berrut and
Trefethen, SIAM Rev. 46, 501, 2004), to a billionth of the height of a line, whatever
the number of levels. Lines with a kink are evaluated level by level.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.curve import Curve
from xpsfit.fit.joint_species import AREA
from xpsfit.fit.slots import LINEAR_QUANTITIES
from xpsfit.model.links import is_zero

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import RegionModel

# Analytic in the energy, with poles or growth no closer than half their width.
SMOOTH = frozenset({"gaussian", "lorentzian", "gl_product", "gl_sum", "voigt"})
INTERPOLATED = 1e-9
FEWEST_NODES = 5
# A step of a level goes no further than this, or nodes are evaluated once more.
BEYOND_EV = 0.02
STRENGTHS = ("step_per_ev", "strength_ev2")
USUAL = frozenset({*LINEAR_QUANTITIES, "center_ev", "fwhm_ev"})


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """Columns at Chebyshev nodes of a range of displacements.

    Attributes
    ----------
    values : bytes
        At which they were evaluated.
    low_ev, high_ev : float
        The range.
    place_ev : FloatArray, shape (count,)
    weight : FloatArray, shape (count,)
        Of the barycentric formula, but for the sign, which alternates.
    columns : FloatArray, shape (count, size, n)
    """

    values: bytes
    low_ev: float
    high_ev: float
    place_ev: FloatArray
    weight: FloatArray
    columns: FloatArray

    def at(self, displacement_ev: FloatArray) -> FloatArray:
        """Return the columns at displacements within the range, shape (N, size, n)."""
        count, *shape = self.columns.shape
        sign = np.where(np.arange(count) % 2, -1.0, 1.0) * self.weight
        apart = displacement_ev[:, None] - self.place_ev
        on_node = np.abs(apart) < 1e-14
        weight = sign / np.where(on_node, 1.0, apart)
        hit = on_node.any(axis=1)
        weight[hit] = on_node[hit]
        weight /= weight.sum(axis=1, keepdims=True)
        mixed = weight @ self.columns.reshape(count, -1)
        return np.asarray(mixed.reshape(displacement_ev.size, *shape))


class Columns:
    """The unit columns of one region on one energy grid.

    Rows of the result are the slots of the region in their order, with areas of 1: an
    area's row is its line and what follows it, a center's row the derivative by it.
    Where one strength is common to all components, it has no row, and the integral of
    every component stands behind the others. Shapes that are fixed have none either.

    Parameters
    ----------
    energy_ev : FloatArray, shape (n,)
        Measured scale.
    model : RegionModel
    slots : Slots
        Of the region alone.
    """

    def __init__(self, energy_ev: FloatArray, model: RegionModel, slots: Slots) -> None:
        self.curve = Curve(energy_ev, model)
        self._names = [slot.quantity for slot in slots.all]
        self.area = self._places(AREA)
        self._center = self._places("center_ev")
        self._fwhm = self._places("fwhm_ev")
        self._latest: Nodes | None = None
        self._smooth = all(c.line_shape in SMOOTH for c in model.components)
        self.components = len(model.components)
        strengths = [i for i, q in enumerate(self._names) if q in STRENGTHS]
        self.common = strengths[0] if len(strengths) == 1 else None
        if self.components == 1 or not strengths:
            self.common = None
        self.strengths = strengths
        self._whole = self.curve.size + (
            self.components if self.common is not None else 0
        )
        self._kept = self._used(slots, model)
        self.size = self._kept.size
        self.linear = np.searchsorted(
            self._kept, [i for i, s in enumerate(slots.all) if s.is_linear]
        )

    def _places(self, quantity: str) -> npt.NDArray[np.intp]:
        return np.array(
            [i for i, q in enumerate(self._names) if q == quantity], dtype=np.intp
        )

    def _used(self, slots: Slots, model: RegionModel) -> npt.NDArray[np.intp]:
        """Return the rows that can hold anything: not those of fixed shapes."""
        follows = model.background.strength is not None and not is_zero(
            model.background.strength
        )
        used = np.ones(self._whole, np.bool_)
        for i, slot in enumerate(slots.all):
            moves = slot.free or slot.tie is not None
            if slot.quantity in STRENGTHS:
                used[i] = follows and self.common is None
            elif slot.quantity not in USUAL:
                used[i] = moves
        used[self.curve.size :] = follows
        return np.flatnonzero(used)

    def at(
        self,
        values: FloatArray,
        displacement_ev: FloatArray,
        drift: FloatArray | None = None,
    ) -> FloatArray:
        """Return the columns at every displacement.

        Parameters
        ----------
        values : FloatArray, shape (slots,)
            On the scale of the model; linear slots do not matter.
        displacement_ev : FloatArray, shape (N,)
            Scale of the model minus measured scale.
        drift : FloatArray, optional, shape (N, slots)
            What is added to the values at each of them.

        Returns
        -------
        FloatArray, shape (N, size, n)
        """
        if drift is not None:
            pairs = zip(drift, displacement_ev, strict=True)
            return np.stack([self._one(values + own, float(d)) for own, d in pairs])
        nodes = self._nodes_of(values, displacement_ev)
        if nodes is None:
            return np.stack([self._one(values, float(d)) for d in displacement_ev])
        return nodes.at(displacement_ev)

    def _nodes_of(
        self, values: FloatArray, displacement_ev: FloatArray
    ) -> Nodes | None:
        """Return nodes that reach over all displacements, None where they are too many.

        Levels come to their minimum at the same values in several steps, so the last
        nodes are kept, and new ones reach a little further than asked for.
        """
        low, high = float(displacement_ev.min()), float(displacement_ev.max())
        key = values.tobytes()
        if self._latest is not None and self._latest.values == key:
            if self._latest.low_ev <= low and high <= self._latest.high_ev:
                return self._latest
            low, high = min(low, self._latest.low_ev), max(high, self._latest.high_ev)
        low, high = low - BEYOND_EV, high + BEYOND_EV
        count = self._count(0.5 * (high - low), float(values[self._fwhm].min()))
        if count >= displacement_ev.size:
            return None
        angle = math.pi * (2.0 * np.arange(count) + 1.0) / (2.0 * count)
        place = 0.5 * (low + high) + 0.5 * (high - low) * np.cos(angle)
        known = np.stack([self._one(values, float(d)) for d in place])
        self._latest = Nodes(key, low, high, place, np.sin(angle), known)
        return self._latest

    def _count(self, half_range_ev: float, fwhm_ev: float) -> int:
        """Return how many nodes hold the error, from the nearest pole of a line."""
        if not self._smooth:
            return int(np.iinfo(np.int64).max)
        reach = 0.5 * fwhm_ev / half_range_ev
        ellipse = reach + math.sqrt(reach * reach + 1.0)
        wanted = math.ceil(-math.log(INTERPOLATED) / math.log(ellipse))
        return max(wanted, FEWEST_NODES)

    def _one(self, values: FloatArray, displacement_ev: float) -> FloatArray:
        """Return the columns at one displacement, shape (size, n)."""
        unit = values.copy()
        unit[self.area] = 1.0
        unit[self._center] -= displacement_ev
        _, jacobian = self.curve.evaluate(unit)
        if self.common is None:
            return jacobian.T[self._kept]
        _, step = self.curve.profiles(unit)
        if step is None:
            return jacobian.T[self._kept]
        result = np.empty((self.size, jacobian.shape[0]))
        result[: -self.components] = jacobian.T[self._kept[: -self.components]]
        result[-self.components :] = step.value
        return result

    def spread(self, linear: FloatArray) -> FloatArray:
        """Return how the columns make the derivatives by the slots.

        Parameters
        ----------
        linear : FloatArray, shape (N, components)
            Areas.

        Returns
        -------
        FloatArray, shape (N, size, slots)
        """
        count, slots = len(linear), self.curve.size
        result = np.zeros((count, self._whole, slots))
        owner = self._owners()
        rows = np.arange(slots)
        result[:, rows, rows] = np.where(
            owner >= 0, linear[:, np.maximum(owner, 0)], 1.0
        )
        if self.common is not None:
            result[:, self.common, self.common] = 0.0
            behind = slots + np.arange(self.components)
            result[:, behind, self.common] = linear
        return result[:, self._kept]

    def _owners(self) -> npt.NDArray[np.intp]:
        """Return whose area scales the row of each slot; -1 for none."""
        owner = np.full(self.curve.size, -1, dtype=np.intp)
        ends = [*self.area[1:].tolist(), self.curve.size]
        for j, (start, end) in enumerate(zip(self.area.tolist(), ends, strict=True)):
            for i in range(start + 1, end):
                if self._names[i] in {"offset_cps", "slope_cps_per_ev", *STRENGTHS}:
                    break
                owner[i] = j
        if self.common is None:
            for j, i in enumerate(self.strengths):
                owner[i] = j
        return owner

    @property
    def center(self) -> npt.NDArray[np.intp]:
        """Return where the positions stand."""
        return self._center
