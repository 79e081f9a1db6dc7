"""Spectra of known truth for tests, and the model behind them.

The study that the numbers imitate is lithium metal dosed with trimethylaluminum: C 1s
with three components, Al 2p with two doublets, and an In 3d that is only integrated.
The Gaussian here is the tests' own, not the library's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import FloatArray, frozen
from xpsfit.model.types import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    ReferenceLine,
    RegionModel,
)
from xpsfit.spectrum import Region, Spectrum

if TYPE_CHECKING:
    from collections.abc import Sequence

Peak = tuple[float, float, float]  # area (counts/s x eV), center (eV), FWHM (eV)

SHIFT_EV = 0.43
PHOTON_ENERGY_EV = 1486.68
DWELL_S, SCANS = 0.1, 5
STEP_EV = 0.1


@dataclass(frozen=True)
class Line:
    """What the builders know of one core level; energies as measured."""

    low_ev: float
    high_ev: float
    names: tuple[str, ...]
    peaks: tuple[Peak, ...]
    sensitivity: float
    doublet: DoubletSplit | None = None


LINES = {
    "C 1s": Line(
        280.0,
        294.0,
        ("C-C", "C-O", "CO3"),
        ((9000.0, 284.37, 1.3), (2500.0, 285.87, 1.4), (1200.0, 289.47, 1.5)),
        1.0,
    ),
    "Al 2p": Line(
        68.0,
        79.0,
        ("Al-C", "Al-O"),
        ((800.0, 72.8, 1.4), (1700.0, 74.2, 1.6)),
        0.537,
        DoubletSplit(0.40, 0.5),
    ),
    "In 3d": Line(438.0, 458.0, (), ((900.0, 444.0, 1.5), (600.0, 451.5, 1.5)), 22.0),
}


def gaussian(
    energy_ev: FloatArray, area: float, center: float, fwhm: float
) -> FloatArray:
    height = area / fwhm * float(np.sqrt(4.0 * np.log(2.0) / np.pi))
    return np.asarray(height * np.exp2(-(((energy_ev - center) / (fwhm / 2.0)) ** 2)))


def peak_curve(
    energy_ev: FloatArray, peak: Peak, doublet: DoubletSplit | None
) -> FloatArray:
    area, center, fwhm = peak
    if doublet is None:
        return gaussian(energy_ev, area, center, fwhm)
    major = area / (1.0 + doublet.ratio)
    minor_center = center + doublet.splitting_ev
    minor = gaussian(energy_ev, area - major, minor_center, fwhm)
    return np.asarray(gaussian(energy_ev, major, center, fwhm) + minor)


def true_background(energy_ev: FloatArray) -> FloatArray:
    return np.asarray(1500.0 + 4.0 * (energy_ev - energy_ev[0]))


def a_spectrum(
    region: str = "C 1s",
    sample: str = "Li + TMA",
    peaks: Sequence[Peak] | None = None,
    *,
    etch_time_s: float | None = None,
    seed: int = 1,
    file: str = "li_tma.vms",
) -> Spectrum:
    """Return Poisson counts of peaks on a sloping line; 0.1 s dwell, 5 scans."""
    line = LINES[region]
    points = round((line.high_ev - line.low_ev) / STEP_EV) + 1
    energy = np.linspace(line.low_ev, line.high_ev, points)
    rate = true_background(energy)
    for peak in line.peaks if peaks is None else peaks:
        rate = rate + peak_curve(energy, peak, line.doublet)
    counts = np.random.default_rng(seed).poisson(rate * DWELL_S * SCANS)
    return Spectrum(
        region=region,
        sample=sample,
        binding_energy_ev=energy,
        intensity=counts.astype(np.float64),
        intensity_unit="counts",
        photon_energy_ev=PHOTON_ENERGY_EV,
        pass_energy_ev=20.0,
        dwell_s=DWELL_S,
        scans=SCANS,
        etch_time_s=etch_time_s,
        file=file,
        format="vamas",
        block=1,
        metadata={"technique": "XPS", "operator": "A. Surface"},
    )


def a_region(spectrum: Spectrum) -> Region:
    """Return the whole spectrum as a region with Poisson noise."""
    time_s = DWELL_S * SCANS
    counts = spectrum.intensity
    sigma = np.sqrt(np.maximum(counts, 1.0)) / time_s
    return Region(
        spectrum,
        spectrum.binding_energy_ev,
        frozen(counts / time_s),
        frozen(sigma),
        "poisson",
    )


def a_region_model(region: str = "C 1s") -> RegionModel:
    """Return the model behind `a_fit`, on the calibrated scale."""
    line = LINES[region]
    first = line.names[0]
    components = []
    for name, (_, center, fwhm) in zip(line.names, line.peaks, strict=True):
        position = center + SHIFT_EV
        components.append(
            Component(
                name=name,
                species=f"species of {name}",
                line_shape="gaussian",
                center_ev=Parameter(position, position - 0.4, position + 0.4),
                fwhm_ev=Parameter(fwhm, 0.8, 2.0)
                if name == first
                else Link(first, ratio=fwhm / line.peaks[0][2]),
                doublet=line.doublet,
                source="tests",
            )
        )
    return RegionModel(
        region,
        line.low_ev + SHIFT_EV,
        line.high_ev + SHIFT_EV,
        BackgroundModel("linear"),
        tuple(components),
    )


def a_model() -> PeakModel:
    """Return a peak model of C 1s and Al 2p."""
    return PeakModel(
        "builder",
        "Gaussians for tests",
        (a_region_model("C 1s"), a_region_model("Al 2p")),
        ReferenceLine("C 1s", "C-C", 284.80),
        "tests",
    )
