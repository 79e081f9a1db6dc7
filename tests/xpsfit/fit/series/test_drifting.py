"""Quantities that drift smoothly through a series."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.small_series import (
    AREAS,
    LINES,
    SHIFTS_EV,
    STEPS,
    WINDOWS,
    a_small_model,
    curve,
)
from xpsfit.fit.series.fit import FittedSeries, SeriesData, fit_series
from xpsfit.fit.series.solve import solve
from xpsfit.spectrum import Spectrum

WIDER = (0.0, 0.04, 0.08, 0.12)


def drifting_spectra(seed: int = 1) -> dict[str, dict[int, Spectrum]]:
    """Return the small series with all widths growing by 4 % from level to level."""
    random = np.random.default_rng(seed)
    found: dict[str, dict[int, Spectrum]] = {}
    for name, (low, high) in WINDOWS.items():
        energy = np.round(np.arange(low, high + 0.05, 0.1), 6)
        found[name] = {}
        for level, shift in enumerate(SHIFTS_EV):
            lines = np.array(LINES[name])
            lines[:, 1] *= 1.0 + WIDER[level]
            areas = 10.0 * np.array(AREAS[name][level])
            ends = np.array([20_000.0, 10.0])
            rate = curve(energy, lines, STEPS[name], areas, ends, shift)
            counts = random.poisson(rate * 4.0).astype(float)
            found[name][level] = Spectrum(
                name, "small", energy, counts, "counts", 1486.69, 50.0, 0.1, 40
            )
    return found


def fitted(drift: tuple[str, ...]) -> FittedSeries:
    data = SeriesData(4, drifting_spectra(), SHIFTS_EV[0], drift=drift)
    return fit_series(data, a_small_model())


def test_widths_that_drift_are_followed() -> None:
    held, free = fitted(()), fitted(("widths",))
    assert (held.common.reduced_chi_square or 0.0) > 1.5
    assert free.common.reduced_chi_square == pytest.approx(1.0, abs=0.15)
    assert "widths that drift smoothly" in free.common.shared
    for level, joint in enumerate(free.levels):
        for fit in joint.fits:
            for component, (_, width) in zip(
                fit.components, LINES[fit.region.name], strict=True
            ):
                assert component.fwhm_ev_stderr is not None
                assert component.fwhm_ev == pytest.approx(
                    width * (1.0 + WIDER[level]), abs=5.0 * component.fwhm_ev_stderr
                )


def test_areas_of_lines_that_drift_are_right_within_their_errors() -> None:
    pulls = [
        (component.area_cps_ev - 10.0 * area) / component.area_cps_ev_stderr
        for level, joint in enumerate(fitted(("widths",)).levels)
        for fit in joint.fits
        for component, area in zip(
            fit.components, AREAS[fit.region.name][level], strict=True
        )
    ]
    assert np.sqrt(np.mean(np.square(pulls))) < 1.6


@pytest.mark.parametrize("kind", ["widths", "centers"])
def test_slope_by_a_drift_is_that_of_finite_differences(kind: str) -> None:
    data = SeriesData(4, drifting_spectra(), SHIFTS_EV[0], drift=(kind,))
    model = a_small_model()
    # Fixed energies, so that no displacement takes part.
    problem = solve(replace(data, held=True), model).problem
    values = problem.layout.shared_slots.values()
    rows, jacobian = problem.evaluate(values)
    slope = 2.0 * rows @ jacobian
    for i in range(problem.layout.shared.size, problem.layout.size):
        ends = []
        for step in (1e-5, -1e-5):
            moved = values.copy()
            moved[i] += step
            for _ in range(4):
                problem.condensed(moved)
            ends.append(float(np.sum(problem.evaluate(moved)[0] ** 2)))
        assert slope[i] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-3)
