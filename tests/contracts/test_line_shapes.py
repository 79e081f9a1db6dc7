"""The law of the family, checked for every line shape in the registry."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from xpsfit.lineshapes import LINE_SHAPES, LineShape, StandardForm, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xpsfit.arrays import FloatArray

    Values = tuple[float, ...]

# Between the bounds of a single parameter; of several, all corners and the defaults.
INNER = (1e-5, 0.07, 0.64, 0.97)


def cases_of(shape: LineShape) -> list[Values]:
    """Return values at a full width of 1 eV, so that lengths are shares of it."""
    bounds = [(p.minimum, p.maximum) for p in shape.parameters]
    corners = list(itertools.product(*bounds))
    default = tuple(p.default for p in shape.parameters)
    inner = [(v,) for v in INNER] if len(bounds) == 1 else []
    return list(dict.fromkeys([default, *corners, *inner]))


CASES = [(shape, v) for shape in LINE_SHAPES.values() for v in cases_of(shape)]
every_form = pytest.mark.parametrize(
    ("shape", "values"),
    CASES,
    ids=["-".join([s.name, *(f"{x:g}" for x in v)]) for s, v in CASES],
)
every_shape = pytest.mark.parametrize(
    "shape", LINE_SHAPES.values(), ids=lambda s: s.name
)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)
FARTHEST = 1e6


def closeness(shape: LineShape) -> float:
    """Return what a value may be off: closed forms are exact, tables to 1e-7."""
    return 1e-8 if shape.widest_gauss is None else 3e-7


def density(shape: LineShape, values: Values) -> Callable[[float], float]:
    """Return phi as a function of one number, for routines that want one."""
    return lambda t: float(
        shape.standard(np.array([t]), *values, integral=False).density[0]
    )


def tail(shape: LineShape, values: Values, sign: float) -> float:
    """Return the area beyond `FARTHEST`, where a line falls like a power if at all."""
    t = sign * FARTHEST * np.array([0.1, 1.0])
    near, far = shape.standard(t, *values, integral=False).density.tolist()
    if far < 1e-100:
        return 0.0
    return float(far * FARTHEST / (np.log10(near / far) - 1.0))


def integrals(shape: LineShape, values: Values, ends: FloatArray) -> FloatArray:
    """Return integrals from minus infinity to `ends`, by Gauss-Legendre in panels."""
    half = np.geomspace(1e-7, FARTHEST, 400)
    edges = np.unique(np.concatenate([-half, [0.0], half, ends]))
    middle, radius = (edges[1:] + edges[:-1]) / 2.0, np.diff(edges) / 2.0
    t = middle[:, None] + radius[:, None] * NODES
    phi = shape.standard(t, *values, integral=False).density
    below = np.concatenate([[0.0], np.cumsum(phi @ WEIGHTS * radius)])
    return np.asarray(tail(shape, values, -1.0) + below[np.searchsorted(edges, ends)])


def arrays(form: StandardForm) -> Iterator[FloatArray]:
    """Return all arrays of a form that were evaluated."""
    for name in ("density", "slope", "integral"):
        array = getattr(form, name)
        if array is not None:
            yield array
    yield from form.density_by_shape
    yield from form.integral_by_shape


@every_form
def test_the_area_is_one(shape: LineShape, values: Values) -> None:
    if shape.area_limit:
        names = [p.name for p in shape.parameters]
        limit = values[names.index(shape.area_limit)]
        area = integrals(shape, values, np.array([limit]))[0]
    else:
        area = integrals(shape, values, np.array([FARTHEST]))[0]
        area += tail(shape, values, 1.0)
    assert area == pytest.approx(1.0, abs=5.0 * closeness(shape))


@every_form
def test_the_full_width_at_half_maximum_is_one(
    shape: LineShape, values: Values
) -> None:
    phi = density(shape, values)
    edges = [
        brentq(lambda t: phi(t) - 0.5 * phi(0.0), *ends, xtol=1e-14)
        for ends in ((-1.01, -1e-4), (1e-4, 1.01))
    ]
    assert edges[1] - edges[0] == pytest.approx(1.0, abs=closeness(shape))


@every_form
def test_its_maximum_is_at_the_center(shape: LineShape, values: Values) -> None:
    t = np.geomspace(1e-6, 1e3, 200)
    top = density(shape, values)(0.0)
    for side in (t, -t):
        curve = shape.standard(side, *values, integral=False).density
        assert np.all(curve <= top * (1.0 + 0.1 * closeness(shape)))
    # The curvature there is 4 heights per width squared or more: the maximum is within
    # 1e-4 widths.
    slope = shape.standard(np.zeros(1), *values, integral=False).slope[0]
    assert abs(slope) <= 4e-4 * top


@every_form
def test_it_falls_from_the_center_outwards(shape: LineShape, values: Values) -> None:
    for side in (np.linspace(0.0, 8.0, 2001), -np.linspace(0.0, 8.0, 2001)):
        curve = shape.standard(side, *values).density
        assert np.all(np.diff(curve) <= 0.1 * closeness(shape) * curve[0])


@every_form
def test_without_a_tail_it_is_symmetric(shape: LineShape, values: Values) -> None:
    even = dict(shape.symmetric_at)
    names = [p.name for p in shape.parameters]
    values = tuple(even.get(n, v) for n, v in zip(names, values, strict=True))
    assert shape.is_symmetric(values)
    t = np.geomspace(1e-6, 1e4, 200)
    right, left = shape.standard(t, *values), shape.standard(-t, *values)
    exact = shape.widest_gauss is None
    top = density(shape, values)(0.0)
    for high, low in ((right.density, left.density), (right.slope, -left.slope)):
        atol = 1e-300 if exact else 1e-10 * top
        np.testing.assert_allclose(low, high, rtol=1e-13 if exact else 1e-6, atol=atol)
    assert left.integral is not None
    assert right.integral is not None
    if not shape.area_limit:
        atol = 1e-14 if exact else 1e-10
        np.testing.assert_allclose(left.integral, 1.0 - right.integral, atol=atol)


@every_form
def test_a_longer_tail_points_to_high_binding_energy(
    shape: LineShape, values: Values
) -> None:
    names = [p.name for p in shape.parameters]
    if (
        shape.falling
        and values[names.index(shape.falling[0])]
        > (values[names.index(shape.falling[1])])
    ):
        return
    t = np.geomspace(0.6, 1e3, 60)
    high = shape.standard(t, *values).density
    low = shape.standard(-t, *values).density
    assert np.all(low <= high * (1.0 + 1e-6) + 1e-9)


@every_form
def test_the_running_integral_is_the_integral_of_the_line(
    shape: LineShape, values: Values
) -> None:
    t = np.array([0.0, 0.03, 0.31, 0.5, 0.9, 1.7, 3.0, 5.7, 11.0, 60.0, 900.0])
    t = np.concatenate([-t[:0:-1], t])
    found = shape.standard(t, *values).integral
    assert found is not None
    expected = integrals(shape, values, t)
    scale = max(1.0, float(expected[-1]))
    np.testing.assert_allclose(found, expected, atol=closeness(shape) * scale)


@every_form
def test_the_running_integral_rises_from_nothing(
    shape: LineShape, values: Values
) -> None:
    running = shape.standard(np.linspace(-40, 40, 4001), *values).integral
    assert running is not None
    assert np.all(np.diff(running) >= -0.1 * closeness(shape))
    # The slowest tails fall by a factor of 4 from one of these points to the next.
    running = shape.standard(-np.geomspace(1e9, 1e30, 8), *values).integral
    assert running is not None
    assert np.all(running >= -1e-14)
    assert running[-1] < 1e-5


@every_form
def test_the_running_integral_reaches_the_whole_area(
    shape: LineShape, values: Values
) -> None:
    if shape.area_limit:
        pytest.skip("the whole area of this shape is infinite")
    running = shape.standard(np.array([1e30]), *values).integral
    assert running is not None
    assert running[0] == pytest.approx(1.0, abs=2e-6)


@every_form
def test_no_number_is_lost_at_the_bounds_and_far_out(
    shape: LineShape, values: Values
) -> None:
    t = np.concatenate(
        [-np.geomspace(1e6, 1e-8, 60), [0.0], np.geomspace(1e-8, 1e6, 60)]
    )
    form = shape.standard(t, *values, by_shape=True)
    assert all(np.all(np.isfinite(array)) for array in arrays(form))
    assert all(array.shape == t.shape for array in arrays(form))


@every_shape
def test_a_grid_of_rows_equals_its_rows(shape: LineShape) -> None:
    t = np.linspace(-7.0, 9.0, 60).reshape(4, 15)
    values = cases_of(shape)[0]
    grid = shape.standard(t, *values, by_shape=True)
    for row in range(len(t)):
        alone = shape.standard(t[row], *values, by_shape=True)
        for of_grid, of_row in zip(arrays(grid), arrays(alone), strict=True):
            np.testing.assert_allclose(of_grid[row], of_row, rtol=1e-13, atol=1e-15)


@every_shape
def test_only_what_is_asked_for_is_evaluated(shape: LineShape) -> None:
    t = np.linspace(-3.0, 3.0, 7)
    values = cases_of(shape)[0]
    bare = shape.standard(t, *values, integral=False)
    assert bare.integral is None
    assert bare.density_by_shape == bare.integral_by_shape == ()
    partly = shape.standard(t, *values, integral=False, by_shape=True)
    assert partly.integral_by_shape == ()
    full = shape.standard(t, *values, by_shape=True)
    assert len(full.density_by_shape) == len(shape.parameters)
    assert len(full.integral_by_shape) == len(shape.parameters)


@st.composite
def usual(draw: st.DrawFn, shape: LineShape) -> dict[str, float]:
    """Return shape values away from the bounds, where finite differences hold."""
    return {
        p.name: draw(
            st.floats(p.minimum + 0.02, min(p.maximum - 0.05, 2.0 * p.default + 0.3))
        )
        for p in shape.parameters
    }


def slope_of(
    shape: LineShape, energy: FloatArray, point: dict[str, float], name: str
) -> tuple[FloatArray, FloatArray]:
    """Return numerical derivatives of line and running integral by one quantity.

    Five points a step apart for a table, whose last digits are noise; three close ones
    for a closed form, which may have a kink in its curvature.
    """
    names = [p.name for p in shape.parameters]

    def at(distance: float) -> FloatArray:
        moved = {**point, name: point[name] + distance}
        line = evaluate(
            shape.name,
            energy,
            moved["area"],
            moved["center_ev"],
            moved["fwhm_ev"],
            {n: moved[n] for n in names},
        )
        return np.stack([line.value, line.integral])

    if shape.widest_gauss is None:
        step = 1e-6
        slope = (at(step) - at(-step)) / (2.0 * step)
    else:
        step = 1e-3
        near, far = at(step) - at(-step), at(2.0 * step) - at(-2.0 * step)
        slope = (8.0 * near - far) / (12.0 * step)
    return slope[0], slope[1]


@every_shape
@settings(max_examples=25, deadline=None)
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
    values = data.draw(usual(shape))
    ratios = shape.ratios(list(values.values()), 0.9 * point["fwhm_ev"])
    assume(not shape.too_wide_a_gauss(ratios))
    point |= values
    line = evaluate(
        shape.name, energy, point["area"], point["center_ev"], point["fwhm_ev"], values
    )
    columns = {
        "area": (line.d_area, line.integral_d_area),
        "center_ev": (line.d_center, line.integral_d_center),
        "fwhm_ev": (line.d_fwhm, line.integral_d_fwhm),
        **{n: (line.d_shape[n], line.integral_d_shape[n]) for n in values},
    }
    relative = 2e-6 if shape.widest_gauss is None else 1e-5
    for name, pair in columns.items():
        for found, numeric in zip(
            pair, slope_of(shape, energy, point, name), strict=True
        ):
            # Of the largest derivative, for that is what a search or an error sees.
            atol = relative * max(1.0, point["area"], float(np.abs(numeric).max()))
            np.testing.assert_allclose(found, numeric, atol=atol, err_msg=name)


@every_shape
@settings(max_examples=25, deadline=None)
@given(
    area=st.floats(1e-3, 1e6),
    center_ev=st.floats(10.0, 1400.0),
    fwhm_ev=st.floats(0.5, 5.0),
)
def test_area_and_width_of_a_placed_line_are_those_asked_for(
    shape: LineShape, area: float, center_ev: float, fwhm_ev: float
) -> None:
    points = center_ev + fwhm_ev * np.array([-1e8, -0.1, 0.0, 0.1, 1e8])
    if shape.area_limit:
        parameter = next(p for p in shape.parameters if p.name == shape.area_limit)
        points[-1] = center_ev + parameter.default
    line = evaluate(shape.name, points, area, center_ev, fwhm_ev)
    assert line.integral[-1] - line.integral[0] == pytest.approx(area, rel=1e-6)

    def above_half(offset: float) -> float:
        at = [center_ev + offset]
        value = evaluate(shape.name, at, area, center_ev, fwhm_ev).value[0]
        return float(value / line.value[2] - 0.5)

    low = brentq(above_half, -1.01 * fwhm_ev, -0.01 * fwhm_ev)
    high = brentq(above_half, 0.01 * fwhm_ev, 1.01 * fwhm_ev)
    assert high - low == pytest.approx(fwhm_ev, rel=1e-6)
