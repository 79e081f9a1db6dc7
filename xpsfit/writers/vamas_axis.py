"""The energy axis of a VAMAS block: start and increment, if it is evenly spaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers.energy_axis import MAX_ENERGY_EV

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.arrays import FloatArray
    from xpsfit.spectrum import Spectrum

TOLERANCE_EV = 1e-9
"""A thousandth of what any instrument resolves, and a thousand times float noise."""

DECIMALS = (1, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class RegularAxis:
    """Start and increment in eV; `backwards` where intensities are to be reversed."""

    kinetic: bool
    start_ev: float
    step_ev: float
    backwards: bool


def regular_axis(spectrum: Spectrum) -> RegularAxis | None:
    """Return an axis that gives back the energies, or None if there is none.

    Kinetic energies are preferred, as instruments write them, then whatever gives back
    every bit of the binding energies; else what comes within `TOLERANCE_EV`.
    """
    best: tuple[float, RegularAxis] | None = None
    for axis in _candidates(spectrum):
        error = _error_ev(axis, spectrum)
        if error == 0.0:
            return axis
        if error <= TOLERANCE_EV and (best is None or error < best[0]):
            best = (error, axis)
    return None if best is None else best[1]


def _candidates(spectrum: Spectrum) -> Iterator[RegularAxis]:
    binding = spectrum.binding_energy_ev
    hv = spectrum.photon_energy_ev
    if hv is not None and abs(hv) + np.abs(binding).max() <= MAX_ENERGY_EV:
        yield from _guesses(hv - binding[::-1], kinetic=True, backwards=True)
    yield from _guesses(binding[::-1], kinetic=False, backwards=True)
    yield from _guesses(binding, kinetic=False, backwards=False)


def _guesses(
    energy_ev: FloatArray, *, kinetic: bool, backwards: bool
) -> Iterator[RegularAxis]:
    """Yield starts and increments, the numbers a person would write first."""
    first, last = float(energy_ev[0]), float(energy_ev[-1])
    mean = (last - first) / (len(energy_ev) - 1) if len(energy_ev) > 1 else 1.0
    if len(energy_ev) > 1 and abs(energy_ev[1] - first - mean) > 2.0 * TOLERANCE_EV:
        return
    starts = [*(round(first, digits) for digits in DECIMALS), first]
    starts += [float(np.nextafter(first, side)) for side in (-np.inf, np.inf)]
    steps = [*(round(mean, digits) for digits in DECIMALS), mean]
    steps.append(float(np.float32(mean)))
    for start in dict.fromkeys(s for s in starts if abs(s - first) <= TOLERANCE_EV):
        for step in dict.fromkeys(steps):
            if abs(step - mean) * len(energy_ev) <= 2.0 * TOLERANCE_EV and step:
                yield RegularAxis(kinetic, start, step, backwards)


def _error_ev(axis: RegularAxis, spectrum: Spectrum) -> float:
    """Return how far a reader's binding energies are from those of the spectrum."""
    binding = spectrum.binding_energy_ev
    read = axis.start_ev + axis.step_ev * np.arange(len(binding), dtype=np.float64)
    if axis.kinetic:
        read = (spectrum.photon_energy_ev or 0.0) - read
    if axis.backwards:
        read = read[::-1]
    if not (np.diff(read) > 0).all():
        return np.inf
    return float(np.abs(read - binding).max())
