"""The figure of a depth profile: elements, chemical states and atomic ratios."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from xpsfit.plot.cells import USUAL_ORDER
from xpsfit.plot.colors import MARKERS, element_colors, named_colors
from xpsfit.plot.labels import formula, shown, spread
from xpsfit.plot.style import (
    DOUBLE_COLUMN_MM,
    SMALL_PT,
    TITLE_PT,
    Page,
    house_style,
    new_page,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

    from xpsfit.arrays import FloatArray
    from xpsfit.results import DepthProfile

LEFT_MM, STRIP_MM, GUTTER_MM = 13.0, 23.0, 4.0
TOP_MM, BOTTOM_MM, ROW_GAP_MM = 16.0, 10.0, 9.0
ELEMENTS_MM, STATES_MM = 58.0, 38.0
LABEL_GAP_MM, CONNECTOR_MM = 3.1, 3.0
BAND_ALPHA = 0.25
DETECTED_SIGMA = 3.29
DEPTH_LABEL = "Depth (Ta₂O₅-equivalent nm)"
_LEVEL = re.compile(r"(\S+ \d\S*) (.+)")


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a panel; NaN in `values` is a gap."""

    label: str
    color: str
    marker: str
    values: FloatArray
    stderr: FloatArray | None


def figure_profile(
    profile: DepthProfile, *, colors: Mapping[str, str] | None = None
) -> Figure:
    """Return atomic percent, chemical states and ratios against etch time.

    Etch time is the axis that was measured; the Ta2O5-equivalent depth stands above it.
    Bands are one standard error, statistical only. Levels without a value break the
    line: nothing is interpolated.

    Parameters
    ----------
    profile : DepthProfile
        What to draw.
    colors : mapping of str to str, optional
        Color of each state, ``"Al 2p Al-C"``, from `xpsfit.plot.colors.state_colors`
        so that they agree with the other figures. By default the name of a component
        is taken as its species.

    Returns
    -------
    Figure
        With the canvas of the Agg backend.

    Notes
    -----
    Ratios carry no band: the errors of two atomic percentages of one level are
    correlated, and a profile does not hold that correlation. A ratio is left out where
    its denominator is below the critical level of 3.29 standard errors (L. A. Currie,
    Anal. Chem. 40 (1968) 586, doi 10.1021/ac60259a007).
    """
    panels = _state_panels(profile, colors)
    ratio_label, ratios = _ratio_curves(profile)
    if ratios:
        panels.append((ratio_label, ratios))
    rows = -(-len(panels) // 2)
    height = TOP_MM + ELEMENTS_MM + BOTTOM_MM + rows * (STATES_MM + ROW_GAP_MM)
    with house_style():
        page = new_page(DOUBLE_COLUMN_MM, height)
        upper = _panel(page, LEFT_MM, height - TOP_MM - ELEMENTS_MM, ELEMENTS_MM, 1)
        _draw_curves(page, upper, profile.etch_time_s, _element_curves(profile))
        upper.set_ylabel("Atomic percent (at%)")
        _depth_axis(upper, profile.rate_nm_per_s)
        bottoms = [upper]
        for index, (label, curves) in enumerate(panels):
            row, column = divmod(index, 2)
            left = LEFT_MM + column * (DOUBLE_COLUMN_MM + GUTTER_MM) / 2.0
            bottom = (
                height - TOP_MM - ELEMENTS_MM - (row + 1) * (STATES_MM + ROW_GAP_MM)
            )
            axes = _panel(page, left, bottom, STATES_MM, 2)
            _draw_curves(page, axes, profile.etch_time_s, curves)
            axes.set_ylabel(label)
            bottoms.append(axes)
        for axes in bottoms[-2:]:
            axes.set_xlabel("Etch time (s)")
        page.figure.text(
            *page.at(LEFT_MM, height - 4.5),
            shown(profile.sample, 60),
            fontsize=TITLE_PT,
        )
        page.figure.text(
            *page.at(DOUBLE_COLUMN_MM - STRIP_MM, height - 4.5),
            "bands: ±1σ, statistical",
            ha="right",
            fontsize=SMALL_PT,
        )
    return page.figure


def _panel(
    page: Page, left_mm: float, bottom_mm: float, height_mm: float, columns: int
) -> Axes:
    """Return axes with a strip for labels at their right."""
    share = (DOUBLE_COLUMN_MM - GUTTER_MM * (columns - 1)) / columns
    return page.axes(left_mm, bottom_mm, share - LEFT_MM - STRIP_MM, height_mm)


def _element_curves(profile: DepthProfile) -> list[Curve]:
    colors = element_colors(profile.elements)
    return [
        Curve(
            shown(element, 12),
            colors[element],
            MARKERS[index % len(MARKERS)],
            profile.atomic_percent[element],
            profile.atomic_percent_stderr[element],
        )
        for index, element in enumerate(profile.elements)
    ]


def _state_panels(
    profile: DepthProfile, colors: Mapping[str, str] | None
) -> list[tuple[str, list[Curve]]]:
    """Return the states of each core level that has more than one."""
    states: dict[str, list[tuple[str, str]]] = {}
    for state in profile.states:
        match = _LEVEL.fullmatch(state)
        region, name = match.groups() if match else ("", state)
        states.setdefault(region, []).append((state, name))
    if colors is None:
        names = [name for pairs in states.values() for _, name in pairs]
        by_name = named_colors(names)
        colors = {s: by_name[name] for pairs in states.values() for s, name in pairs}
    usual = [region for region in USUAL_ORDER if region in states]
    others = [region for region in states if region not in USUAL_ORDER]
    return [
        (
            f"{shown(region, 12)} (at%)".lstrip(),
            [
                Curve(
                    formula(name, 13),
                    colors[state],
                    MARKERS[index % len(MARKERS)],
                    profile.state_atomic_percent[state],
                    profile.state_atomic_percent_stderr[state],
                )
                for index, (state, name) in enumerate(states[region])
            ],
        )
        for region in usual + others
        if len(states[region]) > 1
    ]


def _detected(profile: DepthProfile, element: str) -> NDArray[np.bool_]:
    """Return at which levels an element stands above its critical level."""
    with np.errstate(invalid="ignore"):
        return np.asarray(
            profile.atomic_percent[element]
            > DETECTED_SIGMA * profile.atomic_percent_stderr[element]
        )


def _ratio_curves(profile: DepthProfile) -> tuple[str, list[Curve]]:
    """Return the ratios of the other elements to carbon, or to the commonest one.

    Carbon that sputtering removes is no denominator: it must be detected at more than
    half of the levels.
    """
    if len(profile.elements) < 2:
        return "", []
    base = "C"
    if "C" not in profile.elements or np.mean(_detected(profile, "C")) <= 0.5:
        base = _commonest(profile)
    sure = _detected(profile, base)
    colors = element_colors(profile.elements)
    curves = [
        Curve(
            f"{shown(element, 6)}/{shown(base, 6)}",
            colors[element],
            MARKERS[index % len(MARKERS)],
            np.where(sure, profile.ratio(element, base), np.nan),
            None,
        )
        for index, element in enumerate(profile.elements)
        if element != base
    ]
    return f"Atomic ratio to {shown(base, 6)}", curves


def _commonest(profile: DepthProfile) -> str:
    def total(element: str) -> float:
        return float(np.nansum(profile.atomic_percent[element]))

    return max(profile.elements, key=total)


def _depth_axis(axes: Axes, rate_nm_per_s: float) -> None:
    """Add the equivalent depth on top of a panel against etch time."""
    if not rate_nm_per_s > 0.0:
        return

    def to_depth(time_s: ArrayLike) -> FloatArray:
        return np.asarray(time_s, dtype=np.float64) * rate_nm_per_s

    def to_time(depth_nm: ArrayLike) -> FloatArray:
        return np.asarray(depth_nm, dtype=np.float64) / rate_nm_per_s

    top = axes.secondary_xaxis("top", functions=(to_depth, to_time))
    top.set_xlabel(DEPTH_LABEL)
    top.xaxis.labelpad = 3.0


def _draw_curves(
    page: Page, axes: Axes, time_s: FloatArray, curves: list[Curve]
) -> None:
    """Draw lines that break at gaps, their error bands, and names at their ends."""
    ends: list[tuple[float, Curve]] = []
    for curve in curves:
        finite = np.isfinite(curve.values)
        if not finite.any():
            continue
        values = np.where(finite, curve.values, np.nan)
        axes.plot(
            time_s,
            values,
            color=curve.color,
            marker=curve.marker,
            ms=2.6,
            mew=0.0,
            label=curve.label,
        )
        if curve.stderr is not None:
            _draw_errors(axes, time_s, curve, values)
        last = int(np.flatnonzero(finite)[-1])
        ends.append((float(values[last]), curve))
    span = float(time_s[-1] - time_s[0]) or 1.0
    axes.set_xlim(time_s[0] - 0.02 * span, time_s[-1] + 0.02 * span)
    low, high = axes.dataLim.y0, axes.dataLim.y1
    if ends:
        margin = 0.04 * ((high - low) or 1.0)
        axes.set_ylim(min(low, 0.0) - margin, high + margin)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    _name_curves(page, axes, ends)


def _draw_errors(
    axes: Axes, time_s: FloatArray, curve: Curve, values: FloatArray
) -> None:
    """Draw one standard error as a band, and as a bar where a point stands alone."""
    error = np.asarray(curve.stderr)
    known = np.isfinite(values) & np.isfinite(error)
    low, high = values - error, values + error
    axes.fill_between(
        time_s, low, high, where=known, color=curve.color, alpha=BAND_ALPHA, lw=0.0
    )
    padded = np.pad(known, 1)
    alone = known & ~padded[:-2] & ~padded[2:]
    axes.vlines(time_s[alone], low[alone], high[alone], color=curve.color, lw=0.8)


def _name_curves(page: Page, axes: Axes, ends: list[tuple[float, Curve]]) -> None:
    """Write the name of each curve beside its last point, moved apart if needed."""
    low, high = axes.get_ylim()
    right = axes.get_xlim()[1]
    box = axes.get_position()
    per_mm_y = (high - low) / (box.height * page.height_mm)
    per_mm_x = (right - axes.get_xlim()[0]) / (box.width * page.width_mm)
    places = spread([value for value, _ in ends], LABEL_GAP_MM * per_mm_y, low, high)
    for (value, curve), place in zip(ends, places, strict=True):
        mark = right + CONNECTOR_MM * per_mm_x
        axes.plot(
            [right, mark], [value, place], color=curve.color, lw=0.5, clip_on=False
        )
        axes.plot(
            mark, place, color=curve.color, marker=curve.marker, ms=3.2, clip_on=False
        )
        axes.text(mark + 1.2 * per_mm_x, place, curve.label, va="center_baseline")
    axes.set_xlim(axes.get_xlim()[0], right)
    axes.set_ylim(low, high)
