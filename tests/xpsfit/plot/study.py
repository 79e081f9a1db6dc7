"""A study of lithium exposed to trimethylaluminum, as figures have to show it.

Positions, widths, backgrounds and the course of the profile imitate a real study; the
curves are Gaussians made here, and nothing of the library computes a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, log, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import FloatArray, frozen
from xpsfit.fit.result import FitResult, FittedComponent, FittedParameter, Quality
from xpsfit.model.types import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Link,
    Parameter,
    PeakModel,
    RegionModel,
)
from xpsfit.results import ChargeReference, IntegratedArea, LevelResult
from xpsfit.spectrum import Region, Spectrum

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMES_S = (
    *(0, 30, 60, 120, 200, 300, 450, 600, 800, 1000, 1250),
    *(1500, 2000, 2500, 3000, 4000, 5000, 6000, 6600),
)
RATE_NM_PER_S = 0.19
MIX = dict[str, float]


@dataclass(frozen=True)
class Level:
    """One core level: window, background, and (name, center, width) of its lines."""

    low_ev: float
    high_ev: float
    offset_cps: float
    slope: float
    sensitivity: float
    lines: tuple[tuple[str, float, float], ...]
    split: DoubletSplit | None = None


LEVELS = {
    "C 1s": Level(
        *(279.0, 295.0, 3000.0, 15.0, 1.0),
        (
            ("R-Li/Al-C", 283.3, 1.2),
            ("C-C", 284.8, 1.3),
            ("C-O", 286.3, 1.45),
            ("Li2CO3", 288.5, 1.35),
        ),
    ),
    "O 1s": Level(
        *(524.0, 540.0, 6000.0, -20.0, 2.93),
        (("Li2O", 528.3, 1.35), ("Li2CO3", 531.0, 1.55), ("C-O", 532.6, 1.8)),
    ),
    "Al 2p": Level(
        *(65.0, 82.0, 1200.0, 5.0, 0.5371),
        (("Li-Al", 70.5, 0.95), ("Al metal", 72.8, 0.8), ("Al-C", 73.5, 1.15)),
        DoubletSplit(0.435, 0.5),
    ),
    "Li 1s": Level(
        *(48.0, 64.0, 900.0, -6.0, 0.0568),
        (
            ("Li2O", 53.8, 1.2),
            ("Li-Al", 54.3, 1.15),
            ("R-Li", 54.6, 1.3),
            ("Li2CO3", 55.0, 1.35),
        ),
    ),
}

# Atoms of each element that a species adds, by (core level, component).
ATOMS: Mapping[str, dict[tuple[str, str], float]] = {
    "aC": {("C 1s", "C-C"): 1.0},
    "CO": {("C 1s", "C-O"): 0.5, ("O 1s", "C-O"): 0.5},
    "RLi": {("C 1s", "R-Li/Al-C"): 0.5, ("Li 1s", "R-Li"): 0.5},
    "AlC": {("Al 2p", "Al-C"): 4 / 7, ("C 1s", "R-Li/Al-C"): 3 / 7},
    "LiAl": {("Li 1s", "Li-Al"): 0.5, ("Al 2p", "Li-Al"): 0.5},
    "Al0": {("Al 2p", "Al metal"): 1.0},
    "Li2CO3": {
        ("Li 1s", "Li2CO3"): 2 / 6,
        ("C 1s", "Li2CO3"): 1 / 6,
        ("O 1s", "Li2CO3"): 3 / 6,
    },
    "Li2O": {("Li 1s", "Li2O"): 2 / 3, ("O 1s", "Li2O"): 1 / 3},
}

SURFACES: Mapping[str, MIX] = {
    "Bare Li": {"aC": 0.26, "CO": 0.05, "Li2CO3": 0.50, "Li2O": 0.19},
    "TMA-5s": {
        "aC": 0.42,
        "CO": 0.10,
        "Li2CO3": 0.24,
        "Li2O": 0.04,
        "RLi": 0.10,
        "AlC": 0.06,
        "LiAl": 0.03,
        "Al0": 0.01,
    },
}


def mix_at(time_s: float) -> MIX:
    """Return what the layer is made of after a time of etching."""

    def step(middle: float, width: float) -> float:
        return 0.5 * erfc(-(time_s - middle) / (sqrt(2.0) * width))

    weights = {
        "aC": 0.54 * (1 - step(420, 230)) + 0.08,
        "CO": 0.09 * exp(-time_s / 60) + 0.010 * exp(-time_s / 900),
        "Li2CO3": 0.11 * exp(-time_s / 90) + 0.004 * exp(-time_s / 1500),
        "Li2O": 0.02 + 0.012 * exp(-time_s / 400),
        "AlC": 0.26 * exp(-0.5 * ((time_s - 520) / 270) ** 2),
        "RLi": 0.06 + 0.52 * step(560, 330) - 0.06 * step(5000, 1500),
        "LiAl": 0.015 + 0.15 * step(1300, 520) + 0.06 * step(4200, 1300),
        "Al0": 0.008 + 0.055 * step(900, 380),
    }
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def atoms_of(mix: MIX) -> dict[tuple[str, str], float]:
    """Return atomic fractions by core level and component."""
    atoms: dict[tuple[str, str], float] = {}
    for species, share in mix.items():
        for key, number in ATOMS[species].items():
            atoms[key] = atoms.get(key, 0.0) + share * number
    return atoms


def _line(energy: FloatArray, area: float, center: float, fwhm: float) -> FloatArray:
    height = area / fwhm * sqrt(4 * log(2) / pi)
    return np.asarray(height * np.exp2(-((2 * (energy - center) / fwhm) ** 2)))


def _curve(level: Level, energy: FloatArray, center: float, fwhm: float) -> FloatArray:
    if level.split is None:
        return _line(energy, 1.0, center, fwhm)
    minor = center + level.split.splitting_ev
    return _line(energy, 2 / 3, center, fwhm) + _line(energy, 1 / 3, minor, fwhm)


def study_fit(region: str, mix: MIX, shift_ev: float, seed: int) -> FitResult:
    """Return a fit that found the truth, of noisy data, on the measured scale."""
    level = LEVELS[region]
    energy = np.round(np.arange(level.low_ev, level.high_ev + 0.05, 0.1), 3)
    atoms = atoms_of(mix)
    factor = 2e5 * level.sensitivity * ((1486.69 - level.low_ev) / 1202.0) ** 0.6
    components = []
    for name, center, fwhm in level.lines:
        area = factor * atoms.get((region, name), 0.0)
        curve = area * _curve(level, energy, center - shift_ev, fwhm)
        components.append(
            FittedComponent(
                name=name,
                species=name,
                line_shape="gaussian",
                center_ev=center - shift_ev,
                center_ev_stderr=0.02,
                fwhm_ev=fwhm,
                fwhm_ev_stderr=0.02,
                area_cps_ev=area,
                area_cps_ev_stderr=60.0,
                height_cps=float(curve.max()),
                presence="present" if area > 200.0 else "below_limit",
                area_upper_95_cps_ev=area + 100.0,
                curve_cps=frozen(curve),
            )
        )
    peaks = np.sum([c.curve_cps for c in components], axis=0)
    step = 0.02 * np.cumsum(peaks) * 0.1
    middle = (level.low_ev + level.high_ev) / 2
    background = level.offset_cps + level.slope * (energy - middle) + step
    envelope = background + peaks
    counts = np.random.default_rng(seed).poisson(envelope * 0.5).astype(np.float64)
    spectrum = Spectrum(
        region, "study", energy, counts, "counts", dwell_s=0.05, scans=10
    )
    sigma = np.sqrt(np.maximum(counts, 1.0)) / 0.5
    residual = counts / 0.5 - envelope
    return FitResult(
        region=Region(spectrum, energy, counts / 0.5, sigma, "poisson"),
        model=MODEL.regions[list(LEVELS).index(region)],
        low_ev=level.low_ev,
        high_ev=level.high_ev,
        components=tuple(components),
        parameters=tuple(map(_position, components)),
        background_cps=frozen(background),
        envelope_cps=frozen(envelope),
        residual_cps=frozen(residual),
        area_covariance=np.eye(len(components)) * 3600.0,
        correlations={},
        quality=_quality(residual, sigma),
        converged=True,
        message="",
    )


def _position(component: FittedComponent) -> FittedParameter:
    value, error = component.center_ev, component.center_ev_stderr
    return FittedParameter(
        f"{component.name}.center_ev", value, error, value - 1.0, value + 1.0, "bounded"
    )


def _quality(residual: FloatArray, sigma: FloatArray) -> Quality:
    chi_square = float(np.sum((residual / sigma) ** 2))
    return Quality(
        points=residual.size,
        free_parameters=12,
        effective_parameters=12.0,
        degrees_of_freedom=residual.size - 12.0,
        chi_square=chi_square,
        reduced_chi_square=chi_square / (residual.size - 12),
        aic=None,
        bic=None,
        abbe=1.0,
        residual_sd_cps=float(residual.std()),
        largest_residual_sigma=float(np.abs(residual / sigma).max()),
    )


def _model() -> PeakModel:
    regions = []
    for region, level in LEVELS.items():
        first = level.lines[0]
        regions.append(
            RegionModel(
                region,
                level.low_ev,
                level.high_ev,
                BackgroundModel(),
                tuple(
                    Component(
                        *(name, name, "gaussian"),
                        Parameter(center)
                        if name == first[0]
                        else Link(first[0], offset=center - first[1]),
                        Parameter(fwhm),
                    )
                    for name, center, fwhm in level.lines
                ),
            )
        )
    return PeakModel("study", "Lithium and trimethylaluminum", tuple(regions))


MODEL = _model()


def study_level(
    sample: str, mix: MIX, shift_ev: float, seed: int, time_s: float | None = None
) -> LevelResult:
    """Return all four core levels of one surface or etch level."""
    return LevelResult(
        sample=sample,
        etch_time_s=time_s,
        depth_nm=None if time_s is None else RATE_NM_PER_S * time_s,
        charge=ChargeReference(shift_ev, 0.02, "fitted_line", "C 1s C-C", 284.8),
        fits=tuple(
            study_fit(region, mix, shift_ev, seed + index)
            for index, region in enumerate(LEVELS)
        ),
        integrated=(),
        composition=None,
    )


def study_area(mix: MIX, shift_ev: float, seed: int) -> IntegratedArea:
    """Return an Al 2p region that was only integrated, on a straight background."""
    fit = study_fit("Al 2p", mix, shift_ev, seed)
    background = np.linspace(
        fit.envelope_cps[0], fit.envelope_cps[-1], fit.envelope_cps.size
    )
    return IntegratedArea(
        region=fit.region,
        low_ev=fit.low_ev + 1.0,
        high_ev=fit.high_ev - 1.0,
        background="linear",
        background_cps=background,
        area_cps_ev=fit.area_cps_ev,
        area_cps_ev_stderr=60.0,
        detected=True,
        significance=50.0,
    )
