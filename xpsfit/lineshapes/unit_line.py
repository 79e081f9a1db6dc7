"""The standard form of a broadened line: a table per shape, then interpolation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes.broadened_line import placed
from xpsfit.lineshapes.broadening import broadened, broadened_tail
from xpsfit.lineshapes.forms import StandardForm
from xpsfit.lineshapes.hermite import QuinticTable

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.lineshapes.broadened_line import Placement, StartingLine

# Knots stand at equal steps of asinh(x / scale): close where the line bends, in
# proportion to the distance in its tails, where the line is a power law.
_STEP = 0.085
_CORE_WIDTHS = 15.0
_TAIL_STEP = 0.14
_TABLE_WIDTHS = 1e4
# A Gaussian under this share of the width counts as narrow: so many of its sigma away
# from a kink the line is the bare one and a correction.
_NARROW = 5e-4
_FAR_SIGMAS = 200.0


class UnitLine:
    """A broadened line of unit area and width, its maximum at zero.

    Parameters
    ----------
    bare : BareLine
    share : float
        Full width of the Gaussian over that of the whole line.

    Notes
    -----
    The table holds the line, its running integral and its derivatives by the parameters
    of the bare line and by sigma. Interpolated values are within 1e-7 of the height.
    Beyond 1e4 widths the tails go on as the power laws they are.
    """

    def __init__(self, bare: StartingLine, share: float) -> None:
        self._place = place = placed(bare, share)
        knots = _knots(place.fwhm, math.hypot(place.sigma, bare.smoothness))
        m = _derivatives(bare, knots, place)
        # The derivative by sigma is sigma times the second one by x.
        value, slope, curvature = (
            np.vstack([m[order], place.sigma * m[order + 2, :1]]) for order in range(3)
        )
        self._low = _Tail(knots[0], value[:, 0], slope[:, 0])
        self._high = _Tail(knots[-1], value[:, -1], slope[:, -1])
        self._table = QuinticTable(knots, value, slope, curvature, self._low.whole)
        # From rows at fixed sigma to derivatives at fixed share of the Gaussian.
        self._chain = np.eye(place.sigma_by.size)
        self._chain[:, -1] = place.sigma_by

    def form(
        self, t: FloatArray, *, integral: bool, by_shape: bool, limit: float | None
    ) -> StandardForm:
        """Return the standard form at `t`.

        Parameters
        ----------
        t : FloatArray
            Energy minus position of the maximum over the true full width.
        integral, by_shape : bool
            What is wanted. The derivatives are by the parameters of the bare line, by
            the share of the Gaussian and, where there is one, by `limit`.
        limit : float or None
            The area up to here, in full widths above the maximum, is one; None for a
            line whose whole area is finite.
        """
        flat, place = t.ravel(), self._place
        x = place.maximum + place.fwhm * flat
        area, area_by = self._area(limit)
        growth = area_by / area
        values, slope = self._values(x)
        density = values[0] * (place.fwhm / area)
        rise = slope * (place.fwhm**2 / area)
        wider = place.fwhm_by / place.fwhm
        shift = np.outer(wider, flat) + (place.maximum_by / place.fwhm)[:, None]
        by: tuple[FloatArray, ...] = ()
        if by_shape:
            own = self._chain @ values[1:] * (place.fwhm / area)
            own += rise * shift + np.outer(wider, density)
            by = _at_unit_area(own, density, growth, t.shape)
        density, rise = density.reshape(t.shape), rise.reshape(t.shape)
        if not integral:
            return StandardForm(density, rise, None, by)
        below = self._integrals(x)
        within = below[0] / area
        by_within: tuple[FloatArray, ...] = ()
        if by_shape:
            own = self._chain @ below[1:] / area + density.ravel() * shift
            by_within = _at_unit_area(own, within, growth, t.shape)
        return StandardForm(density, rise, within.reshape(t.shape), by, by_within)

    def _area(self, limit: float | None) -> tuple[float, FloatArray]:
        """Return the area that counts as one, and its derivatives."""
        place = self._place
        if limit is None:
            whole = self._table.whole + self._high.whole
            return float(whole[0]), self._chain @ whole[1:]
        x = np.array([place.maximum + limit * place.fwhm])
        below, height = self._integrals(x)[:, 0], float(self._values(x)[0][0, 0])
        by = self._chain @ below[1:]
        by += height * (place.maximum_by + limit * place.fwhm_by)
        return float(below[0]), np.append(by, height * place.fwhm)

    def _values(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the rows of the table and the slope of the line at `x`."""
        values, slope = self._table.values(np.clip(x, self._low.x, self._high.x))
        for tail in (self._low, self._high):
            outside = np.abs(x) > abs(tail.x)
            outside &= np.sign(x) == np.sign(tail.x)
            if outside.any():
                values[:, outside], slope[outside] = tail.values(x[outside])
        return values, slope

    def _integrals(self, x: FloatArray) -> FloatArray:
        """Return the integrals of the rows up to `x`."""
        result = self._table.integrals(np.clip(x, self._low.x, self._high.x))
        for tail in (self._low, self._high):
            outside = np.abs(x) > abs(tail.x)
            outside &= np.sign(x) == np.sign(tail.x)
            if outside.any():
                result[:, outside] += tail.integrals(x[outside])
        return result


def _at_unit_area(
    own: FloatArray, line: FloatArray, growth: FloatArray, shape: tuple[int, ...]
) -> tuple[FloatArray, ...]:
    """Return derivatives at unit area, from those at fixed height of the bare line.

    The area may have one derivative more, by the limit it is counted to.
    """
    result = -np.outer(growth, line)
    result[: len(own)] += own
    return tuple(result.reshape(-1, *shape))


def _derivatives(bare: StartingLine, x: FloatArray, place: Placement) -> FloatArray:
    """Return the line and its derivatives at the knots, as `broadened` does."""
    narrow = place.sigma < _NARROW * place.fwhm
    far = np.abs(x) > (
        _FAR_SIGMAS * place.sigma if narrow else _CORE_WIDTHS * place.fwhm
    )
    if narrow and bare.smoothness:
        far[:] = True
    tails = broadened_tail(bare, x[far], place.sigma)
    result = np.empty((*tails.shape[:2], x.size))
    result[..., far] = tails
    if not far.all():
        near = broadened(bare, x[~far], place.sigma, 5, by_parameter=True)
        result[..., ~far] = near
    return result


def _knots(fwhm: float, smooth: float) -> FloatArray:
    """Return the knots of a line of this width that is smooth over this length.

    They go by whole steps: knots that slide with the width would make the line jump
    where their number changes.
    """
    scale = min(0.5 * fwhm, smooth)
    core = _STEP * np.arange(math.ceil(math.asinh(_CORE_WIDTHS * fwhm / scale) / _STEP))
    rest = math.asinh(_TABLE_WIDTHS * fwhm / scale) - core[-1]
    tail = core[-1] + _TAIL_STEP * np.arange(1, math.ceil(rest / _TAIL_STEP) + 1)
    half = scale * np.sinh(np.concatenate([core, tail]))
    return np.concatenate([-half[:0:-1], half])


class _Tail:
    """What lies beyond one end of the table, where the line is ``x**-power``.

    Parameters
    ----------
    x : float
        The end of the table.
    value, slope : FloatArray, shape (rows,)
        The line there and its derivatives by the parameters.
    """

    def __init__(self, x: float, value: FloatArray, slope: FloatArray) -> None:
        self.x = x
        self._value, height = value, float(value[0])
        self._power, power_by = 2.0, np.zeros_like(value)
        if height > 1e-200:
            self._power = -x * float(slope[0]) / height
            power_by = -(x * slope + self._power * value) / height
            power_by[0] = 0.0
        # Of the whole tail, and its derivatives; infinite up to a power of one.
        over = self._power - 1.0
        self.whole = np.full(value.shape, math.inf)
        if over > 0.0:
            self.whole = abs(x) / over * (value - height * power_by / over)

    def values(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the rows beyond this end, and the slope of the line."""
        values = np.outer(self._value, (x / self.x) ** -self._power)
        return values, -self._power * values[0] / x

    def integrals(self, x: FloatArray) -> FloatArray:
        """Return the integrals of the rows from this end to `x`."""
        logarithm, exponent = np.log(x / self.x), 1.0 - self._power
        grown = (
            np.expm1(exponent * logarithm) / exponent
            if abs(exponent) > 1e-9
            else logarithm
        )
        return np.outer(self._value, self.x * grown)
