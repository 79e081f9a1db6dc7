"""Is there a peak in a region: a question of shape and counting noise, not of area.

At every trial position and width, a Gaussian line is added to a smooth background (a
polynomial of fourth degree and a step) in a stretch of three widths on either side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

import peaklib
from xpsfit.quantify.rivals import (
    SIGMA,
    gaussians,
    is_broad,
    step_gain,
    steps,
    without,
)
from xpsfit.scatter import scatter_ratio

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.spectrum import Region

# Significance after all trials, as sigma of one trial (Currie 1968).
DETECTION = 3.29
# Full widths at half maximum that are tried.
FWHM_EV = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.0)
# From this width on, a broad hump may be mistaken for the peak.
LIKE_BROAD_EV = 2.0
# A step that does this part of what line and step do together leaves no line, unless
# chi-square is still this much worse without it (5 sigma).
LIKE_STEP = 0.93
LEFT_BY_STEP = 25.0
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
# From this splitting on, the minor line speaks for the major one by itself.
WIDE_EV = 4.0
# A dip this many times as significant as the peak beside it is what is there.
DIP = 2.0
# Area of a Gaussian line of unit width and height.
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
        counts against it; None in a region too short for any trial, and
        where a dip beside the peak is twice as significant.

    Notes
    -----
    The significance is that of a matched filter: the weighted projection of the data
    on the part of the line that the background cannot imitate. A line counts only if
    it explains 30 % or more of what the smooth background leaves beyond noise; if no
    step alone comes within 7 % of what line and step gain together, or within 25 of
    their chi-square where that is less; and, from 2 eV on, if no hump of 7
    to 14 eV does as well.
    """
    line = _line(region, shift_ev)
    energy = region.binding_energy_ev
    sigma = _smooth_noise(region)
    count, trials, dips = 0, list[_Trial](), list[_Trial]()
    for fwhm in FWHM_EV:
        for center in _centers(energy, fwhm, line):
            count += 1
            trial = _try(energy, region.counts_per_s, sigma, (center, fwhm), line)
            if trial is not None:
                (trials if trial.significance > 0.0 else dips).append(trial)
    if not trials:
        return None
    needed = float(norm.isf(norm.sf(DETECTION) / count))
    near = trials[int(np.argmax(_plausibility(trials, line)))]
    best = max(
        (t for t in trials if abs(t.center_ev - near.center_ev) <= 0.5 * near.fwhm_ev),
        key=lambda trial: trial.significance,
    )
    if _is_beside_dip(best, dips):
        return None
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


def _is_beside_dip(best: _Trial, dips: list[_Trial]) -> bool:
    """Return whether a peak is but the rim of a dip."""
    return any(
        dip.significance < -DIP * best.significance
        and abs(dip.center_ev - best.center_ev) <= REACH * best.fwhm_ev
        for dip in dips
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
    scatter = scatter_ratio(region.counts_per_s, variance)
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
    second = line.splitting_ev if line.splitting_ev <= REACH * fwhm else 0.0
    part = (energy >= center - REACH * fwhm) & (
        energy <= center + second + REACH * fwhm
    )
    x, noise = energy[part], sigma[part]
    if x.size < DEGREE + 6:
        return None
    pair = gaussians(x, np.array([center, center + second]), fwhm)
    shape = pair @ np.array([1.0, line.ratio if second else 0.0])
    basis = np.linalg.qr(_smooth(x, center, fwhm) / noise[:, None])[0]
    scaled = rate[part] / noise
    left = without(basis, scaled)
    own = without(basis, shape / noise)
    length = float(np.linalg.norm(own))
    if length < 1e-6 * float(np.linalg.norm(shape / noise)):
        return None
    significance = float(own @ left) / length
    gain, misfit = significance**2, float(left @ left) - (x.size - DEGREE - 2)
    if gain < EXPLAINED * misfit:
        return None
    if significance >= DETECTION:
        both = gain + float(basis[:, -1] @ scaled) ** 2
        rival = step_gain(x, scaled, noise, basis, fwhm)
        if both - rival < min((1.0 - LIKE_STEP) * both, LEFT_BY_STEP):
            return None
        if fwhm >= LIKE_BROAD_EV and is_broad(x, noise, basis, left, gain):
            return None
    height = significance / length
    under = float(np.mean(rate[part] - height * shape))
    return _Trial(
        float(center), fwhm, height, significance, height / max(under, 1e-300)
    )


def _smooth(x: FloatArray, center: float, fwhm: float) -> FloatArray:
    """Return polynomial and step as columns."""
    span = 2.0 * (x - x[0]) / (x[-1] - x[0]) - 1.0
    step = steps(x, np.array([center]), fwhm)
    return np.hstack([np.polynomial.chebyshev.chebvander(span, DEGREE), step])


def _plausibility(trials: list[_Trial], line: _Line) -> FloatArray:
    """Return how well each trial serves as the (major) line of the level.

    The significance times a Gaussian of the distance to the library's energy; where
    the doublet is wide, up to twice that for significance at its minor line.
    """
    at = np.array([trial.center_ev for trial in trials])
    z = np.array([trial.significance for trial in trials])
    score = z * np.exp(-0.5 * ((at - line.expected_ev) / NEAR_EV) ** 2)
    if line.splitting_ev >= WIDE_EV:
        minor = np.abs(at[None, :] - at[:, None] - line.splitting_ev) <= 0.5
        score *= 1.0 + np.max(np.where(minor, z, 0.0), axis=1) / np.max(z)
    return np.asarray(score)
