"""The Gaussian-Lorentzian product with an exponential tail, as Avantage draws it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes.forms import StandardForm
from xpsfit.lineshapes.gl_product import (
    GLCurve,
    integral_from_center,
    integral_from_center_by_m,
    nominal_curve,
    true_width,
)
from xpsfit.lineshapes.hermite import QuinticTable

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

# Where exp(-tail_exponent u) is below 1e-15.
_DECAYED = 35.0
_SCALE = 0.35
_STEP = 0.08
_NEWTON_STEPS = 40


@dataclass(frozen=True, slots=True, eq=False)
class _Unit:
    """Full width and area in units of the nominal width, with their derivatives."""

    fwhm: float
    fwhm_by: FloatArray
    area: float
    area_by: FloatArray


def gl_tail(
    t: FloatArray,
    mixing: float,
    tail_height: float,
    tail_exponent: float,
    /,
    *,
    integral: bool = True,
    by_shape: bool = False,
) -> StandardForm:
    """Return the unit form of a Gaussian-Lorentzian product with exponential tail.

    Parameters
    ----------
    t : FloatArray
        Energy minus position of the maximum over the true full width at half maximum
        of the whole line; the tail points to t > 0, high binding energy.
    mixing : float
        m of the Gaussian-Lorentzian product, as in `gl_product`.
    tail_height, tail_exponent : float
        h and e of the tail. A height of 0 leaves `gl_product`.
    integral, by_shape : bool
        Whether to evaluate the running integral and the derivatives by `mixing`,
        `tail_height` and `tail_exponent`.

    Returns
    -------
    StandardForm

    Notes
    -----
    With ``u = (E - E0) / F``, F the nominal width and g the product, the line is g on
    the low side and ``g + (1 - g) h exp(-e u)`` on the high side. The form was read off
    curves that Avantage exports, which it meets within 0.006 % of the height; Avantage
    lists E0, F, m, h and e. E0 is the maximum for h below 1. The true width is half
    that of the product plus the u where the high side falls to one half.

    Examples
    --------
    >>> import numpy as np
    >>> line = gl_tail(np.array([-2.0, 0.0, 2.0]), 0.3, 0.1, 0.2)
    >>> (line.density / line.density[1]).round(3).tolist()
    [0.0, 1.0, 0.067]
    """
    m, h, e = float(mixing), float(tail_height), float(tail_exponent)
    unit = _unit(m, h, e)
    u = unit.fwhm * t
    value, slope, by_u = _height_one(u, nominal_curve(m), h, e, by_shape)
    density = value * (unit.fwhm / unit.area)
    rise = slope * (unit.fwhm**2 / unit.area)
    growth = unit.area_by / unit.area
    by: tuple[FloatArray, ...] = ()
    if by_shape:
        own = by_u + np.multiply.outer(unit.fwhm_by, t * slope)
        own *= unit.fwhm / unit.area
        by = tuple(own + np.multiply.outer(unit.fwhm_by / unit.fwhm - growth, density))
    if not integral:
        return StandardForm(density, rise, None, by)
    below, below_by_u = _running(u, m, h, e, by_shape)
    running = below / unit.area
    if not by_shape:
        return StandardForm(density, rise, running)
    own = below_by_u + np.multiply.outer(unit.fwhm_by, t * value)
    own /= unit.area
    by_running = tuple(own - np.multiply.outer(growth, running))
    return StandardForm(density, rise, running, by, by_running)


def _height_one(
    u: FloatArray, curve: GLCurve, h: float, e: float, by_shape: bool
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the line of height 1, its slope, and derivatives by m, h and e at u."""
    decay = np.where(u > 0.0, np.exp(-e * np.maximum(u, 0.0)), 0.0)
    square = u * u
    lorentz = 1.0 / (1.0 + curve.b * square)
    g = np.exp(-curve.a * square) * lorentz
    tail = (1.0 - g) * decay
    g_slope = -2.0 * u * (curve.a + curve.b * lorentz) * g
    slope = g_slope * (1.0 - h * decay) - h * e * tail
    if not by_shape:
        return g + h * tail, slope, np.empty((0, *u.shape))
    g_by_m = -square * (curve.a_by_m + curve.b_by_m * lorentz) * g
    by = np.stack([g_by_m * (1.0 - h * decay), tail, -h * u * tail])
    return g + h * tail, slope, by


def _running(
    u: FloatArray, m: float, h: float, e: float, by_shape: bool
) -> tuple[FloatArray, FloatArray]:
    """Return the integral up to u of the line of height 1, and its derivatives."""
    curve = nominal_curve(m)
    tail, tail_by_m, tail_by_e = _tail_integrals(u, m, e)
    below = curve.half_area + integral_from_center(u, curve) + h * tail
    if not by_shape:
        return below, np.empty((0, *u.shape))
    smooth = nominal_curve(m, smooth=True)
    part = integral_from_center(u, smooth)
    by_m = integral_from_center_by_m(u, part, smooth) + smooth.half_area_by_m
    return below, np.stack([by_m + h * tail_by_m, tail, h * tail_by_e])


def _tail_integrals(u: FloatArray, m: float, e: float) -> FloatArray:
    """Return the integral of ``(1 - g) exp(-e u)`` from 0 to u, also by m and e."""
    table = _product_table(m, e)
    end = table.knots[-1]
    products = table.integrals(np.clip(u, 0.0, end).ravel())
    far = np.maximum(u, 0.0).ravel()
    lost = -np.expm1(-e * far) / e
    result = -products
    result[0] += lost
    result[2] += (far * np.exp(-e * far) - lost) / e
    return result.reshape(3, *u.shape)


@lru_cache(maxsize=128)
def _product_table(m: float, e: float) -> QuinticTable:
    """Return ``g exp(-e u)`` and its derivatives by m and e, for u from 0 on."""
    curve = nominal_curve(m)
    a, b = curve.a, curve.b
    end = np.arcsinh(_DECAYED / (e * _SCALE))
    u = _SCALE * np.sinh(np.linspace(0.0, end, int(end / _STEP) + 2))
    lorentz = 1.0 / (1.0 + b * u * u)
    lorentz_1 = -2.0 * b * u * lorentz**2
    lorentz_2 = -2.0 * b * lorentz**2 + 8.0 * (b * u) ** 2 * lorentz**3
    # g exp(-e u) has the logarithmic slope r, and d g / dm is q g.
    r = -2.0 * u * (a + b * lorentz) - e
    r_1 = -2.0 * (a + b * lorentz + b * u * lorentz_1)
    n = curve.a_by_m + curve.b_by_m * lorentz
    q = -u * u * n
    q_1 = -2.0 * u * n - u * u * curve.b_by_m * lorentz_1
    q_2 = -2.0 * n - curve.b_by_m * (4.0 * u * lorentz_1 + u * u * lorentz_2)
    y = np.exp(-a * u * u - e * u) * lorentz
    y_1, y_2 = r * y, (r_1 + r * r) * y
    return QuinticTable(
        u,
        np.stack([y, q * y, -u * y]),
        np.stack([y_1, q_1 * y + q * y_1, -y - u * y_1]),
        np.stack([y_2, q_2 * y + 2.0 * q_1 * y_1 + q * y_2, -2.0 * y_1 - u * y_2]),
        np.zeros(3),
    )


@lru_cache(maxsize=256)
def _unit(m: float, h: float, e: float) -> _Unit:
    """Return width and area; the half-height point is found by Newton's method.

    From the half width of the product the line falls convexly, so that Newton's steps
    go outwards only and cannot overshoot.
    """
    curve, smooth = nominal_curve(m), nominal_curve(m, smooth=True)
    half = 0.5 * true_width(m)
    edges = np.array([half, half])
    for _ in range(_NEWTON_STEPS):
        value, slope, by = _height_one(edges, curve, h, e, by_shape=True)
        step = (value[1] - 0.5) / slope[1]
        edges[1] -= step
        if abs(step) < 1e-12:
            break
    _, product_slope, product_by = _height_one(-edges, curve, 0.0, e, by_shape=True)
    fwhm_by = -by[:, 1] / slope[1]
    fwhm_by[0] += product_by[0, 0] / product_slope[0]
    tail = _whole_tail(m, e)
    area_by = np.array(
        [2.0 * smooth.half_area_by_m + h * tail[1], tail[0], h * tail[2]]
    )
    return _Unit(
        half + float(edges[1]), fwhm_by, 2.0 * curve.half_area + h * tail[0], area_by
    )


def _whole_tail(m: float, e: float) -> FloatArray:
    """Return the area of ``(1 - g) exp(-e u)``, and its derivatives by m and e."""
    whole = np.array([1.0 / e, 0.0, -1.0 / e**2])
    return np.asarray(whole - _product_table(m, e).whole)
