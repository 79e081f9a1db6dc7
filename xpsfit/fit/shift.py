"""The charge shift of a sample whose energy scale is not known yet.

Several shifts can lay a model on the same data: a lone C 1s line fits as C-C, or 1.5 eV
further as another species. So every local minimum of a scan over the shift is fitted
in full, and because a charge shift is common to all core levels of a position, all of
them judge the candidates: what one line leaves open, the next one decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.build import problem_of
from xpsfit.fit.linear import solve_within
from xpsfit.fit.settle import settle
from xpsfit.fit.slots import slots_of
from xpsfit.fit.start import linear_start
from xpsfit.spectrum import cut_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import RegionModel
    from xpsfit.spectrum import Region

SEARCHED_EV = 5.0
SCAN_STEP_EV = 0.1
# Scan and fits also try broader lines, so that a poor resolution is no shift.
SCAN_BROADENING = (1.0, 1.4)
MOST_CANDIDATES = 8
# A difference of 10 in BIC, here in chi-square, is very strong evidence (Kass and
# Raftery, J. Am. Stat. Assoc. 90, 773, 1995); less leaves two shifts equally good.
DECISIVE = 10.0
# The statistics above hold for models that describe the data. Where even the best fit
# does not, or the noise is unknown, only a several times worse fit counts against a
# shift: asymmetric or shake-up lines easily favor a wrong one by a factor of two.
DESCRIBED = 1.5
DECISIVE_RATIO = 4.0
SMALL_SHIFT_EV = 1.0
# What is compared are differences of chi-square by a multiple of itself, or by 10.
ROUGHLY = 1e-4
# Satellites and foreign lines further from the maximum are in no model.
HALF_WINDOW_EV = 8.0
SMOOTHING_POINTS = 5
# In standard deviations; noise alone does not rise so far among some hundred points.
OUT_OF_NOISE = 5.0


def plausible_shifts(
    region: Region,
    model: RegionModel,
    witnesses: Sequence[tuple[Region, RegionModel]] = (),
    *,
    small_only: bool = False,
) -> tuple[float, ...]:
    """Return the rigid shifts that lay the models well on the data, smallest first.

    Parameters
    ----------
    region : Region
        Its scan gives the candidates.
    model : RegionModel
        Positions on the calibrated scale.
    witnesses : sequence of (Region, RegionModel)
        Other core levels of the same position, which judge the candidates too.
    small_only : bool
        Whether only shifts within 1 eV count, as on conducting samples. They need less
        evidence: a core level that no shift describes has no say then.

    Returns
    -------
    tuple of float
        Calibrated minus measured energies, on a grid of 0.1 eV within +-5 eV; one
        where the data decide, none only with `small_only`. Judged by the sum over core
        levels of the increase of chi-square above the best, each in units of what is
        decisive for it: 10 times its misfit, or 3 times its best chi-square where no
        shift describes it.
    """
    region = _main_part(region)
    shifts = np.arange(-SEARCHED_EV, SEARCHED_EV + 1e-9, SCAN_STEP_EV)
    scan = _scan(region, model, shifts)
    # Rounded, so that no shift is printed as -0.0.
    candidates = [round(float(shifts[i]), 1) + 0.0 for i in _local_minima(scan)]
    if small_only:
        candidates = [s for s in candidates if abs(s) <= SMALL_SHIFT_EV]
    if not candidates:
        return ()
    evidence = np.zeros(len(candidates))
    for data, own in ((region, model), *((_main_part(r), m) for r, m in witnesses)):
        against, described = _evidence_against(data, own, candidates)
        if described or not small_only:
            evidence += against
    good = evidence <= evidence.min() + 1.0
    return tuple(
        sorted((s for s, ok in zip(candidates, good, strict=True) if ok), key=abs)
    )


def _main_part(region: Region) -> Region:
    """Return the data around the maximum above a line between the ends."""
    energy = region.binding_energy_ev
    top = energy[int(np.argmax(_above_ends(region)))]
    return cut_region(
        region.spectrum,
        max(float(energy[0]), float(top) - HALF_WINDOW_EV),
        min(float(energy[-1]), float(top) + HALF_WINDOW_EV),
    )


def maximum_ev(region: Region) -> float | None:
    """Return where the data are highest above a line between the ends, in eV.

    On the measured scale; None where no point stands out of the noise.
    """
    height = _above_ends(region)
    top = int(np.argmax(height))
    noise = float(np.median(region.sigma_cps)) / np.sqrt(SMOOTHING_POINTS)
    if height[top] <= OUT_OF_NOISE * noise:
        return None
    return float(region.binding_energy_ev[top])


def _above_ends(region: Region) -> FloatArray:
    """Return the smoothed data above a line between their ends."""
    energy, rate = region.binding_energy_ev, region.counts_per_s
    box = np.ones(SMOOTHING_POINTS) / SMOOTHING_POINTS
    ends = [float(np.mean(part)) for part in np.split(rate, [3, rate.size - 3])[::2]]
    base = np.interp(energy, energy[[0, -1]], ends)
    return np.convolve(rate - base, box, mode="same")


def _evidence_against(
    region: Region, model: RegionModel, candidates: Sequence[float]
) -> tuple[FloatArray, bool]:
    """Return how far each shift is from the best, and whether that one describes.

    The distance is in units of what is decisive.
    """
    chi_square = np.array([_fitted(region, model, shift) for shift in candidates])
    best = float(chi_square.min())
    misfit = max(best / region.counts_per_s.size, 1.0)
    described = region.noise == "poisson" and misfit < DESCRIBED
    decisive = DECISIVE * misfit if described else (DECISIVE_RATIO - 1.0) * best
    return (chi_square - best) / max(decisive, DECISIVE), described


def _scan(region: Region, model: RegionModel, shifts_ev: FloatArray) -> FloatArray:
    """Return chi-square at all shifts with positions and widths at their start.

    Areas, offset and slope are at their best; of two widths the better counts.
    """
    slots = slots_of(model, 0.0)
    problem = problem_of(region, model, slots)
    found = [
        _scanned(problem, _broadened(slots, factor), shifts_ev)
        for factor in SCAN_BROADENING
    ]
    return np.asarray(np.min(found, axis=0))


def _scanned(problem: Problem, slots: Slots, shifts_ev: FloatArray) -> FloatArray:
    """Return chi-square of the data at all shifts; the slots are those without one.

    Each begins from the one before, which mostly has the same areas at zero.
    """
    free = [i for i in slots.free() if slots.all[i].is_linear]
    chosen = [slots.all[i] for i in free]
    bounds = (
        np.array([slot.minimum for slot in chosen]),
        np.array([slot.maximum for slot in chosen]),
    )
    x, inside = np.array([slot.value for slot in chosen]), None
    by_free = slots.matrix(free)
    fixed = slots.values() - by_free @ x
    centers = [i for i, s in enumerate(slots.all) if s.quantity == "center_ev"]
    found = np.empty(shifts_ev.size)
    for k, shift_ev in enumerate(shifts_ev):
        values = fixed.copy()
        values[centers] -= shift_ev
        rows, columns = problem.linear_rows(values)
        rows = rows + columns @ values[problem.curve.linear]
        columns = columns @ by_free[problem.curve.linear]
        best = solve_within(columns, -rows, bounds, x, inside)
        x, inside = best.values, best.inside
        rest = (rows + columns @ x)[: problem.target_cps.size]
        found[k] = rest @ rest
    return found


def _local_minima(scan: FloatArray) -> list[int]:
    """Return the deepest local minima of a scan, ends included."""
    padded = np.concatenate([[np.inf], scan, [np.inf]])
    low = (scan <= padded[:-2]) & (scan <= padded[2:])
    found = np.flatnonzero(low)
    return sorted(int(i) for i in found[np.argsort(scan[found])][:MOST_CANDIDATES])


def _fitted(region: Region, model: RegionModel, shift_ev: float) -> float:
    """Return chi-square of data and prior after a full fit, the better of two starts.

    At a wrong shift the lines of the model lie beside those of the data, and a narrow
    start may end in a minimum that is none of the whole range.
    """
    slots = slots_of(model, shift_ev)
    problem = problem_of(region, model, slots)
    return min(
        _minimum(problem, _broadened(slots, factor)) for factor in SCAN_BROADENING
    )


def _minimum(problem: Problem, slots: Slots) -> float:
    outcome = settle(problem, linear_start(problem, slots)[0], ROUGHLY)
    rows, _ = problem.evaluate(outcome.slots.values())
    return float(np.sum(rows**2))


def _broadened(slots: Slots, factor: float) -> Slots:
    for i in slots.free():
        slot = slots.all[i]
        if slot.quantity == "fwhm_ev":
            slots = slots.changed(i, value=min(slot.value * factor, slot.maximum))
    return slots
