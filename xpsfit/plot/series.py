"""The figure of a sputter series: spectra of each core level stacked by etch time."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import colormaps
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

from xpsfit.errors import OutputError
from xpsfit.figure_look import HOUSE_LOOK
from xpsfit.plot.cells import region_order
from xpsfit.plot.colors import species_colors
from xpsfit.plot.guides import guide_lines
from xpsfit.plot.labels import shown
from xpsfit.plot.panels import rate_scale
from xpsfit.plot.shapes import draw_line
from xpsfit.plot.style import (
    DATA_COLOR,
    INK,
    SOFT_INK,
    Page,
    house_style,
    new_page,
    page_width_mm,
    panel_name,
    small_pt,
    title_pt,
)
from xpsfit.plot.traces import Trace, traces_of
from xpsfit.plot.words import write
from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xpsfit.arrays import FloatArray
    from xpsfit.figure_look import FigureLook
    from xpsfit.results import SampleResult

PANELS_PER_ROW = 4
LEFT_MM, GUTTER_MM, TIMES_MM, TIME_GAP_MM = 6.0, 6.5, 14.0, 3.2
TOP_MM, NAMES_MM, BOTTOM_MM, ROW_GAP_MM = 6.0, 14.5, 9.0, 6.0
PAGE_MM = 240.0
# In units of the tallest peak of a panel.
STACKED_PEAKS, LARGEST_LIFT, BELOW, ABOVE = 6.0, 1.1, 0.06, 1.06
LIGHTEST = 0.82
# Where matplotlib puts lines among other things on axes.
LINES_LAYER, TRACES = 2.0, "traces"
# More dots than these in a panel make a PDF slow to open.
MOST_DOTS = 4000


def figure_series(
    result: SampleResult,
    *,
    colors: Mapping[str, str] | None = None,
    reference: SampleResult | None = None,
    look: FigureLook = HOUSE_LOOK,
) -> Figure:
    """Return the spectra of all levels, stacked by etch time, a panel per core level.

    The first level lies at the bottom. All spectra of a panel share one intensity
    scale, drawn as a bar beside it, and are shifted vertically by equal steps; binding
    energies are calibrated and run from right to left. A level without a region leaves
    its place empty.

    Parameters
    ----------
    result : SampleResult
        Of a sputter series.
    colors : mapping of str to str, optional
        Color of each species; by default those of this result alone.
    reference : SampleResult, optional
        A sample measured for comparison; its first level stands on top, apart from the
        series, each core level on a scale of its own.
    look : FigureLook, optional

    Returns
    -------
    Figure
        With the canvas of the Agg backend.

    Raises
    ------
    OutputError
        If no core level was evaluated.
    """
    regions = region_order(result.levels)
    if not regions:
        raise OutputError(
            f"{shown(spoken(result.sample), 60)}: there is nothing to draw, no core "
            "level of this series was evaluated; see the failures listed with the "
            "results"
        )
    palette = colors or species_colors([result], look.species_colors)
    stack = _Stack(result, reference)
    per_row = 2 if look.is_single else PANELS_PER_ROW
    rows, columns = -(-len(regions) // per_row), min(len(regions), per_row)
    width = page_width_mm(look, columns)
    stack_mm = _stack_mm(stack, rows)
    row_mm = NAMES_MM + stack_mm + BOTTOM_MM
    with house_style(look):
        page = new_page(width, TOP_MM + rows * row_mm + (rows - 1) * ROW_GAP_MM)
        panel = (width - LEFT_MM - TIMES_MM - GUTTER_MM * (columns - 1)) / columns
        for index, region in enumerate(regions):
            row, column = divmod(index, per_row)
            left = LEFT_MM + column * (panel + GUTTER_MM)
            top = page.height_mm - TOP_MM - row * (row_mm + ROW_GAP_MM) - NAMES_MM
            axes = page.axes(left, top - stack_mm, panel, stack_mm)
            _draw_stack(page, axes, stack, region)
            model = result.model.region(region)
            if model is not None:
                guide_lines(page, axes, model, palette)
            axes.set_xlabel("Binding energy (eV)")
            if column == columns - 1 or index == len(regions) - 1:
                _name_times(page, axes, stack)
        page.write(
            LEFT_MM,
            page.height_mm - 4.5,
            shown(spoken(result.sample), int(width / 2.0)),
            fontsize=title_pt(),
        )
        return page.finished(look)


@dataclass(frozen=True, slots=True)
class _Stack:
    """A series, and the reference above it, in units of the tallest peak of a panel."""

    series: SampleResult
    reference: SampleResult | None

    @property
    def lift(self) -> float:
        """Return the step from level to level."""
        return min(STACKED_PEAKS / len(self.series.levels), LARGEST_LIFT)

    @property
    def reference_base(self) -> float:
        """Return where the reference stands, clear of the last level."""
        return self.lift * (len(self.series.levels) - 1) + ABOVE + 0.1

    @property
    def top(self) -> float:
        """Return the upper end of the panel."""
        if self.reference is None:
            return self.lift * (len(self.series.levels) - 1) + ABOVE
        return self.reference_base + ABOVE


def _stack_mm(stack: _Stack, rows: int) -> float:
    """Return the height of a panel, so that all rows fit a page of print."""
    wanted = 5.5 * len(stack.series.levels) + 25.0
    wanted += 0.0 if stack.reference is None else 15.0
    room = (PAGE_MM - TOP_MM) / rows - NAMES_MM - BOTTOM_MM - ROW_GAP_MM
    return float(np.clip(wanted, 60.0, min(150.0, room)))


def _draw_stack(page: Page, axes: Axes, stack: _Stack, region: str) -> None:
    """Draw the traces of one core level in units of its tallest peak."""
    traces = traces_of(stack.series, region)
    unit = max(trace.tallest_cps for trace in traces)
    colors = _time_colors(stack.series)
    placed = [_Placed(t, stack.lift * t.slot, unit, colors[t.slot]) for t in traces]
    if stack.reference is not None:
        placed += [
            _Placed(trace, stack.reference_base, trace.tallest_cps, INK)
            for trace in traces_of(stack.reference, region)[:1]
        ]
    _draw_dots(axes, [one for one in placed if one.trace.envelope_cps is not None])
    _draw_lines(axes, placed)
    _limit_energy(axes, traces)
    axes.set_ylim(-BELOW, stack.top)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    panel_name(axes, 0.04, 0.99, region)
    _scale_bar(page, axes, unit, arbitrary=any(trace.arbitrary for trace in traces))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A trace with its base line, the rate of one unit, and its color."""

    trace: Trace
    base: float
    unit_cps: float
    color: str

    def lifted(self, rate_cps: FloatArray) -> FloatArray:
        """Return rates as heights in the panel."""
        return np.asarray(self.base + rate_cps / self.unit_cps)

    @property
    def line(self) -> FloatArray:
        """Return the envelope as heights, or the data where nothing was fitted."""
        envelope = self.trace.envelope_cps
        return self.lifted(self.trace.data_cps if envelope is None else envelope)


def _draw_dots(axes: Axes, placed: Sequence[_Placed]) -> None:
    """Draw the data of all fitted traces, as an image where they are very many."""
    if not placed:
        return
    energy = np.concatenate([one.trace.energy_ev for one in placed])
    draw_line(
        axes,
        energy,
        np.concatenate([one.lifted(one.trace.data_cps) for one in placed]),
        linestyle="none",
        marker="o",
        markersize=1.5,
        markeredgewidth=0.0,
        markerfacecolor=DATA_COLOR,
        rasterized=energy.size > MOST_DOTS,
        label="data",
    )


def _draw_lines(axes: Axes, placed: Sequence[_Placed]) -> None:
    """Draw the envelopes of all traces, or data where nothing was fitted.

    Traces further down lie in front.
    """
    stack = LineCollection(
        [np.column_stack([one.trace.energy_ev, one.line]) for one in reversed(placed)],
        colors=[one.color for one in reversed(placed)],
        linewidths=0.7,
        capstyle="projecting",
        joinstyle="round",
        zorder=LINES_LAYER,
        label=TRACES,
    )
    axes.add_artist(stack)


def _limit_energy(axes: Axes, traces: Sequence[Trace]) -> None:
    axes.set_xlim(
        max(float(trace.energy_ev[-1]) for trace in traces),
        min(float(trace.energy_ev[0]) for trace in traces),
    )


def _time_colors(result: SampleResult) -> list[str]:
    """Return dark for the first and light for the last etch time, by their rank."""
    ranks = np.linspace(0.0, LIGHTEST, max(len(result.levels), 2))
    return [to_hex(color) for color in colormaps["viridis"](ranks)]


def _scale_bar(page: Page, axes: Axes, unit_cps: float, *, arbitrary: bool) -> None:
    """Draw a bar of a round rate left of the panel: the stack has no common zero."""
    rate = float(f"{unit_cps / 2.0:.0e}")
    mm = 1.0 / (axes.get_position().width * page.width_mm)
    blend = axes.get_yaxis_transform()
    draw_line(
        axes,
        [-1.5 * mm] * 2,
        [0.0, rate / unit_cps],
        color=SOFT_INK,
        linewidth=1.4,
        transform=blend,
        clip_on=False,
    )
    scale = rate_scale(rate, arbitrary=arbitrary)
    times = " × " if scale.divisor > 1.0 else " "
    write(
        axes,
        -2.4 * mm,
        0.0,
        f"{rate / scale.divisor:g}{times}{scale.unit}",
        transform=blend,
        rotation=90,
        ha="right",
        va="bottom",
        fontsize=small_pt(),
        color=SOFT_INK,
    )


def _name_times(page: Page, axes: Axes, stack: _Stack) -> None:
    """Write etch times beside the traces, as many as find room, and the reference."""
    low, high = axes.get_ylim()
    lift, result = stack.lift, stack.series
    slot_mm = axes.get_position().height * page.height_mm * lift / (high - low)
    every = int(np.ceil(TIME_GAP_MM / slot_mm))
    for slot in range(0, len(result.levels), every):
        time = result.levels[slot].etch_time_s
        write(
            axes,
            1.04,
            lift * slot,
            f"level {slot + 1}" if time is None else f"{time:g} s",
            transform=axes.get_yaxis_transform(),
            va="center_baseline",
            fontsize=small_pt(),
            color=SOFT_INK,
        )
    if stack.reference is not None:
        _name_reference(axes, stack)
        return
    write(
        axes,
        1.04,
        1.0,
        "etch time",
        transform=axes.transAxes,
        va="top",
        fontsize=small_pt(),
        color=SOFT_INK,
    )


def _name_reference(axes: Axes, stack: _Stack) -> None:
    """Name the reference beside its trace, on two lines where it is long."""
    name = shown(spoken(stack.reference.sample if stack.reference else ""), 24)
    write(
        axes,
        1.04,
        stack.reference_base,
        "reference\n" + "\n".join(_wrapped(name, 11)[:2]),
        transform=axes.get_yaxis_transform(),
        va="bottom",
        fontsize=small_pt(),
        color=INK,
    )


def _wrapped(name: str, width: int) -> list[str]:
    """Return a name in lines that break at blanks, and behind underscores.

    Examples
    --------
    >>> _wrapped("li_al_reference", 11)
    ['li_al_', 'reference']
    """
    lines = wrap(name.replace("_", "_ "), width)
    return [line.replace("_ ", "_") for line in lines]
