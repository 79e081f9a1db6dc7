"""Which ends of a window are told to stand on a tail or on another feature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from xpsfit.backgrounds import end_warnings

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

ENERGY = np.linspace(278.0, 294.0, 161)


def a_line(center: float, height: float, fwhm: float = 1.3) -> FloatArray:
    """Return a Gaussian, without library code."""
    u = (ENERGY - center) / fwhm
    return np.asarray(height * np.exp(-4.0 * np.log(2.0) * u**2))


def said(rate: FloatArray, background: FloatArray | None = None) -> tuple[str, ...]:
    below = np.full_like(ENERGY, 1000.0) if background is None else background
    return end_warnings(ENERGY, rate, np.sqrt(rate), below)


def test_nothing_is_said_of_a_window_that_passes_the_peak_on_both_sides() -> None:
    assert said(1000.0 + a_line(285.0, 8000.0)) == ()


@pytest.mark.parametrize(
    ("center", "verb"), [(279.0, "begins at 278.00"), (293.0, "ends at 294.00")]
)
def test_a_peak_cut_by_the_window_is_told_as_its_tail(center: float, verb: str) -> None:
    (warning,) = said(1000.0 + a_line(center, 8000.0))
    assert f"the window {verb} eV, measured scale, on the tail of a peak" in warning
    assert warning.endswith("widen the window")


@pytest.mark.parametrize(
    ("center", "verb"), [(277.2, "begins at 278.00"), (294.8, "ends at 294.00")]
)
def test_data_that_rise_towards_the_end_are_told_as_another_feature(
    center: float, verb: str
) -> None:
    rate = 1000.0 + a_line(285.0, 8000.0) + a_line(center, 2000.0)
    (warning,) = said(rate)
    assert f"the window {verb} eV, measured scale, on another feature" in warning
    assert warning.endswith("move this end to the valley before it")


def test_a_slope_that_the_background_has_too_is_flat_ground() -> None:
    slope = 1000.0 + 500.0 * (ENERGY - 278.0)
    assert said(slope + a_line(285.0, 8000.0), slope) == ()
    low, high = said(slope + a_line(285.0, 8000.0))
    assert "begins" in low
    assert "ends" in high


def test_a_slope_too_small_to_move_an_area_is_not_worth_a_word() -> None:
    slope = 1e6 + 40.0 * (ENERGY - 278.0)
    rate = slope + a_line(285.0, 8e6)
    assert end_warnings(ENERGY, rate, np.ones_like(rate), 0.0 * rate + 1e6) == ()


def test_noise_on_flat_ground_is_no_slope() -> None:
    rng = np.random.default_rng(7)
    shape = 1000.0 + a_line(286.0, 4000.0)
    spoken = sum(
        bool(end_warnings(ENERGY, rate, np.sqrt(rate), np.full_like(ENERGY, 1000.0)))
        for rate in rng.poisson(shape, (400, 161)).astype(np.float64)
    )
    # 4 sigma by chance at one of two ends: 1 in 8,000.
    assert spoken <= 1


def test_few_wide_steps_are_enough_to_judge_an_end() -> None:
    energy = np.linspace(280.0, 290.0, 21)
    rate = 1000.0 + 8000.0 * np.exp(-((energy - 282.0) ** 2))
    flat = np.full_like(energy, 1000.0)
    (warning,) = end_warnings(energy, rate, np.sqrt(rate), flat)
    assert "begins at 280.00 eV" in warning
