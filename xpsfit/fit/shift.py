"""The rough charge shift of a region whose energy scale is not known yet.

Several shifts can lay a model on the same data: a lone C 1s line fits as C-C, or 1.5 eV
further as another species. So every local minimum of a scan is fitted in full, and of
those that describe the data equally well the smallest shift is taken. A larger one is
believed only where chi-square demands it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.build import problem_of
from xpsfit.fit.settle import settle
from xpsfit.fit.slots import slots_of
from xpsfit.fit.start import linear_start

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import RegionModel
    from xpsfit.spectrum import Region

LARGEST_SHIFT_EV = 5.0
SCAN_STEP_EV = 0.1
# The scan also tries broader lines, so that a poor resolution is not taken for a shift.
SCAN_BROADENING = (1.0, 1.4)
MOST_CANDIDATES = 8
# A difference of 10 in BIC, here in chi-square, is very strong evidence (Kass and
# Raftery, J. Am. Stat. Assoc. 90, 773, 1995); less does not justify a larger shift.
DECISIVE = 10.0


def rough_shift(region: Region, model: RegionModel) -> float:
    """Return the smallest rigid shift in eV that lays the model well on the data.

    Parameters
    ----------
    region : Region
    model : RegionModel
        Positions on the calibrated scale.

    Returns
    -------
    float
        Calibrated minus measured energy, on a grid of 0.1 eV within +-5 eV. Chi-square
        differences are scaled by the misfit of the best candidate.
    """
    shifts = np.arange(-LARGEST_SHIFT_EV, LARGEST_SHIFT_EV + 1e-9, SCAN_STEP_EV)
    scan = np.array([_scanned(region, model, float(shift)) for shift in shifts])
    candidates = [float(shifts[i]) for i in _local_minima(scan)]
    chi_square = np.array([_fitted(region, model, shift) for shift in candidates])
    misfit = max(float(chi_square.min()) / region.counts_per_s.size, 1.0)
    good = chi_square <= chi_square.min() + DECISIVE * misfit
    return min((s for s, ok in zip(candidates, good, strict=True) if ok), key=abs)


def _scanned(region: Region, model: RegionModel, shift_ev: float) -> float:
    """Return chi-square with positions and widths at their start."""
    slots = slots_of(model, shift_ev)
    problem = problem_of(region, model, slots)
    return min(
        linear_start(problem, _broadened(slots, factor))[1]
        for factor in SCAN_BROADENING
    )


def _local_minima(scan: FloatArray) -> list[int]:
    """Return the deepest local minima of a scan, ends included."""
    padded = np.concatenate([[np.inf], scan, [np.inf]])
    low = (scan <= padded[:-2]) & (scan <= padded[2:])
    found = np.flatnonzero(low)
    return sorted(int(i) for i in found[np.argsort(scan[found])][:MOST_CANDIDATES])


def _fitted(region: Region, model: RegionModel, shift_ev: float) -> float:
    """Return chi-square of data and prior after a full fit."""
    slots = slots_of(model, shift_ev)
    problem = problem_of(region, model, slots)
    outcome = settle(problem, linear_start(problem, slots)[0])
    rows, _ = problem.evaluate(outcome.slots.values())
    return float(np.sum(rows**2))


def _broadened(slots: Slots, factor: float) -> Slots:
    for i in slots.free():
        slot = slots.all[i]
        if slot.quantity == "fwhm_ev":
            slots = slots.changed(i, value=min(slot.value * factor, slot.maximum))
    return slots
