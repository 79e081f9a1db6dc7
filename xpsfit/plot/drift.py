"""The figure of the energy scale: charge shift and watch lines against etch time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from xpsfit.plot.colors import MARKERS, named_colors
from xpsfit.plot.labels import formula, shown
from xpsfit.plot.profile_curves import BAND_ALPHA, Curve, draw_curves
from xpsfit.plot.style import (
    INK,
    ONE_AND_A_HALF_COLUMNS_MM,
    SMALL_PT,
    TITLE_PT,
    house_style,
    new_page,
)
from xpsfit.sample_name import spoken
from xpsfit.watch_lines import watch_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xpsfit.arrays import FloatArray
    from xpsfit.results import SampleResult
    from xpsfit.watch_lines import WatchLine

LEFT_MM, RIGHT_MM, TOP_MM, BOTTOM_MM = 15.0, 30.0, 8.0, 9.0
SHIFT_MM, LINES_MM, GAP_MM = 26.0, 34.0, 5.0
# A shift that does not move is not drawn as noise.
SMALLEST_HALF_EV = 0.05
TITLE_CHARACTERS, NAME_CHARACTERS = 34, 22
ITSELF = ("fitted_line", "separation", "metal_line", "implanted_argon")


def figure_drift(result: SampleResult) -> Figure:
    """Return the charge shift and the movement of watch lines through a series.

    Above, the shift with one standard error; an open mark is a level that did not set
    its own shift but carries that of another. Below, each line against the first level
    that determines it: as measured, where lines that follow the scale move together,
    and calibrated, where they stay at zero. What moves against the others there is
    differential charging or a change of chemistry. Levels without a position break
    the line: nothing is interpolated.

    Parameters
    ----------
    result : SampleResult
        Of a sputter series.

    Returns
    -------
    Figure
        With the canvas of the Agg backend.
    """
    lines = watch_lines(result)
    time_s = np.array([level.etch_time_s or 0.0 for level in result.levels])
    panels = 3 if lines else 1
    height = TOP_MM + SHIFT_MM + (LINES_MM + GAP_MM) * (panels - 1) + BOTTOM_MM
    width = ONE_AND_A_HALF_COLUMNS_MM - LEFT_MM - RIGHT_MM
    with house_style():
        page = new_page(ONE_AND_A_HALF_COLUMNS_MM, height)
        bottom = height - TOP_MM - SHIFT_MM
        axes = page.axes(LEFT_MM, bottom, width, SHIFT_MM)
        _draw_shift(axes, time_s, result)
        axes.set_ylabel("Charge shift (eV)")
        every = [axes]
        for label, curves in (
            ("Δ as measured (eV)", _curves(lines, calibrated=False)),
            ("Δ calibrated (eV)", _curves(lines, calibrated=True)),
        )[: panels - 1]:
            bottom -= LINES_MM + GAP_MM
            axes = page.axes(LEFT_MM, bottom, width, LINES_MM)
            _zero(axes)
            draw_curves(page, axes, time_s, curves)
            axes.set_ylabel(label)
            every.append(axes)
        for upper in every[:-1]:
            upper.tick_params(labelbottom=False)
        every[-1].set_xlabel("Etch time (s)")
        title = shown(spoken(result.sample), TITLE_CHARACTERS)
        page.figure.text(*page.at(LEFT_MM, height - 5.0), title, fontsize=TITLE_PT)
        page.figure.text(
            *page.at(LEFT_MM + width, height - 5.0),
            "bands: ±1σ; open: carried",
            ha="right",
            fontsize=SMALL_PT,
        )
    return page.figure


def _zero(axes: Axes) -> None:
    axes.axhline(0.0, color=INK, lw=0.4, alpha=0.5)


def _draw_shift(axes: Axes, time_s: FloatArray, result: SampleResult) -> None:
    """Draw the shift; a full mark where the level set its own, else an open one."""
    charges = [level.charge for level in result.levels]
    shifts = np.array([charge.shift_ev for charge in charges])
    errors = np.array([charge.stderr_ev or 0.0 for charge in charges])
    itself = np.array([charge.method in ITSELF for charge in charges])
    axes.fill_between(
        time_s, shifts - errors, shifts + errors, color=INK, alpha=BAND_ALPHA, lw=0.0
    )
    axes.plot(time_s, shifts, color=INK)
    for chosen, fill in ((itself, INK), (~itself, "white")):
        axes.plot(
            time_s[chosen], shifts[chosen], "o", color=INK, ms=2.8, mfc=fill, mew=0.6
        )
    span = float(time_s[-1] - time_s[0]) or 1.0
    axes.set_xlim(time_s[0] - 0.02 * span, time_s[-1] + 0.02 * span)
    middle = float(shifts.min() + shifts.max()) / 2.0
    half = max(float(np.max(np.abs(shifts - middle) + errors)) * 1.1, SMALLEST_HALF_EV)
    axes.set_ylim(middle - half, middle + half)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))


def _curves(lines: Sequence[WatchLine], *, calibrated: bool) -> list[Curve]:
    """Return the movement of each line since the first level that determines it."""
    colors = named_colors(line.name for line in lines)
    curves = []
    for index, line in enumerate(lines):
        values = line.calibrated_ev if calibrated else line.measured_ev
        known = np.flatnonzero(np.isfinite(values))
        moved = values - values[known[0]]
        curves.append(
            Curve(
                formula(line.name, NAME_CHARACTERS),
                colors[line.name],
                MARKERS[index % len(MARKERS)],
                moved,
                np.full(moved.shape, np.nan),
                line.stderr_ev,
            )
        )
    return curves
