"""The figure of a depth profile: elements, chemical states and atomic ratios."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.figure_look import HOUSE_LOOK
from xpsfit.plot.cells import USUAL_ORDER
from xpsfit.plot.colors import MARKERS, element_colors, named_colors
from xpsfit.plot.labels import formula, shown
from xpsfit.plot.profile_curves import (
    LIMIT_LABEL,
    Curve,
    curve_with_limits,
    detected,
    draw_curves,
)
from xpsfit.plot.profile_marks import depth_axis, mark_interfaces, marks_legend
from xpsfit.plot.style import (
    MM_PER_INCH,
    Page,
    house_style,
    new_page,
    small_pt,
    title_pt,
)
from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from numpy.typing import NDArray

    from xpsfit.depth.types import DepthProfile
    from xpsfit.figure_look import FigureLook

LEFT_MM, STRIP_MM, GUTTER_MM = 13.0, 23.0, 4.0
TOP_MM, BOTTOM_MM, ROW_GAP_MM = 18.0, 10.0, 9.0
ELEMENTS_MM, STATES_MM, PAGE_MM = 58.0, 38.0, 240.0
TITLE_CHARACTERS, HEAD_GAP_MM, NAME_MM = 60, 3.0, 3.5
_LEVEL = re.compile(r"(\S+ \d\S*) (.+)")


def figure_profile(
    profile: DepthProfile,
    *,
    colors: Mapping[str, str] | None = None,
    look: FigureLook = HOUSE_LOOK,
) -> Figure:
    """Return atomic percent, chemical states and ratios against etch time.

    Etch time is the axis that was measured; the Ta2O5-equivalent depth stands above it.
    Bands are one standard error, statistical only. Levels without a value break the
    line: nothing is interpolated. Where an amount lies below the critical level of 3.29
    standard errors, an open triangle that points down stands at its 95 % upper limit,
    apart from the line. A dashed line stands at the middle of a step, a dotted one
    where a buried layer falls below detection, in the color of its element or state.

    Parameters
    ----------
    profile : DepthProfile
        What to draw.
    colors : mapping of str to str, optional
        Color of each state, ``"Al 2p Al-C"``, from `xpsfit.plot.colors.state_colors`
        so that they agree with the other figures. By default the name of a component
        is taken as its species.
    look : FigureLook, optional

    Returns
    -------
    Figure
        With the canvas of the Agg backend.

    Notes
    -----
    Ratios carry no band: the errors of two atomic percentages of one level are
    correlated, and a profile does not hold that correlation. A ratio is left out where
    its denominator is below the critical level (L. A. Currie, Anal. Chem. 40 (1968)
    586, doi 10.1021/ac60259a007); the limit of a numerator makes that of its ratio.
    """
    panels = _state_panels(profile, colors)
    by_element = element_colors(profile.elements, look.element_colors)
    ratio_label, ratios = _ratio_curves(profile, by_element)
    if ratios:
        panels.append((ratio_label, ratios))
    columns = 1 if look.is_single else 2
    rows, width = -(-len(panels) // columns), look.widest_mm
    elements_mm, states_mm = _heights_mm(rows)
    # In a single column the legend takes a second line.
    top_mm = TOP_MM + NAME_MM * look.is_single
    height = top_mm + elements_mm + BOTTOM_MM + rows * (states_mm + ROW_GAP_MM)
    with house_style(look):
        page = new_page(width, height)
        upper = _panel(page, LEFT_MM, height - top_mm - elements_mm, elements_mm, 1)
        curves = _element_curves(profile, by_element)
        draw_curves(page, upper, profile.etch_time_s, curves)
        upper.set_ylabel("Atomic percent (at%)")
        mark_interfaces(upper, curves, profile.interfaces)
        depth_axis(upper, profile, look)
        bottoms = [upper]
        for index, (label, curves) in enumerate(panels):
            row, column = divmod(index, columns)
            left = LEFT_MM + column * (width + GUTTER_MM) / columns
            bottom = (
                height - top_mm - elements_mm - (row + 1) * (states_mm + ROW_GAP_MM)
            )
            axes = _panel(page, left, bottom, states_mm, columns)
            draw_curves(page, axes, profile.etch_time_s, curves)
            mark_interfaces(axes, curves, profile.interfaces)
            axes.set_ylabel(label)
            bottoms.append(axes)
        for axes in bottoms[-columns:]:
            axes.set_xlabel("Etch time (s)")
        _head(page, profile.sample, _legend(bottoms))
        return page.finished(look)


def _heights_mm(rows: int) -> tuple[float, float]:
    """Return the heights of the panels of elements and states that fit a page."""
    room = PAGE_MM - TOP_MM - BOTTOM_MM - rows * ROW_GAP_MM
    scale = min(1.0, room / (ELEMENTS_MM + rows * STATES_MM))
    return max(ELEMENTS_MM * scale, 35.0), max(STATES_MM * scale, 22.0)


def _head(page: Page, sample: str, legend: str) -> None:
    """Write the legend at the right, and of the name what fits beside it.

    Where the page is too narrow for both, the name stands above the legend.
    """
    top = page.height_mm - 4.5
    right = page.write(
        page.width_mm - STRIP_MM,
        top,
        legend,
        ha="right",
        fontsize=small_pt(),
    )
    if right.get_window_extent().x0 < page.figure.bbox.width / 3.0:
        _wrap(page, right, top - NAME_MM)
        name = shown(spoken(sample), TITLE_CHARACTERS // 2)
        page.write(LEFT_MM, top, name, fontsize=title_pt())
        return
    end = right.get_window_extent().x0 - HEAD_GAP_MM * page.figure.dpi / MM_PER_INCH
    title = page.write(LEFT_MM, top, "", fontsize=title_pt())
    for limit in range(TITLE_CHARACTERS, 0, -1):
        title.set_text(shown(spoken(sample), limit))
        if title.get_window_extent().x1 <= end:
            return


def _wrap(page: Page, text: Text, top_mm: float) -> None:
    """Set a text from the left, in lines that end before the page does."""
    text.set(ha="left", va="top", position=page.at(LEFT_MM, top_mm + NAME_MM / 2.0))
    parts, lines = text.get_text().split("; "), [""]
    for number, part in enumerate(parts):
        piece = part if number == len(parts) - 1 else f"{part}; "
        text.set_text((lines[-1] + piece).rstrip())
        if lines[-1] and text.get_window_extent().x1 > page.figure.bbox.width:
            lines.append("")
        lines[-1] += piece
    text.set_text("\n".join(line.rstrip() for line in lines))


def _legend(panels: list[Axes]) -> str:
    """Return what bands mean, and limits and marks where there are any."""
    drawn = {str(line.get_label()) for axes in panels for line in axes.get_lines()}
    limits = "; ▽ not detected: 95 % upper limit" if LIMIT_LABEL in drawn else ""
    return f"bands: ±1σ, statistical{limits}{marks_legend(drawn)}"


def _panel(
    page: Page, left_mm: float, bottom_mm: float, height_mm: float, columns: int
) -> Axes:
    """Return axes with a strip for labels at their right."""
    share = (page.width_mm - GUTTER_MM * (columns - 1)) / columns
    return page.axes(left_mm, bottom_mm, share - LEFT_MM - STRIP_MM, height_mm)


def _element_curves(profile: DepthProfile, colors: Mapping[str, str]) -> list[Curve]:
    return [
        replace(
            curve_with_limits(
                shown(element, 12),
                colors[element],
                MARKERS[index % len(MARKERS)],
                profile.atomic_percent[element],
                profile.atomic_percent_stderr[element],
                profile.atomic_percent_upper_95.get(element),
            ),
            quantity=element,
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
                replace(
                    curve_with_limits(
                        formula(name, 13),
                        colors[state],
                        MARKERS[index % len(MARKERS)],
                        profile.state_atomic_percent[state],
                        profile.state_atomic_percent_stderr[state],
                        profile.state_atomic_percent_upper_95.get(state),
                    ),
                    quantity=state,
                )
                for index, (state, name) in enumerate(states[region])
            ],
        )
        for region in usual + others
        if len(states[region]) > 1
    ]


def _detected(profile: DepthProfile, element: str) -> NDArray[np.bool_]:
    """Return at which levels an element stands above its critical level."""
    if element in profile.atomic_percent_upper_95:
        return np.isfinite(profile.atomic_percent[element]) & ~profile.is_below(element)
    return detected(
        profile.atomic_percent[element], profile.atomic_percent_stderr[element]
    )


def _ratio_curves(
    profile: DepthProfile, colors: Mapping[str, str]
) -> tuple[str, list[Curve]]:
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
    below = np.where(sure, profile.atomic_percent[base], np.nan)
    curves = []
    for index, element in enumerate(profile.elements):
        if element == base:
            continue
        amount = curve_with_limits(
            f"{shown(element, 6)}/{shown(base, 6)}",
            colors[element],
            MARKERS[index % len(MARKERS)],
            profile.atomic_percent[element],
            profile.atomic_percent_stderr[element],
            profile.atomic_percent_upper_95.get(element),
        )
        curves.append(
            replace(
                amount,
                values=amount.values / below,
                limits=amount.limits / below,
                stderr=None,
            )
        )
    return f"Atomic ratio to {shown(base, 6)}", curves


def _commonest(profile: DepthProfile) -> str:
    def total(element: str) -> float:
        return float(np.nansum(profile.atomic_percent[element]))

    return max(profile.elements, key=total)
