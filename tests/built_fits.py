"""Fits and integrated areas for tests, by plain algebra on spectra of known truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.built_spectra import (
    LINES,
    STEP_EV,
    Peak,
    a_region,
    a_region_model,
    a_spectrum,
    peak_curve,
    true_background,
)
from xpsfit.arrays import FloatArray, frozen
from xpsfit.fit.result import FitResult, FittedComponent, FittedParameter, Quality
from xpsfit.results import IntegratedArea

if TYPE_CHECKING:
    from collections.abc import Sequence


def a_fit(
    region: str = "C 1s",
    sample: str = "Li + TMA",
    peaks: Sequence[Peak] | None = None,
    *,
    etch_time_s: float | None = None,
    seed: int = 1,
    warnings: tuple[str, ...] = (),
) -> FitResult:
    """Return a fit with true positions and widths; areas by linear least squares."""
    line = LINES[region]
    true_peaks = tuple(line.peaks if peaks is None else peaks)
    data = a_region(
        a_spectrum(region, sample, true_peaks, etch_time_s=etch_time_s, seed=seed)
    )
    energy, background = data.binding_energy_ev, true_background(data.binding_energy_ev)
    unit = [peak_curve(energy, (1.0, c, w), line.doublet) for _, c, w in true_peaks]
    weighted = np.array(unit).T / data.sigma_cps[:, None]
    covariance = np.linalg.inv(weighted.T @ weighted)
    areas = covariance @ (
        weighted.T @ ((data.counts_per_s - background) / data.sigma_cps)
    )
    components = tuple(
        _component(name, peak, float(area), float(variance**0.5), area * shape)
        for name, peak, area, variance, shape in zip(
            line.names, true_peaks, areas, np.diag(covariance), unit, strict=True
        )
    )
    envelope = background + sum(c.curve_cps for c in components)
    residual = data.counts_per_s - envelope
    return FitResult(
        region=data,
        model=a_region_model(region),
        low_ev=line.low_ev,
        high_ev=line.high_ev,
        components=components,
        parameters=_parameters(components),
        background_cps=frozen(background),
        envelope_cps=frozen(envelope),
        residual_cps=frozen(residual),
        area_covariance=frozen(covariance),
        correlations={
            (f"{line.names[0]}.area_cps_ev", f"{line.names[1]}.area_cps_ev"): float(
                covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
            )
        },
        quality=_quality(residual, data.sigma_cps, len(components)),
        converged=True,
        message="solved in one step",
        warnings=warnings,
    )


def _component(
    name: str, peak: Peak, area: float, stderr: float, curve: FloatArray
) -> FittedComponent:
    return FittedComponent(
        name=name,
        species=f"species of {name}",
        line_shape="gaussian",
        center_ev=peak[1],
        center_ev_stderr=0.01 + stderr / 1e4,
        fwhm_ev=peak[2],
        fwhm_ev_stderr=None,
        area_cps_ev=area,
        area_cps_ev_stderr=stderr,
        height_cps=float(curve.max()),
        presence="present" if area > 3.29 * stderr else "below_limit",
        area_upper_95_cps_ev=max(area, 0.0) + 1.645 * stderr,
        curve_cps=frozen(curve),
    )


def _parameters(components: Sequence[FittedComponent]) -> tuple[FittedParameter, ...]:
    rows = []
    for index, c in enumerate(components):
        low, high = c.center_ev - 0.4, c.center_ev + 0.4
        area = FittedParameter(
            f"{c.name}.area_cps_ev",
            c.area_cps_ev,
            c.area_cps_ev_stderr,
            -np.inf,
            np.inf,
            "free",
        )
        center = FittedParameter(
            f"{c.name}.center_ev", c.center_ev, c.center_ev_stderr, low, high, "bounded"
        )
        width = (
            FittedParameter(
                f"{c.name}.fwhm_ev",
                c.fwhm_ev,
                None,
                0.8,
                c.fwhm_ev,
                "at_bound",
                "met its maximum",
            )
            if index == 0
            else FittedParameter(
                f"{c.name}.fwhm_ev",
                c.fwhm_ev,
                0.02,
                -np.inf,
                np.inf,
                "linked",
                f"{c.fwhm_ev / components[0].fwhm_ev:.6g} x {components[0].name}",
            )
        )
        rows += [area, center, width]
    return tuple(rows)


def _quality(residual: FloatArray, sigma: FloatArray, free: int) -> Quality:
    scaled = residual / sigma
    chi_square = float(np.sum(scaled**2))
    return Quality(
        points=residual.size,
        free_parameters=free,
        effective_parameters=float(free),
        degrees_of_freedom=float(residual.size - free),
        chi_square=chi_square,
        reduced_chi_square=chi_square / (residual.size - free),
        aic=chi_square + 2 * free,
        bic=chi_square + free * float(np.log(residual.size)),
        abbe=float(np.sum(np.diff(scaled) ** 2) / (2.0 * chi_square)),
        residual_sd_cps=float(np.std(residual)),
        largest_residual_sigma=float(np.abs(scaled).max()),
    )


def an_integrated_area(
    region: str = "In 3d",
    sample: str = "Li + TMA",
    peaks: Sequence[Peak] | None = None,
    *,
    etch_time_s: float | None = None,
    seed: int = 1,
) -> IntegratedArea:
    """Return the trapezoid area above the true background, with counting error."""
    data = a_region(
        a_spectrum(region, sample, peaks, etch_time_s=etch_time_s, seed=seed)
    )
    background = true_background(data.binding_energy_ev)
    net = data.counts_per_s - background
    return IntegratedArea(
        region=data,
        low_ev=LINES[region].low_ev,
        high_ev=LINES[region].high_ev,
        background="linear",
        background_cps=frozen(background),
        area_cps_ev=float(np.sum((net[1:] + net[:-1]) / 2.0) * STEP_EV),
        area_cps_ev_stderr=float(np.sqrt(np.sum(data.sigma_cps**2)) * STEP_EV),
        detected=True,
        significance=50.0,
    )
