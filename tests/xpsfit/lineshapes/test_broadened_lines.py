"""LA and Doniach-Sunjic against printed numbers, other functions and quadrature."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from lmfit import lineshapes as lm
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gamma, voigt_profile

from xpsfit.lineshapes import LINE_SHAPES, evaluate
from xpsfit.lineshapes.doniach_sunjic import doniach_sunjic, widest_doniach_sunjic_gauss
from xpsfit.lineshapes.la import la, widest_la_gauss
from xpsfit.lineshapes.voigt import voigt

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray

SIGMA = 1.0 / math.sqrt(8.0 * math.log(2.0))
ENERGY = np.linspace(60.0, 90.0, 61)
# Exponents, true width / F and area / (H F): from tables made by other means.
BARE = [((1.3, 4.5), 0.624, 0.803), ((1.53, 243.0), 0.405, 0.520)]


def bare_la(x: float, high: float, low: float) -> float:
    return float((1.0 + 4.0 * x * x) ** -(high if x > 0.0 else low))


def bare_metal(x: float, alpha: float) -> float:
    """Return the textbook form with its tail to high binding energy, gamma = 1/2."""
    e = -x
    angle = math.pi * alpha / 2.0 + (1.0 - alpha) * math.atan(2.0 * e)
    return float(math.cos(angle) / (e * e + 0.25) ** ((1.0 - alpha) / 2.0))


def blurred(bare: Callable[[float], float], gauss: float) -> Callable[[float], float]:
    """Return a line broadened by a Gaussian of this full width, by quadrature."""
    sigma = gauss * SIGMA

    def at(x: float) -> float:
        def integrand(z: float) -> float:
            return bare(x - sigma * z) * math.exp(-0.5 * z * z)

        kink = min(max(x / sigma, -9.0), 9.0)
        parts = [(-9.0, kink), (kink, 9.0)]
        whole = sum(
            quad(integrand, *p, epsabs=1e-12, epsrel=1e-11, limit=200)[0] for p in parts
        )
        return float(whole / math.sqrt(2.0 * math.pi))

    return at


def on_unit_scale(line: Callable[[float], float]) -> tuple[float, float, float]:
    """Return position and height of the maximum, and the full width, by search."""
    found = minimize_scalar(
        lambda x: -line(x),
        bounds=(-1.0, 1.5),
        method="bounded",
        options={"xatol": 1e-9},
    )
    top, height = float(found.x), -float(found.fun)
    half = [
        brentq(lambda x: line(x) - 0.5 * height, *ends)
        for ends in ((top - 8.0, top), (top, top + 12.0))
    ]
    return top, height, half[1] - half[0]


@pytest.mark.parametrize(("alphas", "width", "area"), BARE)
def test_the_bare_la_line_has_the_tabulated_width_and_area(
    alphas: tuple[float, float], width: float, area: float
) -> None:
    # Of unit width and area, it has height 1 / (area / H F) x width / F.
    height = float(la(np.zeros(1), *alphas, 0.0).density[0])
    assert width / height == pytest.approx(area, abs=0.0012)
    # The half widths of the two sides are in the ratio of the bare formula.
    sides = [math.sqrt(2.0 ** (1.0 / a) - 1.0) / 2.0 for a in alphas]
    assert sum(sides) == pytest.approx(width, abs=5.1e-4)
    right = la(np.array([sides[0] / sum(sides)]), *alphas, 0.0).density[0]
    assert right / height == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("alphas", [(1.3, 4.5), (0.8, 1.2), (0.6, 100.0), (2.0, 2.0)])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.7])
def test_the_area_of_la_is_that_of_the_gamma_functions(
    alphas: tuple[float, float], share: float
) -> None:
    line = la(np.array([-1e30, 1e30]), *alphas, share)
    assert line.integral is not None
    assert line.integral[1] - line.integral[0] == pytest.approx(1.0, abs=1e-6)
    # Far out the tail is the bare one, whose height over the whole area is known.
    area = math.sqrt(math.pi) / 4.0 * sum(gamma(a - 0.5) / gamma(a) for a in alphas)
    t = 1e3
    density = float(la(np.array([t]), *alphas, 0.0).density[0])
    full = sum(math.sqrt(2.0 ** (1.0 / a) - 1.0) / 2.0 for a in alphas)
    expected = full * (1.0 + 4.0 * (full * t) ** 2) ** -alphas[0] / area
    assert density == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("name", "share", "standard"),
    [
        ("la", 0.45, (1.2, 2.5)),
        ("la", 0.2, (0.7, 30.0)),
        ("doniach_sunjic", 0.5, (0.12,)),
        ("doniach_sunjic", 0.3, (0.35,)),
    ],
)
def test_a_broadened_line_is_the_convolution_integral(
    name: str, share: float, standard: tuple[float, ...]
) -> None:
    def bare(x: float) -> float:
        return bare_la(x, *standard) if name == "la" else bare_metal(x, *standard)

    # Which Gaussian is that share of the whole, is found by search.
    gauss = float(
        brentq(
            lambda g: g / on_unit_scale(blurred(bare, g))[2] - share,
            0.05,
            2.0,
            xtol=1e-9,
        )
    )
    line = blurred(bare, gauss)
    top, height, width = on_unit_scale(line)
    t = np.array([-3.0, -1.1, -0.4, -0.1, 0.0, 0.07, 0.3, 0.8, 2.0, 7.0, 19.0])
    expected = np.array([line(top + width * x) for x in t]) / height
    rest = (share,) if len(standard) == 2 else (share, 20.0)
    found = LINE_SHAPES[name].standard(t, *standard, *rest).density
    # The search for the maximum leaves 1e-7 of the width.
    np.testing.assert_allclose(found / found[4], expected, atol=5e-7)


@pytest.mark.parametrize("fraction", [0.1, 0.4, 0.8])
def test_without_asymmetry_both_are_the_voigt_line(fraction: float) -> None:
    t = np.linspace(-12.0, 12.0, 97)
    # The Voigt line of these two full widths, as another function has it.
    lorentz, gauss = fraction, 1.0 - fraction

    def voigt_line(x: float) -> float:
        return float(voigt_profile(x, gauss * SIGMA, lorentz / 2.0))

    half = brentq(lambda x: voigt_line(x) - 0.5 * voigt_line(0.0), 0.0, 2.0, xtol=1e-15)
    share = gauss / (2.0 * half)
    own, metal, reference = (
        la(t, 1.0, 1.0, share),
        doniach_sunjic(t, 0.0, share, 1e6),
        voigt(t, fraction),
    )
    for line in (own, metal):
        np.testing.assert_allclose(line.density, reference.density, atol=1e-7)
        np.testing.assert_allclose(line.slope, reference.slope, atol=1e-5)
        np.testing.assert_allclose(
            np.asarray(line.integral), np.asarray(reference.integral), atol=1e-6
        )
    external = 2.0 * half * voigt_profile(2.0 * half * t, gauss * SIGMA, lorentz / 2.0)
    np.testing.assert_allclose(own.density, external, atol=1e-7)


def test_without_gaussian_and_asymmetry_both_are_the_lorentzian() -> None:
    t = np.linspace(-12.0, 12.0, 97)
    lorentz = 2.0 / math.pi / (1.0 + 4.0 * t * t)
    np.testing.assert_allclose(la(t, 1.0, 1.0, 0.0).density, lorentz, atol=1e-7)
    metal = doniach_sunjic(t, 0.0, 0.0, 1e6).density
    np.testing.assert_allclose(metal, lorentz, atol=1e-7)


@pytest.mark.parametrize("alpha", [0.05, 0.1, 0.2, 0.35])
def test_the_bare_metal_line_is_displaced_by_gamma_cot_of_pi_over_two_minus_alpha(
    alpha: float,
) -> None:
    half = 0.4
    displaced = half / math.tan(math.pi / (2.0 - alpha))
    if alpha == 0.1:
        assert 0.1 / math.tan(math.pi / 1.9) == pytest.approx(-0.0083, abs=5e-5)
    # Textbook form, with e = E0 - E, so that the maximum lies at higher energy.
    center = 72.8
    origin = center + displaced

    def textbook(energy: float) -> float:
        return bare_metal((energy - origin) / (2.0 * half), alpha)

    top = -minimize_scalar(lambda e: -textbook(e), bounds=(72.0, 74.0)).fun
    sides = [
        brentq(lambda e: textbook(e) - 0.5 * top, *ends, xtol=1e-13)
        for ends in ((60.0, center), (center, 90.0))
    ]
    shape = {"alpha": alpha, "gauss_ev": 0.0}
    line = evaluate(
        "doniach_sunjic", ENERGY, 1.0, center, sides[1] - sides[0], shape
    ).value
    expected = np.array([textbook(e) for e in ENERGY])
    np.testing.assert_allclose(
        line / line.max(), expected / expected[line.argmax()], atol=3e-6
    )


def test_lmfit_s_doniach_is_the_same_line_on_a_kinetic_energy_axis() -> None:
    alpha, half = 0.15, 0.3
    theirs = lm.doniach(-ENERGY, 1.0, -72.5, half, alpha)
    own = np.array([bare_metal((e - 72.5) / (2.0 * half), alpha) for e in ENERGY])
    np.testing.assert_allclose(theirs / theirs.max(), own / own.max(), rtol=1e-12)


def test_the_area_of_a_metal_line_grows_without_limit() -> None:
    # By 8, 16, 25 and 34 % for alpha = 0.1 when the half window grows from 5 eV.
    shape = {"alpha": 0.1, "gauss_ev": 0.0, "window_ev": 20.0}
    half = np.array([5.0, 10.0, 20.0, 40.0, 80.0])
    line = evaluate(
        "doniach_sunjic", np.concatenate([-half, half]), 1.0, 0.0, 0.2, shape
    )
    area = line.integral[5:] - line.integral[:5]
    np.testing.assert_allclose(area[1:] / area[0], [1.08, 1.16, 1.25, 1.34], atol=0.012)


def test_the_window_of_an_area_scales_the_line_and_nothing_else() -> None:
    narrow, wide = (
        evaluate(
            "doniach_sunjic",
            ENERGY,
            1000.0,
            72.8,
            0.8,
            {"alpha": 0.1, "window_ev": window},
        )
        for window in (10.0, 40.0)
    )
    ratio = narrow.value / wide.value
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-12)
    assert ratio[0] > 1.05
    inside = evaluate(
        "doniach_sunjic", [82.8], 1000.0, 72.8, 0.8, {"alpha": 0.1, "window_ev": 10.0}
    )
    assert inside.integral[0] == pytest.approx(1000.0, rel=1e-12)


@pytest.mark.parametrize("share", [0.97, 1.0, 4.0])
def test_a_gaussian_without_room_leaves_the_widest_that_has_it(share: float) -> None:
    t = np.linspace(-3.0, 3.0, 31)
    widest = widest_doniach_sunjic_gauss(0.2)
    assert 0.8 < widest < 0.9
    metal = doniach_sunjic(t, 0.2, share, 20.0, by_shape=True)
    limit = doniach_sunjic(t, 0.2, widest, 20.0)
    np.testing.assert_allclose(metal.density, limit.density, atol=1e-7)
    np.testing.assert_array_equal(metal.density_by_shape[1], 0.0)
    assert 0.95 < widest_la_gauss(1.2, 2.5) < 1.0


def derivative(
    line: Callable[[float], FloatArray], at: float, step: float
) -> FloatArray:
    """Return a numerical derivative of fourth order."""
    near, far = (
        line(at + step) - line(at - step),
        line(at + 2 * step) - line(at - 2 * step),
    )
    return np.asarray((8.0 * near - far) / (12.0 * step))


def test_the_derivatives_of_la_are_those_of_the_convolution_integral() -> None:
    t = np.array([-2.1, -0.6, -0.2, 0.05, 0.4, 1.1, 4.0])
    full, gauss = 0.9, 0.4
    sides = {"alpha_high": 1.3, "alpha_low": 3.0}

    def reference(alpha_high: float) -> FloatArray:
        """Return the line of area 1 and full width `full`, its F found by search."""
        low = sides["alpha_low"]

        def scaled(unit: float) -> tuple[float, float, float]:
            return on_unit_scale(
                blurred(lambda x: bare_la(x, alpha_high, low), gauss / unit)
            )

        unit = brentq(lambda f: scaled(f)[2] * f - full, 0.3, 2.0, xtol=1e-11)
        top, _, _ = scaled(unit)
        area = math.sqrt(math.pi) / 4.0
        area *= sum(gamma(a - 0.5) / gamma(a) for a in (alpha_high, low))
        line = blurred(lambda x: bare_la(x, alpha_high, low), gauss / unit)
        values = np.array([line(top + x * full / unit) for x in t])
        return np.asarray(values / (area * unit))

    found = evaluate("la", t * full, 1.0, 0.0, full, {**sides, "gauss_ev": gauss})
    np.testing.assert_allclose(found.value, reference(1.3), atol=5e-7)
    numeric = derivative(reference, 1.3, 0.02)
    np.testing.assert_allclose(found.d_shape["alpha_high"], numeric, atol=1e-5)
