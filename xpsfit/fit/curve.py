"""The model curve of one region, with its analytic Jacobian.

With unit-area profiles f of each component and F their running integral from the low
binding-energy side, an active Shirley background (Castle & Salvi, J. Vac. Sci. Technol.
A 19, 1170, 2001; Herrera-Gomez et al., Surf. Interface Anal. 46, 897, 2014) gives

    y(E) = b0 + b1 (E - Em) + sum_j A_j [f_j(E) + k F_j(E)]

and without it y is the sum of A_j f_j. A line shape is phi(t)/w with t = (E - c)/w, so
every derivative follows from phi, its slope and its integral.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes import line_shape

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.model.types import RegionModel


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a component: a singlet, or one half of a doublet."""

    component: int
    weight: float
    offset_ev: float


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Unit-area profiles of all components and their derivatives, shape (m, n).

    The `step_` arrays are those of the running integral; without an active background
    they are zero.
    """

    value: FloatArray
    by_center: FloatArray
    by_fwhm: FloatArray
    by_shape: FloatArray
    step: FloatArray
    step_by_center: FloatArray
    step_by_fwhm: FloatArray
    step_by_shape: FloatArray


class Curve:
    """The curve of a region model on fixed energies.

    Parameters
    ----------
    energy_ev : FloatArray, shape (n,)
        Increasing, measured scale.
    model : RegionModel
        Which components there are, and which background.
    """

    def __init__(self, energy_ev: FloatArray, model: RegionModel) -> None:
        self.energy_ev = energy_ev
        self.active = model.background.kind == "active_shirley"
        self.middle_ev = float(energy_ev[0] + energy_ev[-1]) / 2.0
        components = model.components
        self._shapes = [line_shape(c.line_shape) for c in components]
        self._shape_varies = [
            any(parameter.vary for parameter in c.shape.values()) for c in components
        ]
        lines: list[_Line] = []
        for j, component in enumerate(components):
            pair = component.doublet
            if pair is None:
                lines.append(_Line(j, 1.0, 0.0))
            else:
                major = 1.0 / (1.0 + pair.ratio)
                lines.append(_Line(j, major, 0.0))
                lines.append(_Line(j, 1.0 - major, pair.splitting_ev))
        self._component_of = np.array([line.component for line in lines])
        self._weight = np.array([[line.weight] for line in lines])
        self._offset = np.array([line.offset_ev for line in lines])
        self._place(
            components_with_shape=[s.parameter is not None for s in self._shapes]
        )

    def _place(self, *, components_with_shape: list[bool]) -> None:
        """Note where each quantity stands in the vector of all values."""
        start = 0
        area: list[int] = []
        shape: list[int | None] = []
        for has_shape in components_with_shape:
            area.append(start)
            shape.append(start + 3 if has_shape else None)
            start += 4 if has_shape else 3
        self.area = np.array(area)
        self._shape_slot = shape
        self._background = start
        self.size = start + (3 if self.active else 0)

    def profiles(self, values: FloatArray) -> Profiles:
        """Return the unit-area profiles at `values`, shape (components, points)."""
        center, fwhm = values[self.area + 1], values[self.area + 2]
        width = fwhm[self._component_of][:, None]
        t = (
            self.energy_ev - (center[self._component_of] + self._offset)[:, None]
        ) / width
        density, slope, integral, d_shape, i_shape = self._standard(t, values)
        weight = self._weight
        return Profiles(
            value=self._sum(weight * density / width),
            by_center=self._sum(-weight * slope / width**2),
            by_fwhm=self._sum(-weight * (density + t * slope) / width**2),
            by_shape=self._sum(weight * d_shape / width),
            step=self._sum(weight * integral),
            step_by_center=self._sum(-weight * density / width) * self.active,
            step_by_fwhm=self._sum(-weight * t * density / width) * self.active,
            step_by_shape=self._sum(weight * i_shape),
        )

    def _standard(
        self, t: FloatArray, values: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return the standard forms of all lines, one call per distinct shape."""
        density, slope = np.empty_like(t), np.empty_like(t)
        integral, d_shape, i_shape = (np.zeros_like(t) for _ in range(3))
        groups: dict[tuple[str, float, bool], list[int]] = {}
        for line, j in enumerate(self._component_of):
            slot = self._shape_slot[j]
            shape_value = 0.0 if slot is None else float(values[slot])
            key = (self._shapes[j].name, shape_value, self._shape_varies[j])
            groups.setdefault(key, []).append(line)
        for (_, shape_value, varies), rows in groups.items():
            shape = self._shapes[self._component_of[rows[0]]]
            form = shape.standard(
                t[rows], shape_value, integral=self.active, by_shape=varies
            )
            density[rows], slope[rows] = form.density, form.slope
            if form.integral is not None:
                integral[rows] = form.integral
            if form.density_by_shape is not None:
                d_shape[rows] = form.density_by_shape
            if form.integral_by_shape is not None:
                i_shape[rows] = form.integral_by_shape
        return density, slope, integral, d_shape, i_shape

    def _sum(self, per_line: FloatArray) -> FloatArray:
        """Return the sum over the lines of each component."""
        result = np.zeros((len(self._shapes), self.energy_ev.size))
        np.add.at(result, self._component_of, per_line)
        return result

    def step_strength(self, values: FloatArray) -> float:
        """Return k in 1/eV; 0 without an active background."""
        return float(values[self._background + 2]) if self.active else 0.0

    def baseline(self, values: FloatArray) -> FloatArray:
        """Return offset plus slope, counts/s, shape (n,)."""
        if not self.active:
            return np.zeros_like(self.energy_ev)
        offset, slope = values[self._background], values[self._background + 1]
        return np.asarray(offset + slope * (self.energy_ev - self.middle_ev))

    def evaluate(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the curve and its Jacobian by all values.

        Parameters
        ----------
        values : FloatArray, shape (size,)
            Every quantity, in the order of `Slots`.

        Returns
        -------
        curve : FloatArray, shape (n,)
            Counts/s.
        jacobian : FloatArray, shape (n, size)
        """
        k = self.step_strength(values)
        area = values[self.area]
        unit = self.profiles(values)
        columns = unit.value + k * unit.step
        jacobian = np.zeros((self.energy_ev.size, self.size))
        jacobian[:, self.area] = columns.T
        jacobian[:, self.area + 1] = area * (unit.by_center + k * unit.step_by_center).T
        jacobian[:, self.area + 2] = area * (unit.by_fwhm + k * unit.step_by_fwhm).T
        by_shape = area * (unit.by_shape + k * unit.step_by_shape).T
        for j, slot in enumerate(self._shape_slot):
            if slot is not None:
                jacobian[:, slot] = by_shape[:, j]
        if self.active:
            jacobian[:, self._background] = 1.0
            jacobian[:, self._background + 1] = self.energy_ev - self.middle_ev
            jacobian[:, self._background + 2] = area @ unit.step
        return self.baseline(values) + area @ columns, jacobian
