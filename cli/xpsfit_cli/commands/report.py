"""``xpsfit report``: a result as one page for a browser."""

from __future__ import annotations

from pathlib import Path

import click

from xpsfit_cli import options
from xpsfit_cli.context import loudness
from xpsfit_cli.main import SHORT_HELPS


@click.command(
    short_help=SHORT_HELPS["report"],
    epilog="Example: xpsfit report results/bare_li.xpsfit",
)
@click.argument("result", metavar="RESULT", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE.html",
    type=click.Path(path_type=Path),
    show_default="report.html in the results folder",
    help="Where the page is written.",
)
@click.option("--force", is_flag=True, help="Replace a page that is there.")
@options.verbosity
@click.pass_context
def report(ctx: click.Context, result: Path, output: Path | None, force: bool) -> None:
    """Write a result as one HTML page that can be mailed and needs no network.

    RESULT is a results folder NAME.xpsfit, or its result.h5. The page holds the fitted
    spectra to zoom and read, a slider through the levels of a series, the profile,
    tables, the referee's list, the methods text and where everything comes from. It
    prints the level that is shown.
    """
    from xpsfit.report import write_report
    from xpsfit_cli.wording import printable

    file, size = write_report(result, output, force=force)
    click.echo(str(file))
    if loudness(ctx) > 0:
        click.echo(f"{size / 1e6:.2f} MB in {printable(str(file))}", err=True)
