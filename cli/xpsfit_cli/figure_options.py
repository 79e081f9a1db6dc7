"""The options that tell how figures shall look."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from xpsfit.figure_look import FigureLook
    from xpsfit_cli.options import Destination

figure_choices: tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...] = (
    click.option(
        "--figures/--no-figures",
        default=True,
        show_default=True,
        help="Draw figures into the results folder.",
    ),
    click.option(
        "--figure-width",
        type=click.Choice(["single", "double"]),
        show_default="double, or that of --style",
        help="Column of a journal that figures must fit into: 85 mm or 178 mm, or what "
        "--style says.",
    ),
    click.option(
        "--figure-format",
        type=click.Choice(["png", "pdf", "svg"]),
        multiple=True,
        show_default="png and pdf, or those of --style",
        help="File format of figures; may be repeated.",
    ),
    click.option(
        "--style",
        metavar="FILE.toml",
        type=click.Path(path_type=Path),
        show_default="the house's own",
        help="What a journal wants of figures: widths, font and its size, ticks, "
        "colors of species and elements.",
    ),
)


def figure_look(destination: Destination) -> FigureLook | None:
    """Return how figures shall look, checked before any work; None for no figures.

    Raises
    ------
    OutputError
        If the style file is wrong, or its font is not installed.
    """
    # The help must not pay for what only a run needs.
    from xpsfit.figure_look import HOUSE_LOOK, load_figure_look  # noqa: PLC0415

    if not destination.figures:
        return None
    look = HOUSE_LOOK
    if destination.style is not None:
        look = load_figure_look(destination.style)
    if look.font is not None:
        from xpsfit.plot import check_font  # noqa: PLC0415

        check_font(look)
    if destination.figure_width is not None:
        look = replace(look, width=destination.figure_width)
    if destination.figure_format:
        look = replace(look, formats=tuple(dict.fromkeys(destination.figure_format)))
    return look
