"""The options on what the levels of a series have in common."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xpsfit_cli.options import bundle

if TYPE_CHECKING:
    from xpsfit.settings import LinkRule, ScaleRule


@dataclass(frozen=True, slots=True)
class Linking:
    """How levels are fitted together; see the help of each option."""

    link: LinkRule
    level_shift: ScaleRule
    drift: tuple[str, ...]
    reference: Path | None
    reference_state: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what a fit level by level would not use."""
        if self.reference_state and self.reference is None:
            raise click.UsageError("--reference-state goes with --reference")
        if self.link == "joint":
            return
        for name, given in (
            ("--level-shift", self.level_shift != "follow"),
            ("--drift", bool(self.drift)),
        ):
            if given:
                raise click.UsageError(f"{name} goes with --link joint")


linking = bundle(
    "linking",
    Linking,
    click.option(
        "--link",
        type=click.Choice(["joint", "carried", "none"]),
        default="joint",
        show_default=True,
        help="All levels in one fit that shares positions, widths, shapes and "
        "background steps; each level from where the one before ended; or each alone.",
    ),
    click.option(
        "--level-shift",
        type=click.Choice(["follow", "fixed", "none"]),
        default="follow",
        show_default=True,
        help="In a joint fit: a shift of the energy scale per level; that of the first "
        "level for all; or no movement at all, not of one region either.",
    ),
    click.option(
        "--drift",
        type=click.Choice(["widths", "centers"]),
        multiple=True,
        show_default="nothing",
        help="In a joint fit: what may drift smoothly with etch time instead of being "
        "one for all levels; may be repeated.",
    ),
    click.option(
        "--reference",
        metavar="FILE",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        show_default="none",
        help="Reference sample: the positions and shapes of the states found in it are "
        "taken over, with their errors.",
    ),
    click.option(
        "--reference-state",
        metavar="NAME",
        multiple=True,
        show_default="all that are present in it",
        help="State to take over from --reference ('Li-Al', or 'Al 2p Li-Al' in one "
        "region); may be repeated.",
    ),
)
