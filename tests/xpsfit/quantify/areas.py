"""Fits and integrated areas with areas and covariances stated by the test."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tests.builders import a_fit, an_integrated_area
from xpsfit.arrays import FloatArray, frozen
from xpsfit.quantify import TransmissionPlan
from xpsfit.settings import Settings
from xpsfit.spectrum import Spectrum, cut_region

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult
    from xpsfit.results import IntegratedArea

PHOTON_EV = 1486.68
UNCORRECTED = TransmissionPlan(False, "T = 1 for all regions")
PLAIN = Settings()
WINDOWS = {
    "C 1s": (279.0, 295.0),
    "O 1s": (524.0, 540.0),
    "Al 2p": (66.0, 82.0),
    "Li 1s": (48.0, 64.0),
}


def a_window(
    region: str,
    low_ev: float | None = None,
    high_ev: float | None = None,
    photon_ev: float | None = PHOTON_EV,
    transmission: FloatArray | None = None,
) -> Spectrum:
    """Return a flat spectrum: only its window and its source matter here."""
    if low_ev is None or high_ev is None:
        low_ev, high_ev = WINDOWS[region]
    energy = np.linspace(low_ev, high_ev, 33)
    return Spectrum(
        region,
        "foil",
        energy,
        np.full(33, 500.0),
        "counts",
        photon_energy_ev=photon_ev,
        dwell_s=0.1,
        scans=5,
        transmission=transmission,
    )


def an_area(
    spectrum: Spectrum | str, area: float, stderr: float = 0.0
) -> IntegratedArea:
    """Return an integrated area in counts/s x eV."""
    if isinstance(spectrum, str):
        spectrum = a_window(spectrum)
    return replace(
        an_integrated_area(),
        region=cut_region(spectrum),
        low_ev=float(spectrum.binding_energy_ev[0]),
        high_ev=float(spectrum.binding_energy_ev[-1]),
        area_cps_ev=area,
        area_cps_ev_stderr=stderr,
        detected=area > 0.0 and area >= 3.29 * stderr,
    )


def a_fit_of(
    spectrum: Spectrum | str,
    areas: Sequence[float],
    covariance: Sequence[Sequence[float]] | FloatArray,
    stderr: Sequence[float] | None = None,
) -> FitResult:
    """Return a fit whose components A, B, C have these areas and this covariance."""
    if isinstance(spectrum, str):
        spectrum = a_window(spectrum)
    matrix = np.array(covariance, dtype=np.float64)
    errors = np.sqrt(np.diag(matrix)) if stderr is None else np.array(stderr)
    pattern = a_fit().components[0]
    return replace(
        a_fit(),
        region=cut_region(spectrum),
        low_ev=float(spectrum.binding_energy_ev[0]),
        high_ev=float(spectrum.binding_energy_ev[-1]),
        components=tuple(
            replace(
                pattern,
                name=name,
                area_cps_ev=float(area),
                area_cps_ev_stderr=float(error),
                area_upper_95_cps_ev=max(float(area), 0.0) + 1.645 * float(error),
            )
            for name, area, error in zip("ABCDEFGH", areas, errors, strict=False)
        ),
        area_covariance=frozen(matrix),
    )
