"""The rule of CasaXPS in numbers small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from xpsfit.backgrounds import shirley, shirley_casaxps


def test_end_averages_stand_at_the_middle_of_their_channels() -> None:
    counts = [90.0, 100.0, 110.0, 900.0, 130.0, 140.0, 150.0]
    found = shirley_casaxps(np.arange(7.0), counts, end_points=3)
    assert (found.low_level, found.high_level) == (100.0, 140.0)
    assert found.values[[0, 1]].tolist() == [100.0, 100.0]
    assert found.values[[5, 6]].tolist() == pytest.approx([140.0, 140.0])


def test_the_current_channel_does_not_count_for_its_own_step() -> None:
    counts = [100.0, 100.0, 900.0, 900.0, 120.0, 120.0]
    found = shirley_casaxps(np.arange(6.0), counts, end_points=1)
    # With B = 100, 100, 100, b, 120, 120 and what lies above it 0, 0, 800, 900 - b, 0:
    # b = 100 + 20 * 800 / (800 + 900 - b).
    b = found.values[3]
    assert found.values[:3].tolist() == [100.0, 100.0, 100.0]
    assert b == pytest.approx(100.0 + 20.0 * 800.0 / (1700.0 - b), rel=1e-6)


def test_it_lags_the_trapezoid_rule_by_half_a_channel() -> None:
    energy = np.arange(280.0, 290.0, 0.1)
    u = (energy - 284.8) / 1.3
    counts = 1000.0 + 8000.0 * np.exp(-4.0 * np.log(2.0) * u**2)
    counts += 150.0 * (1.0 + np.tanh((energy - 284.8) / 0.6))
    plain = shirley(energy, counts, end_points=1).values
    lagging = shirley_casaxps(energy, counts, end_points=1).values
    half_a_channel_earlier = np.interp(energy - 0.05, energy, plain)
    # Up to h^2 B'', which is 1.3 counts here; the lag itself is 11.
    np.testing.assert_allclose(lagging, half_a_channel_earlier, atol=1.3)
    assert np.max(plain - lagging) > 8.0
