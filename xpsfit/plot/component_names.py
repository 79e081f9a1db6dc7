"""Names of components above their curves, where a panel has room for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.plot.labels import formula
from xpsfit.plot.shapes import draw_line
from xpsfit.plot.style import small_pt
from xpsfit.plot.words import write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.plot.panels import Colors, RateScale

NARROWEST_MM = 40.0
"""Panels that are narrower have the key at their side alone."""
CHARACTER_MM, LINE_MM, GAP_MM, LEADER_MM = 1.45, 2.9, 0.9, 1.8
CORNERS_MM, CORNER_MM = (16.0, 24.0), 4.6
"""Widths of the notes in the upper corners, and their height."""
LEAST_SHARE = 0.03
MORE_ROOM = (1.0, 1.15, 1.35, 1.6)


@dataclass(frozen=True, slots=True)
class _Name:
    component: FittedComponent
    text: str
    own_ev: float
    peak: float
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class _Panel:
    """Where data lie in a panel, in millimeters from its lower left corner."""

    energy_ev: FloatArray
    highest: FloatArray
    background: FloatArray
    divisor: float
    high_ev: float
    low_ev: float
    size_mm: tuple[float, float]
    bottom: float
    top: float

    def x_mm(self, energy_ev: FloatArray) -> FloatArray:
        share = (self.high_ev - energy_ev) / (self.high_ev - self.low_ev)
        return np.asarray(share * self.size_mm[0])

    def y_mm(self, rate: float) -> float:
        return (rate - self.bottom) / (self.top - self.bottom) * self.size_mm[1]

    def rate(self, y_mm: float) -> float:
        return self.bottom + y_mm / self.size_mm[1] * (self.top - self.bottom)


def name_components(
    axes: Axes,
    fit: FitResult,
    shift_ev: float,
    colors: Colors,
    scale: RateScale,
    size_mm: tuple[float, float],
) -> None:
    """Write the name of each component above data and fit, with a line to its maximum.

    Parameters
    ----------
    axes : Axes
        With its limits set; the upper one may rise by up to 60 % to make room.
    fit : FitResult
    shift_ev : float
    colors : mapping of str to str
    scale : RateScale
    size_mm : tuple of float
        Width and height of the panel. Names that find no place are left out: the key
        has them all.
    """
    if size_mm[0] < NARROWEST_MM:
        return
    high_ev, low_ev = axes.get_xlim()
    bottom, top = axes.get_ylim()
    data = np.maximum(fit.region.counts_per_s, fit.envelope_cps) / scale.divisor
    for room in MORE_ROOM:
        panel = _Panel(
            fit.region.binding_energy_ev + shift_ev,
            data,
            fit.background_cps / scale.divisor,
            scale.divisor,
            high_ev,
            low_ev,
            size_mm,
            bottom,
            bottom + room * (top - bottom),
        )
        names, every = _placed(panel, fit)
        if every:
            break
    axes.set_ylim(panel.bottom, panel.top)
    for name in names:
        _write(axes, panel, name, colors[name.component.species])


def _placed(panel: _Panel, fit: FitResult) -> tuple[list[_Name], bool]:
    """Return the names that have a place, and whether these are all."""
    names: list[_Name] = []
    every = True
    for component in sorted(fit.components, key=lambda c: -c.height_cps):
        height = component.height_cps / panel.divisor
        if component.presence == "below_limit" or height < LEAST_SHARE * (
            panel.highest.max() - panel.bottom
        ):
            continue
        name = _place(panel, component, names)
        if name is None:
            every = False
        else:
            names.append(name)
    return names, every


def _place(
    panel: _Panel, component: FittedComponent, names: list[_Name]
) -> _Name | None:
    text, at = formula(component.name, 15), int(component.curve_cps.argmax())
    half = CHARACTER_MM * len(text) / 2.0 + 0.4
    width, height = panel.size_mm
    across = panel.x_mm(panel.energy_ev)
    x = float(np.clip(across[at], half, width - half))
    under = np.abs(across - x) < half
    y = panel.y_mm(float(panel.highest[under].max())) + GAP_MM
    for _ in names:
        for other in names:
            reach = half + CHARACTER_MM * len(other.text) / 2.0
            if abs(other.x_mm - x) < reach and abs(other.y_mm - y) < LINE_MM:
                y = other.y_mm + LINE_MM
    in_corner = x - half < CORNERS_MM[0] or x + half > width - CORNERS_MM[1]
    if y + LINE_MM > height - (CORNER_MM if in_corner else 0.0):
        return None
    peak = panel.background[at] + component.curve_cps[at] / panel.divisor
    return _Name(component, text, float(panel.energy_ev[at]), float(peak), x, y)


def _write(axes: Axes, panel: _Panel, name: _Name, color: str) -> None:
    width = panel.size_mm[0]
    energy = panel.high_ev - name.x_mm / width * (panel.high_ev - panel.low_ev)
    bottom = panel.rate(name.y_mm)
    write(
        axes, energy, bottom, name.text, ha="center", va="bottom", fontsize=small_pt()
    )
    if name.y_mm - panel.y_mm(name.peak) > LEADER_MM:
        end = panel.rate(name.y_mm - 0.2)
        draw_line(axes, [name.own_ev] * 2, [name.peak, end], color=color, linewidth=0.6)
