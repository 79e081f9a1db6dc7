"""The figure of fitted core levels: a row per core level, a column per sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from xpsfit.errors import OutputError
from xpsfit.figure_look import HOUSE_LOOK
from xpsfit.fit.result import FitResult
from xpsfit.plot.cells import Cell, cell, region_order
from xpsfit.plot.colors import species_colors
from xpsfit.plot.component_names import name_components
from xpsfit.plot.keys import drawing_key, key_height_mm, species_key
from xpsfit.plot.labels import shown
from xpsfit.plot.panels import RateScale, draw_fit, draw_integrated, rate_scale
from xpsfit.plot.style import (
    MM_PER_INCH,
    SOFT_INK,
    Page,
    house_style,
    new_page,
    page_width_mm,
    small_pt,
    title_pt,
)
from xpsfit.plot.words import POINTS_PER_INCH
from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xpsfit.figure_look import FigureLook
    from xpsfit.plot.bare_axes import BareAxes
    from xpsfit.results import LevelResult, SampleResult

COLUMNS_PER_PAGE = 4
ROWS_PER_PAGE = 5

LEFT_MM, STRIP_MM, GUTTER_MM, STRIP_GAP_MM = 12.0, 23.0, 8.5, 3.0
LABEL_MM = 8.0
TOP_MM, ROW_GAP_MM = 9.5, 7.0
TICKS_AND_LABEL_MM = 9.0
SPECTRUM_MM, RESIDUAL_MM, SPLIT_MM = 31.0, 8.0, 1.0
ROW_MM = SPECTRUM_MM + SPLIT_MM + RESIDUAL_MM
MM_PER_CHARACTER = 1.75


@dataclass(frozen=True, slots=True)
class Column:
    """One sample, or one level of a series, as a column of the figure."""

    title: str
    subtitle: str
    level: LevelResult


def figure_regions(
    results: Sequence[SampleResult], *, look: FigureLook = HOUSE_LOOK
) -> Figure:
    """Return one figure of all fitted core levels of all samples.

    Binding energies are calibrated and run from right to left. The page grows with the
    number of samples and core levels; `figures_regions` keeps to a page of print.

    Parameters
    ----------
    results : sequence of SampleResult
        One column each; a series gives up to four of its levels.
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
    columns = [column for result in results for column in _columns(result)]
    regions = region_order(column.level for column in columns)
    colors = species_colors(results, look.species_colors)
    return _draw_page(columns, regions, colors, look)


def figures_regions(
    results: Sequence[SampleResult], *, look: FigureLook = HOUSE_LOOK
) -> list[Figure]:
    """Return the same as pages of at most four columns and five core levels.

    Surfaces share pages in their order; every series has pages of its own. In a single
    column of a journal a page has one column of panels.

    Raises
    ------
    OutputError
        If no core level was evaluated.
    """
    colors = species_colors(results, look.species_colors)
    surfaces = [c for r in results if len(r.levels) == 1 for c in _columns(r)]
    series = [_columns(result) for result in results if len(result.levels) > 1]
    most = 1 if look.is_single else COLUMNS_PER_PAGE
    pages = []
    for columns in _grouped([surfaces, *series], most):
        regions = region_order(column.level for column in columns)
        pages += [
            _draw_page(columns, regions[first : first + ROWS_PER_PAGE], colors, look)
            for first in range(0, len(regions), ROWS_PER_PAGE)
        ]
    if not pages:
        raise OutputError(_NOTHING)
    return pages


def _grouped(rows: Sequence[Sequence[Column]], most: int) -> list[Sequence[Column]]:
    """Return each row in groups of at most so many columns."""
    return [
        row[first : first + most] for row in rows for first in range(0, len(row), most)
    ]


_NOTHING = (
    "there is nothing to draw: no core level of these samples was evaluated; "
    "see the failures listed with the results"
)


def _columns(result: SampleResult) -> list[Column]:
    """Return the surface, or the first, the last and two levels between of a series."""
    count = len(result.levels)
    picked = np.unique(
        np.linspace(0, count - 1, min(count, COLUMNS_PER_PAGE)).round().astype(int)
    )
    return [_column(result, result.levels[int(index)]) for index in picked]


def _column(result: SampleResult, level: LevelResult) -> Column:
    shift = f"shift {level.charge.shift_ev:+.2f} eV".replace("-", "−")
    if len(result.levels) == 1 or level.etch_time_s is None:
        return Column(spoken(result.sample), shift, level)
    return Column(spoken(result.sample), f"{level.etch_time_s:g} s, {shift}", level)


def _draw_page(
    columns: Sequence[Column],
    regions: Sequence[str],
    colors: Mapping[str, str],
    look: FigureLook,
) -> Figure:
    if not regions:
        raise OutputError(_NOTHING)
    width = _page_width(len(columns), look)
    margin = TICKS_AND_LABEL_MM + key_height_mm(width)
    height = TOP_MM + margin + len(regions) * (ROW_MM + ROW_GAP_MM) - ROW_GAP_MM
    inner = width - LEFT_MM - STRIP_GAP_MM - STRIP_MM
    panel = (inner - GUTTER_MM * (len(columns) - 1)) / len(columns)
    with house_style(look):
        page = new_page(width, height)
        lefts = [LEFT_MM + i * (panel + GUTTER_MM) for i in range(len(columns))]
        for row, region in enumerate(regions):
            bottom = height - TOP_MM - ROW_MM - row * (ROW_MM + ROW_GAP_MM)
            cells = [cell(column.level, region) for column in columns]
            boxes = [(left, bottom, panel) for left in lefts]
            _draw_row(page, boxes, columns, cells, colors)
            species_key(page, (width - STRIP_MM, bottom + ROW_MM), cells, colors)
        for left, column in zip(lefts, columns, strict=True):
            _titles(page, left + panel / 2.0, panel + GUTTER_MM, column)
            page.write(
                left + panel / 2.0,
                margin - TICKS_AND_LABEL_MM + 1.2,
                "Binding energy (eV)",
                ha="center",
            )
        drawing_key(
            page, [cell(column.level, r) for column in columns for r in regions]
        )
        return page.finished(look)


def _page_width(columns: int, look: FigureLook) -> float:
    return page_width_mm(look, columns) * max(1.0, columns / COLUMNS_PER_PAGE)


def _titles(page: Page, center_mm: float, width_mm: float, column: Column) -> None:
    page.write(
        center_mm,
        page.height_mm - TOP_MM + 4.5,
        shown(column.title, int(width_mm / MM_PER_CHARACTER)),
        fontsize=title_pt(),
        ha="center",
    )
    page.write(
        center_mm,
        page.height_mm - TOP_MM + 1.2,
        column.subtitle,
        fontsize=small_pt(),
        color=SOFT_INK,
        ha="center",
    )


def _draw_row(
    page: Page,
    boxes: Sequence[tuple[float, float, float]],
    columns: Sequence[Column],
    cells: Sequence[Cell | None],
    colors: Mapping[str, str],
) -> None:
    """Draw one core level of all samples on one energy axis and one unit."""
    measured = [
        (found.region, column.level.charge.shift_ev)
        for column, found in zip(columns, cells, strict=True)
        if found is not None
    ]
    low = min(region.binding_energy_ev[0] + shift for region, shift in measured)
    high = max(region.binding_energy_ev[-1] + shift for region, shift in measured)
    scale = rate_scale(
        max(float(region.counts_per_s.max()) for region, _ in measured),
        arbitrary=any(
            region.spectrum.intensity_unit == "arbitrary" for region, _ in measured
        ),
    )
    label = scale.unit
    for box, column, found in zip(boxes, columns, cells, strict=True):
        if found is None:
            continue
        lowest = _draw_cell(page, box, column, found, colors, scale, label)
        for axes in lowest:
            axes.set_xlim(high, low)
            axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
        if isinstance(found, FitResult):
            shift, size_mm = column.level.charge.shift_ev, (box[2], SPECTRUM_MM)
            name_components(lowest[0], found, shift, colors, scale, size_mm)
        label = ""


def _draw_cell(
    page: Page,
    box: tuple[float, float, float],
    column: Column,
    found: Cell,
    colors: Mapping[str, str],
    scale: RateScale,
    label: str,
) -> list[Axes]:
    """Draw one spectrum; return its axes."""
    left, bottom, width = box
    shift = column.level.charge.shift_ev
    if not isinstance(found, FitResult):
        axes = page.axes(left, bottom, width, ROW_MM)
        draw_integrated(axes, found, shift, scale)
        _label_intensity(axes, label)
        return [axes]
    axes = page.axes(left, bottom + RESIDUAL_MM + SPLIT_MM, width, SPECTRUM_MM)
    residuals = page.axes(left, bottom, width, RESIDUAL_MM)
    draw_fit(axes, residuals, found, shift, colors, scale)
    axes.numbers_below = False
    _label_intensity(axes, label)
    _label_intensity(residuals, "res./σ" if label else "")
    return [axes, residuals]


def _label_intensity(axes: BareAxes, label: str) -> None:
    """Label the axis at one distance for all rows, whatever its numbers."""
    axes.set_ylabel(label)
    axes.label_pt = LABEL_MM * POINTS_PER_INCH / MM_PER_INCH
