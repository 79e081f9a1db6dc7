"""What a runner is, and what it says of a job that no process could finish."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Lost:
    """A job that has no outcome because the processes that had it died.

    Attributes
    ----------
    reason : str
        A sentence that says so, and what to do.
    """

    reason: str


Work: TypeAlias = Callable[[Any], Any]

Runner: TypeAlias = Callable[[Work, Sequence[Any]], Iterator[tuple[int, Any]]]
"""Takes work and jobs; yields the number of a job with its outcome, or `Lost`."""
