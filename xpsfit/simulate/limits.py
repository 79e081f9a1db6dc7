"""What can be simulated at all, and the energies of a region."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.arrays import FloatArray
    from xpsfit.model.types import PeakModel, RegionModel
    from xpsfit.simulate.truth import Acquisition, Specimen

MOST_POINTS = 20_000
# Beyond these, counts are no longer whole numbers in double precision.
MOST_RATE_CPS = 1e12
MOST_COUNTS = 1e15
MOST_SCANS = 1_000_000
MOST_DWELL_S = 1e6
FAR_SHIFT_EV = 1500.0
FINEST_STEP_EV = 1e-4


def plans_of(
    model: PeakModel, usual: Acquisition, by_region: Mapping[str, Acquisition]
) -> dict[str, Acquisition]:
    """Return how each region of a model is measured.

    Raises
    ------
    ModelError
        If a name is no region of the model, or an acquisition cannot be.
    """
    known = [region.region for region in model.regions]
    for name in by_region:
        if name not in known:
            raise ModelError(
                f"{name!r} is no region of model {model.name!r}; known: "
                f"{', '.join(known)}"
            )
    plans = {name: by_region.get(name, usual) for name in known}
    for name, plan in plans.items():
        _check_plan(name, plan)
    return plans


def _check_plan(name: str, plan: Acquisition) -> None:
    """Refuse an acquisition that cannot be.

    Raises
    ------
    ModelError
    """
    rate = plan.background_cps
    wrong = [
        (not 0.0 < plan.dwell_s <= MOST_DWELL_S, f"a dwell time of {plan.dwell_s:g} s"),
        (not 0 < plan.scans <= MOST_SCANS, f"{plan.scans} scans"),
        (
            not FINEST_STEP_EV <= plan.step_ev < math.inf,
            f"a step of {plan.step_ev:g} eV",
        ),
        (
            rate is not None and not 0.0 <= rate <= MOST_RATE_CPS,
            f"a background of {rate} counts/s",
        ),
        (
            not math.isfinite(plan.slope_cps_per_ev),
            f"a slope of {plan.slope_cps_per_ev} counts/s per eV",
        ),
        (
            plan.step_per_ev is not None and not 0.0 <= plan.step_per_ev <= 1.0,
            f"a step of {plan.step_per_ev} per eV under the peaks",
        ),
    ]
    for is_wrong, what in wrong:
        if is_wrong:
            raise ModelError(f"{name}: {what} cannot be; give another")


def check_specimen(specimen: Specimen) -> None:
    """Refuse a specimen that cannot be; return nothing."""
    if specimen.composition is not None and specimen.areas is not None:
        raise ModelError("give a composition or areas, not both")
    if not abs(specimen.shift_ev) < FAR_SHIFT_EV:
        raise ModelError(
            f"a charge shift of {specimen.shift_ev:g} eV cannot be; give one below "
            f"{FAR_SHIFT_EV:g} eV"
        )
    if not 0.0 < specimen.peak_cps <= MOST_RATE_CPS:
        raise ModelError(
            f"a peak of {specimen.peak_cps:g} counts/s cannot be; give a rate above 0 "
            f"and up to {MOST_RATE_CPS:g}"
        )


def grid_of(region: RegionModel, plan: Acquisition, shift_ev: float) -> FloatArray:
    """Return the energies of a region, measured scale, even steps from its low end.

    Raises
    ------
    ModelError
        If the window is empty or holds too many points.
    """
    low = region.low_ev if plan.low_ev is None else plan.low_ev
    high = region.high_ev if plan.high_ev is None else plan.high_ev
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ModelError(f"{region.region}: the window {low} to {high} eV is empty")
    points = math.floor((high - low) / plan.step_ev + 1e-9) + 1
    if not 8 <= points <= MOST_POINTS:
        raise ModelError(
            f"{region.region}: {points} points from {low:g} to {high:g} eV in steps of "
            f"{plan.step_ev:g} eV; 8 to {MOST_POINTS} can be simulated"
        )
    # Rounded, so that a file with start and increment gives the same numbers.
    return np.round(low - shift_ev + plan.step_ev * np.arange(points), 6)
