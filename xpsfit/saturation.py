"""A detector that counts no further: the maximum reached by many points in a row.

Counts with a standard deviation sigma take one given value with a probability of at
most q / (sqrt(2 pi) sigma), where q is the step between values (the mode of a Poisson
distribution of many counts). k neighbors share the maximum by chance with that to the
power of k - 1, at one of n places. Step and noise are read from the data, so that
scaled intensities of any unit are judged like counts.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.scatter import scatter_ratio

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xpsfit.arrays import FloatArray
    from xpsfit.spectrum import Spectrum

# One of a million spectra may be told of for chance alone.
CHANCE = 1e-6
# Differences below this part of the maximum come from arithmetic, not from counting.
DUST = 1e-7
# Two equal points stand on top of every symmetric curve.
LEAST_RUN = 3
# Data with less than this part of the counting noise are curves, not counts: their
# maximum may be as flat as they like.
SCATTER = 0.3
LEAST_POINTS = 20
SMALLEST = 1e-12


def saturation_notes(spectra: Iterable[Spectrum]) -> list[str]:
    """Return a sentence for every region whose detector may have been saturated.

    Parameters
    ----------
    spectra : iterable of Spectrum
        Of one sample; levels of a series are counted together.

    Returns
    -------
    list of str
    """
    found: dict[str, list[str]] = {}
    for spectrum in spectra:
        if words := saturated(spectrum):
            found.setdefault(spectrum.region, []).append(words)
    return [
        f"{region}: {words[0]}"
        + (f" (and so at {len(words)} levels or places)" if len(words) > 1 else "")
        for region, words in found.items()
    ]


def saturated(spectrum: Spectrum) -> str:
    """Return why the top of a spectrum is no measurement; empty where it may be one.

    Parameters
    ----------
    spectrum : Spectrum

    Returns
    -------
    str
        A sentence with the number of points, the value, and the probability that noise
        does the same.
    """
    values = spectrum.intensity
    if values.size < LEAST_POINTS or values.min() == values.max() or values.max() <= 0:
        return ""
    first, length = _longest_run(values == values.max())
    chance = _chance(spectrum, length)
    if length < LEAST_RUN or chance > CHANCE:
        return ""
    energy = spectrum.binding_energy_ev
    size = f"{chance:.0e}" if chance > SMALLEST else f"below {SMALLEST:.0e}"
    return (
        f"{length} neighboring points, {energy[first]:.2f} to "
        f"{energy[first + length - 1]:.2f} eV as measured, hold the maximum of "
        f"{values.max():g} exactly, which noise does with a probability {size}: the "
        "detector was saturated or the data were cut off, so that areas, widths and "
        "amounts are wrong; measure again with less intensity"
    )


def _longest_run(
    flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> tuple[int, int]:
    """Return where the longest run of true values begins, and its length."""
    edges = np.diff(np.concatenate([[0], flags.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), int(ends[longest] - starts[longest])


def _chance(spectrum: Spectrum, length: int) -> float:
    """Return the probability that noise gives such a run; 1 for data without noise."""
    values = spectrum.intensity
    top = float(values.max())
    steps = np.diff(np.unique(values))
    steps = steps[steps > DUST * top]
    scatter = _scatter(values)
    if steps.size == 0 or scatter < SCATTER * math.sqrt(_count(spectrum, steps)):
        return 1.0
    per_point = float(steps.min()) / (math.sqrt(2.0 * math.pi * top) * scatter)
    return float(min(values.size * min(per_point, 1.0) ** (length - 1), 1.0))


def _count(spectrum: Spectrum, steps: FloatArray) -> float:
    """Return what one count adds to the values."""
    if spectrum.intensity_unit == "counts":
        return 1.0
    time_s = spectrum.count_time_s
    if spectrum.intensity_unit == "counts_per_s" and time_s is not None:
        return 1.0 / time_s
    return float(steps.min())


def _scatter(values: FloatArray) -> float:
    """Return the noise over the root of the values: 1 for counts, 0 if not seen."""
    level = np.maximum(values, 0.0)
    is_counted = level[:-2] + level[1:-1] + level[2:] > 0.0
    inside = is_counted & (values[1:-1] < values.max())
    if np.count_nonzero(inside) < LEAST_POINTS // 2:
        return 0.0
    return scatter_ratio(values, level, inside)
