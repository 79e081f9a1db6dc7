"""Linear algebra on one thread, so that every machine adds up in the same order."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def single_thread() -> Iterator[None]:
    """Return a context in which BLAS uses one thread.

    The sums of a matrix product depend in their last digit on how they are shared
    among threads, so results would depend on the number of cores. The matrices of a fit
    are small: threads cost more than they bring, and workers have a core each.
    """
    with threadpool_limits(limits=1):
        yield
