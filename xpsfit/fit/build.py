"""From a region and its model to the least-squares problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.fit.curve import Curve
from xpsfit.fit.drawn import drawn
from xpsfit.fit.prior import prior_of
from xpsfit.fit.problem import Problem

if TYPE_CHECKING:
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import RegionModel
    from xpsfit.spectrum import Region


def problem_of(region: Region, model: RegionModel, slots: Slots) -> Problem:
    """Return the problem of fitting `model` to `region` from the start `slots`.

    Raises
    ------
    BackgroundError
        If a static background cannot be drawn.
    """
    curve = Curve(region.binding_energy_ev, model)
    prior = prior_of(slots, model)
    if model.background.is_active:
        return Problem(curve, region.counts_per_s, region.sigma_cps, prior)
    static = drawn(region, model.background)
    target = frozen(np.asarray(region.counts_per_s - static.values))
    return Problem(curve, target, region.sigma_cps, prior, static)
