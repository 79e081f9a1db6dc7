"""The classic iterative Shirley background."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.integrate import cumulative_trapezoid

from xpsfit.arrays import frozen
from xpsfit.backgrounds.static import (
    NOISE_SIGMAS,
    StaticBackground,
    checked_data,
    end_levels,
    noise_of,
    noise_of_ends,
)
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

MOST_ITERATIONS = 50
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
    of the energy step. `shirley_casaxps` sums channels instead.

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
    noise = noise_of(values, sigma)
    low, high = end_levels(values, end_points)
    refuse_falling(low, high, noise, end_points)
    background, iterations = iterate(
        values, low, high, running_integral(energy), tolerance
    )
    refuse_crossing(energy, background, values, noise)
    return StaticBackground(
        "shirley", frozen(background), low, high, end_points, iterations
    )


def refuse_falling(low: float, high: float, noise: FloatArray, end_points: int) -> None:
    """Raise where the data fall by more than the noise of the two end averages."""
    if low - high > NOISE_SIGMAS * noise_of_ends(noise, end_points):
        raise BackgroundError(
            f"the data fall from {low:.6g} to {high:.6g} towards high binding energy, "
            "where a Shirley background can only rise; use the linear background or "
            "the active Shirley with a slope"
        )


def running_integral(energy: FloatArray) -> Callable[[FloatArray], FloatArray]:
    """Return the function from values to their running trapezoid integral."""

    def integrate(values: FloatArray) -> FloatArray:
        return np.asarray(cumulative_trapezoid(values, energy, initial=0.0))

    return integrate


def iterate(
    counts: FloatArray,
    low: float,
    high: float,
    running: Callable[[FloatArray], FloatArray],
    tolerance: float,
    ceiling: FloatArray | None = None,
) -> tuple[FloatArray, int]:
    """Return the converged background and the number of passes.

    Parameters
    ----------
    counts : FloatArray, shape (n,)
    low, high : float
        Levels of the two ends.
    running : callable
        From what lies above the background to its running sum, shape (n,) both.
    tolerance : float
        Part of the step by which no point may move any more.
    ceiling : FloatArray, shape (n,), optional
        What the background may not exceed.

    Raises
    ------
    BackgroundError
        If no area is left, or 50 passes do not suffice.
    """
    background = np.full_like(counts, low)
    step = high - low
    if step == 0.0:
        return background, 0
    for iteration in range(1, MOST_ITERATIONS + 1):
        above = running(counts - background)
        if above[-1] <= 0.0:
            raise BackgroundError(
                f"no peak area is left above the Shirley background after {iteration} "
                "passes; use the linear background or the active Shirley"
            )
        previous, background = background, low + step * above / above[-1]
        if ceiling is not None:
            background = np.minimum(background, ceiling)
        if np.max(np.abs(background - previous)) < tolerance * abs(step):
            return background, iteration
    raise BackgroundError(
        f"the Shirley background does not converge in {MOST_ITERATIONS} passes; widen "
        "the window so that both ends lie beside the peaks, or use the active Shirley"
    )


def refuse_crossing(
    energy: FloatArray, background: FloatArray, counts: FloatArray, noise: FloatArray
) -> None:
    """Raise where the background clearly lies above a stretch of the data."""
    over = background > counts + NOISE_SIGMAS * noise
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
