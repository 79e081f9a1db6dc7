"""The active Shirley background: where its step falls under every line shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import brentq

from xpsfit.fit.curve import Curve
from xpsfit.lineshapes import LINE_SHAPES
from xpsfit.model import BackgroundModel, Component, Parameter, RegionModel

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

# Half of a line without limit lies nowhere.
SYMMETRIC = [shape.name for shape in LINE_SHAPES.values() if not shape.area_limit]


def below(energy: FloatArray, center: float, shape: str) -> FloatArray:
    """Return the background of one line of 9,000 counts/s x eV with k = 0.02 / eV."""
    line = Component("a", "a", shape, Parameter(center), Parameter(1.3, 0.2, 4.0))
    model = RegionModel("C 1s", 280.0, 292.0, BackgroundModel(), (line,))
    curve = Curve(energy, model)
    values = np.zeros(curve.size)
    values[:3] = 9000.0, center, 1.3
    even = dict(LINE_SHAPES[shape].symmetric_at)
    for k, parameter in enumerate(LINE_SHAPES[shape].parameters):
        values[3 + k] = even.get(parameter.name, parameter.default)
    values[-3:] = 1000.0, 0.0, 0.02
    peak, _ = curve.profiles(values)
    return np.asarray(curve.evaluate(values)[0] - 9000.0 * peak.value[0])


@pytest.mark.parametrize("shape", SYMMETRIC)
@pytest.mark.parametrize("center", [281.7, 284.8, 290.6])
def test_half_of_the_step_falls_at_an_off_center_peak(
    shape: str, center: float
) -> None:
    half = brentq(
        lambda e: float(below(np.array([e]), center, shape)[0]) - 1090.0, 280.0, 292.0
    )
    assert half == pytest.approx(center, abs=1e-9)


def test_it_rises_by_strength_times_area_towards_high_binding_energy() -> None:
    values = below(np.array([200.0, 400.0]), 284.8, "gaussian")
    np.testing.assert_allclose(values, [1000.0, 1000.0 + 0.02 * 9000.0], rtol=1e-12)


def test_it_is_the_integral_of_the_curve_above_it() -> None:
    energy = np.linspace(280.0, 292.0, 12001)
    u = (energy - 284.8) / 1.3
    curve = 9000.0 / 1.3 * np.exp(-4.0 * np.log(2.0) * u**2) / 1.0644670194312262
    summed = np.cumsum(curve) * (energy[1] - energy[0])
    values = below(energy, 284.8, "gaussian")
    np.testing.assert_allclose(values, 1000.0 + 0.02 * summed, atol=0.1)
