"""The law of the backgrounds that are fitted with the peaks, for all in the registry.

They are looked at through the curve of a region model, as a fit sees them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xpsfit.backgrounds import ACTIVE_BACKGROUNDS, CROSS_SECTIONS
from xpsfit.fit.curve import Curve
from xpsfit.fit.slots import slots_of
from xpsfit.model import BackgroundModel, Component, Parameter, RegionModel

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

ENERGY = np.linspace(280.0, 292.0, 121)
AREAS = (9000.0, 4000.0)
CENTERS = (283.5, 287.0)
STRENGTH = {"step_per_ev": 0.02, "strength_ev2": 2866.0}

every_kind = pytest.mark.parametrize("kind", ACTIVE_BACKGROUNDS)
every_model = pytest.mark.parametrize(
    "background",
    [
        *(BackgroundModel(kind=kind) for kind in ACTIVE_BACKGROUNDS),
        BackgroundModel(step="per_component"),
    ],
    ids=[*ACTIVE_BACKGROUNDS, "a step per component"],
)
following = pytest.mark.parametrize(
    "kind", [name for name, active in ACTIVE_BACKGROUNDS.items() if active.strength]
)


def a_model(
    background: BackgroundModel, shift_ev: float = 0.0, shape: str = "gl_product"
) -> RegionModel:
    mixing = {"mixing": Parameter(0.3, 0.05, 0.95)} if shape == "gl_product" else {}
    return RegionModel(
        "C 1s",
        280.0 + shift_ev,
        292.0 + shift_ev,
        background,
        tuple(
            Component(
                name,
                name,
                shape,
                Parameter(center + shift_ev),
                Parameter(1.3, 0.2, 4.0),
                shape=mixing,
            )
            for name, center in zip("ab", CENTERS, strict=True)
        ),
    )


def curve_of(
    background: BackgroundModel,
    energy: FloatArray = ENERGY,
    shift_ev: float = 0.0,
    shape: str = "gl_product",
) -> tuple[Curve, FloatArray]:
    """Return the curve, and values with both peaks and 1,000 counts/s below them."""
    model = a_model(background, shift_ev, shape)
    curve = Curve(energy, model)
    slots = slots_of(model, 0.0)
    values = slots.values()
    assert curve.size == values.size
    values[curve.area] = AREAS
    for i, slot in enumerate(slots.all):
        if slot.quantity in STRENGTH:
            # Not alike, where each component has its own.
            values[i] = STRENGTH[slot.quantity] * (1.5 if slot.owner == "b" else 1.0)
    values[slots.index("background", "offset_cps")] = 1000.0
    values[slots.index("background", "slope_cps_per_ev")] = -3.0
    return curve, values


def below(curve: Curve, values: FloatArray) -> FloatArray:
    """Return the background alone."""
    peaks, _ = curve.profiles(values)
    return np.asarray(curve.evaluate(values)[0] - values[curve.area] @ peaks.value)


@every_model
@given(width=st.floats(0.5, 3.0), factor=st.floats(0.2, 3.0))
@settings(max_examples=8, deadline=None)
def test_its_derivatives_are_those_of_finite_differences(
    background: BackgroundModel, width: float, factor: float
) -> None:
    curve, values = curve_of(background)
    values[curve.area + 2] = [width, 1.3 * width]
    values[curve.area[-1] + 4 + 2 :] *= factor
    _, jacobian = curve.evaluate(values)
    for index in range(curve.size):
        step = 1e-5 * max(1.0, abs(values[index]) / 10.0)
        up, down = values.copy(), values.copy()
        up[index] += step
        down[index] -= step
        numeric = (curve.evaluate(up)[0] - curve.evaluate(down)[0]) / (2.0 * step)
        scale = max(float(np.abs(numeric).max()), 1e-12)
        np.testing.assert_allclose(jacobian[:, index], numeric, atol=1e-5 * scale)


@every_model
@given(factor=st.floats(0.05, 2000.0))
@settings(max_examples=10, deadline=None)
def test_it_scales_with_the_counts(background: BackgroundModel, factor: float) -> None:
    curve, values = curve_of(background)
    more = values.copy()
    more[curve.area] *= factor
    start = curve.area[-1] + 4
    more[start : start + 2] *= factor
    np.testing.assert_allclose(
        below(curve, more), factor * below(curve, values), rtol=1e-9
    )


@every_model
@pytest.mark.parametrize("shift_ev", [-230.0, 0.37, 250.0])
def test_it_moves_with_the_axis(background: BackgroundModel, shift_ev: float) -> None:
    here = below(*curve_of(background))
    there = below(*curve_of(background, ENERGY + shift_ev, shift_ev))
    np.testing.assert_allclose(there, here, rtol=1e-9)


@every_model
def test_it_leaves_energies_and_values_alone(background: BackgroundModel) -> None:
    energy = ENERGY.copy()
    curve, values = curve_of(background, energy)
    before = values.copy()
    curve.evaluate(values)
    np.testing.assert_array_equal(values, before)
    np.testing.assert_array_equal(energy, ENERGY)


@every_model
def test_its_strength_does_not_depend_on_the_energy_step(
    background: BackgroundModel,
) -> None:
    fine = np.linspace(280.0, 292.0, 481)
    expected = below(*curve_of(background, fine))
    rise = float(np.ptp(expected))
    for parts in (2, 4, 8, 16):
        coarse = below(*curve_of(background, fine[::parts]))
        np.testing.assert_allclose(coarse, expected[::parts], atol=2e-4 * rise)


@every_model
def test_points_left_out_leave_the_rest_as_it_was(background: BackgroundModel) -> None:
    whole = below(*curve_of(background))
    kept = (np.arange(121) < 20) | (np.arange(121) >= 80) | (np.arange(121) % 2 == 0)
    rise = float(np.ptp(whole))
    uneven = below(*curve_of(background, ENERGY[kept]))
    # The middle of the window is that of its ends, which are kept.
    np.testing.assert_allclose(uneven, whole[kept], atol=5e-4 * rise)


@every_model
def test_without_peaks_it_is_a_straight_line(background: BackgroundModel) -> None:
    curve, values = curve_of(background)
    values[curve.area] = 0.0
    np.testing.assert_allclose(below(curve, values), 1000.0 - 3.0 * (ENERGY - 286.0))


@following
def test_it_follows_each_peak_only_towards_high_binding_energy(kind: str) -> None:
    curve, values = curve_of(BackgroundModel(kind=kind), shape="gaussian")
    values[curve.area] = [0.0, 4000.0]
    rising = below(curve, values) - (1000.0 - 3.0 * (ENERGY - 286.0))
    np.testing.assert_allclose(rising[ENERGY < 284.5], 0.0, atol=1e-3)
    assert np.all(np.diff(rising) > -1e-9)
    assert rising[-1] > 10.0


@following
def test_a_strength_held_at_zero_costs_and_adds_nothing(kind: str) -> None:
    zero = Parameter(0.0, vary=False)
    none = BackgroundModel(kind=kind, step_per_ev=zero, strength_ev2=zero)
    curve, values = curve_of(none)
    values[-1] = 0.0
    line = 1000.0 - 3.0 * (ENERGY - 286.0)
    np.testing.assert_allclose(below(curve, values), line, rtol=1e-12)
    assert curve.profiles(values)[1] is None


def test_the_losses_are_the_integral_of_the_cross_section_over_the_peaks() -> None:
    # By quadrature on an axis of its own, with the formula of Tougaard (1988).
    curve, values = curve_of(BackgroundModel(kind="active_tougaard"), shape="gaussian")
    fine = np.arange(276.0, 292.0, 0.002)
    peaks = np.zeros_like(fine)
    for area, center in zip(AREAS, CENTERS, strict=True):
        u = (fine - center) / 1.3
        peaks += area / (1.3 * 1.0644670194312262) * np.exp(-4.0 * np.log(2.0) * u**2)
    lost = np.maximum(ENERGY[:, None] - fine, 0.0)
    kernel = 2866.0 * lost / (1643.0 + lost**2) ** 2
    expected = 1000.0 - 3.0 * (ENERGY - 286.0) + kernel @ peaks * 0.002
    np.testing.assert_allclose(below(curve, values), expected, rtol=1e-7)


def test_each_component_has_the_step_of_its_own_strength() -> None:
    curve, values = curve_of(BackgroundModel(step="per_component"), shape="gaussian")
    flat = 1000.0 - 3.0 * (ENERGY - 286.0)
    rising = below(curve, values) - flat
    between = int(np.argmin(np.abs(ENERGY - 285.25)))
    assert rising[between] == pytest.approx(0.02 * 9000.0, rel=0.01)
    assert rising[-1] == pytest.approx(0.02 * 9000.0 + 0.03 * 4000.0, rel=1e-6)


@every_kind
def test_every_background_is_named_by_its_key(kind: str) -> None:
    active = ACTIVE_BACKGROUNDS[kind]
    assert active.name == kind
    assert bool(active.strength) == (active.follow is not None)
    assert (active.strength == "strength_ev2") == (kind in CROSS_SECTIONS)
