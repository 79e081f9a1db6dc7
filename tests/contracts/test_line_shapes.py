"""The law of the family, checked for every line shape in the registry."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq

from xpsfit.lineshapes import LINE_SHAPES, LineShape, StandardForm, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xpsfit.arrays import FloatArray

CASES = [
    (shape, value)
    for shape in LINE_SHAPES.values()
    for value in (
        (0.0,)
        if shape.parameter is None
        else (
            shape.parameter.minimum,
            1e-5,
            0.07,
            shape.parameter.default,
            0.64,
            0.97,
            shape.parameter.maximum,
        )
    )
]
every_form = pytest.mark.parametrize(
    ("shape", "value"), CASES, ids=[f"{s.name}-{v:g}" for s, v in CASES]
)
every_shape = pytest.mark.parametrize(
    "shape", LINE_SHAPES.values(), ids=lambda s: s.name
)
PANELS = (0.0, 0.5, 1.5, 4.0, 20.0, 200.0, 3e3, 1e5)


def density(shape: LineShape, value: float) -> Callable[[float], float]:
    """Return phi as a function of one number, for routines that want one."""
    return lambda t: float(
        shape.standard(np.array([t]), value, integral=False).density[0]
    )


def integral_from_center(shape: LineShape, value: float, end: float) -> float:
    """Return the integral of phi from 0 to `end` by adaptive quadrature."""
    pieces = (
        quad(density(shape, value), low, min(end, high), epsabs=1e-13, epsrel=1e-12)[0]
        for low, high in itertools.pairwise(PANELS)
        if end > low
    )
    return math.fsum(pieces)


def values_of(shape: LineShape) -> st.SearchStrategy[float]:
    """Return shape values a finite difference can step around."""
    if shape.parameter is None:
        return st.just(0.0)
    return st.floats(shape.parameter.minimum + 0.01, shape.parameter.maximum - 0.05)


def arrays(form: StandardForm) -> Iterator[FloatArray]:
    """Return all arrays of a form that were evaluated."""
    for name in StandardForm.__slots__:
        array = getattr(form, name)
        if array is not None:
            yield array


@every_form
def test_the_area_is_one(shape: LineShape, value: float) -> None:
    # What is left beyond 1e5 widths of a line with 1/t**2 tails.
    tail = 1e10 * density(shape, value)(1e5) / 1e5
    half = integral_from_center(shape, value, 1e5)
    assert 2.0 * (half + tail) == pytest.approx(1.0, abs=1e-8)


@every_form
def test_the_full_width_at_half_maximum_is_one(shape: LineShape, value: float) -> None:
    phi = density(shape, value)
    edges = [
        brentq(lambda t: phi(t) - 0.5 * phi(0.0), *ends, xtol=1e-14)
        for ends in ((-2.0, -0.01), (0.01, 2.0))
    ]
    assert edges[1] - edges[0] == pytest.approx(1.0, abs=1e-8)


@every_form
def test_it_is_symmetric_about_its_maximum(shape: LineShape, value: float) -> None:
    t = np.geomspace(1e-6, 1e4, 200)
    right = shape.standard(t, value)
    left = shape.standard(-t[::-1], value)
    assert np.all(right.density < density(shape, value)(0.0) + 1e-15)
    np.testing.assert_allclose(left.density[::-1], right.density, rtol=1e-14)
    np.testing.assert_allclose(left.slope[::-1], -right.slope, rtol=1e-13, atol=1e-300)
    assert left.integral is not None
    assert right.integral is not None
    np.testing.assert_allclose(left.integral[::-1], 1.0 - right.integral, atol=1e-14)


@every_form
def test_it_falls_from_the_center_outwards(shape: LineShape, value: float) -> None:
    curve = shape.standard(np.linspace(0.0, 8.0, 2001), value).density
    assert np.all(np.diff(curve) <= 0.0)


@every_form
def test_the_running_integral_is_the_integral_of_the_line(
    shape: LineShape, value: float
) -> None:
    t = np.array([0.0, 0.03, 0.31, 0.5, 0.9, 1.7, 3.0, 5.7, 11.0, 60.0, 900.0, 1e4])
    form = shape.standard(t, value)
    expected = [0.5 + integral_from_center(shape, value, end) for end in t]
    assert form.integral is not None
    np.testing.assert_allclose(form.integral, expected, atol=1e-9)


@every_form
def test_the_running_integral_goes_from_nothing_to_everything(
    shape: LineShape, value: float
) -> None:
    running = shape.standard(np.array([-1e9, 0.0, 1e9]), value).integral
    assert running is not None
    np.testing.assert_allclose(running, [0.0, 0.5, 1.0], atol=1e-8)
    running = shape.standard(np.linspace(-40, 40, 4001), value).integral
    assert running is not None
    assert np.all(np.diff(running) >= -1e-14)


@every_form
def test_no_number_is_lost_at_the_bounds_and_far_out(
    shape: LineShape, value: float
) -> None:
    t = np.concatenate(
        [-np.geomspace(1e4, 1e-8, 60), [0.0], np.geomspace(1e-8, 1e4, 60)]
    )
    form = shape.standard(t, value, by_shape=True)
    assert all(np.all(np.isfinite(array)) for array in arrays(form))
    assert all(array.shape == t.shape for array in arrays(form))


@every_shape
def test_a_grid_of_rows_equals_its_rows(shape: LineShape) -> None:
    t = np.linspace(-7.0, 9.0, 60).reshape(4, 15)
    value = shape.parameter.default if shape.parameter else 0.0
    grid = shape.standard(t, value, by_shape=True)
    for row in range(len(t)):
        alone = shape.standard(t[row], value, by_shape=True)
        for of_grid, of_row in zip(arrays(grid), arrays(alone), strict=True):
            np.testing.assert_array_equal(of_grid[row], of_row)


@every_shape
def test_only_what_is_asked_for_is_evaluated(shape: LineShape) -> None:
    t = np.linspace(-3.0, 3.0, 7)
    value = shape.parameter.default if shape.parameter else 0.0
    bare = shape.standard(t, value, integral=False)
    assert bare.integral is None
    assert bare.density_by_shape is None
    assert bare.integral_by_shape is None
    full = shape.standard(t, value, by_shape=True)
    assert (full.density_by_shape is None) == (shape.parameter is None)
    assert (full.integral_by_shape is None) == (shape.parameter is None)


@every_shape
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_derivatives_are_those_of_finite_differences(
    shape: LineShape, data: st.DataObject
) -> None:
    energy = np.linspace(278.0, 292.0, 57)
    point = {
        "area": data.draw(st.floats(0.1, 50.0)),
        "center_ev": data.draw(st.floats(282.0, 288.0)),
        "fwhm_ev": data.draw(st.floats(0.6, 3.0)),
    }
    value = data.draw(values_of(shape))
    if shape.parameter is not None:
        point["shape"] = value
    line = evaluate(shape.name, energy, **point)
    columns = {
        "area": (line.d_area, line.integral_d_area),
        "center_ev": (line.d_center, line.integral_d_center),
        "fwhm_ev": (line.d_fwhm, line.integral_d_fwhm),
        "shape": (line.d_shape, line.integral_d_shape),
    }
    for name, start in point.items():
        above, below = (
            evaluate(shape.name, energy, **{**point, name: start + sign * 1e-5})
            for sign in (1.0, -1.0)
        )
        of_value, of_integral = columns[name]
        assert of_value is not None
        assert of_integral is not None
        scale = max(1.0, point["area"])
        numeric = (above.value - below.value) / 2e-5
        np.testing.assert_allclose(of_value, numeric, atol=1e-6 * scale)
        numeric = (above.integral - below.integral) / 2e-5
        np.testing.assert_allclose(of_integral, numeric, atol=1e-6 * scale)


@every_shape
@settings(max_examples=25, deadline=None)
@given(
    area=st.floats(1e-3, 1e6),
    center_ev=st.floats(10.0, 1400.0),
    fwhm_ev=st.floats(0.2, 5.0),
)
def test_area_and_width_of_a_placed_line_are_those_asked_for(
    shape: LineShape, area: float, center_ev: float, fwhm_ev: float
) -> None:
    points = center_ev + fwhm_ev * np.array([-1e8, -0.5, 0.0, 0.5, 1e8])
    line = evaluate(shape.name, points, area, center_ev, fwhm_ev)
    assert line.integral[-1] - line.integral[0] == pytest.approx(area, rel=1e-7)
    half = 0.5 * line.value[2]
    assert line.value[1] == pytest.approx(half, rel=1e-7)
    assert line.value[3] == pytest.approx(half, rel=1e-7)
