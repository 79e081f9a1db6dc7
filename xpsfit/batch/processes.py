"""Jobs in several processes of this machine."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from xpsfit.batch.outcome import Lost

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from xpsfit.batch.outcome import Work

DIED_TWICE = (
    "the process that worked on it was killed twice, perhaps for want of memory; "
    "run it by itself, or with fewer --workers"
)
# How long a process may take to put away what it was writing.
PATIENCE_S = 10.0


def in_processes(
    work: Work, jobs: Sequence[Any], workers: int
) -> Iterator[tuple[int, Any]]:
    """Yield the number and outcome of every job as it is finished.

    A job whose process died is done once more, alone. Closing the iterator, or an
    interruption, ends the processes.

    Parameters
    ----------
    work : callable
        Importable by its name, as jobs and outcomes travel between processes.
    jobs : sequence
    workers : int
        How many processes.

    Yields
    ------
    number : int
    outcome : object
        What `work` returned, or `Lost`.
    """
    state = _State(work, jobs, deque(range(len(jobs))))
    while state.waiting or state.suspects:
        if state.suspects:
            yield from _round(state, 1, alone=True)
        else:
            yield from _round(state, min(workers, len(state.waiting)), alone=False)


@dataclass(slots=True)
class _State:
    """Which jobs wait, and which had a process that died under them."""

    work: Work
    jobs: Sequence[Any]
    waiting: deque[int]
    suspects: deque[int] = field(default_factory=deque[int])


def _round(state: _State, workers: int, *, alone: bool) -> Iterator[tuple[int, Any]]:
    """Work with one set of processes until all is done or one of them dies."""
    queue = state.suspects if alone else state.waiting
    running: dict[Future[Any], int] = {}
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        max_workers=workers,
        # A fork of a process with threads may hang, and only some systems fork.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
    )
    try:
        while queue or running:
            # No more than can run: a process that dies takes no waiting job with it.
            while queue and len(running) < workers:
                number = queue.popleft()
                running[pool.submit(state.work, state.jobs[number])] = number
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                number = running[future]
                outcome = future.result()
                del running[future]
                yield number, outcome
            if alone:
                break
        pool.shutdown()
    except BrokenProcessPool:
        if alone:
            yield from ((number, Lost(DIED_TWICE)) for number in running.values())
        else:
            state.suspects += sorted(running.values())
    finally:
        # First the processes: one that waits for work must not find its queue closed.
        _end(set(multiprocessing.active_children()) - before)
        pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """Prepare a worker: the parent alone answers to Ctrl-C, and ends it in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)


def _leave(*_: object) -> NoReturn:
    # Unlike the default, this lets unfinished files be taken away.
    sys.exit(128 + signal.SIGTERM)


def _end(children: set[Any]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        child.join(PATIENCE_S)
        if child.is_alive():
            child.kill()
            child.join()
