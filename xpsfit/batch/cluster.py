"""Jobs on a Dask cluster that somebody has started (Rocklin, SciPy 2015)."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from xpsfit.batch.outcome import Lost
from xpsfit.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xpsfit.batch.outcome import Work

CONNECT_S = 20.0
# How long no job may end before it is looked whether there are workers at all.
LOOK_S = 5.0


def on_cluster(
    work: Work,
    jobs: Sequence[Any],
    address: str,
    on_idle: Callable[[], None] = lambda: None,
) -> Iterator[tuple[int, Any]]:
    """Yield the number and outcome of every job as a cluster finishes it.

    The scheduler gives the jobs of a worker that was lost to others. Closing the
    iterator, or an interruption, takes back what has not begun.

    Parameters
    ----------
    work : callable
        Importable by its name on the workers.
    jobs : sequence
    address : str
        Of the scheduler, ``"tcp://host:port"``.
    on_idle : callable
        Called when jobs wait and there is no worker; some clusters start theirs late,
        so the runner goes on waiting.

    Yields
    ------
    number : int
    outcome : object
        What `work` returned, or `Lost`.

    Raises
    ------
    ClusterError
        If the package `distributed` is not installed, there is no scheduler, it is
        lost or gives the jobs up, or a worker cannot import `work`.
    """
    try:
        # Half a second that only those pay who have a cluster.
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ClusterError(
            "--scheduler needs the package distributed, which is not installed here; "
            "install xpsfit with its extra, as in pip install '.[dask]'"
        ) from error
    try:
        client = distributed.Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(
            f"{address}: no Dask scheduler answers there; start one with "
            "'dask scheduler' and some 'dask worker', and give the address it prints"
        ) from error
    with _quiet(), client:
        _refuse_strangers(client, work.__module__.partition(".")[0])
        # Each job by itself, whatever else looks alike on the cluster.
        futures = {
            client.submit(work, job, pure=False): number
            for number, job in enumerate(jobs)
        }
        try:
            while futures:
                for future in _ended(distributed, client, list(futures), on_idle):
                    number = futures.pop(future)
                    yield number, _outcome(future, distributed.KilledWorker)
                    future.release()
        except (CancelledError, OSError) as error:
            # Errors of a job are part of its outcome, so these are of the connection.
            futures.clear()
            raise ClusterError(
                f"{address}: the scheduler was lost, or gave the work up; what was "
                "finished is kept, go on with --resume once it runs again"
            ) from error
        finally:
            if futures:
                client.cancel(list(futures))


@contextmanager
def _quiet() -> Iterator[None]:
    """Return a context in which a lost scheduler is no traceback in a log."""
    # Each part of the package has a level of its own.
    logs = [
        logging.getLogger(n)
        for n in sorted(logging.root.manager.loggerDict)
        if n.partition(".")[0] == "distributed"
    ]
    before = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for log, level in zip(logs, before, strict=True):
            log.setLevel(level)


def _refuse_strangers(client: Any, package: str) -> None:
    """Refuse workers that lack a package; jobs would end them one by one."""
    # Looked for, not imported: the question itself must not need the package.
    for worker, found in client.run(find_spec, package, on_error="return").items():
        if found is None:
            raise ClusterError(
                f"the worker {worker} has no {package}; install the same version of "
                "xpsfit in the environment of all workers"
            )


def _ended(
    distributed: Any, client: Any, futures: list[Any], on_idle: Callable[[], None]
) -> set[Any]:
    """Wait until some futures have ended, and return them."""
    told = False
    while True:
        try:
            with client.as_current():
                waited = distributed.wait(
                    futures, timeout=LOOK_S, return_when="FIRST_COMPLETED"
                )
        except TimeoutError:
            if not told and not client.scheduler_info()["workers"]:
                told = True
                on_idle()
        else:
            ended: set[Any] = waited.done
            return ended


def _outcome(future: Any, killed: type[Exception]) -> Any:
    try:
        return future.result()
    except killed:
        return Lost(
            "the workers that had it were lost, one after the other; look at the logs "
            "of the cluster, perhaps for want of memory"
        )
