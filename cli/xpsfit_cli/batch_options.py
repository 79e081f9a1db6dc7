"""The options for many inputs: where they are worked on, and what is done already."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from xpsfit_cli.options import bundle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST_WORKERS = 1024


@dataclass(frozen=True, slots=True)
class Sharing:
    """How the work on several inputs is shared.

    Attributes
    ----------
    workers : int
        Processes of this machine; 0 for one per core.
    scheduler : str or None
        Address of a Dask scheduler.
    resume : bool
        Whether results of an earlier run that are complete are kept.
    """

    workers: int = 1
    scheduler: str | None = None
    resume: bool = False

    def processes(self, inputs: int) -> int:
        """Return how many processes are worth having for so many inputs."""
        return min(self.workers or os.cpu_count() or 1, inputs)


HERE = Sharing()

many_inputs = bundle(
    "sharing",
    Sharing,
    click.option(
        "--workers",
        type=click.IntRange(0, MOST_WORKERS),
        default=1,
        show_default=True,
        metavar="N",
        help="Work on N inputs at a time, each in a process of its own; 0 takes as "
        "many as there are cores. The results are the same to the last digit.",
    ),
    click.option(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        show_default="no cluster",
        help="Let the workers of a Dask cluster work on the inputs. They need the same "
        "xpsfit and a file system that they share with this computer.",
    ),
    click.option(
        "--resume",
        is_flag=True,
        help="Go on with a run that was interrupted: keep results that are complete "
        "and rest on the same inputs and settings.",
    ),
)


def check_sharing(sharing: Sharing, inputs: Sequence[Path], *, together: bool) -> None:
    """Refuse options that contradict each other.

    Raises
    ------
    click.UsageError
        Saying which.
    """
    if sharing.scheduler is not None and sharing.workers != 1:
        raise click.UsageError(
            "--workers is for processes of this machine; leave it out with --scheduler"
        )
    apart = sharing.scheduler is not None or sharing.workers != 1 or sharing.resume
    if together and apart and len(inputs) > 1:
        raise click.UsageError(
            "--share, or a model with [[shared]] tables, fits all inputs in one "
            "minimisation, so they cannot be worked on apart; leave out --workers, "
            "--scheduler and --resume"
        )
