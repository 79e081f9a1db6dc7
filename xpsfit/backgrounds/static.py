"""What a static background is, and the checks every one of them makes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray


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
    """

    name: str
    values: FloatArray
    low_level: float
    high_level: float
    end_points: int
    iterations: int = 0
    converged: bool = True


class StaticFunction(Protocol):
    """The function of a static background: data in, `StaticBackground` out."""

    def __call__(
        self,
        energy_ev: npt.ArrayLike,
        counts: npt.ArrayLike,
        /,
        *,
        end_points: int = 5,
    ) -> StaticBackground:
        """Return the background of data on an increasing energy axis."""
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


def end_levels(counts: FloatArray, end_points: int) -> tuple[float, float]:
    """Return the mean of the first and of the last `end_points` values."""
    return float(np.mean(counts[:end_points])), float(np.mean(counts[-end_points:]))
