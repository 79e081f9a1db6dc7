"""The model curve of one region, with its analytic Jacobian.

With unit-area profiles f of each component and F their running integral from the low
binding-energy side, an active background (`xpsfit.backgrounds.active`) gives

    y(E) = b0 + b1 (E - Em) + sum_j A_j [f_j(E) + s_j G_j(E)]

where G_j is F_j in the active Shirley, and f_j convolved with losses in the active
Tougaard; without an active background y is the sum of A_j f_j. A line shape is phi(t)/w
with t = (E - c)/w, so every derivative follows from phi, its slope and its integral.
Where a form depends on a length g in eV, such as the width of a Gaussian, it does so
through g/w, which the derivative by w has to follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg.blas import dgemm

from xpsfit.backgrounds import ACTIVE_BACKGROUNDS
from xpsfit.fit.forms import Kind, standard_forms
from xpsfit.fit.places import evenly, fill
from xpsfit.fit.profiles import Profiles, each_changed, with_step
from xpsfit.lineshapes import LINE_SHAPES
from xpsfit.model.links import is_zero, may_vary

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds import Follower
    from xpsfit.model.types import RegionModel


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a component: a singlet, or one half of a doublet."""

    component: int
    weight: float
    offset_ev: float


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
        self._varies = [any(may_vary(p) for p in c.shape.values()) for c in components]
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
        # Where every component is one line, there is nothing to add up.
        self._single = len(lines) == len(components)
        self._share = np.zeros((len(components), len(lines)))
        self._rows: list[list[int]] = [[] for _ in components]
        for row, line in enumerate(lines):
            self._share[line.component, row] = line.weight
            self._rows[line.component].append(row)
        self._place()
        self.size = self._background + _background_size(model)
        self._prepare()

    def _place(self) -> None:
        """Note where each quantity stands in the vector of all values."""
        start = 0
        area: list[int] = []
        self._shape_slots: list[range] = []
        for shape in self._shapes:
            area.append(start)
            first = start + 3
            start = first + len(shape.parameters)
            self._shape_slots.append(range(first, start))
        # Components and slots of their first shape parameter, their second and so on.
        self._places = [
            np.array(
                [(j, s[k]) for j, s in enumerate(self._shape_slots) if k < len(s)]
            ).T
            for k in range(max(len(slots) for slots in self._shape_slots))
        ]
        self.area = np.array(area)
        self._background = start

    def _prepare(self) -> None:
        """Keep what every evaluation needs."""
        self._area, self._center, self._fwhm = (evenly(self.area + k) for k in range(3))
        self._line_center = evenly((self.area + 1)[self._component_of])
        self._line_fwhm = evenly((self.area + 2)[self._component_of])
        areas = set(self.area.tolist())
        self._component_values = np.array(
            [i for i in range(self._background) if i not in areas]
        )
        # What forms depend on: shape values, and widths where these are lengths.
        self._shape_values = np.array(
            [
                i
                for shape, slots in zip(self._shapes, self._shape_slots, strict=True)
                for i in (
                    range(slots.start - 1, slots.stop) if shape.lengths else slots
                )
            ],
            dtype=np.intp,
        )
        self._latest_kinds: dict[bytes, list[Kind]] = {}
        self._latest: dict[bytes, tuple[Profiles, Profiles | None]] = {}
        distance = self.energy_ev - self.middle_ev
        from_middle = self._grid_ev - self.middle_ev
        self._grid_pair = np.array([from_middle, np.ones(from_middle.size)]).T
        # Columns stand one behind the other in memory, as they are filled and used.
        self._blank = np.zeros((self.size, self.energy_ev.size))
        linear = self.area.tolist()
        if self.active:
            at = self._background
            self._blank[at], self._blank[at + 1] = 1.0, distance
            linear += [at, at + 1]
        self.linear = np.array(linear)
        self._blank_linear = self._blank[self.linear]

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
        fwhm = values[self._fwhm]
        t = self._distances(values)
        form, stretch = standard_forms(t, self._kinds(values), integral=self._steps)
        once = 1.0 / fwhm[:, None]
        twice = -once * once
        wider = t * form.slope
        wider += form.density
        if stretch is not None:
            wider += stretch.density
        follower = self._follower
        value, slope = once * self._added(form.density), self._added(form.slope)
        wider = self._added(wider)
        by_shape = self._by_shape(once, fwhm, form.density_by_shape)
        if follower is None:
            return Profiles(value, slope, wider, by_shape, twice), None
        peak = Profiles(value, twice * slope, twice * wider, by_shape)
        if (matrix := follower.matrix) is not None:
            inside = follower.inside
            return (
                each_changed(peak, lambda part: part[:, inside]),
                each_changed(peak, lambda part: np.asarray(part @ matrix)),
            )
        if form.integral is None:
            return peak, None
        rising = t * form.density
        if stretch is not None and stretch.integral is not None:
            rising += stretch.integral
        step = Profiles(
            value=self._added(form.integral),
            by_center=-peak.value,
            by_fwhm=-once * self._added(rising),
            by_shape=self._by_shape(1.0, fwhm, form.integral_by_shape),
        )
        return peak, step

    def _distances(self, values: FloatArray) -> FloatArray:
        """Return energy minus center over width, shape (lines, grid).

        As ``(1/w) E - c/w``, one product of matrices: numpy takes three times as long
        for rows and columns set against each other. Energies count from the middle of
        the window, which leaves rounding at 1e-15.
        """
        center = values[self._line_center] + (self._offset - self.middle_ev)
        inverse = 1.0 / values[self._line_fwhm]
        pair = np.array([inverse, -center * inverse])
        return np.asarray(dgemm(1.0, self._grid_pair, pair).T)

    def _added(self, lines: FloatArray) -> FloatArray:
        """Return what the lines of each component make together."""
        return lines if self._single else np.asarray(self._share @ lines)

    def _by_shape(
        self, scale: FloatArray | float, fwhm: FloatArray, parts: tuple[FloatArray, ...]
    ) -> tuple[FloatArray, ...]:
        """Return derivatives by the shape values, those by lengths in eV per eV."""
        found: list[FloatArray] = []
        for place, part in enumerate(parts):
            whole = scale * self._added(part)
            for j, shape in enumerate(self._shapes):
                if place in shape.lengths:
                    whole[j] /= fwhm[j]
            found.append(whole)
        return tuple(found)

    def _kinds(self, values: FloatArray) -> list[Kind]:
        """Return the distinct forms among the lines, kept while no shape changes."""
        key = values[self._shape_values].tobytes()
        if key not in self._latest_kinds:
            self._latest_kinds = {key: self._distinct(values)}
        return self._latest_kinds[key]

    def _distinct(self, values: FloatArray) -> list[Kind]:
        """Return the distinct forms among the lines, each with its rows."""
        known = values.tolist()
        groups: dict[tuple[str, tuple[float, ...]], list[int]] = {}
        for j, shape in enumerate(self._shapes):
            slots = self._shape_slots[j]
            own = tuple(known[slots.start : slots.stop])
            if shape.lengths:
                own = shape.ratios(own, known[slots.start - 1])
            groups.setdefault((shape.name, own), []).append(j)
        return [
            Kind(
                LINE_SHAPES[name],
                ratios,
                [row for j in components for row in self._rows[j]],
                any(self._varies[j] for j in components),
            )
            for (name, ratios), components in groups.items()
        ]

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
        columns = self._columns(values)
        curve = values[self.linear] @ columns[self.linear]
        return np.asarray(curve), columns.T

    def jacobian(self, values: FloatArray) -> FloatArray:
        """Return the Jacobian alone, shape (n, size)."""
        return self._columns(values).T

    def _columns(self, values: FloatArray) -> FloatArray:
        """Return the derivatives by all values, one row each."""
        area = values[self._area]
        peak, step = self.profiles(values)
        unit = self._with_background(peak, step, values)
        columns = self._blank.copy()
        columns[self._area] = unit.value
        each = area[:, None]
        moved = each if unit.scale is None else each * unit.scale
        fill(columns, self._center, moved, unit.by_center)
        fill(columns, self._fwhm, moved, unit.by_fwhm)
        for (of, slots), part in zip(self._places, unit.by_shape, strict=False):
            columns[slots] = area[of, None] * part[of]
        if step is not None:
            strength = columns[self._background + 2 :]
            strength[:] = area @ step.value if len(strength) == 1 else each * step.value
        return columns

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
        columns = self._blank_linear.copy()
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
        return with_step(peak, self._strength(values), step)


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
