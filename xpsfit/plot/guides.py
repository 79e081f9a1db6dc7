"""Lines of the peak model across a stack of spectra, named above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.model.types import Link
from xpsfit.plot.labels import formula, spread
from xpsfit.plot.shapes import draw_line
from xpsfit.plot.style import Page, small_pt
from xpsfit.plot.words import write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from xpsfit.model.types import Component, RegionModel

NAME_GAP_MM = 2.9
ELBOW_MM, NAME_LIFT_MM = 2.0, 2.5


def guide_lines(
    page: Page, axes: Axes, model: RegionModel, colors: Mapping[str, str]
) -> None:
    """Mark where a model puts its components, and name them above the panel.

    Parameters
    ----------
    page : Page
    axes : Axes
        With its energy limits set, calibrated scale, high energy on the left.
    model : RegionModel
        Of the core level shown.
    colors : mapping of str to str
        Color of each species.
    """
    high, low = axes.get_xlim()
    marks = [(model_center_ev(model, c), c) for c in model.components]
    marks = [(center, c) for center, c in marks if low < center < high]
    box = axes.get_position()
    ev_per_mm = (high - low) / (box.width * page.width_mm)
    places = spread([m[0] for m in marks], NAME_GAP_MM * ev_per_mm, low, high)
    blend = axes.get_xaxis_transform()
    mm = 1.0 / (box.height * page.height_mm)
    for (center, component), place in zip(marks, places, strict=True):
        color = colors[component.species]
        draw_line(
            axes,
            [center, center],
            [0.0, 1.0],
            transform=blend,
            color=color,
            lw=0.8,
            dashes=(3, 2),
            zorder=0,
            label=component.name,
        )
        draw_line(
            axes,
            [center, place],
            [1.0, 1.0 + ELBOW_MM * mm],
            color=color,
            linewidth=0.8,
            transform=blend,
            clip_on=False,
        )
        write(
            axes,
            place,
            1.0 + NAME_LIFT_MM * mm,
            formula(component.name, 10),
            transform=blend,
            rotation=90,
            ha="center",
            va="bottom",
            fontsize=small_pt(),
        )


def model_center_ev(model: RegionModel, component: Component) -> float:
    """Return a position of the model in eV, calibrated; links are followed."""
    ratio, offset, place = 1.0, 0.0, component.center_ev
    by_name = {other.name: other for other in model.components}
    while isinstance(place, Link):
        offset += ratio * place.offset
        ratio *= place.ratio
        # A circle of links ends with a KeyError; a checked model has none.
        place = by_name.pop(place.component).center_ev
    return offset + ratio * place.value
