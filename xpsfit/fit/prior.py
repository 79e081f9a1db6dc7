"""What is known before the data, as extra rows of the least-squares problem.

A component that is hardly there, or that hides under another, has no position of its
own in the data: with all positions free, four lithium species under one Li 1s line
give a Fisher matrix with condition number 1e9. Holding such positions instead would
pretend that they are known exactly and give errors that are too small. So the range
of the peak library enters as a Gaussian prior (a penalty row per quantity): strong
components do not feel it, absent ones stay where the library has them, and the errors
hold what the library leaves open. Positions of a region share a common part (charge
reference, analyzer), widths a common factor (resolution), so the prior is correlated:

    C_ij = delta_ij spread_i^2 + common_i common_j

See Gelman et al., Bayesian Data Analysis (2013), chapters 4 and 14, for the least
squares form of Gaussian priors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import RegionModel


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """Penalty rows ``whitening @ (values[slots] - mean)``.

    Attributes
    ----------
    slots : list of int, length m
        Positions of the quantities with prior knowledge; none is fine.
    mean : FloatArray, shape (m,)
    standard_deviation : FloatArray, shape (m,)
        Of each quantity alone, the common part included.
    whitening : FloatArray, shape (m, m)
        Inverse Cholesky factor of the prior covariance; for a joint fit the rows of
        all its regions, and of species with slack.
    """

    slots: list[int]
    mean: FloatArray
    standard_deviation: FloatArray
    whitening: FloatArray

    def residual(self, values: FloatArray) -> FloatArray:
        """Return the penalty rows at `values`, shape (m,)."""
        return np.asarray(self.whitening @ (values[self.slots] - self.mean))

    def jacobian(self, size: int) -> FloatArray:
        """Return their derivative by all `size` values, shape (m, size)."""
        result = np.zeros((self.whitening.shape[0], size))
        result[:, self.slots] = self.whitening
        return result


def prior_of(slots: Slots, model: RegionModel) -> Prior:
    """Return the prior of a region's quantities, around their start values.

    Parameters
    ----------
    slots : Slots
        Start values, on the measured scale.
    model : RegionModel
        Its `shift_spread_ev` and `width_spread` are the common parts.

    Returns
    -------
    Prior
        Over free slots with a finite spread; empty where there are none.
    """
    chosen = [i for i in slots.free() if math.isfinite(slots.all[i].spread)]
    if not chosen:
        return Prior([], np.empty(0), np.empty(0), np.empty((0, 0)))
    mean = np.array([slots.all[i].value for i in chosen])
    covariance = np.diag([slots.all[i].spread ** 2 for i in chosen])
    for quantity, common in (
        ("center_ev", lambda _: model.shift_spread_ev),
        ("fwhm_ev", lambda value: model.width_spread * value),
    ):
        part = np.array(
            [
                common(slots.all[i].value) if slots.all[i].quantity == quantity else 0.0
                for i in chosen
            ]
        )
        covariance = covariance + np.outer(part, part)
    whitening = np.asarray(covariance, dtype=np.float64)
    whitening = np.linalg.inv(np.linalg.cholesky(whitening))
    return Prior(chosen, mean, np.sqrt(np.diag(covariance)), whitening)
