"""What a static background is, and the checks every one of them makes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

# Beyond this many standard deviations a difference is not noise.
NOISE_SIGMAS = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class StaticBackground:
    """A background drawn before the fit, from the data alone.

    Attributes
    ----------
    name : str
        Key of the registry.
    values : FloatArray, shape (n,)
        The background, in the unit of the data; read-only.
    low_level, high_level : float
        Mean of the data at the low and the high binding-energy end.
    end_points : int
        Points averaged at each end.
    iterations : int
        Passes that were needed; 0 where there is nothing to iterate.
    converged : bool
        Always true: a background that does not converge is an error. It stands here
        because reports must state it.
    strength_ev2 : float or None
        Strength B of a Tougaard background; None for others.
    clamped_ev : tuple of (float, float)
        First and last energy of each stretch that was held down to the data.
    warnings : tuple of str
        What speaks against this background in this window.
    """

    name: str
    values: FloatArray
    low_level: float
    high_level: float
    end_points: int
    iterations: int = 0
    converged: bool = True
    strength_ev2: float | None = None
    clamped_ev: tuple[tuple[float, float], ...] = ()
    warnings: tuple[str, ...] = ()


class StaticFunction(Protocol):
    """The function of a static background: data in, `StaticBackground` out."""

    def __call__(
        self,
        energy_ev: npt.ArrayLike,
        counts: npt.ArrayLike,
        /,
        *,
        end_points: int = 5,
        sigma: npt.ArrayLike | None = None,
    ) -> StaticBackground:
        """Return the background of data with noise on an increasing energy axis."""
        ...


def checked_data(
    energy_ev: npt.ArrayLike, counts: npt.ArrayLike, end_points: int
) -> tuple[FloatArray, FloatArray]:
    """Return both arrays as float64 after making sure they can carry a background.

    Raises
    ------
    BackgroundError
        If the lengths differ, a value is not finite, the energy does not increase, or
        the two end averages would share points.
    """
    energy = np.asarray(energy_ev, dtype=np.float64)
    values = np.asarray(counts, dtype=np.float64)
    if energy.ndim != 1 or energy.shape != values.shape:
        raise BackgroundError(
            "energies and intensities of a background must be two lists of one length, "
            f"not of shapes {energy.shape} and {values.shape}"
        )
    if end_points < 1 or energy.size <= 2 * end_points:
        raise BackgroundError(
            f"a background that averages {end_points} points at each end needs more "
            f"than {max(2 * end_points, 2)} points and at least 1 to average, but the "
            f"window has {energy.size}; widen it or average fewer"
        )
    if not (np.isfinite(energy).all() and np.isfinite(values).all()):
        raise BackgroundError("a background needs finite energies and intensities")
    if np.any(np.diff(energy) <= 0.0):
        raise BackgroundError(
            "a background needs binding energies that increase; turn both lists round"
        )
    return energy, values


def noise_of(counts: FloatArray, sigma: npt.ArrayLike | None) -> FloatArray:
    """Return the standard deviation of every point, that of counting if not given.

    Raises
    ------
    BackgroundError
        If `sigma` does not hold one number of at least 0 for every point.
    """
    if sigma is None:
        return np.sqrt(np.maximum(counts, 1.0))
    noise = np.asarray(sigma, dtype=np.float64)
    if noise.shape != counts.shape or not np.all(noise >= 0.0):
        raise BackgroundError(
            "sigma of a background must hold one number of at least 0 for every point"
        )
    return noise


def noise_of_ends(noise: FloatArray, end_points: int) -> float:
    """Return the standard deviation of the difference of the two end averages."""
    ends = np.concatenate([noise[:end_points], noise[-end_points:]])
    return float(np.linalg.norm(ends)) / end_points


def end_levels(counts: FloatArray, end_points: int) -> tuple[float, float]:
    """Return the mean of the first and of the last `end_points` values."""
    return float(np.mean(counts[:end_points])), float(np.mean(counts[-end_points:]))
