"""Options of a self-test: how often, from which seed, and where the table goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from xpsfit_cli import values
from xpsfit_cli.options import bundle
from xpsfit_cli.simulated import seed


@dataclass(frozen=True, slots=True)
class Testing:
    """How a truth is tested, and where the table goes."""

    spectra: int
    seed: int
    draw: bool | None
    etch_time: float | None
    output: Path | None
    force: bool


_TESTING = (
    click.option(
        "--spectra",
        metavar="N",
        type=click.IntRange(min=2, max=100_000),
        default=200,
        show_default=True,
        help="How many spectra of each core level are simulated.",
    ),
    seed,
    click.option(
        "--draw/--no-draw",
        default=None,
        show_default="drawn for a MODEL, not for a FILE",
        help="Draw positions and widths of each spectrum from the ranges of the model, "
        "or hold them.",
    ),
    click.option(
        "--etch-time",
        metavar="S",
        callback=values.number("s"),
        show_default="the only level",
        help="Level of a sputter series that is the truth, by its etch time in s.",
    ),
    click.option(
        "-o",
        "--output",
        metavar="OUT.csv",
        type=click.Path(path_type=Path),
        help="Write all figures at full precision to this CSV file.",
    ),
    click.option("--force", is_flag=True, help="Replace OUT.csv if it exists."),
)
testing = bundle("test", Testing, *_TESTING)
