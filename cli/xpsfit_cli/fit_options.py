"""The options that only `fit` has."""

from __future__ import annotations

import click

systematic = click.option(
    "--systematic",
    type=click.Choice(["factors", "what-if"]),
    default="factors",
    show_default=True,
    help="Systematic error of at%: that of the sensitivity factors; or also what other "
    "backgrounds, ends, line shapes and charge shifts would give, which takes some 20 "
    "times as long.",
)

share = click.option(
    "--share",
    type=click.Choice(["widths", "centers", "shapes", "steps"]),
    multiple=True,
    show_default="nothing",
    help="What all samples have in common, fitted in one minimisation: widths of each "
    "component, centers after the charge shift, shape parameters, background steps; "
    "may be repeated.",
)
