"""What is done with one input, here or in another process: read, analyze, write.

A job and what came of it travel between processes, so they hold plain records only.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from peaklib.errors import PeakLibError
from xpsfit._version import __version__
from xpsfit.batch import single_thread
from xpsfit.checks import judge
from xpsfit.errors import ClusterError, FitError, XpsFitError
from xpsfit.gather import gather
from xpsfit.readers import read_many
from xpsfit.statements import read_statements
from xpsfit.stating import with_statements
from xpsfit.writers import make_record, write_results
from xpsfit_cli.prepare import chosen_spectra
from xpsfit_cli.unread import without_table
from xpsfit_cli.views.checks import short_grid
from xpsfit_cli.wording import one_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.readers import Unread
    from xpsfit.results import Failure, SampleResult
    from xpsfit.spectrum import Spectrum
    from xpsfit.writers.run_record import Request
    from xpsfit_cli.render import Grid
    from xpsfit_cli.task import Move, Task

# The threads of a worker share its working directory and the style of figures.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Job:
    """One input and all that is needed to finish it.

    Attributes
    ----------
    source : Path
    folder : Path
        The results folder.
    task : Task
    words : tuple of str
        The command line.
    request : Request or None
        What `xpsfit rerun` needs.
    others : tuple of Path
        Files that the result rests on besides those of its spectra.
    """

    source: Path
    folder: Path
    task: Task
    words: tuple[str, ...]
    request: Request | None = None
    others: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Analyzed:
    """One input with its results, before they are written."""

    spectra: list[Spectrum]
    unread: Sequence[Unread]
    results: list[SampleResult]
    lost: list[Failure]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one input.

    Attributes
    ----------
    results : tuple of SampleResult
        From another process without their fits, which `result.h5` holds.
    unread : tuple of Unread
    lost : tuple of Failure
        Samples without a result.
    grids : tuple of Grid
        What is shown of it.
    files : int
        How many were written.
    error : str
        Why there is no result; empty if there is one.
    is_light : bool
        Whether the results are without their fits.
    """

    results: tuple[SampleResult, ...] = ()
    unread: tuple[Unread, ...] = ()
    lost: tuple[Failure, ...] = ()
    grids: tuple[Grid, ...] = ()
    files: int = 0
    error: str = ""
    is_light: bool = False


def unseen(_done: int, _total: int) -> None:
    """Show nothing of how far the work is."""


def analyzed(job: Job, move: Move = unseen) -> Analyzed:
    """Return the results of the input of a job; `move` shows how far it is.

    Raises
    ------
    XpsFitError, PeakLibError, OSError
        If there is no result.
    """
    task = job.task
    found, unread = read_many([job.source])
    whole = gather(found, purpose=task.purpose, etch_times=task.etch_times)
    spectra = chosen_spectra(task.choices, whole, task.selected)
    if task.metadata is not None:
        spectra = with_statements(spectra, read_statements(task.metadata))
    lost: list[Failure] = []
    with single_thread():
        results = task.analysis(spectra, task.settings, move, lost.append)
    _refuse_nothing(results)
    return Analyzed(spectra, without_table(unread, task.etch_times), results, lost)


def finished(job: Job, found: Analyzed) -> Done:
    """Write the results folder of a job, and return what came of it.

    Raises
    ------
    XpsFitError, OSError
        If it cannot be written.
    """
    task, results = job.task, found.results
    files = list(dict.fromkeys([*(Path(s.file) for s in found.spectra), *job.others]))
    record = make_record(
        job.words,
        files,
        task.settings,
        results,
        failed_inputs={str(item.path): item.reason for item in found.unread},
        failed_samples=found.lost,
        request=job.request,
    )
    findings = judge(results)
    written = write_results(
        job.folder,
        results,
        record,
        force=task.destination.force,
        figures=task.look,
        workbook=task.destination.xlsx,
        findings=findings,
    )
    grids: list[Grid] = []
    if task.tables:
        for result in results:
            grids += task.view(result)
        grids.append(short_grid(findings, [result.sample for result in results]))
    return Done(
        tuple(results),
        tuple(found.unread),
        tuple(found.lost),
        tuple(grids),
        len(written),
    )


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Work for another process, which stands where this one stood.

    Attributes
    ----------
    place : Path
        The working directory, to which paths that were given are relative.
    version : str
        Of xpsfit.
    """

    place: Path
    version: str = __version__

    def __call__(self, job: Job) -> Done:
        """Return what came of a job; an expected error is part of it.

        A job whose process died may have been finished before, so its own result is
        replaced; what else stood there was looked at before the first job began.
        """
        forced = replace(job.task.destination, force=True)
        job = replace(job, task=replace(job.task, destination=forced))
        with _ONE_AT_A_TIME:
            try:
                with self._there():
                    done = finished(job, analyzed(job))
            except (XpsFitError, PeakLibError, OSError) as error:
                return Done(error=one_sentence(error))
        return replace(done, results=tuple(map(light, done.results)), is_light=True)

    def _there(self) -> _Place:
        if self.version != __version__:
            raise ClusterError(
                f"a worker has xpsfit {__version__}, this is {self.version}; install "
                "the same version on all workers"
            )
        return _Place(self.place)


class _Place:
    """A working directory for the time of one job."""

    def __init__(self, place: Path) -> None:
        self._place, self._before = place, Path.cwd()

    def __enter__(self) -> None:
        try:
            os.chdir(self._place)
        except OSError as error:
            raise ClusterError(
                f"a worker does not see the folder {self._place}; workers need the "
                "files where this computer has them, on a file system they share"
            ) from error

    def __exit__(self, *_: object) -> None:
        os.chdir(self._before)


def light(result: SampleResult) -> SampleResult:
    """Return a result without its fits: composition, charge and failures."""
    levels = tuple(
        replace(level, fits=(), integrated=(), joint=None) for level in result.levels
    )
    return replace(result, levels=levels, surveys=())


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
