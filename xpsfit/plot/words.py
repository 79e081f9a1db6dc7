"""Words on a page, measured once, and drawn alike at all resolutions.

Matplotlib measures a text anew for every file and resolution, and shapes it again to
draw it; with a few hundred words that was a third of the time of a figure. Here a word
has the size of its letters without the hints that fit them to pixels, and so stands at
the same place in a PDF and in a PNG of any resolution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.artist import allow_rasterization
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

from xpsfit.plot.outlines import outline_em, width_em

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

POINTS_PER_INCH = 72.0
# In ems: ascender, descender and gap between lines, from table OS/2 of DejaVu Sans.
ASCENT, DESCENT, GAP = 1556.0 / 2048.0, 492.0 / 2048.0, 410.0 / 2048.0
LINE = ASCENT + DESCENT + GAP
# How much of a word lies before the point that it is aligned by.
SHARES = {"left": 0.0, "bottom": 0.0, "center": 0.5, "right": 1.0, "top": 1.0}


class Word(Text):
    """One or more lines of text, level or turned by 90 degrees.

    Of what `matplotlib.text.Text` can do, mathematics, wrapping, clipping and boxes are
    left out.
    """

    def __init__(self, *args: Any, **look: Any) -> None:
        super().__init__(*args, **look)
        # For a joint letter of two matplotlib 3.11 puts a second font into a PDF.
        if hasattr(self, "set_fontfeatures"):
            self.set_fontfeatures(("-liga",))

    def set_clip_path(self, *_args: Any, **_kwargs: Any) -> None:
        """Leave words whole, also those that axes would cut at their frame."""

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: Any) -> None:
        """Draw the text: outlines into pixels, letters into other files."""
        if not self.get_visible() or not self.get_text():
            return
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        em = renderer.points_to_pixels(self.size_pt)
        draw = self._fill if isinstance(renderer, RendererAgg) else self._write
        for line, x, y in self._lines(em):
            draw(renderer, gc, line, x, y, em)
        gc.restore()
        self.stale = False

    def _fill(
        self, renderer: Any, gc: Any, line: str, x: float, y: float, em: float
    ) -> None:
        gc.set_linewidth(0.0)
        gc.set_snap(False)
        place = Affine2D().scale(em).rotate_deg(self.get_rotation()).translate(x, y)
        outline = outline_em(line, tuple(self.get_fontfamily()))
        renderer.draw_path(gc, outline, place, gc.get_rgb())

    def _write(
        self, renderer: Any, gc: Any, line: str, x: float, y: float, _em: float
    ) -> None:
        _, height = renderer.get_canvas_width_height()
        down = height - y if renderer.flipy() else y
        # An SVG tells by it which end of a word shall stay where it is.
        aligned = self if line == self.get_text() else None
        font, angle = self.get_fontproperties(), self.get_rotation()
        renderer.draw_text(gc, x, down, line, font, angle, mtext=aligned)

    @property
    def size_pt(self) -> float:
        """Return the size of the font."""
        return float(self.get_fontsize())

    def get_window_extent(
        self,
        renderer: Any = None,  # noqa: ARG002
        dpi: float | None = None,
    ) -> Bbox:
        """Return the box of the text in pixels, whatever renders it."""
        figure = self.get_figure()
        resolution = dpi or (figure.dpi if figure else POINTS_PER_INCH)
        return Bbox.from_extents(
            *self._box(self.size_pt * resolution / POINTS_PER_INCH)
        )

    def _lines(self, em: float) -> Iterator[tuple[str, float, float]]:
        """Return each line, and where its base line begins, in pixels."""
        left, bottom, right, top = self._box(em)
        share = SHARES[self.get_horizontalalignment()]
        for number, line in enumerate(self.get_text().split("\n")):
            drop = em * (ASCENT + number * LINE)
            if self.get_rotation():
                yield line, left + drop, bottom
            else:
                spare = right - left - em * self._width(line)
                yield line, left + share * spare, top - drop

    def _box(self, em: float) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top in pixels."""
        lines = self.get_text().split("\n")
        wide = em * max(self._width(line) for line in lines)
        high = em * (ASCENT + DESCENT + (len(lines) - 1) * LINE)
        if self.get_rotation():
            wide, high = high, wide
        x, y = self.get_transform().transform(self.get_position())
        left = x - wide * SHARES[self.get_horizontalalignment()]
        bottom = y - self._below(high, em)
        return left, bottom, left + wide, bottom + high

    def _below(self, high: float, em: float) -> float:
        """Return how much of the height lies below the point it is aligned by."""
        alignment = self.get_verticalalignment()
        if alignment == "baseline":
            return high - em * ASCENT
        if alignment == "center_baseline":
            return high - em * ASCENT / 2.0
        return high * SHARES[alignment]

    def _width(self, line: str) -> float:
        return width_em(line, tuple(self.get_fontfamily()))


def write(where: Axes | Figure, x: float, y: float, words: str, **look: Any) -> Word:
    """Return words put on axes or a figure.

    Parameters
    ----------
    where : Axes or Figure
    x, y : float
        In data coordinates of axes, in shares of a figure, or what `transform` says.
    words : str
    **look
        As `matplotlib.text.Text` takes.
    """
    usual = where.transData if isinstance(where, Axes) else where.transFigure
    word = Word(x, y, words, **{"transform": usual, **look})
    where.add_artist(word)
    return word
