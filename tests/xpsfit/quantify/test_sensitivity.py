"""Which sensitivity factor a fit with doublets gets, and which an integral."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sample_spectra.forward import region_truth
from tests.builders import a_fit
from tests.measured import a_measurement
from tests.xpsfit.quantify.areas import PLAIN, UNCORRECTED, a_fit_of, a_window, an_area
from xpsfit.analysis import analyze
from xpsfit.quantify import compose
from xpsfit.settings import Settings

# Scofield, J. Electron Spectrosc. Relat. Phenom. 8 (1976) 129, C 1s = 1:
# Al 2p1/2 0.1811 and Al 2p3/2 0.356 together.
AL_2P = 0.5371


@pytest.mark.parametrize("region", ["Al 2p", "Al 2p3/2", "Al 2p1/2"])
@pytest.mark.parametrize("high_ev", [72.8, 82.0])
def test_a_fitted_doublet_counts_both_lines_wherever_the_window_ends(
    region: str, high_ev: float
) -> None:
    spectrum = a_window(region, 66.0, high_ev)
    fit = replace(a_fit_of(spectrum, [1000.0], [[1.0]]), model=a_fit("Al 2p").model)
    (row,) = compose([fit], [], 0.0, UNCORRECTED, PLAIN).elements
    assert row.sensitivity_level == "Al 2p"
    assert row.sensitivity_factor == pytest.approx(AL_2P, rel=2e-3)


def test_an_integral_that_ends_before_the_minor_line_holds_the_major_one() -> None:
    area = an_area(a_window("Al 2p", 66.0, 72.8), 1000.0, 1.0)
    (row,) = compose([], [area], 0.0, UNCORRECTED, PLAIN).elements
    assert row.sensitivity_level == "Al 2p3/2"


def test_a_fit_of_single_lines_is_judged_by_its_window() -> None:
    spectrum = a_window("Al 2p", 66.0, 82.0)
    fit = replace(a_fit_of(spectrum, [1000.0], [[1.0]]), model=a_fit("C 1s").model)
    (row,) = compose([fit], [], 0.0, UNCORRECTED, PLAIN).elements
    assert row.sensitivity_level == "Al 2p"


def test_cutting_a_window_before_the_minor_line_keeps_the_amount_of_a_metal() -> None:
    carbon = a_measurement(region_truth("bare_li", "C 1s"))
    aluminum = a_measurement(region_truth("tma_5s", "Al 2p"))
    aluminum = replace(aluminum, sample=carbon.sample)
    # The minor line of metal, at 72.9 + 0.41 eV, lies beyond the end.
    inside = aluminum.binding_energy_ev < 72.9
    cut = replace(
        aluminum,
        binding_energy_ev=aluminum.binding_energy_ev[inside],
        intensity=aluminum.intensity[inside],
    )
    (result,) = analyze([carbon, cut], Settings(charge="none"))
    level = result.levels[0]
    (row,) = [r for r in level.composition.elements if r.element == "Al"]  # type: ignore[union-attr]
    (fit,) = [f for f in level.fits if f.region.name == "Al 2p"]
    assert row.sensitivity_factor == pytest.approx(AL_2P, rel=2e-3)
    assert row.area_cps_ev == fit.area_cps_ev
