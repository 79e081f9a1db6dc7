"""Fits of metal lines whose truth comes from plain quadrature, not from the library."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.integrate import quad

from xpsfit.analysis import analyze
from xpsfit.fit import fit_region
from xpsfit.model import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Parameter,
    PeakModel,
    RegionModel,
)
from xpsfit.settings import Settings
from xpsfit.spectrum import Region, Spectrum, cut_region
from xpsfit.writers.tables import components_table, composition_table, fits_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray
    from xpsfit.fit import FitResult

ENERGY_EV = np.arange(681, 841) / 10.0
ORIGIN_EV, SPLIT_EV, GAUSS_EV = 72.8, 0.43, 0.45
SIGMA_EV = GAUSS_EV / math.sqrt(8.0 * math.log(2.0))
HALF_WIDTH_EV = 0.12
STEP = BackgroundModel(step_per_ev=Parameter(0.0, vary=False))


def la_line(distance: float) -> float:
    alpha = 1.1 if distance > 0.0 else 3.0
    return float((1.0 + (distance / (2.0 * HALF_WIDTH_EV)) ** 2 * 4.0) ** -alpha)


def metal_line(distance: float) -> float:
    e, alpha = -distance, 0.13
    angle = math.pi * alpha / 2.0 + (1.0 - alpha) * math.atan(e / HALF_WIDTH_EV)
    return float(
        HALF_WIDTH_EV ** (1.0 - alpha)
        * math.cos(angle)
        / (e * e + HALF_WIDTH_EV**2) ** ((1.0 - alpha) / 2.0)
    )


@cache
def expected(line: Callable[[float], float]) -> FloatArray:
    """Return the doublet with its Gaussian on a flat background, in counts/s."""

    def blurred(distance: float) -> float:
        def integrand(z: float) -> float:
            return line(distance - SIGMA_EV * z) * math.exp(-0.5 * z * z)

        kink = min(max(distance / SIGMA_EV, -8.0), 8.0)
        parts = ((-8.0, kink), (kink, 8.0))
        return float(sum(quad(integrand, *p)[0] for p in parts))

    major = [blurred(e - ORIGIN_EV) for e in ENERGY_EV]
    minor = [blurred(e - ORIGIN_EV - SPLIT_EV) for e in ENERGY_EV]
    return np.asarray(900.0 + 1.2e4 * (np.array(major) + 0.5 * np.array(minor)))


def measured(line: Callable[[float], float], seed: int) -> Region:
    counts = np.random.default_rng(seed).poisson(2.0 * expected(line)).astype(float)
    return cut_region(
        Spectrum("Al 2p", "foil", ENERGY_EV, counts, "counts", 1486.69, 20.0, 0.1, 20)
    )


def a_metal(line_shape: str, **shape: Parameter) -> RegionModel:
    component = Component(
        "Al metal",
        "Al metal",
        line_shape,
        Parameter(72.6, 71.8, 74.0),
        Parameter(0.8, 0.3, 1.6),
        shape=shape,
        doublet=DoubletSplit(SPLIT_EV, 0.5),
    )
    return RegionModel("Al 2p", 68.0, 84.0, STEP, (component,))


LA = a_metal(
    "la",
    alpha_high=Parameter(1.5, 0.7, 2.0),
    alpha_low=Parameter(2.2, 2.0, 8.0),
    gauss_ev=Parameter(GAUSS_EV, vary=False),
)
METAL = a_metal(
    "doniach_sunjic",
    alpha=Parameter(0.05, 0.0, 0.4),
    gauss_ev=Parameter(GAUSS_EV, vary=False),
    window_ev=Parameter(15.0, vary=False),
)


def value(fit: FitResult, name: str) -> tuple[float, float]:
    parameter = next(p for p in fit.parameters if p.name == f"Al metal.{name}")
    return parameter.value, parameter.stderr or 0.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_free_asymmetry_is_found_within_its_error(seed: int) -> None:
    fit = fit_region(measured(metal_line, seed), METAL)
    assert fit.converged
    assert fit.quality.reduced_chi_square == pytest.approx(1.0, abs=0.4)
    alpha, stderr = value(fit, "alpha")
    assert 0.0 < stderr < 0.02
    assert alpha == pytest.approx(0.13, abs=3.5 * stderr)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_free_exponents_are_found_within_their_errors(seed: int) -> None:
    fit = fit_region(measured(la_line, seed), LA)
    assert fit.converged
    assert fit.quality.reduced_chi_square == pytest.approx(1.0, abs=0.4)
    for name, truth in (("alpha_high", 1.1), ("alpha_low", 3.0)):
        found, stderr = value(fit, name)
        assert 0.0 < stderr < truth
        assert found == pytest.approx(truth, abs=3.5 * stderr)


def test_a_free_gaussian_is_found_within_its_error() -> None:
    (component,) = LA.components
    shape = {**component.shape, "gauss_ev": Parameter(0.3, 0.05, 0.7)}
    free = replace(LA, components=(replace(component, shape=shape),))
    fit = fit_region(measured(la_line, 4), free)
    found, stderr = value(fit, "gauss_ev")
    assert fit.converged
    assert 0.0 < stderr < 0.1
    assert found == pytest.approx(GAUSS_EV, abs=3.5 * stderr)


def test_a_symmetric_line_does_not_describe_a_metal() -> None:
    symmetric = a_metal("voigt", lorentz_fraction=Parameter(0.3, 0.0, 1.0))
    fit = fit_region(measured(metal_line, 1), symmetric)
    assert fit.quality.reduced_chi_square is not None
    assert fit.quality.reduced_chi_square > 3.0


def test_an_area_without_end_names_how_far_it_counts_wherever_it_stands() -> None:
    region = measured(metal_line, 1)
    model = PeakModel("foil", "", (METAL,))
    (result,) = analyze([region.spectrum], Settings(model=model, charge="none"))
    (row,) = components_table([result]).rows
    columns = components_table([result]).columns
    assert dict(zip(columns, row, strict=True))["area_window_ev"] == 15.0
    warning = fits_table([result]).rows[0][
        fits_table([result]).columns.index("warnings")
    ]
    assert "counted up to 15 eV above the maximum" in str(warning)
    amounts = composition_table([result])
    note = amounts.rows[0][amounts.columns.index("area_note")]
    assert note == "the area of Al metal counts up to 15 eV above its maximum"
    composition = result.levels[0].composition
    assert composition is not None
    assert f"Al 2p: {note}" in composition.warnings


def test_an_area_that_ends_has_no_such_note() -> None:
    region = measured(la_line, 1)
    model = PeakModel("foil", "", (LA,))
    (result,) = analyze([region.spectrum], Settings(model=model, charge="none"))
    row = dict(
        zip(
            components_table([result]).columns,
            components_table([result]).rows[0],
            strict=True,
        )
    )
    assert row["area_window_ev"] is None


def test_an_area_that_lies_largely_outside_the_window_is_warned_of() -> None:
    long_tail = a_metal(
        "la",
        alpha_high=Parameter(0.7, vary=False),
        alpha_low=Parameter(3.0, vary=False),
        gauss_ev=Parameter(0.1, vary=False),
    )
    fit = fit_region(measured(la_line, 1), long_tail)
    assert any("of its area lies outside the window" in w for w in fit.warnings)
    fit = fit_region(measured(la_line, 1), LA)
    assert not any("outside the window" in w for w in fit.warnings)


def test_a_line_as_narrow_as_its_gaussian_is_warned_of() -> None:
    wide = a_metal(
        "la",
        alpha_high=Parameter(1.1, vary=False),
        alpha_low=Parameter(3.0, vary=False),
        gauss_ev=Parameter(0.75, vary=False),
    )
    fit = fit_region(measured(la_line, 1), wide)
    assert any("at the fitted width its Gaussian has" in w for w in fit.warnings)
