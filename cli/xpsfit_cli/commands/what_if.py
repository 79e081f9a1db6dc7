"""``xpsfit what-if``: the same data under other choices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xpsfit_cli import options
from xpsfit_cli.context import DONE_IN_PART, loudness
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.wording import printable

if TYPE_CHECKING:
    from xpsfit.results import Failure
    from xpsfit_cli.options import Choices, Selected

AXES = ("background", "ends", "line shape", "sensitivity", "charge reference")


@click.command(
    short_help=SHORT_HELPS["what-if"],
    epilog="Example: xpsfit what-if sample_spectra/tma_5s.vms --vary background",
)
@options.inputs("FILE")
@click.option(
    "--vary",
    "axes",
    type=click.Choice(AXES),
    multiple=True,
    show_default="all",
    help="Vary this choice only; may be repeated.",
)
@options.analysis
@options.selection
@click.option(
    "-o",
    "--output",
    metavar="OUT.csv",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write every move, of states too, as a table (CSV).",
)
@click.option("--force", is_flag=True, help="Replace OUT.csv if it exists.")
@options.as_json
@options.verbosity
@click.pass_context
def what_if(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    axes: tuple[str, ...],
    choices: Choices,
    selected: Selected,
    output: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Analyze the same data under other choices, one at a time.

    Every background, window ends moved inward by 1 eV, the symmetric line shapes, the
    sensitivity libraries, and charge shifts 0.25 eV off: the table says how far each
    at% and ratio moves from what `xpsfit fit` gives with the same options, and what
    that amounts to as a standard uncertainty. -v adds the chemical states.

    `xpsfit fit --systematic what-if` takes its systematic error from here.
    """
    from xpsfit.gather import gather
    from xpsfit.readers import read_many
    from xpsfit.whatif import AXES as ALL
    from xpsfit.whatif import move_table, spread_table, what_if
    from xpsfit.writers.csv_files import table_text
    from xpsfit.writers.table import tables_as_json
    from xpsfit_cli.files import refuse_existing, write_text_at_once
    from xpsfit_cli.machine import print_json
    from xpsfit_cli.prepare import chosen_spectra, settings_of
    from xpsfit_cli.render import progress, show
    from xpsfit_cli.unread import failed_files
    from xpsfit_cli.views.what_if import impossible_table, what_if_grids

    if output is not None:
        refuse_existing(output, force=force)
    found, unread = read_many(inputs)
    spectra = chosen_spectra(choices, gather(found, purpose="surface"), selected)
    lost: list[Failure] = []
    with progress("what if", wanted=loudness(ctx) >= 0) as move:
        results = what_if(
            spectra,
            settings_of(choices),
            axes=axes or tuple(ALL),
            on_step=move,
            on_failure=lost.append,
        )
    moves = move_table(results)
    if output is not None:
        write_text_at_once(output, table_text(moves), force=force)
    if as_json:
        print_json(
            tables_as_json([moves, spread_table(results), impossible_table(results)])
        )
    else:
        show(what_if_grids(results, states=loudness(ctx) > 0))
    reasons = [item.reason for item in failed_files(ctx, inputs, unread)]
    reasons += [f"{failure.sample}: {failure.reason}" for failure in lost]
    for reason in reasons:
        click.echo(f"Failed: {printable(reason)}", err=True)
    if reasons:
        ctx.exit(DONE_IN_PART)
