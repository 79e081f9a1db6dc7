"""What counts as a signal: never the curvature of a background, always a peak.

Backgrounds and peaks are written out here; no library code makes them. "5 sigma" is
what an analyst would state: the counting noise of three widths of background and of
end averages over 1 eV on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.stats import exponnorm

from tests.built_spectra import gaussian
from tests.xpsfit.quantify.areas import PLAIN, UNCORRECTED, an_area
from xpsfit.quantify import compose, integrate_region
from xpsfit.spectrum import Spectrum, cut_region

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray
    from xpsfit.results import IntegratedArea

ENERGY = np.linspace(155.0, 175.0, 201)
X = (ENERGY - 165.0) / 10.0
STEP_EV = 0.1
DRAWS = 20
FEW = 10
COUNTS = (30.0, 300.0, 3000.0)

CURVED: dict[str, FloatArray] = {
    "straight": 1.0 + 0.1 * X,
    "dome": 1.0 - 0.12 * X**2,
    "bowl": 1.0 + 0.2 * X**2,
    "tail of a line below": 1.0 + 0.25 * np.exp(-1.6 * (X + 1.0)),
    "foot of a line above": 1.0 + 0.4 * np.exp((ENERGY - 175.0) / 2.5),
    "step": 1.0 + 0.12 * np.tanh((ENERGY - 163.7) / 2.4),
    "slow step down": 1.0 - 0.1 * np.arctan((ENERGY - 161.0) / 1.8),
    "broad loss": 1.0 + 0.2 * np.exp(-2.77 * ((ENERGY - 162.5) / 11.5) ** 2),
    "wave": 1.0 + 0.03 * np.cos(np.pi * X),
}
PEAKS: dict[str, tuple[float, Callable[[float], FloatArray]]] = {
    "single": (1.7, lambda at: gaussian(ENERGY, 1.0, at, 1.7)),
    "doublet": (
        2.3,
        lambda at: (
            gaussian(ENERGY, 2.0 / 3.0, at, 1.2)
            + gaussian(ENERGY, 1.0 / 3.0, at + 1.18, 1.2)
        ),
    ),
    "tailed": (2.0, lambda at: exponnorm.pdf(ENERGY, 1.0, at - 0.4, 0.6)),
}


def integrated(expected: FloatArray, seed: int) -> IntegratedArea:
    counts = np.random.default_rng(seed).poisson(expected).astype(np.float64)
    spectrum = Spectrum("S 2p", "foil", ENERGY, counts, "counts", 1486.68, 20.0, 1.0, 1)
    return integrate_region(cut_region(spectrum))


def is_detected(area: IntegratedArea) -> bool:
    other = an_area("C 1s", 1e6, 1.0)
    rows = compose([], [area, other], 0.0, UNCORRECTED, PLAIN).elements
    (row,) = [row for row in rows if row.element == "S"]
    return row.detected


def one_sigma(counts: float, fwhm_ev: float) -> float:
    points = 3.0 * fwhm_ev / STEP_EV
    return float(np.sqrt(counts * (points + points**2 / 20.0)) * STEP_EV)


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("shape", CURVED)
def test_a_background_without_a_peak_is_not_a_signal(shape: str, counts: float) -> None:
    found = [integrated(counts * CURVED[shape], seed) for seed in range(DRAWS)]
    assert sum(is_detected(area) for area in found) <= 0.05 * DRAWS


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("shape", ["single", "doublet"])
def test_a_peak_of_five_sigma_is_a_signal(shape: str, counts: float) -> None:
    width, peak = PEAKS[shape]
    expected = counts * (1.0 + 0.1 * X) + 5.0 * one_sigma(counts, width) * peak(163.0)
    found = [integrated(expected, 100 + seed) for seed in range(FEW)]
    assert sum(is_detected(area) for area in found) >= 0.8 * FEW


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("shape", PEAKS)
def test_a_clear_peak_has_its_area_on_slope_and_step(shape: str, counts: float) -> None:
    width, peak = PEAKS[shape]
    area = 60.0 * one_sigma(counts, width)
    step = 0.01 * area * (1.0 + np.tanh((ENERGY - 163.3) / 0.9))
    expected = counts * (1.0 + 0.1 * X) + step + area * peak(163.0)
    found = [integrated(expected, 200 + seed) for seed in range(FEW)]
    assert all(is_detected(one) for one in found)
    pulls = [(one.area_cps_ev - area) / one.area_cps_ev_stderr for one in found]
    assert abs(np.mean(pulls)) < 1.0
    assert np.std(pulls) <= 1.3
    assert np.mean([one.area_cps_ev_stderr for one in found]) < 0.1 * area


@pytest.mark.parametrize("counts", COUNTS)
def test_a_line_five_ev_away_is_left_out(counts: float) -> None:
    area = 60.0 * one_sigma(counts, 1.7)
    alone = counts + gaussian(ENERGY, area, 162.0, 1.7)
    both = alone + gaussian(ENERGY, area, 167.0, 1.7)
    for seed in range(5):
        one, other = integrated(alone, seed), integrated(both, 300 + seed)
        assert other.high_ev < 166.0
        assert "another line beyond" in " ".join(other.warnings)
        error = np.hypot(one.area_cps_ev_stderr, other.area_cps_ev_stderr)
        # Two draws of the noise differ by up to twice their common error.
        assert abs(other.area_cps_ev - one.area_cps_ev) < 2.0 * error


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("sigmas", [1.0, 2.0])
def test_an_upper_limit_holds_a_hidden_peak(sigmas: float, counts: float) -> None:
    area = sigmas * one_sigma(counts, 1.5)
    expected = counts * CURVED["dome"] + gaussian(ENERGY, area, 162.4, 1.5)
    found = [integrated(expected, 400 + seed) for seed in range(FEW)]
    limits = [
        max(one.area_cps_ev, 0.0) + 1.645 * one.area_cps_ev_stderr for one in found
    ]
    assert np.mean(np.array(limits) >= area) >= 0.9


def test_the_window_of_a_wide_doublet_holds_both_lines_and_no_others() -> None:
    # In 3d at 443.9 and 451.5 eV, and a line at 461 eV.
    energy = np.linspace(435.0, 467.0, 321)
    counts = 2000.0 + gaussian(energy, 30_000.0, 443.9, 1.5)
    counts = counts + gaussian(energy, 20_000.0, 451.5, 1.5)
    counts = counts + gaussian(energy, 40_000.0, 461.0, 1.5)
    spectrum = Spectrum(
        "In 3d", "foil", energy, counts, "counts", 1486.68, 20.0, 1.0, 1
    )
    found = integrate_region(cut_region(spectrum))
    assert found.low_ev < 441.9
    assert 453.5 < found.high_ev < 460.0
    assert found.level == "In 3d"
    assert found.area_cps_ev == pytest.approx(50_000.0, rel=0.02)


def test_a_shifted_doublet_keeps_the_factor_of_both_lines() -> None:
    # Sulfate: the window begins above the library's energy of S 2p1/2.
    expected = 500.0 + gaussian(ENERGY, 4000.0, 168.5, 1.3)
    found = integrated(expected + gaussian(ENERGY, 2000.0, 169.7, 1.3), 7)
    assert found.low_ev > 162.6
    assert found.level == "S 2p"


def test_a_sharp_rise_at_the_end_is_no_peak_and_no_failure() -> None:
    rise = 45.0 + 30.0 * np.exp((ENERGY - 175.0) / 0.6)
    for seed in range(5):
        found = integrated(rise, seed)
        assert not found.detected
        assert found.area_cps_ev >= -3.29 * found.area_cps_ev_stderr


def test_a_large_area_without_the_shape_of_a_peak_says_why_it_is_a_limit() -> None:
    expected = 3000.0 * CURVED["broad loss"]
    found = [integrated(expected, seed) for seed in range(DRAWS)]
    for area in found:
        many = area.area_cps_ev > 3.29 * area.area_cps_ev_stderr
        told = [w for w in area.warnings if "not the shape of a peak" in w]
        assert bool(told) == (many and not area.detected)
        assert all("its upper limit counts" in w for w in told)
    assert any("not the shape of a peak" in w for area in found for w in area.warnings)
