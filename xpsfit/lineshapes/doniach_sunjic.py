"""The line of a metal after Doniach and Sunjic, broadened by a Gaussian."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes.broadened_line import widest_share
from xpsfit.lineshapes.unit_line import UnitLine

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.lineshapes.forms import StandardForm


@dataclass(frozen=True, slots=True)
class _Singular:
    """``cos(pi a / 2 - (1 - a) atan y) / (1 + y**2)**((1 - a) / 2)``, y = 2 u."""

    alpha: float
    smoothness = 0.5
    reach = (math.inf, math.inf)

    @property
    def half_widths(self) -> tuple[float, float]:
        # Start values for Newton's method, within some percent of the truth.
        a = self.alpha
        return 0.5 + 0.45 * a, 0.5 + 1.5 * a + 7.5 * a**3

    @property
    def gauss_excess(self) -> float:
        return 0.55 * self.alpha + 2.6 * self.alpha**2

    def __call__(self, u: FloatArray, /, *, by_parameter: bool) -> FloatArray:
        y = 2.0 * u
        angle = np.arctan(y)
        logarithm = np.log1p(y * y)
        phase = 0.5 * math.pi * self.alpha - (1.0 - self.alpha) * angle
        size = np.exp(-0.5 * (1.0 - self.alpha) * logarithm)
        value = np.cos(phase) * size
        if not by_parameter:
            return value[np.newaxis]
        turn = np.sin(phase) * size * (0.5 * math.pi + angle)
        return np.stack([value, 0.5 * logarithm * value - turn])

    def derivatives(self, u: FloatArray, /) -> FloatArray:
        """Differentiate ``Re exp(i pi a / 2) (1 + 2 i u)**(a - 1)`` by u and a."""
        zeta = 1.0 + 2.0j * u
        logarithm = np.log(zeta)
        power = self.alpha - 1.0
        term = np.exp(0.5j * math.pi * self.alpha + power * logarithm)
        term_by = term * (0.5j * math.pi + logarithm)
        result = np.empty((5, 2, u.size))
        for n in range(5):
            result[n] = term.real, term_by.real
            factor = 2.0j / zeta
            term_by = factor * ((power - n) * term_by + term)
            term = factor * (power - n) * term
        return result


def doniach_sunjic(
    t: FloatArray,
    alpha: float,
    gauss_share: float,
    window: float,
    /,
    *,
    integral: bool = True,
    by_shape: bool = False,
) -> StandardForm:
    """Return the unit form of a Doniach-Sunjic line broadened by a Gaussian.

    Parameters
    ----------
    t : FloatArray
        Energy minus position of the maximum of the whole line, over its true full width
        at half maximum; the tail points to t > 0, high binding energy.
    alpha : float
        Asymmetry (singularity index), 0 to below 0.5; 0 is a Voigt line.
    gauss_share : float
        Full width of the Gaussian over that of the whole line. The largest one is
        `widest_gauss`; what goes beyond is taken for it.
    window : float
        The whole area is infinite: up to here, in full widths above the maximum, it is
        counted as one.
    integral, by_shape : bool
        Whether to evaluate the running integral and the derivatives by `alpha`,
        `gauss_share` and `window`.

    Returns
    -------
    StandardForm
        Its running integral passes 1 at `window` and goes on growing.

    Notes
    -----
    With ``e = E0 - E`` in binding energies and g half the Lorentzian's full width, the
    bare line is
    ``cos(pi a / 2 + (1 - a) atan(e / g)) / (e**2 + g**2)**((1 - a) / 2)``. Its
    maximum lies ``g cot(pi / (2 - a))`` above E0. On the low side the area is finite
    and counts whole.

    References
    ----------
    S. Doniach and M. Sunjic, J. Phys. C 3 (1970) 285, doi 10.1088/0022-3719/3/2/010.

    Examples
    --------
    >>> import numpy as np
    >>> line = doniach_sunjic(np.array([0.0, 20.0, 40.0]), 0.1, 0.4, 20.0)
    >>> line.integral.round(2).tolist()
    [0.37, 1.0, 1.07]
    """
    line = _line(float(alpha), float(gauss_share))
    return line.form(t, integral=integral, by_shape=by_shape, limit=float(window))


def widest_doniach_sunjic_gauss(alpha: float, *_: float) -> float:
    """Return the largest share of the full width that the Gaussian can have."""
    return widest_share(_Singular(float(alpha)))


@lru_cache(maxsize=128)
def _line(alpha: float, gauss_share: float) -> UnitLine:
    return UnitLine(_Singular(alpha), gauss_share)
