"""One measured region on a pair of axes: spectrum above, residuals below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from xpsfit.plot.keys import species_hatches
from xpsfit.plot.shapes import draw_band, draw_line
from xpsfit.plot.style import (
    AREA_COLOR,
    BAND_COLOR,
    DASHED,
    DATA_COLOR,
    DOTTED,
    FILL_ALPHA,
    INK,
    SOFT_INK,
    WARNING_COLOR,
    panel_name,
    small_pt,
)
from xpsfit.plot.words import write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.results import IntegratedArea

Colors = Mapping[str, str]

HEADROOM = 0.24
KILO = 1000.0


@dataclass(frozen=True, slots=True)
class RateScale:
    """What the numbers on an intensity axis are divided by, and how that is written."""

    divisor: float
    unit: str


def rate_scale(largest: float, *, arbitrary: bool) -> RateScale:
    """Return thousands from 2000 counts/s up, and plain rates below.

    Examples
    --------
    >>> rate_scale(30_000.0, arbitrary=False).unit
    '10³ counts/s'
    """
    unit = "arb. units" if arbitrary else "counts/s"
    if largest >= 2.0 * KILO:
        return RateScale(KILO, f"10³ {unit}")
    return RateScale(1.0, unit)


def draw_fit(
    axes: Axes,
    residuals: Axes,
    fit: FitResult,
    shift_ev: float,
    colors: Colors,
    scale: RateScale,
) -> None:
    """Draw data, background, filled components and envelope, and the residuals.

    Parameters
    ----------
    axes, residuals : Axes
        Upper and lower panel.
    fit : FitResult
        On the measured scale.
    shift_ev : float
        Charge shift, added to every energy.
    colors : mapping of str to str
        Color of each species.
    scale : RateScale
        Unit of the intensity axis.
    """
    energy = fit.region.binding_energy_ev + shift_ev
    background = fit.background_cps / scale.divisor
    hatches = species_hatches(fit.components)
    for component in sorted(fit.components, key=lambda c: -c.height_cps):
        top = background + component.curve_cps / scale.divisor
        look = (colors[component.species], hatches[component.name])
        _fill(axes, energy, background, top, look, component)
    data = fit.region.counts_per_s / scale.divisor
    _dots(axes, energy, data)
    draw_line(axes, energy, background, color=SOFT_INK, linewidth=0.7, dashes=DASHED)
    envelope = fit.envelope_cps / scale.divisor
    draw_line(axes, energy, envelope, color=INK, linewidth=0.8, label="envelope")
    _limit_intensity(axes, [data, background, envelope])
    chi = fit.quality.reduced_chi_square
    note = "" if chi is None else f"χ²/dof = {chi:.2f}"
    _corner_notes(
        axes, fit.region.name, note, alarm="" if fit.converged else "not converged"
    )
    _draw_residuals(residuals, energy, fit.residual_cps / fit.region.sigma_cps)


def draw_integrated(
    axes: Axes, area: IntegratedArea, shift_ev: float, scale: RateScale
) -> None:
    """Draw data, background and the shaded net area of a region without a model."""
    energy = area.region.binding_energy_ev + shift_ev
    measured = area.region.binding_energy_ev
    inside = (measured >= area.low_ev - 1e-9) & (measured <= area.high_ev + 1e-9)
    data = area.region.counts_per_s / scale.divisor
    background = area.background_cps / scale.divisor
    draw_band(axes, energy, background, data, inside, color=AREA_COLOR, linewidth=0.0)
    _dots(axes, energy, data)
    draw_line(
        axes,
        energy[inside],
        background[inside],
        color=SOFT_INK,
        linewidth=0.7,
        dashes=DASHED,
    )
    _limit_intensity(axes, [data, background[inside]])
    _corner_notes(axes, area.region.name, "net area")


def _fill(
    axes: Axes,
    energy: FloatArray,
    background: FloatArray,
    top: FloatArray,
    look: tuple[str, str | None],
    component: FittedComponent,
) -> None:
    color, hatch = look
    if component.presence == "below_limit":
        draw_line(
            axes, energy, top, color=color, lw=0.8, dashes=DOTTED, label=component.name
        )
        return
    draw_band(
        axes,
        energy,
        background,
        top,
        facecolor=color,
        alpha=FILL_ALPHA,
        linewidth=0.0,
        hatch=hatch,
    )
    draw_line(axes, energy, top, color=color, linewidth=0.8, label=component.name)


def _dots(axes: Axes, energy: FloatArray, data: FloatArray) -> None:
    draw_line(
        axes,
        energy,
        data,
        linestyle="none",
        marker="o",
        markersize=2.1,
        markeredgewidth=0.0,
        markerfacecolor=DATA_COLOR,
        label="data",
    )


def _limit_intensity(axes: Axes, curves: list[FloatArray]) -> None:
    """Leave room for a line of text above the highest curve."""
    low = min(float(curve.min()) for curve in curves)
    high = max(float(curve.max()) for curve in curves)
    span = (high - low) or 1.0
    axes.set_ylim(low - 0.06 * span, high + HEADROOM * span)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))


def _corner_notes(axes: Axes, region: str, note: str, alarm: str = "") -> None:
    panel_name(axes, 0.03, 0.96, region)
    write(
        axes,
        0.97,
        0.96,
        alarm or note,
        ha="right",
        fontsize=small_pt(),
        color=WARNING_COLOR if alarm else SOFT_INK,
        transform=axes.transAxes,
        va="top",
    )


def _draw_residuals(axes: Axes, energy: FloatArray, sigmas: FloatArray) -> None:
    """Draw residuals over sigma around zero, with a band of two sigma."""
    axes.axhspan(-2.0, 2.0, color=BAND_COLOR, linewidth=0.0)
    axes.axhline(0.0, color=SOFT_INK, linewidth=0.5)
    draw_line(axes, energy, sigmas, color=SOFT_INK, linewidth=0.6)
    limit = max(4.0, 1.1 * float(np.abs(sigmas).max()))
    axes.set_ylim(-limit, limit)
    tick = 3.0 if limit < 6.0 else float(f"{limit / 1.5:.1g}")
    axes.set_yticks([-tick, 0.0, tick])
