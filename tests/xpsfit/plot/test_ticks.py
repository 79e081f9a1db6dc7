"""Ticks as few objects, against those of matplotlib at the same places."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.ticker import FixedLocator
from PIL import Image

from xpsfit.figure_look import FigureLook
from xpsfit.plot.style import Page, house_style, new_page
from xpsfit.plot.ticks import plain_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray


def a_panel(page: Page) -> Axes:
    axes = page.axes(25.0, 25.0, 60.0, 40.0)
    axes.set_xlim(291.0, 282.0)
    axes.set_ylim(-1234.0, 5678.0)
    axes.set_xlabel("Binding energy (eV)")
    axes.set_ylabel("counts/s")
    return axes


def pixels(page: Page, look: FigureLook) -> NDArray[np.int64]:
    stream = io.BytesIO()
    page.figure.savefig(stream, format="png", dpi=look.png_dpi)
    return np.asarray(Image.open(stream).convert("L"), dtype=np.int64)


@pytest.mark.parametrize("side", ["out", "in"])
def test_the_page_looks_as_with_the_ticks_of_matplotlib(side: str) -> None:
    look = FigureLook(ticks=side, minor_ticks=False)
    with house_style(look):
        usual, plain = new_page(100.0, 80.0), new_page(100.0, 80.0)
        a_panel(usual)
        a_panel(plain)
        plain.finished(look)
        difference = np.abs(pixels(usual, look) - pixels(plain, look))
    assert difference.max() <= 2


def test_numbers_outside_the_limits_are_left_out() -> None:
    look = FigureLook(minor_ticks=False)
    with house_style(look):
        page = new_page(100.0, 80.0)
        axes = a_panel(page)
        axes.xaxis.set_major_locator(FixedLocator([280.0, 284.0, 288.0, 292.0]))
        axes.set_yticks([])
        plain_ticks(axes, look)
    assert [text.get_text() for text in axes.texts] == ["284", "288"]


def test_numbers_that_are_switched_off_stay_off() -> None:
    look = FigureLook()
    with house_style(look):
        page = new_page(100.0, 80.0)
        axes = a_panel(page)
        axes.tick_params(labelbottom=False, labelleft=False)
        plain_ticks(axes, look)
    assert list(axes.texts) == []
