r"""The shapes of an interface in a sputter profile: steps from 0 to 1.

The error function is the response to a sharp interface of a depth resolution function
that is Gaussian with standard deviation s; its width from 16 to 84 % is 2 s (IUPAC Gold
Book, D01607), and the FWHM of its derivative :math:`2 \sqrt{2 \ln 2}\, s`.

The extended logistic function describes interfaces that are steeper at one end
(Kirchhoff, Chambers and Fine, J. Vac. Sci. Technol. A 4, 1666, 1986; the function of
ASTM E1636-10 and of NIST's program LFPF):

.. math::

    y = \frac{A + A_s (x - x_0)}{1 + e^z} + \frac{B + B_s (x - x_0)}{1 + e^{-z}},
    \quad z = \frac{x - x_0}{D}, \quad D = \frac{2 D_0}{1 + e^{Q (x - x_0)}}

with plateaus A and B, their slopes, position :math:`x_0`, width :math:`D_0` and
asymmetry Q.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erf, expit

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

LOW, HIGH = 0.16, 0.84
# Where exp(Q (x - x0)) would overflow the step is at its end anyway.
LARGEST_EXPONENT = 50.0
LOGIT = math.log(HIGH / LOW)


def erf_step(
    x: FloatArray, x0: float | FloatArray, s: float | FloatArray
) -> FloatArray:
    r"""Return :math:`[1 + \mathrm{erf}((x - x_0) / (\sqrt 2 s))] / 2`.

    Examples
    --------
    >>> import numpy as np
    >>> erf_step(np.array([-1.0, 0.0, 1.0]), 0.0, 1.0).round(3)
    array([0.159, 0.5  , 0.841])
    """
    return np.asarray(0.5 * (1.0 + erf((x - x0) / (math.sqrt(2.0) * s))))


def logistic_step(
    x: FloatArray,
    x0: float | FloatArray,
    d0: float | FloatArray,
    q: float = 0.0,
) -> FloatArray:
    """Return 1 / (1 + exp(-z)) with z as above.

    Examples
    --------
    >>> import numpy as np
    >>> logistic_step(np.array([-1.0, 0.0, 1.0]), 0.0, 1.0).round(3)
    array([0.269, 0.5  , 0.731])
    """
    return np.asarray(expit(_z(x - x0, d0, q)))


def erf_slopes(x: FloatArray, x0: float, s: float) -> tuple[FloatArray, FloatArray]:
    """Return the derivatives of `erf_step` by `x0` and by the logarithm of `s`."""
    u = (x - x0) / s
    falling = -np.exp(-0.5 * u * u) / math.sqrt(2.0 * math.pi)
    return np.asarray(falling / s), np.asarray(falling * u)


def logistic_slopes(
    x: FloatArray, x0: float, d0: float, q: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return derivatives of `logistic_step` by x0, log d0 and a, where q = a / d0."""
    u = x - x0
    z = _z(u, d0, q)
    steep = expit(z) * expit(-z)
    power = q * u
    inside = np.abs(power) < LARGEST_EXPONENT
    grown = np.exp(np.clip(power, -LARGEST_EXPONENT, LARGEST_EXPONENT))
    bent = np.where(inside, u * grown, 0.0) / (2.0 * d0)
    by_x0 = -((1.0 + grown) / (2.0 * d0) + q * bent)
    return steep * by_x0, -steep * (z + power * bent), steep * u * bent / d0


def _z(u: FloatArray, d0: float | FloatArray, q: float) -> FloatArray:
    grown = np.exp(np.clip(q * u, -LARGEST_EXPONENT, LARGEST_EXPONENT))
    return np.asarray(u * (1.0 + grown) / (2.0 * d0))


def logistic_ends(d0: float, q: float) -> tuple[float, float]:
    """Return where an extended logistic reaches 16 and 84 %, from its position.

    z grows with x everywhere, because 1 + exp(u) (1 + u) is positive for every u, so
    each end is there once.

    Parameters
    ----------
    d0 : float
        Width parameter, above 0.
    q : float
        Asymmetry parameter, in 1 over the unit of `d0`.

    Examples
    --------
    >>> [round(end, 3) for end in logistic_ends(1.0, 0.0)]
    [-1.658, 1.658]
    """
    return _solved(-LOGIT, d0, q), _solved(LOGIT, d0, q)


def _solved(z: float, d0: float, q: float) -> float:
    """Return x - x0 at a given z, by halving; |z| <= |x - x0| (1 + e^..) / 2 D0."""
    low, high = (-2.0 * d0 * abs(z), 0.0) if z < 0.0 else (0.0, 2.0 * d0 * abs(z))
    for _ in range(100):
        middle = 0.5 * (low + high)
        # As `_z`, which is made for arrays.
        power = min(max(q * middle, -LARGEST_EXPONENT), LARGEST_EXPONENT)
        if middle * (1.0 + math.exp(power)) / (2.0 * d0) < z:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
