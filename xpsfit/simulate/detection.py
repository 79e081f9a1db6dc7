"""How much of a component must be there to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.simulate.amounts import divisor
from xpsfit.simulate.bounds import area_stderr

if TYPE_CHECKING:
    from xpsfit.simulate.truth import TrueRegion, Truth

# A component counts as present from this many standard errors on (Currie, Anal. Chem.
# 40, 586, 1968).
DETECTION = 3.29
ONE_SIDED_95 = 1.645
ROUNDS = 60
SETTLED = 1e-4


@dataclass(frozen=True, slots=True)
class Detectable:
    """Amounts of one component that would be detected; NaN where data leave it open.

    Attributes
    ----------
    area_50_cps_ev, area_95_cps_ev : float
        Areas found to be present in 50 and 95 of 100 measurements.
    percent_50, percent_95 : float
        The same in at%, other areas as they are; NaN for levels that do not count.
    """

    area_50_cps_ev: float
    area_95_cps_ev: float
    percent_50: float
    percent_95: float


def detectable(truth: Truth, region: TrueRegion, component: str) -> Detectable:
    """Return the areas of a component that a fit detects in half and 95 % of cases.

    An estimate that scatters by s(A) about the true area A is present where it exceeds
    3.29 s: in half of all cases where A = 3.29 s(A), and in 95 % where
    A = 3.29 s(A) + 1.645 s(A) (Currie 1968).

    Parameters
    ----------
    truth : Truth
        Other components, background and counts are its own.
    region : TrueRegion
        One of its regions.
    component : str
    """
    half = _solved(region, component, DETECTION)
    most = _solved(region, component, DETECTION + ONE_SIDED_95)
    return Detectable(
        half,
        most,
        _percent(truth, region, component, half),
        _percent(truth, region, component, most),
    )


def _solved(region: TrueRegion, component: str, errors: float) -> float:
    """Return the area that is so many of its own standard errors."""
    area = errors * float(np.sqrt(region.expected_cps.mean() / region.time_s))
    for _ in range(ROUNDS):
        new = errors * area_stderr(region, component, area)
        if not np.isfinite(new) or abs(new - area) <= SETTLED * area:
            return new
        area = new
    return float("nan")


def _percent(truth: Truth, region: TrueRegion, component: str, area: float) -> float:
    if (region.name, component) not in truth.states:
        return float("nan")
    size = divisor(region.model, truth.photon_energy_ev, truth.settings)
    own = region.area(component) / size
    share = truth.states[region.name, component] / 100.0
    whole = own / share if share > 0.0 else _whole(truth)
    return 100.0 * (area / size) / (whole - own + area / size)


def _whole(truth: Truth) -> float:
    """Return the sum of q over everything that counts."""
    return sum(
        truth.region(name).area(component)
        / divisor(truth.region(name).model, truth.photon_energy_ev, truth.settings)
        for name, component in truth.states
    )
