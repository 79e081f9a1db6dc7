"""The area of a region without a peak model, against areas of known truth."""

from __future__ import annotations

import numpy as np
import pytest

from sample_spectra.forward import draw_counts, region_truth
from tests.built_spectra import LINES, a_spectrum, gaussian
from xpsfit.quantify import integrate_region
from xpsfit.spectrum import IntensityUnit, Spectrum, cut_region


def a_region(region: str, seed: int, unit: IntensityUnit = "counts") -> Spectrum:
    truth = region_truth("tma_5s", region)
    counts = draw_counts(truth, seed)
    return Spectrum(
        region,
        truth.sample,
        truth.energy_ev,
        counts.astype(np.float64),
        unit,
        dwell_s=truth.dwell_s,
        scans=truth.scans,
    )


@pytest.mark.parametrize("region", ["C 1s", "O 1s"])
def test_the_area_of_a_sample_spectrum_is_found(region: str) -> None:
    truth = region_truth("tma_5s", region)
    total = sum(c.area_cps_ev for c in truth.components)
    found = [integrate_region(cut_region(a_region(region, s))) for s in range(4)]
    # The background of the truth slopes as well as steps, which a Shirley cannot
    # follow; over 150 draws that costs 0.3 % of the area.
    for f in found:
        assert abs(f.area_cps_ev - total) < 3.0 * f.area_cps_ev_stderr + 0.005 * total


def test_a_background_that_falls_on_both_sides_is_a_slope() -> None:
    # 1000 counts fall to 600 under a peak of 500 counts x eV.
    energy = np.linspace(278.0, 292.0, 141)
    counts = 1000.0 - 400.0 * (energy - 278.0) / 14.0
    counts = counts + gaussian(energy, 500.0, 285.0, 1.3)
    falling = Spectrum("C 1s", "foil", energy, counts, "counts", dwell_s=1.0, scans=1)
    found = integrate_region(cut_region(falling))
    assert found.area_cps_ev == pytest.approx(500.0, rel=0.01)
    outside = found.region.binding_energy_ev < found.low_ev
    line = 1000.0 - 400.0 * (energy - 278.0) / 14.0
    np.testing.assert_allclose(
        found.background_cps[~outside][:5], line[~outside][:5], rtol=0.01
    )


def test_a_background_that_falls_below_the_peak_is_a_line_and_that_is_told() -> None:
    energy = np.linspace(278.0, 292.0, 141)
    counts = 800.0 - 200.0 * np.tanh((energy - 285.0) / 0.7)
    counts = counts + gaussian(energy, 5000.0, 285.0, 1.3)
    falling = Spectrum("C 1s", "foil", energy, counts, "counts", dwell_s=1.0, scans=1)
    found = integrate_region(cut_region(falling))
    assert found.background == "linear"
    assert "a linear background was used" in found.warnings[0]
    assert found.area_cps_ev == pytest.approx(5000.0, rel=0.02)


def test_the_counting_error_is_the_scatter_of_repeated_measurements() -> None:
    found = [integrate_region(cut_region(a_region("C 1s", s))) for s in range(100)]
    scatter = float(np.std([f.area_cps_ev for f in found], ddof=1))
    counting = np.mean(
        [
            np.sqrt(f.area_cps_ev_stderr**2 - f.background_stderr_cps_ev**2)
            for f in found
        ]
    )
    # The counting error is that of given ends; noise that moves them adds to the
    # scatter, and the whole error holds both.
    assert 0.7 * scatter < counting < 1.1 * scatter
    assert scatter < np.mean([f.area_cps_ev_stderr for f in found]) * 1.15


def test_the_background_stands_between_the_reported_ends_only() -> None:
    found = integrate_region(cut_region(a_region("C 1s", 1), 281.0, 292.0))
    energy = found.region.binding_energy_ev
    inside = (energy >= found.low_ev) & (energy <= found.high_ev)
    np.testing.assert_array_equal(np.isfinite(found.background_cps), inside)
    assert not found.background_cps.flags.writeable


def test_noise_that_had_to_be_estimated_is_told() -> None:
    known = integrate_region(cut_region(a_region("C 1s", 1)))
    estimated = integrate_region(cut_region(a_region("C 1s", 1, "arbitrary")))
    assert not any("counts unknown" in text for text in known.warnings)
    assert any("counts unknown" in text for text in estimated.warnings)


def test_a_doublet_is_integrated_as_a_whole() -> None:
    total = sum(area for area, _, _ in LINES["In 3d"].peaks)
    found = integrate_region(cut_region(a_spectrum("In 3d")))
    assert abs(found.area_cps_ev - total) < 3.0 * found.area_cps_ev_stderr
