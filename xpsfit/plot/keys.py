"""What colors, lines and dots mean: keys beside and below the panels, never on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from xpsfit.fit.result import FitResult
from xpsfit.plot.labels import formula
from xpsfit.plot.style import (
    BAND_COLOR,
    DASHED,
    DATA_COLOR,
    DOTTED,
    FILL_ALPHA,
    INK,
    SOFT_INK,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.artist import Artist

    from xpsfit.fit.result import FittedComponent
    from xpsfit.plot.cells import Cell
    from xpsfit.plot.style import Page

    Cells = Sequence[Cell | None]

LINE_MM = 3.4
KEY_ENTRIES = 5
NARROW_MM, MEDIUM_MM = 100.0, 150.0
SWATCH_MM = (4.0, 2.0)
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
    fits = [found for found in cells if isinstance(found, FitResult)]
    handles: list[Artist] = [
        Line2D([], [], ls="none", marker="o", ms=2.0, mew=0.0, color=DATA_COLOR),
        Line2D([], [], color=SOFT_INK, linewidth=0.7, dashes=DASHED),
    ]
    labels = ["data", "background"]
    if fits:
        handles.append(Line2D([], [], color=INK, linewidth=0.8))
        labels.append("envelope")
        handles.append(Patch(facecolor=BAND_COLOR, edgecolor="none"))
        labels.append("residuals within ±2σ")
    if any(c.presence == "below_limit" for fit in fits for c in fit.components):
        handles.append(Line2D([], [], color=SOFT_INK, linewidth=0.8, dashes=DOTTED))
        labels.append("component below its detection limit")
    page.figure.legend(
        handles,
        labels,
        loc="lower center",
        bbox_to_anchor=page.at(page.width_mm / 2.0, 0.8),
        ncols=_key_columns(page.width_mm),
    )
