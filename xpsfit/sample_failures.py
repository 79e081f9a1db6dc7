"""Samples without a result, beside samples that have one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xpsfit.errors import (
    CalibrationError,
    QuantificationError,
    SeriesError,
    XpsFitError,
)
from xpsfit.results import Failure
from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xpsfit.depth.series import EtchLevel
    from xpsfit.results import SampleResult

OWN = (CalibrationError, QuantificationError, SeriesError)
"""Errors that lie in one sample and leave the others alone."""
WHOLE = "all regions"


class SampleFailures:
    """The results so far, and what went wrong with the samples that have none.

    Parameters
    ----------
    on_failure : callable or None
        Told of each sample without a result; None makes the first an error.
    """

    def __init__(self, on_failure: Callable[[Failure], None] | None) -> None:
        self.results: list[SampleResult] = []
        self._on_failure = on_failure
        self._lost: list[tuple[str, XpsFitError]] = []

    @contextmanager
    def one(self, sample: str, levels: Sequence[EtchLevel] = ()) -> Iterator[None]:
        """Keep an error of one sample until all are done.

        Parameters
        ----------
        sample : str
        levels : sequence of EtchLevel, optional
            Of its series, whose first carries the charge reference.
        """
        try:
            yield
        except OWN as error:
            named = _at_first_level(_named(error, sample), spoken(sample), levels)
            if self._on_failure is None:
                raise named from error
            self._lost.append((sample, named))

    def finished(self) -> list[SampleResult]:
        """Return the results; tell of the other samples.

        Raises
        ------
        XpsFitError
            That of the first sample, if there are no results at all.
        """
        if self._lost and not self.results:
            raise self._lost[0][1]
        if self._on_failure is not None:
            for sample, error in self._lost:
                reason = str(error).removeprefix(f"{spoken(sample)}: ")
                self._on_failure(Failure(sample, WHOLE, None, reason))
        return self.results


def _named(error: XpsFitError, sample: str) -> XpsFitError:
    """Return the error, with words in the place of a name that is empty."""
    text, name = str(error), spoken(sample)
    if name == sample or not text.startswith(f"{sample}: "):
        return error
    return type(error)(f"{name}{text.removeprefix(sample)}")


def _at_first_level(
    error: XpsFitError, sample: str, levels: Sequence[EtchLevel]
) -> XpsFitError:
    """Return an error of the charge reference that names the level it arose at."""
    if not isinstance(error, CalibrationError) or not levels:
        return error
    reason = str(error).removeprefix(f"{sample}: ")
    return CalibrationError(
        f"{sample}: level 0 (etch time {levels[0].etch_time_s:g} s), which fixes the "
        f"charge shift of the series: {reason}"
    )
