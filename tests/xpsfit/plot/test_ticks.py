"""Ticks and frames as few objects, against those of matplotlib at the same places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.ticker import FixedLocator

from tests.xpsfit.plot.look import words_of
from xpsfit.figure_look import FigureLook
from xpsfit.plot.style import Page, house_style, new_page
from xpsfit.plot.ticks import frames_and_ticks
from xpsfit.plot.words import Word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text
    from numpy.typing import NDArray

    from xpsfit.plot.bare_axes import BareAxes

LIGHT = 128
BOX_MM = (25.0, 25.0, 60.0, 40.0)


def fill(axes: Axes) -> None:
    axes.set_xlim(291.0, 282.0)
    axes.set_ylim(-1234.0, 5678.0)
    axes.set_xlabel("Binding energy (eV)")
    axes.set_ylabel("counts/s")


def usual_panel(page: Page, side: str) -> Axes:
    left, bottom, width, height = BOX_MM
    corner, size = page.at(left, bottom), page.at(width, height)
    axes = page.figure.add_axes((*corner, *size))
    fill(axes)
    axes.spines[:].set_linewidth(0.6)
    axes.tick_params(width=0.6, length=2.5, pad=2.0, direction=side)
    axes.minorticks_on()
    axes.tick_params(which="minor", width=0.4, length=1.5, direction=side)
    return axes


def a_panel(page: Page) -> BareAxes:
    axes = page.axes(*BOX_MM)
    fill(axes)
    return axes


def pixels(page: Page, dpi: float) -> NDArray[np.int64]:
    page.figure.dpi = dpi
    canvas: Any = FigureCanvasAgg(page.figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba(), dtype=np.int64)


def numbers_and_labels(page: Page, axes: Axes) -> list[Text]:
    page.figure.draw_without_rendering()
    found = []
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        ticks = [
            tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high
        ]
        found += [*(tick.label1 for tick in ticks), axis.label]
    return found


@pytest.mark.parametrize("side", ["out", "in"])
@pytest.mark.parametrize("minor", [True, False])
def test_frames_and_marks_stand_on_the_pixels_of_those_of_matplotlib(
    side: str, minor: bool
) -> None:
    look = FigureLook(ticks=side, minor_ticks=minor)
    with house_style(look):
        usual, plain = new_page(100.0, 80.0), new_page(100.0, 80.0)
        axes = usual_panel(usual, side)
        if not minor:
            axes.minorticks_off()
        for word in numbers_and_labels(usual, axes):
            word.set_alpha(0.0)
        a_panel(plain)
        plain.finished(look)
        for word in words_of(plain.figure):
            word.set_visible(False)
        expected, found = pixels(usual, look.png_dpi), pixels(plain, look.png_dpi)
    light = expected >= LIGHT
    assert np.array_equal(light, found >= LIGHT)
    # Where lines cross, matplotlib draws a pixel twice.
    assert np.abs(found - expected)[light].max() <= 2


def test_numbers_and_labels_stand_where_those_of_matplotlib_do() -> None:
    look = FigureLook(minor_ticks=False)
    with house_style(look):
        usual, plain = new_page(100.0, 80.0), new_page(100.0, 80.0)
        axes = usual_panel(usual, "out")
        a_panel(plain)
        plain.finished(look)
        expected = {
            word.get_text(): word.get_window_extent().extents
            for word in numbers_and_labels(usual, axes)
        }
        found = {
            word.get_text(): word.get_window_extent().extents
            for word in plain.figure.findobj(Word)
        }
    assert found.keys() == expected.keys()
    for text, box in found.items():
        # Pixels of 0.25 mm; matplotlib rounds advances and heights to them.
        assert box == pytest.approx(expected[text], abs=1.0), text


def test_numbers_outside_the_limits_are_left_out() -> None:
    look = FigureLook(minor_ticks=False)
    with house_style(look):
        page = new_page(100.0, 80.0)
        axes = a_panel(page)
        axes.xaxis.set_major_locator(FixedLocator([280.0, 284.0, 288.0, 292.0]))
        axes.set_xlabel("")
        axes.yaxis.set_visible(False)
        frames_and_ticks(page.figure, [axes], look)
    assert [text.get_text() for text in axes.texts] == ["284", "288"]


def test_numbers_that_are_switched_off_stay_off() -> None:
    look = FigureLook()
    with house_style(look):
        page = new_page(100.0, 80.0)
        axes = a_panel(page)
        axes.numbers_below = axes.numbers_left = False
        frames_and_ticks(page.figure, [axes], look)
    assert [text.get_text() for text in axes.texts] == [
        "Binding energy (eV)",
        "counts/s",
    ]
