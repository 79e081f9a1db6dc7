"""The page all figures are drawn on: sizes in millimeters, fonts, line weights."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from xpsfit.errors import OutputError
from xpsfit.figure_look import HOUSE_LOOK
from xpsfit.plot.bare_axes import BareAxes
from xpsfit.plot.labels import shown
from xpsfit.plot.ticks import frames_and_ticks
from xpsfit.plot.words import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from xpsfit.figure_look import FigureLook
    from xpsfit.plot.words import Word

ONE_AND_A_HALF_COLUMNS = 0.73

# Sizes of titles and notes relative to that of labels.
TITLE_SIZE, SMALL_SIZE = 8.0 / 7.0, 6.5 / 7.0
HOUSE_FONT = "DejaVu Sans"
PANEL_NAME = "core level"

INK = "#000000"
SOFT_INK = "#404040"
DATA_COLOR = "#7f7f7f"
AREA_COLOR = "#c8d8e4"
BAND_COLOR = "#e6e6e6"
WARNING_COLOR = "#b00000"

FILL_ALPHA = 0.6
DASHED = (3.0, 1.5)
DOTTED = (1.2, 1.2)

MM_PER_INCH = 25.4

_STYLE: Any = {
    # Names come from files; a dollar sign in one is a dollar sign.
    "text.parse_math": False,
    # Without hints, letters are as wide in pixels as in print.
    "text.hinting": "none",
    "axes.labelpad": 2.0,
    # Axes have no titles; without a place of their own it would be looked for.
    "axes.titley": 1.0,
    "lines.linewidth": 0.9,
    "patch.linewidth": 0.5,
    "hatch.linewidth": 0.4,
    # Letters stay letters in an illustration program.
    "pdf.fonttype": 42,
    # Matplotlib 3.11 reads this one where it splits the letters of a PDF into fonts;
    # at its default, 3, subscripts and Greek letters become a second one.
    "ps.fonttype": 42,
    "svg.fonttype": "none",
    # The names of parts of an SVG are hashed: the same ones every time.
    "svg.hashsalt": "xpsfit",
}


@contextmanager
def house_style(look: FigureLook = HOUSE_LOOK) -> Iterator[None]:
    """Return a context in which figures look alike, whatever the user's own defaults.

    Settings of the process come back when the context ends.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE | _settings(look))
        yield


def _settings(look: FigureLook) -> dict[str, Any]:
    # The house's font is shipped with matplotlib: the same letters, and bytes, on
    # every computer; it also has the letters that another font lacks.
    fonts = [HOUSE_FONT] if look.font is None else [look.font, HOUSE_FONT]
    # How many numbers an axis has room for depends on the size of its labels.
    sized = ("font.size", "axes.labelsize", "xtick.labelsize", "ytick.labelsize")
    return {"font.family": fonts, **dict.fromkeys(sized, look.text_pt)}


def title_pt() -> float:
    """Return the size of titles under the style in force."""
    return TITLE_SIZE * float(mpl.rcParams["font.size"])


def small_pt() -> float:
    """Return the size of notes under the style in force."""
    return SMALL_SIZE * float(mpl.rcParams["font.size"])


def check_font(look: FigureLook) -> None:
    """Refuse a font that is not installed.

    Raises
    ------
    OutputError
        Naming it.
    """
    if look.font is None:
        return
    known = {entry.name for entry in fontManager.ttflist}
    if look.font not in known:
        raise OutputError(
            f"the font {look.font!r} of the figure style is not installed; install it, "
            f"or take one of {len(known)} others, such as {HOUSE_FONT}"
        )


def panel_name(axes: Axes, x: float, y: float, name: str, color: str = INK) -> None:
    """Write the name of a core level into a corner of its panel.

    A bold face would put a second font into every PDF, which costs more time than all
    the lines of a figure.
    """
    write(
        axes,
        x,
        y,
        shown(name, 12),
        transform=axes.transAxes,
        fontsize=title_pt(),
        color=color,
        va="top",
        gid=PANEL_NAME,
    )


def page_width_mm(look: FigureLook, columns: int) -> float:
    """Return the width for so many columns of panels: one, one and a half, or two."""
    if look.is_single or columns == 1:
        return look.single_mm
    return look.double_mm * (ONE_AND_A_HALF_COLUMNS if columns == 2 else 1.0)


@dataclass(frozen=True, slots=True)
class Page:
    """A figure with axes placed in millimeters from its lower left corner.

    Attributes
    ----------
    figure : Figure
    width_mm, height_mm : float
        Size in print.
    """

    figure: Figure
    width_mm: float
    height_mm: float

    def finished(self, look: FigureLook) -> Figure:
        """Return the figure, with ticks at the places that its axes have now."""
        panels = [axes for axes in self.figure.axes if isinstance(axes, BareAxes)]
        frames_and_ticks(self.figure, panels, look)
        return self.figure

    def axes(
        self, left_mm: float, bottom_mm: float, width_mm: float, height_mm: float
    ) -> BareAxes:
        """Return new axes in a box of the page."""
        box = (*self.at(left_mm, bottom_mm), *self.at(width_mm, height_mm))
        axes = BareAxes(self.figure, box)
        self.figure.add_axes(axes)
        return axes

    def write(self, x_mm: float, y_mm: float, words: str, **look: Any) -> Word:
        """Return words put on the page; see `xpsfit.plot.words.write`."""
        return write(self.figure, *self.at(x_mm, y_mm), words, **look)

    def at(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Return figure coordinates of a point of the page."""
        return x_mm / self.width_mm, y_mm / self.height_mm


def new_page(width_mm: float, height_mm: float) -> Page:
    """Return an empty page of a size in mm, with a canvas that needs no display."""
    figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
    FigureCanvasAgg(figure)
    return Page(figure, width_mm, height_mm)
