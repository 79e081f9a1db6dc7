"""Work in a second process while this one goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENDING = frozenset({signal.SIGINT, signal.SIGTERM})


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Return a context at whose end `work` is done, in a second process if possible.

    That process is a copy of this one, so nothing has to be handed over; it may leave
    files, nothing else. Where it cannot be had, or did not come to its end, the work is
    done here after the block, so that its errors are raised as ever. A block that
    raises ends the process, and those which that one has beside it.

    Parameters
    ----------
    work : callable
        Can be done twice.
    """
    child: int | None = None
    status: int | None = None
    try:
        if _is_single():
            # An interruption must not come between the copy and the knowledge of it.
            with _held(_ENDING):
                child = _copy_doing(work)
        yield
        if child is not None:
            status = os.waitpid(child, 0)[1]
    finally:
        if child is not None and status is None:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
                os.waitpid(child, 0)
    if status != 0:
        work()


def _is_single() -> bool:
    """Return whether this process works alone, without threads, where one is idle.

    A copy has no threads but the one that made it, and a lock that another one held
    would never open. Workers share the processors among them as it is.
    """
    return (
        sys.platform == "linux"
        and len(os.sched_getaffinity(0)) > 1
        and threading.active_count() == 1
        and multiprocessing.parent_process() is None
    )


def _copy_doing(work: Callable[[], object]) -> int:
    """Return the process number of a copy that does `work`; it ends with 0 if done."""
    with warnings.catch_warnings():
        # Python counts the threads of BLAS, which puts them to rest by itself.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    code = 1
    try:
        # Ctrl-C reaches both; the first process alone answers, and ends this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, _leave)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        work()
        code = 0
    finally:
        # Unlike an ordinary end, this writes and removes nothing of the first process.
        os._exit(code)


@contextmanager
def _held(signals: frozenset[signal.Signals]) -> Iterator[None]:
    """Return a context at whose end signals arrive that were sent meanwhile."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave(*_: object) -> None:
    """Raise what ends a process by way of its `finally`."""
    raise SystemExit
