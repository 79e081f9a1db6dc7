"""Where a peak may stand: not as a mend of its neighbor's shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.fit.trials import Trial, Trials

# Closer to a larger component than this share of the smaller width, two peaks are one.
CLOSEST = 1.0 / 3.0


def place_of_none(trials: Trials, trial: Trial, name: str) -> str:
    """Return why `name` stands where no peak of its own stands; empty if it may.

    Parameters
    ----------
    trials : Trials
    trial : Trial
        A fit with `name` in it.
    name : str
        A component.

    Returns
    -------
    str
        Positions that the model ties to each other are the model's own business.
    """
    slots = trial.slots
    own = slots.index(name, "center_ev")
    larger = [
        other
        for other in trials.names
        if trial.value(other, "area_cps_ev") > trial.value(name, "area_cps_ev")
        and slots.roots(slots.index(other, "center_ev"))[0]
        .keys()
        .isdisjoint(slots.roots(own)[0])
    ]
    center, fwhm = trial.value(name, "center_ev"), trial.value(name, "fwhm_ev")
    slot = slots.all[own]
    for other in larger:
        away = trial.value(other, "center_ev") - center
        width = trial.value(other, "fwhm_ev")
        if slot.at_bound and abs(away) < fwhm + width:
            bound = slot.maximum if away > 0 else slot.minimum
            if slot.value == bound:
                return f"its position ends on the bound beside {other}, which is larger"
        if not (slot.free or slot.at_bound):
            continue
        if abs(away) < CLOSEST * min(fwhm, width):
            return f"closer than a third of a width to {other}, which is larger"
    return ""
