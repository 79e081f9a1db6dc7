"""Start values without hand tuning: areas by linear solve, the shift by a scan.

At fixed positions, widths and step strength the curve is linear in areas, offset and
slope, so the best areas follow from one non-negative least-squares solution (Lawson
and Hanson 1974).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import nnls

from xpsfit.fit.slots import BACKGROUND, slots_of

if TYPE_CHECKING:
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import RegionModel

# The scan prefers a small shift where two assignments describe the data alike: one
# standard deviation of this many eV enters chi-square as a prior. Most charge shifts
# under an electron flood gun are below 1 eV, and more than 5 eV is not credible.
EXPECTED_SHIFT_EV = 1.0
LARGEST_SHIFT_EV = 5.0
SCAN_STEP_EV = 0.1
# The scan also tries broader lines, so that a poor resolution is not taken for a shift.
SCAN_BROADENING = (1.0, 1.4)


def linear_start(problem: Problem, slots: Slots) -> tuple[Slots, float]:
    """Return `slots` with the best areas, offset and slope at their positions.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        Positions, widths and step strength are taken from here.

    Returns
    -------
    slots : Slots
        Areas of free, untied slots are never negative.
    chi_square : float
        What this start leaves.
    """
    values = slots.values()
    free = [i for i in slots.free() if slots.all[i].is_linear]
    curve, jacobian = problem.curve.evaluate(values)
    matrix = slots.matrix(free)
    columns = (jacobian @ matrix) / problem.sigma_cps[:, None]
    # The background terms may have either sign: nnls gets them with both.
    signed = [k for k, i in enumerate(free) if slots.all[i].owner == BACKGROUND]
    # The curve is linear in these slots, so what remains at zero needs no new curve.
    now = jacobian @ (matrix @ np.array([slots.all[i].value for i in free]))
    rest = problem.target_cps - (curve - now)
    scale = np.maximum(np.sqrt(np.sum(columns**2, axis=0)), 1e-300)
    design = np.hstack([columns / scale, -(columns / scale)[:, signed]])
    solution, norm = nnls(design, rest / problem.sigma_cps)
    theta = solution[: len(free)].copy()
    theta[signed] -= solution[len(free) :]
    return slots.with_theta(free, theta / scale), float(norm**2)


def rough_shift(problem: Problem, model: RegionModel) -> float:
    """Return the rigid shift in eV that best lays the model on the data.

    Parameters
    ----------
    problem : Problem
    model : RegionModel
        Positions on the calibrated scale.

    Returns
    -------
    float
        Calibrated minus measured energy, on a grid of 0.1 eV within +-5 eV. Chi-square
        is weighed against a prior of +-1 eV, scaled to the misfit at the best shift.
    """
    shifts = np.arange(-LARGEST_SHIFT_EV, LARGEST_SHIFT_EV + 1e-9, SCAN_STEP_EV)
    chi_square = np.array(
        [
            min(
                linear_start(problem, _broadened(slots_of(model, float(s)), factor))[1]
                for factor in SCAN_BROADENING
            )
            for s in shifts
        ]
    )
    misfit = max(float(chi_square.min()) / max(problem.target_cps.size, 1), 1.0)
    # Neighbouring assignments differ by thousands in chi-square when the data decide;
    # the prior matters only when they hardly differ.
    weighed = chi_square / misfit + (shifts / EXPECTED_SHIFT_EV) ** 2
    return float(shifts[int(np.argmin(weighed))])


def _broadened(slots: Slots, factor: float) -> Slots:
    for i in slots.free():
        slot = slots.all[i]
        if slot.quantity == "fwhm_ev":
            slots = slots.changed(i, value=min(slot.value * factor, slot.maximum))
    return slots
