"""Frames, tick marks and their numbers, drawn as few objects.

As matplotlib makes them, every tick is five objects that are laid out anew for each
file: they took half of the time of a figure. Here all frames of a page are one path, so
are all marks of one kind, and a number is a word, at the same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import NullLocator

from xpsfit.plot.words import ASCENT, DESCENT, POINTS_PER_INCH, Word, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

    from xpsfit.arrays import FloatArray
    from xpsfit.figure_look import FigureLook
    from xpsfit.plot.bare_axes import BareAxes

TICK_PT, TICK_WIDTH_PT, TICK_PAD_PT = 2.5, 0.6, 2.0
MINOR_TICK_PT, MINOR_WIDTH_PT = 1.5, 0.4
FRAME_PT = 0.6
MOST_DECIMALS = 12
FRAMES, TICKS, MINOR_TICKS = "frames", "ticks", "minor ticks"
# Above all that axes hold, as frames of matplotlib are.
ON_TOP = 2.5


def frames_and_ticks(
    figure: Figure, panels: Sequence[BareAxes], look: FigureLook
) -> None:
    """Draw frames, ticks and labels of panels as they stand now.

    Minor ticks are there where wanted, and an axis that is not visible has none.
    """
    size = figure.get_size_inches() * POINTS_PER_INCH
    boxes, major, minor = [], [], []
    for axes in panels:
        (left, bottom), (right, top) = axes.get_position().get_points() * size
        boxes.append([(left, bottom), (right, bottom), (right, top), (left, top)])
        across = _Side(axes, axes.xaxis, left, right, bottom)
        upward = _Side(axes, axes.yaxis, bottom, top, left)
        for side in (across, upward):
            places = np.asarray(side.axis.get_majorticklocs())
            side.axis.set_major_locator(NullLocator())
            if not side.axis.get_visible():
                continue
            major += side.marks(places, look, TICK_PT)
            if look.minor_ticks and places.size > 1:
                minor += side.marks(_between(places, side.axis), look, MINOR_TICK_PT)
            _label(side, _number(side, places, look))
        axes.set_axis_off()
    _stroke(figure, [[*box, box[0]] for box in boxes], FRAME_PT, FRAMES)
    _stroke(figure, major, TICK_WIDTH_PT, TICKS)
    _stroke(figure, minor, MINOR_WIDTH_PT, MINOR_TICKS)


@dataclass(frozen=True, slots=True)
class _Side:
    """The lower or left side of axes; lengths in points from the corner of the page.

    The axis goes from `begin` to `end`, at the distance `base`.
    """

    axes: BareAxes
    axis: Axis
    begin: float
    end: float
    base: float

    @property
    def is_lower(self) -> bool:
        return self.axis is self.axes.xaxis

    def seen(self, places: FloatArray) -> FloatArray:
        """Return the places within the limits."""
        low, high = sorted(self.axis.get_view_interval())
        slack = 1e-9 * (high - low)
        return places[(places >= low - slack) & (places <= high + slack)]

    def along(self, places: FloatArray) -> FloatArray:
        """Return where places of the axis lie on the page."""
        first, last = self.axes.get_xlim() if self.is_lower else self.axes.get_ylim()
        share = (places - first) / (last - first)
        return np.asarray(self.begin + share * (self.end - self.begin))

    def point(self, along: float, away: float) -> tuple[float, float]:
        """Return a point of the page by its distance outward from the side."""
        across = self.base - away
        return (along, across) if self.is_lower else (across, along)

    def marks(
        self, places: FloatArray, look: FigureLook, length_pt: float
    ) -> list[list[tuple[float, float]]]:
        """Return the two ends of each mark."""
        out = length_pt if look.ticks == "out" else -length_pt
        return [
            [self.point(along, 0.0), self.point(along, out)]
            for along in self.along(self.seen(places)).tolist()
        ]


def _between(places: FloatArray, axis: Axis) -> FloatArray:
    """Return places of minor ticks: fifths of steps of 1, 2.5, 5 and 10, else fourths.

    These are those of `matplotlib.ticker.AutoMinorLocator`, without the numbered ones.
    """
    step = float(places[1] - places[0])
    leading = 10.0 ** (np.log10(step) % 1.0)
    parts = 5 if np.isclose(leading, (1.0, 2.5, 5.0, 10.0)).any() else 4
    low, high = sorted((axis.get_view_interval() - places[0]) / step * parts)
    counts = np.arange(np.ceil(low - 1e-6), np.floor(high + 1e-6) + 1.0)
    return np.asarray(places[0] + counts[counts % parts != 0.0] * step / parts)


def _number(side: _Side, places: FloatArray, look: FigureLook) -> float:
    """Write the numbers of an axis; return how far out they reach, in points."""
    shown = side.axes.numbers_below if side.is_lower else side.axes.numbers_left
    seen = side.seen(places)
    if not shown or not seen.size:
        return 0.0
    words = dict(zip(places.tolist(), number_texts(places), strict=True))
    pad = TICK_PAD_PT + (TICK_PT if look.ticks == "out" else 0.0)
    numbers = [
        _word(side, words[place], along, pad, look.text_pt)
        for place, along in zip(seen.tolist(), side.along(seen).tolist(), strict=True)
    ]
    if side.is_lower:
        return pad + look.text_pt * (ASCENT + DESCENT)
    return pad + max(number.get_window_extent(dpi=72.0).width for number in numbers)


def number_texts(places: FloatArray) -> list[str]:
    """Return numbers with the decimals that tell them all from each other.

    The minus sign is the one that is as wide as a plus.

    Examples
    --------
    >>> number_texts(np.array([-2.5, 0.0, 2.5]))
    ['−2.5', '0.0', '2.5']
    """
    slack = 1e-3 * float(np.min(np.diff(places))) if places.size > 1 else 1e-9
    decimals = next(
        (
            number
            for number in range(MOST_DECIMALS)
            if np.abs(places.round(number) - places).max() < slack
        ),
        MOST_DECIMALS,
    )
    # A negative zero loses its sign.
    rounded = (places.round(decimals) + 0.0).tolist()
    return [f"{number:.{decimals}f}".replace("-", "−") for number in rounded]


def _word(side: _Side, words: str, along: float, away: float, size: float) -> Word:
    """Write a number outside an axis."""
    x, y = side.point(along, away)
    return write(
        side.axes,
        x / POINTS_PER_INCH,
        y / POINTS_PER_INCH,
        words,
        transform=side.axes.figure.dpi_scale_trans,
        ha="center" if side.is_lower else "right",
        va="top" if side.is_lower else "center_baseline",
        fontsize=size,
    )


def _label(side: _Side, reach_pt: float) -> None:
    """Write the name of an axis outside its numbers."""
    label = side.axis.label
    if not label.get_text():
        return
    away = reach_pt + side.axis.labelpad
    if not side.is_lower and side.axes.label_pt is not None:
        away = side.axes.label_pt
    along = (side.begin + side.end) / 2.0
    word = _word(side, label.get_text(), along, away, float(label.get_fontsize()))
    word.set_color(label.get_color())
    if not side.is_lower:
        word.set(rotation=90.0, va="center")


def _stroke(
    figure: Figure,
    lines: Sequence[Sequence[tuple[float, float]]],
    width_pt: float,
    name: str,
) -> None:
    """Draw lines in points from the corner of the page, as one path on whole pixels."""
    if not lines:
        return
    points = np.array([point for line in lines for point in line]) / POINTS_PER_INCH
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    codes[np.cumsum([0, *map(len, lines[:-1])])] = Path.MOVETO
    path = PathPatch(
        Path(points, codes),
        fill=False,
        linewidth=width_pt,
        edgecolor="black",
        capstyle="projecting" if name == FRAMES else "butt",
        transform=figure.dpi_scale_trans,
        snap=True,
        label=name,
        zorder=ON_TOP,
    )
    figure.add_artist(path)
