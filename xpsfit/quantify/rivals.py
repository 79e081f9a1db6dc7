"""What may be mistaken for a peak: steps and broad humps, as columns to project on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erf

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

# Widths of steps that may be mistaken for a peak, in widths of the peak.
STEPS = (0.4, 0.7, 1.0, 1.5, 2.2)
# Full widths at half maximum of humps that are part of a background.
BROAD_EV = (7.0, 10.0, 14.0)
# Standard deviation of a Gaussian line of unit width.
SIGMA = 1.0 / (2.0 * np.sqrt(2.0 * np.log(2.0)))
TINY = 1e-12


def steps(x: FloatArray, at: FloatArray, fwhm: float) -> FloatArray:
    """Return one step per position as columns: the integral of a Gaussian line."""
    return np.asarray(erf((x[:, None] - at) / (fwhm * SIGMA * np.sqrt(2.0))))


def _slow_steps(x: FloatArray, at: FloatArray, fwhm: float) -> FloatArray:
    """Return one step per position as columns: the integral of a Lorentzian line."""
    return np.asarray(np.arctan((x[:, None] - at) / (0.5 * fwhm)))


def gaussians(x: FloatArray, at: FloatArray, fwhm: float) -> FloatArray:
    """Return one line of unit height per position as columns."""
    return np.asarray(np.exp(-0.5 * ((x[:, None] - at) / (fwhm * SIGMA)) ** 2))


def without(basis: FloatArray, values: FloatArray) -> FloatArray:
    """Return what the background cannot describe."""
    return np.asarray(values - basis @ (basis.T @ values))


def step_gain(
    x: FloatArray, scaled: FloatArray, noise: FloatArray, basis: FloatArray, fwhm: float
) -> float:
    """Return by how much one step, anywhere, lowers chi-square."""
    at = np.arange(x[0], x[-1], 0.2 * fwhm)
    anywhere = np.hstack(
        [
            shape(x, at, factor * fwhm)
            for shape in (steps, _slow_steps)
            for factor in STEPS
        ]
    )
    polynomial = basis[:, :-1]
    return _best_gain(
        without(polynomial, anywhere / noise[:, None]), without(polynomial, scaled)
    )


def is_broad(
    x: FloatArray, noise: FloatArray, basis: FloatArray, left: FloatArray, gain: float
) -> bool:
    """Return whether a broad hump lowers chi-square as much as the line."""
    at = np.arange(x[0], x[-1], 1.0)
    humps = np.hstack([gaussians(x, at, broad) for broad in BROAD_EV])
    humps = without(basis, humps / noise[:, None])
    upright = np.where(left @ humps > 0.0, humps, 0.0)
    return gain <= _best_gain(upright, left)


def _best_gain(shapes: FloatArray, left: FloatArray) -> float:
    """Return by how much the best of some shapes lowers chi-square."""
    size = np.maximum(np.sum(shapes**2, axis=0), TINY)
    return float(np.max((left @ shapes) ** 2 / size))
