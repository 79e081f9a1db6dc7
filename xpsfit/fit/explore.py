"""Other starts, for fits whose first minimum does not describe the data.

A component that began on the wrong side of a peak, or was clipped at zero before its
position had moved, can miss a peak that its range allows. A line under a close pair
grows wider until hardly any structure is left, while the other component gets lost in
the noise somewhere; so a weak component is tried once as half of a pair with each
stronger one that its range allows. Only when a significant structure is left are more
starts tried, always the same ones in the same order; the lowest chi-square, prior
included, wins.
"""

from __future__ import annotations

from itertools import permutations
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.misfit import SIGNIFICANT, Misfit, largest_misfit, smoothed_residual
from xpsfit.fit.settle import settle
from xpsfit.fit.start import linear_start, moved, penalty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.problem import Outcome, Problem
    from xpsfit.fit.slots import Slots

# Rigid displacements of all positions that are tried.
DISPLACEMENTS_EV = (-1.2, -0.6, -0.3, 0.3, 0.6, 1.2)
# How many of the largest residual peaks a component is put on.
PEAKS = 2
# How many starts are fitted in full, the best by chi-square at the start. A peak that
# was missed lowers it at once; other starts are worth their time only where chi-square
# per point says that the first fit is poor, not for every line shape that is a bit off.
MOST_FITS = 4
# Rounds, each from the best minimum so far.
MOST_ROUNDS = 2
POOR = 2.0
# A smaller gain in chi-square is not another minimum.
GAIN = 0.01
# A component with less than this share of another's area may be half of it: then both
# stand this far to either side, in widths, and are so much narrower that the pair has
# the variance of the one; what the areas alone must promise there in chi-square.
WEAK = 0.05
APART = 0.25
NARROWER = 0.81
PROMISE = 1.0


def explored(problem: Problem, slots: Slots, first: Outcome) -> Outcome:
    """Return the best minimum found from `first` and from other starts.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        As the model starts, nothing held yet.
    first : Outcome
        The minimum reached from there; returned at once if it leaves no structure and
        no component is weak.

    Returns
    -------
    Outcome
    """
    best = _paired(problem, slots, first)
    for _ in range(MOST_ROUNDS):
        rows = _rows(problem, best.slots)
        if best.converged and not misfit_of(problem, best.slots, rows).significant:
            return best
        before = best
        starts = [linear_start(problem, s) for s in _starts(problem, slots, best.slots)]
        cost = [chi_square + penalty(problem, s) for s, chi_square in starts]
        reached = _cost(problem, best.slots)
        poor = not best.converged or reached > POOR * problem.target_cps.size
        for i in np.argsort(cost, kind="stable")[:MOST_FITS]:
            if poor or cost[i] < reached - GAIN:
                best = _better(problem, best, settle(problem, starts[i][0]))
        if best is before:
            return best
    return best


def misfit_of(problem: Problem, slots: Slots, rows: FloatArray) -> Misfit:
    """Return the largest smoothed residual at the values of `slots`.

    Parameters
    ----------
    problem, slots : Problem, Slots
    rows : FloatArray
        What `problem` evaluates to there.
    """
    return largest_misfit(
        problem.curve.energy_ev, _weighted(problem, rows), _fwhm_ev(problem, slots)
    )


def _rows(problem: Problem, slots: Slots) -> FloatArray:
    return problem.evaluate(slots.values())[0]


def _weighted(problem: Problem, rows: FloatArray) -> FloatArray:
    return np.asarray(-rows[: problem.target_cps.size])


def _fwhm_ev(problem: Problem, slots: Slots) -> float:
    return float(median(slots.values()[problem.curve.area + 2].tolist()))


def _starts(problem: Problem, slots: Slots, best: Slots) -> Iterator[Slots]:
    """Yield starts with everything let go that was held on the way to `best`."""
    reached = {slot.name: slot.value for slot in best.all if not slot.is_linear}
    freed = moved(slots, reached)
    yield freed
    smooth = smoothed_residual(
        problem.curve.energy_ev,
        _weighted(problem, _rows(problem, best)),
        _fwhm_ev(problem, best),
    )
    centers = [i for i in slots.free() if slots.all[i].quantity == "center_ev"]
    for at_ev in _peaks(problem.curve.energy_ev, smooth):
        for i in centers:
            if slots.all[i].minimum <= at_ev <= slots.all[i].maximum:
                yield moved(freed, {slots.all[i].name: at_ev})
                yield moved(slots, {slots.all[i].name: at_ev})
    for displacement in DISPLACEMENTS_EV:
        names = {slots.all[i].name: slots.all[i].value + displacement for i in centers}
        yield moved(slots, names)


def _paired(problem: Problem, slots: Slots, first: Outcome) -> Outcome:
    """Return a better minimum in which a weak component is half of a pair."""
    starts = [linear_start(problem, s) for s in _pairs(slots, first.slots)]
    if not starts:
        return first
    cost = [chi_square + penalty(problem, s) for s, chi_square in starts]
    best = int(np.argmin(cost))
    if cost[best] > _cost(problem, first.slots) - PROMISE:
        return first
    return _better(problem, first, settle(problem, starts[best][0]))


def _pairs(slots: Slots, reached: Slots) -> Iterator[Slots]:
    """Yield starts from `reached` in which a weak and a strong one form a pair."""
    values = reached.values()
    area = {
        slot.owner: float(values[i])
        for i, slot in enumerate(slots.all)
        if slot.quantity == "area_cps_ev"
    }
    unequal = [
        (weak, strong)
        for weak, strong in permutations(area, 2)
        if area[weak] < WEAK * area[strong]
    ]
    if not unequal:
        return
    nonlinear = {slot.name: slot.value for slot in reached.all if not slot.is_linear}
    freed = moved(slots, nonlinear)
    for weak, strong in unequal:
        slot = slots.all[slots.index(weak, "center_ev")]
        if not slot.free or slot.tie is not None:
            continue
        middle = float(values[slots.index(strong, "center_ev")])
        fwhm = float(values[slots.index(strong, "fwhm_ev")])
        widths = {f"{name}.fwhm_ev": NARROWER * fwhm for name in (weak, strong)}
        for away in (-APART * fwhm, APART * fwhm):
            if slot.minimum <= middle + away <= slot.maximum:
                pair = {slot.name: middle + away, f"{strong}.center_ev": middle - away}
                yield moved(freed, {**pair, **widths})


def _peaks(energy_ev: FloatArray, smooth: FloatArray) -> list[float]:
    """Return where the data lie most above the model, the largest first."""
    inner = smooth[1:-1]
    top = (inner >= smooth[:-2]) & (inner > smooth[2:]) & (inner > SIGNIFICANT)
    found = np.flatnonzero(top) + 1
    order = np.argsort(-smooth[found], kind="stable")
    return [float(energy_ev[i]) for i in found[order][:PEAKS]]


def _better(problem: Problem, one: Outcome, other: Outcome) -> Outcome:
    if one.converged != other.converged:
        return one if one.converged else other
    gain = _cost(problem, one.slots) - _cost(problem, other.slots)
    return other if gain > GAIN else one


def _cost(problem: Problem, slots: Slots) -> float:
    return float(np.sum(_rows(problem, slots) ** 2))
