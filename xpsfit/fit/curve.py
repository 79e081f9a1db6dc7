"""The model curve of one region, with its analytic Jacobian.

With unit-area profiles f of each component and F their running integral from the low
binding-energy side, an active Shirley background (Castle & Salvi, J. Vac. Sci. Technol.
A 19, 1170, 2001; Herrera-Gomez et al., Surf. Interface Anal. 46, 897, 2014) gives

    y(E) = b0 + b1 (E - Em) + sum_j A_j [f_j(E) + k F_j(E)]

and without it y is the sum of A_j f_j. A line shape is phi(t)/w with t = (E - c)/w, so
every derivative follows from phi, its slope and its integral. Where a form depends on a
length g in eV, such as the width of a Gaussian, it does so through g/w, which the
derivative by w has to follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.backgrounds import active_shirley
from xpsfit.fit.forms import gathered, gathered_stretch, stretch_of
from xpsfit.lineshapes import LINE_SHAPES

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.forms import Stretch
    from xpsfit.lineshapes import StandardForm
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
    # One per place of a shape parameter in its line shape.
    by_shape: tuple[FloatArray, ...]


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
        step = model.background.step_per_ev
        self._steps = self.active and (step.vary or step.value != 0.0)
        self.middle_ev = float(energy_ev[0] + energy_ev[-1]) / 2.0
        components = model.components
        self._shapes = [LINE_SHAPES[c.line_shape] for c in components]
        self._varies = [any(p.vary for p in c.shape.values()) for c in components]
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
        self._rows: list[list[int]] = [[] for _ in components]
        for row, line in enumerate(lines):
            self._share[line.component, row] = line.weight
            self._rows[line.component].append(row)
        self._place()

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
                [
                    (j, s[place])
                    for j, s in enumerate(self._shape_slots)
                    if place < len(s)
                ]
            ).T
            for place in range(max(len(slots) for slots in self._shape_slots))
        ]
        self.area = np.array(area)
        self._background = start
        self.size = start + (3 if self.active else 0)
        # What profiles depend on: everything of a component but its area.
        self._bent = np.ones(self.size, np.bool_)
        self._bent[self.area] = self._bent[start:] = False
        self._latest: dict[bytes, tuple[Profiles, Profiles | None]] = {}

    def profiles(self, values: FloatArray) -> tuple[Profiles, Profiles | None]:
        """Return the unit-area profiles at `values`, and their running integrals.

        The integrals are None without a step for them to carry. The last ones are kept:
        the search asks again with other areas.
        """
        key = values[self._bent].tobytes()
        if key not in self._latest:
            self._latest = {key: self._profiles(values)}
        return self._latest[key]

    def _profiles(self, values: FloatArray) -> tuple[Profiles, Profiles | None]:
        center, fwhm = values[self.area + 1], values[self.area + 2]
        t = (
            self.energy_ev - (center[self._component_of] + self._offset)[:, None]
        ) / fwhm[self._component_of][:, None]
        form, stretch = self._standard(t, values)
        once = self._share / fwhm[:, None]
        twice = once / fwhm[:, None]
        rising = t * form.density
        wider = form.density + t * form.slope
        if stretch is not None:
            wider += stretch.density
        peak = Profiles(
            value=once @ form.density,
            by_center=-(twice @ form.slope),
            by_fwhm=-(twice @ wider),
            by_shape=self._by_shape(once, fwhm, form.density_by_shape),
        )
        if form.integral is None:
            return peak, None
        if stretch is not None and stretch.integral is not None:
            rising += stretch.integral
        step = Profiles(
            value=self._share @ form.integral,
            by_center=-peak.value,
            by_fwhm=-(once @ rising),
            by_shape=self._by_shape(self._share, fwhm, form.integral_by_shape),
        )
        return peak, step

    def _by_shape(
        self, share: FloatArray, fwhm: FloatArray, parts: tuple[FloatArray, ...]
    ) -> tuple[FloatArray, ...]:
        """Return derivatives by the shape values, those by lengths in eV per eV."""
        found: list[FloatArray] = []
        for place, part in enumerate(parts):
            whole = share @ part
            for j, shape in enumerate(self._shapes):
                if place in shape.lengths:
                    whole[j] /= fwhm[j]
            found.append(whole)
        return tuple(found)

    def _standard(
        self, t: FloatArray, values: FloatArray
    ) -> tuple[StandardForm, Stretch | None]:
        """Return the standard forms of all lines, one call per distinct shape.

        The second part is how forms with a length in eV change with the width.
        """
        known = values.tolist()
        groups: dict[tuple[str, tuple[float, ...]], list[int]] = {}
        for j, shape in enumerate(self._shapes):
            slots = self._shape_slots[j]
            own = tuple(known[slots.start : slots.stop])
            if shape.lengths:
                own = shape.ratios(own, known[slots.start - 1])
            groups.setdefault((shape.name, own), []).append(j)
        forms: list[tuple[list[int], StandardForm]] = []
        stretches: list[tuple[list[int], Stretch]] = []
        for (name, ratios), components in groups.items():
            shape = LINE_SHAPES[name]
            stretched = any(ratios[k] for k in shape.lengths)
            rows = [row for j in components for row in self._rows[j]]
            form = shape.standard(
                t if len(groups) == 1 else t[rows],
                *ratios,
                integral=self._steps,
                by_shape=stretched or any(self._varies[j] for j in components),
            )
            forms.append((rows, form))
            if stretched:
                stretches.append((rows, stretch_of(shape, ratios, form)))
        stretch = gathered_stretch(t, stretches) if stretches else None
        return gathered(t, forms), stretch

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
        # Column by column in memory, as it is filled and used.
        jacobian = np.empty((self.size, self.energy_ev.size)).T
        if not self.active:
            self._fill(jacobian, area, peak)
            return area @ peak.value, jacobian
        offset, slope, k = values[self._background :]
        integral = np.zeros(self.energy_ev.size) if step is None else area @ step.value
        background = active_shirley(
            self.energy_ev, offset, slope, k, self.middle_ev, integral
        )
        self._fill(jacobian, area, _with_step(peak, background.d_integral, step))
        jacobian[:, self._background] = background.d_offset
        jacobian[:, self._background + 1] = background.d_slope
        jacobian[:, self._background + 2] = background.d_step
        return area @ peak.value + background.values, jacobian

    def _fill(self, jacobian: FloatArray, area: FloatArray, unit: Profiles) -> None:
        """Write the columns of all components into `jacobian`."""
        jacobian[:, self.area] = unit.value.T
        jacobian[:, self.area + 1] = area * unit.by_center.T
        jacobian[:, self.area + 2] = area * unit.by_fwhm.T
        for place, (components, slots) in enumerate(self._places):
            jacobian[:, slots] = (
                area[components] * unit.by_shape[place][components].T
                if place < len(unit.by_shape)
                else 0.0
            )


def _with_step(peak: Profiles, k: float, step: Profiles | None) -> Profiles:
    """Return what one unit of area adds to the curve, its background step included."""
    if step is None:
        return peak
    by_shape = peak.by_shape
    if by_shape:
        pairs = zip(by_shape, step.by_shape, strict=True)
        by_shape = tuple(own + k * below for own, below in pairs)
    return Profiles(
        value=peak.value + k * step.value,
        by_center=peak.by_center + k * step.by_center,
        by_fwhm=peak.by_fwhm + k * step.by_fwhm,
        by_shape=by_shape,
    )
