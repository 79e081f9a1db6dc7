"""Regions with few counts: the variance comes from the fitted curve.

The variance taken from the counts themselves is smaller where a channel happens to be
low, so low channels weigh too much and areas come out wrong: about one count per
channel is lost (Baker and Cousins, Nucl. Instrum. Methods 221, 437, 1984; Mighell,
Astrophys. J. 518, 380, 1999). Weights from the fitted curve, renewed until they stay,
have no such bias: where they stay, sum (y - m) m' / m = 0, which are the likelihood
equations of Poisson counts (Charnes, Frome and Yu, J. Am. Stat. Assoc. 71, 169, 1976).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.fit.problem import Outcome
from xpsfit.fit.settle import settle
from xpsfit.fit.start import linear_start

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots
    from xpsfit.spectrum import Region

# From this many expected counts on, one count per channel is below 5 % of a channel.
FEW_COUNTS = 20.0
# Where the curve reaches zero the variance stays constant at this many counts.
LEAST_VARIANCE = 0.1
SETTLED = 1e-4
MOST_ROUNDS = 40
# Weights that swing between two minima stay with the one that they have then, and
# those that swing about one minimum take half steps.
FRESH_ROUNDS = 10


def expected_counts(
    region: Region, problem: Problem, outcome: Outcome
) -> FloatArray | None:
    """Return the counts of the fitted curve, or None where counts are unknown.

    Returns
    -------
    FloatArray or None, shape (n,)
        Static background included; not below zero only where the curve is not.
    """
    time_s = region.spectrum.count_time_s
    if region.noise == "residual" or time_s is None:
        return None
    rows, _ = problem.evaluate(outcome.slots.values())
    over_data = rows[: problem.sigma_cps.size] * problem.sigma_cps
    return np.asarray((region.counts_per_s + over_data) * time_s)


def settle_few_counts(
    region: Region, problem: Problem, slots: Slots, outcome: Outcome
) -> tuple[Region, Problem, Outcome]:
    """Return the fit with variances from its own curve, where counts are few.

    Parameters
    ----------
    region : Region
    problem : Problem
    slots : Slots
        Start values, before any fit.
    outcome : Outcome
        Of the fit with the variance of the counts.

    Returns
    -------
    region, problem, outcome
        As given where the curve expects 20 counts or more in every channel, or counts
        are unknown. Otherwise with sigma from the curve, and not converged if the
        variances did not settle.
    """
    expected = expected_counts(region, problem, outcome)
    if expected is None or expected.min() >= FEW_COUNTS:
        return region, problem, outcome
    variance = np.maximum(expected, LEAST_VARIANCE)
    for round_ in range(MOST_ROUNDS):
        region, problem = _with_variance(region, problem, variance)
        fresh = round_ < FRESH_ROUNDS
        start = linear_start(problem, slots)[0] if fresh else outcome.slots
        outcome = settle(problem, start)
        expected = expected_counts(region, problem, outcome)
        if expected is None or not np.isfinite(expected).all():
            break
        latest = np.maximum(expected, LEAST_VARIANCE)
        if np.all(np.abs(latest - variance) <= SETTLED * variance):
            return region, problem, outcome
        variance = latest if fresh else (latest + variance) / 2.0
    message = f"the variance from the fitted curve did not settle ({outcome.message})"
    return region, problem, Outcome(outcome.slots, False, message)


def _with_variance(
    region: Region, problem: Problem, variance: FloatArray
) -> tuple[Region, Problem]:
    time_s = region.spectrum.count_time_s or 1.0
    sigma = frozen(np.asarray(np.sqrt(variance) / time_s))
    return (
        replace(region, sigma_cps=sigma, noise="poisson_model"),
        replace(problem, sigma_cps=sigma),
    )
