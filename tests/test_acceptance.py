"""From the sample files to numbers, against the truth that lies beside them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from xpsfit.analysis import analyze, analyze_series
from xpsfit.depth import depth_profile
from xpsfit.model import load_model
from xpsfit.readers import read
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from xpsfit.results import LevelResult, SampleResult

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "sample_spectra"
FOLDERS = {"matched": SAMPLES, "voigt": SAMPLES / "voigt"}
SURFACES = ("bare_li", "tma_5s", "tma_20s", "li_al_reference")
AT_PERCENT_LIMIT = {"C": 1.0, "O": 1.0, "Al": 1.0, "Li": 1.5}
REAL_SERIES = (
    ROOT.parent / "shared/real/vamas_phi_etch_qnngroup/211216/103.1.itosa5ei_depth.vms"
)

Row = dict[str, str]


@cache
def truth(table: str) -> list[Row]:
    with (SAMPLES / "truth" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def surface(family: str, sample: str) -> LevelResult:
    (result,) = analyze(read(FOLDERS[family] / f"{sample}.vms"))
    (level,) = result.levels
    assert level.failures == ()
    return level


@cache
def series(family: str) -> SampleResult:
    folder = FOLDERS[family] / "tma_20s_profile"
    spectra = [s for file in sorted(folder.glob("*.vms")) for s in read(file)]
    (result,) = analyze_series(spectra)
    assert result.failures == ()
    return result


def true_components(family: str, sample: str, region: str) -> list[Row]:
    return [
        row
        for row in truth("components")
        if (row["family"], row["sample"], row["region"]) == (family, sample, region)
        and row["etch_time_s"] == ""
    ]


def true_percent(family: str, sample: str, time: str = "") -> dict[str, float]:
    return {
        row["element"]: float(row["atomic_percent"])
        for row in truth("composition")
        if (row["family"], row["sample"], row["etch_time_s"]) == (family, sample, time)
    }


@pytest.mark.parametrize("sample", SURFACES)
def test_level_totals_lie_within_three_sigma_and_two_percent(sample: str) -> None:
    for fit in surface("matched", sample).fits:
        rows = true_components("matched", sample, fit.region.name)
        true = sum(float(row["area_cps_ev"]) for row in rows)
        error = abs(fit.area_cps_ev - true)
        assert error < 3.0 * fit.area_cps_ev_stderr, fit.region.name
        assert error <= 0.02 * true, fit.region.name


@pytest.mark.parametrize("family", ["matched", "voigt"])
@pytest.mark.parametrize("sample", SURFACES)
def test_atomic_percent_is_near_the_truth(family: str, sample: str) -> None:
    composition = surface(family, sample).composition
    assert composition is not None
    found = {row.element: row.atomic_percent for row in composition.elements}
    assert sum(found.values()) == pytest.approx(100.0)
    for element, true in true_percent(family, sample).items():
        limit = AT_PERCENT_LIMIT[element] if family == "matched" else 2.0
        assert found[element] == pytest.approx(true, abs=limit), element


@pytest.mark.parametrize("sample", SURFACES)
def test_components_above_a_tenth_of_their_envelope_are_where_they_were_put(
    sample: str,
) -> None:
    for fit in surface("matched", sample).fits:
        for row in true_components("matched", sample, fit.region.name):
            if row["region_fraction"] == "" or float(row["region_fraction"]) < 0.10:
                continue
            fitted = fit.component(row["component"])
            error = abs(fitted.center_ev - float(row["center_ev_measured"]))
            # Four lithium species share one line: where the covariance itself says
            # that a position is known to no better than 0.05 eV, it is held to that.
            limit = max(0.05, 2.0 * (fitted.center_ev_stderr or 0.0))
            assert error < limit, (fit.region.name, row["component"])
            if fit.region.name != "Li 1s":
                assert error < 0.05, (fit.region.name, row["component"])


@pytest.mark.parametrize("sample", SURFACES)
def test_every_mismatched_sample_is_flagged(sample: str) -> None:
    warnings = [w for fit in surface("voigt", sample).fits for w in fit.warnings]
    assert any("reduced chi-square" in w and "larger" in w for w in warnings)


@pytest.mark.parametrize("sample", SURFACES)
def test_no_matched_sample_is_called_a_misfit(sample: str) -> None:
    warnings = [w for fit in surface("matched", sample).fits for w in fit.warnings]
    assert not any("larger than counting noise" in w for w in warnings)
    assert not any("Abbe" in w for w in warnings)


@pytest.mark.parametrize("family", ["matched", "voigt"])
def test_the_profile_is_near_the_truth_at_every_level(family: str) -> None:
    profile = depth_profile(series(family))
    assert profile.etch_time_s.size == 19
    for i, time in enumerate(profile.etch_time_s):
        true = true_percent(family, "tma_20s_profile", f"{time:g}")
        assert set(true) == set(profile.elements)
        for element, value in true.items():
            limit = AT_PERCENT_LIMIT[element] if family == "matched" else 2.0
            found = profile.atomic_percent[element][i]
            assert found == pytest.approx(value, abs=limit), (time, element)


def test_profile_errors_are_those_of_the_scatter() -> None:
    profile = depth_profile(series("matched"))
    pulls = np.array(
        [
            (
                profile.atomic_percent[element][i]
                - true_percent("matched", "tma_20s_profile", f"{time:g}")[element]
            )
            / profile.atomic_percent_stderr[element][i]
            for i, time in enumerate(profile.etch_time_s)
            for element in profile.elements
        ]
    )
    assert 0.7 < np.sqrt(np.mean(pulls**2)) < 1.4


def test_the_al_c_share_ends_when_it_should() -> None:
    profile = depth_profile(series("matched"))
    share, time = profile.state_fraction["Al 2p Al-C"], profile.etch_time_s
    last = int(np.flatnonzero(share >= 0.05)[-1])
    span = slice(last, last + 2)
    end = float(np.interp(-0.05, -share[span], time[span]))
    assert end == pytest.approx(1225.0, abs=120.0)


def test_the_amorphous_carbon_midpoint_is_found() -> None:
    profile = depth_profile(series("matched"))
    carbon = profile.state_atomic_percent["C 1s C-C"]
    # Midpoint between the surface plateau's truth at t = 0 and the deep limit.
    relative = (carbon - carbon[-1]) / (carbon[0] - carbon[-1])
    crossing = int(np.flatnonzero(relative >= 0.5)[-1])
    span = slice(crossing, crossing + 2)
    middle = float(np.interp(-0.5, -relative[span], profile.etch_time_s[span]))
    assert middle == pytest.approx(463.0, abs=25.0)


def test_depth_is_etch_time_at_the_rate() -> None:
    profile = depth_profile(series("matched"))
    np.testing.assert_allclose(profile.depth_nm, 0.19 * profile.etch_time_s)


def test_a_real_ito_series_gives_a_profile_that_makes_sense() -> None:
    if not REAL_SERIES.is_file():
        pytest.skip("the measured 31-level series is not beside the project")
    (result,) = analyze_series(read(REAL_SERIES))
    assert result.failures == ()
    profile = depth_profile(result)
    assert profile.etch_time_s.size == 31
    assert set(profile.elements) == {"In", "Sn", "O", "C"}
    inside = profile.etch_time_s >= 300.0
    mean = {
        e: float(profile.atomic_percent[e][inside].mean()) for e in profile.elements
    }
    # ITO is In2O3 with a few percent of tin. Argon ions remove its oxygen first, so the
    # sputtered oxide is richer in indium than the 40 : 60 of the formula.
    assert 40.0 < mean["In"] < 65.0
    assert 30.0 < mean["O"] < 55.0
    assert 0.03 < mean["Sn"] / mean["In"] < 0.15
    assert mean["C"] < 2.0
    assert profile.atomic_percent["C"][0] > 10.0 * mean["C"]
    composition = result.levels[0].composition
    assert composition is not None
    assert "pass energies differ" in composition.transmission
    levels = {row.region: row.sensitivity_level for row in composition.elements}
    assert levels["In 3d5/2"] == "In 3d"
    # In 3d5/2 of In2O3 lies at 444.3 to 444.7 eV once adventitious carbon is at 284.8.
    indium = next(x for x in result.levels[0].integrated if x.region.name[:2] == "In")
    maximum = indium.region.binding_energy_ev[np.argmax(indium.region.counts_per_s)]
    assert maximum + result.levels[0].charge.shift_ev == pytest.approx(444.5, abs=0.4)


def test_fitted_and_integrated_areas_of_a_real_ito_series_agree() -> None:
    if not REAL_SERIES.is_file():
        pytest.skip("the measured 31-level series is not beside the project")
    spectra = read(REAL_SERIES)
    model = load_model(ROOT / "benchmarks" / "ito.toml")
    found = [
        depth_profile(one)
        for settings in (Settings(), Settings(model=model))
        for one in analyze_series(spectra, settings)
    ]
    # Lines with their tails against what lies between two ends: the sensitivities are
    # the same, the areas are not.
    for element in ("In", "Sn", "O"):
        percent = [profile.atomic_percent[element] for profile in found]
        errors = [profile.atomic_percent_stderr[element] for profile in found]
        pull = (percent[1] - percent[0]) / np.hypot(*errors)
        assert np.mean(np.abs(pull) < 2.0) >= 0.95, element
        assert np.abs(pull).max() < 4.0, element


def test_the_interfaces_of_the_profile_are_where_they_truly_are() -> None:
    found = {one.quantity: one for one in series("matched").interfaces}
    carbon, buried = found["C 1s C-C"], found["Al 2p Al-C"]
    assert (carbon.kind, buried.kind) == ("step", "layer")
    # Amorphous carbon is halfway from surface to depth at 463 s; the share of Al-C in
    # Al 2p falls below 5 % at 1225 s.
    assert carbon.midpoint_s == pytest.approx(463.0, abs=25.0)
    assert carbon.position_s == pytest.approx(463.0, abs=25.0)
    assert buried.below_5_percent_s == pytest.approx(1225.0, abs=120.0)
    # Both are seen from the first level on: no step.
    assert found["O"].kind == found["O 1s Li2CO3"].kind == "none"
