"""Which candidates enter, against the truth of an independent generator."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sample_spectra.forward import region_truth
from tests.built_spectra import a_spectrum
from tests.measured import a_measured_region, shift_to_model, true_area
from xpsfit.fit import FitResult, fit_region
from xpsfit.fit.absent import fit_without
from xpsfit.fit.evidence import Verdict, needed_by_model, weigh
from xpsfit.fit.trials import NO_EVIDENCE, Trials
from xpsfit.model import (
    BackgroundModel,
    Component,
    Link,
    Parameter,
    RegionModel,
    builtin_model,
)
from xpsfit.spectrum import cut_region

REFERENCE = {"C-C": "the reference line"}


def the_model(region: str) -> RegionModel:
    model = builtin_model("li-tma").region(region)
    assert model is not None
    return model


def a_line(name: str, at_ev: float, half_ev: float = 0.4) -> Component:
    return Component(
        name,
        name,
        "gaussian",
        Parameter(at_ev, at_ev - half_ev, at_ev + half_ev),
        Parameter(1.3, 0.8, 2.0),
    )


def a_plain_model(*components: Component, kind: str = "active_shirley") -> RegionModel:
    background = BackgroundModel(kind=kind)
    return RegionModel("C 1s", 280.0, 294.0, background, components)


def lines_fitted(
    model: RegionModel, *peaks: tuple[float, float, float], seed: int = 1
) -> FitResult:
    """Return the fit of Gaussians (area, center, FWHM) on a sloping background."""
    return fit_region(cut_region(a_spectrum("C 1s", peaks=peaks, seed=seed)), model)


def names(verdict: Verdict) -> list[str]:
    return [c.name for c in verdict.candidates if c.kept]


def sample_fit(sample: str, region: str, seed: int) -> tuple[FitResult, float]:
    truth = region_truth(sample, region)
    shift_ev = shift_to_model(truth)
    data = a_measured_region(truth, seed)
    return fit_region(data, the_model(region), shift_ev=shift_ev), shift_ev


@pytest.mark.parametrize(
    ("sample", "region", "true"),
    [
        ("li_al_reference", "C 1s", ["C-C"]),
        ("li_al_reference", "O 1s", ["Li2O"]),
        ("li_al_reference", "Al 2p", ["Li-Al", "Al metal"]),
        ("bare_li", "C 1s", ["C-C", "C-O", "Li2CO3"]),
        ("bare_li", "Al 2p", []),
        ("bare_li", "Li 1s", ["Li2O", "Li2CO3"]),
        ("tma_5s", "C 1s", ["R-Li/Al-C", "C-C", "C-O", "Li2CO3"]),
    ],
)
def test_those_that_are_there_stay_and_the_others_leave(
    sample: str, region: str, true: list[str]
) -> None:
    for seed in (1, 2, 3):
        fit, shift_ev = sample_fit(sample, region, seed)
        stay = REFERENCE if region == "C 1s" else {}
        assert names(weigh(Trials(fit, shift_ev), stay)) == true, seed


def test_the_sum_of_areas_loses_the_bias_of_those_that_cannot_be_negative() -> None:
    truth = region_truth("li_al_reference", "O 1s")
    pulls: dict[str, list[float]] = {"all": [], "evidence": []}
    for seed in range(24):
        fit, shift_ev = sample_fit("li_al_reference", "O 1s", seed)
        less = fit_without(fit, shift_ev, weigh(Trials(fit, shift_ev), {}))
        for key, result in (("all", fit), ("evidence", less)):
            error = result.area_cps_ev - true_area(truth)
            pulls[key].append(error / result.area_cps_ev_stderr)
    # The mean of 24 standard normal numbers is known to 0.2.
    assert np.mean(pulls["all"]) > 0.5
    assert abs(np.mean(pulls["evidence"])) < 0.5
    assert 0.7 < np.std(pulls["evidence"]) < 1.4


def test_the_order_of_the_components_does_not_matter() -> None:
    fit, shift_ev = sample_fit("tma_20s", "Li 1s", 4)
    model = the_model("Li 1s")
    shuffled = replace(model, components=model.components[::-1])
    again = fit_region(fit.region, shuffled, shift_ev=shift_ev)
    one = {c.name: c for c in weigh(Trials(fit, shift_ev), {}).candidates}
    other = {c.name: c for c in weigh(Trials(again, shift_ev), {}).candidates}
    assert set(one) == set(other)
    for name, candidate in one.items():
        assert other[name].kept == candidate.kept
        assert other[name].delta_bic == pytest.approx(candidate.delta_bic, abs=0.01)


def test_of_two_candidates_for_one_line_one_stays() -> None:
    model = a_plain_model(a_line("A", 284.7), a_line("B", 284.9))
    fit = lines_fitted(model, (4000.0, 284.8, 1.3))
    assert len(names(weigh(Trials(fit, 0.0), {}))) == 1


def test_two_lines_a_width_apart_both_stay() -> None:
    model = a_plain_model(a_line("A", 284.8), a_line("B", 286.1))
    fit = lines_fitted(model, (4000.0, 284.8, 1.3), (1500.0, 286.1, 1.3))
    assert names(weigh(Trials(fit, 0.0), {})) == ["A", "B"]


def test_the_evidence_of_a_lone_line_is_what_chi_square_rises_by() -> None:
    model = a_plain_model(a_line("A", 284.8), a_line("B", 288.0))
    fit = lines_fitted(model, (4000.0, 284.8, 1.3))
    b = weigh(Trials(fit, 0.0), {}).candidates[1]
    with_a = lines_fitted(a_plain_model(a_line("A", 284.8)), (4000.0, 284.8, 1.3))
    both, one = fit.quality.chi_square, with_a.quality.chi_square
    assert both is not None
    assert one is not None
    assert not b.kept
    assert b.delta_chi_square == pytest.approx(one - both, abs=0.05)
    cost = b.added_parameters * np.log(fit.quality.points)
    assert b.delta_bic == pytest.approx(b.delta_chi_square - cost)


def test_a_peak_that_mends_the_flank_of_a_larger_one_has_no_place() -> None:
    # The line is broader than A may be; B could fill its flank from its lower bound.
    narrow = replace(a_line("A", 284.8), fwhm_ev=Parameter(1.2, 0.8, 1.25))
    beside = replace(a_line("B", 286.2, 0.3), fwhm_ev=Parameter(1.2, 0.8, 1.25))
    fit = lines_fitted(a_plain_model(narrow, beside), (40000.0, 284.8, 1.6))
    left = weigh(Trials(fit, 0.0), {}).candidates[1]
    assert left.delta_bic > 10.0
    assert not left.kept
    assert "its position ends on the bound beside A" in left.reason


def test_what_stays_by_request_says_so() -> None:
    model = a_plain_model(a_line("A", 284.8), a_line("B", 288.0))
    fit = lines_fitted(model, (4000.0, 284.8, 1.3))
    verdict = weigh(Trials(fit, 0.0), {"B": "asked for"})
    assert verdict.candidates[1].kept
    assert verdict.candidates[1].reason == "asked for"
    assert not verdict.candidates[1].irreplaceable


def test_what_the_model_needs_stays() -> None:
    a, b, c = a_line("A", 284.8), a_line("B", 286.3), a_line("C", 288.0)
    linked = replace(b, area_cps_ev=Link("A", 0.1))
    fixed = replace(c, area_cps_ev=Parameter(50.0, vary=False))
    model = a_plain_model(a, linked, fixed)
    assert needed_by_model(model) == {
        "A": "B is linked to it",
        "B": "its area is linked to A",
        "C": "its area is fixed by the model",
    }


def test_a_region_that_holds_a_signal_keeps_its_best_candidate() -> None:
    # 3.3 to 4 standard errors: below what BIC asks, above the limit of detection.
    model = a_plain_model(a_line("A", 284.8, 0.05))
    for seed in range(40):
        fit = lines_fitted(model, (95.0, 284.8, 1.3), seed=seed)
        (only,) = weigh(Trials(fit, 0.0), {}).candidates
        assert only.kept == (only.delta_chi_square >= 3.29**2)
        if only.kept and only.delta_bic < 10.0:
            assert only.reason == "the only candidate of a region that holds a signal"
            return
    pytest.fail("no draw lay between the two limits")


def test_where_counts_are_unknown_the_ratio_of_chi_squares_decides() -> None:
    model = a_plain_model(a_line("A", 284.8), a_line("B", 288.0))
    spectrum = a_spectrum("C 1s", peaks=((4000.0, 284.8, 1.3), (800.0, 288.0, 1.3)))
    unknown = replace(
        spectrum, intensity=spectrum.intensity * 1e-3, intensity_unit="arbitrary"
    )
    fit = fit_region(cut_region(unknown), model)
    assert fit.region.noise == "residual"
    found = weigh(Trials(fit, 0.0), {}).candidates
    assert [c.kept for c in found] == [True, True]
    only_a = fit_region(cut_region(unknown), a_plain_model(a_line("A", 284.8)))
    ratio = np.sum(only_a.residual_cps**2) / np.sum(fit.residual_cps**2)
    expected = fit.quality.points * np.log(ratio)
    assert found[1].delta_chi_square == pytest.approx(expected, rel=1e-3)


class TestAbsence:
    def test_the_absent_keep_their_place_with_an_upper_limit(self) -> None:
        fit, shift_ev = sample_fit("li_al_reference", "C 1s", 1)
        less = fit_without(fit, shift_ev, weigh(Trials(fit, shift_ev), REFERENCE))
        assert [c.name for c in less.components] == [c.name for c in fit.components]
        assert [p.name for p in less.parameters] == [p.name for p in fit.parameters]
        assert less.model == fit.model
        for component in less.components:
            if component.name == "C-C":
                assert component.presence == "present"
                continue
            assert component.area_cps_ev == 0.0
            assert component.presence == "below_limit"
            assert not component.curve_cps.any()
            assert component.area_cps_ev_stderr > 0.0
            least = 1.645 * component.area_cps_ev_stderr
            assert component.area_upper_95_cps_ev >= least
        held = [p for p in less.parameters if p.note == NO_EVIDENCE]
        assert [p.state for p in held] == ["at_bound"] * 3

    def test_the_error_of_an_absent_area_is_that_of_a_fit_that_frees_it(self) -> None:
        # A fixed position and width leave a linear problem in area and background.
        held = replace(
            a_line("B", 288.0),
            center_ev=Parameter(288.0, vary=False),
            fwhm_ev=Parameter(1.3, vary=False),
        )
        model = a_plain_model(a_line("A", 284.8), held)
        fit = lines_fitted(model, (4000.0, 284.8, 1.3), seed=3)
        less = fit_without(fit, 0.0, weigh(Trials(fit, 0.0), {}))
        assert less.component("B").area_cps_ev == 0.0
        negative = replace(held, area_cps_ev=Parameter(0.0, -1e6, 1e6))
        free = lines_fitted(
            a_plain_model(a_line("A", 284.8), negative), (4000.0, 284.8, 1.3), seed=3
        )
        assert less.component("B").area_cps_ev_stderr == pytest.approx(
            free.component("B").area_cps_ev_stderr, rel=0.02
        )

    def test_upper_limits_hold_the_truth_in_95_of_100_cases(self) -> None:
        # 60 counts/s x eV of B are some 2 standard errors: absent by BIC, but there.
        model = a_plain_model(a_line("A", 284.8), a_line("B", 288.0, 0.05))
        above = absent = 0
        for seed in range(40):
            fit = lines_fitted(
                model, (4000.0, 284.8, 1.3), (60.0, 288.0, 1.3), seed=seed
            )
            less = fit_without(fit, 0.0, weigh(Trials(fit, 0.0), {}))
            above += less.component("B").area_upper_95_cps_ev >= 60.0
            absent += less.component("B").area_cps_ev == 0.0
        assert absent > 20
        # 38 of 40 are expected, with a standard deviation of 1.4.
        assert above >= 34

    def test_without_components_the_background_is_fitted(self) -> None:
        fit, shift_ev = sample_fit("bare_li", "Al 2p", 1)
        less = fit_without(fit, shift_ev, weigh(Trials(fit, shift_ev), {}))
        assert less.converged
        assert less.area_cps_ev == 0.0
        assert less.area_cps_ev_stderr > 0.0
        assert less.quality.reduced_chi_square == pytest.approx(1.0, abs=0.35)

    def test_a_static_background_leaves_nothing_to_fit(self) -> None:
        model = a_plain_model(a_line("A", 284.8), kind="linear")
        fit = lines_fitted(model, (5.0, 284.8, 1.3), seed=2)
        less = fit_without(fit, 0.0, weigh(Trials(fit, 0.0), {}))
        assert less.area_cps_ev == 0.0
        assert less.converged
