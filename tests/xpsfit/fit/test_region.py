"""The fit of one region, against known truth and against lmfit's own models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from lmfit.models import LinearModel, PseudoVoigtModel

from sample_spectra.forward import region_truth
from tests.measured import a_measured_region, shift_to_model, true_area, without_noise
from xpsfit.errors import BackgroundError, FitError
from xpsfit.fit import FitResult, fit_region
from xpsfit.model import (
    BackgroundModel,
    Component,
    Link,
    Parameter,
    RegionModel,
    builtin_model,
)
from xpsfit.spectrum import Region, Spectrum, cut_region


def the_model(region: str) -> RegionModel:
    model = builtin_model("li-tma").region(region)
    assert model is not None
    return model


def a_plain_model(*components: Component, kind: str = "active_shirley") -> RegionModel:
    background = BackgroundModel(kind=kind)
    return RegionModel("C 1s", 279.0, 295.0, background, components)


def a_line(name: str, at_ev: float, **changes: object) -> Component:
    line = Component(
        name,
        name,
        "gl_product",
        Parameter(at_ev, at_ev - 0.8, at_ev + 0.8),
        Parameter(1.3, 0.4, 2.4),
        shape={"mixing": Parameter(0.3, vary=False)},
    )
    return replace(line, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def c1s_fits() -> list[FitResult]:
    """Return 200 fits of one region, each with noise of its own."""
    truth = region_truth("tma_5s", "C 1s")
    shift = shift_to_model(truth)
    model = the_model("C 1s")
    return [
        fit_region(a_measured_region(truth, seed), model, shift_ev=shift)
        for seed in range(200)
    ]


def test_pulls_of_areas_and_positions_are_standard_normal(
    c1s_fits: list[FitResult],
) -> None:
    truth = region_truth("tma_5s", "C 1s")
    for component in truth.components:
        fitted = [fit.component(component.name) for fit in c1s_fits]
        area = [
            (f.area_cps_ev - component.area_cps_ev) / f.area_cps_ev_stderr
            for f in fitted
        ]
        center = [
            (f.center_ev - component.measured_center_ev) / (f.center_ev_stderr or 0.0)
            for f in fitted
        ]
        for pulls in (area, center):
            assert abs(np.mean(pulls)) < 0.2, component.name
            assert 0.8 < np.std(pulls) < 1.3, component.name


def test_pulls_of_the_total_area_are_standard_normal(
    c1s_fits: list[FitResult],
) -> None:
    true = true_area(region_truth("tma_5s", "C 1s"))
    pulls = [(f.area_cps_ev - true) / f.area_cps_ev_stderr for f in c1s_fits]
    assert abs(np.mean(pulls)) < 0.2
    assert 0.8 < np.std(pulls) < 1.3


def test_reduced_chi_square_is_one_on_average(c1s_fits: list[FitResult]) -> None:
    reduced = [f.quality.reduced_chi_square or 0.0 for f in c1s_fits]
    assert 0.97 < np.mean(reduced) < 1.03
    # 200 draws of chi-square with about 147 degrees of freedom
    assert np.std(reduced) == pytest.approx(np.sqrt(2.0 / 147.0), rel=0.2)


def test_abbe_is_one_on_average(c1s_fits: list[FitResult]) -> None:
    assert np.mean([f.quality.abbe for f in c1s_fits]) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("region", ["C 1s", "O 1s"])
def test_it_finds_the_truth_where_there_is_almost_no_noise(region: str) -> None:
    truth = region_truth("tma_5s", region)
    fit = fit_region(
        without_noise(truth), the_model(region), shift_ev=shift_to_model(truth)
    )
    for component in truth.components:
        fitted = fit.component(component.name)
        assert fitted.area_cps_ev == pytest.approx(component.area_cps_ev, rel=2e-3)
        assert fitted.center_ev == pytest.approx(component.measured_center_ev, abs=1e-3)
        assert fitted.fwhm_ev == pytest.approx(component.fwhm_ev, rel=2e-3)


def test_ten_times_fewer_counts_give_errors_3_2_times_larger() -> None:
    truth = region_truth("bare_li", "C 1s")
    few = replace(truth, scans=truth.scans // 10)
    shift = shift_to_model(truth)
    errors = [
        np.mean(
            [
                fit_region(
                    a_measured_region(t, seed), the_model("C 1s"), shift_ev=shift
                ).area_cps_ev_stderr
                for seed in range(5)
            ]
        )
        for t in (truth, few)
    ]
    assert errors[1] / errors[0] == pytest.approx(np.sqrt(10.0), rel=0.08)


def test_it_equals_an_lmfit_composite_of_pseudo_voigts() -> None:
    region = a_measured_region(region_truth("bare_li", "C 1s"), 7)
    energy, rate = region.binding_energy_ev, region.counts_per_s
    centers = {"p": 285.3, "q": 286.8, "r": 289.0}
    fraction = 0.3
    composite = LinearModel(prefix="b_")
    for name in centers:
        composite = composite + PseudoVoigtModel(prefix=f"{name}_")
    start = composite.make_params(b_slope=0.0, b_intercept=3000.0)
    for name, center in centers.items():
        start[f"{name}_center"].set(center, min=center - 0.8, max=center + 0.8)
        start[f"{name}_sigma"].set(0.65, min=0.2, max=1.2)
        start[f"{name}_amplitude"].set(20_000.0)
        start[f"{name}_fraction"].set(fraction, vary=False)
    other = composite.fit(
        rate, start, x=energy, weights=1.0 / region.sigma_cps, scale_covar=False
    )
    # lmfit mixes by area, SGL by height (physics of the two definitions)
    by_height = (
        fraction * 1.0644670 / ((1 - fraction) * 1.5707963 + fraction * 1.0644670)
    )
    model = a_plain_model(
        *(
            a_line(
                name,
                center,
                line_shape="gl_sum",
                shape={"mixing": Parameter(by_height, vary=False)},
            )
            for name, center in centers.items()
        )
    )
    flat = BackgroundModel(step_per_ev=Parameter(0.0, vary=False))
    fit = fit_region(region, replace(model, background=flat))
    assert fit.quality.chi_square == pytest.approx(other.chisqr, rel=1e-6)
    for name in centers:
        mine = fit.component(name)
        area = other.params[f"{name}_amplitude"]
        center = other.params[f"{name}_center"]
        assert mine.area_cps_ev == pytest.approx(area.value, rel=1e-3)
        assert mine.area_cps_ev_stderr == pytest.approx(area.stderr, rel=0.01)
        assert mine.center_ev == pytest.approx(center.value, abs=1e-4)
        assert mine.center_ev_stderr == pytest.approx(center.stderr, rel=0.01)
    assert fit.quality.free_parameters == other.nvarys


def test_links_hold_exactly_and_do_not_count_as_free() -> None:
    region = a_measured_region(region_truth("bare_li", "C 1s"), 1)
    tied = a_plain_model(
        a_line("C-C", 285.4),
        a_line(
            "C-O",
            286.9,
            center_ev=Link("C-C", 1.0, 1.5),
            fwhm_ev=Link("C-C", 1.1),
            area_cps_ev=Link("C-C", 0.1),
        ),
    )
    fit = fit_region(region, tied)
    first, second = fit.components
    assert second.center_ev - first.center_ev == pytest.approx(1.5, abs=1e-12)
    assert second.fwhm_ev == pytest.approx(1.1 * first.fwhm_ev, rel=1e-14)
    assert second.area_cps_ev == pytest.approx(0.1 * first.area_cps_ev, rel=1e-14)
    # Area, center and width of C-C, and offset, slope and step.
    assert fit.quality.free_parameters == 6
    states = {p.name: p.state for p in fit.parameters}
    assert states["C-O.center_ev"] == "linked"


def test_an_absent_component_gets_an_upper_limit_and_no_negative_area() -> None:
    truth = region_truth("bare_li", "Al 2p")
    fit = fit_region(
        a_measured_region(truth, 11), the_model("Al 2p"), shift_ev=shift_to_model(truth)
    )
    for component in fit.components:
        assert component.area_cps_ev >= 0.0
        assert component.presence == "below_limit"
        assert 0.0 < component.area_upper_95_cps_ev < 150.0
    assert fit.area_cps_ev_stderr > 0.0


def test_a_parameter_on_its_bound_is_said_and_has_no_error() -> None:
    region = a_measured_region(region_truth("bare_li", "C 1s"), 2)
    narrow = a_line("C-C", 285.4, fwhm_ev=Parameter(0.7, 0.5, 0.9))
    fit = fit_region(region, a_plain_model(narrow))
    width = next(p for p in fit.parameters if p.name == "C-C.fwhm_ev")
    assert (width.state, width.stderr) == ("at_bound", None)
    assert width.value == pytest.approx(0.9)
    assert any("C-C.fwhm_ev met its maximum" in w for w in fit.warnings)


def test_two_equal_components_give_a_singular_covariance_that_is_said() -> None:
    region = a_measured_region(region_truth("bare_li", "C 1s"), 3)
    one = a_line(
        "one",
        285.4,
        center_ev=Parameter(285.39, vary=False),
        fwhm_ev=Parameter(1.3, vary=False),
    )
    twins = a_plain_model(one, replace(one, name="two"))
    fit = fit_region(region, twins)
    assert any("singular" in warning for warning in fit.warnings)
    assert all(p.stderr is None for p in fit.parameters)


def test_a_wrong_model_is_flagged() -> None:
    region = a_measured_region(region_truth("bare_li", "C 1s"), 4)
    fit = fit_region(region, a_plain_model(a_line("only", 285.4)))
    assert any("reduced chi-square" in warning for warning in fit.warnings)
    assert any("Abbe" in warning for warning in fit.warnings)


def test_unknown_counts_make_no_chi_square_claim_but_give_errors() -> None:
    truth = region_truth("bare_li", "C 1s")
    counted = a_measured_region(truth, 5)
    rates = Spectrum(
        "C 1s", "x", counted.binding_energy_ev, counted.counts_per_s, "counts_per_s"
    )
    shift = shift_to_model(truth)
    known = fit_region(counted, the_model("C 1s"), shift_ev=shift)
    unknown = fit_region(cut_region(rates), the_model("C 1s"), shift_ev=shift)
    assert unknown.quality.chi_square is None
    assert unknown.quality.bic is None
    assert any("counts unknown" in warning for warning in unknown.warnings)
    mine, other = unknown.component("C-C"), known.component("C-C")
    assert mine.area_cps_ev == pytest.approx(other.area_cps_ev, rel=0.02)
    assert 0.5 < mine.area_cps_ev_stderr / other.area_cps_ev_stderr < 2.0


def test_the_order_of_components_does_not_matter() -> None:
    region = a_measured_region(region_truth("tma_5s", "C 1s"), 6)
    model = the_model("C 1s")
    turned = replace(model, components=model.components[::-1])
    shift = shift_to_model(region_truth("tma_5s", "C 1s"))
    one, two = (fit_region(region, m, shift_ev=shift) for m in (model, turned))
    for component in one.components:
        other = two.component(component.name)
        assert component.area_cps_ev == pytest.approx(other.area_cps_ev, rel=1e-6)
        assert component.center_ev == pytest.approx(other.center_ev, abs=1e-6)


def test_a_zero_channel_does_not_switch_weighting_off() -> None:
    truth = region_truth("bare_li", "C 1s")
    region = a_measured_region(truth, 8)
    spectrum = region.spectrum
    counts = np.array(spectrum.intensity)
    counts[0] = 0.0
    holed = cut_region(replace(spectrum, intensity=counts))
    assert holed.noise == "poisson"
    assert holed.sigma_cps[0] == pytest.approx(1.0 / (0.05 * 10))
    np.testing.assert_array_equal(holed.sigma_cps[1:], region.sigma_cps[1:])


def test_the_shift_is_found_without_a_start_by_hand() -> None:
    truth = region_truth("tma_5s", "C 1s")
    spectrum = a_measured_region(truth, 9).spectrum
    # The residual shift of the sample is its charge shift; add more to both sides.
    for extra in (-2.0, 0.0, 2.5):
        moved = cut_region(
            replace(spectrum, binding_energy_ev=spectrum.binding_energy_ev + extra)
        )
        fit = fit_region(moved, the_model("C 1s"), shift_ev=None)
        true = truth.components[1].measured_center_ev + extra
        assert fit.component("C-C").center_ev == pytest.approx(true, abs=0.03)


def test_too_few_points_are_refused() -> None:
    region = a_measured_region(region_truth("bare_li", "C 1s"), 10)
    spectrum = region.spectrum
    short = cut_region(spectrum, 284.0, 285.0)
    with pytest.raises(FitError, match="cannot determine"):
        fit_region(short, the_model("C 1s"))
    with pytest.raises(FitError, match="with 0 points in the model"):
        fit_region(region, the_model("C 1s"), shift_ev=100.0)


def a_falling_region() -> Region:
    energy = np.arange(279.0, 295.0, 0.1)
    counts = 5000.0 - 200.0 * (energy - 279.0)
    return cut_region(
        Spectrum("C 1s", "x", energy, counts, "counts", 1486.6, 50.0, 0.1, 10)
    )


def test_a_static_shirley_that_cannot_be_drawn_is_a_failure() -> None:
    with pytest.raises(BackgroundError):
        fit_region(
            a_falling_region(), a_plain_model(a_line("C-C", 284.8), kind="shirley")
        )


@pytest.mark.parametrize("kind", ["shirley", "linear"])
def test_static_backgrounds_come_near_the_truth_and_warn_of_their_errors(
    kind: str,
) -> None:
    truth = region_truth("bare_li", "C 1s")
    model = replace(
        the_model("C 1s"),
        background=BackgroundModel(kind=kind),
    )
    fit = fit_region(
        a_measured_region(truth, 12), model, shift_ev=shift_to_model(truth)
    )
    assert fit.area_cps_ev == pytest.approx(true_area(truth), rel=0.10)
    assert any("drawn before the fit" in warning for warning in fit.warnings)
    np.testing.assert_allclose(
        fit.envelope_cps,
        fit.background_cps + sum(c.curve_cps for c in fit.components),
        rtol=1e-9,
    )
