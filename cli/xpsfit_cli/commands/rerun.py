"""``xpsfit rerun``: the same result again, or what has changed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from xpsfit_cli import options
from xpsfit_cli.context import DIFFERENT, loudness
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.wording import printable


@click.command(
    short_help=SHORT_HELPS["rerun"],
    epilog="Example: xpsfit rerun results/bare_li.xpsfit",
)
@click.argument("result", metavar="RESULT", type=click.Path(path_type=Path))
@click.option(
    "--inputs",
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    show_default="where they were, or beside RESULT as before",
    help="Folder that holds the inputs now.",
)
@options.as_json
@options.verbosity
@click.pass_context
def rerun(ctx: click.Context, result: Path, folder: Path | None, as_json: bool) -> None:
    """Do a run again from its record, and compare every number.

    RESULT is a results folder NAME.xpsfit. The command in its run.json runs again with
    the recorded settings, seeds and peak model on the same inputs; what comes out is
    compared with the tables of the folder, number by number. Nothing in RESULT is
    changed. If an input is not what it was, it is named, and nothing is fitted; where
    a --metadata file is gone, its statements are those that run.json holds. Other
    versions of xpsfit or of the packages behind it are named too. -v adds a line for
    every table.

    Exit codes: 0 every number is the same to 1e-9, 3 something differs, 1 it cannot be
    done again.
    """
    from xpsfit.again import (
        Change,
        Reproduction,
        changes_since,
        compare,
        read_run,
    )
    from xpsfit_cli.machine import print_json
    from xpsfit_cli.render import progress, show
    from xpsfit_cli.replay import inputs_now, replay, the_request
    from xpsfit_cli.views.rerun import rerun_grids, rerun_record

    run = read_run(result)
    request = the_request(run)
    with TemporaryDirectory(prefix="xpsfit-") as scratch:
        found, remark = inputs_now(run, request, folder, Path(scratch))
        changes = [Change("input", text) for text in found.changed]
        changes += changes_since(run)
        reproduction = Reproduction(tuple(changes))
        notes = [remark, *(change.sentence for change in changes[:1])]
        for note in notes if loudness(ctx) >= 0 and not found.changed else ():
            if note:
                click.echo(f"Note: {printable(note)}", err=True)
        if not found.changed:
            with progress(f"{result} again", wanted=loudness(ctx) >= 0):
                working = Path(scratch, "again")
                working.mkdir()
                again = read_run(replay(run, found.places, working))
                renamed = {str(place): name for name, place in found.places.items()}
                more, tables = compare(run, again, renamed)
            reproduction = Reproduction((*changes, *more), tables)
    if as_json:
        print_json(rerun_record(reproduction))
    elif loudness(ctx) >= -1:
        show(rerun_grids(run, reproduction, every=loudness(ctx) > 0))
    if not reproduction.reproduced:
        ctx.exit(DIFFERENT)
