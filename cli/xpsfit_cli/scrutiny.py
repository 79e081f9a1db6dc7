"""The options on what is asked of a fit: evidence, other starts, intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from xpsfit_cli import values
from xpsfit_cli.options import bundle

if TYPE_CHECKING:
    from xpsfit.settings import ErrorRule

MOST_RESTARTS, MOST_REPLICATES = 10_000, 100_000
REPLICATES, SEED = 200, 1


@dataclass(frozen=True, slots=True)
class Scrutiny:
    """What is asked of every fit; see the help of each option.

    Attributes
    ----------
    keep : tuple of str or None
        Components that stay, or ``("all",)``; None where the option was not given.
    """

    keep: tuple[str, ...] | None
    restarts: int
    errors: ErrorRule
    replicates: int | None
    seed: int

    def __post_init__(self) -> None:
        """Refuse a number of replicates that nothing would use."""
        if self.replicates is not None and self.errors != "monte-carlo":
            raise click.UsageError("--replicates goes with --errors monte-carlo")


scrutiny = bundle(
    "scrutiny",
    Scrutiny,
    click.option(
        "--keep",
        metavar="all|none|NAME",
        multiple=True,
        callback=values.keep,
        show_default="none; level by level in depth-profile: all",
        help="Components that stay without evidence: all, none, or a component "
        "('C-O', or 'O 1s C-O' in one region); may be repeated.",
    ),
    click.option(
        "--restarts",
        metavar="N",
        type=click.IntRange(0, MOST_RESTARTS),
        default=0,
        show_default=True,
        help="Fit again from N random starts, take the best, and say whether it is "
        "the only one.",
    ),
    click.option(
        "--errors",
        type=click.Choice(["covariance", "profile", "monte-carlo"]),
        default="covariance",
        show_default=True,
        help="68 and 95 % intervals of the parameters too: by profile likelihood, or "
        "from fits of spectra simulated from the fit.",
    ),
    click.option(
        "--replicates",
        metavar="N",
        type=click.IntRange(20, MOST_REPLICATES),
        show_default=str(REPLICATES),
        help="Spectra that --errors monte-carlo simulates per region.",
    ),
    click.option(
        "--seed",
        metavar="N",
        type=click.IntRange(min=0),
        default=SEED,
        show_default=True,
        help="Seed of all that is random; run.json records it.",
    ),
)
