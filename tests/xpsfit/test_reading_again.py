"""The reference line lies where it was set to lie in what is reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sample_spectra.forward import profile_truth, region_truth
from tests.measured import a_measurement
from xpsfit import analyze, analyze_series
from xpsfit.charge import read_again
from xpsfit.model import builtin_model
from xpsfit.readers import read
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from xpsfit.results import LevelResult
    from xpsfit.spectrum import Spectrum

REAL = Path(__file__).parents[3] / "shared" / "real"
REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")


def measured(sample: str, *regions: str, family: str = "matched") -> list[Spectrum]:
    return [
        a_measurement(region_truth(sample, region, family=family)) for region in regions
    ]


def three_levels() -> list[Spectrum]:
    return [
        a_measurement(profile_truth(level, region))
        for level in range(3)
        for region in REGIONS
    ]


def calibrated_ev(level: LevelResult) -> float:
    (carbon,) = [fit for fit in level.fits if fit.region.name == "C 1s"]
    return carbon.component("C-C").center_ev + level.charge.shift_ev


@pytest.mark.parametrize("sample", ["bare_li", "tma_20s", "li_al_reference"])
def test_after_components_left_the_line_has_its_energy_still(sample: str) -> None:
    (result,) = analyze(measured(sample, "C 1s", "O 1s", family="voigt"))
    (level,) = result.levels
    assert calibrated_ev(level) == pytest.approx(284.8, abs=1e-4)
    assert level.charge.measured_ev is not None
    assert level.charge.measured_ev + level.charge.shift_ev == pytest.approx(284.8)


def test_a_weak_line_in_a_measured_file_has_its_energy() -> None:
    file = REAL / "vamas_lg4x" / "Mutlipak_vms.npl"
    if not file.is_file():
        pytest.skip("the measured files are not beside this checkout")
    (result,) = analyze(read(file))
    (level,) = result.levels
    # Before it was read again it lay 0.043 eV off.
    assert calibrated_ev(level) == pytest.approx(284.8, abs=1e-3)


def test_regions_that_share_species_have_it_too() -> None:
    species = Settings(model=builtin_model("li-tma-species"))
    (result,) = analyze(measured("tma_20s", *REGIONS), species)
    assert calibrated_ev(result.levels[0]) == pytest.approx(284.8, abs=1e-4)


@pytest.mark.parametrize("assigned_ev", [284.8, 285.0])
def test_the_first_level_of_a_series_has_it(assigned_ev: float) -> None:
    (result,) = analyze_series(three_levels(), Settings(reference_ev=assigned_ev))
    first = result.levels[0]
    assert calibrated_ev(first) == pytest.approx(assigned_ev, abs=1e-9)
    # All levels say where the line is, so it is known better than from the first.
    (alone,) = analyze([s for s in three_levels() if not s.etch_time_s])
    assert first.charge.stderr_ev is not None
    assert alone.levels[0].charge.stderr_ev is not None
    assert first.charge.stderr_ev < alone.levels[0].charge.stderr_ev


def test_one_shift_for_all_levels_is_that_of_the_first() -> None:
    (result,) = analyze_series(three_levels(), Settings(link="none"))
    methods = [level.charge.method for level in result.levels]
    assert methods == ["fitted_line", "carried", "carried"]
    assert len({level.charge.shift_ev for level in result.levels}) == 1
    assert "that of the first level" in result.levels[2].charge.note


def test_a_shift_as_given_is_left_alone() -> None:
    given = Settings(charge="shift", shift_ev=-0.3)
    (result,) = analyze(measured("tma_5s", "C 1s"), given)
    (level,) = result.levels
    assert level.charge.shift_ev == -0.3
    assert read_again(level.charge, level.fits, result.model) is level.charge


def test_a_line_that_was_lost_leaves_the_first_reading() -> None:
    (result,) = analyze(measured("tma_5s", "C 1s"))
    (level,) = result.levels
    (fit,) = level.fits
    gone = tuple(
        replace(c, presence="below_limit") if c.name == "C-C" else c
        for c in fit.components
    )
    lost = replace(fit, components=gone)
    assert read_again(level.charge, [lost], result.model) is level.charge
