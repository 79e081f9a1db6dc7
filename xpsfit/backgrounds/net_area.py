"""The area of a region above a static background, without any peak model."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.integrate import cumulative_trapezoid

from xpsfit.arrays import frozen
from xpsfit.backgrounds.linear import linear
from xpsfit.backgrounds.shirley import shirley
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds.static import StaticBackground


@dataclass(frozen=True, slots=True, eq=False)
class NetArea:
    """An integrated area with its counting error.

    Attributes
    ----------
    area_cps_ev, stderr : float
        Net area and one standard error of it, counts/s x eV; the error holds the noise
        of the end averages and their hold on the background.
    background : StaticBackground
        What was subtracted.
    fell_back : bool
        Whether a linear background replaced a Shirley that these data cannot carry.
    warning : str
        Why it did; empty otherwise.
    by_rate : FloatArray, shape (n,)
        Derivative of the area by each point of the data, eV.
    """

    area_cps_ev: float
    stderr: float
    background: StaticBackground
    fell_back: bool
    warning: str
    by_rate: FloatArray


def net_area(
    energy_ev: FloatArray,
    counts_per_s: FloatArray,
    sigma_cps: FloatArray,
    *,
    kind: Literal["shirley", "linear"] = "shirley",
    end_points: int = 5,
    slope_cps_per_ev: float = 0.0,
) -> NetArea:
    """Return the area above a static background and its counting error.

    Parameters
    ----------
    energy_ev : FloatArray, shape (n,)
        Binding energy in eV, increasing; steps may differ.
    counts_per_s, sigma_cps : FloatArray, shape (n,)
        Rate and its standard deviation; points are taken as independent.
    kind : {"shirley", "linear"}
        Background that is asked for.
    end_points : int
        Points averaged at each end.
    slope_cps_per_ev : float
        Straight line under a Shirley background, which then is the rest of the step.

    Returns
    -------
    NetArea

    Raises
    ------
    BackgroundError
        If the data cannot carry a linear background either.

    Notes
    -----
    The area is the trapezoid sum of data minus background. Its variance is
    ``sum (dA/dy_i)**2 sigma_i**2`` with the exact derivatives of the converged result,
    so that points which are both summed and averaged into an end level are counted
    once, with the sign they have. Near-peakless data make the Shirley area strongly
    nonlinear in its end levels; the error is then a first-order one.

    Examples
    --------
    >>> import numpy as np
    >>> energy = np.linspace(280.0, 290.0, 101)
    >>> rate = 1000.0 + 5000.0 * np.exp(-((energy - 285.0) ** 2))
    >>> found = net_area(energy, rate, np.sqrt(rate), kind="linear")
    >>> round(found.area_cps_ev), round(found.stderr)
    (8862, 100)
    """
    tilt = slope_cps_per_ev * (energy_ev - energy_ev[0])
    background, warning = _background(
        energy_ev, counts_per_s - tilt, sigma_cps, kind, end_points
    )
    net = counts_per_s - tilt - background.values
    area = float(np.sum(_trapezoid_weights(energy_ev) * net))
    if background.name == "shirley":
        by_rate = _shirley_derivative(energy_ev, net, background)
    else:
        by_rate = _linear_derivative(energy_ev, background)
    stderr = float(np.linalg.norm(by_rate * sigma_cps))
    background = replace(background, values=frozen(background.values + tilt))
    return NetArea(area, stderr, background, bool(warning), warning, frozen(by_rate))


def _background(
    energy: FloatArray, rate: FloatArray, sigma: FloatArray, kind: str, end_points: int
) -> tuple[StaticBackground, str]:
    """Return the background asked for, or a linear one and the reason for it."""
    if kind == "linear":
        return linear(energy, rate, end_points=end_points), ""
    try:
        return shirley(energy, rate, end_points=end_points, sigma=sigma), ""
    except BackgroundError as error:
        instead = linear(energy, rate, end_points=end_points)
        reason = str(error).split(";", maxsplit=1)[0]
        return instead, f"{reason}; a linear background was used instead"


def _trapezoid_weights(energy: FloatArray) -> FloatArray:
    """Return w with ``sum(w y)`` the trapezoid integral of y."""
    half = 0.5 * np.diff(energy)
    return np.asarray(np.append(half, 0.0) + np.append(0.0, half))


def _less_ends(held: FloatArray, fraction: FloatArray, end_points: int) -> FloatArray:
    """Return the derivative `held` less the part that reaches the end averages.

    Of a change of the low (high) level, ``1 - fraction`` (`fraction`) arrives at each
    point of the background.
    """
    derivative = held.copy()
    derivative[:end_points] -= np.sum(held * (1.0 - fraction)) / end_points
    derivative[-end_points:] -= np.sum(held * fraction) / end_points
    return derivative


def _linear_derivative(energy: FloatArray, background: StaticBackground) -> FloatArray:
    """Return dA/dy for the area above a straight line."""
    fraction = (energy - energy[0]) / (energy[-1] - energy[0])
    return _less_ends(_trapezoid_weights(energy), fraction, background.end_points)


def _shirley_derivative(
    energy: FloatArray, net: FloatArray, background: StaticBackground
) -> FloatArray:
    """Return dA/dy for the area above the converged Shirley background.

    At the fixed point B = I_L + (I_H - I_L) f with f = (T S) / A, S = y - B, T the
    matrix of the running trapezoid sum, w its last row and A = w S. Differentiating,
    with k = (I_H - I_L) / A,

        (1 + k (T - f w)) dS = dy - (1 - f) dI_L - f dI_H,   dA = w dS.

    The transposed system is triangular but for the rank-one term k f w, and its
    triangular part telescopes into a cumulative product.
    """
    weight = _trapezoid_weights(energy)
    running = cumulative_trapezoid(net, energy, initial=0.0)
    area = running[-1]
    step = background.high_level - background.low_level
    if step == 0.0:
        return _less_ends(weight, np.zeros_like(weight), background.end_points)
    k, fraction = step / area, running / area
    diagonal = 1.0 + k * np.append(0.0, 0.5 * np.diff(energy))
    kept = np.cumprod((1.0 - k * weight / diagonal)[::-1])[::-1]
    triangular = weight / diagonal * np.append(kept[1:], 1.0)
    held = triangular / (1.0 - k * math.fsum(fraction * triangular))
    return _less_ends(held, fraction, background.end_points)
