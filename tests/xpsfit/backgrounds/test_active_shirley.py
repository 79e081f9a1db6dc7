"""The active Shirley background: where its step falls, what it is free of."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from xpsfit.backgrounds import ActiveShirley, active_shirley
from xpsfit.lineshapes import LINE_SHAPES, evaluate

ENERGY = np.linspace(280.0, 292.0, 121)


def below(
    energy: np.ndarray[tuple[int], np.dtype[np.float64]],
    center: float = 284.8,
    shape: str = "gl_product",
) -> ActiveShirley:
    even = dict(LINE_SHAPES[shape].symmetric_at)
    line = evaluate(shape, energy, 9000.0, center, 1.3, even)
    return active_shirley(energy, 1000.0, 0.0, 0.02, 286.0, line.integral)


@pytest.mark.parametrize(
    "shape", [s.name for s in LINE_SHAPES.values() if not s.area_limit]
)
@pytest.mark.parametrize("center", [281.7, 284.8, 290.6])
def test_half_of_the_step_falls_at_an_off_center_peak(
    shape: str, center: float
) -> None:
    half = brentq(
        lambda e: float(below(np.array([e]), center, shape).values[0]) - 1090.0,
        280.0,
        292.0,
    )
    assert half == pytest.approx(center, abs=1e-9)


def test_its_strength_does_not_depend_on_the_energy_step() -> None:
    fine = np.linspace(280.0, 292.0, 241)
    np.testing.assert_array_equal(below(fine).values[::2], below(ENERGY).values)


def test_turning_the_axis_round_turns_the_background_round() -> None:
    np.testing.assert_array_equal(
        below(ENERGY[::-1]).values, below(ENERGY).values[::-1]
    )


def test_it_rises_by_strength_times_area_towards_high_binding_energy() -> None:
    values = below(np.array([200.0, 400.0]), shape="gaussian").values
    np.testing.assert_allclose(values, [1000.0, 1000.0 + 0.02 * 9000.0], rtol=1e-12)


def test_it_is_the_integral_of_the_curve_above_it() -> None:
    energy = np.linspace(280.0, 292.0, 12001)
    u = (energy - 284.8) / 1.3
    curve = 9000.0 / 1.3 * np.exp(-4.0 * np.log(2.0) * u**2) / 1.0644670194312262
    summed = np.cumsum(curve) * (energy[1] - energy[0])
    values = below(energy, shape="gaussian").values
    np.testing.assert_allclose(values, 1000.0 + 0.02 * summed, atol=0.1)


def test_offset_and_slope_stand_at_the_middle() -> None:
    flat = active_shirley(ENERGY, 1000.0, -15.0, 0.0, 286.0, np.zeros(121))
    assert flat.values[60] == 1000.0
    assert flat.values[0] == pytest.approx(1090.0)


def test_its_derivatives_are_those_of_finite_differences() -> None:
    running = evaluate("voigt", ENERGY, 9000.0, 284.8, 1.3).integral

    def at(offset: float, slope: float, step: float) -> ActiveShirley:
        return active_shirley(ENERGY, offset, slope, step, 286.0, running)

    here = at(1000.0, -15.0, 0.02)
    by_offset = at(1001.0, -15.0, 0.02).values - here.values
    by_slope = at(1000.0, -14.0, 0.02).values - here.values
    by_step = (at(1000.0, -15.0, 0.03).values - here.values) / 0.01
    np.testing.assert_allclose(here.d_offset, by_offset, atol=1e-9)
    np.testing.assert_allclose(here.d_slope, by_slope, atol=1e-9)
    np.testing.assert_allclose(here.d_step, by_step, atol=1e-7)
    raised = active_shirley(ENERGY, 1000.0, -15.0, 0.02, 286.0, running + 1.0)
    np.testing.assert_allclose(raised.values - here.values, here.d_integral, atol=1e-9)
