"""Where a Shirley background is held down, and where it is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from xpsfit.backgrounds import shirley, shirley_clamped
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

ENERGY = np.linspace(280.0, 294.0, 141)


def gaussian(center: float, fwhm: float) -> FloatArray:
    """Return a Gaussian of height one, without library code."""
    u = (ENERGY - center) / fwhm
    return np.asarray(np.exp(-4.0 * np.log(2.0) * u**2))


def with_a_valley(depth: float = 300.0) -> FloatArray:
    """Return counts that step up under a peak, dip, and rise again to the end."""
    peak = 6000.0 * gaussian(284.0, 1.3)
    rise = np.cumsum(peak) / np.sum(peak)
    return np.asarray(2000.0 + 200.0 * rise + peak - depth * gaussian(289.0, 3.0))


def test_data_that_a_shirley_crosses_are_met_from_below() -> None:
    counts = with_a_valley()
    with pytest.raises(BackgroundError, match="lies above the data"):
        shirley(ENERGY, counts)
    found = shirley_clamped(ENERGY, counts)
    # Three standard deviations of data smoothed over 2 sqrt(pi) 3 channels and of the
    # larger end average; smoothing raises the valley by 0.3^2 / 2 y'' = 8.3 counts.
    noise = np.sqrt(counts / 10.6 + 2200.0 / 5.0)
    assert np.all(found.values <= counts + 3.0 * noise + 8.5)
    ((low, high),) = found.clamped_ev
    assert 286.0 < low < 288.5
    assert 289.5 < high < 292.0
    (warning,) = found.warnings
    assert f"{low:.2f} to {high:.2f} eV" in warning


def test_where_nothing_crosses_it_is_the_shirley_background() -> None:
    counts = with_a_valley(depth=0.0)
    found = shirley_clamped(ENERGY, counts)
    np.testing.assert_array_equal(found.values, shirley(ENERGY, counts).values)
    assert found.clamped_ev == ()
    assert found.warnings == ()


def test_noise_alone_does_not_clamp_it_and_does_not_make_areas_larger() -> None:
    rng = np.random.default_rng(3)
    shape = with_a_valley(depth=0.0)
    lost, clamped = [], 0
    for counts in rng.poisson(shape, (200, 141)).astype(np.float64):
        free, held = shirley(ENERGY, counts), shirley_clamped(ENERGY, counts)
        lost.append(np.sum(free.values - held.values) * 0.1)
        clamped += bool(held.clamped_ev)
    area = float(np.sum(6000.0 * gaussian(284.0, 1.3))) * 0.1
    assert clamped < 10
    assert np.mean(lost) < 2e-4 * area


def test_data_that_fall_are_refused() -> None:
    with pytest.raises(BackgroundError, match="can only rise"):
        shirley_clamped(ENERGY, with_a_valley(0.0)[::-1])
