"""What `--resume` keeps: results that are whole and would come out the same again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xpsfit.again import RecordedRun, read_run
from xpsfit.errors import XpsFitError
from xpsfit.readers import unread
from xpsfit.readers.folder import folder_files
from xpsfit.readers.result_h5 import read_results
from xpsfit.writers.folder import RUN_FILE, file_digests
from xpsfit.writers.run_record import versions
from xpsfit_cli.context import loudness
from xpsfit_cli.replay import recorded_context
from xpsfit_cli.wording import printable
from xpsfit_cli.work import Done, light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit_cli.work import Job

# Options without a part in the numbers of a results folder.
WITHOUT_EFFECT = frozenset(
    {
        *("inputs", "output", "force", "as_json", "workers", "scheduler", "resume"),
        *("figures", "figure_width", "figure_format", "style", "xlsx"),
    }
)


def kept_results(ctx: click.Context, jobs: Sequence[Job]) -> dict[Path, Done]:
    """Return what an earlier run has finished, by results folder.

    A folder is kept if it is as it was written, by the same versions, from the same
    words and settings, and its inputs are the same bytes. Why another one is not kept
    is said on stderr.
    """
    kept: dict[Path, Done] = {}
    for job in jobs:
        if not (job.folder / RUN_FILE).is_file():
            continue
        try:
            run = read_run(job.folder)
            reason = _why_not(ctx, job, run)
            if not reason:
                kept[job.folder] = _kept(run)
        except (XpsFitError, OSError) as error:
            reason = str(error)
        if reason and loudness(ctx) >= 0:
            click.echo(printable(f"Not kept: {job.folder}: {reason}"), err=True)
    return kept


def _kept(run: RecordedRun) -> Done:
    """Return a result with all that had failed, which a new run would say again."""
    results = tuple(light(result) for result in read_results(run.folder))
    told = [failure for result in results for failure in result.failures]
    return Done(
        results,
        unread=tuple(item for path in run.unread if (item := unread(path))),
        lost=tuple(failure for failure in run.failures if failure not in told),
        is_light=True,
    )


def _why_not(ctx: click.Context, job: Job, run: RecordedRun) -> str:
    """Return why a result must be made again; empty if it can be kept."""
    if run.versions != versions():
        return "other versions of xpsfit or its packages made it"
    if run.settings.settings != job.task.settings or not _same_words(ctx, job, run):
        return "it was made with other options"
    now = {n: d for n, d in file_digests(job.folder).items() if n != RUN_FILE}
    if {n: d for n, d in run.files.items() if now.get(n) != d}:
        return "its files are not as they were written"
    return _changed_input(job, run)


def _same_words(ctx: click.Context, job: Job, run: RecordedRun) -> bool:
    request = run.request
    if request is None or job.request is None:
        return False
    with recorded_context(request) as before:
        names = (set(before.params) | set(ctx.params)) - WITHOUT_EFFECT
        same = all(before.params.get(n) == ctx.params.get(n) for n in names)
    return same and (request.command, request.input) == (
        job.request.command,
        job.request.input,
    )


def _changed_input(job: Job, run: RecordedRun) -> str:
    """Return which input is not what it was, or has come since; empty if none."""
    for entry in run.inputs:
        path = Path(entry.file)
        if not path.is_file():
            return f"its input {path} is gone"
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != entry.sha256:
                return f"its input {path} has changed"
    for path in run.unread:
        if path.exists() and unread(path) is None:
            return f"its input {path}, which could not be read, can be read now"
    if job.source.is_dir():
        made = (job.folder / RUN_FILE).stat().st_mtime
        for path in folder_files(job.source):
            if path.stat().st_mtime > made:
                return f"{path} has come since"
    return ""
