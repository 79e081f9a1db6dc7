"""Fits of core levels; the only package that imports lmfit."""

from xpsfit.fit.monte_carlo import MonteCarlo, monte_carlo
from xpsfit.fit.region import fit_region
from xpsfit.fit.result import (
    FitResult,
    FittedComponent,
    FittedParameter,
    Quality,
)
from xpsfit.fit.shift import plausible_shifts

__all__ = [
    "FitResult",
    "FittedComponent",
    "FittedParameter",
    "MonteCarlo",
    "Quality",
    "fit_region",
    "monte_carlo",
    "plausible_shifts",
]
