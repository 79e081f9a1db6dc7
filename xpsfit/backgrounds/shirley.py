"""The classic iterative Shirley background."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.integrate import cumulative_trapezoid

from xpsfit.arrays import frozen
from xpsfit.backgrounds.static import StaticBackground, checked_data, end_levels
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

MOST_ITERATIONS = 50
_NOISE_SIGMAS = 3.0
_POINTS_TO_CROSS = 5


def shirley(
    energy_ev: npt.ArrayLike,
    counts: npt.ArrayLike,
    /,
    *,
    end_points: int = 5,
    sigma: npt.ArrayLike | None = None,
    tolerance: float = 1e-6,
) -> StaticBackground:
    """Return the iterative Shirley background.

    The background at a binding energy grows with the peak area at *lower* binding
    energy: those electrons had more kinetic energy to lose.

    Parameters
    ----------
    energy_ev : array-like, shape (n,)
        Binding energy in eV, increasing; steps may differ.
    counts : array-like, shape (n,)
        Counts, or a rate together with its `sigma`.
    end_points : int
        Points averaged at each end; one point makes the area 2 to 8 times less certain
        than its counting error.
    sigma : array-like, shape (n,), optional
        Standard deviation of `counts`, to tell a crossing from noise;
        ``sqrt(max(counts, 1))`` where not given.
    tolerance : float
        The iteration ends when no point moves by more than this part of the step.

    Returns
    -------
    StaticBackground

    Raises
    ------
    BackgroundError
        If the data cannot carry a background; if they fall towards high binding energy
        by more than 3 standard deviations; if no net area is left; if 50 passes do not
        suffice; or if the result lies more than 3 sigma above 5 consecutive points.

    Notes
    -----
    With I_L and I_H the end averages and B_0 = I_L, each pass integrates what lies
    above, C_k(E) = int_{E_1}^{E} (y - B_k), by the trapezoid rule, and sets
    B_{k+1}(E) = I_L + (I_H - I_L) C_k(E) / C_k(E_n). The ratio keeps the result free
    of the energy step. CasaXPS sums channels instead, leaving the current one out,
    which shifts its background by half a channel against this one.

    References
    ----------
    D. A. Shirley, Phys. Rev. B 5 (1972) 4709, doi 10.1103/PhysRevB.5.4709.
    A. Proctor and P. M. A. Sherwood, Anal. Chem. 54 (1982) 13,
    doi 10.1021/ac00238a008.

    Examples
    --------
    >>> counts = [100, 100, 900, 110, 110]
    >>> below = shirley([1.0, 2.0, 3.0, 4.0, 5.0], counts, end_points=1)
    >>> below.values.round(1).tolist()
    [100.0, 100.0, 105.0, 110.0, 110.0]
    """
    energy, values = checked_data(energy_ev, counts, end_points)
    noise = _noise(values, sigma)
    low, high = end_levels(values, end_points)
    _refuse_falling(low, high, noise, end_points)
    background, iterations = _iterate(energy, values, low, high, tolerance)
    _refuse_crossing(energy, background, values, noise)
    return StaticBackground(
        "shirley", frozen(background), low, high, end_points, iterations
    )


def _noise(counts: FloatArray, sigma: npt.ArrayLike | None) -> FloatArray:
    """Return the standard deviation of every point."""
    if sigma is None:
        return np.sqrt(np.maximum(counts, 1.0))
    noise = np.asarray(sigma, dtype=np.float64)
    if noise.shape != counts.shape or not np.all(noise >= 0.0):
        raise BackgroundError(
            "sigma of a background must hold one number of at least 0 for every point"
        )
    return noise


def _refuse_falling(
    low: float, high: float, noise: FloatArray, end_points: int
) -> None:
    """Raise where the data fall by more than the noise of the two end averages."""
    ends = np.concatenate([noise[:end_points], noise[-end_points:]])
    if low - high > _NOISE_SIGMAS * float(np.linalg.norm(ends)) / end_points:
        raise BackgroundError(
            f"the data fall from {low:.6g} to {high:.6g} towards high binding energy, "
            "where a Shirley background can only rise; use the linear background or "
            "the active Shirley with a slope"
        )


def _iterate(
    energy: FloatArray, counts: FloatArray, low: float, high: float, tolerance: float
) -> tuple[FloatArray, int]:
    """Return the converged background and the number of passes."""
    background = np.full_like(counts, low)
    step = high - low
    if step == 0.0:
        return background, 0
    for iteration in range(1, MOST_ITERATIONS + 1):
        above = cumulative_trapezoid(counts - background, energy, initial=0.0)
        if above[-1] <= 0.0:
            raise BackgroundError(
                f"no peak area is left above the Shirley background after {iteration} "
                "passes; use the linear background or the active Shirley"
            )
        previous, background = background, low + step * above / above[-1]
        if np.max(np.abs(background - previous)) < tolerance * abs(step):
            return background, iteration
    raise BackgroundError(
        f"the Shirley background does not converge in {MOST_ITERATIONS} passes; widen "
        "the window so that both ends lie beside the peaks, or use the active Shirley"
    )


def _refuse_crossing(
    energy: FloatArray, background: FloatArray, counts: FloatArray, noise: FloatArray
) -> None:
    """Raise where the background clearly lies above a stretch of the data."""
    over = background > counts + _NOISE_SIGMAS * noise
    runs = np.lib.stride_tricks.sliding_window_view(
        np.pad(over, (0, _POINTS_TO_CROSS - 1)), _POINTS_TO_CROSS
    ).all(axis=1)
    if runs.any():
        raise BackgroundError(
            "the Shirley background lies above the data from "
            f"{energy[int(np.argmax(runs))]:.2f} eV on (5 or more points by over 3 "
            "sigma); move that end of the window to the valley, or use the active "
            "Shirley with a slope"
        )
