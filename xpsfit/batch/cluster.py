"""Jobs on a Dask cluster that somebody has started (Rocklin, SciPy 2015)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xpsfit.batch.outcome import Lost
from xpsfit.errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.batch.outcome import Work

CONNECT_S = 20.0


def on_cluster(
    work: Work, jobs: Sequence[Any], address: str
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

    Yields
    ------
    number : int
    outcome : object
        What `work` returned, or `Lost`.

    Raises
    ------
    ClusterError
        If the package `distributed` is not installed, or there is no scheduler.
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
    with client:
        # Each job by itself, whatever else looks alike on the cluster.
        futures = {
            client.submit(work, job, pure=False): number
            for number, job in enumerate(jobs)
        }
        try:
            for future in distributed.as_completed(list(futures), loop=client.loop):
                number = futures.pop(future)
                yield number, _outcome(future, distributed.KilledWorker)
                future.release()
        finally:
            client.cancel(list(futures))


def _outcome(future: Any, killed: type[Exception]) -> Any:
    try:
        return future.result()
    except killed:
        return Lost(
            "the workers that had it were lost, one after the other; look at the logs "
            "of the cluster, perhaps for want of memory"
        )
