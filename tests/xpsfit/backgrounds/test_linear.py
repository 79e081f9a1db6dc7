"""The straight line between the ends."""

from __future__ import annotations

import numpy as np

from xpsfit.backgrounds import linear


def test_it_is_straight_on_an_uneven_axis() -> None:
    energy = np.array([280.0, 280.1, 280.5, 283.0, 284.0])
    counts = [100.0, 900.0, 50.0, 700.0, 300.0]
    found = linear(energy, counts, end_points=1)
    np.testing.assert_allclose(found.values, [100.0, 105.0, 125.0, 250.0, 300.0])


def test_it_may_fall() -> None:
    energy = np.arange(11.0)
    found = linear(energy, 500.0 - 30.0 * energy, end_points=1)
    np.testing.assert_allclose(found.values, 500.0 - 30.0 * energy)
    assert found.iterations == 0


def test_the_ends_are_averaged() -> None:
    counts = np.array([90.0, 110.0, 100.0, 900.0, 200.0, 180.0, 220.0])
    found = linear(np.arange(7.0), counts, end_points=3)
    assert (found.low_level, found.high_level) == (100.0, 200.0)
