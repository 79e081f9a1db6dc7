"""The active Shirley background, fitted together with the peaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class ActiveShirley:
    """An active Shirley background with its derivatives.

    Attributes
    ----------
    values : FloatArray, shape (n,)
        The background in counts/s.
    d_offset, d_slope, d_step : FloatArray, shape (n,)
        Derivatives by offset, slope and step per eV.
    d_integral : float
        Derivative of each value by the running integral at the same energy, which
        carries the dependence on areas, centers and widths of the peaks.
    """

    values: FloatArray
    d_offset: FloatArray
    d_slope: FloatArray
    d_step: FloatArray
    d_integral: float


def active_shirley(
    energy_ev: npt.ArrayLike,
    offset: float,
    slope: float,
    step_per_ev: float,
    middle_ev: float,
    integral: npt.ArrayLike,
) -> ActiveShirley:
    """Return offset, slope and a step that follows the fitted peaks.

    Parameters
    ----------
    energy_ev : array-like, shape (n,)
        Binding energy in eV, in any order.
    offset : float
        Level at `middle_ev` without peaks, counts/s.
    slope : float
        Linear term, counts/s per eV.
    step_per_ev : float
        Shirley strength k in 1/eV; at least 0 for electrons that lose energy.
    middle_ev : float
        Energy at which the linear term vanishes, usually the middle of the window.
    integral : array-like, shape (n,)
        Running integral of all components from minus infinity to each energy,
        counts/s x eV, as `xpsfit.lineshapes` gives it.

    Returns
    -------
    ActiveShirley

    Notes
    -----
    B(E) = offset + slope (E - E_mid) + k sum_j int_{-inf}^{E} P_j(E') dE'.

    The integral is that of the model components, not of the noisy data, and analytic.
    So there is nothing to iterate and there are no end points to choose; the strength
    does not depend on the energy step; half of a peak's step is reached at its center;
    the part of a peak outside the window counts; and turning the arrays round turns
    the background round. Its error is part of the covariance of the fit.

    The name is also used for the classic integral with fitted end points (Matsumoto,
    COMPRO software); that is another background.

    References
    ----------
    J. E. Castle and A. M. Salvi, J. Vac. Sci. Technol. A 19 (2001) 1170.
    J. Végh, J. Electron Spectrosc. Relat. Phenom. 133 (2004) 87.
    A. Herrera-Gomez et al., Surf. Interface Anal. 46 (2014) 897, doi 10.1002/sia.5453.

    Examples
    --------
    >>> from xpsfit.lineshapes import evaluate
    >>> energy = [280.0, 284.8, 290.0]
    >>> peak = evaluate("gaussian", energy, 5000.0, 284.8, 1.3)
    >>> below = active_shirley(energy, 1000.0, 0.0, 0.02, 285.0, peak.integral)
    >>> below.values.round(6).tolist()
    [1000.0, 1050.0, 1100.0]
    """
    distance = np.asarray(energy_ev, dtype=np.float64) - middle_ev
    running = np.asarray(integral, dtype=np.float64)
    return ActiveShirley(
        values=offset + slope * distance + step_per_ev * running,
        d_offset=np.ones_like(distance),
        d_slope=distance,
        d_step=running,
        d_integral=step_per_ev,
    )
