"""A bare line broadened by a Gaussian, by quadrature that is exact to rounding.

Convolutions of lines with power-law tails have no closed form in general, and a
discrete Fourier transform would wrap the tails round. Here every point has a quadrature
of its own: near the center, Gauss-Legendre on both sides of the kink of the bare line,
in the variable ``asinh(2 u)`` in which cores and tails are equally smooth; far away,
where the bare line is smooth over the whole Gaussian, Gauss-Hermite.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

SIGMA_OF_FWHM = 1.0 / math.sqrt(8.0 * math.log(2.0))
# Beyond so many sigma the Gaussian is 1e-13 of its height; from `_FAR` on, its rest
# does not reach the center of the bare line.
_REACH = 7.8
_FAR = 7.5
# The wider the Gaussian, the more of the bare line's scales it covers. With these nodes
# up to these sigma the line is exact to 1e-8 of its height, mostly to 1e-12.
_RULES = tuple(
    (most, *np.polynomial.legendre.leggauss(nodes))
    for most, nodes in ((0.2, 32), (1.2, 44), (math.inf, 56))
)
_FAR_NODES, _FAR_WEIGHTS = np.polynomial.hermite_e.hermegauss(12)
_FAR_WEIGHTS = _FAR_WEIGHTS / math.sqrt(2.0 * math.pi)


class BareLine(Protocol):
    """A line before it is broadened, of height 1 at 0, on the scale of its width."""

    @property
    def reach(self) -> tuple[float, float]:
        """Return how far below and above 0 the line exceeds 1e-16."""
        ...

    def __call__(self, u: FloatArray, /, *, by_parameter: bool) -> FloatArray:
        """Return the line, then its derivatives by its parameters, on a first axis."""
        ...

    def derivatives(self, u: FloatArray, /) -> FloatArray:
        """Return the same and its first 4 derivatives by u, on another first axis."""
        ...


def broadened(
    bare: BareLine, x: FloatArray, sigma: float, orders: int, *, by_parameter: bool
) -> FloatArray:
    """Return a broadened line and its derivatives.

    Parameters
    ----------
    bare : BareLine
    x : FloatArray, shape (n,)
        In the unit of the bare line.
    sigma : float
        Standard deviation of the Gaussian, in the same unit, positive.
    orders : int
        Derivatives by x from 0 to `orders` - 1, 3 to 5 of them.
    by_parameter : bool
        Whether the derivatives by the parameters of `bare` are wanted.

    Returns
    -------
    FloatArray, shape (orders, 1 + parameters, n)
        Second axis: the line, then its derivatives by each parameter, which are zero
        from the third derivative by x on: nobody asks for them. The derivative by
        sigma follows from the heat equation, ``df/dsigma = sigma d2f/dx2``.
    """
    far = np.abs(x) > _FAR * sigma
    if not far.any():
        return _near(bare, x, sigma, orders, by_parameter)
    if far.all():
        return _far(bare, x, sigma, orders, by_parameter)
    outside = _far(bare, x[far], sigma, orders, by_parameter)
    result = np.empty((*outside.shape[:2], x.size))
    result[:, :, far] = outside
    result[:, :, ~far] = _near(bare, x[~far], sigma, orders, by_parameter)
    return result


def broadened_tail(bare: BareLine, x: FloatArray, sigma: float) -> FloatArray:
    """Return what `broadened` does, in 5 orders, for points dozens of sigma away.

    There the line is the bare one and its ``sigma**2 / 2`` times second derivative and
    so on; the derivatives of a Gaussian would drown in rounding.
    """
    result = bare.derivatives(x)
    half = 0.5 * sigma**2
    result[0] += half * result[2] + 0.5 * half**2 * result[4]
    result[1] += half * result[3]
    result[2] += half * result[4]
    return result


def _near(
    bare: BareLine, x: FloatArray, sigma: float, orders: int, by_parameter: bool
) -> FloatArray:
    """Integrate over both sides of the bare line, as far as the Gaussian reaches."""
    low, high = bare.reach
    nodes, weights = next(rule[1:] for rule in _RULES if sigma <= rule[0])
    side = np.array([[-1.0], [1.0]])
    # Distances from the center of the bare line, for the low and the high side.
    begin = np.maximum(side * x - _REACH * sigma, 0.0)
    end = np.maximum(side * x + _REACH * sigma, 0.0)
    limit = np.array([[low], [high]])
    first = np.arcsinh(2.0 * np.minimum(begin, limit))
    half = 0.5 * (np.arcsinh(2.0 * np.minimum(end, limit)) - first)
    v = (first + half)[..., None] + half[..., None] * nodes
    distance = 0.5 * np.sinh(v)
    weight = half[..., None] * (0.5 * weights) * np.sqrt(1.0 + 4.0 * distance**2)
    u = np.concatenate([-distance[0], distance[1]], axis=1)
    z = (x[:, None] - u) / sigma
    gauss = np.concatenate([weight[0], weight[1]], axis=1) * np.exp(-0.5 * z * z)
    gauss *= 1.0 / (sigma * math.sqrt(2.0 * math.pi))
    return _moments(bare(u, by_parameter=by_parameter) * gauss, z, sigma, orders)


def _far(
    bare: BareLine, x: FloatArray, sigma: float, orders: int, by_parameter: bool
) -> FloatArray:
    """Integrate where the bare line is smooth over the whole Gaussian."""
    u = x[:, None] - sigma * _FAR_NODES
    values = bare(u, by_parameter=by_parameter) * _FAR_WEIGHTS
    return _moments(values, _FAR_NODES, sigma, orders)


def _moments(
    weighted: FloatArray, z: FloatArray, sigma: float, orders: int
) -> FloatArray:
    """Return the derivatives by x, from those of the Gaussian (Hermite polynomials)."""
    first = weighted * z
    second = first * z
    zero, one, two = (part.sum(axis=-1) for part in (weighted, first, second))
    result = np.zeros((orders, *zero.shape))
    result[0] = zero
    result[1] = one / -sigma
    result[2] = (two - zero) / sigma**2
    if orders > 3:
        line = second[0] * z
        three = line.sum(axis=-1)
        result[3, 0] = (3.0 * one[0] - three) / sigma**3
    if orders > 4:
        four = (line * z).sum(axis=-1)
        result[4, 0] = (four - 6.0 * two[0] + 3.0 * zero[0]) / sigma**4
    return result
