"""``xpsfit check``: the referee's list."""

from __future__ import annotations

from pathlib import Path

import click

from xpsfit_cli import options
from xpsfit_cli.context import CHECK_FAILED, loudness
from xpsfit_cli.main import SHORT_HELPS


@click.command(
    short_help=SHORT_HELPS["check"],
    epilog="Example: xpsfit check results/bare_li.xpsfit",
)
@click.argument(
    "result", metavar="RESULT", required=False, type=click.Path(path_type=Path)
)
@click.option(
    "--list",
    "listed",
    is_flag=True,
    help="List all checks with what they ask and their sources; needs no RESULT.",
)
@options.as_json
@options.verbosity
@click.pass_context
def check(ctx: click.Context, result: Path | None, listed: bool, as_json: bool) -> None:
    """Hold a result against the rules that a careful referee knows.

    RESULT is a results folder NAME.xpsfit, or its result.h5. Every rule passes, warns,
    fails or does not apply; what repeats over the levels of a series is said once. -v
    adds what passes and what does not apply, with the reason. docs/checks.md lists the
    rules with their sources, as --list does.

    Exit codes: 0 nothing fails, 3 a check fails, 1 RESULT cannot be read.
    """
    from xpsfit.checks import judge, outcomes
    from xpsfit.readers.result_h5 import read_results
    from xpsfit.writers.tables_checks import checks_records
    from xpsfit_cli.machine import print_json
    from xpsfit_cli.render import show
    from xpsfit_cli.views.checks import check_grids, list_grids, list_records

    if listed == (result is not None):
        raise click.UsageError("give either a RESULT or --list")
    if result is None:
        if as_json:
            print_json(list_records())
        else:
            show(list_grids())
        return
    findings = judge(read_results(result))
    counted = outcomes(findings)
    if as_json:
        print_json({"checks": checks_records(findings), "outcomes": counted})
    elif loudness(ctx) >= -1:
        show(check_grids(findings, every=loudness(ctx) > 0))
    if counted["fail"]:
        ctx.exit(CHECK_FAILED)
