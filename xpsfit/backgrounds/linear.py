"""The straight-line background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.arrays import frozen
from xpsfit.backgrounds.static import (
    StaticBackground,
    checked_data,
    end_levels,
    noise_of,
)

if TYPE_CHECKING:
    import numpy.typing as npt


def linear(
    energy_ev: npt.ArrayLike,
    counts: npt.ArrayLike,
    /,
    *,
    end_points: int = 5,
    sigma: npt.ArrayLike | None = None,
) -> StaticBackground:
    """Return the straight line between the averaged ends of the window.

    Parameters
    ----------
    energy_ev : array-like, shape (n,)
        Binding energy in eV, increasing; steps may differ.
    counts : array-like, shape (n,)
        Counts or rate.
    end_points : int
        Points averaged at each end. The averages stand at the first and the last
        energy.
    sigma : array-like, shape (n,), optional
        Standard deviation of `counts`; checked, but a straight line does not need it.

    Returns
    -------
    StaticBackground

    Raises
    ------
    BackgroundError
        If the data cannot carry a background.

    Examples
    --------
    >>> line = linear([280.0, 281.0, 282.0], [100.0, 900.0, 140.0], end_points=1)
    >>> line.values.tolist()
    [100.0, 120.0, 140.0]
    """
    energy, values = checked_data(energy_ev, counts, end_points)
    noise_of(values, sigma)
    low, high = end_levels(values, end_points)
    fraction = (energy - energy[0]) / (energy[-1] - energy[0])
    return StaticBackground(
        "linear", frozen(low + (high - low) * fraction), low, high, end_points
    )
