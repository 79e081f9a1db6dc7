"""Crossing times: linear between levels, errors from the two values beside them."""

from __future__ import annotations

import numpy as np
import pytest

from xpsfit.depth.crossing import crossings, propagated

TIME = np.array([0.0, 100.0, 200.0, 400.0])


def test_a_falling_profile_crosses_between_two_levels() -> None:
    values = np.array([10.0, 8.0, 2.0, 1.0])
    (found,) = crossings(TIME, values, np.full(4, 0.3), 5.0, "falling")
    assert found.time_s == pytest.approx(150.0)
    assert found.between_s == (100.0, 200.0)


def test_its_error_is_that_of_many_noisy_profiles() -> None:
    noise = np.random.default_rng(3)
    values, errors = np.array([10.0, 8.0, 2.0, 1.0]), np.array([0.1, 0.3, 0.2, 0.1])
    drawn = values + errors * noise.normal(size=(4000, 4))
    times = 100.0 * (drawn[:, 1] - 4.0) / (drawn[:, 1] - drawn[:, 2]) + 100.0
    (found,) = crossings(TIME, values, errors, 4.0, "falling")
    assert found.time_s == pytest.approx(100.0 + 100.0 * 4.0 / 6.0)
    assert found.stderr_s == pytest.approx(float(times.std()), rel=0.05)


def test_a_crossing_is_never_less_certain_than_its_two_levels() -> None:
    values = np.array([10.0, 5.01, 4.99, 1.0])
    (found,) = crossings(TIME, values, np.full(4, 9.0), 5.0, "falling")
    assert found.stderr_s == pytest.approx(100.0 / 12.0**0.5)


def test_every_crossing_counts_but_only_in_the_direction_asked_for() -> None:
    values = np.array([1.0, 6.0, 1.0, 6.0])
    rising = crossings(TIME, values, np.full(4, 0.1), 3.0, "rising")
    assert [round(found.time_s) for found in rising] == [40, 280]
    assert len(crossings(TIME, values, np.full(4, 0.1), 3.0, "falling")) == 1
    assert crossings(TIME, values, np.full(4, 0.1), 9.0, "rising") == []


def test_a_limit_may_differ_from_level_to_level() -> None:
    values, limit = np.array([4.0, 4.0, 4.0, 4.0]), np.array([1.0, 2.0, 6.0, 6.0])
    (found,) = crossings(TIME, values, np.full(4, 0.1), limit, "falling")
    assert found.time_s == pytest.approx(150.0)


def test_errors_propagate_linearly() -> None:
    values, errors = np.array([2.0, 3.0]), np.array([0.1, 0.2])
    found = propagated(lambda v: float(v[0] * v[1]), values, errors)
    assert found == pytest.approx((0.3**2 + 0.4**2) ** 0.5)
