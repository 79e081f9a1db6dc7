"""Sputter series of known truth, drawn by code of the tests' own.

Peaks are GL(30) products on a flat background, doublets two of them; every level has an
energy shift of its own. Counts are Poisson.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xpsfit.arrays import FloatArray

WINDOWS = {
    "C 1s": (279.0, 295.0),
    "O 1s": (524.0, 540.0),
    "Al 2p": (65.0, 82.0),
    "Li 1s": (48.0, 64.0),
    "Ar 2p": (234.0, 252.0),
}
SPLITS = {"Al 2p": (0.435, 0.5), "Ar 2p": (2.2, 0.5128)}
STEP_EV, SECONDS, GROUND_CPS = 0.1, 2.0, 1500.0


@dataclass(frozen=True)
class Peak:
    """One state: position on the true scale, width, and rate at its maximum."""

    center_ev: float
    height_cps: float
    fwhm_ev: float = 1.3


Level = dict[str, list[Peak]]


def gl30(energy: FloatArray, peak: Peak) -> FloatArray:
    """Return exp(-4 ln2 0.7 u^2) / (1 + 4 0.3 u^2), of this full width."""
    u = (energy - peak.center_ev) / (peak.fwhm_ev / 0.9614)
    return np.asarray(
        peak.height_cps * np.exp(-4 * np.log(2) * 0.7 * u**2) / (1 + 4 * 0.3 * u**2)
    )


def spectrum_of(
    region: str, peaks: Sequence[Peak], shift_ev: float, time_s: float, seed: int
) -> Spectrum:
    """Return counts of one region; `shift_ev` is what calibration must add."""
    low, high = WINDOWS[region]
    energy = np.arange(low, high, STEP_EV)
    distance, ratio = SPLITS.get(region, (0.0, 0.0))
    rate = np.full(energy.shape, GROUND_CPS)
    for peak in peaks:
        rate += gl30(energy + shift_ev, peak)
        if ratio:
            rate += ratio * gl30(energy + shift_ev - distance, peak)
    counts = np.random.default_rng(seed).poisson(rate * SECONDS)
    return Spectrum(
        region=region,
        sample="drawn",
        binding_energy_ev=energy,
        intensity=counts.astype(np.float64),
        intensity_unit="counts",
        photon_energy_ev=1486.69,
        pass_energy_ev=50.0,
        dwell_s=SECONDS,
        scans=1,
        etch_time_s=time_s,
    )


def drawn_series(
    levels: Mapping[float, Level],
    shift_ev: Callable[[float], float] = lambda _: 0.0,
    seed: int = 1,
) -> list[Spectrum]:
    """Return the spectra of a series by etch time."""
    return [
        spectrum_of(region, peaks, shift_ev(time), time, seed + 1000 * n + 10 * r)
        for n, (time, level) in enumerate(levels.items())
        for r, (region, peaks) in enumerate(level.items())
    ]


CARBON = [Peak(284.8, 9000.0), Peak(286.3, 900.0, 1.4)]
CARBIDE = [Peak(283.3, 6000.0), Peak(284.8, 1500.0)]
OXIDE = [Peak(528.3, 9000.0, 1.4)]
ALUMINUM = [Peak(70.5, 700.0, 1.0), Peak(72.85, 2500.0, 0.8)]
LITHIUM = [Peak(53.8, 3000.0, 1.2)]
ARGON = [Peak(241.8, 1500.0, 1.3)]
