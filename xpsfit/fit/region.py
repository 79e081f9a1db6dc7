"""The fit of one core level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FitError
from xpsfit.fit.assemble import assemble
from xpsfit.fit.build import problem_of
from xpsfit.fit.explore import explored
from xpsfit.fit.few_counts import settle_few_counts
from xpsfit.fit.settle import settle
from xpsfit.fit.shift import plausible_shifts
from xpsfit.fit.slots import slots_of
from xpsfit.fit.start import best_start
from xpsfit.model.check import check_model
from xpsfit.model.types import PeakModel
from xpsfit.spectrum import cut_region

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.fit.result import FitResult
    from xpsfit.model.types import RegionModel
    from xpsfit.spectrum import Region, Spectrum

LEAST_POINTS = 8


def fit_region(
    region: Region,
    model: RegionModel,
    *,
    shift_ev: float | None = 0.0,
    starts: Mapping[str, float] | None = None,
) -> FitResult:
    """Return the fit of a region model to one region.

    Least squares with known noise; lmfit minimises, the Jacobian is analytic, links
    are exact. Where the model states what is known beforehand (`Parameter.spread`), it
    enters as a Gaussian prior, so that positions these data cannot determine stay where
    the library has them and the errors hold what it leaves open; the result says which.
    Where the fit expects fewer than 20 counts in a channel, the variance is taken from
    the fitted curve instead of the counts, and `region.noise` of the result says so.

    Parameters
    ----------
    region : Region
        The data; used where they lie inside the model's window.
    model : RegionModel
        Positions on the calibrated scale.
    shift_ev : float or None
        Calibrated minus measured energy. None takes the smallest rough shift
        within 5 eV that fits.
    starts : mapping of str to float, optional
        Values to begin from, by parameter name, on the measured scale. Those that lie
        further from the data than the model's own are not used. They move no prior.

    Returns
    -------
    FitResult
        Positions on the measured scale. Lack of convergence, a singular covariance and
        parameters on a bound are stated in it.

    Raises
    ------
    FitError
        If the window holds too few points for the parameters.
    BackgroundError
        If a static background cannot be drawn.
    ModelError
        If the model is wrong in itself.
    """
    check_model(PeakModel("", "", (model,)))
    if shift_ev is None:
        shift_ev = plausible_shifts(region, model)[0]
    region = window(region.spectrum, model, shift_ev, within=region)
    slots = slots_of(model, shift_ev)
    problem = problem_of(region, model, slots)
    if len(slots.free()) >= region.binding_energy_ev.size:
        raise FitError(
            f"{region.name}: {region.binding_energy_ev.size} points cannot determine "
            f"{len(slots.free())} parameters; widen the window or simplify the model"
        )
    first = settle(problem, best_start(problem, slots, starts or {}))
    outcome = explored(problem, slots, first)
    region, problem, outcome = settle_few_counts(region, problem, slots, outcome)
    return assemble(region, model, problem, outcome, shift_ev)


def window(
    spectrum: Spectrum,
    model: RegionModel,
    shift_ev: float,
    within: Region | None = None,
) -> Region:
    """Return the points of a spectrum, or of a part of it, inside the model's window.

    Raises
    ------
    FitError
        If they are too few.
    """
    measured = (spectrum if within is None else within).binding_energy_ev
    low, high = float(measured[0]), float(measured[-1])
    start, end = model.low_ev - shift_ev, model.high_ev - shift_ev
    inside = (measured >= start - 1e-9) & (measured <= end + 1e-9)
    points = int(np.count_nonzero(inside))
    if points < LEAST_POINTS:
        raise FitError(
            f"{spectrum.region}: with a charge shift of {shift_ev:+.2f} eV the data "
            f"reach from {low + shift_ev:.2f} to {high + shift_ev:.2f} eV, with "
            f"{points} points in the model's window of {model.low_ev:g} to "
            f"{model.high_ev:g} eV; a fit needs {LEAST_POINTS} or more"
        )
    if within is not None and points == measured.size and within.noise == "poisson":
        return within
    return cut_region(spectrum, max(start, low), min(end, high))
