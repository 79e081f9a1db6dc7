"""Fits of core levels; the only package that imports lmfit."""

from xpsfit.fit.monte_carlo import MonteCarlo, monte_carlo
from xpsfit.fit.region import fit_region
from xpsfit.fit.result import (
    FitResult,
    FittedComponent,
    FittedParameter,
    Quality,
)
from xpsfit.fit.shift import SEARCHED_EV, maximum_ev, plausible_shifts

__all__ = [
    "SEARCHED_EV",
    "FitResult",
    "FittedComponent",
    "FittedParameter",
    "MonteCarlo",
    "Quality",
    "fit_region",
    "maximum_ev",
    "monte_carlo",
    "plausible_shifts",
]
