"""The Voigt line: a Lorentzian broadened by a Gaussian."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.interpolate import CubicHermiteSpline
from scipy.special import wofz

from xpsfit.lineshapes.forms import StandardForm

if TYPE_CHECKING:
    from scipy.interpolate import PPoly

    from xpsfit.arrays import FloatArray

ComplexArray = npt.NDArray[np.complex128]

_SIGMA_OF_FWHM = 1.0 / math.sqrt(8.0 * math.log(2.0))
# From this many sigma on, the asymptotic series is exact to rounding and the recurrence
# for the derivatives of w(z) loses digits.
_FAR_SIGMAS = 17.0
_SERIES_TERMS = 14
# Knots of the running integral for t from 0 to infinity. Its error falls with their
# fourth power; with these it stays under 1e-11 for every lorentz_fraction.
_KNOTS = 513


@dataclass(frozen=True, slots=True)
class _Widths:
    """Gauss sigma and Lorentz half width of a line of unit full width, with d/dr."""

    sigma: float
    gamma: float
    sigma_by_r: float
    gamma_by_r: float


def voigt(
    t: FloatArray,
    lorentz_fraction: float,
    /,
    *,
    integral: bool = True,
    by_shape: bool = False,
) -> StandardForm:
    """Return the unit Voigt profile in terms of its exact full width.

    Parameters
    ----------
    t : FloatArray
        Energy minus center over the full width at half maximum of the whole line.
    lorentz_fraction : float
        r = fL / (fL + fG), from the full widths of the two parts; 0 is the Gaussian,
        1 the Lorentzian.
    integral, by_shape : bool
        Whether to evaluate the running integral and the derivatives by r.

    Returns
    -------
    StandardForm

    Notes
    -----
    The profile is ``Re W`` with ``W = w(z) / (sigma sqrt(2 pi))``,
    ``z = (t + i gamma) / (sigma sqrt(2))`` and the Faddeeva function w. The full width
    is solved for on the profile itself; the formula of Olivero and Longbothum, which is
    0.024 % off at worst, only starts the search. As
    ``dW/dgamma = i W'`` and ``dW/dsigma = sigma W''``, the derivatives by r of profile
    and running integral are closed expressions in W, W' and W''. The running integral
    itself is no elementary function: it is integrated once per r, in the angle
    ``2 atan(t)`` that keeps the tails, and tabulated.

    References
    ----------
    B. H. Armstrong, J. Quant. Spectrosc. Radiat. Transfer 7 (1967) 61.
    J. J. Olivero and R. L. Longbothum, J. Quant. Spectrosc. Radiat. Transfer 17
    (1977) 233, doi 10.1016/0022-4073(77)90161-3.

    Examples
    --------
    >>> import numpy as np
    >>> line = voigt(np.array([0.0, 0.5]), 0.2)
    >>> round(float(line.density[1] / line.density[0]), 12)
    0.5
    """
    r = float(lorentz_fraction)
    widths = _widths(r)
    w0, w1, w2 = _faddeeva(t, widths.sigma, widths.gamma)
    by_r: tuple[FloatArray, ...] = ()
    integral_by_r: tuple[FloatArray, ...] = ()
    if by_shape:
        gauss = widths.sigma * widths.sigma_by_r
        by_r = (gauss * w2.real - widths.gamma_by_r * w1.imag,)
        if integral:
            integral_by_r = (gauss * w1.real - widths.gamma_by_r * w0.imag,)
    return StandardForm(
        w0.real, w1.real, _running(r, t) if integral else None, by_r, integral_by_r
    )


def _faddeeva(t: FloatArray, sigma: float, gamma: float) -> ComplexArray:
    """Return W, W' and W'' at t, shape (3, ...); Re W is the profile."""
    p = np.asarray(t + 1j * gamma)
    far = np.abs(p) > _FAR_SIGMAS * sigma
    result = np.empty((3, *p.shape), dtype=np.complex128)
    result[:, far] = _far_faddeeva(p[far], sigma)
    if not far.all():
        result[:, ~far] = _near_faddeeva(p[~far], sigma)
    return result


def _near_faddeeva(p: ComplexArray, sigma: float) -> ComplexArray:
    """Return W, W' and W'' from w(z) and ``w' = 2i / sqrt(pi) - 2 z w``."""
    scale = 1.0 / (sigma * math.sqrt(2.0))
    z = p * scale
    w = wofz(z)
    first = 2j / math.sqrt(math.pi) - 2.0 * z * w
    second = -2.0 * (w + z * first)
    unit = scale / math.sqrt(math.pi)
    return np.stack([unit * w, unit * scale * first, unit * scale**2 * second])


def _far_faddeeva(p: ComplexArray, sigma: float) -> ComplexArray:
    """Return W, W' and W'' from ``(i / pi p) sum (2n - 1)!! (sigma / p)**(2n)``."""
    x = (sigma / p) ** 2
    w0, w1, w2 = (np.zeros_like(p) for _ in range(3))
    term = np.ones_like(p)
    for n in range(_SERIES_TERMS):
        w0 += term
        w1 -= (2 * n + 1) * term
        w2 += (2 * n + 1) * (2 * n + 2) * term
        term *= (2 * n + 1) * x
    lead = 1j / (math.pi * p)
    return np.stack([lead * w0, lead / p * w1, lead / p**2 * w2])


@lru_cache(maxsize=1024)
def _widths(r: float) -> _Widths:
    """Return the widths of both parts when the whole has unit full width.

    The parts are scaled to fG + fL = 1 first, where the half width h solves
    ``2 Re W(h) = Re W(0)``; its derivative by r follows from that condition.
    """
    sigma, gamma = (1.0 - r) * _SIGMA_OF_FWHM, 0.5 * r
    half = 0.5 * (0.5346 * r + math.sqrt(0.2166 * r * r + (1.0 - r) ** 2))
    for _ in range(4):
        w0, w1, w2 = _faddeeva(np.array([0.0, half]), sigma, gamma)
        half -= float((w0[1].real - 0.5 * w0[0].real) / w1[1].real)
    by_r = -sigma * _SIGMA_OF_FWHM * w2.real - 0.5 * w1.imag
    half_by_r = -float((by_r[1] - 0.5 * by_r[0]) / w1[1].real)
    scale, scale_by_r = 0.5 / half, -0.5 * half_by_r / half**2
    return _Widths(
        sigma * scale,
        gamma * scale,
        sigma * scale_by_r - _SIGMA_OF_FWHM * scale,
        gamma * scale_by_r + 0.5 * scale,
    )


def _running(r: float, t: FloatArray) -> FloatArray:
    """Return the running integral, one half plus an odd function of t."""
    return np.asarray(0.5 + np.copysign(_table(r)(2.0 * np.arctan(np.abs(t))), t))


@lru_cache(maxsize=256)
def _table(r: float) -> PPoly:
    """Return the integral from 0 to t as a piecewise quartic in ``2 atan(t)``.

    With ``t = tan(angle / 2)`` the integrand ``phi(t) dt/dangle`` is smooth and stays
    finite up to infinite t, where a Lorentzian tail contributes gamma / (2 pi).
    """
    widths = _widths(r)
    angle = np.linspace(0.0, math.pi, _KNOTS)
    t = np.tan(0.5 * angle[:-1])
    w0, w1, _ = _faddeeva(t, widths.sigma, widths.gamma)
    stretch = 0.5 * (1.0 + t * t)
    value = np.append(w0.real * stretch, 0.5 * widths.gamma / math.pi)
    slope = np.append((w1.real * stretch + w0.real * t) * stretch, 0.0)
    return CubicHermiteSpline(angle, value, slope).antiderivative()
