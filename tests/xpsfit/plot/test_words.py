"""Words, against texts of matplotlib that are not fitted to pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from xpsfit.plot.style import house_style
from xpsfit.plot.words import Word, write

if TYPE_CHECKING:
    from numpy.typing import NDArray

DPI = 600.0
PLACES = [
    ("left", "baseline", 0.0),
    ("center", "top", 0.0),
    ("right", "center_baseline", 0.0),
    ("center", "bottom", 0.0),
    ("left", "center", 0.0),
    ("center", "bottom", 90.0),
    ("right", "center", 90.0),
    ("left", "top", 90.0),
]
SAMPLES = ["Binding energy (eV)", "−0.25", "Li₂CO₃", "10³ counts/s", "χ²/dof = 0.91"]


def page_with(kind: type[Text], words: str, **look: Any) -> tuple[Figure, Text]:
    figure = Figure(figsize=(2.0, 2.0), dpi=DPI)
    FigureCanvasAgg(figure)
    text = kind(0.5, 0.5, words, transform=figure.transFigure, fontsize=7.0, **look)
    figure.add_artist(text)
    return figure, text


def darkness(figure: Figure) -> NDArray[np.float64]:
    canvas: Any = figure.canvas
    canvas.draw()
    return 255.0 - np.asarray(canvas.buffer_rgba(), dtype=np.float64)[:, :, 0]


@pytest.mark.skipif(
    mpl.__version_info__ < (3, 11),
    reason="before 3.11 the height of a text was that of its letters",
)
@pytest.mark.parametrize(("ha", "va", "rotation"), PLACES)
@pytest.mark.parametrize("words", SAMPLES)
def test_a_word_is_drawn_where_matplotlib_draws_it(
    words: str, ha: str, va: str, rotation: float
) -> None:
    look = {"ha": ha, "va": va, "rotation": rotation}
    with house_style():
        usual, _ = page_with(Text, words, **look)
        expected = darkness(usual)
        word, _ = page_with(Word, words, **look)
        found = darkness(word)
    # Both spread the edges of letters over pixels in their own way.
    assert found.sum() == pytest.approx(expected.sum(), rel=0.03)
    for axis in (0, 1):
        places = np.arange(found.shape[axis])
        center = found.sum(axis=1 - axis) @ places / found.sum()
        wanted = expected.sum(axis=1 - axis) @ places / expected.sum()
        assert center == pytest.approx(wanted, abs=0.1 * DPI / 25.4)


@pytest.mark.parametrize("rotation", [0.0, 90.0])
def test_the_box_of_a_word_grows_with_the_resolution_alone(rotation: float) -> None:
    with house_style():
        _, word = page_with(Word, "Etch time (s)", rotation=rotation)
        small = word.get_window_extent(dpi=72.0).size
        large = word.get_window_extent(dpi=720.0).size
    assert large == pytest.approx(10.0 * np.asarray(small))


def test_lines_stand_below_each_other_and_inside_the_box() -> None:
    with house_style():
        figure, word = page_with(Word, "reference\nli_al_\nreference", va="top")
        _, line = page_with(Word, "reference", va="top")
        box, one = word.get_window_extent(), line.get_window_extent()
        rows, columns = np.nonzero(darkness(figure))
    height = figure.bbox.height
    assert box.y1 == pytest.approx(one.y1)
    assert box.height == pytest.approx(one.height * 3.4, rel=0.01)
    assert box.y0 - 1.0 <= height - rows.max() - 1.0
    assert height - rows.min() <= box.y1 + 1.0
    assert box.x0 - 1.0 <= columns.min()
    assert columns.max() <= box.x1 + 1.0


def test_an_empty_word_and_one_of_blanks_draw_nothing() -> None:
    with house_style():
        for words in ("", "  "):
            figure, _ = page_with(Word, words)
            assert not darkness(figure).any()


def test_a_word_on_axes_stands_at_its_data_and_is_not_cut_at_the_frame() -> None:
    figure = Figure(dpi=DPI)
    axes = figure.add_axes((0.2, 0.2, 0.6, 0.6))
    axes.set(xlim=(0.0, 10.0), ylim=(0.0, 10.0))
    word = write(axes, 12.0, 5.0, "beside", va="center")
    box = word.get_window_extent()
    assert box.x0 == pytest.approx(axes.transData.transform((12.0, 5.0))[0])
    assert word.get_clip_path() is None
    assert list(axes.texts) == [word]


def test_a_dollar_sign_is_a_dollar_sign() -> None:
    with house_style():
        figure, _ = page_with(Word, r"$\frac{1}{")
        assert darkness(figure).any()
    assert mpl.rcParams["text.parse_math"]
