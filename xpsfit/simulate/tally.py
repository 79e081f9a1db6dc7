"""What many fits of known truth found: bias, scatter, coverage."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xpsfit.simulate.bounds import Quantity

# Half widths of the central intervals of a normal distribution, in standard errors.
HALF_WIDTH_68, HALF_WIDTH_95 = 1.0, 1.959964
SHARE_68, SHARE_95 = 0.682689, 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """One value that a fit found.

    Attributes
    ----------
    value : float
    stderr : float or None
        None where the fit gives no error, as on a bound.
    present : bool or None
        Whether the component or element was detected; None where that has no meaning.
    """

    value: float
    stderr: float | None
    present: bool | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """One quantity over all spectra.

    Attributes
    ----------
    quantity : Quantity
    truth : float
        Mean of the true values, in the unit of the quantity.
    spectra : int
        How many gave a value.
    without_error : int
        How many of these gave none of its error, because it ended on a bound; they
        count for bias and scatter, not for coverage.
    bias, bias_stderr : float
        Mean of estimate minus truth, and the error of this mean.
    pull, pull_stderr : float
        The same over the stated error of each fit.
    scatter : float
        Standard deviation of estimate minus truth.
    stated_stderr : float
        Root mean square of the stated errors.
    covered_68, covered_95 : float
        Share of the intervals of 1 and 1.96 stated errors that hold the truth.
    covered_68_stderr, covered_95_stderr : float
        Binomial errors of these shares, if the intervals were right.
    present : float or None
        Share of spectra in which it was detected.
    bound : float
        Smallest possible scatter; NaN where the data leave the quantity open.
    """

    quantity: Quantity
    truth: float
    spectra: int
    without_error: int
    bias: float
    bias_stderr: float
    pull: float
    pull_stderr: float
    scatter: float
    stated_stderr: float
    covered_68: float
    covered_68_stderr: float
    covered_95: float
    covered_95_stderr: float
    present: float | None
    bound: float

    @property
    def scatter_over_bound(self) -> float:
        """Return scatter over the smallest possible scatter; 1 is all that can be."""
        return self.scatter / self.bound if self.bound > 0.0 else math.nan


@dataclass(slots=True)
class Tallying:
    """Collects the estimates of one quantity."""

    truths: list[float] = field(default_factory=list[float])
    estimates: list[Estimate] = field(default_factory=list[Estimate])
    bounds: list[float] = field(default_factory=list[float])

    def add(self, truth: float, estimate: Estimate, bound: float) -> None:
        """Count one spectrum."""
        self.truths.append(truth)
        self.estimates.append(estimate)
        self.bounds.append(bound)

    def tally(self, quantity: Quantity) -> Tally:
        """Return the sums; NaN for what so few spectra cannot tell."""
        truth = np.array(self.truths)
        difference = np.array([e.value for e in self.estimates]) - truth
        known = np.array(
            [e.stderr is not None and e.stderr > 0.0 for e in self.estimates],
            dtype=bool,
        )
        stderr = np.array([e.stderr or math.nan for e in self.estimates])
        pull = difference[known] / stderr[known]
        present = [e.present for e in self.estimates if e.present is not None]
        count = int(known.sum())
        return Tally(
            quantity=quantity,
            truth=_mean(truth),
            spectra=truth.size,
            without_error=truth.size - count,
            bias=_mean(difference),
            bias_stderr=_scatter(difference) / math.sqrt(max(truth.size, 1)),
            pull=_mean(pull),
            pull_stderr=_scatter(pull) / math.sqrt(max(count, 1)),
            scatter=_scatter(difference),
            stated_stderr=_root_mean_square(stderr[known]),
            covered_68=_mean(np.abs(pull) <= HALF_WIDTH_68),
            covered_68_stderr=_binomial(SHARE_68, count),
            covered_95=_mean(np.abs(pull) <= HALF_WIDTH_95),
            covered_95_stderr=_binomial(SHARE_95, count),
            present=sum(present) / len(present) if present else None,
            bound=_root_mean_square(np.array(self.bounds)),
        )


def _mean(values: np.ndarray) -> float:
    return float(np.mean(values)) if values.size else math.nan


def _scatter(values: np.ndarray) -> float:
    return float(np.std(values, ddof=1)) if values.size > 1 else math.nan


def _root_mean_square(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(values**2))) if values.size else math.nan


def _binomial(share: float, count: int) -> float:
    return math.sqrt(share * (1.0 - share) / count) if count else math.nan
