"""From a region and its model to the least-squares problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.backgrounds import background
from xpsfit.fit.curve import Curve
from xpsfit.fit.prior import prior_of
from xpsfit.fit.problem import Problem
from xpsfit.model.types import ACTIVE_SHIRLEY

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
    energy = region.binding_energy_ev
    curve, prior = Curve(energy, model), prior_of(slots, model)
    kind = model.background.kind
    if kind == ACTIVE_SHIRLEY:
        return Problem(curve, region.counts_per_s, region.sigma_cps, prior)
    static = background(kind)(
        energy, region.counts_per_s, end_points=model.background.end_points
    )
    target = frozen(np.asarray(region.counts_per_s - static.values))
    return Problem(curve, target, region.sigma_cps, prior)
