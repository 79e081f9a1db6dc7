"""The walk from spectra to results, where something is missing or wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra.forward import profile_truth, region_truth
from tests.measured import a_measurement
from xpsfit.analysis import analyze, analyze_series
from xpsfit.depth import depth_profile
from xpsfit.errors import CalibrationError, QuantificationError, SeriesError
from xpsfit.model import builtin_model, builtin_models
from xpsfit.settings import Settings
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from xpsfit.results import Failure

REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")


def a_surface_of(*regions: str) -> list[Spectrum]:
    return [a_measurement(region_truth("tma_5s", region)) for region in regions]


def three_levels() -> list[Spectrum]:
    return [
        a_measurement(profile_truth(level, region))
        for level in range(3)
        for region in REGIONS
    ]


def a_survey() -> Spectrum:
    return replace(a_surface_of("C 1s")[0], region="Survey")


def test_a_missing_region_leaves_the_level_without_it() -> None:
    spectra = [s for s in three_levels() if (s.region, s.etch_time_s) != ("O 1s", 30.0)]
    (result,) = analyze_series(spectra)
    oxygen = depth_profile(result).atomic_percent["O"]
    assert np.isnan(oxygen[1])
    assert np.isfinite(oxygen[[0, 2]]).all()


def test_the_shift_of_the_first_level_is_carried() -> None:
    (result,) = analyze_series(three_levels())
    assert [level.charge.method for level in result.levels] == [
        "fitted_line",
        "carried",
        "carried",
    ]
    # The scale of these levels moves by 0.05 eV; each is told with its error.
    first, *later = [level.charge.shift_ev for level in result.levels]
    assert later == pytest.approx([first, first], abs=0.1)
    assert "the scale has moved by" in result.levels[2].charge.note


def test_progress_is_told_level_by_level() -> None:
    told: list[tuple[int, int]] = []
    analyze_series(three_levels(), on_level=lambda *done: told.append(done))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_surface_is_not_a_series() -> None:
    with pytest.raises(SeriesError, match="no etch time"):
        analyze_series(a_surface_of("C 1s"))


def test_without_a_reference_line_a_model_fit_is_refused() -> None:
    with pytest.raises(CalibrationError, match="no C 1s spectrum"):
        analyze(a_surface_of("Al 2p"))
    (result,) = analyze(a_surface_of("Al 2p"), Settings(charge="none"))
    assert result.levels[0].charge.shift_ev == 0.0


def test_a_given_shift_needs_no_reference() -> None:
    truth = region_truth("tma_5s", "Al 2p")
    shift = truth.components[0].center_ev - truth.components[0].measured_center_ev
    settings = Settings(charge="shift", shift_ev=shift)
    (result,) = analyze(a_surface_of("Al 2p"), settings)
    (fit,) = result.levels[0].fits
    center = fit.component("Li-Al").center_ev + shift
    assert center == pytest.approx(70.5, abs=0.03)


def test_another_reference_energy_moves_every_energy_and_no_area() -> None:
    one = analyze(a_surface_of(*REGIONS))[0].levels[0]
    two = analyze(a_surface_of(*REGIONS), Settings(reference_ev=285.0))[0].levels[0]
    assert two.charge.shift_ev - one.charge.shift_ev == pytest.approx(0.2, abs=1e-9)
    for first, second in zip(one.fits, two.fits, strict=True):
        assert second.area_cps_ev == pytest.approx(first.area_cps_ev, rel=1e-9)


def test_surveys_are_left_out_with_a_note_and_harm_nothing() -> None:
    spectra = [a_survey(), *a_surface_of(*REGIONS), a_survey()]
    (result,) = analyze(spectra)
    assert result.warnings == ("Survey: not a core level, left out",)
    plain = analyze(a_surface_of(*REGIONS))[0].levels[0]
    assert result.levels[0].fits[0].area_cps_ev == plain.fits[0].area_cps_ev


def test_nothing_but_surveys_is_refused() -> None:
    with pytest.raises(QuantificationError, match="no region is that of a core level"):
        analyze([a_survey()])


def test_a_repeated_region_becomes_a_second_position() -> None:
    results = analyze(a_surface_of(*REGIONS, *REGIONS))
    assert [r.sample for r in results] == ["tma_5s", "tma_5s #2"]


def a_hole(region: str) -> Spectrum:
    """Return a region whose signal lies below the line between its ends."""
    energy = np.arange(395.0, 405.0, 0.1)
    counts = 20_000.0 - 8_000.0 * np.exp(-((energy - 400.0) ** 2))
    return Spectrum(region, "tma_5s", energy, counts, "counts", 1486.69, 50.0, 0.05, 10)


def test_an_area_below_its_background_fails_and_is_not_counted() -> None:
    (result,) = analyze([*a_surface_of(*REGIONS), a_hole("N 1s")])
    level = result.levels[0]
    (failure,) = level.failures
    assert (failure.region, "below its background" in failure.reason) == ("N 1s", True)
    assert level.composition is not None
    assert {row.element for row in level.composition.elements} == {"C", "O", "Al", "Li"}
    assert any("N 1s failed" in w for w in level.composition.warnings)


def test_a_hopeless_fit_is_named_beside_the_composition() -> None:
    spectra = a_surface_of(*REGIONS)
    noisy = np.array(spectra[1].intensity)
    noisy[40:60] *= 1.5
    spectra[1] = replace(spectra[1], intensity=noisy)
    (result,) = analyze(spectra)
    composition = result.levels[0].composition
    assert composition is not None
    assert any("O 1s: reduced chi-square" in w for w in composition.warnings)


def test_foreign_elements_are_integrated_and_only_carbon_is_fitted() -> None:
    carbon = a_measurement(region_truth("bare_li", "C 1s"))
    energy = np.arange(436.0, 456.0, 0.1)
    major = np.exp(-(((energy - 444.5) / 0.9) ** 2))
    minor = np.exp(-(((energy - 452.0) / 0.9) ** 2))
    rate = 4000.0 + 60_000.0 * major + 40_000.0 * minor
    indium = Spectrum(
        "In 3d5/2", carbon.sample, energy, rate * 0.5, "counts", 1486.69, 50.0, 0.05, 10
    )
    (result,) = analyze([carbon, indium])
    assert result.model.name == "adventitious-carbon"
    level = result.levels[0]
    assert [fit.region.name for fit in level.fits] == ["C 1s"]
    area = level.integrated[0].area_cps_ev
    assert area == pytest.approx(100_000.0 * 0.9 * np.sqrt(np.pi), rel=0.01)


def test_a_level_without_a_region_of_the_others_has_no_atomic_percent() -> None:
    spectra = [s for s in three_levels() if (s.region, s.etch_time_s) != ("O 1s", 30.0)]
    carried = Settings(link="carried")
    (result,) = analyze_series(spectra, carried)
    whole = [level.composition is not None for level in result.levels]
    assert whole == [True, False, True]
    [failure] = result.failures
    assert (failure.region, failure.etch_time_s) == ("composition", 30.0)
    assert failure.reason.startswith("O 1s not measured or failed at this level")
    profile = depth_profile(result)
    assert np.isnan(profile.atomic_percent["C"][1])
    # Where it is whole, a level is what it would be without the others.
    (expected,) = analyze_series(three_levels(), carried)
    assert profile.atomic_percent["C"][0] == pytest.approx(
        depth_profile(expected).atomic_percent["C"][0], rel=1e-9
    )


def test_a_region_measured_at_few_levels_takes_nothing_from_the_others() -> None:
    spectra = three_levels()
    extra = [
        replace(s, region="Al 2s")
        for s in spectra
        if (s.region, s.etch_time_s) == ("Al 2p", 0.0)
    ]
    rare = [s for s in spectra if s.region != "Al 2p"] + extra
    (result,) = analyze_series(rare)
    assert all(level.composition is not None for level in result.levels)
    assert result.levels[1].composition is not None
    assert any(
        "Al 2s not measured at this level" in warning
        for warning in result.levels[1].composition.warnings
    )


def test_one_model_serves_all_samples_of_an_input() -> None:
    spectra = [
        *of_sample("one", "C 1s"),
        *of_sample("two", "C 1s"),
        replace(of_sample("two", "O 1s")[0], region="N 1s"),
    ]
    models = {result.model.name for result in analyze(spectra)}
    assert models == {"adventitious-carbon"}


def test_names_of_metals_that_were_not_measured_are_remarked() -> None:
    (plain,) = analyze(a_surface_of("C 1s"))
    assert any("neither Li nor Al was measured" in w for w in plain.warnings)
    (whole,) = analyze(a_surface_of(*REGIONS))
    assert whole.warnings == ()


def test_names_of_lithium_are_remarked_where_no_lithium_was_measured() -> None:
    (foil,) = analyze(a_surface_of("C 1s", "O 1s", "Al 2p"))
    (note,) = foil.warnings
    assert note.startswith("no line of Li was measured: model li-tma, chosen as none")
    assert "no shipped model is made for aluminum under its native oxide" in note
    assert all(name in note for name in builtin_models())
    (series,) = analyze_series([s for s in three_levels() if s.region != "Li 1s"])
    assert note in series.warnings


def test_names_of_lithium_that_the_user_chose_need_no_remark() -> None:
    spectra = a_surface_of("C 1s", "O 1s", "Al 2p")
    (foil,) = analyze(spectra, Settings(model=builtin_model("li-tma")))
    assert foil.warnings == ()


def test_a_repeated_region_needs_no_lithium_of_its_own() -> None:
    again = a_measurement(region_truth("tma_5s", "C 1s"), 7)
    _, second = analyze([*a_surface_of(*REGIONS), again])
    assert second.sample.endswith("#2")
    assert second.warnings == ()


def test_another_background_does_not_hide_the_names_of_lithium() -> None:
    (foil,) = analyze(a_surface_of("C 1s", "Al 2p"), Settings(background="linear"))
    assert any("no line of Li was measured" in note for note in foil.warnings)


def test_regions_come_in_the_order_of_the_model_whatever_the_file() -> None:
    (result,) = analyze(a_surface_of("Li 1s", "Al 2p", "O 1s", "C 1s"))
    order = [fit.region.name for fit in result.levels[0].fits]
    assert order == ["C 1s", "O 1s", "Al 2p", "Li 1s"]


def test_a_missing_second_line_of_an_element_names_the_line_that_counts() -> None:
    spectra = three_levels()
    second = [replace(s, region="Al 2s") for s in spectra if s.region == "Al 2p"]
    present = [s for s in spectra if (s.region, s.etch_time_s) != ("Al 2p", 30.0)]
    (result,) = analyze_series([*present, *second])
    found = [level.composition.warnings for level in result.levels]  # type: ignore[union-attr]
    assert "Al 2p not measured at this level: Al is counted by Al 2s" in found[1]
    assert not any("not measured" in warning for warning in found[0])


@pytest.mark.parametrize("region", ["O 1s", "N 1s"])
def test_a_region_without_a_single_count_fails_and_is_not_zero_percent(
    region: str,
) -> None:
    spectra = a_surface_of("C 1s", "Al 2p", "Li 1s")
    empty = replace(a_surface_of("O 1s")[0], region=region, intensity=np.zeros(161))
    (result,) = analyze([*spectra, empty])
    (level,) = result.levels
    (failure,) = level.failures
    assert failure.region == region
    assert f"{region} holds no counts: all 161 channels are 0" in failure.reason
    assert level.composition is not None
    elements = {row.element for row in level.composition.elements}
    assert region[:1] not in elements
    assert f"{region} failed: the amounts are of the other elements only" in (
        level.composition.warnings
    )


def test_a_clock_that_runs_late_does_not_make_levels_of_one_element() -> None:
    plain = three_levels()
    late = [
        replace(s, etch_time_s=s.etch_time_s + 0.4)
        if s.region == "O 1s" and s.etch_time_s is not None
        else s
        for s in plain
    ]
    (expected,), (result,) = analyze_series(plain), analyze_series(late)
    profiles = depth_profile(expected), depth_profile(result)
    for element in profiles[0].elements:
        np.testing.assert_array_equal(
            profiles[1].atomic_percent[element], profiles[0].atomic_percent[element]
        )
    np.testing.assert_array_equal(profiles[1].etch_time_s, [0.0, 30.0, 60.0])
    composition = result.levels[1].composition
    assert composition is not None
    assert "etch times from 30 to 30.4 s were taken as one level, at 30 s" in (
        composition.warnings
    )


def of_sample(sample: str, *regions: str) -> list[Spectrum]:
    return [replace(one, sample=sample) for one in a_surface_of(*regions)]


class TestSamplesThatFail:
    def test_one_without_a_reference_does_not_lose_the_other(self) -> None:
        lost: list[Failure] = []
        spectra = of_sample("good", *REGIONS) + of_sample("bad", "Al 2p")
        (result,) = analyze(spectra, on_failure=lost.append)
        assert result.sample == "good"
        (failure,) = lost
        assert (failure.sample, failure.region) == ("bad", "all regions")
        assert failure.reason.startswith("no C 1s spectrum")

    def test_one_position_among_several_is_lost_alone(self) -> None:
        lost: list[Failure] = []
        spectra = a_surface_of(*REGIONS, "Al 2p", "O 1s")
        (result,) = analyze(spectra, on_failure=lost.append)
        assert result.sample == "tma_5s"
        assert [failure.sample for failure in lost] == ["tma_5s #2"]

    def test_if_all_fail_the_first_is_the_error(self) -> None:
        lost: list[Failure] = []
        spectra = of_sample("one", "Al 2p") + of_sample("two", "O 1s")
        with pytest.raises(CalibrationError, match="one: no C 1s spectrum"):
            analyze(spectra, on_failure=lost.append)
        assert lost == []

    def test_one_without_a_name_is_called_so(self) -> None:
        with pytest.raises(CalibrationError, match=r"^unnamed sample: no C 1s"):
            analyze(of_sample("", "Al 2p"))

    def test_one_without_a_name_keeps_it_empty_in_the_data(self) -> None:
        lost: list[Failure] = []
        analyze(
            of_sample("good", *REGIONS) + of_sample("", "Al 2p"), on_failure=lost.append
        )
        [failure] = lost
        assert failure.sample == ""
        assert failure.reason.startswith("no C 1s spectrum")

    def test_a_surface_beside_a_series_is_lost_alone(self) -> None:
        lost: list[Failure] = []
        spectra = three_levels() + of_sample("surface", "C 1s")
        assert len(analyze_series(spectra, on_failure=lost.append)) == 1
        assert "has no etch time" in lost[0].reason

    def test_a_first_level_without_the_reference_is_named(self) -> None:
        spectra = [
            s for s in three_levels() if (s.region, s.etch_time_s) != ("C 1s", 0.0)
        ]
        words = r"level 0 \(etch time 0 s\), which fixes .*no C 1s spectrum"
        with pytest.raises(CalibrationError, match=words):
            analyze_series(spectra)


def test_places_of_a_sample_are_results_of_their_own() -> None:
    spectra = [
        replace(one, angle_deg=angle)
        for angle in (0.0, 30.0)
        for one in a_surface_of("C 1s")
    ]
    assert [r.sample for r in analyze(spectra)] == ["tma_5s (0 deg)", "tma_5s (30 deg)"]


def test_levels_and_surfaces_of_one_sample_are_not_mixed() -> None:
    spectra = [*three_levels(), replace(three_levels()[0], etch_time_s=None)]
    with pytest.raises(SeriesError, match="has no etch time"):
        analyze(spectra)
