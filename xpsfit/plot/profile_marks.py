"""What a profile figure says of depth: the axis above it, and interfaces as marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.markers import TICKDOWN, TICKUP, MarkerStyle
from matplotlib.ticker import MaxNLocator

from xpsfit.depth.scale import time_and_depth
from xpsfit.depth.types import DepthScale
from xpsfit.plot.labels import formula, shown
from xpsfit.plot.shapes import draw_line
from xpsfit.plot.ticks import TICK_PAD_PT, TICK_PT, TICK_WIDTH_PT, number_texts
from xpsfit.plot.words import POINTS_PER_INCH, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike

    from xpsfit.arrays import FloatArray
    from xpsfit.depth.types import DepthProfile, Interface
    from xpsfit.figure_look import FigureLook
    from xpsfit.plot.profile_curves import Curve

    Turn = Callable[[ArrayLike], FloatArray]

STEP_LABEL, GONE_LABEL = "_middle of a step", "_layer gone"
MARK_ALPHA = 0.18
DEPTHS, DEPTH_LABEL = "depths", "depth axis"
LABEL_PAD_PT = 3.0
# As matplotlib chooses places where nothing else is said.
STEPS, MOST_STEPS, EMS_PER_NUMBER = (1, 2, 2.5, 5, 10), 9, 3.0
# Before the first level there is no depth; an axis still goes on there, straight.
BEFORE_S = 1e6


def depth_axis(axes: Axes, profile: DepthProfile, look: FigureLook) -> None:
    """Add the depth on top of a panel against etch time; its name says what it is.

    The panel has its limits in time.
    """
    scale = profile.scale or DepthScale(profile.rate_nm_per_s)
    if not scale.rate_nm_per_s > 0.0:
        return
    to_depth, to_time = depth_functions(scale, float(profile.etch_time_s[-1]))
    first_nm, last_nm = (float(to_depth(time_s)) for time_s in axes.get_xlim())
    places_nm = _places(axes, first_nm, last_nm, look)
    times_s, across = to_time(places_nm), axes.get_xaxis_transform()
    draw_line(
        axes,
        times_s,
        np.ones_like(times_s),
        transform=across,
        ls="none",
        marker=MarkerStyle(TICKUP if look.ticks == "out" else TICKDOWN),
        ms=TICK_PT,
        mew=TICK_WIDTH_PT,
        color="black",
        clip_on=False,
    )
    point = axes.figure.dpi / POINTS_PER_INCH / axes.bbox.height
    reach = TICK_PAD_PT + (TICK_PT if look.ticks == "out" else 0.0)
    above = {"transform": across, "ha": "center", "va": "bottom"}
    for number, time_s in zip(number_texts(places_nm), times_s, strict=True):
        write(axes, time_s, 1.0 + reach * point, number, gid=DEPTHS, **above)
    reach += look.text_pt + LABEL_PAD_PT
    middle_s, label = sum(axes.get_xlim()) / 2.0, depth_label(scale)
    write(axes, middle_s, 1.0 + reach * point, label, gid=DEPTH_LABEL, **above)


def _places(axes: Axes, low: float, high: float, look: FigureLook) -> FloatArray:
    """Return round places between the ends of an axis, as many as have room."""
    length_pt = axes.bbox.width * POINTS_PER_INCH / axes.figure.dpi
    room = int(length_pt / (look.text_pt * EMS_PER_NUMBER))
    locator = MaxNLocator(nbins=min(max(room, 1), MOST_STEPS), steps=STEPS)
    places = np.asarray(locator.tick_values(low, high))
    return places[(places >= low) & (places <= high)]


def depth_functions(scale: DepthScale, last_s: float) -> tuple[Turn, Turn]:
    """Return depth of time and time of depth, straight beyond both ends."""
    times, depths = time_and_depth(scale, last_s)
    slopes = np.diff(depths) / np.diff(times)
    times = np.concatenate([[-BEFORE_S], times, [times[-1] + BEFORE_S]])
    depths = np.concatenate(
        [[-BEFORE_S * slopes[0]], depths, [depths[-1] + BEFORE_S * slopes[-1]]]
    )

    def to_depth(time_s: ArrayLike) -> FloatArray:
        return np.interp(np.asarray(time_s, dtype=np.float64), times, depths)

    def to_time(depth_nm: ArrayLike) -> FloatArray:
        return np.interp(np.asarray(depth_nm, dtype=np.float64), depths, times)

    return to_depth, to_time


def depth_label(scale: DepthScale) -> str:
    """Return the name of a depth axis.

    Examples
    --------
    >>> depth_label(DepthScale(0.19))
    'Depth (Ta₂O₅-equivalent nm)'
    """
    assumed = ", rate assumed" if scale.assumed else ""
    if scale.layers:
        return f"Estimated depth (nm, relative rates by layer{assumed})"
    return f"Depth ({formula(shown(scale.material, 20))}-equivalent nm{assumed})"


def mark_interfaces(
    axes: Axes, curves: Sequence[Curve], interfaces: Sequence[Interface]
) -> None:
    """Draw the middle of every step, and where every layer is gone, with one sigma."""
    colors = {curve.quantity: curve.color for curve in curves}
    for found in interfaces:
        color = colors.get(found.quantity)
        if color is None:
            continue
        if found.kind == "step":
            _mark(axes, found.position_s, found.position_s_stderr, color, STEP_LABEL)
        elif found.kind == "layer":
            _mark(axes, found.gone_s, found.gone_s_stderr, color, GONE_LABEL)


def _mark(
    axes: Axes, time_s: float | None, stderr_s: float | None, color: str, label: str
) -> None:
    if time_s is None:
        return
    if stderr_s:
        axes.axvspan(
            time_s - stderr_s,
            time_s + stderr_s,
            color=color,
            alpha=MARK_ALPHA,
            lw=0.0,
            zorder=0.5,
        )
    style = "--" if label == STEP_LABEL else ":"
    axes.axvline(time_s, color=color, ls=style, lw=0.7, zorder=0.6, label=label)


def marks_legend(labels: set[str]) -> str:
    """Return what the marks of a figure mean, empty where there are none."""
    words = [
        text
        for label, text in (
            (STEP_LABEL, "dashed: middle of a step"),
            (GONE_LABEL, "dotted: layer gone"),
        )
        if label in labels
    ]
    return "".join(f"; {text}" for text in words)
