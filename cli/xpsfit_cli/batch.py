"""One input after the other: read, analyze, write, show; and what became of each.

What is finished stays on disk whatever happens to the next input. A single input that
fails is an error; among several it is listed and the others go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peaklib.errors import PeakLibError
from xpsfit.checks import judge
from xpsfit.errors import FitError, XpsFitError
from xpsfit.gather import gather
from xpsfit.readers import read_many
from xpsfit.sample_name import spoken
from xpsfit.together import share_quantities
from xpsfit.writers import (
    check_result_folder,
    make_record,
    result_folders_for,
    write_results,
)
from xpsfit_cli.asked import files_behind, request_of
from xpsfit_cli.context import DONE_IN_PART, command_words, loudness
from xpsfit_cli.prepare import chosen_spectra
from xpsfit_cli.render import progress, show
from xpsfit_cli.unread import failed_files, without_table
from xpsfit_cli.views.checks import short_grid
from xpsfit_cli.wording import one_sentence, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.figure_look import FigureLook
    from xpsfit.gather import EtchTimes, Purpose
    from xpsfit.readers import Unread
    from xpsfit.results import Failure, SampleResult
    from xpsfit.settings import Settings
    from xpsfit.spectrum import Spectrum
    from xpsfit_cli.options import Choices, Destination, Selected
    from xpsfit_cli.render import Grid

    Move = Callable[[int, int], None]
    Lose = Callable[[Failure], None]
    Analysis = Callable[[list[Spectrum], Settings, Move, Lose], list[SampleResult]]
    View = Callable[[SampleResult], list[Grid]]


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with every input.

    Attributes
    ----------
    analysis : callable
        ``(spectra, settings, move, lose)`` to results; ``move(done, total)`` shows
        progress, ``lose(failure)`` notes a sample without a result.
    view : callable
        What of one sample is shown on the terminal.
    settings : Settings
    choices : Choices
    selected : Selected
    destination : Destination
    tables : bool
        Whether anything is shown; false where JSON follows.
    purpose : {"surface", "series"}
        What the files of a folder are put together for.
    etch_times : EtchTimes or None
        The user's table of etch times.
    look : FigureLook or None
        How figures shall look; None for no figures.
    """

    analysis: Analysis
    view: View
    settings: Settings
    choices: Choices
    selected: Selected
    destination: Destination
    tables: bool
    purpose: Purpose = "surface"
    etch_times: EtchTimes | None = None
    look: FigureLook | None = None


@dataclass(slots=True)
class Batch:
    """What became of the inputs.

    Attributes
    ----------
    results : list of SampleResult
        Of all inputs that were finished.
    sources : list of Path
        The input of each result.
    failures : list of dict
        ``input, sample, region, etch_time_s, reason`` of what has no result.
    """

    results: list[SampleResult] = field(default_factory=list)
    sources: list[Path] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)

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
    XpsFitError, PeakLibError, OSError
        If the only input fails.
    """
    folders = result_folders_for(inputs, task.destination.output)
    for folder in folders.values():
        check_result_folder(folder, force=task.destination.force)
    batch = Batch()
    together: list[_Analyzed] = []
    for source in inputs:
        try:
            analyzed = _analyze_one(ctx, source, task)
            if task.settings.share:
                together.append(analyzed)
            else:
                _finish_one(ctx, analyzed, folders[source], task, batch)
        except (XpsFitError, PeakLibError, OSError) as error:
            if len(inputs) == 1:
                raise
            batch.fail(source, one_sentence(error))
    for analyzed in _shared(together, task):
        _finish_one(ctx, analyzed, folders[analyzed.source], task, batch)
    return batch


@dataclass(frozen=True, slots=True)
class _Analyzed:
    """One input with its results, before they are written."""

    source: Path
    spectra: list[Spectrum]
    unread: Sequence[Unread]
    results: list[SampleResult]
    lost: list[Failure]


def _shared(together: Sequence[_Analyzed], task: Task) -> list[_Analyzed]:
    """Return the inputs refitted with what their samples share."""
    if not together:
        return []
    every = [result for analyzed in together for result in analyzed.results]
    refitted = iter(share_quantities(every, task.settings))
    return [
        replace(analyzed, results=[next(refitted) for _ in analyzed.results])
        for analyzed in together
    ]


def _analyze_one(ctx: click.Context, source: Path, task: Task) -> _Analyzed:
    found, unread = read_many([source])
    whole = gather(found, purpose=task.purpose, etch_times=task.etch_times)
    spectra = chosen_spectra(task.choices, whole, task.selected)
    lost: list[Failure] = []
    with progress(str(source), wanted=loudness(ctx) >= 0) as move:
        results = task.analysis(spectra, task.settings, move, lost.append)
    _refuse_nothing(results)
    unread = without_table(unread, task.etch_times)
    return _Analyzed(source, spectra, unread, results, lost)


def _finish_one(
    ctx: click.Context, analyzed: _Analyzed, folder: Path, task: Task, batch: Batch
) -> None:
    """Write and show the results of one input."""
    source, results, lost = analyzed.source, analyzed.results, analyzed.lost
    record = make_record(
        command_words(ctx),
        files_behind(ctx, (Path(s.file) for s in analyzed.spectra), task.settings),
        task.settings,
        results,
        failed_inputs={str(item.path): item.reason for item in analyzed.unread},
        failed_samples=lost,
        request=request_of(ctx, source, folder, task.settings),
    )
    files = write_results(
        folder,
        results,
        record,
        force=task.destination.force,
        figures=task.look,
    )
    batch.results += results
    batch.sources += [source] * len(results)
    failed = failed_files(ctx, [source], analyzed.unread)
    _list_failures(batch, source, failed, results, lost)
    if task.tables and loudness(ctx) >= -1:
        for result in results:
            show(task.view(result))
        show([short_grid(judge(results), [result.sample for result in results])])
    if loudness(ctx) >= 0:
        click.echo(f"{len(files)} files written to {printable(str(folder))}", err=True)


def _refuse_nothing(results: Sequence[SampleResult]) -> None:
    """Refuse results without a single region, saying what went wrong with the first."""
    levels = [level for result in results for level in result.levels]
    if any(level.fits or level.integrated for level in levels):
        return
    failures = [f for level in levels for f in level.failures]
    if not failures:
        raise FitError("no region could be evaluated")
    first = failures[0]
    others = dict.fromkeys(
        f.region for f in failures if f.region not in (first.region, "composition")
    )
    raise FitError(
        f"no region could be evaluated ({first.region}: "
        f"{first.reason.removeprefix(f'{first.region}: ')}"
        + (f"; nor could {', '.join(others)})" if others else ")")
    )


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
