"""``xpsfit diff``: in what two results differ."""

from __future__ import annotations

from pathlib import Path

import click

from xpsfit_cli import options
from xpsfit_cli.context import DIFFERENT, loudness
from xpsfit_cli.main import SHORT_HELPS


@click.command(
    short_help=SHORT_HELPS["diff"],
    epilog="Example: xpsfit diff results/bare_li.xpsfit other/bare_li.xpsfit",
)
@click.argument("first", metavar="A", type=click.Path(path_type=Path))
@click.argument("second", metavar="B", type=click.Path(path_type=Path))
@options.as_json
@options.verbosity
@click.pass_context
def diff(ctx: click.Context, first: Path, second: Path, as_json: bool) -> None:
    """Compare two results: inputs, versions, settings, peak model, every number.

    A and B are results folders NAME.xpsfit. Samples are compared by name, or whatever
    their names where each holds one; levels by etch time. Changes are B - A, also in
    standard errors: for the same data in the larger error of the two, else in both
    together (root of the sum of squares). -v shows every number that differs, not those
    that moved most.

    Exit codes: 0 no difference, 3 a difference, 1 a result cannot be read.
    """
    from xpsfit.difference import difference, plain
    from xpsfit_cli.machine import print_json
    from xpsfit_cli.render import show
    from xpsfit_cli.views.diff import diff_grids

    found = difference(first, second)
    if as_json:
        print_json(plain(found))
    elif loudness(ctx) >= -1:
        show(diff_grids(found, str(first), str(second), every=loudness(ctx) > 0))
    if not found.empty:
        ctx.exit(DIFFERENT)
