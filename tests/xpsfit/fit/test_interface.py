"""Steps fitted to profiles of known truth, made with math.erf and Poisson numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import curve_fit
from scipy.special import erf

from xpsfit.errors import FitError
from xpsfit.fit.interface import CHOICES, StepChoice, best_step, fit_step

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

TIME = np.arange(0.0, 1830.0, 60.0)
ERF, LOGISTIC = CHOICES
POSITION, S = 880.0, 140.0


def counts(noise: np.random.Generator | None = None, times: float = 1.0) -> FloatArray:
    truth = np.array(
        [
            times
            * (2000.0 - 800.0 * (1.0 + math.erf((t - POSITION) / (math.sqrt(2) * S))))
            for t in TIME
        ]
    )
    return truth if noise is None else noise.poisson(truth).astype(np.float64)


def skewed(d0: float, q: float) -> FloatArray:
    """Return an extended logistic written out."""
    u = TIME - POSITION
    d = 2.0 * d0 / (1.0 + np.exp(q * u))
    z = np.clip(u / d, -300.0, 300.0)
    return np.asarray(2000.0 / (1.0 + np.exp(z)) + 400.0 / (1.0 + np.exp(-z)))


def test_a_step_without_noise_is_found_exactly() -> None:
    found = fit_step(TIME, counts(), np.sqrt(counts()), ERF)
    assert found.position == pytest.approx(POSITION, abs=1e-3)
    assert found.width == pytest.approx(2.0 * S, abs=1e-2)
    assert (found.before, found.after) == pytest.approx((2000.0, 400.0), abs=0.05)


def test_it_is_the_fit_of_scipy() -> None:
    y = counts(np.random.default_rng(11))
    sigma = np.sqrt(y)
    best, covariance = curve_fit(
        lambda t, x0, s, a, b: a + (b - a) * 0.5 * (1 + erf((t - x0) / (2**0.5 * s))),
        TIME, y, p0=[800.0, 100.0, 1900.0, 500.0], sigma=sigma, absolute_sigma=True,
    )  # fmt: skip
    errors = np.sqrt(np.diag(covariance))
    found = fit_step(TIME, y, sigma, ERF)
    assert found.position == pytest.approx(best[0], abs=0.02)
    assert found.width == pytest.approx(2.0 * best[1], abs=0.05)
    assert found.position_stderr == pytest.approx(errors[0], rel=0.01)
    assert found.width_stderr == pytest.approx(2.0 * errors[1], rel=0.01)
    assert found.before_stderr == pytest.approx(errors[2], rel=0.01)


def test_its_errors_are_the_scatter_of_many_draws() -> None:
    noise = np.random.default_rng(8)
    pulls = []
    for _ in range(150):
        y = counts(noise)
        found = fit_step(TIME, y, np.sqrt(y), ERF)
        pulls.append(
            (
                (found.position - POSITION) / found.position_stderr,
                (found.width - 2.0 * S) / found.width_stderr,
            )
        )
    # Over 150 draws a mean scatters by 0.08 and a standard deviation by 0.06.
    assert np.abs(np.mean(pulls, axis=0)).max() < 0.25
    assert np.std(pulls, axis=0) == pytest.approx([1.0, 1.0], abs=0.18)


@pytest.mark.parametrize("q", [-0.006, 0.004])
def test_an_asymmetric_step_is_found_and_chosen(q: float) -> None:
    y = skewed(80.0, q)
    found = best_step(TIME, y, np.sqrt(y))
    assert found.choice.form == "logistic"
    assert found.position == pytest.approx(POSITION, abs=0.05)
    assert found.q == pytest.approx(q, rel=1e-3)
    assert found.asymmetry is not None
    assert (found.asymmetry > 0.0) == (q < 0.0)
    u = np.linspace(-600.0, 600.0, 120_001)
    share = 1.0 / (1.0 + np.exp(-u * (1.0 + np.exp(q * u)) / 160.0))
    low, high = np.interp([0.16, 0.84], share, u)
    assert found.width == pytest.approx(high - low, rel=1e-3)


def test_an_error_function_stays_one_in_noise() -> None:
    noise = np.random.default_rng(2)
    for _ in range(10):
        y = counts(noise)
        assert best_step(TIME, y, np.sqrt(y)).choice == ERF


def test_sloping_plateaus_are_found_where_asked_for() -> None:
    y = counts() + 0.1 * (TIME - POSITION)
    found = fit_step(TIME, y, np.sqrt(counts()), StepChoice("erf", slopes=True))
    assert found.position == pytest.approx(POSITION, abs=0.1)
    assert found.width == pytest.approx(2.0 * S, abs=0.5)


def test_errors_grow_where_the_form_is_not_that_of_the_data() -> None:
    y = counts() + 100.0 * np.cos(TIME / 40.0)
    plain = fit_step(TIME, counts(), np.sqrt(counts()), ERF)
    found = fit_step(TIME, y, np.sqrt(counts()), ERF)
    assert not found.within_errors
    assert plain.within_errors
    assert found.position_stderr > 1.5 * plain.position_stderr


def test_more_counts_make_smaller_errors() -> None:
    one = fit_step(TIME, counts(), np.sqrt(counts()), ERF)
    many = fit_step(TIME, counts(times=100.0), np.sqrt(counts(times=100.0)), ERF)
    assert many.position_stderr == pytest.approx(one.position_stderr / 10.0, rel=0.01)


def test_too_few_levels_are_refused() -> None:
    with pytest.raises(FitError, match="3 levels are too few for a step"):
        fit_step(TIME[:3], counts()[:3], np.ones(3), ERF)
