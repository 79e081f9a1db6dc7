"""What `fit` and `depth-profile` do alike, from the first check to the exit code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from xpsfit.model import builtin_models, start_remarks
from xpsfit_cli.asked import settings_in_force
from xpsfit_cli.batch import run_batch
from xpsfit_cli.batch_options import check_sharing
from xpsfit_cli.context import loudness
from xpsfit_cli.figure_options import figure_look
from xpsfit_cli.machine import print_json
from xpsfit_cli.overview import check_overview, write_overview
from xpsfit_cli.views.result_json import batch_content
from xpsfit_cli.wording import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit_cli.task import Task


def run(
    ctx: click.Context, inputs: Sequence[Path], task: Task, *, overview_figures: bool
) -> None:
    """Evaluate every input, write the results, show them, and leave.

    Raises
    ------
    XpsFitError, PeakLibError, OSError
        If the output must not be written, or the only input fails.
    """
    task = replace(task, settings=settings_in_force(ctx, task.settings))
    _check_systematic(task)
    check_sharing(task.sharing, inputs, together=task.together)
    # A run that goes on replaces the summary and figure of what it goes on with.
    force = task.destination.force or task.sharing.resume
    overview = replace(task.destination, force=force)
    check_overview(inputs, overview)
    task = replace(task, look=figure_look(task.destination))
    _mention_model(ctx, task)
    batch = run_batch(ctx, inputs, task)
    if not task.tables:
        print_json(batch_content(batch))
    look = task.look if overview_figures else None
    write_overview(inputs, overview, batch, look)
    batch.finish(ctx)


def _check_systematic(task: Task) -> None:
    """Refuse to estimate what the fits of single samples would say of a joint one.

    Raises
    ------
    click.UsageError
    """
    if task.together and task.settings.systematic == "what-if":
        raise click.UsageError(
            "--systematic what-if fits every sample by itself again and again, so it "
            "says nothing of samples that are fitted together; leave it out"
        )


def _mention_model(ctx: click.Context, task: Task) -> None:
    """Say on stderr what is questionable in a user's model before it is fitted."""
    name, model = task.choices.model, task.settings.model
    if name is None or model is None or name in builtin_models() or loudness(ctx) < 0:
        return
    for remark in start_remarks(model):
        click.echo(f"Warning: {printable(f'{name}: {remark}')}", err=True)
