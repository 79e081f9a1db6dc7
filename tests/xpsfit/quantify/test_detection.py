"""What counts as a signal: never the curvature of a background, always a peak.

Backgrounds and peaks are written out here; no library code makes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.built_spectra import gaussian
from tests.xpsfit.quantify.areas import PLAIN, UNCORRECTED, an_area
from xpsfit.quantify import compose, integrate_region
from xpsfit.spectrum import Spectrum, cut_region

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.results import IntegratedArea

ENERGY = np.linspace(155.0, 175.0, 201)
X = (ENERGY - 165.0) / 10.0
DRAWS = 40

CURVED: dict[str, FloatArray] = {
    "straight": 1.0 + 0.1 * X,
    "dome": 1.0 - 0.05 * X**2,
    "high dome": 1.0 - 0.15 * X**2,
    "bowl": 1.0 + 0.05 * X**2,
    "tail of a line below": 1.0 + 0.2 * np.exp(-(X + 1.0)),
    "foot of a line above": 1.0 + 0.3 * np.exp((ENERGY - 175.0) / 3.0),
    "step of a line elsewhere": 1.0 - 0.1 * np.tanh((ENERGY - 164.0) / 4.0),
    "broad loss": 1.0 + 0.03 * np.exp(-(((ENERGY - 163.0) / 8.0) ** 2)),
    "wave": 1.0 + 0.02 * np.cos(np.pi * X),
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


@pytest.mark.parametrize("counts", [300.0, 5000.0, 60_000.0])
@pytest.mark.parametrize("shape", CURVED)
def test_a_background_without_a_peak_is_not_a_signal(shape: str, counts: float) -> None:
    found = [integrated(counts * CURVED[shape], seed) for seed in range(DRAWS)]
    assert sum(is_detected(area) for area in found) <= 0.05 * DRAWS


@pytest.mark.parametrize("area", [3000.0, 20_000.0])
@pytest.mark.parametrize("background", ["straight", "step of a line elsewhere"])
def test_a_peak_is_found_with_its_area(background: str, area: float) -> None:
    expected = 1000.0 * CURVED[background] + gaussian(ENERGY, area, 165.0, 1.6)
    found = [integrated(expected, seed) for seed in range(DRAWS)]
    assert all(is_detected(one) for one in found)
    pulls = [(one.area_cps_ev - area) / one.area_cps_ev_stderr for one in found]
    assert np.mean(np.abs(pulls) < 2.0) >= 0.9
    # The errors are of use: within a few times the counting noise of 200 channels.
    stated = float(np.mean([one.area_cps_ev_stderr for one in found]))
    assert stated < 0.1 * area + 300.0


def test_a_bowl_gives_an_upper_limit_and_the_reason() -> None:
    found = integrated(60_000.0 * CURVED["bowl"], 1)
    assert found.area_cps_ev == 0.0
    # The bowl takes away its area below the chord, which bounds the limit from below.
    missing = 60_000.0 * 0.05 * 2.0 / 3.0 * 20.0
    assert found.area_cps_ev_stderr == pytest.approx(missing, rel=0.2)
    assert "lies below zero" in found.warnings[-1]
    assert "only its upper limit counts" in found.warnings[-1]


def test_an_open_background_is_told_with_its_size() -> None:
    found = integrated(60_000.0 * CURVED["dome"], 1)
    assert found.background_stderr_cps_ev >= abs(found.area_cps_ev)
    assert "ends and kind of the background leave" in found.warnings[-1]


def test_a_line_at_the_end_of_the_window_does_not_hide_a_limit() -> None:
    # Au 4f below 100 eV beside a steep rise: no gold, and no failure either.
    rise = 45.0 + 30.0 * np.exp((ENERGY - 175.0) / 0.6)
    for seed in range(5):
        found = integrated(rise, seed)
        assert not is_detected(found)
        assert found.area_cps_ev >= -3.29 * found.area_cps_ev_stderr
