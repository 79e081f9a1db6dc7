"""Fits from random starts: whether the minimum is the lowest, and the only one.

Several sets of areas may describe the same data equally well, and a fit shows only one
of them (Moeini et al., Appl. Surf. Sci. Adv. 5, 100112, 2021). So positions, widths,
shapes and step strengths are drawn anew inside their bounds, areas follow by linear
solution, and every minimum whose chi-square is as good as the best must be the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.absent import absent_of, reduced_model, with_limits
from xpsfit.fit.assemble import ONE_SIDED_95, assemble
from xpsfit.fit.build import problem_of
from xpsfit.fit.doubt import Tried
from xpsfit.fit.result import Uniqueness
from xpsfit.fit.settle import settle
from xpsfit.fit.slots import slots_of
from xpsfit.fit.start import linear_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.problem import Outcome, Problem
    from xpsfit.fit.result import FitResult
    from xpsfit.fit.slots import Slot, Slots

# As good as the best: within two standard deviations of one parameter (delta chi2 = 4).
AS_GOOD = 4.0
# A start that gains less has found the same minimum.
GAIN = 0.1
# Areas that differ by less than this share of their sum are the same.
SAME_AREA = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Minimum:
    """Where one start came to rest."""

    outcome: Outcome
    chi_square: float
    areas: FloatArray


def restarted(fit: FitResult, shift_ev: float, restarts: int, seed: int) -> FitResult:
    """Return the fit with what random starts say of it.

    Parameters
    ----------
    fit : FitResult
    shift_ev : float
        At which it ran.
    restarts : int
        How many starts to draw.
    seed : int
        Of the draws; the name of the region enters too.

    Returns
    -------
    FitResult
        With `uniqueness`, and a warning where it is not unique. A start that ended
        lower in chi-square takes the place of the fit, and a warning says so.
    """
    model = reduced_model(fit.model, absent_of(fit))
    slots = slots_of(model, shift_ev)
    problem = problem_of(fit.region, model, slots)
    minima = minima_from(problem, slots, _generator(fit, seed), restarts)
    own = np.array([p.value for p in fit.parameters])
    before = float(np.sum(problem.evaluate(own)[0] ** 2))
    gain = max((before - m.chi_square for m in minima), default=0.0)
    better = fit
    if gain > GAIN:
        best = min(minima, key=lambda m: m.chi_square)
        better = _adopted(fit, shift_ev, problem, best)
    lowest = before - max(gain, 0.0)
    good = [m.areas for m in minima if m.chi_square <= lowest + AS_GOOD]
    if before <= lowest + AS_GOOD:
        good.insert(0, own[problem.curve.area])
    found = uniqueness_of(better, good, restarts, seed)
    found = replace(found, converged=len(minima), gain=gain if gain > GAIN else 0.0)
    return replace(
        better,
        uniqueness=found,
        warnings=(*better.warnings, *uniqueness_warnings(found)),
    )


def _generator(fit: FitResult, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, *fit.region.name.encode()])


def minima_from(
    problem: Problem, slots: Slots, generator: np.random.Generator, restarts: int
) -> list[Minimum]:
    """Return the minima that so many starts reached, drawn within the bounds."""
    found: list[Minimum] = []
    for _ in range(restarts):
        start, _chi_square = linear_start(problem, _drawn(slots, generator))
        outcome = settle(problem, start)
        if outcome.converged:
            values = outcome.slots.values()
            chi_square = float(np.sum(problem.evaluate(values)[0] ** 2))
            found.append(Minimum(outcome, chi_square, values[problem.curve.area]))
    return found


def _drawn(slots: Slots, generator: np.random.Generator) -> Slots:
    """Return `slots` with every free nonlinear value drawn anew."""
    for i in slots.free():
        slot = slots.all[i]
        if not slot.is_linear:
            slots = slots.changed(i, value=_draw(slot, generator))
    return slots


def _draw(slot: Slot, generator: np.random.Generator) -> float:
    """Return a value inside the bounds, evenly where both are finite."""
    if math.isfinite(slot.minimum) and math.isfinite(slot.maximum):
        return float(generator.uniform(slot.minimum, slot.maximum))
    spread = slot.spread if math.isfinite(slot.spread) else 0.1 * abs(slot.value)
    drawn = float(generator.normal(slot.value, spread))
    return min(max(drawn, slot.minimum), slot.maximum)


def _adopted(
    fit: FitResult, shift_ev: float, problem: Problem, best: Minimum
) -> FitResult:
    found = assemble(
        fit.region,
        reduced_model(fit.model, absent_of(fit)),
        problem,
        best.outcome,
        shift_ev,
    )
    delta = {c.name: c.delta_bic for c in fit.candidates}
    # What the absent moved was measured from the minimum that is given up.
    unmoved = np.zeros(len(fit.parameters))
    tried = {
        c.name: Tried(
            c.area_upper_95_cps_ev - ONE_SIDED_95 * c.area_cps_ev_stderr,
            delta[c.name],
            unmoved,
        )
        for c in fit.components
        if c.name in absent_of(fit)
    }
    found = with_limits(found, shift_ev, tried)
    return replace(found, model=fit.model, candidates=fit.candidates)


def uniqueness_of(
    fit: FitResult, good: Sequence[FloatArray], restarts: int, seed: int
) -> Uniqueness:
    """Return what the areas at minima as good as the best say of a fit.

    Parameters
    ----------
    fit : FitResult
        The best.
    good : sequence of FloatArray, each of shape (components,)
    restarts, seed : int
        How the minima were found.
    """
    shares = np.array(good) / (fit.area_cps_ev or 1.0)
    spread = np.ptp(shares, axis=0)
    widest = int(np.argmax(spread))
    different: list[FloatArray] = []
    for share in shares:
        if all(np.abs(share - other).max() > SAME_AREA for other in different):
            different.append(share)
    return Uniqueness(
        restarts=restarts,
        seed=seed,
        converged=0,
        minima=len(different),
        largest_spread=float(spread[widest]),
        component=fit.components[widest].name,
        gain=0.0,
    )


def uniqueness_warnings(found: Uniqueness) -> list[str]:
    """Return what a reader must know of other minima."""
    warnings: list[str] = []
    if found.gain > 0.0:
        warnings.append(
            f"a random start lowered chi-square by {found.gain:.1f}; its minimum is "
            "the one reported"
        )
    if not found.unique:
        warnings.append(
            f"the fit is not unique: {found.restarts} random starts (seed "
            f"{found.seed}) reached {found.minima} different minima as good as the "
            f"best, between which the area of {found.component} differs by "
            f"{100.0 * found.largest_spread:.0f} % of the region"
        )
    return warnings
