"""Line shapes against printed numbers and against other people's code."""

from __future__ import annotations

import math

import numpy as np
import pytest
from lmfit import lineshapes as lm
from scipy.optimize import brentq
from scipy.special import voigt_profile

from xpsfit.lineshapes import evaluate
from xpsfit.lineshapes.gl_product import area_factor, gl_product, true_width

ENERGY = np.linspace(279.0, 295.0, 161)
SIGMA = 1.0 / math.sqrt(8.0 * math.log(2.0))

# Mixing, true width / F and area / (H F): values found with a general quadrature and
# root finder, not with the closed forms that the library uses.
GL = [
    (0.10, 0.9817, 1.0480),
    (0.20, 0.9693, 1.0415),
    (0.30, 0.9614, 1.0420),
    (0.50, 0.9560, 1.0620),
    (0.70, 0.9630, 1.1139),
    (0.80, 0.9713, 1.1613),
    (0.90, 0.9834, 1.2424),
]


@pytest.mark.parametrize(("mixing", "width", "area"), GL)
def test_the_gl_product_has_the_tabulated_width_and_area(
    mixing: float, width: float, area: float
) -> None:
    assert true_width(mixing) == pytest.approx(width, abs=5.1e-5)
    assert area_factor(mixing) == pytest.approx(area, abs=5.1e-5)


def test_the_gl_product_is_the_curve_casaxps_prints_for_gl30() -> None:
    nominal = 1.9
    u = (ENERGY - 284.83) / nominal
    gl30 = np.exp(-4.0 * math.log(2.0) * 0.7 * u**2) / (1.0 + 4.0 * 0.3 * u**2)
    line = evaluate(
        "gl_product", ENERGY, 1.0, 284.83, nominal * true_width(0.3), shape=0.3
    )
    np.testing.assert_allclose(
        line.value * area_factor(0.3) * nominal, gl30, rtol=1e-12
    )


@pytest.mark.parametrize(("nominal", "listed"), [(1.9, 1.83), (2.72, 2.62)])
def test_the_width_of_gl30_is_the_one_avantage_lists(
    nominal: float, listed: float
) -> None:
    # Avantage fits F and prints the true width of its 30 % product line: rounded to
    # 0.01 eV, and read off a curve in steps of 0.1 eV, which adds up to 0.0012 eV.
    assert nominal * true_width(0.3) == pytest.approx(listed, abs=0.005 + 0.0012)


@pytest.mark.parametrize(
    ("name", "factor"), [("gaussian", 1.06447), ("lorentzian", math.pi / 2.0)]
)
def test_area_over_height_and_width_is_the_textbook_number(
    name: str, factor: float
) -> None:
    line = evaluate(name, [284.8], 1000.0, 284.8, 1.3)
    assert 1000.0 / (line.value[0] * 1.3) == pytest.approx(factor, rel=5e-6)


def test_sgl30_has_the_published_area_factor() -> None:
    line = evaluate("gl_sum", [284.8], 1000.0, 284.8, 1.3, shape=0.3)
    assert 1000.0 / (line.value[0] * 1.3) == pytest.approx(1.2164, abs=5e-5)


@pytest.mark.parametrize("r", [0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_the_voigt_width_is_olivero_and_longbothum_s_within_their_error(
    r: float,
) -> None:
    # J. Quant. Spectrosc. Radiat. Transfer 17 (1977) 233; 0.024 % as checked by others.
    approximate = 0.5346 * r + math.sqrt(0.2166 * r**2 + (1.0 - r) ** 2)
    scale = 1.3 / approximate
    height = evaluate("voigt", [0.0], 1.0, 0.0, 1.3, shape=r).value[0]
    exact = brentq(
        lambda s: voigt_profile(0.0, s * (1.0 - r) * SIGMA, s * r / 2.0) - height,
        0.9 * scale,
        1.1 * scale,
        xtol=1e-14,
    )
    assert exact == pytest.approx(scale, rel=2.4e-4)


def test_voigt_equals_scipy_s_profile() -> None:
    # Widths from a root finder on scipy's profile: fL / (fL + fG) = 0.2.
    half = brentq(
        lambda t: (
            voigt_profile(t, 0.8 * SIGMA, 0.1)
            - 0.5 * voigt_profile(0, 0.8 * SIGMA, 0.1)
        ),
        0.1,
        1.0,
        xtol=1e-15,
    )
    scale = 1.3 / (2.0 * half)
    expected = voigt_profile(ENERGY - 284.8, scale * 0.8 * SIGMA, scale * 0.1)
    line = evaluate("voigt", ENERGY, 1.0, 284.8, 1.3, shape=0.2)
    np.testing.assert_allclose(line.value, expected, rtol=1e-12)


def test_gaussian_and_lorentzian_equal_lmfit_s() -> None:
    gauss = evaluate("gaussian", ENERGY, 700.0, 285.1, 1.4).value
    lorentz = evaluate("lorentzian", ENERGY, 700.0, 285.1, 1.4).value
    np.testing.assert_allclose(
        gauss, lm.gaussian(ENERGY, 700.0, 285.1, 1.4 * SIGMA), rtol=1e-12, atol=1e-280
    )
    np.testing.assert_allclose(
        lorentz, lm.lorentzian(ENERGY, 700.0, 285.1, 0.7), rtol=1e-12
    )


@pytest.mark.parametrize("mixing", [0.0, 0.1, 0.3, 0.8, 1.0])
def test_gl_sum_is_lmfit_s_pvoigt_once_height_is_turned_into_area(
    mixing: float,
) -> None:
    gauss, lorentz = (1.0 - mixing) * 1.0644670194312262, mixing * math.pi / 2.0
    expected = lm.pvoigt(ENERGY, 700.0, 285.1, 0.7, lorentz / (gauss + lorentz))
    line = evaluate("gl_sum", ENERGY, 700.0, 285.1, 1.4, shape=mixing)
    np.testing.assert_allclose(line.value, expected, rtol=1e-12, atol=1e-280)


def test_sgl30_is_lmfit_fraction_0387() -> None:
    share = 0.3 * math.pi / 2.0 / (0.7 * 1.06447 + 0.3 * math.pi / 2.0)
    assert share == pytest.approx(0.387, abs=5e-4)
    ours = evaluate("gl_sum", ENERGY, 1.0, 285.1, 1.4, shape=0.3).value
    by_area = lm.pvoigt(ENERGY, 1.0, 285.1, 0.7, 0.387)
    by_height = lm.pvoigt(ENERGY, 1.0, 285.1, 0.7, 0.30)
    assert np.max(np.abs(ours - by_area)) < 1e-4
    assert np.max(np.abs(ours - by_height)) > 1e-2


@pytest.mark.parametrize("name", ["gl_product", "gl_sum", "voigt"])
def test_the_ends_of_the_shape_parameter_are_gaussian_and_lorentzian(name: str) -> None:
    for value, parent in ((0.0, "gaussian"), (1.0, "lorentzian")):
        mixed = evaluate(name, ENERGY, 700.0, 285.1, 1.4, shape=value)
        pure = evaluate(parent, ENERGY, 700.0, 285.1, 1.4)
        np.testing.assert_allclose(mixed.value, pure.value, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(mixed.integral, pure.integral, atol=1e-8)


@pytest.mark.parametrize("name", ["gl_product", "gl_sum", "voigt"])
def test_a_trace_of_mixing_changes_next_to_nothing(name: str) -> None:
    for value, end in ((1e-9, 0.0), (1e-300, 0.0)):
        near = evaluate(name, ENERGY, 1.0, 285.1, 1.4, shape=value)
        there = evaluate(name, ENERGY, 1.0, 285.1, 1.4, shape=end)
        np.testing.assert_allclose(near.value, there.value, atol=1e-8)
        np.testing.assert_allclose(near.integral, there.integral, atol=1e-8)


def test_the_two_ways_to_integrate_the_gl_product_meet() -> None:
    t = np.linspace(-8.0, 8.0, 161)
    below = gl_product(t, 0.15 - 1e-12, by_shape=True)
    above = gl_product(t, 0.15, by_shape=True)
    for name in ("integral", "density_by_shape", "integral_by_shape"):
        np.testing.assert_allclose(
            getattr(below, name), getattr(above, name), atol=1e-11
        )
