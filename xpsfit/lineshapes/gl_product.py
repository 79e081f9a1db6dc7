"""The product of a Gaussian and a Lorentzian, CasaXPS ``GL(p)``.

``exp(-4 ln2 (1 - m) u**2) / (1 + 4 m u**2)`` with u in units of a nominal width F that
is *not* the full width at half maximum. Here u = kappa t with t in units of the true
full width, so the curve is ``exp(-a t**2) / (1 + b t**2)`` with
``a = 4 ln2 (1 - m) kappa**2`` and ``b = 4 m kappa**2``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.interpolate import CubicHermiteSpline
from scipy.special import erf, erfcx, owens_t

from xpsfit.lineshapes.forms import StandardForm

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

LN2 = math.log(2.0)

# Below this mixing the closed forms lose digits (they divide by b and multiply by
# exp(a / b)), while the plain quadrature is exact to rounding.
_SMALLEST_CLOSED_MIXING = 0.15
# Half-range in units of 1 / sqrt(a) beyond which exp(-a t**2) < 1e-18.
_GAUSS_RANGE = 6.5
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)
# The area has a square-root singularity at m = 1, where the Gaussian ceases to cut the
# Lorentzian tails: its derivative is infinite there and is taken this far inside.
_LARGEST_SMOOTH_MIXING = 1.0 - 1e-6
# Distance of the nodes of a table in full widths, and where their number is limited.
_SPACING, _LARGEST_TABULATED_MIXING = 0.002, 0.9


@dataclass(frozen=True, slots=True)
class GLCurve:
    """``exp(-a t**2) / (1 + b t**2)`` of one mixing: a, b, half its area, all by m."""

    mixing: float
    a: float
    b: float
    a_by_m: float
    b_by_m: float
    half_area: float
    half_area_by_m: float


def gl_product(
    t: FloatArray,
    mixing: float,
    /,
    *,
    integral: bool = True,
    by_shape: bool = False,
) -> StandardForm:
    """Return the unit Gaussian-Lorentzian product in terms of its true full width.

    Parameters
    ----------
    t : FloatArray
        Energy minus center over the true full width at half maximum.
    mixing : float
        m, 0 (Gaussian) to 1 (Lorentzian). CasaXPS ``GL(30)`` is 0.30.
    integral, by_shape : bool
        Whether to evaluate the running integral and the derivatives by `mixing`.

    Returns
    -------
    StandardForm
        At m = 1 the derivatives by m are infinite and those at m = 1 - 1e-6 stand in.

    Notes
    -----
    The true width over the nominal one, kappa, solves
    ``ln2 (1 - m) kappa**2 + ln(1 + m kappa**2) = ln2``. The area is
    ``(pi / sqrt(b)) exp(q) erfc(sqrt(q))`` with ``q = a / b``, and the integral from
    0 to t is ``(2 pi / sqrt(b)) exp(q) T(sqrt(2 q), sqrt(b) t)``, where T is Owen's
    function. Where no derivatives are asked for, it is tabulated once per m.

    References
    ----------
    D. B. Owen, Ann. Math. Stat. 27 (1956) 1075, doi 10.1214/aoms/1177728074.

    Examples
    --------
    >>> import numpy as np
    >>> round(true_width(0.3), 4), round(area_factor(0.3), 4)
    (0.9614, 1.042)
    >>> gl_product(np.array([0.0]), 0.3).integral.tolist()
    [0.5]
    """
    c = _coefficients(float(mixing))
    square = t * t
    lorentz = 1.0 / (1.0 + c.b * square)
    density = np.exp(-c.a * square) * lorentz / (2.0 * c.half_area)
    slope = -2.0 * t * (c.a + c.b * lorentz) * density
    running: FloatArray | None = None
    density_by_shape: tuple[FloatArray, ...] = ()
    running_by_shape: tuple[FloatArray, ...] = ()
    if integral and not by_shape and c.mixing <= _LARGEST_TABULATED_MIXING:
        table, reach = _tabulated(c.mixing)
        running = np.asarray(table(np.clip(t, -reach, reach)))
    elif integral:
        running = 0.5 + integral_from_center(t, c) / (2.0 * c.half_area)
    if by_shape:
        c = _coefficients(min(float(mixing), _LARGEST_SMOOTH_MIXING))
        relative = -square * (c.a_by_m + c.b_by_m * lorentz)
        density_by_shape = (density * (relative - c.half_area_by_m / c.half_area),)
    if integral and by_shape:
        part = integral_from_center(t, c)
        part_by_m = integral_from_center_by_m(t, part, c)
        whole = part_by_m - part * c.half_area_by_m / c.half_area
        running_by_shape = (whole / (2.0 * c.half_area),)
    return StandardForm(density, slope, running, density_by_shape, running_by_shape)


def true_width(mixing: float) -> float:
    """Return the true full width over the nominal width F, for m = `mixing`."""
    return math.sqrt(_squared_width(mixing))


def area_factor(mixing: float) -> float:
    """Return the area over height x nominal width F, for m = `mixing`."""
    return 2.0 * _coefficients(float(mixing)).half_area * true_width(mixing)


def _squared_width(mixing: float) -> float:
    """Return kappa**2; Newton's method climbs to it from below, as it is concave."""
    m, x = mixing, 0.9
    for _ in range(8):
        value = LN2 * (1.0 - m) * x + math.log1p(m * x) - LN2
        x -= value / (LN2 * (1.0 - m) + m / (1.0 + m * x))
    return x


@lru_cache(maxsize=1024)
def _coefficients(mixing: float) -> GLCurve:
    """Return the numbers of one mixing."""
    m = mixing
    x = _squared_width(m)
    x_by_m = (LN2 * x - x / (1.0 + m * x)) / (LN2 * (1.0 - m) + m / (1.0 + m * x))
    return _curve(m, x, x_by_m)


@lru_cache(maxsize=256)
def nominal_curve(mixing: float, *, smooth: bool = False) -> GLCurve:
    """Return the curve in units of the nominal width F, with u for t.

    Parameters
    ----------
    mixing : float
    smooth : bool
        Whether to step back from m = 1, where the area has an infinite derivative.
    """
    m = min(float(mixing), _LARGEST_SMOOTH_MIXING) if smooth else float(mixing)
    return _curve(m, 1.0, 0.0)


def _curve(m: float, x: float, x_by_m: float) -> GLCurve:
    """Return the curve in units in which the nominal width is ``1 / sqrt(x)``."""
    a, b = 4.0 * LN2 * (1.0 - m) * x, 4.0 * m * x
    a_by_m = 4.0 * LN2 * ((1.0 - m) * x_by_m - x)
    b_by_m = 4.0 * (x + m * x_by_m)
    if m < _SMALLEST_CLOSED_MIXING:
        end = np.array(_GAUSS_RANGE / math.sqrt(a))
        half = float(_by_quadrature(end, a, b))
        by_a, by_b = (float(d) for d in _by_quadrature_derivatives(end, a, b))
    else:
        half = 0.5 * math.pi / math.sqrt(b) * float(erfcx(math.sqrt(a / b)))
        gauss = 0.5 * math.sqrt(math.pi / a) if a > 0.0 else math.inf
        by_a = (half - gauss) / b
        by_b = -(half + 2.0 * a * by_a) / (2.0 * b) if a > 0.0 else 0.0
    return GLCurve(m, a, b, a_by_m, b_by_m, half, by_a * a_by_m + by_b * b_by_m)


@lru_cache(maxsize=64)
def _tabulated(mixing: float) -> tuple[CubicHermiteSpline, float]:
    """Return the running integral between nodes, and how far from 0 they reach.

    A fit asks for the integral of one mixing thousands of times. The cubic through
    exact values and slopes is off by less than ``h**4 / 384`` times the largest third
    derivative of the curve (de Boor, A Practical Guide to Splines, 2001): 1e-12.
    """
    c = _coefficients(mixing)
    reach = _GAUSS_RANGE / math.sqrt(c.a)
    t = np.linspace(-reach, reach, 2 * math.ceil(reach / _SPACING) + 1)
    whole = 0.5 + integral_from_center(t, c) / (2.0 * c.half_area)
    slope = np.exp(-c.a * t * t) / (1.0 + c.b * t * t) / (2.0 * c.half_area)
    return CubicHermiteSpline(t, whole, slope), reach


def integral_from_center(t: FloatArray, c: GLCurve) -> FloatArray:
    """Return the integral of the curve of unit height from 0 to t."""
    if c.mixing < _SMALLEST_CLOSED_MIXING:
        return _by_quadrature(t, c.a, c.b)
    q, root = c.a / c.b, math.sqrt(c.b)
    owen = owens_t(math.sqrt(2.0 * q), root * t)
    return np.asarray(2.0 * math.pi / root * math.exp(q) * owen)


def integral_from_center_by_m(
    t: FloatArray, part: FloatArray, c: GLCurve
) -> FloatArray:
    """Return the derivative of the partial integral `part` by the mixing.

    With L = 1 / (1 + b t**2), the derivative by a follows from ``t**2 L = (1 - L) / b``
    and the one by b from the scaling of t, ``I = t f(t) - 2 a I_a - 2 b I_b``.
    """
    if c.mixing < _SMALLEST_CLOSED_MIXING:
        by_a, by_b = _by_quadrature_derivatives(t, c.a, c.b)
    else:
        root = math.sqrt(c.a)
        by_a = (part - 0.5 * math.sqrt(math.pi) / root * erf(root * t)) / c.b
        edge = t * np.exp(-c.a * t * t) / (1.0 + c.b * t * t)
        by_b = (edge - part - 2.0 * c.a * by_a) / (2.0 * c.b)
    return by_a * c.a_by_m + by_b * c.b_by_m


def _nodes_to(t: FloatArray, a: float) -> tuple[FloatArray, FloatArray]:
    """Return squared abscissas and weights from 0 to t, on a new last axis."""
    end = np.clip(t, -_GAUSS_RANGE / math.sqrt(a), _GAUSS_RANGE / math.sqrt(a))
    half = 0.5 * end[..., np.newaxis]
    return np.square(half * (1.0 + _NODES)), half * _WEIGHTS


def _by_quadrature(t: FloatArray, a: float, b: float) -> FloatArray:
    """Return the integral from 0 to t of the curve, by 32-point Gauss-Legendre."""
    square, weight = _nodes_to(t, a)
    return np.asarray(
        np.sum(weight * np.exp(-a * square) / (1.0 + b * square), axis=-1)
    )


def _by_quadrature_derivatives(
    t: FloatArray, a: float, b: float
) -> tuple[FloatArray, FloatArray]:
    """Return the derivatives of that integral by a and b."""
    square, weight = _nodes_to(t, a)
    lorentz = 1.0 / (1.0 + b * square)
    by_a = -weight * square * np.exp(-a * square) * lorentz
    return np.sum(by_a, axis=-1), np.sum(by_a * lorentz, axis=-1)
