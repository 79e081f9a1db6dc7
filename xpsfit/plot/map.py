"""The figure of a sputter series as a map: intensity over energy and etch time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib import colormaps
from matplotlib.image import AxesImage
from matplotlib.ticker import MaxNLocator

from xpsfit.errors import OutputError
from xpsfit.figure_look import HOUSE_LOOK
from xpsfit.plot.cells import region_order
from xpsfit.plot.colors import species_colors
from xpsfit.plot.guides import guide_lines
from xpsfit.plot.labels import shown
from xpsfit.plot.panels import rate_scale
from xpsfit.plot.style import (
    Page,
    house_style,
    new_page,
    page_width_mm,
    panel_name,
    small_pt,
    title_pt,
)
from xpsfit.plot.traces import traces_of
from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xpsfit.arrays import FloatArray
    from xpsfit.figure_look import FigureLook
    from xpsfit.plot.bare_axes import BareAxes
    from xpsfit.plot.traces import Trace
    from xpsfit.results import SampleResult

PANELS_PER_ROW = 4
LEFT_MM, RIGHT_MM, GUTTER_MM = 12.0, 3.0, 5.0
TOP_MM, NAMES_MM, PANEL_MM, BOTTOM_MM = 7.0, 14.5, 62.0, 21.0
BAR_MM, BAR_DROP_MM = 2.0, 11.0
# Dark to light, even steps to the eye, and told apart with any color vision.
COLOR_MAP = "cividis"


def figure_map(
    result: SampleResult,
    *,
    colors: Mapping[str, str] | None = None,
    look: FigureLook = HOUSE_LOOK,
) -> Figure:
    """Return the intensity of each core level over binding energy and etch time.

    Every level is drawn from halfway to the level before to halfway to the next, as
    measured: nothing is interpolated between levels, and a level without the region
    leaves its band empty. Rates are those above the lowest point of their spectrum.

    Parameters
    ----------
    result : SampleResult
        Of a sputter series with etch times.
    colors : mapping of str to str, optional
        Color of each species; by default those of this result alone.
    look : FigureLook, optional

    Returns
    -------
    Figure
        With the canvas of the Agg backend.

    Raises
    ------
    OutputError
        If no core level was evaluated, or a level has no etch time.
    """
    regions = region_order(result.levels)
    name = shown(spoken(result.sample), 60)
    if not regions:
        raise OutputError(f"{name}: there is nothing to draw; see the failures listed")
    edges_s = _time_edges_s(result, name)
    palette = colors or species_colors([result], look.species_colors)
    per_row = 2 if look.is_single else PANELS_PER_ROW
    rows, columns = -(-len(regions) // per_row), min(len(regions), per_row)
    width, row_mm = page_width_mm(look, columns), NAMES_MM + PANEL_MM + BOTTOM_MM
    panel = (width - LEFT_MM - RIGHT_MM - GUTTER_MM * (columns - 1)) / columns
    with house_style(look):
        page = new_page(width, TOP_MM + rows * row_mm)
        for index, region in enumerate(regions):
            row, column = divmod(index, per_row)
            bottom = page.height_mm - TOP_MM - row * row_mm - NAMES_MM - PANEL_MM
            left = LEFT_MM + column * (panel + GUTTER_MM)
            axes = page.axes(left, bottom, panel, PANEL_MM)
            _draw_map(page, axes, traces_of(result, region), edges_s)
            _label(axes, region, first=column == 0)
            if (model := result.model.region(region)) is not None:
                guide_lines(page, axes, model, palette)
        page.write(LEFT_MM, page.height_mm - 4.5, name, fontsize=title_pt())
        return page.finished(look)


def _time_edges_s(result: SampleResult, name: str) -> FloatArray:
    """Return the borders of the levels: halfway between their etch times."""
    times = [level.etch_time_s for level in result.levels]
    known = np.array([time for time in times if time is not None])
    if known.size != len(times) or known.size < 2:
        raise OutputError(
            f"{name}: a map needs two levels or more, all with etch times"
        )
    middle = (known[1:] + known[:-1]) / 2.0
    last = known[-1] + (known[-1] - known[-2]) / 2.0
    return np.concatenate([known[:1], middle, [last]])


def _label(axes: BareAxes, region: str, *, first: bool) -> None:
    axes.set_xlabel("Binding energy (eV)")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    axes.numbers_left = first
    if first:
        axes.set_ylabel("Etch time (s)")
    panel_name(axes, 0.04, 0.97, region, color="white")


def _draw_map(page: Page, axes: Axes, traces: list[Trace], edges_s: FloatArray) -> None:
    """Draw one band per level, and the scale of colors below."""
    top_cps = max(trace.tallest_cps for trace in traces)
    scale = rate_scale(top_cps, arbitrary=any(trace.arbitrary for trace in traces))
    for points in dict.fromkeys(trace.energy_ev.size for trace in traces):
        alike = [trace for trace in traces if trace.energy_ev.size == points]
        energies_ev, times_s, rates_cps = _bands(alike, edges_s)
        axes.pcolormesh(
            energies_ev,
            times_s,
            rates_cps / scale.divisor,
            cmap=COLOR_MAP,
            vmin=0.0,
            vmax=top_cps / scale.divisor,
            rasterized=True,
        )
    axes.set_xlim(
        max(float(trace.energy_ev[-1]) for trace in traces),
        min(float(trace.energy_ev[0]) for trace in traces),
    )
    axes.set_ylim(float(edges_s[0]), float(edges_s[-1]))
    _color_bar(page, axes, top_cps / scale.divisor, scale.unit)


def _color_bar(page: Page, axes: Axes, largest: float, unit: str) -> None:
    """Draw the scale of colors below a map."""
    box = axes.get_position()
    bar = page.axes(
        box.x0 * page.width_mm,
        box.y0 * page.height_mm - BAR_DROP_MM,
        box.width * page.width_mm,
        BAR_MM,
    )
    bar.set(xlim=(0.0, largest), ylim=(0.0, 1.0))
    colors = AxesImage(bar, interpolation="none", extent=(0.0, largest, 0.0, 1.0))
    colors.set_data(colormaps[COLOR_MAP](np.linspace(0.0, 1.0, 256))[np.newaxis, :, :3])
    bar.add_artist(colors)
    bar.yaxis.set_visible(False)
    bar.set_xlabel(unit, fontsize=small_pt())
    bar.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))


def _bands(
    traces: Sequence[Trace], edges_s: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return corners in energy and time, and rates, of a mesh with a band per trace.

    As one mesh the bands are drawn in a tenth of the time. Each has corners of its own,
    as its energies are calibrated by itself; NaN stands between one and the next.
    """
    energies_ev = np.array([_energy_edges_ev(trace.energy_ev) for trace in traces])
    slots = np.array([trace.slot for trace in traces])
    times_s = edges_s[np.column_stack([slots, slots + 1]).ravel()]
    corners_ev = np.repeat(energies_ev, 2, axis=0)
    rates_cps = np.full((2 * len(traces) - 1, corners_ev.shape[1] - 1), np.nan)
    rates_cps[::2] = [trace.data_cps for trace in traces]
    corners_s = np.broadcast_to(times_s[:, np.newaxis], corners_ev.shape)
    return corners_ev, corners_s, rates_cps


def _energy_edges_ev(energy_ev: FloatArray) -> FloatArray:
    middle = (energy_ev[1:] + energy_ev[:-1]) / 2.0
    first, last = 2.0 * energy_ev[0] - middle[0], 2.0 * energy_ev[-1] - middle[-1]
    return np.concatenate([[first], middle, [last]])
