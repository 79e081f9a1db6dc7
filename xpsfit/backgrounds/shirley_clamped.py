"""The iterative Shirley background, held down to a smoothed curve of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import gaussian_filter1d

from xpsfit.arrays import frozen
from xpsfit.backgrounds.shirley import iterate, refuse_falling, running_integral
from xpsfit.backgrounds.static import (
    NOISE_SIGMAS,
    StaticBackground,
    checked_data,
    end_levels,
    noise_of,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

# Standard deviation of the Gaussian that smooths the data: narrower than a valley
# between two lines, and at least two channels.
SMOOTHED_EV = 0.3
LEAST_CHANNELS = 2.0


def shirley_clamped(
    energy_ev: npt.ArrayLike,
    counts: npt.ArrayLike,
    /,
    *,
    end_points: int = 5,
    sigma: npt.ArrayLike | None = None,
    tolerance: float = 1e-6,
) -> StaticBackground:
    """Return the iterative Shirley background that stays below the smoothed data.

    Parameters
    ----------
    energy_ev : array-like, shape (n,)
        Binding energy in eV, increasing.
    counts : array-like, shape (n,)
        Counts, or a rate together with its `sigma`.
    end_points : int
        Points averaged at each end.
    sigma : array-like, shape (n,), optional
        As for `shirley`.
    tolerance : float
        As for `shirley`.

    Returns
    -------
    StaticBackground
        `clamped_ev` tells where it was held down, and a warning says so.

    Raises
    ------
    BackgroundError
        As `shirley`, but for crossing the data.

    Notes
    -----
    After each pass of `shirley` the background is cut to the data smoothed with a
    Gaussian of 0.3 eV standard deviation, plus three standard deviations of that curve
    and of an end average. Cutting it to the data themselves would follow every low
    channel and make areas too large. The rules by which other programs keep a Shirley
    background below the data are not published; this one is our own.

    Examples
    --------
    >>> counts = [100, 100, 900, 110, 110]
    >>> below = shirley_clamped([1.0, 2.0, 3.0, 4.0, 5.0], counts, end_points=1)
    >>> below.values.round(1).tolist(), below.clamped_ev
    ([100.0, 100.0, 105.0, 110.0, 110.0], ())
    """
    energy, values = checked_data(energy_ev, counts, end_points)
    noise = noise_of(values, sigma)
    low, high = end_levels(values, end_points)
    refuse_falling(low, high, noise, end_points)
    ceiling = np.maximum(_ceiling(energy, values, noise, end_points), 0.0)
    # The ends are averages of the data already.
    ceiling[:end_points] = ceiling[-end_points:] = np.inf
    background, iterations = iterate(
        values, low, high, running_integral(energy), tolerance, ceiling
    )
    clamped = _stretches(energy, background >= ceiling)
    return StaticBackground(
        "shirley_clamped",
        frozen(background),
        low,
        high,
        end_points,
        iterations,
        clamped_ev=clamped,
        warnings=_said(clamped),
    )


def _ceiling(
    energy: FloatArray, counts: FloatArray, noise: FloatArray, end_points: int
) -> FloatArray:
    """Return the smoothed data plus what noise of them and of the ends may be."""
    step = float(np.median(np.diff(energy)))
    channels = max(SMOOTHED_EV / step, LEAST_CHANNELS)
    smooth = gaussian_filter1d(counts, channels, mode="nearest")
    # The squares of a Gaussian's weights are those of one narrower by sqrt(2).
    variance = gaussian_filter1d(noise**2, channels / np.sqrt(2.0), mode="nearest")
    variance /= 2.0 * np.sqrt(np.pi) * channels
    ends = np.linalg.norm([noise[:end_points], noise[-end_points:]], axis=1)
    variance += (ends.max() / end_points) ** 2
    return np.asarray(smooth + NOISE_SIGMAS * np.sqrt(variance))


def _stretches(
    energy: FloatArray, clamped: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[tuple[float, float], ...]:
    """Return first and last energy of each run of clamped points."""
    edges = np.flatnonzero(np.diff(np.pad(clamped.astype(np.int8), 1)))
    return tuple(
        (float(energy[first]), float(energy[stop - 1]))
        for first, stop in zip(edges[::2], edges[1::2], strict=True)
    )


def _said(clamped: tuple[tuple[float, float], ...]) -> tuple[str, ...]:
    if not clamped:
        return ()
    where = ", ".join(f"{low:.2f} to {high:.2f}" for low, high in clamped)
    sentence = (
        "the clamped Shirley background was held down to the smoothed data at "
        f"{where} eV, measured scale, where a Shirley background would cross them"
    )
    return (sentence,)
