"""The iterative Shirley background against worked numbers, and where it must refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import brentq

from xpsfit.backgrounds import shirley
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

# Two GL(30) peaks, 8000 high at 284.8 eV (F = 1.3) and 2500 at 288.5 eV (F = 1.5), over
# 1000 with a step of 0.03 per eV of peak area; worked out independently with one-point
# ends and the trapezoid rule.
AXIS = np.arange(280.0, 292.25, 0.5)
COUNTS = [
    1000, 1000, 1000, 1000, 1000.2, 1003.9, 1059.2, 1527, 3666.1, 7880.3, 8635.6, 4668,
    2077.4, 1444.7, 1496.8, 2021.6, 3129.6, 3883.7, 3193.8, 2122.4, 1603.8, 1467.4,
    1444.9, 1442.5, 1442.3,
]  # fmt: skip
SHIRLEY = [
    1000, 1000, 1000, 1000, 1000.001, 1000.032, 1000.501, 1004.857, 1028.554, 1099.19,
    1205.766, 1286.843, 1317.897, 1324.494, 1326.671, 1333.111, 1351.608, 1383.691,
    1415.775, 1434.27, 1440.654, 1442.068, 1442.277, 1442.298, 1442.3,
]  # fmt: skip
ENERGY = np.linspace(279.0, 291.0, 241)


def a_peak(center: float, height: float = 8000.0, fwhm: float = 1.3) -> FloatArray:
    curve: FloatArray = height * np.exp(
        -4.0 * np.log(2.0) * ((ENERGY - center) / fwhm) ** 2
    )
    return curve


def a_step_at(center: float) -> FloatArray:
    rise: FloatArray = 0.5 * (1.0 + np.tanh((ENERGY - center) / 0.5))
    return rise


def test_it_reproduces_the_worked_example() -> None:
    found = shirley(AXIS, COUNTS, end_points=1, tolerance=1e-7)
    np.testing.assert_allclose(found.values, SHIRLEY, atol=6e-4)
    net = np.asarray(COUNTS) - found.values
    area = float(np.sum(0.25 * (net[1:] + net[:-1])))
    assert area == pytest.approx(14744.171, abs=6e-4)
    assert found.iterations == 6
    assert found.converged


def test_it_does_not_mirror_the_step() -> None:
    # Integrating from the wrong side puts 1442 under the foot where the data are 1000.
    found = shirley(AXIS, COUNTS, end_points=1)
    assert found.values[4] == pytest.approx(1000.0, abs=0.1)


@pytest.mark.parametrize("center", [281.8, 284.8, 288.3])
def test_half_of_the_step_is_reached_at_an_off_center_peak(center: float) -> None:
    counts = 1000.0 + a_peak(center) + 400.0 * a_step_at(center)
    values = shirley(ENERGY, counts).values
    half = brentq(
        lambda e: float(np.interp(e, ENERGY, values)) - 1200.0, ENERGY[0], ENERGY[-1]
    )
    assert half == pytest.approx(center, abs=0.05)


def test_it_solves_the_shirley_equation() -> None:
    # dB/dE = k (y - B), the continuous form, by an independent integrator.
    counts = 1000.0 + a_peak(284.8) + 400.0 * a_step_at(284.8)
    values = shirley(ENERGY, counts, end_points=1, tolerance=1e-12).values
    net_mid = 0.5 * ((counts - values)[1:] + (counts - values)[:-1])
    k = (counts[-1] - counts[0]) / np.sum(net_mid * np.diff(ENERGY))
    solved = [counts[0]]
    for step, left, right in zip(np.diff(ENERGY), counts[:-1], counts[1:], strict=True):
        # Crank-Nicolson, which is the trapezoid rule solved for the new value.
        old = solved[-1]
        new = (old + 0.5 * step * k * (left + right - old)) / (1.0 + 0.5 * step * k)
        solved.append(new)
    np.testing.assert_allclose(values, solved, rtol=1e-9)


def test_a_finer_grid_gives_the_same_background() -> None:
    counts = 1000.0 + a_peak(284.8) + 400.0 * a_step_at(284.8)
    fine = shirley(ENERGY, counts, end_points=1).values
    coarse = shirley(ENERGY[::2], counts[::2], end_points=1).values
    # The trapezoid rule is off by step**2 / 12 x slope; k = 400 / area of the peak.
    steepest = np.max(np.abs(np.diff(counts) / np.diff(ENERGY)))
    off = 0.1**2 / 12.0 * steepest * 400.0 / (8000.0 * 1.3 * 1.06447)
    np.testing.assert_allclose(coarse, fine[::2], atol=off)
    assert off < 1e-3 * 400.0


def test_it_refuses_data_that_fall() -> None:
    counts = 1400.0 + a_peak(284.8) - 400.0 * a_step_at(284.8)
    with pytest.raises(BackgroundError, match=r"fall from 1400 to 1000 .* linear"):
        shirley(ENERGY, counts)


def test_a_fall_within_the_noise_is_accepted() -> None:
    # The end averages of 5 points of 1000 counts differ by 20 +- 20.
    counts = 1000.0 + a_peak(284.8) - 20.0 * a_step_at(284.8)
    assert shirley(ENERGY, counts).high_level < 1000.0
    with pytest.raises(BackgroundError, match="fall"):
        shirley(ENERGY, counts, sigma=np.full_like(counts, 5.0))


def test_it_refuses_a_rise_without_a_peak() -> None:
    dip = 1000.0 - a_peak(284.8, height=500.0) + 100.0 * a_step_at(289.0)
    with pytest.raises(BackgroundError, match="no peak area"):
        shirley(ENERGY, dip)


def test_it_refuses_to_lie_above_the_data() -> None:
    # The rise lies far above the peak, so the step cannot belong to this peak.
    counts = 1000.0 + a_peak(282.0) + 300.0 * a_step_at(290.0)
    with pytest.raises(BackgroundError, match="lies above the data from 28"):
        shirley(ENERGY, counts)
    assert shirley(ENERGY, counts, sigma=np.full_like(counts, 1e3)).converged


def test_four_points_below_are_not_yet_a_crossing() -> None:
    counts = 1000.0 + a_peak(284.8) + 400.0 * a_step_at(284.8)
    counts[200:204] -= 500.0
    assert shirley(ENERGY, counts).converged
    counts[204] -= 500.0
    with pytest.raises(BackgroundError, match=r"from 289\.00 eV"):
        shirley(ENERGY, counts)


def test_it_says_when_it_does_not_converge() -> None:
    # With a step five times as high as the peak, the passes swing without end.
    counts = 1000.0 + a_peak(285.0, height=60.0) + 300.0 * a_step_at(285.0)
    with pytest.raises(BackgroundError, match="does not converge in 50 passes"):
        shirley(ENERGY, counts, sigma=np.full_like(counts, 1e6))


@pytest.mark.parametrize("sigma", [[1.0, 2.0], [-1.0] * 241, [float("nan")] * 241])
def test_a_sigma_that_is_none_is_refused(sigma: list[float]) -> None:
    with pytest.raises(BackgroundError, match="one number of at least 0"):
        shirley(ENERGY, 1000.0 + a_peak(284.8), sigma=sigma)
