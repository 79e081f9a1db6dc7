"""Tick marks and their numbers, drawn as few objects.

As matplotlib makes them, every tick is five objects that are laid out anew for each
file: they took half of the time of a figure. Here the marks of an axis are one line of
markers, and a number is a text, at the same place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.markers import (
    TICKDOWN,
    TICKLEFT,
    TICKRIGHT,
    TICKUP,
    MarkerStyle,
)
from matplotlib.ticker import AutoMinorLocator, NullLocator

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from xpsfit.arrays import FloatArray
    from xpsfit.figure_look import FigureLook

TICK_PT, TICK_WIDTH_PT, TICK_PAD_PT = 2.5, 0.6, 2.0
MINOR_TICK_PT, MINOR_WIDTH_PT = 1.5, 0.4
# Matplotlib keeps labels that begin so out of legends.
TICKS, MINOR_TICKS = "_ticks", "_minor ticks"


def plain_ticks(axes: Axes, look: FigureLook) -> None:
    """Draw the ticks of both axes as they stand now, minor ones where wanted."""
    for axis in (axes.xaxis, axes.yaxis):
        places = np.asarray(axis.get_majorticklocs())
        major = _seen(axis, places)
        if not axis.get_visible() or major.size == 0:
            continue
        if look.minor_ticks and places.size > 1:
            locator = AutoMinorLocator()
            locator.set_axis(axis)
            minor = _seen(axis, np.asarray(locator()))
            _mark(axes, axis, minor, look, MINOR_TICKS)
        _number(axes, axis, places, look)
        _mark(axes, axis, major, look, TICKS)
        axis.set_major_locator(NullLocator())


def _seen(axis: Axis, places: FloatArray) -> FloatArray:
    """Return the places within the limits of an axis."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    return places[(places >= low - slack) & (places <= high + slack)]


def _number(axes: Axes, axis: Axis, places: FloatArray, look: FigureLook) -> None:
    """Write the numbers of an axis, and move its label clear of them."""
    across = axis is axes.xaxis
    if not axis.get_tick_params()["labelbottom" if across else "labelleft"]:
        return
    words = axis.get_major_formatter().format_ticks(places.tolist())
    seen = set(_seen(axis, places).tolist())
    pad = TICK_PAD_PT + (TICK_PT if look.ticks == "out" else 0.0)
    transform, va, ha = (
        axes.get_xaxis_text1_transform(pad)
        if across
        else axes.get_yaxis_text1_transform(pad)
    )
    numbers = [
        axes.text(
            place if across else 0.0,
            0.0 if across else place,
            word,
            transform=transform,
            ha=ha,
            va=va,
            fontsize=look.text_pt,
            zorder=axis.get_zorder(),
        )
        for place, word in zip(places.tolist(), words, strict=True)
        if place in seen
    ]
    if axis.label.get_text():
        boxes = [number.get_window_extent() for number in numbers]
        edge = axes.bbox.y0 if across else axes.bbox.x0
        far = min(box.y0 if across else box.x0 for box in boxes)
        axis.labelpad += (edge - far) * 72.0 / axes.figure.dpi


def _mark(
    axes: Axes, axis: Axis, places: FloatArray, look: FigureLook, label: str
) -> None:
    """Draw marks as one line of markers."""
    across, zeros = axis is axes.xaxis, np.zeros_like(places)
    is_minor, inward = label == MINOR_TICKS, look.ticks == "in"
    if across:
        marker, transform = TICKUP if inward else TICKDOWN, axes.get_xaxis_transform()
    else:
        marker = TICKRIGHT if inward else TICKLEFT
        transform = axes.get_yaxis_transform()
    axes.add_artist(
        Line2D(
            places if across else zeros,
            zeros if across else places,
            transform=transform,
            linestyle="none",
            marker=MarkerStyle(marker),
            markersize=MINOR_TICK_PT if is_minor else TICK_PT,
            markeredgewidth=MINOR_WIDTH_PT if is_minor else TICK_WIDTH_PT,
            color="black",
            clip_on=False,
            label=label,
            zorder=axis.get_zorder(),
        )
    )
