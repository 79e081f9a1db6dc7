"""Fits to drawn data against the covariance, and against fits to data drawn here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sample_spectra.forward import region_truth
from tests.measured import a_measured_region, shift_to_model
from tests.xpsfit.fit.test_few_counts import a_fit_to, drawn_fits, expected
from tests.xpsfit.fit.test_region import a_line, a_plain_model
from xpsfit.errors import FitError
from xpsfit.fit import FitResult, fit_region, monte_carlo
from xpsfit.fit.rebuild import rebuilt
from xpsfit.model import builtin_model

REPLICATES = 150
# A standard deviation of 150 draws is known to 5.8 %; three and a half times that.
SPREAD = 0.2


def a_fit(region: str, *, kind: str = "") -> FitResult:
    truth = region_truth("bare_li", region)
    model = builtin_model("li-tma").region(region)
    assert model is not None
    if kind:
        model = replace(model, background=replace(model.background, kind=kind))
    return fit_region(
        a_measured_region(truth, 3), model, shift_ev=shift_to_model(truth)
    )


def ratios(fit: FitResult) -> dict[str, float]:
    """Return standard deviation over standard error where there is one."""
    found = monte_carlo(fit, REPLICATES, 1)
    assert found.failed == 0
    return {
        p.name: float(spread) / p.stderr
        for p, spread in zip(fit.parameters, found.standard_deviation, strict=True)
        if p.stderr is not None
    }


@pytest.mark.parametrize("region", ["C 1s", "O 1s"])
def test_the_spread_is_the_error_of_the_covariance_prior_included(region: str) -> None:
    found = ratios(a_fit(region))
    assert len(found) > 8
    assert np.mean(list(found.values())) == pytest.approx(1.0, abs=0.08)
    assert all(abs(ratio - 1.0) < SPREAD for ratio in found.values()), found


def test_areas_vary_together_as_the_covariance_says() -> None:
    fit = a_fit("C 1s")
    found = monte_carlo(fit, REPLICATES, 2)
    total = found.values[:, list(found.areas)].sum(axis=1)
    assert total.std(ddof=1) == pytest.approx(fit.area_cps_ev_stderr, rel=SPREAD)
    assert found.area_covariance.sum() == pytest.approx(total.var(ddof=1))


def test_at_few_counts_it_is_the_scatter_of_real_draws() -> None:
    truth, _ = expected(3.0)
    counts = np.random.default_rng(5).poisson(truth).astype(np.float64)
    found = monte_carlo(a_fit_to(counts), REPLICATES, 3)
    real = np.array([fit.area_cps_ev for fit in drawn_fits(3.0)])
    # 60 real draws, from another curve: their spread is known to 9 %.
    assert found.of("C-C.area_cps_ev").std(ddof=1) == pytest.approx(
        real.std(ddof=1), rel=0.35
    )


def test_a_static_background_is_drawn_anew_and_adds_its_share() -> None:
    fit = a_fit("C 1s", kind="shirley")
    found = monte_carlo(fit, REPLICATES, 4)
    total = found.values[:, list(found.areas)].sum(axis=1)
    assert total.std(ddof=1) > 1.05 * fit.area_cps_ev_stderr


def test_unknown_counts_vary_as_the_residuals_do() -> None:
    truth, _ = expected(400.0)
    rates = np.random.default_rng(6).poisson(truth).astype(np.float64)
    fit = a_fit_to(rates)
    spectrum = replace(fit.region.spectrum, intensity_unit="counts_per_s", scans=None)
    unknown = fit_region(
        replace(
            fit.region,
            spectrum=spectrum,
            noise="residual",
            sigma_cps=np.full(rates.size, 40.0),
        ),
        a_plain_model(a_line("C-C", 284.8)),
    )
    assert unknown.region.noise == "residual"
    found = ratios(unknown)
    assert all(abs(ratio - 1.0) < SPREAD for ratio in found.values()), found


def test_the_same_seed_gives_the_same_values_and_another_seed_others() -> None:
    fit = a_fit("O 1s")
    first, second, other = (monte_carlo(fit, 10, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.values, second.values)
    assert (first.values != other.values).any()
    assert first.seed == 1
    low, middle, high = first.percentiles(15.87, 50.0, 84.13)
    assert (low <= middle).all()
    assert (middle <= high).all()


def test_a_rebuilt_problem_stands_at_its_minimum() -> None:
    fit = a_fit("C 1s")
    problem, slots = rebuilt(fit)
    rows, _ = problem.evaluate(slots.values())
    points = fit.residual_cps.size
    np.testing.assert_allclose(
        rows[:points], -fit.residual_cps / fit.region.sigma_cps, atol=1e-8
    )


@pytest.mark.parametrize("replicates", [9, 100_001])
def test_a_senseless_number_of_replicates_is_refused(replicates: int) -> None:
    with pytest.raises(FitError, match="ask for 10 to 100000"):
        monte_carlo(a_fit("O 1s"), replicates, 1)


def test_a_fit_without_a_minimum_has_no_replicates() -> None:
    fit = replace(a_fit("O 1s"), converged=False)
    with pytest.raises(FitError, match="no minimum to draw data from"):
        monte_carlo(fit, 10, 1)
