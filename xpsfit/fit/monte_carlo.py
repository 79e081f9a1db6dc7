"""Errors by parametric Monte Carlo: the fit repeated on data drawn from its own curve.

The covariance of a fit takes the curve for linear within the errors. The spread of fits
to drawn data does not (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
chapter 6, the parametric bootstrap), and holds what bounds, few counts and static
backgrounds do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.errors import BackgroundError, FitError
from xpsfit.fit.absent import absent_of, reduced_model
from xpsfit.fit.build import problem_of
from xpsfit.fit.few_counts import settle_few_counts
from xpsfit.fit.rebuild import rebuilt
from xpsfit.fit.settle import settle

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.prior import Prior
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.result import FitResult
    from xpsfit.fit.slots import Slots
    from xpsfit.spectrum import Region

FEWEST, MOST = 10, 100_000


@dataclass(frozen=True, slots=True, eq=False)
class MonteCarlo:
    """What fits to data drawn from a fitted curve gave.

    Attributes
    ----------
    names : tuple of str, length p
        As `FittedParameter.name`, in the order of the fit.
    values : FloatArray, shape (replicates, p)
        Of the replicates that converged.
    areas : tuple of int
        Which of the parameters are the areas of the components, in their order; those
        that did not enter the fit have none.
    seed : int
        Of the random numbers; the same seed gives the same values.
    failed : int
        Replicates that did not converge, or whose background could not be drawn.
    """

    names: tuple[str, ...]
    values: FloatArray
    areas: tuple[int, ...]
    seed: int
    failed: int

    @property
    def standard_deviation(self) -> FloatArray:
        """Return the standard deviation of every parameter, shape (p,)."""
        return np.asarray(self.values.std(axis=0, ddof=1))

    @property
    def area_covariance(self) -> FloatArray:
        """Return the covariance of the areas, (counts/s x eV)^2, shape (m, m)."""
        return np.atleast_2d(np.cov(self.values[:, self.areas], rowvar=False))

    def percentiles(self, *percents: float) -> FloatArray:
        """Return percentiles of every parameter, shape (percents, p).

        Those at 15.87 and 84.13 hold 68 % between them, those at 2.5 and 97.5 hold
        95 %.
        """
        return np.asarray(np.percentile(self.values, percents, axis=0))

    def of(self, name: str) -> FloatArray:
        """Return the values of one parameter; KeyError where there is none."""
        if name not in self.names:
            raise KeyError(name)
        return np.asarray(self.values[:, self.names.index(name)])


def monte_carlo(fit: FitResult, replicates: int, seed: int) -> MonteCarlo:
    """Return the fits to data drawn from the curve of a fit.

    Parameters
    ----------
    fit : FitResult
    replicates : int
        10 to 100 000.
    seed : int
        Of the random numbers, to be recorded with the result.

    Returns
    -------
    MonteCarlo

    Raises
    ------
    FitError
        If the fit did not converge, or fewer than half of the replicates did.

    Notes
    -----
    Known counts are drawn from Poisson distributions around the fitted curve and get
    their variance as the data did; where counts are unknown, normal deviates with the
    standard deviation of the residuals stand in for them. A static background is drawn
    anew each time. Prior knowledge counts as measured: each replicate draws it anew
    around the values of the fit, or the spread would leave out what it is uncertain by.
    Every replicate starts from the minimum of the fit; other starts are not tried.
    """
    name = fit.region.name
    if not FEWEST <= replicates <= MOST:
        raise FitError(
            f"{name}: {replicates} replicates; ask for {FEWEST} to {MOST} of them"
        )
    if not fit.converged:
        raise FitError(
            f"{name}: this fit did not converge, so there is no minimum to draw data "
            "from; mend the model first"
        )
    problem, slots = rebuilt(fit)
    random = np.random.default_rng(seed)
    found = [_replicate(fit, problem, slots, random) for _ in range(replicates)]
    values = [value for value in found if value is not None]
    if 2 * len(values) < replicates:
        raise FitError(
            f"{name}: only {len(values)} of {replicates} replicates converged; use the "
            "errors of the covariance, or simplify the model"
        )
    return MonteCarlo(
        names=tuple(slot.name for slot in slots.all),
        values=frozen(np.array(values)),
        areas=tuple(problem.curve.area.tolist()),
        seed=seed,
        failed=replicates - len(values),
    )


def _replicate(
    fit: FitResult, problem: Problem, slots: Slots, random: np.random.Generator
) -> FloatArray | None:
    """Return all values of one fit to drawn data, or None if it failed."""
    region = drawn_region(fit, random)
    prior = drawn_prior(problem.prior, slots.values(), random)
    try:
        drawn = _drawn_problem(fit, problem, region, slots)
    except BackgroundError:
        return None
    drawn = replace(drawn, prior=prior)
    outcome = settle(drawn, slots)
    _, _, outcome = settle_few_counts(region, drawn, slots, outcome)
    return outcome.slots.values() if outcome.converged else None


def _drawn_problem(
    fit: FitResult, problem: Problem, region: Region, slots: Slots
) -> Problem:
    if fit.model.background.is_active:
        return replace(
            problem, target_cps=region.counts_per_s, sigma_cps=region.sigma_cps
        )
    model = reduced_model(fit.model, absent_of(fit))
    return problem_of(region, model, slots)


def drawn_region(fit: FitResult, random: np.random.Generator) -> Region:
    """Return the region with data drawn from the fitted curve."""
    region = fit.region
    time_s = region.spectrum.count_time_s
    if region.noise == "residual" or time_s is None:
        noise = random.normal(0.0, fit.quality.residual_sd_cps, region.sigma_cps.size)
        return replace(region, counts_per_s=frozen(fit.envelope_cps + noise))
    expected = np.maximum(fit.envelope_cps * time_s, 0.0)
    counts = random.poisson(expected)
    return replace(
        region,
        counts_per_s=frozen(counts / time_s),
        sigma_cps=frozen(np.sqrt(np.maximum(counts, 1.0)) / time_s),
        noise="poisson",
    )


def drawn_prior(prior: Prior, values: FloatArray, random: np.random.Generator) -> Prior:
    """Return the prior as if measured anew, around the values of the fit."""
    if not prior.slots:
        return prior
    # Species with slack tie slots without fixing them: fewer rows than slots.
    drawn = random.standard_normal(len(prior.whitening))
    deviates = np.linalg.lstsq(prior.whitening, drawn, rcond=None)[0]
    return replace(prior, mean=values[prior.slots] + deviates)
