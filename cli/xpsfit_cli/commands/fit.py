"""``xpsfit fit``: peak fits and composition of surfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xpsfit_cli import fit_options, options
from xpsfit_cli.batch_options import many_inputs
from xpsfit_cli.context import loudness
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.metadata_option import metadata_file
from xpsfit_cli.scrutiny import scrutiny

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.settings import SystematicRule
    from xpsfit_cli.batch_options import Sharing
    from xpsfit_cli.options import Choices, Destination, Selected


@click.command(
    short_help=SHORT_HELPS["fit"],
    epilog="Example: xpsfit fit sample_spectra/bare_li.vms -o results",
)
@options.inputs("FILE")
@scrutiny
@options.analysis
@options.selection
@fit_options.systematic
@fit_options.share
@metadata_file
@options.results
@many_inputs
@options.as_json
@options.verbosity
@click.pass_context
def fit(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    choices: Choices,
    selected: Selected,
    systematic: SystematicRule,
    share: tuple[str, ...],
    metadata: Path | None,
    destination: Destination,
    sharing: Sharing,
    as_json: bool,
) -> None:
    """Fit every core level found, and turn the areas into composition.

    Each FILE, or folder with the files of one sample, gives tables on the terminal and
    a results folder NAME.xpsfit: tables (CSV), curves, figures, the peak model and the
    record of the run. With several inputs and -o, summary.csv and a figure of all
    samples side by side are added.

    A sample measured at several points or angles needs --position or --angle.

    Every number comes with one standard error. "< x" is the 95 % upper limit of what
    lies below its detection limit. -v adds every fit parameter with its state and
    bounds.
    """
    from functools import partial

    from xpsfit_cli.analyses import surfaces_of
    from xpsfit_cli.prepare import settings_of
    from xpsfit_cli.run import run
    from xpsfit_cli.task import Task
    from xpsfit_cli.views.fits import fit_grids

    wordy = loudness(ctx) > 0
    task = Task(
        analysis=surfaces_of,
        view=partial(fit_grids, parameters=wordy),
        settings=settings_of(choices, systematic=systematic, share=share),
        choices=choices,
        selected=selected,
        destination=destination,
        metadata=metadata,
        sharing=sharing,
        tables=not as_json,
    )
    run(ctx, inputs, task, overview_figures=True)
