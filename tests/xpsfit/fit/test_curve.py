"""The model curve against finite differences, quadrature and its own definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_spectra.forward import region_truth
from xpsfit.fit.curve import Curve
from xpsfit.fit.slots import slots_of
from xpsfit.lineshapes import LINE_SHAPES
from xpsfit.model import (
    BackgroundModel,
    Component,
    DoubletSplit,
    Parameter,
    RegionModel,
    builtin_model,
)

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

# No channel on a position, where the curvature of gl_tail has a kink.
ENERGY_EV = np.arange(64.03, 84.0, 0.1)


def shape_of(name: str, place: float) -> dict[str, Parameter]:
    """Return free shape values, this share of the way from one bound to the other."""
    found: dict[str, Parameter] = {}
    for parameter in LINE_SHAPES[name].parameters:
        # Wide bounds say nothing about what is usual.
        low = parameter.minimum
        high = min(parameter.maximum, 1.2 * parameter.default + 0.5)
        if parameter.name == "gauss_ev":
            # Room in the narrowest line of these tests, and so wide that the knots of a
            # table, which go with it, move little in a finite difference.
            low, high = 0.1, 0.25
        value = low + place * (high - low)
        found[parameter.name] = Parameter(value, vary=parameter.can_vary)
    return found


def a_component(name: str, center_ev: float, shape: str, value: float) -> Component:
    return Component(
        name=name,
        species=name,
        line_shape=shape,
        center_ev=Parameter(center_ev),
        fwhm_ev=Parameter(1.2, 0.2, 4.0),
        shape=shape_of(shape, value),
        doublet=DoubletSplit(0.435, 0.5),
    )


def a_curve(kind: str, shape: str, value: float) -> tuple[Curve, FloatArray]:
    background = BackgroundModel(kind=kind)
    model = RegionModel(
        "Al 2p",
        64.0,
        84.0,
        background,
        (a_component("a", 70.5, shape, value), a_component("b", 73.5, shape, value)),
    )
    curve = Curve(ENERGY_EV, model)
    values = slots_of(model, 0.0).values()
    values[curve.area] = [9000.0, 4000.0]
    if curve.active:
        values[-3:] = [1200.0, -4.0, 0.02 if kind == "active_shirley" else 2000.0]
    return curve, values


def numeric_column(
    curve: Curve, values: FloatArray, index: int, wider: float = 1.0
) -> FloatArray:
    step = wider * (1e-5 if abs(values[index]) < 1000.0 else 1.0)
    up, down = values.copy(), values.copy()
    up[index] += step
    down[index] -= step
    return np.asarray((curve.evaluate(up)[0] - curve.evaluate(down)[0]) / (2.0 * step))


@pytest.mark.parametrize("kind", ["active_shirley", "active_tougaard", "linear"])
@pytest.mark.parametrize("shape", LINE_SHAPES)
@given(value=st.floats(0.05, 0.95), width=st.floats(0.5, 3.0))
@settings(max_examples=8, deadline=None)
def test_its_jacobian_equals_finite_differences(
    kind: str, shape: str, value: float, width: float
) -> None:
    curve, values = a_curve(kind, shape, value)
    values[curve.area + 2] = [width, 1.3 * width]
    _, jacobian = curve.evaluate(values)
    height = float(np.ptp(curve.evaluate(values)[0]))
    tabulated = LINE_SHAPES[shape].widest_gauss is not None
    for index in range(curve.size):
        numeric = numeric_column(curve, values, index)
        allowed = 2e-6 * np.abs(numeric).max()
        if tabulated:
            # A broadened line is a table whose error of some 1e-8 of the height jumps
            # where a knot or a quadrature rule takes over. A jump J within both steps
            # makes errors of J / 2 h and J / 6 h, so their difference times 3/2 is the
            # larger one; a jump within the wider step only is less.
            other = numeric_column(curve, values, index, wider=3.0)
            allowed += 3e-6 * height + 1.5 * np.abs(numeric - other).max()
        np.testing.assert_allclose(jacobian[:, index], numeric, atol=allowed)


def test_it_reproduces_the_independent_forward_model_without_noise() -> None:
    for region in ("C 1s", "O 1s", "Al 2p", "Li 1s"):
        truth = region_truth("tma_5s", region)
        model = builtin_model("li-tma").region(region)
        assert model is not None
        curve = Curve(truth.energy_ev, model)
        values = np.zeros(curve.size)
        for start, component in zip(curve.area, truth.components, strict=True):
            values[start : start + 4] = (
                component.area_cps_ev,
                component.measured_center_ev,
                component.fwhm_ev,
                0.30,
            )
        background = truth.background
        moved = curve.middle_ev - background.middle_ev
        values[-3:] = (
            background.offset_cps + moved * background.slope_cps_per_ev,
            background.slope_cps_per_ev,
            background.step_per_ev,
        )
        curve_cps, _ = curve.evaluate(values)
        np.testing.assert_allclose(curve_cps, truth.expected_cps, rtol=2e-6)


def test_both_lines_of_a_doublet_add_up_to_the_area() -> None:
    curve, values = a_curve("linear", "gaussian", 0.3)
    values[curve.area] = [5000.0, 0.0]
    curve_cps, _ = curve.evaluate(values)
    assert np.sum(curve_cps) * 0.1 == pytest.approx(5000.0, rel=1e-9)
    major = np.sum(curve_cps * (ENERGY_EV < 70.5)) * 0.1
    assert major < 2500.0, "the minor line lies on the high binding-energy side"


def test_half_of_the_step_falls_under_an_off_center_peak() -> None:
    curve, values = a_curve("active_shirley", "gaussian", 0.3)
    values[curve.area] = [5000.0, 0.0]
    values[curve.area + 2] = 0.8
    values[-3:] = [0.0, 0.0, 0.02]
    _, integral = curve.profiles(values)
    assert integral is not None
    step = 0.02 * 5000.0 * integral.value[0]
    middle = float(np.interp(0.5 * step[-1], step, ENERGY_EV))
    centroid = 70.5 + 0.435 / 3.0
    assert middle == pytest.approx(centroid, abs=0.02)
    assert step[-1] == pytest.approx(0.02 * 5000.0, rel=1e-6)
