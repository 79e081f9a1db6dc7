"""``xpsfit convert``: spectra from any format that is read into an open one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from xpsfit_cli import options
from xpsfit_cli.context import DONE_IN_PART, loudness
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.wording import printable

if TYPE_CHECKING:
    from xpsfit_cli.options import Selected


@click.command(
    short_help=SHORT_HELPS["convert"],
    epilog="Example: xpsfit convert sample_spectra/bare_li.vms -o bare_li.csv",
)
@options.inputs("INPUT")
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write; .csv, .vms or .h5 says the format.",
)
@click.option(
    "--to",
    "form",
    type=click.Choice(["csv", "vamas", "hdf5"]),
    show_default="by the end of OUT",
    help="The format to write.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Replace OUT if it exists; a file that is read is never replaced.",
)
@options.times
@options.selection
@options.verbosity
@click.pass_context
def convert(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    output: Path,
    form: str | None,
    force: bool,
    etch_times: Path | None,
    selected: Selected,
) -> None:
    """Write the spectra of files and folders to one file in an open format.

    The formats are a tidy table (csv, one row per point), VAMAS (ISO 14976) and HDF5.
    Nothing is lost: xpsfit reads the same spectra back, with metadata and warnings, and
    intensities to the last bit. Etch times that the names of the files or a table state
    are written with the spectra. Exit code 3 says that a file could not be read; the
    others are written.
    """
    from xpsfit.gather import gather
    from xpsfit.readers import read_many
    from xpsfit.selection import select
    from xpsfit.writers.spectra import (
        check_spectrum_file,
        format_for,
        with_origin,
        write_spectra,
    )
    from xpsfit_cli.prepare import etch_times_of, selection_of
    from xpsfit_cli.unread import failed_files, without_table

    chosen = format_for(output, form)
    table = etch_times_of(etch_times, inputs)
    sources = [*inputs, *([] if etch_times is None else [etch_times])]
    check_spectrum_file(output, sources, force=force)
    found, unread = read_many(inputs)
    whole = gather(found, etch_times=table)
    spectra = select(whole, selection_of(selected))
    write_spectra(output, with_origin(spectra), format=chosen.name, force=force)
    if loudness(ctx) >= 0:
        count = f"{len(spectra)} spectr{'um' if len(spectra) == 1 else 'a'}"
        click.echo(f"{count} written to {printable(str(output))}")
    failed = failed_files(ctx, inputs, without_table(unread, table))
    for item in failed:
        click.echo(f"Failed: {printable(item.reason)}", err=True)
    if failed:
        ctx.exit(DONE_IN_PART)
