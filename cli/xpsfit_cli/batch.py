"""All inputs of a command: shared out, reported in order, and what became of them.

What is finished stays on disk whatever happens to the next input. A single input that
fails is an error; among several it is listed and the others go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peaklib.errors import PeakLibError
from xpsfit.batch import Lost, in_processes, in_turn, on_cluster, single_thread
from xpsfit.candidates import ALL
from xpsfit.errors import XpsFitError
from xpsfit.readers.result_h5 import read_results
from xpsfit.sample_name import spoken
from xpsfit.samples_together import share_quantities
from xpsfit.writers import check_result_folder, result_folders_for
from xpsfit_cli.asked import files_besides, request_of
from xpsfit_cli.context import DONE_IN_PART, command_words, loudness
from xpsfit_cli.render import progress, show
from xpsfit_cli.resume import kept_results
from xpsfit_cli.unread import failed_files
from xpsfit_cli.wording import one_sentence, printable
from xpsfit_cli.work import Done, Elsewhere, Job, analyzed, finished

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.readers import Unread
    from xpsfit.results import Failure, SampleResult
    from xpsfit_cli.task import Task


@dataclass(slots=True)
class Batch:
    """What became of the inputs.

    Attributes
    ----------
    results : list of SampleResult
        Of all inputs that were finished.
    sources : list of Path
        The input of each result.
    parts : list of tuple
        The results of each input, and the folder that holds them with their fits if
        these were left out of memory, else None.
    failures : list of dict
        ``input, sample, region, etch_time_s, reason`` of what has no result.
    """

    results: list[SampleResult] = field(default_factory=list)
    sources: list[Path] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    parts: list[tuple[tuple[SampleResult, ...], Path | None]] = field(
        default_factory=list
    )

    def whole_results(self) -> list[SampleResult]:
        """Return all results with their fits."""
        if all(folder is None for _, folder in self.parts):
            return self.results
        return [
            result
            for results, folder in self.parts
            for result in (results if folder is None else read_results(folder))
        ]

    def fail(self, source: Path, reason: str, **where: Any) -> None:
        """Note a failure and say it on stderr."""
        place = {"sample": None, "region": None, "etch_time_s": None} | where
        self.failures.append({"input": str(source), **place, "reason": reason})
        at = "" if place["etch_time_s"] is None else f" at {place['etch_time_s']:g} s"
        sample = spoken(place["sample"] or "")
        name = f"{sample}, {place['region']}{at}" if where else str(source)
        reason = reason.removeprefix(f"{place['region']}: ")
        named = reason if name in reason else f"{name}: {reason}"
        click.echo(f"Failed: {printable(named)}", err=True)

    def finish(self, ctx: click.Context) -> None:
        """Leave with the exit code of what happened."""
        if not self.results:
            ctx.exit(1)
        if self.failures:
            ctx.exit(DONE_IN_PART)


def run_batch(ctx: click.Context, inputs: Sequence[Path], task: Task) -> Batch:
    """Return what became of `inputs`, each in a results folder of its own.

    Raises
    ------
    OutputError
        Before any work, if a results folder must not be written.
    ClusterError
        If there is no cluster where one should be.
    XpsFitError, PeakLibError, OSError
        If the only input fails.
    """
    jobs = [
        Job(
            source,
            folder,
            task,
            command_words(ctx),
            request_of(ctx, source, folder, together=task.together),
            tuple(files_besides(ctx, together=task.together)),
        )
        for source, folder in result_folders_for(
            inputs, task.destination.output
        ).items()
    ]
    kept = kept_results(ctx, jobs) if task.sharing.resume else {}
    for job in jobs:
        if job.folder not in kept:
            check_result_folder(job.folder, force=task.destination.force)
    batch = Batch()
    outcomes = _outcomes(ctx, [job for job in jobs if job.folder not in kept], task)
    for job, done in _in_order(jobs, kept, outcomes):
        _report(ctx, job, done, batch)
    return batch


def _outcomes(
    ctx: click.Context, jobs: Sequence[Job], task: Task
) -> Iterator[tuple[Job, Done]]:
    """Yield what comes of the jobs, wherever they are worked on."""
    sharing = task.sharing
    if task.together:
        yield from _shared(ctx, jobs, task)
        return
    here = sharing.scheduler is None and sharing.processes(len(jobs)) < 2
    if here:
        for number, done in in_turn(partial(_here, ctx, len(jobs)), jobs):
            yield jobs[number], done
        return
    work = Elsewhere(Path.cwd())
    runner = (
        partial(in_processes, workers=sharing.processes(len(jobs)))
        if sharing.scheduler is None
        else partial(on_cluster, address=sharing.scheduler, on_idle=_say_idle)
    )
    with progress(f"{len(jobs)} inputs", wanted=loudness(ctx) >= 0) as move:
        move(0, len(jobs))
        for count, (number, done) in enumerate(runner(work, jobs), start=1):
            move(count, len(jobs))
            lost = isinstance(done, Lost)
            yield jobs[number], Done(error=done.reason) if lost else done


def _say_idle() -> None:
    click.echo(
        "The cluster has no workers; waiting until some are there. Workers that were "
        "lost say why in their logs. Ctrl-C ends this, and --resume goes on.",
        err=True,
    )


def _here(ctx: click.Context, jobs: int, job: Job) -> Done:
    """Return what comes of a job in this process; the only one may raise."""
    try:
        with progress(str(job.source), wanted=loudness(ctx) >= 0) as move:
            found = analyzed(job, move)
        return finished(job, found)
    except (XpsFitError, PeakLibError, OSError) as error:
        if jobs == 1:
            raise
        return Done(error=one_sentence(error))


def _shared(
    ctx: click.Context, jobs: Sequence[Job], task: Task
) -> Iterator[tuple[Job, Done]]:
    """Yield the inputs refitted with what their samples share.

    Random starts and intervals are asked of the fit of all; what comes before it is
    where that begins, with every component in it.
    """
    together = []
    plain = replace(
        task.settings,
        keep=(*(task.settings.keep or ()), ALL),
        restarts=0,
        errors="covariance",
    )
    for job in jobs:
        first = replace(job, task=replace(task, settings=plain))
        try:
            with progress(str(job.source), wanted=loudness(ctx) >= 0) as move:
                together.append((job, analyzed(first, move)))
        except (XpsFitError, PeakLibError, OSError) as error:
            if len(jobs) == 1:
                raise
            yield job, Done(error=one_sentence(error))
    every = [result for _, found in together for result in found.results]
    if len(every) == 1 and not task.settings.share:
        # It has no other to be tied to, so it is what it would be by itself.
        together = [(job, analyzed(job)) for job, _ in together]
        every = [result for _, found in together for result in found.results]
    with single_thread():
        refitted = iter(share_quantities(every, task.settings) if every else [])
    for job, found in together:
        own = [next(refitted) for _ in found.results]
        yield job, finished(job, replace(found, results=own))


def _in_order(
    jobs: Sequence[Job],
    kept: dict[Path, Done],
    outcomes: Iterator[tuple[Job, Done]],
) -> Iterator[tuple[Job, Done]]:
    """Yield the jobs in the order of the inputs, each as soon as those before are."""
    known = dict(kept)
    for job in jobs:
        while job.folder not in known:
            other, done = next(outcomes)
            known[other.folder] = done
        yield job, known.pop(job.folder)


def _report(ctx: click.Context, job: Job, done: Done, batch: Batch) -> None:
    """Note and show what came of one input."""
    if done.error:
        batch.fail(job.source, done.error)
        return
    batch.results += done.results
    batch.sources += [job.source] * len(done.results)
    batch.parts.append((done.results, job.folder if done.is_light else None))
    failed = failed_files(ctx, [job.source], done.unread)
    _list_failures(batch, job.source, failed, done.results, done.lost)
    if done.grids and loudness(ctx) >= -1:
        show(done.grids)
    if loudness(ctx) >= 0:
        what = f"{done.files} files written to" if done.files else "kept as it is:"
        click.echo(f"{what} {printable(str(job.folder))}", err=True)


def _list_failures(
    batch: Batch,
    source: Path,
    unread: Sequence[Unread],
    results: Sequence[SampleResult],
    lost: Sequence[Failure],
) -> None:
    """Note which files, samples, regions and levels of this input have no result."""
    for item in unread:
        batch.fail(source, item.reason)
    for failure in (*lost, *(f for result in results for f in result.failures)):
        batch.fail(
            source,
            failure.reason,
            sample=failure.sample,
            region=failure.region,
            etch_time_s=failure.etch_time_s,
        )
