"""Smooth functions between knots, from value, slope and curvature at each knot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray


_OVER = 1.0 / np.arange(1.0, 7.0)


class QuinticTable:
    """Functions between knots as quintic polynomials, with slope and integral.

    Parameters
    ----------
    knots : FloatArray, shape (n,)
        Increasing.
    value, slope, curvature : FloatArray, shape (rows, n)
        Of each function and its first two derivatives at the knots.
    start : FloatArray, shape (rows,)
        Integral of each function up to the first knot.

    Notes
    -----
    Between knots a distance h apart a function is off by h**6 / 46080 of its sixth
    derivative. C. de Boor, A Practical Guide to Splines (2001), chapter IV.
    """

    def __init__(
        self,
        knots: FloatArray,
        value: FloatArray,
        slope: FloatArray,
        curvature: FloatArray,
        start: FloatArray,
    ) -> None:
        self.knots = knots
        self._step = step = np.diff(knots)
        first, last = value[:, :-1], value[:, 1:]
        d0, d1 = slope[:, :-1] * step, slope[:, 1:] * step
        q0, q1 = curvature[:, :-1] * step**2, curvature[:, 1:] * step**2
        rise, turn, bend = last - first - d0 - 0.5 * q0, d1 - d0 - q0, q1 - q0
        pieces = np.stack(
            [
                first,
                d0,
                0.5 * q0,
                10.0 * rise - 4.0 * turn + 0.5 * bend,
                -15.0 * rise + 7.0 * turn - bend,
                6.0 * rise - 3.0 * turn + 0.5 * bend,
            ]
        )
        self._below = np.empty_like(value)
        self._below[:, 0] = start
        areas = np.tensordot(_OVER, pieces, 1) * step
        np.cumsum(areas, axis=1, out=self._below[:, 1:])
        self._below[:, 1:] += start[:, None]
        # One line per piece, for what is asked about many points is read line by line.
        self._pieces = np.ascontiguousarray(
            pieces.reshape(6 * value.shape[0], -1).transpose()
        )

    @property
    def whole(self) -> FloatArray:
        """Return the integrals up to the last knot, shape (rows,)."""
        return np.asarray(self._below[:, -1])

    def values(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return all functions, and the slope of the first.

        Parameters
        ----------
        x : FloatArray, shape (m,)
            Within the knots.

        Returns
        -------
        values, slope : FloatArray, shapes (rows, m), (m,)
        """
        _, step, s, c = self._pieces_at(x)
        values = c[5] * s
        slope = 5.0 * c[5, 0]
        for order in range(4, 0, -1):
            values += c[order]
            values *= s
            slope = slope * s + order * c[order, 0]
        return values + c[0], slope / step

    def integrals(self, x: FloatArray) -> FloatArray:
        """Return the integrals of all functions up to x.

        Parameters
        ----------
        x : FloatArray, shape (m,)
            Within the knots.

        Returns
        -------
        FloatArray, shape (rows, m)
        """
        piece, step, s, c = self._pieces_at(x)
        total = c[5] * (s * _OVER[5])
        for order in range(4, -1, -1):
            total += c[order] * _OVER[order]
            total *= s
        return np.asarray(self._below[:, piece] + total * step)

    def _pieces_at(
        self, x: FloatArray
    ) -> tuple[npt.NDArray[np.intp], FloatArray, FloatArray, FloatArray]:
        """Return piece, its length, the place in it and its coefficients."""
        piece = np.searchsorted(self.knots[1:-1], x)
        step = self._step[piece]
        s = (x - self.knots[piece]) / step
        return piece, step, s, self._pieces[piece].T.reshape(6, -1, x.size)
