"""Tougaard's backgrounds, drawn from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.backgrounds.cross_section import CROSS_SECTIONS
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
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds.cross_section import CrossSection

# Tougaard, J. Vac. Sci. Technol. A 39 (2021) 011201: 30 to 50 eV above the peak.
LEAST_ABOVE_PEAK_EV = 30.0
# Work grows with the square; a survey has some 1,500 points.
MOST_POINTS = 4000
_ROWS_AT_ONCE = 256


class TougaardFunction(Protocol):
    """A static background that also takes a cross-section and a strength."""

    def __call__(
        self,
        energy_ev: npt.ArrayLike,
        counts: npt.ArrayLike,
        /,
        *,
        end_points: int = 5,
        sigma: npt.ArrayLike | None = None,
        cross_section: CrossSection | None = None,
        strength_ev2: float | None = None,
    ) -> StaticBackground:
        """Return the background, its strength as given or as the data set it."""
        ...


def tougaard_u2(
    energy_ev: npt.ArrayLike,
    counts: npt.ArrayLike,
    /,
    *,
    end_points: int = 5,
    sigma: npt.ArrayLike | None = None,
    cross_section: CrossSection | None = None,
    strength_ev2: float | None = None,
) -> StaticBackground:
    """Return Tougaard's background with the two-parameter cross-section.

    Parameters
    ----------
    energy_ev : array-like, shape (n,)
        Binding energy in eV, increasing; steps may differ.
    counts : array-like, shape (n,)
        Counts or rate.
    end_points : int
        Points averaged at each end.
    sigma : array-like, shape (n,), optional
        Standard deviation of `counts`; ``sqrt(max(counts, 1))`` where not given.
    cross_section : CrossSection, optional
        Tougaard's universal one (C = 1643 eV^2) if omitted.
    strength_ev2 : float, optional
        B in eV^2. If omitted, B is that at which the background meets the data at the
        high binding-energy end; the result holds it.

    Returns
    -------
    StaticBackground
        With a warning where the window ends less than 30 eV above the peak.

    Raises
    ------
    BackgroundError
        If the data cannot carry a background, have more than 4,000 points, fall towards
        high binding energy, or hold no signal to scale to.

    Notes
    -----
    B(E) = I_L + B int_{E' < E} K(E - E') (y(E') - I_L) dE' with
    K(T) = T / (C + T^2)^2, by the trapezoid rule. K(0) = 0, so the background leaves
    the low binding-energy end flat; the level I_L there comes from other lines and is
    taken off first.

    References
    ----------
    S. Tougaard, Surf. Interface Anal. 11 (1988) 453, doi 10.1002/sia.740110902.

    Examples
    --------
    >>> import numpy as np
    >>> energy = np.arange(270.0, 330.0, 0.5)
    >>> counts = 100.0 + 900.0 * np.exp(-((energy - 285.0) ** 2))
    >>> counts += 40.0 * (energy > 288.0)
    >>> below = tougaard_u2(energy, counts)
    >>> below.values[[0, -1]].round(6).tolist()
    [100.0, 140.0]
    """
    section = cross_section or CROSS_SECTIONS["tougaard_u2"]
    return _drawn(
        "tougaard_u2", section, energy_ev, counts, end_points, sigma, strength_ev2
    )


def tougaard_u3(
    energy_ev: npt.ArrayLike,
    counts: npt.ArrayLike,
    /,
    *,
    end_points: int = 5,
    sigma: npt.ArrayLike | None = None,
    cross_section: CrossSection | None = None,
    strength_ev2: float | None = None,
) -> StaticBackground:
    """Return Tougaard's background with the three-parameter cross-section.

    It is for materials with a narrow plasmon loss:
    K(T) = B T / ((C - T^2)^2 + D T^2). Parameters and errors are those of
    `tougaard_u2`; the cross-section is that of aluminum (C = 230, D = 4.5 eV^2) if
    omitted.

    Returns
    -------
    StaticBackground

    References
    ----------
    S. Tougaard, Surf. Interface Anal. 25 (1997) 137.
    """
    section = cross_section or CROSS_SECTIONS["tougaard_u3"]
    return _drawn(
        "tougaard_u3", section, energy_ev, counts, end_points, sigma, strength_ev2
    )


def tougaard_u4(
    energy_ev: npt.ArrayLike,
    counts: npt.ArrayLike,
    /,
    *,
    end_points: int = 5,
    sigma: npt.ArrayLike | None = None,
    cross_section: CrossSection | None = None,
    strength_ev2: float | None = None,
) -> StaticBackground:
    """Return Tougaard's background with the four-parameter cross-section.

    K(T) = B T / ((C + C' T^2)^2 + D T^2), of which U2 (C' = 1, D = 0) and U3 (C' = -1)
    are special cases. Parameters and errors are those of `tougaard_u2`; without a
    cross-section of its own it is U2.

    Returns
    -------
    StaticBackground

    References
    ----------
    R. Hesse and R. Denecke, Surf. Interface Anal. 43 (2011) 1514.
    """
    section = cross_section or CROSS_SECTIONS["tougaard_u4"]
    return _drawn(
        "tougaard_u4", section, energy_ev, counts, end_points, sigma, strength_ev2
    )


def window_warnings(high_ev: float, peak_ev: float) -> tuple[str, ...]:
    """Return what speaks against a Tougaard background in a window that ends here.

    Parameters
    ----------
    high_ev, peak_ev : float
        High binding-energy end of the window, and highest peak.

    Examples
    --------
    >>> window_warnings(294.0, 284.8)[0].split(", ")[1][:33]
    'but this one ends 9.2 eV above it'
    """
    above = high_ev - peak_ev
    if above >= LEAST_ABOVE_PEAK_EV:
        return ()
    sentence = (
        f"a Tougaard background needs a window that ends {LEAST_ABOVE_PEAK_EV:.0f} to "
        f"50 eV above the peak, but this one ends {above:.1f} eV above it; measure a "
        "wider window or use a Shirley background"
    )
    return (sentence,)


def refuse_many_points(points: int) -> None:
    """Raise where the work, which grows with the square, would be out of bounds."""
    if points > MOST_POINTS:
        raise BackgroundError(
            f"a Tougaard background takes windows of up to {MOST_POINTS} points, not "
            f"of {points}; narrow the window"
        )


def _drawn(
    name: str,
    section: CrossSection,
    energy_ev: npt.ArrayLike,
    counts: npt.ArrayLike,
    end_points: int,
    sigma: npt.ArrayLike | None,
    strength_ev2: float | None,
) -> StaticBackground:
    energy, values = checked_data(energy_ev, counts, end_points)
    refuse_many_points(energy.size)
    low, high = end_levels(values, end_points)
    losses = _losses(energy, values - low, section)
    if strength_ev2 is None:
        step_noise = noise_of_ends(noise_of(values, sigma), end_points)
        strength_ev2 = _strength_to_meet(low, high, float(losses[-1]), step_noise)
    return StaticBackground(
        name,
        frozen(low + strength_ev2 * losses),
        low,
        high,
        end_points,
        strength_ev2=strength_ev2,
        warnings=window_warnings(
            float(energy[-1]), float(energy[int(np.argmax(values))])
        ),
    )


def _losses(
    energy: FloatArray, signal: FloatArray, section: CrossSection
) -> FloatArray:
    """Return what the signal loses into each energy, per unit of strength."""
    half = 0.5 * np.diff(energy)
    weighted = signal * (np.append(half, 0.0) + np.append(0.0, half))
    result = np.empty_like(energy)
    for start in range(0, energy.size, _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        result[rows] = (
            section.per_strength(energy[rows, None] - energy[None, :]) @ weighted
        )
    return result


def _strength_to_meet(low: float, high: float, losses: float, noise: float) -> float:
    """Return the strength at which the background reaches the high level."""
    step = high - low
    if step < -NOISE_SIGMAS * noise:
        raise BackgroundError(
            f"the data fall from {low:.6g} to {high:.6g} towards high binding energy, "
            "where a Tougaard background can only rise; use the linear background or "
            "the active Shirley with a slope"
        )
    if step == 0.0:
        return 0.0
    if losses <= 0.0:
        raise BackgroundError(
            "no signal lies above the level of the low binding-energy end, so nothing "
            "sets the strength of the Tougaard background; widen the window or use the "
            "linear background"
        )
    return step / losses
