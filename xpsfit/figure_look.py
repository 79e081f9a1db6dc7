"""How figures shall look: what a journal asks for, as a record and as a TOML file.

The record holds no drawing code, so that a command can check a style file before it
spends time on fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from xpsfit.errors import ModelError, OutputError
from xpsfit.model.toml_file import toml_table, toml_text
from xpsfit.model.toml_table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT, VERSION, KIND = "xpsfit figure style", 1, "a figure style"
WIDTHS = ("single", "double")
FORMATS = ("png", "pdf", "svg")
LARGEST_FILE_BYTES = 100_000
MOST_COLORS = 200

SINGLE_COLUMN_MM, DOUBLE_COLUMN_MM = 85.0, 178.0
TEXT_PT, PNG_DPI = 7.0, 200.0

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class FigureLook:
    """How figures shall look.

    Attributes
    ----------
    width : {"double", "single"}
        The column of the journal that a figure must fit into.
    single_mm, double_mm : float
        Width of these columns.
    formats : tuple of str
        Of ``"png"``, ``"pdf"`` and ``"svg"``.
    png_dpi : float
        Pixels per inch.
    font : str or None
        Name of an installed font; None for the one that comes with xpsfit's figures.
    text_pt : float
        Size of labels; titles and notes keep their proportion to it.
    ticks : {"out", "in"}
        Side of the frame on which tick marks stand.
    minor_ticks : bool
    species_colors, element_colors : mapping of str to str
        ``"#rrggbb"`` by name; what is not named keeps the house's color.
    """

    width: str = "double"
    single_mm: float = SINGLE_COLUMN_MM
    double_mm: float = DOUBLE_COLUMN_MM
    formats: tuple[str, ...] = ("png", "pdf")
    png_dpi: float = PNG_DPI
    font: str | None = None
    text_pt: float = TEXT_PT
    ticks: str = "out"
    minor_ticks: bool = True
    species_colors: Mapping[str, str] = field(default_factory=dict[str, str])
    element_colors: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def is_single(self) -> bool:
        """Return whether figures must fit into one column of a journal."""
        return self.width == "single"

    @property
    def widest_mm(self) -> float:
        """Return the width that no figure exceeds."""
        return self.single_mm if self.is_single else self.double_mm


HOUSE_LOOK = FigureLook()


def load_figure_look(path: Path | str) -> FigureLook:
    """Return the look that a TOML file describes.

    Parameters
    ----------
    path : Path or str
        Every key may be left out and then has the house's value.

    Raises
    ------
    OutputError
        If the file cannot be read, is not TOML, or says something unknown or out of
        range.
    """
    file = Path(path)
    try:
        text = toml_text(file, LARGEST_FILE_BYTES, KIND)
    except ModelError as error:
        raise OutputError(f"{file}: {error}") from error
    return parse_figure_look(text, str(file))


def parse_figure_look(text: str, origin: str = "style") -> FigureLook:
    r"""Return the look written in `text`; `origin` names it in messages.

    Raises
    ------
    OutputError
        As `load_figure_look`.

    Examples
    --------
    >>> look = parse_figure_look(
    ...     'format = "xpsfit figure style"\nversion = 1\n[page]\nwidth = "single"'
    ... )
    >>> look.width, look.widest_mm
    ('single', 85.0)
    """
    try:
        return _look(toml_table(text, KIND))
    except ModelError as error:
        raise OutputError(f"{origin}: {error}") from error


def _look(table: Table) -> FigureLook:
    if table.text("format") != FORMAT or table.number("version") != VERSION:
        raise ModelError(f"not written as format = {FORMAT!r}, version = {VERSION}")
    page, text, lines, colors = (
        table.table(key, key) or Table({}, key)
        for key in ("page", "text", "lines", "colors")
    )
    look = FigureLook(
        width=page.choice("width", WIDTHS, "double"),
        single_mm=_within(page, "single_mm", SINGLE_COLUMN_MM, (60.0, 120.0)),
        double_mm=_within(page, "double_mm", DOUBLE_COLUMN_MM, (120.0, 250.0)),
        formats=_formats(page),
        png_dpi=_within(page, "png_dpi", PNG_DPI, (50.0, 1200.0)),
        font=text.text("font", "") or None,
        text_pt=_within(text, "size_pt", TEXT_PT, (5.0, 9.0)),
        ticks=lines.choice("ticks", ("out", "in"), "out"),
        minor_ticks=lines.flag("minor_ticks", True),
        species_colors=_colors(colors, "species"),
        element_colors=_colors(colors, "elements"),
    )
    for part in (table, page, text, lines, colors):
        part.finish()
    return look


def _within(
    table: Table, key: str, default: float, limits: tuple[float, float]
) -> float:
    value = table.number(key, default)
    low, high = limits
    if not low <= value <= high:
        raise ModelError(f"{table.place(key)} is {value:g}; {low:g} to {high:g}")
    return value


def _formats(page: Table) -> tuple[str, ...]:
    named = page.tables("formats") or ["png", "pdf"]
    for name in named:
        if name not in FORMATS:
            raise ModelError(
                f"{page.place('formats')} holds {str(name)[:40]!r}; known: "
                f"{', '.join(FORMATS)}"
            )
    return tuple(dict.fromkeys(named))


def _colors(colors: Table, key: str) -> Mapping[str, str]:
    """Return colors by name, each written as #rrggbb."""
    named = colors.table(key, f"colors.{key}")
    if named is None:
        return {}
    if len(named.values) > MOST_COLORS:
        raise ModelError(f"{named.where}: more than {MOST_COLORS} colors")
    found = {name: named.text(name) for name in named.values}
    for name, color in found.items():
        if not _COLOR.fullmatch(color):
            raise ModelError(
                f"{named.place(name)} is {color[:40]!r}; a color is written #rrggbb"
            )
    return found
