"""Jobs one after the other, here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xpsfit.batch.outcome import Work


def in_turn(work: Work, jobs: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """Yield the number and outcome of every job, in their order.

    Parameters
    ----------
    work : callable
        From a job to its outcome.
    jobs : sequence

    Examples
    --------
    >>> list(in_turn(abs, [-2, 3]))
    [(0, 2), (1, 3)]
    """
    for number, job in enumerate(jobs):
        yield number, work(job)
