"""The page all figures are drawn on: sizes in millimeters, fonts, line weights."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

SINGLE_COLUMN_MM = 85.0
ONE_AND_A_HALF_COLUMNS_MM = 130.0
DOUBLE_COLUMN_MM = 178.0

TITLE_PT = 8.0
TEXT_PT = 7.0
SMALL_PT = 6.5

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
    # Shipped with matplotlib: the same letters, and bytes, on every computer.
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT_PT,
    # Names come from files; a dollar sign in one is a dollar sign.
    "text.parse_math": False,
    "axes.linewidth": 0.6,
    "axes.titlesize": TITLE_PT,
    "axes.labelsize": TEXT_PT,
    "axes.labelpad": 2.0,
    "axes.formatter.useoffset": False,
    "lines.linewidth": 0.9,
    "patch.linewidth": 0.5,
    "hatch.linewidth": 0.4,
    "xtick.labelsize": TEXT_PT,
    "ytick.labelsize": TEXT_PT,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.major.pad": 2.0,
    "ytick.major.pad": 2.0,
    "xtick.direction": "out",
    "ytick.direction": "out",
    "legend.fontsize": TEXT_PT,
    "legend.frameon": False,
    "legend.handlelength": 1.4,
    "legend.handletextpad": 0.5,
    "legend.labelspacing": 0.3,
    "legend.columnspacing": 1.4,
    "legend.borderaxespad": 0.0,
    "legend.borderpad": 0.0,
    "savefig.dpi": 200,
    # Letters stay letters in an illustration program.
    "pdf.fonttype": 42,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Return a context in which figures look alike, whatever the user's own defaults.

    Settings of the process come back when the context ends.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


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

    def axes(
        self, left_mm: float, bottom_mm: float, width_mm: float, height_mm: float
    ) -> Axes:
        """Return new axes in a box of the page."""
        return self.figure.add_axes(
            (
                left_mm / self.width_mm,
                bottom_mm / self.height_mm,
                width_mm / self.width_mm,
                height_mm / self.height_mm,
            )
        )

    def at(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """Return figure coordinates of a point of the page."""
        return x_mm / self.width_mm, y_mm / self.height_mm


def new_page(width_mm: float, height_mm: float) -> Page:
    """Return an empty page of a size in mm, with a canvas that needs no display."""
    figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
    FigureCanvasAgg(figure)
    return Page(figure, width_mm, height_mm)
