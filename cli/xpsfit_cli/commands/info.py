"""``xpsfit info``: what is in these files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xpsfit_cli import options
from xpsfit_cli.context import DONE_IN_PART, loudness
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.wording import printable

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit_cli.options import Selected


@click.command(
    short_help=SHORT_HELPS["info"],
    epilog="Example: xpsfit info sample_spectra/tma_20s_profile",
)
@options.inputs("PATH")
@options.times
@options.selection
@options.as_json
@options.verbosity
@click.pass_context
def info(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    etch_times: Path | None,
    selected: Selected,
    as_json: bool,
) -> None:
    """Show what is in these files: regions, energies, etch times, acquisition.

    Energies are as measured, in eV, before any charge shift. Spectra that differ in
    their etch time only share a line; -v gives each its own. Above them stands what a
    methods section needs, and what of it the file does not state. "corrected" says that
    intensities are already divided by the transmission function, "column" that the file
    holds this function. Exit code 3 says that a file could not be read.
    """
    from xpsfit.gather import gather
    from xpsfit.readers import read_many
    from xpsfit.selection import select
    from xpsfit.writers.tables import info_records
    from xpsfit_cli.machine import print_json
    from xpsfit_cli.prepare import etch_times_of, selection_of
    from xpsfit_cli.render import show
    from xpsfit_cli.unread import failed_files, without_table
    from xpsfit_cli.views.info import info_grids

    table = etch_times_of(etch_times, inputs)
    found, unread = read_many(inputs)
    whole = gather(found, etch_times=table)
    spectra = select(whole, selection_of(selected))
    if as_json:
        print_json(info_records(spectra))
    else:
        show(info_grids(spectra, every=loudness(ctx) > 0))
    failed = failed_files(ctx, inputs, without_table(unread, table))
    for item in failed:
        click.echo(f"Failed: {printable(item.reason)}", err=True)
    if failed:
        ctx.exit(DONE_IN_PART)
