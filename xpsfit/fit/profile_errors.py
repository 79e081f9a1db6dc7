"""Intervals by profile likelihood: how far a parameter may go before the fit is worse.

One parameter is held, all others are fitted again, and chi-square, prior rows included,
rises above its minimum by delta. The values at which delta is 1 and 3.84 bound the 68
and 95 % intervals (Wilks, Ann. Math. Stat. 9, 60, 1938; Cumpson and Seah, Surf.
Interface Anal. 18, 345, 1992, for photoelectron peaks). Unlike errors from the
covariance they need not be symmetric and respect bounds.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.absent import absent_of, reduced_model
from xpsfit.fit.build import problem_of
from xpsfit.fit.settle import settle
from xpsfit.fit.slots import slots_of

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.result import FitResult, FittedParameter
    from xpsfit.fit.slots import Slots

DELTA_68, DELTA_95 = 1.0, 3.841458820694124
FREE = frozenset({"free", "bounded"})
# Lower end at 95 and at 68 %, upper end at 68 and at 95 %; None where there is none.
Ends = tuple[float | None, float | None, float | None, float | None]
# The ends are found to this share of a standard error.
CLOSE = 1e-3
MOST_STEPS = 30
# No interval reaches further than this many standard errors.
FURTHEST = 50.0
# A fit that ends this far below the minimum has found another one.
LOWER = 0.01
LOWER_MINIMUM = (
    "the profile of {} fell below the minimum of the fit: other starts are needed, "
    "see --restarts"
)


def with_profile_errors(fit: FitResult, shift_ev: float) -> FitResult:
    """Return the fit with profile-likelihood intervals of its parameters.

    Parameters
    ----------
    fit : FitResult
    shift_ev : float
        At which it ran.

    Returns
    -------
    FitResult
        All that is free has intervals, the background too; where one meets a bound it
        ends there, and where chi-square never rises enough its end stays None.
        Where noise was estimated from the data, its scale is that of the residuals.
    """
    profiles = _profiles_of(fit, shift_ev)
    parameters: list[FittedParameter] = []
    lower: list[str] = []
    for index, parameter in enumerate(fit.parameters):
        if parameter.state not in FREE:
            parameters.append(parameter)
            continue
        step = parameter.stderr or _range_of(parameter) / 10.0
        parameters.append(with_ends(parameter, profiles.ends(index, step)))
        if profiles.lowest < -LOWER:
            lower.append(LOWER_MINIMUM.format(parameter.name))
            profiles.lowest = 0.0
    return replace(fit, parameters=tuple(parameters), warnings=(*fit.warnings, *lower))


def _profiles_of(fit: FitResult, shift_ev: float) -> Profiles:
    model = reduced_model(fit.model, absent_of(fit))
    start = slots_of(model, shift_ev)
    problem = problem_of(fit.region, model, start)
    return Profiles(problem, _at_the_minimum(start, fit), _noise_scale(fit))


def with_ends(parameter: FittedParameter, ends: Ends) -> FittedParameter:
    """Return the parameter with these ends of its intervals."""
    low_95, low_68, high_68, high_95 = ends
    return replace(
        parameter, low_68=low_68, high_68=high_68, low_95=low_95, high_95=high_95
    )


class Profiles:
    """The profiles of the slots at a minimum.

    Parameters
    ----------
    problem : Problem
    best : Slots
        At its minimum.
    scale : float
        By which the noise of the problem has to be multiplied.
    """

    def __init__(self, problem: Problem, best: Slots, scale: float = 1.0) -> None:
        self.problem, self.best, self.scale = problem, best, scale
        self.minimum = self._chi_square(best)
        self.lowest = 0.0

    def ends(self, index: int, step: float) -> Ends:
        """Return the ends of the intervals of a slot, in increasing order.

        Parameters
        ----------
        index : int
            Of a free slot.
        step : float
            About its standard error.
        """
        low_68, high_68 = self.ends_68(index, step)
        return (
            self._end(index, -step, DELTA_95),
            low_68,
            high_68,
            self._end(index, step, DELTA_95),
        )

    def ends_68(self, index: int, step: float) -> tuple[float | None, float | None]:
        """Return the ends of the 68 % interval of a slot alone, as `ends` does."""
        return self._end(index, -step, DELTA_68), self._end(index, step, DELTA_68)

    def _end(self, index: int, step: float, delta: float) -> float | None:
        """Return where chi-square has risen by `delta`, in the direction of `step`.

        The root of delta is nearly linear in the distance, so its secant converges in
        a few fits; the bracket keeps it safe where it is not.
        """
        slot = self.best.all[index]
        bound = slot.maximum if step > 0 else slot.minimum
        reach = min(abs(bound - slot.value), FURTHEST * abs(step))
        target, sign = math.sqrt(delta), math.copysign(1.0, step)
        low, rise_low, high, rise_high = 0.0, 0.0, math.inf, math.inf
        at = min(target * abs(step), reach)
        for _ in range(MOST_STEPS):
            rise = self._rise(index, slot.value + sign * at)
            if abs(rise - target) < CLOSE:
                return slot.value + sign * at
            if rise < target:
                low, rise_low = at, rise
                if at >= reach:
                    return bound if math.isfinite(bound) and at >= reach else None
            else:
                high, rise_high = at, rise
            at = _next(low, rise_low, high, rise_high, target, abs(step))
            at = min(at, reach)
        return slot.value + sign * at

    def _rise(self, index: int, value: float) -> float:
        """Return the root of what chi-square rises by with one value held."""
        held = self.best.changed(index, value=value, free=False)
        outcome = settle(self.problem, held)
        rise = (self._chi_square(outcome.slots) - self.minimum) / self.scale**2
        self.lowest = min(self.lowest, rise)
        return math.sqrt(max(rise, 0.0))

    def _chi_square(self, slots: Slots) -> float:
        rows: FloatArray = self.problem.evaluate(slots.values())[0]
        return float(np.sum(rows**2))


def _next(
    low: float,
    rise_low: float,
    high: float,
    rise_high: float,
    target: float,
    step: float,
) -> float:
    """Return the next distance to try between, or beyond, those tried."""
    if math.isinf(high):
        slope = rise_low / low if low > 0 and rise_low > 0 else 0.0
        further = target / slope if slope > 0 else 0.0
        return min(max(further, low + 0.1 * step), 2.0 * low + step)
    inside = low + (high - low) * (target - rise_low) / (rise_high - rise_low)
    margin = 0.05 * (high - low)
    return min(max(inside, low + margin), high - margin)


def _at_the_minimum(start: Slots, fit: FitResult) -> Slots:
    """Return the slots as the fit left them, each free, held or tied."""
    slots = start
    for i, parameter in enumerate(fit.parameters):
        if parameter.state == "linked" or not start.all[i].free:
            continue
        slots = slots.changed(
            i,
            value=parameter.value,
            free=parameter.state in FREE,
            at_bound=parameter.state == "at_bound",
            note=parameter.note,
        )
    return slots


def _range_of(parameter: FittedParameter) -> float:
    width = parameter.maximum - parameter.minimum
    return width if math.isfinite(width) else abs(parameter.value) or 1.0


def _noise_scale(fit: FitResult) -> float:
    if fit.region.noise != "residual":
        return 1.0
    return fit.quality.residual_sd_cps / float(fit.region.sigma_cps[0])
