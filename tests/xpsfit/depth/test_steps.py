"""The shapes of interfaces against their definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from xpsfit.depth.steps import (
    erf_slopes,
    erf_step,
    logistic_ends,
    logistic_slopes,
    logistic_step,
)


def test_an_error_function_is_two_s_wide() -> None:
    # Phi(-1) and Phi(1) of the normal distribution: 15.87 and 84.13 %.
    s = 37.0
    found = erf_step(np.array([-s, 0.0, s]), 0.0, s)
    assert found == pytest.approx([0.158655254, 0.5, 0.841344746], abs=1e-9)


def test_the_derivative_of_an_error_function_has_the_width_of_its_gaussian() -> None:
    x = np.linspace(-300.0, 300.0, 600_001)
    slope = np.gradient(erf_step(x, 0.0, 50.0), x)
    above = x[slope >= 0.5 * slope.max()]
    assert above[-1] - above[0] == pytest.approx(2.3548 * 50.0, abs=0.01)


@pytest.mark.parametrize("q", [-0.03, -0.004, 0.0, 0.002, 0.03])
def test_the_ends_of_an_extended_logistic_are_where_it_reaches_them(q: float) -> None:
    d0 = 40.0
    low, high = logistic_ends(d0, q)
    for end, share in ((low, 0.16), (high, 0.84)):
        z = end * (1.0 + math.exp(q * end)) / (2.0 * d0)
        assert 1.0 / (1.0 + math.exp(-z)) == pytest.approx(share, abs=1e-9)
    assert (high + low > 0.0) == (q < 0.0)


def test_without_asymmetry_it_is_the_logistic_function() -> None:
    x = np.linspace(-500.0, 500.0, 11)
    expected = 1.0 / (1.0 + np.exp(-(x - 20.0) / 70.0))
    assert logistic_step(x, 20.0, 70.0) == pytest.approx(expected, abs=1e-12)


def test_it_rises_everywhere_however_asymmetric() -> None:
    x = np.linspace(-2e4, 2e4, 20_001)
    for q in (-0.05, 0.05):
        assert np.all(np.diff(logistic_step(x, 0.0, 40.0, q)) >= 0.0)


def test_slopes_of_an_error_function_are_those_of_differences() -> None:
    x, at = np.linspace(0.0, 1.0, 21), np.array([0.43, math.log(0.12)])
    found = erf_slopes(x, at[0], math.exp(at[1]))
    for index, step in enumerate(1e-6 * np.eye(2)):
        ends = [erf_step(x, p, math.exp(log)) for p, log in (at + step, at - step)]
        assert found[index] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-8)


@pytest.mark.parametrize("asymmetry", [-1.7, 0.0, 0.6])
def test_slopes_of_a_logistic_are_those_of_differences(asymmetry: float) -> None:
    x, at = np.linspace(0.0, 1.0, 21), np.array([0.43, math.log(0.07), asymmetry])
    width = math.exp(at[1])
    found = logistic_slopes(x, at[0], width, asymmetry / width)
    for index, step in enumerate(1e-6 * np.eye(3)):
        ends = [
            logistic_step(x, p, math.exp(log), a / math.exp(log))
            for p, log, a in (at + step, at - step)
        ]
        assert found[index] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-8)
