"""The figure of a sputter series: spectra of each core level stacked by etch time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_hex
from matplotlib.ticker import MaxNLocator

from xpsfit.errors import OutputError
from xpsfit.fit.result import FitResult
from xpsfit.plot.cells import Cell, cell, region_order
from xpsfit.plot.colors import species_colors
from xpsfit.plot.guides import guide_lines
from xpsfit.plot.labels import shown
from xpsfit.plot.panels import rate_scale
from xpsfit.plot.style import (
    DATA_COLOR,
    DOUBLE_COLUMN_MM,
    ONE_AND_A_HALF_COLUMNS_MM,
    SINGLE_COLUMN_MM,
    SMALL_PT,
    SOFT_INK,
    TITLE_PT,
    Page,
    house_style,
    new_page,
)
from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xpsfit.arrays import FloatArray
    from xpsfit.results import SampleResult

PANELS_PER_ROW = 4
LEFT_MM, GUTTER_MM, TIMES_MM, TIME_GAP_MM = 6.0, 6.5, 14.0, 3.2
TOP_MM, NAMES_MM, BOTTOM_MM, ROW_GAP_MM = 6.0, 14.5, 9.0, 6.0
# In units of the tallest peak of a panel.
STACKED_PEAKS, LARGEST_LIFT, BELOW, ABOVE = 6.0, 1.1, 0.06, 1.06
LIGHTEST = 0.82


@dataclass(frozen=True, slots=True)
class Trace:
    """One spectrum of a stack: rates above its lowest point."""

    slot: int
    energy_ev: FloatArray
    data_cps: FloatArray
    envelope_cps: FloatArray | None
    arbitrary: bool


def figure_series(
    result: SampleResult, *, colors: Mapping[str, str] | None = None
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
    palette = species_colors([result]) if colors is None else colors
    rows = -(-len(regions) // PANELS_PER_ROW)
    columns = min(len(regions), PANELS_PER_ROW)
    width = _page_width(columns)
    stack = float(np.clip(5.5 * len(result.levels) + 25.0, 60.0, 150.0 / rows**0.5))
    row_mm = NAMES_MM + stack + BOTTOM_MM
    with house_style():
        page = new_page(width, TOP_MM + rows * row_mm + (rows - 1) * ROW_GAP_MM)
        panel = (width - LEFT_MM - TIMES_MM - GUTTER_MM * (columns - 1)) / columns
        for index, region in enumerate(regions):
            row, column = divmod(index, PANELS_PER_ROW)
            left = LEFT_MM + column * (panel + GUTTER_MM)
            top = page.height_mm - TOP_MM - row * (row_mm + ROW_GAP_MM) - NAMES_MM
            axes = page.axes(left, top - stack, panel, stack)
            _draw_stack(page, axes, result, region)
            model = result.model.region(region)
            if model is not None:
                guide_lines(page, axes, model, palette)
            axes.set_xlabel("Binding energy (eV)")
            if column == columns - 1 or index == len(regions) - 1:
                _name_times(page, axes, result)
        page.figure.text(
            *page.at(LEFT_MM, page.height_mm - 4.5),
            shown(spoken(result.sample), int(width / 2.0)),
            fontsize=TITLE_PT,
        )
    return page.figure


def _page_width(columns: int) -> float:
    return {1: SINGLE_COLUMN_MM, 2: ONE_AND_A_HALF_COLUMNS_MM}.get(
        columns, DOUBLE_COLUMN_MM
    )


def _traces(result: SampleResult, region: str) -> list[Trace]:
    found = [(slot, cell(level, region)) for slot, level in enumerate(result.levels)]
    return [
        _trace(slot, this, result.levels[slot].charge.shift_ev)
        for slot, this in found
        if this is not None
    ]


def _trace(slot: int, found: Cell, shift_ev: float) -> Trace:
    rate = found.region.counts_per_s
    floor = float(min(rate.min(), found.background_cps.min()))
    envelope = found.envelope_cps - floor if isinstance(found, FitResult) else None
    return Trace(
        slot,
        found.region.binding_energy_ev + shift_ev,
        rate - floor,
        envelope,
        found.region.spectrum.intensity_unit == "arbitrary",
    )


def _lift(result: SampleResult) -> float:
    """Return the step from level to level in units of the tallest peak."""
    return min(STACKED_PEAKS / len(result.levels), LARGEST_LIFT)


def _draw_stack(page: Page, axes: Axes, result: SampleResult, region: str) -> None:
    """Draw the traces of one core level in units of its tallest peak."""
    traces = _traces(result, region)
    tallest = max(float(trace.data_cps.max()) for trace in traces)
    unit = tallest if tallest > 0.0 else 1.0
    colors, lift = _time_colors(result), _lift(result)
    for trace in reversed(traces):
        base = lift * trace.slot
        data, color = base + trace.data_cps / unit, colors[trace.slot]
        if trace.envelope_cps is None:
            axes.plot(trace.energy_ev, data, color=color, lw=0.7, label="data")
            continue
        axes.plot(
            trace.energy_ev,
            data,
            linestyle="none",
            marker="o",
            markersize=1.5,
            markeredgewidth=0.0,
            markerfacecolor=DATA_COLOR,
            label="data",
        )
        axes.plot(
            trace.energy_ev,
            base + trace.envelope_cps / unit,
            color=color,
            linewidth=0.7,
            label="envelope",
        )
    axes.set_xlim(
        max(float(trace.energy_ev[-1]) for trace in traces),
        min(float(trace.energy_ev[0]) for trace in traces),
    )
    axes.set_ylim(-BELOW, lift * (len(result.levels) - 1) + ABOVE)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    axes.text(
        0.04, 0.99, shown(region, 12), transform=axes.transAxes, weight="bold", va="top"
    )
    _scale_bar(page, axes, unit, arbitrary=any(trace.arbitrary for trace in traces))


def _time_colors(result: SampleResult) -> list[str]:
    """Return dark for the first and light for the last etch time, by their rank."""
    ranks = np.linspace(0.0, LIGHTEST, max(len(result.levels), 2))
    return [to_hex(color) for color in colormaps["viridis"](ranks)]


def _scale_bar(page: Page, axes: Axes, unit_cps: float, *, arbitrary: bool) -> None:
    """Draw a bar of a round rate left of the panel: the stack has no common zero."""
    rate = float(f"{unit_cps / 2.0:.0e}")
    mm = 1.0 / (axes.get_position().width * page.width_mm)
    blend = axes.get_yaxis_transform()
    axes.plot(
        [-1.5 * mm] * 2,
        [0.0, rate / unit_cps],
        color=SOFT_INK,
        linewidth=1.4,
        transform=blend,
        clip_on=False,
    )
    scale = rate_scale(rate, arbitrary=arbitrary)
    times = " × " if scale.divisor > 1.0 else " "
    axes.text(
        -2.4 * mm,
        0.0,
        f"{rate / scale.divisor:g}{times}{scale.unit}",
        transform=blend,
        rotation=90,
        ha="right",
        va="bottom",
        fontsize=SMALL_PT,
        color=SOFT_INK,
    )


def _name_times(page: Page, axes: Axes, result: SampleResult) -> None:
    """Write etch times beside the traces, as many as find room."""
    low, high = axes.get_ylim()
    lift = _lift(result)
    slot_mm = axes.get_position().height * page.height_mm * lift / (high - low)
    every = int(np.ceil(TIME_GAP_MM / slot_mm))
    for slot in range(0, len(result.levels), every):
        time = result.levels[slot].etch_time_s
        axes.text(
            1.04,
            lift * slot,
            f"level {slot + 1}" if time is None else f"{time:g} s",
            transform=axes.get_yaxis_transform(),
            va="center_baseline",
            fontsize=SMALL_PT,
            color=SOFT_INK,
        )
    axes.text(
        1.04,
        1.0,
        "etch time",
        transform=axes.transAxes,
        va="top",
        fontsize=SMALL_PT,
        color=SOFT_INK,
    )
