"""Where a fit fails: the largest residual after smoothing over one line width.

A single residual says little among hundreds. A missing or misplaced line shows as many
neighboring residuals of one sign, so the residuals are summed under a Gaussian of about
the width of a line, the best linear filter for such a line in white noise (North,
Proc. IEEE 51, 1016, 1963, for the matched filter).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

# Among some hundred points the largest of white noise is near 3; this is never chance.
SIGNIFICANT = 5.0
SIGMA_PER_FWHM = 1.0 / (2.0 * math.sqrt(2.0 * math.log(2.0)))


@dataclass(frozen=True, slots=True)
class Misfit:
    """The largest smoothed residual.

    Attributes
    ----------
    energy_ev : float
        Measured scale.
    deviation : float
        In standard deviations; positive where the data lie above the model.
    """

    energy_ev: float
    deviation: float

    @property
    def significant(self) -> bool:
        """Return whether it is more than chance."""
        return abs(self.deviation) > SIGNIFICANT


def smoothed_residual(
    energy_ev: FloatArray, weighted: FloatArray, fwhm_ev: float
) -> FloatArray:
    """Return residuals summed under a Gaussian, in standard deviations, shape (n,).

    Parameters
    ----------
    energy_ev : FloatArray, shape (n,)
        Increasing.
    weighted : FloatArray, shape (n,)
        Data minus model, over sigma.
    fwhm_ev : float
        Of the Gaussian.
    """
    step = float(energy_ev[-1] - energy_ev[0]) / (energy_ev.size - 1)
    kernel, root_power = _filter(energy_ev.size, step, fwhm_ev)
    return np.asarray(np.convolve(weighted, kernel, mode="same") / root_power)


@lru_cache(maxsize=16)
def _filter(points: int, step_ev: float, fwhm_ev: float) -> tuple[FloatArray, ...]:
    """Return the Gaussian, and the root of its summed square inside the window."""
    reach = min(math.ceil(1.5 * fwhm_ev / step_ev), (points - 1) // 2)
    offsets = np.arange(-reach, reach + 1) * step_ev
    kernel = np.exp(-0.5 * (offsets / (SIGMA_PER_FWHM * fwhm_ev)) ** 2)
    power = np.convolve(np.ones(points), kernel**2, mode="same")
    return kernel, np.sqrt(power)


def largest_misfit(
    energy_ev: FloatArray, weighted: FloatArray, fwhm_ev: float
) -> Misfit:
    """Return where the smoothed residual is largest; parameters as above."""
    smooth = smoothed_residual(energy_ev, weighted, fwhm_ev)
    at = int(np.argmax(np.abs(smooth)))
    return Misfit(float(energy_ev[at]), float(smooth[at]))
