"""Intervals of parameters from fits to data drawn from the fitted curve."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.errors import FitError
from xpsfit.fit.absent import absent_of, reduced_model
from xpsfit.fit.monte_carlo import monte_carlo

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult, FittedParameter

FREE = frozenset({"free", "bounded"})
# Percentiles of a normal distribution at -1, 1, -1.96 and 1.96 standard deviations.
PERCENTS = (15.865525393145708, 84.13447460685429, 2.5, 97.5)


def with_monte_carlo_errors(fit: FitResult, replicates: int, seed: int) -> FitResult:
    """Return the fit with intervals from the spread of simulated spectra.

    Parameters
    ----------
    fit : FitResult
    replicates : int
        How many spectra are drawn from its curve.
    seed : int
        Of the draws.

    Returns
    -------
    FitResult
        All that is free has intervals between percentiles of
        `xpsfit.fit.monte_carlo`. A warning says how many replicates gave no fit, and
        why there are no intervals where too few did.
    """
    # What left for lack of evidence stays out of the replicates too.
    drawn = replace(fit, model=reduced_model(fit.model, absent_of(fit)))
    try:
        found = monte_carlo(drawn, replicates, seed)
    except FitError as error:
        why = str(error).removeprefix(f"{fit.region.name}: ")
        return replace(
            fit, warnings=(*fit.warnings, f"no intervals by Monte Carlo: {why}")
        )
    ends = found.percentiles(*PERCENTS)
    at = {name: i for i, name in enumerate(found.names)}
    failed = (
        [f"{found.failed} of {replicates} simulated spectra gave no fit"]
        if found.failed
        else []
    )
    return replace(
        fit,
        parameters=tuple(
            between(p, ends[:, at[p.name]]) if p.state in FREE else p
            for p in fit.parameters
        ),
        warnings=(*fit.warnings, *failed),
    )


def between(parameter: FittedParameter, ends: FloatArray) -> FittedParameter:
    """Return the parameter with intervals that end at what `PERCENTS` gave."""
    low_68, high_68, low_95, high_95 = ends.tolist()
    return replace(
        parameter, low_68=low_68, high_68=high_68, low_95=low_95, high_95=high_95
    )
