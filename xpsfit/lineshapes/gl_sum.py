"""The sum of a Gaussian and a Lorentzian, CasaXPS ``SGL(p)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes.forms import StandardForm
from xpsfit.lineshapes.gaussian import FOUR_LN2, GAUSS_AREA, gaussian
from xpsfit.lineshapes.lorentzian import LORENTZ_AREA, lorentzian

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray


def gl_sum(
    t: FloatArray,
    mixing: float,
    /,
    *,
    integral: bool = True,
    by_shape: bool = False,
) -> StandardForm:
    """Return the unit sum ``(1 - m) G + m L`` of equal widths, mixed by height.

    Parameters
    ----------
    t : FloatArray
        Energy minus center over full width.
    mixing : float
        m, the Lorentzian's share of the height, 0 to 1. CasaXPS ``SGL(30)`` is 0.30.
        The share of the area, which lmfit's ``pvoigt`` calls `fraction`, is
        ``m 1.5708 / ((1 - m) 1.06447 + m 1.5708)``.
    integral, by_shape : bool
        Whether to evaluate the running integral and the derivatives by `mixing`.

    Returns
    -------
    StandardForm

    Notes
    -----
    Both parts have the same full width, so theirs is the full width of the sum.

    Examples
    --------
    >>> import numpy as np
    >>> height = float(gl_sum(np.array([0.0]), 0.3).density[0])
    >>> round(1.0 / height, 4)  # area over height x width of SGL(30)
    1.2164
    """
    area = (1.0 - mixing) * GAUSS_AREA + mixing * LORENTZ_AREA
    share = mixing * LORENTZ_AREA / area
    share_by_mixing = GAUSS_AREA * LORENTZ_AREA / area**2
    if not (integral or by_shape):
        return _of_shares(t, 1.0 - share, share)
    gauss = gaussian(t, integral=integral)
    lorentz = lorentzian(t, integral=integral)
    running: FloatArray | None = None
    running_by_shape: tuple[FloatArray, ...] = ()
    if gauss.integral is not None and lorentz.integral is not None:
        between = lorentz.integral - gauss.integral
        running = gauss.integral + share * between
        running_by_shape = (share_by_mixing * between,) if by_shape else ()
    return StandardForm(
        gauss.density + share * (lorentz.density - gauss.density),
        gauss.slope + share * (lorentz.slope - gauss.slope),
        running,
        (share_by_mixing * (lorentz.density - gauss.density),) if by_shape else (),
        running_by_shape,
    )


def _of_shares(t: FloatArray, gauss: float, lorentz: float) -> StandardForm:
    """Return density and slope alone, as a fit without a step asks for most often."""
    squared = t * t
    peak = np.exp(-FOUR_LN2 * squared)
    peak *= gauss / GAUSS_AREA
    # The array of the squares becomes 1 / (1 + 4 t**2).
    squared *= 4.0
    squared += 1.0
    inverse = np.reciprocal(squared, out=squared)
    tail = (lorentz / LORENTZ_AREA) * inverse
    inverse *= tail
    inverse *= -8.0
    slope = (-2.0 * FOUR_LN2) * peak
    slope += inverse
    slope *= t
    peak += tail
    return StandardForm(peak, slope)
