"""Results by hand for the referee: areas from atoms, by factors of the tests' own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.built_spectra import gaussian
from xpsfit.arrays import frozen
from xpsfit.fit.result import FitResult, FittedComponent, FittedParameter, Quality
from xpsfit.model.types import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Parameter,
    PeakModel,
    ReferenceLine,
    RegionModel,
)
from xpsfit.results import (
    ChargeReference,
    Composition,
    ElementAmount,
    LevelResult,
    SampleResult,
    StateAmount,
)
from xpsfit.spectrum import Region, Spectrum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xpsfit.arrays import FloatArray

# Scofield (1976) relative to C 1s, kinetic energies for Al K-alpha, and windows.
FACTORS = {"C 1s": 1.0, "O 1s": 2.93, "Al 2p": 0.5371, "Li 1s": 0.0568, "N 1s": 1.8}
ENERGIES = {"C 1s": 285.0, "O 1s": 531.0, "Al 2p": 73.0, "Li 1s": 55.0, "N 1s": 399.0}
ENERGIES |= {"In 3d": 444.0, "Ti 2p": 458.0}
FACTORS |= {"In 3d": 22.6, "Ti 2p": 7.9}
SPLITS = {"Al 2p": (0.435, 0.5), "In 3d": (7.6, 2 / 3), "Ti 2p": (6.12, 0.5)}
PER_ATOM = 2000.0


@dataclass(frozen=True)
class Line:
    """A component: position on the calibrated scale, and number of atoms."""

    name: str
    center_ev: float
    atoms: float
    fwhm_ev: float = 1.3
    species: str = ""
    stderr: float = 0.01
    shape: str = "gl_product"
    center_stderr_ev: float | None = 0.02
    curve: Callable[[FloatArray], FloatArray] | None = None


def per_atom(region: str) -> float:
    """Return the area of one atom, counts/s x eV."""
    kinetic = (1486.69 - ENERGIES[region]) / (1486.69 - ENERGIES["C 1s"])
    return float(PER_ATOM * FACTORS[region] * kinetic**0.6)


def a_spectrum_of(region: str, energy: FloatArray, rate: FloatArray) -> Spectrum:
    return Spectrum(
        region=region,
        sample="built",
        binding_energy_ev=energy,
        intensity=rate * 10.0,
        intensity_unit="counts",
        photon_energy_ev=1486.69,
        pass_energy_ev=50.0,
        dwell_s=1.0,
        scans=10,
    )


def fit_of(
    region: str,
    lines: Sequence[Line],
    *,
    background: str = "active_shirley",
    shift_ev: float = 0.0,
    reach_ev: float = 9.0,
) -> FitResult:
    """Return a perfect fit of noiseless data on a flat background."""
    centers = [line.center_ev - shift_ev for line in lines]
    energy = np.arange(min(centers) - reach_ev, max(centers) + reach_ev, 0.1)
    split = SPLITS.get(region)
    components, curves = [], []
    for line, center in zip(lines, centers, strict=True):
        area = line.atoms * per_atom(region)
        curve = _curve(energy, line, area, center, split)
        curves.append(curve)
        error = max(line.stderr * abs(area), 1.0)
        components.append(
            FittedComponent(
                name=line.name,
                species=line.species or line.name,
                line_shape=line.shape,
                center_ev=center,
                center_ev_stderr=line.center_stderr_ev,
                fwhm_ev=line.fwhm_ev,
                fwhm_ev_stderr=0.02,
                area_cps_ev=area,
                area_cps_ev_stderr=error,
                height_cps=float(curve.max()),
                presence="present" if area > 3.29 * error else "below_limit",
                area_upper_95_cps_ev=max(area, 0.0) + 1.645 * error,
                curve_cps=frozen(curve),
            )
        )
    ground = np.full(energy.shape, 3000.0)
    envelope = ground + np.sum(curves, axis=0)
    spectrum = a_spectrum_of(region, energy, envelope)
    sigma = np.sqrt(envelope / 10.0)
    return FitResult(
        region=Region(
            spectrum,
            spectrum.binding_energy_ev,
            frozen(envelope),
            frozen(sigma),
            "poisson",
        ),
        model=_model_of(region, lines, background),
        low_ev=float(energy[0]),
        high_ev=float(energy[-1]),
        components=tuple(components),
        parameters=tuple(p for c in components for p in _parameters(c)),
        background_cps=frozen(ground),
        envelope_cps=frozen(envelope),
        residual_cps=frozen(np.zeros(energy.shape)),
        area_covariance=frozen(np.diag([c.area_cps_ev_stderr**2 for c in components])),
        correlations={},
        quality=good_quality(energy.size),
        converged=True,
        message="built",
    )


def _curve(
    energy: FloatArray,
    line: Line,
    area: float,
    center: float,
    split: tuple[float, float] | None,
) -> FloatArray:
    if line.curve is not None:
        return line.curve(energy)
    if split is None:
        return gaussian(energy, area, center, line.fwhm_ev)
    distance, ratio = split
    major = area / (1.0 + ratio)
    return np.asarray(
        gaussian(energy, major, center, line.fwhm_ev)
        + gaussian(energy, area - major, center + distance, line.fwhm_ev)
    )


def good_quality(points: int) -> Quality:
    return Quality(
        points=points,
        free_parameters=8,
        effective_parameters=8.0,
        degrees_of_freedom=points - 8.0,
        chi_square=points - 8.0,
        reduced_chi_square=1.0,
        aic=points + 8.0,
        bic=points + 20.0,
        abbe=1.0,
        residual_sd_cps=10.0,
        largest_residual_sigma=3.0,
    )


def _parameters(component: FittedComponent) -> list[FittedParameter]:
    c = component
    rows = (
        ("area_cps_ev", c.area_cps_ev, c.area_cps_ev_stderr),
        ("center_ev", c.center_ev, c.center_ev_stderr),
        ("fwhm_ev", c.fwhm_ev, c.fwhm_ev_stderr),
    )
    return [
        FittedParameter(f"{c.name}.{q}", value, error, -np.inf, np.inf, "free")
        for q, value, error in rows
    ]


def _model_of(region: str, lines: Sequence[Line], background: str) -> RegionModel:
    split = SPLITS.get(region)
    doublet = None if split is None else DoubletSplit(*split)
    return RegionModel(
        region=region,
        low_ev=min(line.center_ev for line in lines) - 9.0,
        high_ev=max(line.center_ev for line in lines) + 9.0,
        background=BackgroundModel(background),
        components=tuple(
            Component(
                name=line.name,
                species=line.species or line.name,
                line_shape=line.shape,
                center_ev=Parameter(line.center_ev),
                fwhm_ev=Parameter(line.fwhm_ev),
                doublet=doublet,
            )
            for line in lines
        ),
    )


def composition_of(fits: Sequence[FitResult]) -> Composition:
    """Return atomic percent by the tests' own factors; errors without correlations."""
    atoms = {f.region.name: f.area_cps_ev / per_atom(f.region.name) for f in fits}
    total = sum(atoms.values())
    elements, states = [], []
    for fit in fits:
        region = fit.region.name
        percent = 100.0 * atoms[region] / total
        error = 100.0 * fit.area_cps_ev_stderr / per_atom(region) / total
        elements.append(
            ElementAmount(
                element=region.split()[0],
                region=region,
                area_cps_ev=fit.area_cps_ev,
                area_cps_ev_stderr=fit.area_cps_ev_stderr,
                sensitivity_factor=FACTORS[region],
                sensitivity_level=region,
                transmission=1.0,
                energy_factor=(1486.69 - ENERGIES[region]) ** 0.6,
                atomic_percent=percent,
                atomic_percent_stderr=error,
                atomic_percent_systematic=1.0,
                atomic_percent_upper_95=max(percent, 0.0) + 1.645 * error,
                detected=percent > 3.29 * error,
            )
        )
        for c in fit.components:
            share = 100.0 / per_atom(region) / total
            states.append(
                StateAmount(
                    region=region,
                    component=c.name,
                    region_fraction=c.area_cps_ev / fit.area_cps_ev,
                    region_fraction_stderr=c.area_cps_ev_stderr / fit.area_cps_ev,
                    atomic_percent=c.area_cps_ev * share,
                    atomic_percent_stderr=c.area_cps_ev_stderr * share,
                    atomic_percent_upper_95=c.area_upper_95_cps_ev * share,
                )
            )
    return Composition("scofield", 0.6, "none", tuple(elements), tuple(states))


def charge_of(shift_ev: float = 0.0, **changes: Any) -> ChargeReference:
    reference = ChargeReference(
        shift_ev=shift_ev,
        stderr_ev=0.01,
        method="fitted_line",
        line="C 1s C-C",
        assigned_ev=284.8,
        measured_ev=284.8 - shift_ev,
    )
    return replace(reference, **changes)


def level_of(
    lines: Mapping[str, Sequence[Line]],
    *,
    etch_time_s: float | None = None,
    charge: ChargeReference | None = None,
    change: Callable[[FitResult], FitResult] = lambda fit: fit,
    background: str = "active_shirley",
) -> LevelResult:
    """Return one level with a fit for each region, and its composition."""
    reference = charge or charge_of()
    fits = tuple(
        change(fit_of(region, own, shift_ev=reference.shift_ev, background=background))
        for region, own in lines.items()
    )
    return LevelResult(
        sample="built",
        etch_time_s=etch_time_s,
        depth_nm=None if etch_time_s is None else 0.19 * etch_time_s,
        charge=reference,
        fits=fits,
        integrated=(),
        composition=composition_of(fits) if fits else None,
    )


def sample_of(*levels: LevelResult, **changes: Any) -> SampleResult:
    model = PeakModel(
        "built", "by hand", (), ReferenceLine("C 1s", "C-C", 284.8), "tests"
    )
    rate = 0.19 if len(levels) > 1 else None
    return replace(SampleResult("built", model, levels, rate), **changes)
