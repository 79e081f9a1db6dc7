"""Fits of few counts against known truth, and against maximum likelihood by scipy."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import minimize

from tests.xpsfit.fit.test_region import a_line, a_plain_model
from xpsfit.errors import InputError
from xpsfit.fit import FitResult, fit_region
from xpsfit.spectrum import IntensityUnit, Spectrum, cut_region

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

ENERGY = np.arange(279.0, 291.0, 0.1)
DRAWS = 60


def gl(center: float, fwhm: float) -> FloatArray:
    """Return a GL(30) product of height one, written out here."""
    u = (ENERGY - center) / (fwhm / 0.9614)
    return np.asarray(np.exp(-4.0 * np.log(2.0) * 0.7 * u**2) / (1.0 + 1.2 * u**2))


def expected(level: float) -> tuple[FloatArray, float]:
    """Return counts on a background of `level` under a peak three times as high."""
    peak = 3.0 * level * gl(284.8, 1.3)
    running = np.cumsum(peak) * 0.1
    return level + peak + 0.02 * running, float(running[-1])


def a_spectrum_of(
    counts: FloatArray, time_s: float = 0.5, unit: IntensityUnit = "counts"
) -> Spectrum:
    return Spectrum("C 1s", "foil", ENERGY, counts, unit, 1486.6, 50.0, time_s, 1)


def a_fit_to(counts: FloatArray, time_s: float = 0.5) -> FitResult:
    model = a_plain_model(a_line("C-C", 284.8))
    return fit_region(cut_region(a_spectrum_of(counts, time_s)), model)


@cache
def drawn_fits(level: float) -> tuple[FitResult, ...]:
    truth, _ = expected(level)
    return tuple(
        a_fit_to(np.random.default_rng(seed).poisson(truth).astype(np.float64))
        for seed in range(DRAWS)
    )


@pytest.mark.parametrize("level", [9.0, 3.0, 1.0])
class TestManyDraws:
    def test_areas_have_no_bias_and_the_errors_that_are_stated(
        self, level: float
    ) -> None:
        fits = drawn_fits(level)
        _, area = expected(level)
        found = np.array([fit.area_cps_ev * 0.5 for fit in fits])
        stated = np.array([fit.area_cps_ev_stderr * 0.5 for fit in fits])
        assert abs(found.mean() - area) < 2.0 * found.std(ddof=1) / np.sqrt(DRAWS)
        # 60 draws give a standard deviation to 9 %; three times that.
        assert found.std(ddof=1) / stated.mean() == pytest.approx(1.0, abs=0.27)

    def test_chi_square_is_that_of_counting_and_gives_no_false_alarm(
        self, level: float
    ) -> None:
        fits = drawn_fits(level)
        reduced = [fit.quality.reduced_chi_square or 0.0 for fit in fits]
        # The squared residual of m expected counts has the variance 2 + 1/m.
        truth, _ = expected(level)
        spread = np.sqrt(np.mean(2.0 + 1.0 / truth) / ENERGY.size)
        assert np.mean(reduced) == pytest.approx(1.0, abs=3 * spread / np.sqrt(DRAWS))
        assert np.std(reduced, ddof=1) == pytest.approx(spread, rel=0.25)
        alarms = [w for fit in fits for w in fit.warnings if "residual" in w]
        assert len(alarms) <= 2

    def test_all_converge_and_say_where_their_variance_comes_from(
        self, level: float
    ) -> None:
        fits = drawn_fits(level)
        assert all(fit.converged for fit in fits)
        assert {fit.region.noise for fit in fits} == {"poisson_model"}
        fit = fits[0]
        variance = fit.envelope_cps / 0.5
        np.testing.assert_allclose(fit.region.sigma_cps**2, variance, rtol=1e-3)


def test_the_result_is_that_of_maximum_likelihood() -> None:
    truth, _ = expected(3.0)
    counts = np.random.default_rng(11).poisson(truth).astype(np.float64)

    def curve(theta: FloatArray) -> FloatArray:
        offset, slope, step, height, center, fwhm = theta
        peak = height * gl(center, fwhm)
        running = np.cumsum(peak) * 0.1 - 0.05 * peak
        line = offset + slope * (ENERGY - (ENERGY[0] + ENERGY[-1]) / 2.0)
        return np.asarray(line + peak + step * running)

    def cash(theta: FloatArray) -> float:
        m = np.maximum(curve(theta), 1e-6)
        return 2.0 * float(np.sum(m - counts * np.log(m)))

    bounds = [(None, None), (None, None), (0, None), (0, None), (284, 285.6), (0.4, 3)]
    start = np.array([3.0, 0.0, 0.02, 9.0, 284.8, 1.3])
    best = minimize(
        cash,
        start,
        method="Nelder-Mead",
        bounds=bounds,
        options={
            "maxiter": 20000,
            "maxfev": 20000,
            "xatol": 1e-7,
            "fatol": 1e-9,
            "adaptive": True,
        },
    )
    fit = a_fit_to(counts, time_s=1.0)
    np.testing.assert_allclose(fit.envelope_cps, curve(best.x), rtol=2e-3)
    (line,) = fit.components
    assert line.center_ev == pytest.approx(best.x[4], abs=1e-3)
    assert line.area_cps_ev == pytest.approx(
        float(np.sum(gl(best.x[4], best.x[5])) * 0.1 * best.x[3]), rel=2e-3
    )


def test_more_than_twenty_counts_keep_the_variance_of_the_counts() -> None:
    truth, _ = expected(60.0)
    counts = np.random.default_rng(1).poisson(truth).astype(np.float64)
    fit = a_fit_to(counts)
    assert fit.region.noise == "poisson"
    np.testing.assert_array_equal(fit.region.sigma_cps, np.sqrt(counts) / 0.5)


def test_a_static_background_counts_towards_the_variance() -> None:
    truth, _ = expected(9.0)
    counts = np.random.default_rng(2).poisson(truth).astype(np.float64)
    model = a_plain_model(a_line("C-C", 284.8), kind="linear")
    fit = fit_region(cut_region(a_spectrum_of(counts)), model)
    assert fit.region.noise == "poisson_model"
    np.testing.assert_allclose(
        fit.region.sigma_cps**2, fit.envelope_cps / 0.5, rtol=1e-3
    )


def test_noise_of_the_data_themselves_stays_as_it_is() -> None:
    truth, _ = expected(3.0)
    rates = np.random.default_rng(3).poisson(truth).astype(np.float64)
    spectrum = replace(a_spectrum_of(rates, unit="counts_per_s"), dwell_s=None)
    fit = fit_region(cut_region(spectrum), a_plain_model(a_line("C-C", 284.8)))
    assert fit.region.noise == "residual"


class TestNegativeNumbers:
    def test_negative_counts_were_not_counted(self) -> None:
        counts = expected(9.0)[0] - 9.5
        with pytest.raises(InputError, match="background was subtracted") as caught:
            cut_region(replace(a_spectrum_of(counts), file="foil.csv", block=3))
        assert "of 120 channels hold negative counts (down to -0.5)" in str(
            caught.value
        )
        assert "foil.csv" in str(caught.value)

    def test_negative_rates_have_no_counting_noise(self) -> None:
        rates = expected(9.0)[0] - 9.5
        region = cut_region(a_spectrum_of(rates, unit="counts_per_s"))
        assert region.noise == "residual"
        fit = fit_region(region, a_plain_model(a_line("C-C", 284.8)))
        assert fit.quality.chi_square is None
        assert any("something was subtracted" in warning for warning in fit.warnings)
        assert not any("--count-time" in warning for warning in fit.warnings)
