"""What colors, lines and dots mean: keys beside and below the panels, never on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from xpsfit.fit.result import FitResult
from xpsfit.plot.labels import formula
from xpsfit.plot.style import (
    BAND_COLOR,
    DASHED,
    DATA_COLOR,
    DOTTED,
    FILL_ALPHA,
    INK,
    MM_PER_INCH,
    SOFT_INK,
)
from xpsfit.plot.words import POINTS_PER_INCH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit.result import FittedComponent
    from xpsfit.plot.cells import Cell
    from xpsfit.plot.style import Page
    from xpsfit.plot.words import Word

    Cells = Sequence[Cell | None]

LINE_MM = 3.4
KEY_ENTRIES = 5
NARROW_MM, MEDIUM_MM = 100.0, 150.0
SWATCH_MM = (4.0, 2.0)
HANDLE_MM, HANDLE_GAP_MM, COLUMN_GAP_MM, BELOW_MM = 3.5, 1.2, 3.5, 0.8
LEVEL = {"va": "center_baseline"}
SECOND_HATCH = "//////"


def species_hatches(components: Sequence[FittedComponent]) -> dict[str, str | None]:
    """Return a hatch for each component that is not the first of its species."""
    seen: set[str] = set()
    hatches: dict[str, str | None] = {}
    for component in components:
        hatches[component.name] = SECOND_HATCH if component.species in seen else None
        seen.add(component.species)
    return hatches


def _shows(component: FittedComponent) -> bool:
    """Return whether a component shows: one that left its fit has no area."""
    return component.presence != "below_limit" or component.area_cps_ev > 0.0


def species_key(
    page: Page,
    corner_mm: tuple[float, float],
    cells: Cells,
    colors: Mapping[str, str],
) -> None:
    """Name the components of a row of panels in the strip beside it.

    Parameters
    ----------
    page : Page
    corner_mm : tuple of float
        Upper left corner of the strip.
    cells : sequence of FitResult, IntegratedArea or None
        The row, one per sample.
    colors : mapping of str to str
        Color of each species.
    """
    fits = [found for found in cells if isinstance(found, FitResult)]
    components = {c.name: c for fit in fits for c in fit.components if _shows(c)}
    hatches = {k: v for fit in fits for k, v in species_hatches(fit.components).items()}
    left, top = corner_mm
    for line, component in enumerate(
        sorted(components.values(), key=lambda c: -c.center_ev)
    ):
        middle = top - (line + 0.5) * LINE_MM
        color = colors[component.species]
        x, y = page.at(left, middle - SWATCH_MM[1] / 2.0)
        width, height = page.at(*SWATCH_MM)
        page.figure.add_artist(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=(color, FILL_ALPHA),
                edgecolor=color,
                hatch=hatches[component.name],
                transform=page.figure.transFigure,
            )
        )
        page.write(
            left + SWATCH_MM[0] + 1.0,
            middle,
            formula(component.name, 15),
            va="center_baseline",
        )


def key_height_mm(width_mm: float) -> float:
    """Return the height that `drawing_key` needs on a page of this width."""
    return LINE_MM * -(-KEY_ENTRIES // _key_columns(width_mm))


def _key_columns(width_mm: float) -> int:
    if width_mm < NARROW_MM:
        return 2
    return 3 if width_mm < MEDIUM_MM else KEY_ENTRIES


def drawing_key(page: Page, cells: Cells) -> None:
    """Explain lines and dots once for the whole page, below its axes."""
    entries = _entries(cells)
    rows = -(-len(entries) // _key_columns(page.width_mm))
    columns = [entries[first : first + rows] for first in range(0, len(entries), rows)]
    words = [[page.write(0.0, 0.0, name, **LEVEL) for name, _ in c] for c in columns]
    widths = [
        HANDLE_MM + HANDLE_GAP_MM + max(_width_mm(word) for word in column)
        for column in words
    ]
    left = (page.width_mm - sum(widths) - COLUMN_GAP_MM * (len(columns) - 1)) / 2.0
    for column, column_words, width in zip(columns, words, widths, strict=True):
        for row, ((_, look), word) in enumerate(zip(column, column_words, strict=True)):
            middle = BELOW_MM + (rows - row - 0.5) * LINE_MM
            word.set_position(page.at(left + HANDLE_MM + HANDLE_GAP_MM, middle))
            _handle(page, left, middle, look)
        left += width + COLUMN_GAP_MM


def _entries(cells: Cells) -> list[tuple[str, dict[str, Any]]]:
    """Return names and looks of what is drawn: lines, and a face without edge."""
    fits = [found for found in cells if isinstance(found, FitResult)]
    dots = {"ls": "none", "marker": "o", "ms": 2.0, "mew": 0.0, "color": DATA_COLOR}
    entries: list[tuple[str, dict[str, Any]]] = [
        ("data", dots),
        ("background", {"color": SOFT_INK, "lw": 0.7, "dashes": DASHED}),
    ]
    if fits:
        entries.append(("envelope", {"color": INK, "lw": 0.8}))
        entries.append(("residuals within ±2σ", {"facecolor": BAND_COLOR}))
    if any(c.presence == "below_limit" for fit in fits for c in fit.components):
        limit = {"color": SOFT_INK, "lw": 0.8, "dashes": DOTTED}
        entries.append(("component below its detection limit", limit))
    return entries


def _width_mm(word: Word) -> float:
    width_pt = float(word.get_window_extent(dpi=POINTS_PER_INCH).width)
    return width_pt * MM_PER_INCH / POINTS_PER_INCH


def _handle(page: Page, left: float, middle: float, look: dict[str, Any]) -> None:
    """Draw what stands before a name of the key."""
    figure = page.figure
    if "facecolor" in look:
        corner = page.at(left, middle - SWATCH_MM[1] / 2.0)
        size = page.at(HANDLE_MM, SWATCH_MM[1])
        figure.add_artist(
            Rectangle(corner, *size, lw=0.0, transform=figure.transFigure, **look)
        )
        return
    dot = look.get("marker") is not None
    ends = [left + HANDLE_MM / 2.0] if dot else [left, left + HANDLE_MM]
    x, y = zip(*(page.at(end, middle) for end in ends), strict=True)
    figure.add_artist(Line2D(x, y, transform=figure.transFigure, **look))
