"""Ways to look at a drawn figure: panels by core level, lines by name, word boxes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_hex

from xpsfit.plot.series import TRACES
from xpsfit.plot.style import PANEL_NAME
from xpsfit.plot.words import Word

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

    from xpsfit.arrays import FloatArray

SLACK_PX = 1.0


def core_levels(figure: Figure) -> dict[str, list[Axes]]:
    """Return panels by the name in their corner, in the order drawn."""
    panels: dict[str, list[Axes]] = {}
    for axes in figure.axes:
        for text in axes.texts:
            if text.get_gid() == PANEL_NAME:
                panels.setdefault(text.get_text(), []).append(axes)
    return panels


def word(axes: Axes, gid: str) -> str:
    (found,) = [text.get_text() for text in axes.texts if text.get_gid() == gid]
    return found


def line(axes: Axes, label: str) -> Line2D:
    return next(drawn for drawn in axes.get_lines() if drawn.get_label() == label)


def lines(axes: Axes, label: str) -> list[Line2D]:
    return [drawn for drawn in axes.get_lines() if drawn.get_label() == label]


def traces(axes: Axes) -> list[FloatArray]:
    """Return the stacked spectra, shape (points, 2), those in front last."""
    (stack,) = [found for found in axes.collections if found.get_label() == TRACES]
    return [np.asarray(path.vertices) for path in stack.get_paths()]


def bands(axes: Axes, color: str | None = None) -> list[FloatArray]:
    """Return the corners of each filled band, of all or of one color."""
    return [
        np.asarray(corners)
        for patch in axes.patches
        if color is None or to_hex(patch.get_facecolor()) == color
        for corners in patch.get_path().to_polygons(closed_only=False)
    ]


def words_of(drawn: Artist) -> list[Word]:
    """Return all words on a page, or on axes."""
    return list(drawn.findobj(Word))


def visible_texts(figure: Figure) -> list[tuple[str, Bbox]]:
    """Return every word on the page with its box in pixels."""
    figure.draw_without_rendering()
    texts: list[Text] = [*words_of(figure)]
    return [
        (text.get_text(), text.get_window_extent())
        for text in texts
        if text.get_text() and text.get_visible()
    ]


def overlapping_texts(figure: Figure) -> list[tuple[str, str]]:
    """Return pairs of words whose boxes share more than a sliver."""
    boxes = [(text, box.padded(-SLACK_PX)) for text, box in visible_texts(figure)]
    return [
        (first, second)
        for (first, one), (second, other) in combinations(boxes, 2)
        if one.overlaps(other)
    ]
