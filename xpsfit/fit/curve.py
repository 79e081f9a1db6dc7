"""The model curve of one region, with its analytic Jacobian.

With unit-area profiles f of each component and F their running integral from the low
binding-energy side, an active background (`xpsfit.backgrounds.active`) gives

    y(E) = b0 + b1 (E - Em) + sum_j A_j [f_j(E) + s_j G_j(E)]

where G_j is F_j in the active Shirley, and f_j convolved with losses in the active
Tougaard; without an active background y is the sum of A_j f_j. A line shape is phi(t)/w
with t = (E - c)/w, so every derivative follows from phi, its slope and its integral.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.backgrounds import ACTIVE_BACKGROUNDS
from xpsfit.lineshapes import LINE_SHAPES, StandardForm
from xpsfit.model.links import is_zero, may_vary

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds import Follower
    from xpsfit.model.types import RegionModel


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a component: a singlet, or one half of a doublet."""

    component: int
    weight: float
    offset_ev: float


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Unit-area quantities of all components and their derivatives, shape (m, n)."""

    value: FloatArray
    by_center: FloatArray
    by_fwhm: FloatArray
    by_shape: FloatArray | None


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
        self.active = model.background.is_active
        self._follower = _follower(energy_ev, model)
        self._grid_ev = energy_ev if self._follower is None else self._follower.grid_ev
        self._steps = self._follower is not None and self._follower.matrix is None
        self.middle_ev = float(energy_ev[0] + energy_ev[-1]) / 2.0
        components = model.components
        self._shapes = [LINE_SHAPES[c.line_shape] for c in components]
        self._varies = any(may_vary(p) for c in components for p in c.shape.values())
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
        self._offset = np.array([line.offset_ev for line in lines])
        self._share = np.zeros((len(components), len(lines)))
        for row, line in enumerate(lines):
            self._share[line.component, row] = line.weight
        self._place([shape.parameter is not None for shape in self._shapes])
        self.size = self._background + _background_size(model)
        self._prepare()

    def _place(self, has_shape_parameter: list[bool]) -> None:
        """Note where each quantity stands in the vector of all values."""
        start = 0
        area: list[int] = []
        shape: list[int | None] = []
        for has_shape in has_shape_parameter:
            area.append(start)
            shape.append(start + 3 if has_shape else None)
            start += 4 if has_shape else 3
        self.area = np.array(area)
        self._shape_slot = shape
        self._background = start

    def _prepare(self) -> None:
        """Keep what every evaluation needs."""
        self._line_center = (self.area + 1)[self._component_of]
        self._line_fwhm = self._line_center + 1
        self._component_values = np.setdiff1d(np.arange(self._background), self.area)
        self._latest: dict[bytes, tuple[Profiles, Profiles | None]] = {}
        distance = self.energy_ev - self.middle_ev
        # Columns stand one behind the other in memory, as they are filled and used.
        self._blank = np.zeros((self.size, self.energy_ev.size))
        linear = self.area.tolist()
        if self.active:
            at = self._background
            self._blank[at], self._blank[at + 1] = 1.0, distance
            linear += [at, at + 1]
        self.linear = np.array(linear)

    def profiles(self, values: FloatArray) -> tuple[Profiles, Profiles | None]:
        """Return the unit-area profiles at `values`, and what follows them below.

        That is their running integrals or losses; None where nothing follows them. The
        last ones are kept: the search asks again with other areas.
        """
        key = values[self._component_values].tobytes()
        if key not in self._latest:
            self._latest = {key: self._profiles(values)}
        return self._latest[key]

    def _profiles(self, values: FloatArray) -> tuple[Profiles, Profiles | None]:
        fwhm = values[self.area + 2]
        center = values[self._line_center] + self._offset
        t = (self._grid_ev - center[:, None]) / values[self._line_fwhm][:, None]
        form = self._standard(t, values)
        once = self._share / fwhm[:, None]
        twice = -once / fwhm[:, None]
        peak = Profiles(
            value=once @ form.density,
            by_center=twice @ form.slope,
            by_fwhm=twice @ (form.density + t * form.slope),
            by_shape=_weighted(once, form.density_by_shape),
        )
        follower = self._follower
        if follower is not None and (matrix := follower.matrix) is not None:
            inside = follower.inside
            return (
                _each(peak, lambda part: part[:, inside]),
                _each(peak, lambda part: np.asarray(part @ matrix)),
            )
        if form.integral is None:
            return peak, None
        step = Profiles(
            value=self._share @ form.integral,
            by_center=-peak.value,
            by_fwhm=-(once @ (t * form.density)),
            by_shape=_weighted(self._share, form.integral_by_shape),
        )
        return peak, step

    def _standard(self, t: FloatArray, values: FloatArray) -> StandardForm:
        """Return the standard forms of all lines, one call per distinct shape."""
        groups: dict[tuple[str, float], list[int]] = {}
        for row, j in enumerate(self._component_of):
            slot = self._shape_slot[j]
            key = (self._shapes[j].name, 0.0 if slot is None else float(values[slot]))
            groups.setdefault(key, []).append(row)
        forms = [
            (
                rows,
                LINE_SHAPES[name].standard(
                    t[rows], value, integral=self._steps, by_shape=self._varies
                ),
            )
            for (name, value), rows in groups.items()
        ]
        if len(forms) == 1:
            return forms[0][1]
        return _gathered(t, forms)

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
        area = values[self.area]
        peak, step = self.profiles(values)
        unit = self._with_background(peak, step, values)
        columns = self._blank.copy()
        columns[self.area] = unit.value
        columns[self.area + 1] = area[:, None] * unit.by_center
        columns[self.area + 2] = area[:, None] * unit.by_fwhm
        if unit.by_shape is not None:
            for j, slot in enumerate(self._shape_slot):
                if slot is not None:
                    columns[slot] = area[j] * unit.by_shape[j]
        if step is not None:
            first = self._background + 2
            each = columns[first:]
            each[:] = (
                area @ step.value if len(each) == 1 else area[:, None] * step.value
            )
        curve = values[self.linear] @ columns[self.linear]
        return np.asarray(curve), columns.T

    def linear_columns(self, values: FloatArray) -> FloatArray:
        """Return the columns of areas, offset and slope alone, as `linear` has them.

        The curve is their sum, each times its value.

        Parameters
        ----------
        values : FloatArray, shape (size,)
            Those of the linear quantities do not matter.

        Returns
        -------
        FloatArray, shape (n, linear)
        """
        peak, step = self.profiles(values)
        columns = self._blank[self.linear]
        columns[: self.area.size] = peak.value
        if step is not None:
            columns[: self.area.size] += self._strength(values) * step.value
        return np.asarray(columns.T)

    def _strength(self, values: FloatArray) -> FloatArray:
        """Return the strength of the background, one for all or a column of them."""
        return np.asarray(values[self._background + 2 :, None])

    def _with_background(
        self, peak: Profiles, step: Profiles | None, values: FloatArray
    ) -> Profiles:
        """Return what one unit of area adds to the curve, what follows it included."""
        if step is None:
            return peak
        return _with_step(peak, self._strength(values), step)


def _follower(energy_ev: FloatArray, model: RegionModel) -> Follower | None:
    """Return what follows the peaks, None where nothing does or its strength is 0."""
    strength = model.background.strength
    if strength is None or is_zero(strength):
        return None
    follow = ACTIVE_BACKGROUNDS[model.background.kind].follow
    return None if follow is None else follow(energy_ev, model.background.cross_section)


def _background_size(model: RegionModel) -> int:
    """Return how many values the background takes."""
    if not model.background.is_active:
        return 0
    if model.background.strength is None:
        return 2
    return 2 + (len(model.components) if model.background.per_component else 1)


def _each(profiles: Profiles, change: Callable[[FloatArray], FloatArray]) -> Profiles:
    """Return `profiles` with every part changed alike."""
    by_shape = profiles.by_shape
    return Profiles(
        value=change(profiles.value),
        by_center=change(profiles.by_center),
        by_fwhm=change(profiles.by_fwhm),
        by_shape=None if by_shape is None else change(by_shape),
    )


def _weighted(share: FloatArray, part: FloatArray | None) -> FloatArray | None:
    return None if part is None else share @ part


def _with_step(peak: Profiles, k: FloatArray, step: Profiles) -> Profiles:
    """Return the sum of profiles and k times what follows them."""
    by_shape = peak.by_shape
    if by_shape is not None and step.by_shape is not None:
        by_shape = by_shape + k * step.by_shape
    return Profiles(
        value=peak.value + k * step.value,
        by_center=peak.by_center + k * step.by_center,
        by_fwhm=peak.by_fwhm + k * step.by_fwhm,
        by_shape=by_shape,
    )


def _gathered(
    t: FloatArray, forms: list[tuple[list[int], StandardForm]]
) -> StandardForm:
    """Return several standard forms as one, in the order of the lines."""

    def all_rows(parts: list[tuple[list[int], FloatArray | None]]) -> FloatArray:
        result = np.zeros_like(t)
        for rows, part in parts:
            if part is not None:
                result[rows] = part
        return result

    def rows_if_any(
        parts: list[tuple[list[int], FloatArray | None]],
    ) -> FloatArray | None:
        return None if all(part is None for _, part in parts) else all_rows(parts)

    return StandardForm(
        all_rows([(rows, form.density) for rows, form in forms]),
        all_rows([(rows, form.slope) for rows, form in forms]),
        rows_if_any([(rows, form.integral) for rows, form in forms]),
        rows_if_any([(rows, form.density_by_shape) for rows, form in forms]),
        rows_if_any([(rows, form.integral_by_shape) for rows, form in forms]),
    )
