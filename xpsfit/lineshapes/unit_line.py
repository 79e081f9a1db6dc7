"""The standard form of a broadened line: tabulated once per shape, then interpolated."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from xpsfit.lineshapes.broadened_line import placed
from xpsfit.lineshapes.broadening import broadened, broadened_tail
from xpsfit.lineshapes.forms import StandardForm
from xpsfit.lineshapes.hermite import QuinticTable

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.lineshapes.broadened_line import StartingLine

# Knots stand at equal steps of asinh(x / scale): close where the line bends, in
# proportion to the distance in its tails, where the line is a power law.
_STEP = 0.085
_CORE_WIDTHS = 15.0
_TAIL_STEP = 0.2
_TABLE_WIDTHS = 1e4


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
        smooth = math.hypot(place.sigma, bare.smoothness)
        core, tail = _knots(place.fwhm, smooth)
        knots = np.concatenate([-tail[::-1], core, tail])
        ends = broadened_tail(bare, np.concatenate([-tail[::-1], tail]), place.sigma)
        middle = broadened(bare, core, place.sigma, 5, by_parameter=True)
        low, high = ends[..., : tail.size], ends[..., tail.size :]
        m = np.concatenate([low, middle, high], axis=-1)
        rows = [
            np.vstack([m[order], place.sigma * m[order + 2, :1]]) for order in range(3)
        ]
        self._ends = tuple(_Tail(knots[end], rows[0], rows[1], end) for end in (0, -1))
        self._table = QuinticTable(knots, *rows, start=self._ends[0].integral)
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
        flat = t.ravel()
        place = self._place
        x = place.maximum + place.fwhm * flat
        values, slope, running = self._at(x, integral=integral)
        area, area_by = self._area(limit)
        density = values[0] * (place.fwhm / area)
        rise = slope * (place.fwhm**2 / area)
        within = None if running is None else running[0] / area
        by = by_running = None
        if by_shape:
            shift = (place.maximum_by[:, None] + np.outer(place.fwhm_by, flat)) / (
                place.fwhm
            )
            own = self._chain @ values[1:] * (place.fwhm / area)
            own += rise * shift + np.outer(place.fwhm_by / place.fwhm, density)
            by = _with_area(own, density, area_by / area)
            if running is not None and within is not None:
                own = self._chain @ running[1:] / area + density * shift
                by_running = _with_area(own, within, area_by / area)
        return StandardForm(
            density.reshape(t.shape),
            rise.reshape(t.shape),
            None if within is None else within.reshape(t.shape),
            _rows(by, t.shape),
            _rows(by_running, t.shape),
        )

    def _area(self, limit: float | None) -> tuple[float, FloatArray]:
        """Return the area that counts as one, and its derivatives."""
        place = self._place
        if limit is None:
            whole = self._table.whole + self._ends[1].integral
            return float(whole[0]), self._chain @ whole[1:]
        x = np.array([place.maximum + limit * place.fwhm])
        values, _, running = self._at(x, integral=True)
        height = float(values[0, 0])
        by = self._chain @ running[1:, 0]
        by += height * (place.maximum_by + limit * place.fwhm_by)
        return float(running[0, 0]), np.append(by, height * place.fwhm)

    def _at(
        self, x: FloatArray, *, integral: bool
    ) -> tuple[FloatArray, FloatArray, FloatArray | None]:
        """Return rows, slope of the line and integrals of the rows at `x`."""
        low, high = self._ends
        inside = np.clip(x, low.x, high.x)
        values, slope, running = self._table.at(inside, integral=integral)
        for end in (low, high):
            outside = x < end.x if end is low else x > end.x
            if outside.any():
                end.carry_on(x[outside], outside, values, slope, running)
        return values, slope, running


def _with_area(own: FloatArray, line: FloatArray, growth: FloatArray) -> FloatArray:
    """Return derivatives at unit area, from those at fixed height of the bare line.

    The area may have one derivative more, by the limit it is counted to.
    """
    result = -np.outer(growth, line)
    result[: len(own)] += own
    return result


def _rows(rows: FloatArray | None, shape: tuple[int, ...]) -> tuple[FloatArray, ...]:
    return () if rows is None else tuple(rows.reshape(-1, *shape))


def _knots(fwhm: float, smooth: float) -> tuple[FloatArray, FloatArray]:
    """Return the knots of the core and those of the high tail.

    They go by whole steps: knots that slide with the width would make the line jump
    where their number changes.
    """
    scale = min(0.5 * fwhm, smooth)
    core = _STEP * np.arange(math.ceil(math.asinh(_CORE_WIDTHS * fwhm / scale) / _STEP))
    rest = math.asinh(_TABLE_WIDTHS * fwhm / scale) - core[-1]
    tail = core[-1] + _TAIL_STEP * np.arange(1, math.ceil(rest / _TAIL_STEP) + 1)
    middle = scale * np.sinh(core)
    return np.concatenate([-middle[:0:-1], middle]), scale * np.sinh(tail)


class _Tail:
    """What lies beyond one end of the table, where the line is ``x**-power``."""

    def __init__(
        self, x: float, values: FloatArray, slopes: FloatArray, end: int
    ) -> None:
        self.x = x
        self._value, slope = values[:, end], slopes[:, end]
        height = self._value[0]
        self._power, power_by = 2.0, np.zeros(values.shape[0])
        if height > 1e-200:
            self._power = -x * slope[0] / height
            power_by[1:] = -x * slope[1:] / height - self._power * (
                self._value[1:] / height
            )
        # The integral of the tail, and its derivatives; infinite up to a power of one.
        over = self._power - 1.0
        self.integral = np.full(values.shape[0], math.inf)
        if over > 0.0:
            self.integral = abs(x) / over * (self._value - height * power_by / over)

    def carry_on(
        self,
        x: FloatArray,
        where: npt.NDArray[np.bool_],
        values: FloatArray,
        slope: FloatArray,
        running: FloatArray | None,
    ) -> None:
        """Write the rows beyond this end into arrays that hold those at the end."""
        ratio = x / self.x
        decay = ratio**-self._power
        values[:, where] = self._value[:, None] * decay
        slope[where] = -self._power * values[0, where] / x
        if running is None:
            return
        grown = self.x * _power_integral(np.log(ratio), 1.0 - self._power)
        running[:, where] += self._value[:, None] * grown


def _power_integral(log_ratio: FloatArray, exponent: float) -> FloatArray:
    """Return ``(ratio**exponent - 1) / exponent``, the logarithm at exponent 0."""
    if abs(exponent) < 1e-9:
        return log_ratio
    return np.asarray(np.expm1(exponent * log_ratio) / exponent)
