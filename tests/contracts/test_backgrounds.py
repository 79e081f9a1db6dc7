"""The law of the family, checked for every static background in the registry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xpsfit.arrays import FloatArray, frozen
from xpsfit.backgrounds import (
    ACTIVE_BACKGROUNDS,
    BACKGROUNDS,
    StaticFunction,
    background,
    background_names,
)
from xpsfit.errors import BackgroundError, UnknownNameError

ENERGY = frozen(np.linspace(280.0, 292.0, 121))
every_background = pytest.mark.parametrize(
    "draw", BACKGROUNDS.values(), ids=list(BACKGROUNDS)
)
# Losses have a direction and the CasaXPS sum leaves out one channel on one side only.
SYMMETRIC = ("shirley", "shirley_clamped", "linear")
# Where half a channel stands depends on the channels: this part of the step under them.
HALF_A_CHANNEL = {"shirley_casaxps": 0.08}


def gaussian(energy: FloatArray, center: float, fwhm: float) -> FloatArray:
    """Return a Gaussian of height one, without library code."""
    curve: FloatArray = np.exp(-4.0 * np.log(2.0) * ((energy - center) / fwhm) ** 2)
    return curve


def a_stepped_peak(center: float = 284.0, step: float = 300.0) -> FloatArray:
    """Return counts with a peak beside the middle of the window and a step under it."""
    rise = 0.5 * (1.0 + np.tanh((ENERGY - center) / 0.6))
    return frozen(1000.0 + 8000.0 * gaussian(ENERGY, center, 1.3) + step * rise)


@every_background
@settings(max_examples=30, deadline=None)
@given(factor=st.floats(0.05, 2000.0))
def test_it_scales_with_the_counts(draw: StaticFunction, factor: float) -> None:
    one = draw(ENERGY, a_stepped_peak())
    many = draw(ENERGY, factor * a_stepped_peak())
    np.testing.assert_allclose(many.values, factor * one.values, rtol=1e-10)


@every_background
@settings(max_examples=30, deadline=None)
@given(shift=st.floats(-250.0, 900.0))
def test_it_moves_with_the_axis(draw: StaticFunction, shift: float) -> None:
    here = draw(ENERGY, a_stepped_peak())
    there = draw(ENERGY + shift, a_stepped_peak())
    np.testing.assert_allclose(there.values, here.values, rtol=1e-9)


@every_background
@settings(max_examples=30, deadline=None)
@given(
    center=st.floats(283.0, 289.0),
    step=st.floats(0.0, 3000.0),
    end_points=st.integers(1, 11),
)
def test_it_meets_the_data_at_both_ends(
    draw: StaticFunction, center: float, step: float, end_points: int
) -> None:
    counts = a_stepped_peak(center, step)
    found = draw(ENERGY, counts, end_points=end_points)
    assert found.values[0] == pytest.approx(counts[:end_points].mean(), rel=1e-12)
    assert found.values[-1] == pytest.approx(counts[-end_points:].mean(), rel=1e-12)
    assert found.values[0] == pytest.approx(found.low_level, rel=1e-12)
    assert found.values[-1] == pytest.approx(found.high_level, rel=1e-12)
    assert found.end_points == end_points
    assert found.converged


@every_background
def test_it_leaves_its_input_alone_and_gives_read_only_values(
    draw: StaticFunction,
) -> None:
    counts = a_stepped_peak()
    before = counts.copy()
    found = draw(ENERGY, counts)
    np.testing.assert_array_equal(counts, before)
    assert not found.values.flags.writeable
    assert found.values.shape == counts.shape


@every_background
def test_lists_are_as_good_as_arrays(draw: StaticFunction) -> None:
    of_lists = draw(ENERGY.tolist(), a_stepped_peak().tolist())
    np.testing.assert_array_equal(
        of_lists.values, draw(ENERGY, a_stepped_peak()).values
    )


@pytest.mark.parametrize("name", SYMMETRIC)
def test_the_mirror_image_of_the_data_has_the_mirror_image_of_the_background(
    name: str,
) -> None:
    draw = background(name)
    # A step this small is within the noise, so the falling mirror image is accepted.
    counts = a_stepped_peak(center=284.0, step=20.0)
    straight = draw(ENERGY, counts)
    mirrored = draw(-ENERGY[::-1], counts[::-1])
    np.testing.assert_allclose(mirrored.values[::-1], straight.values, atol=20.0 * 1e-6)


@every_background
def test_constant_data_have_a_constant_background(draw: StaticFunction) -> None:
    found = draw(ENERGY, np.full_like(ENERGY, 1234.5))
    np.testing.assert_allclose(found.values, 1234.5, rtol=1e-14)


@every_background
def test_the_same_call_gives_the_same_to_the_last_digit(draw: StaticFunction) -> None:
    first, second = (draw(ENERGY, a_stepped_peak()) for _ in range(2))
    np.testing.assert_array_equal(first.values, second.values)


@every_background
def test_an_uneven_axis_gives_the_background_of_an_even_one(
    draw: StaticFunction,
) -> None:
    # Points left out far from the peak, where the data are flat.
    counts = a_stepped_peak()
    kept = (np.arange(121) < 15) | (np.arange(121) >= 70) | (np.arange(121) % 2 == 0)
    kept[20:60] = True
    uneven = draw(ENERGY[kept], counts[kept])
    allowed = 300.0 * HALF_A_CHANNEL.get(uneven.name, 0.0)
    np.testing.assert_allclose(
        uneven.values, draw(ENERGY, counts).values[kept], rtol=2e-5, atol=allowed
    )


@every_background
@pytest.mark.parametrize(
    ("energy", "counts", "end_points", "said"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0], 1, "one length"),
        ([[1.0, 2.0, 3.0]], [[1.0, 2.0, 3.0]], 1, "one length"),
        ([1.0, 2.0, 3.0], [1.0, 5.0, 2.0], 2, "needs more than 4 points"),
        ([1.0, 2.0, 3.0], [1.0, 5.0, 2.0], 0, "at least 1 to average"),
        ([], [], 1, "the window has 0"),
        ([1.0, 2.0, 3.0], [1.0, float("nan"), 2.0], 1, "finite"),
        ([3.0, 2.0, 1.0], [1.0, 5.0, 2.0], 1, "turn both lists round"),
        ([1.0, 2.0, 2.0], [1.0, 5.0, 2.0], 1, "increase"),
    ],
)
def test_data_that_carry_no_background_are_refused_with_the_reason(
    draw: StaticFunction,
    energy: list[float],
    counts: list[float],
    end_points: int,
    said: str,
) -> None:
    with pytest.raises(BackgroundError, match=said):
        draw(energy, counts, end_points=end_points)


@every_background
def test_a_step_is_drawn_under_the_peak_and_not_across_the_window(
    draw: StaticFunction,
) -> None:
    # Only a straight line is half-way up in the middle of the window; losses come late.
    found = draw(ENERGY, a_stepped_peak(center=284.0))
    half = 0.5 * (found.low_level + found.high_level)
    at = float(np.interp(half, found.values, ENERGY))
    if "shirley" in found.name:
        assert at == pytest.approx(284.0, abs=0.1)
    else:
        assert at > 285.5
    # The end average lies a little above the first points, where the peak begins.
    assert np.all(np.diff(found.values) > -1e-3)


@every_background
def test_sigma_must_hold_a_number_for_every_point(draw: StaticFunction) -> None:
    for sigma in ([1.0, 2.0], np.full_like(ENERGY, -1.0)):
        with pytest.raises(BackgroundError, match="one number of at least 0"):
            draw(ENERGY, a_stepped_peak(), sigma=sigma)


def test_no_name_stands_in_both_registries() -> None:
    assert not set(BACKGROUNDS) & set(ACTIVE_BACKGROUNDS)
    assert set(background_names()) == {*BACKGROUNDS, *ACTIVE_BACKGROUNDS}


def test_every_background_is_found_and_named_by_its_key() -> None:
    for name, draw in BACKGROUNDS.items():
        assert background(name) is draw
        assert draw(ENERGY, a_stepped_peak()).name == name


def test_an_unknown_background_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"'shirly'; known: shirley, .*linear"):
        background("shirly")
