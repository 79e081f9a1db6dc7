"""``xpsfit peaks``: the peak library, with sources and confidence."""

from __future__ import annotations

import click

from xpsfit_cli import options
from xpsfit_cli.context import loudness
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.values import number


@click.command(short_help=SHORT_HELPS["peaks"], epilog='Example: xpsfit peaks "Al 2p"')
@click.argument("query", metavar="[LEVEL|ENERGY|ELEMENT]", nargs=-1)
@click.option(
    "--tolerance",
    metavar="EV",
    default="1.0",
    callback=number("eV", above=0.0, below=1500.0),
    show_default=True,
    help="How far from ENERGY to look, in eV.",
)
@options.as_json
@options.verbosity
@click.pass_context
def peaks(
    ctx: click.Context, query: tuple[str, ...], tolerance: float, as_json: bool
) -> None:
    """Browse the peak library: chemical states, doublets, sensitivity factors.

    LEVEL ('Al 2p') lists the chemical states of a core level, ENERGY (74.5, in eV) what
    may lie there, ELEMENT (Al) its core levels; nothing lists what the library holds.
    Energies are binding energies with C-C of C 1s at 284.8 eV. -v adds what is known
    of each state in words.
    """
    from xpsfit_cli.machine import print_json
    from xpsfit_cli.render import show
    from xpsfit_cli.views.peaks import peak_grids
    from xpsfit_cli.views.peaks_found import find_peaks

    found = find_peaks(" ".join(query), tolerance)
    if as_json:
        print_json(found)
    else:
        show(peak_grids(found, notes=loudness(ctx) > 0))
