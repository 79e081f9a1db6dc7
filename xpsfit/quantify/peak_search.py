"""Is there a peak in a region: a question of shape and counting noise, not of area.

At every trial position and width, a Gaussian line is added to a smooth background (a
polynomial of fourth degree and a step) in a stretch of three widths on either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erf
from scipy.stats import norm

import peaklib

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.spectrum import Region

# Significance after all trials, as sigma of one trial (Currie 1968).
DETECTION = 3.29
# Full widths at half maximum that are tried, and those that are part of a background.
FWHM_EV = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.0)
BROAD_EV = (7.0, 10.0, 14.0)
# From this width on, a broad hump may be mistaken for the peak.
LIKE_BROAD_EV = 2.0
# Widths of steps that may be mistaken for a peak, in widths of the peak.
STEPS = (0.4, 0.7, 1.0, 1.5, 2.2)
# A step that does this part of what line and step do together leaves no line.
LIKE_STEP = 0.93
TINY = 1e-12
# Length of the stretch to either side, in widths; steps of the position, in widths.
REACH = 3.0
STEP = 0.25
DEGREE = 4
# Part of what the background leaves unexplained that a peak has to explain.
EXPLAINED = 0.3
# Distance to the library's energy that charging and chemistry may cause.
FARTHEST_EV = 10.0
NEAR_EV = 5.0
# A line below this part of its background may be a loss of another line.
CONTRAST = 0.025
# Lines of a doublet this close are tried together.
CLOSE_EV = 4.0
# Standard deviation and area of a Gaussian line of unit width and height.
SIGMA = 1.0 / (2.0 * np.sqrt(2.0 * np.log(2.0)))
AREA = float(np.sqrt(2.0 * np.pi)) * SIGMA
# Points over which the variance is smoothed, so that noise does not weigh itself.
_SMOOTHED = 9


@dataclass(frozen=True, slots=True)
class PeakFound:
    """The most plausible peak of a core level in its region.

    Attributes
    ----------
    center_ev, fwhm_ev : float
        Of the trial line, measured scale; the major line of a doublet.
    height_cps : float
        Above the smooth background.
    significance : float
        Height over its counting error; in data that scatter more, over that.
    detected : bool
        Whether noise would give that significance, in any of the trials, less often
        than 3.29 sigma in one, and the line is at least 2.5 % of its background.
    area_stderr : float
        Counting error of the trial line's area, counts/s x eV.
    splitting_ev : float
        To the minor line; 0 for a single line or where the region does not hold it.
    """

    center_ev: float
    fwhm_ev: float
    height_cps: float
    significance: float
    detected: bool
    area_stderr: float
    splitting_ev: float


@dataclass(frozen=True, slots=True)
class _Trial:
    """A line that describes its stretch of data better than a background alone."""

    center_ev: float
    fwhm_ev: float
    height_cps: float
    significance: float
    contrast: float


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a level is expected, and its second line."""

    expected_ev: float
    splitting_ev: float
    ratio: float


def find_peak(region: Region, shift_ev: float = 0.0) -> PeakFound | None:
    """Return the peak of a region's core level, detected or not.

    Parameters
    ----------
    region : Region
        Named by its core level.
    shift_ev : float
        Charge shift, added to measured energies.

    Returns
    -------
    PeakFound or None
        The trial of greatest significance, where a distance to the library's energy
        counts against it; None in a region too short for any trial.

    Notes
    -----
    The significance is that of a matched filter: the weighted projection of the data
    on the part of the line that the background cannot imitate. A line counts only if
    it explains 30 % or more of what the smooth background leaves beyond noise; if no
    step alone does 93 % of what line and step do; and, from 2 eV on, if no hump of 7
    to 14 eV does as well.
    """
    line = _line(region, shift_ev)
    energy = region.binding_energy_ev
    sigma = _smooth_noise(region)
    count, trials = 0, []
    for fwhm in FWHM_EV:
        for center in _centers(energy, fwhm, line):
            count += 1
            trial = _try(energy, region.counts_per_s, sigma, (center, fwhm), line)
            if trial is not None:
                trials.append(trial)
    if not trials:
        return None
    needed = float(norm.isf(norm.sf(DETECTION) / count))
    near = trials[int(np.argmax(_plausibility(trials, line)))]
    best = max(
        (t for t in trials if abs(t.center_ev - near.center_ev) <= 0.5 * near.fwhm_ev),
        key=lambda trial: trial.significance,
    )
    last_ev = best.center_ev + line.splitting_ev + 0.5 * best.fwhm_ev
    return PeakFound(
        center_ev=best.center_ev,
        fwhm_ev=best.fwhm_ev,
        height_cps=best.height_cps,
        significance=best.significance,
        detected=best.significance >= needed and best.contrast >= CONTRAST,
        area_stderr=best.height_cps / best.significance * best.fwhm_ev * AREA,
        splitting_ev=line.splitting_ev if last_ev < energy[-1] else 0.0,
    )


def _line(region: Region, shift_ev: float) -> _Line:
    """Return where the level is expected on the measured scale."""
    parent = peaklib.parent_level(region.name)
    pair = peaklib.doublet(parent)
    element = parent.split()[0]
    if pair is None or region.name == f"{element} {pair.minor}":
        expected = peaklib.core_level(region.name).binding_energy_ev
        return _Line(expected - shift_ev, 0.0, 0.0)
    major = peaklib.core_level(f"{element} {pair.major}").binding_energy_ev
    return _Line(major - shift_ev, pair.splitting_ev, pair.branching_ratio)


def _smooth_noise(region: Region) -> FloatArray:
    """Return the noise without its own noise, and as large as the data scatter."""
    half = _SMOOTHED // 2
    padded = np.pad(region.sigma_cps**2, half, mode="reflect")
    variance = np.convolve(padded, np.full(_SMOOTHED, 1.0 / _SMOOTHED), mode="valid")
    second = np.abs(np.diff(region.counts_per_s, 2))
    expected = np.sqrt(variance[:-2] + 4.0 * variance[1:-1] + variance[2:])
    # The lower quartile: the other points may stand on a steep line.
    scatter = float(np.quantile(second / expected, 0.25)) / norm.ppf(0.625)
    return np.asarray(np.sqrt(variance) * max(1.0, scatter))


def _centers(energy: FloatArray, fwhm: float, line: _Line) -> FloatArray:
    """Return the trial positions; at least one width of data lies on either side."""
    low = max(float(energy[0]) + fwhm, line.expected_ev - FARTHEST_EV)
    high = min(float(energy[-1]) - fwhm, line.expected_ev + FARTHEST_EV)
    return np.arange(low, high, STEP * fwhm, dtype=np.float64)


def _try(
    energy: FloatArray,
    rate: FloatArray,
    sigma: FloatArray,
    trial: tuple[float, float],
    line: _Line,
) -> _Trial | None:
    """Return a trial that describes its stretch better than a smooth background."""
    center, fwhm = trial
    second = line.splitting_ev if line.splitting_ev < CLOSE_EV else 0.0
    part = (energy >= center - REACH * fwhm) & (
        energy <= center + second + REACH * fwhm
    )
    x, noise = energy[part], sigma[part]
    if x.size < DEGREE + 6:
        return None
    pair = _gaussians(x, np.array([center, center + second]), fwhm)
    shape = pair @ np.array([1.0, line.ratio if second else 0.0])
    basis = np.linalg.qr(_smooth(x, center, fwhm) / noise[:, None])[0]
    scaled = rate[part] / noise
    left = _without(basis, scaled)
    own = _without(basis, shape / noise)
    length = float(np.linalg.norm(own))
    if length < 1e-6 * float(np.linalg.norm(shape / noise)):
        return None
    significance = float(own @ left) / length
    gain, misfit = significance**2, float(left @ left) - (x.size - DEGREE - 2)
    if significance <= 0.0 or gain < EXPLAINED * misfit:
        return None
    if significance >= DETECTION:
        both = gain + float(basis[:, -1] @ scaled) ** 2
        if _step_gain(x, scaled, noise, basis, fwhm) > LIKE_STEP * both:
            return None
        if fwhm >= LIKE_BROAD_EV and _is_broad(x, noise, basis, left, gain):
            return None
    height = significance / length
    under = float(np.mean(rate[part] - height * shape))
    return _Trial(
        float(center), fwhm, height, significance, height / max(under, 1e-300)
    )


def _smooth(x: FloatArray, center: float, fwhm: float) -> FloatArray:
    """Return polynomial and step as columns."""
    span = 2.0 * (x - x[0]) / (x[-1] - x[0]) - 1.0
    step = _steps(x, np.array([center]), fwhm)
    return np.hstack([np.polynomial.chebyshev.chebvander(span, DEGREE), step])


def _steps(x: FloatArray, at: FloatArray, fwhm: float) -> FloatArray:
    """Return one step per position as columns: the integral of a Gaussian line."""
    return np.asarray(erf((x[:, None] - at) / (fwhm * SIGMA * np.sqrt(2.0))))


def _slow_steps(x: FloatArray, at: FloatArray, fwhm: float) -> FloatArray:
    """Return one step per position as columns: the integral of a Lorentzian line."""
    return np.asarray(np.arctan((x[:, None] - at) / (0.5 * fwhm)))


def _gaussians(x: FloatArray, at: FloatArray, fwhm: float) -> FloatArray:
    """Return one line of unit height per position as columns."""
    return np.asarray(np.exp(-0.5 * ((x[:, None] - at) / (fwhm * SIGMA)) ** 2))


def _without(basis: FloatArray, values: FloatArray) -> FloatArray:
    """Return what the background cannot describe."""
    return np.asarray(values - basis @ (basis.T @ values))


def _step_gain(
    x: FloatArray, scaled: FloatArray, noise: FloatArray, basis: FloatArray, fwhm: float
) -> float:
    """Return by how much one step, anywhere, lowers chi-square."""
    at = np.arange(x[0], x[-1], 0.2 * fwhm)
    steps = np.hstack(
        [
            shape(x, at, factor * fwhm)
            for shape in (_steps, _slow_steps)
            for factor in STEPS
        ]
    )
    polynomial = basis[:, :-1]
    return _best_gain(
        _without(polynomial, steps / noise[:, None]), _without(polynomial, scaled)
    )


def _is_broad(
    x: FloatArray, noise: FloatArray, basis: FloatArray, left: FloatArray, gain: float
) -> bool:
    """Return whether a broad hump lowers chi-square as much as the line."""
    at = np.arange(x[0], x[-1], 1.0)
    humps = np.hstack([_gaussians(x, at, broad) for broad in BROAD_EV])
    return gain <= _best_gain(_without(basis, humps / noise[:, None]), left)


def _best_gain(shapes: FloatArray, left: FloatArray) -> float:
    """Return by how much the best of some shapes lowers chi-square."""
    size = np.maximum(np.sum(shapes**2, axis=0), TINY)
    return float(np.max((left @ shapes) ** 2 / size))


def _plausibility(trials: list[_Trial], line: _Line) -> FloatArray:
    """Return how well each trial serves as the (major) line of the level.

    The significance times a Gaussian of the distance to the library's energy; where
    the doublet is wide, up to twice that for significance at its minor line.
    """
    at = np.array([trial.center_ev for trial in trials])
    z = np.array([trial.significance for trial in trials])
    score = z * np.exp(-0.5 * ((at - line.expected_ev) / NEAR_EV) ** 2)
    if line.splitting_ev >= CLOSE_EV:
        minor = np.abs(at[None, :] - at[:, None] - line.splitting_ev) <= 0.5
        score *= 1.0 + np.max(np.where(minor, z, 0.0), axis=1) / np.max(z)
    return np.asarray(score)
