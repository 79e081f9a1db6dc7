"""From a bare line and its Gaussian to a line of unit width with its maximum at zero.

A model states the true full width w of the broadened line and the full width g of its
Gaussian. How wide the bare line is then has to be solved for, together with the
position of the maximum and of both half-height points: four equations for Newton's
method. Their derivatives by the shape parameters follow from the same four equations
(implicit functions), so that the standard form has exact derivatives.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from xpsfit.lineshapes.broadening import SIGMA_OF_FWHM, BareLine, broadened

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

# Gaussian over bare full width. Below, the Gaussian does nothing to a smooth line, and
# nothing but move the maximum of one with a kink. Above, the bare line is a hair in the
# Gaussian whose width means nothing.
SMALLEST_GAUSS, SMALLEST_AT_KINK = 1e-4, 1e-6
LARGEST_GAUSS = 20.0
_MOST_STEPS = 60
# Newton's error after a step is about the square of the step, relative to the width.
_LAST_STEP = 3e-4
# Full width of a Voigt line after Olivero and Longbothum (doi
# 10.1016/0022-4073(77)90161-3): 0.5346 L + sqrt(0.2166 L**2 + G**2).
_LINEAR, _ROOT = 0.5346, 0.2166


class StartingLine(BareLine, Protocol):
    """A bare line that also knows about where its half-height points lie."""

    @property
    def smoothness(self) -> float:
        """Return over what length the line is smooth; 0 with a kink."""
        ...

    @property
    def half_widths(self) -> tuple[float, float]:
        """Return about how far below and above 0 the bare line falls to one half."""
        ...

    @property
    def gauss_excess(self) -> float:
        """Return about how much wider than its Gaussian the line is, for a wide one."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where a broadened line has its maximum and how wide it is.

    All in the unit of the bare line, with derivatives by the parameters of the bare
    line and, last, by the Gaussian's share of the full width.
    """

    sigma: float
    sigma_by: FloatArray
    maximum: float
    maximum_by: FloatArray
    fwhm: float
    fwhm_by: FloatArray


@dataclass(slots=True)
class _Trial:
    """The trial point of Newton's method, in units of the Gaussian's full width."""

    points: FloatArray
    inverse_gauss: float


def placed(bare: StartingLine, share: float) -> Placement:
    """Return width and maximum of a line whose Gaussian is `share` of its full width.

    Parameters
    ----------
    bare : StartingLine
    share : float
        Full width of the Gaussian over that of the whole line, 0 or more. A share that
        the line cannot have, because even the widest Gaussian considered leaves it
        wider, is taken for the largest it can have; its derivatives are zero there.

    Returns
    -------
    Placement
    """
    low, high = bare.half_widths
    bare_width = low + high
    narrow = 1.0 / (LARGEST_GAUSS * bare_width)
    smallest = SMALLEST_GAUSS if bare.smoothness else SMALLEST_AT_KINK
    wide = 1.0 / (smallest * bare_width)
    wanted = 1.0 / max(share, 1e-9)
    trial = _first(bare, wanted, narrow, wide)
    for _ in range(_MOST_STEPS):
        if _improve(bare, trial, wanted, narrow, wide) < _LAST_STEP:
            break
    return _differentiated(bare, trial, share, narrow, wide)


@lru_cache(maxsize=256)
def widest_share(bare: StartingLine) -> float:
    """Return the largest share of the full width that the Gaussian can have."""
    place = placed(bare, math.inf)
    return place.sigma / SIGMA_OF_FWHM / place.fwhm


def _first(bare: StartingLine, wanted: float, narrow: float, wide: float) -> _Trial:
    """Return a first guess, as if both parts added like those of a Voigt line."""
    low, high = bare.half_widths
    excess = 1.0 + bare.gauss_excess

    def half(lorentz: float) -> float:
        root = math.sqrt(_ROOT * lorentz**2 + excess**2)
        return 0.5 * (_LINEAR * lorentz + root)

    # The Lorentz width that makes the whole as wide as wanted.
    linear, rest = _LINEAR * wanted, wanted**2 - excess**2
    difference = _LINEAR**2 - _ROOT
    root = math.sqrt(max(linear**2 - difference * rest, 0.0))
    inverse = min(max(rest / (linear + root) / (low + high), narrow), wide)
    below, above = half(2.0 * low * inverse), half(2.0 * high * inverse)
    return _Trial(np.array([-below, 0.0, above]), inverse)


def _improve(
    bare: StartingLine, trial: _Trial, wanted: float, narrow: float, wide: float
) -> float:
    """Take one step of Newton's method; return its size relative to the width."""
    s = 1.0 / trial.inverse_gauss
    sigma = SIGMA_OF_FWHM * s
    x = trial.points * s
    f, f1, f2, f3 = broadened(bare, x, sigma, 4, by_parameter=False)[:, 0]
    # By the heat equation s df/ds = sigma**2 f2; at fixed trial.points x grows with s.
    by_log_s = f1 * x + sigma**2 * f2
    slope_by_log_s = (f2[1] * x[1] + sigma**2 * f3[1]) / (s * min(f2[1], -1e-300))
    off = (f[::2] - 0.5 * f[1]) / (s * f1[::2])
    turn = (by_log_s[::2] - 0.5 * by_log_s[1]) / f1[::2]
    width = trial.points[2] - trial.points[0]
    # A Gaussian that hides the bare line hardly answers: no step is above a factor 2.
    before = trial.inverse_gauss
    missing = wanted - width + off[1] - off[0]
    change = missing / max(turn[1] - turn[0], 1e-3 / before)
    inverse = min(max(before + change, 0.5 * before), 2.0 * before)
    inverse = min(max(inverse, narrow), wide)
    change = inverse - trial.inverse_gauss
    move = np.empty(3)
    move[::2] = -off + turn * change
    move[1] = -f1[1] / (s * min(f2[1], -1e-300)) + slope_by_log_s * s * change
    room = 0.5 * min(
        trial.points[1] - trial.points[0], trial.points[2] - trial.points[1]
    )
    move = np.clip(move, -room, room)
    trial.points = trial.points + move
    trial.inverse_gauss = inverse
    # With a narrow Gaussian the top of an asymmetric line is as sharp as that.
    size = max(np.abs(move).max() / width, abs(move[1]), abs(change) * s)
    return float(size)


def _differentiated(
    bare: StartingLine, trial: _Trial, share: float, narrow: float, wide: float
) -> Placement:
    """Return the placement of a solved trial, with its derivatives."""
    s = 1.0 / trial.inverse_gauss
    sigma = SIGMA_OF_FWHM * s
    x = trial.points * s
    m = broadened(bare, x, sigma, 4, by_parameter=True)
    # Rows: the parameters of the bare line, then s.
    value_by = np.vstack([m[0, 1:], SIGMA_OF_FWHM * sigma * m[2, 0]])
    slope_by = np.vstack([m[1, 1:], SIGMA_OF_FWHM * sigma * m[3, 0]])
    f, f1, f2 = m[:3, 0]
    maximum = x[1] - f1[1] / f2[1]
    edge = x[::2] - (f[::2] - 0.5 * f[1]) / f1[::2]
    maximum_by = -slope_by[:, 1] / f2[1]
    edge_by = -(value_by[:, ::2] - 0.5 * value_by[:, 1:2]) / f1[::2]
    fwhm, fwhm_by = edge[1] - edge[0], edge_by[:, 1] - edge_by[:, 0]
    # s = share fwhm(parameters, s) ties s to the parameters and the share.
    s_by = np.zeros(fwhm_by.size)
    rest = 1.0 - s / fwhm * fwhm_by[-1]
    if narrow < trial.inverse_gauss < wide:
        last = (share * fwhm - s) / rest
        s += last
        maximum += last * maximum_by[-1]
        fwhm += last * fwhm_by[-1]
    if narrow < trial.inverse_gauss:
        s_by[:-1] = s / fwhm * fwhm_by[:-1] / rest
        s_by[-1] = fwhm / rest
    shrunk = share * fwhm / s if trial.inverse_gauss >= wide else 1.0
    fall = np.append(np.ones(s_by.size - 1), shrunk)
    # A narrow Gaussian moves the maximum of a kink in proportion to its width.
    if bare.smoothness == 0.0:
        maximum *= shrunk
        top = np.append(np.full(s_by.size - 1, shrunk), 1.0)
    else:
        top = fall

    def total(by: FloatArray) -> FloatArray:
        return np.asarray(np.append(by[:-1], 0.0) + by[-1] * s_by)

    return Placement(
        SIGMA_OF_FWHM * s,
        SIGMA_OF_FWHM * s_by * fall,
        float(maximum),
        total(maximum_by) * top,
        float(fwhm),
        total(fwhm_by) * fall,
    )
