"""Integrated areas: the number, its error against repeated measurements, fall-backs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest

from xpsfit.backgrounds import net_area
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

ENERGY = np.linspace(279.8, 289.8, 101)
KINDS: tuple[Literal["shirley"], Literal["linear"]] = ("shirley", "linear")


def a_region(signal_to_background: float, k: float = 0.02) -> tuple[FloatArray, float]:
    """Return noise-free counts of a GL(30) peak over its own step, and its area.

    The step is the cumulative sum of the peak itself, made without library code.
    """
    u = (ENERGY - 284.8) / (1.3 / 0.9614)
    height = 1000.0 * signal_to_background
    peak = height * np.exp(-4.0 * np.log(2.0) * 0.7 * u**2) / (1.0 + 1.2 * u**2)
    mean = 0.5 * (peak[1:] + peak[:-1]) * np.diff(ENERGY)
    running = np.concatenate([[0.0], np.cumsum(mean)])
    return 1000.0 + peak + k * running, float(running[-1])


def sigma_of(counts: FloatArray) -> FloatArray:
    return np.sqrt(np.maximum(counts, 1.0))


@pytest.mark.parametrize("signal", [10.0, 2.0, 0.5])
def test_the_area_above_a_shirley_is_the_peak_s(signal: float) -> None:
    counts, area = a_region(signal)
    found = net_area(ENERGY, counts, sigma_of(counts))
    assert found.area_cps_ev == pytest.approx(area, rel=2e-3)
    assert found.background.name == "shirley"
    assert not found.fell_back
    assert found.warning == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end_points", [1, 5, 11])
@pytest.mark.parametrize("signal", [10.0, 2.0, 0.5])
def test_repeated_measurements_scatter_by_the_reported_error(
    signal: float, end_points: int, kind: Literal["shirley", "linear"]
) -> None:
    truth, _ = a_region(signal)
    random = np.random.default_rng(20240311)
    areas, errors = [], []
    for _ in range(300):
        counts = random.poisson(truth).astype(np.float64)
        found = net_area(
            ENERGY, counts, sigma_of(counts), kind=kind, end_points=end_points
        )
        areas.append(found.area_cps_ev)
        errors.append(found.stderr)
    # Where one-point ends at S/B 0.5 leave a Shirley no area, the linear background
    # that takes its place counts too: it is what the caller gets.
    assert 0.85 < np.std(areas, ddof=1) / np.mean(errors) < 1.15


def test_the_error_at_five_points_is_the_published_estimate() -> None:
    # var(A) = dE^2 [sum y + n^2 ((1 - f)^2 I_L + f^2 I_H) / m]; the simple estimate
    # counts the 2 m end points twice, so it lies a little above the exact one.
    counts, area = a_region(2.0)
    found = net_area(ENERGY, counts, sigma_of(counts))
    low, high = found.background.low_level, found.background.high_level
    fraction = (float(np.mean(found.background.values)) - low) / (high - low)
    n, m = counts.size, 5
    ends = n**2 * ((1.0 - fraction) ** 2 * low + fraction**2 * high) / m
    estimate = 0.1 * np.sqrt(np.sum(counts) + ends)
    assert found.stderr < estimate
    assert found.stderr == pytest.approx(estimate, rel=0.1)
    assert found.stderr / area == pytest.approx(0.035, rel=0.15)


@pytest.mark.parametrize("kind", KINDS)
def test_the_error_is_that_of_finite_differences_on_an_uneven_axis(
    kind: Literal["shirley", "linear"],
) -> None:
    counts, _ = a_region(2.0)
    kept = np.sort(np.random.default_rng(7).choice(101, 73, replace=False))
    energy, counts = ENERGY[kept], counts[kept]
    sigma = sigma_of(counts) * np.linspace(0.5, 2.0, counts.size)
    variance = 0.0
    for point in range(counts.size):
        moved = []
        for sign in (1.0, -1.0):
            changed = counts.copy()
            changed[point] += sign * 1.0
            moved.append(net_area(energy, changed, sigma, kind=kind).area_cps_ev)
        variance += ((moved[0] - moved[1]) / 2.0 * sigma[point]) ** 2
    found = net_area(energy, counts, sigma, kind=kind)
    assert found.stderr == pytest.approx(np.sqrt(variance), rel=1e-3)


def test_rates_with_their_errors_give_areas_in_rates() -> None:
    counts, _ = a_region(2.0)
    in_counts = net_area(ENERGY, counts, sigma_of(counts))
    in_rates = net_area(ENERGY, counts / 0.25, sigma_of(counts) / 0.25)
    assert in_rates.area_cps_ev == pytest.approx(in_counts.area_cps_ev / 0.25)
    assert in_rates.stderr == pytest.approx(in_counts.stderr / 0.25)


def test_data_that_fall_get_a_linear_background_and_a_warning() -> None:
    counts, area = a_region(2.0, k=0.0)
    counts = counts - 40.0 * (ENERGY - 284.8)
    found = net_area(ENERGY, counts, sigma_of(counts))
    assert found.fell_back
    assert found.background.name == "linear"
    assert "fall from" in found.warning
    assert found.warning.endswith("a linear background was used instead")
    # The end averages stand 0.2 eV inside the ends, which tilts nothing: the line keeps
    # its middle, and with it the area.
    assert found.area_cps_ev == pytest.approx(area, rel=2e-3)


def test_noise_without_a_peak_has_an_area_within_its_error_of_nothing() -> None:
    random = np.random.default_rng(5)
    pulls = []
    for _ in range(200):
        counts = random.poisson(np.full(101, 400.0)).astype(np.float64)
        found = net_area(ENERGY, counts, sigma_of(counts), kind="linear")
        pulls.append(found.area_cps_ev / found.stderr)
    assert abs(np.mean(pulls)) < 0.25
    assert np.std(pulls) == pytest.approx(1.0, abs=0.15)


def test_a_flat_background_still_has_end_levels_with_errors() -> None:
    counts, area = a_region(2.0, k=0.0)
    # Exactly equal ends: there is no step, but both means still move the background.
    counts[:5] = counts[-5:] = 1000.0
    found = net_area(ENERGY, counts, sigma_of(counts))
    assert found.background.iterations == 0
    assert found.area_cps_ev == pytest.approx(area, rel=1e-3)
    assert found.stderr / area > 0.03


def test_data_that_carry_nothing_are_refused_not_replaced() -> None:
    with pytest.raises(BackgroundError, match="turn both lists round"):
        net_area(ENERGY[::-1].copy(), np.ones(101), np.ones(101))
