"""A Lorentzian with its own exponent on each side, broadened by a Gaussian."""

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

# ln of the smallest part of the height that counts.
_LN_NOTHING = 38.0


@dataclass(frozen=True, slots=True)
class _Powers:
    """``(1 + 4 u**2)**-alpha`` with one alpha below and one above u = 0."""

    alpha_high: float
    alpha_low: float
    gauss_excess = 0.0

    @property
    def smoothness(self) -> float:
        if self.alpha_high != self.alpha_low:
            return 0.0
        # The curvature of the top, and the distance of the poles.
        return min(1.0 / math.sqrt(8.0 * self.alpha_high), 0.5)

    @property
    def reach(self) -> tuple[float, float]:
        return _where(_LN_NOTHING, self.alpha_low), _where(_LN_NOTHING, self.alpha_high)

    @property
    def half_widths(self) -> tuple[float, float]:
        ln2 = math.log(2.0)
        return _where(ln2, self.alpha_low), _where(ln2, self.alpha_high)

    def __call__(self, u: FloatArray, /, *, by_parameter: bool) -> FloatArray:
        logarithm = np.log1p(4.0 * u * u)
        high = u >= 0.0
        value = np.exp(-np.where(high, self.alpha_high, self.alpha_low) * logarithm)
        if not by_parameter:
            return np.asarray(value[np.newaxis])
        by_alpha = -logarithm * value
        return np.stack(
            [value, np.where(high, by_alpha, 0.0), np.where(high, 0.0, by_alpha)]
        )

    def derivatives(self, u: FloatArray, /) -> FloatArray:
        """Differentiate ``(1 + 4 u**2) h' = -8 alpha u h`` n times, and by alpha."""
        high = u >= 0.0
        alpha = np.where(high, self.alpha_high, self.alpha_low)
        square = 1.0 + 4.0 * u * u
        logarithm = np.log(square)
        # Line and derivative by alpha; after n steps the n-th derivatives by u.
        now = np.exp(-alpha * logarithm) * np.stack([np.ones_like(u), -logarithm])
        before = np.zeros_like(now)
        orders = [now]
        for n in range(4):
            moment = u * now + n * before
            right = alpha * moment
            right[1] += moment[0]
            left = n * u * now + 0.5 * n * (n - 1) * before
            now, before = -8.0 * (left + right) / square, now
            orders.append(now)
        line, by = np.stack(orders, axis=1)
        return np.stack(
            [line, np.where(high, by, 0.0), np.where(high, 0.0, by)], axis=1
        )


def _where(ln_fraction: float, alpha: float) -> float:
    """Return where ``(1 + 4 u**2)**-alpha`` has fallen by this logarithm."""
    return 0.5 * math.sqrt(math.expm1(min(ln_fraction / alpha, 600.0)))


def la(
    t: FloatArray,
    alpha_high: float,
    alpha_low: float,
    gauss_share: float,
    /,
    *,
    integral: bool = True,
    by_shape: bool = False,
) -> StandardForm:
    """Return the unit form of an asymmetric Lorentzian broadened by a Gaussian.

    Parameters
    ----------
    t : FloatArray
        Energy minus position of the maximum of the whole line, over its true full width
        at half maximum; t > 0 is the side of high binding energy.
    alpha_high, alpha_low : float
        Exponents of the Lorentzian on the side of high and of low binding energy. The
        smaller, the longer the tail; 1 is the Lorentzian's own. The area is finite
        above 1/2.
    gauss_share : float
        Full width of the Gaussian over that of the whole line. The largest one is
        `widest_gauss`; what goes beyond is taken for it.
    integral, by_shape : bool
        Whether to evaluate the running integral and the derivatives by `alpha_high`,
        `alpha_low` and `gauss_share`.

    Returns
    -------
    StandardForm

    Notes
    -----
    The bare line is ``(1 + 4 u**2)**-alpha`` with ``u = (E - E0) / F`` and the exponent
    of its side. Its area over height and F is
    ``(sqrt(pi) / 4) sum Gamma(alpha - 1/2) / Gamma(alpha)`` over both sides, its full
    width ``F / 2 sum sqrt(2**(1 / alpha) - 1)``. F is chosen so that the broadened line
    has the full width asked for. CasaXPS has a line LA(a, b, m) of the same bare form;
    the unit of its m is not published, and this line is not claimed to equal it.

    References
    ----------
    N. Fairley et al., Appl. Surf. Sci. Adv. 5 (2021) 100112,
    doi 10.1016/j.apsadv.2021.100112, for the bare form.

    Examples
    --------
    >>> import numpy as np
    >>> line = la(np.array([-3.0, 0.0, 3.0]), 1.3, 4.5, 0.4)
    >>> bool(line.density[2] > 100.0 * line.density[0])
    True
    """
    line = _line(float(alpha_high), float(alpha_low), float(gauss_share))
    return line.form(t, integral=integral, by_shape=by_shape, limit=None)


def widest_la_gauss(alpha_high: float, alpha_low: float, *_: float) -> float:
    """Return the largest share of the full width that the Gaussian can have."""
    return widest_share(_Powers(float(alpha_high), float(alpha_low)))


@lru_cache(maxsize=128)
def _line(alpha_high: float, alpha_low: float, gauss_share: float) -> UnitLine:
    return UnitLine(_Powers(alpha_high, alpha_low), gauss_share)
