"""Bands between two curves."""

from __future__ import annotations

import numpy as np
import pytest

from tests.xpsfit.plot.look import bands
from xpsfit.plot.shapes import draw_band
from xpsfit.plot.style import house_style, new_page

X = np.arange(6.0)


def area(corners: np.ndarray) -> float:
    """Return the area of a polygon by the shoelace formula."""
    x, y = corners[:, 0], corners[:, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2.0


@pytest.mark.parametrize(
    ("where", "areas"),
    [
        ([1, 1, 1, 1, 1, 1], [10.0]),
        ([1, 1, 0, 1, 1, 1], [2.0, 4.0]),
        ([0, 1, 0, 1, 0, 0], []),
        ([0, 0, 0, 0, 0, 0], []),
    ],
)
def test_a_band_covers_the_stretches_that_are_wanted(
    where: list[int], areas: list[float]
) -> None:
    low = np.where(np.array(where, dtype=bool), X, np.nan)
    with house_style():
        axes = new_page(80.0, 60.0).axes(10.0, 10.0, 50.0, 40.0)
        draw_band(axes, X, low, low + 2.0, np.array(where, dtype=bool), color="red")
    assert sorted(area(found) for found in bands(axes)) == pytest.approx(areas)


def test_without_a_choice_all_is_covered() -> None:
    with house_style():
        axes = new_page(80.0, 60.0).axes(10.0, 10.0, 50.0, 40.0)
        draw_band(axes, X, X, X + 3.0, facecolor="red")
    assert [area(found) for found in bands(axes, "#ff0000")] == pytest.approx([15.0])
