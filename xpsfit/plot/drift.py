"""The figure of the energy scale: charge shift and watch lines against etch time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from xpsfit.figure_look import HOUSE_LOOK
from xpsfit.plot.colors import MARKERS, named_colors
from xpsfit.plot.labels import formula, shown
from xpsfit.plot.profile_curves import BAND_ALPHA, Curve, draw_curves
from xpsfit.plot.shapes import draw_band, draw_line
from xpsfit.plot.style import (
    INK,
    house_style,
    new_page,
    page_width_mm,
    small_pt,
    title_pt,
)
from xpsfit.sample_name import spoken
from xpsfit.watch_lines import watch_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xpsfit.arrays import FloatArray
    from xpsfit.figure_look import FigureLook
    from xpsfit.plot.style import Page
    from xpsfit.results import SampleResult
    from xpsfit.watch_lines import WatchLine

LEFT_MM, RIGHT_MM, TOP_MM, BOTTOM_MM = 15.0, 30.0, 8.0, 9.0
SHIFT_MM, LINES_MM, GAP_MM, SECOND_LINE_MM = 26.0, 34.0, 5.0, 4.0
# A shift that does not move is not drawn as noise.
SMALLEST_HALF_EV = 0.05
TITLE_CHARACTERS, NAME_CHARACTERS = 34, 22
ITSELF = ("fitted_line", "separation", "metal_line", "implanted_argon")


def figure_drift(result: SampleResult, *, look: FigureLook = HOUSE_LOOK) -> Figure:
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
    look : FigureLook, optional

    Returns
    -------
    Figure
        With the canvas of the Agg backend.
    """
    lines = watch_lines(result)
    time_s = np.array([level.etch_time_s or 0.0 for level in result.levels])
    moved = (
        ("Δ as measured (eV)", _curves(lines, calibrated=False)),
        ("Δ calibrated (eV)", _curves(lines, calibrated=True)),
    )[: 2 if lines else 0]
    top_mm = TOP_MM + (SECOND_LINE_MM if look.is_single else 0.0)
    height = top_mm + SHIFT_MM + (LINES_MM + GAP_MM) * len(moved) + BOTTOM_MM
    page_mm = page_width_mm(look, 2)
    width = page_mm - LEFT_MM - RIGHT_MM
    with house_style(look):
        page = new_page(page_mm, height)
        bottom = height - top_mm - SHIFT_MM
        axes = page.axes(LEFT_MM, bottom, width, SHIFT_MM)
        _draw_shift(axes, time_s, result)
        axes.set_ylabel("Charge shift (eV)")
        for label, curves in moved:
            axes.numbers_below = False
            bottom -= LINES_MM + GAP_MM
            axes = page.axes(LEFT_MM, bottom, width, LINES_MM)
            axes.axhline(0.0, color=INK, lw=0.4, alpha=0.5)
            draw_curves(page, axes, time_s, curves)
            axes.set_ylabel(label)
        axes.set_xlabel("Etch time (s)")
        _head(page, result.sample, narrow=look.is_single)
        return page.finished(look)


def _head(page: Page, sample: str, *, narrow: bool) -> None:
    """Write the sample's name, and the legend beside it, or below on a narrow page."""
    top = page.height_mm - 5.0
    name = shown(spoken(sample), TITLE_CHARACTERS)
    page.write(LEFT_MM, top, name, fontsize=title_pt())
    at = (LEFT_MM, top - SECOND_LINE_MM) if narrow else (page.width_mm - RIGHT_MM, top)
    page.write(
        *at,
        "bands: ±1σ; open: carried",
        ha="left" if narrow else "right",
        fontsize=small_pt(),
    )


def _draw_shift(axes: Axes, time_s: FloatArray, result: SampleResult) -> None:
    """Draw the shift; a full mark where the level set its own, else an open one."""
    charges = [level.charge for level in result.levels]
    shifts = np.array([charge.shift_ev for charge in charges])
    errors = np.array([charge.stderr_ev or 0.0 for charge in charges])
    itself = np.array([charge.method in ITSELF for charge in charges])
    low, high = shifts - errors, shifts + errors
    draw_band(axes, time_s, low, high, color=INK, alpha=BAND_ALPHA, lw=0.0)
    draw_line(axes, time_s, shifts, color=INK)
    for chosen, fill in ((itself, INK), (~itself, "white")):
        draw_line(
            axes,
            time_s[chosen],
            shifts[chosen],
            ls="none",
            marker="o",
            color=INK,
            ms=2.8,
            mfc=fill,
            mew=0.6,
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
