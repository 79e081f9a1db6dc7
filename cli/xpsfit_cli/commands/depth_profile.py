"""``xpsfit depth-profile``: composition and chemistry against depth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from xpsfit_cli import options
from xpsfit_cli.batch_options import many_inputs
from xpsfit_cli.charge_options import charge_method, check_charge_method
from xpsfit_cli.context import loudness
from xpsfit_cli.depth_options import series as series_options
from xpsfit_cli.linking import linking
from xpsfit_cli.main import SHORT_HELPS
from xpsfit_cli.metadata_option import metadata_file
from xpsfit_cli.scrutiny import scrutiny

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.settings import ChargeMethodName
    from xpsfit_cli.batch_options import Sharing
    from xpsfit_cli.depth_options import Series
    from xpsfit_cli.linking import Linking
    from xpsfit_cli.options import Choices, Destination, Selected


@click.command(
    short_help=SHORT_HELPS["depth-profile"],
    epilog="Example: xpsfit depth-profile sample_spectra/tma_20s_profile -o results",
)
@options.inputs("PATH")
@series_options
@linking
@scrutiny
@options.analysis
@charge_method
@options.selection
@metadata_file
@options.results
@many_inputs
@options.as_json
@options.verbosity
@click.pass_context
def depth_profile(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    series: Series,
    linking: Linking,
    choices: Choices,
    charge_method: ChargeMethodName,
    selected: Selected,
    metadata: Path | None,
    destination: Destination,
    sharing: Sharing,
    as_json: bool,
) -> None:
    """Turn a sputter series into composition and chemistry against depth.

    Each PATH is a folder with the files of one series, or one file that holds all its
    levels: a file per core level, per level, or per core level and level. Etch times
    are those of the files, else of their names (C1s_120s.vms) or of a table
    (--etch-times). All levels are fitted together: positions, widths and shapes are one
    for all, areas are those of each level, and the charge shift of the first level
    follows the movement that the regions of a level agree on. Depth is etch time x
    RATE, Ta2O5-equivalent, or estimated from the rates of layers (--layers). Steps and
    buried layers among elements and states are found and measured. The results folder
    NAME.xpsfit holds profile.csv, interfaces.csv, the tables of every fit, figures, the
    peak model and the record of the run.

    A region that was not measured at a level leaves an empty cell. -v adds the amounts
    of the chemical states.
    """
    from functools import partial

    from xpsfit_cli.analyses import series_of
    from xpsfit_cli.prepare import (
        etch_times_of,
        linked,
        reference_of,
        settings_of,
        with_depth_scale,
    )
    from xpsfit_cli.run import run
    from xpsfit_cli.task import Task
    from xpsfit_cli.views.levels import series_grids

    wordy = loudness(ctx) > 0
    settings = linked(with_depth_scale(settings_of(choices), series), linking)
    settings = replace(settings, charge_method=charge_method)
    check_charge_method(settings)
    task = Task(
        analysis=partial(series_of, reference=reference_of(linking, choices)),
        view=partial(series_grids, states=wordy),
        settings=settings,
        choices=choices,
        selected=selected,
        destination=destination,
        metadata=metadata,
        sharing=sharing,
        tables=not as_json,
        purpose="series",
        etch_times=etch_times_of(series.etch_times, inputs),
    )
    run(ctx, inputs, task, overview_figures=False)
