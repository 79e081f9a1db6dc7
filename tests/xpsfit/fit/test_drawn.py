"""What a fit says of its background, drawn or fitted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sample_spectra.forward import region_truth
from tests.measured import a_measured_region, shift_to_model, true_area, without_noise
from xpsfit.backgrounds import ACTIVE_BACKGROUNDS, BACKGROUNDS
from xpsfit.fit import FitResult, fit_region
from xpsfit.fit.drawn import straight_line_warnings
from xpsfit.model import BackgroundModel, Parameter, RegionModel, builtin_model

TRUTH = region_truth("bare_li", "C 1s")


def the_model(background: BackgroundModel) -> RegionModel:
    region = builtin_model("li-tma").region("C 1s")
    assert region is not None
    return replace(region, background=background)


def fitted(background: BackgroundModel, seed: int = 12) -> FitResult:
    region = a_measured_region(TRUTH, seed)
    return fit_region(region, the_model(background), shift_ev=shift_to_model(TRUTH))


@pytest.mark.parametrize("kind", BACKGROUNDS)
def test_a_drawn_background_is_reported_with_ends_width_passes_and_both_areas(
    kind: str,
) -> None:
    drawn = fitted(BackgroundModel(kind)).drawn
    assert drawn is not None
    assert drawn.background.name == kind
    assert drawn.background.converged
    assert (drawn.background.iterations > 1) == ("shirley" in kind)
    assert (drawn.background.strength_ev2 is not None) == ("tougaard" in kind)
    assert drawn.end_width_ev == pytest.approx(0.4)
    assert drawn.one_point_change is not None
    assert 0.0 < abs(drawn.one_point_change) < 0.05


@pytest.mark.parametrize("kind", ACTIVE_BACKGROUNDS)
def test_a_fitted_background_has_nothing_drawn_and_comes_near_the_truth(
    kind: str,
) -> None:
    fit = fitted(BackgroundModel(kind))
    assert fit.drawn is None
    assert not any("drawn before the fit" in warning for warning in fit.warnings)
    assert fit.area_cps_ev == pytest.approx(true_area(TRUTH), rel=0.08)


def test_the_true_background_is_recovered_with_a_step_for_each_component() -> None:
    # The truth has one strength for all; without noise each must find it.
    model = the_model(BackgroundModel(step="per_component"))
    fit = fit_region(without_noise(TRUTH), model, shift_ev=shift_to_model(TRUTH))
    steps = {p.name: p for p in fit.parameters if p.name.endswith("step_per_ev")}
    assert set(steps) == {f"{c.name}.step_per_ev" for c in fit.components}
    main = steps["C-C.step_per_ev"]
    assert main.value == pytest.approx(TRUTH.background.step_per_ev, rel=0.02)


def test_a_straight_line_under_a_step_states_the_area_above_a_shirley_too() -> None:
    for kind in ("linear", "active_linear"):
        warnings = fitted(BackgroundModel(kind)).warnings
        [warning] = [text for text in warnings if "step up" in text]
        assert "a straight line lies under data that step up by" in warning
        assert "above a Shirley background it would be" in warning


def test_a_straight_line_under_flat_data_is_not_spoken_of() -> None:
    energy = np.arange(278.0, 296.0, 0.1)
    line = 4000.0 * np.exp(-4.0 * np.log(2.0) * ((energy - 284.8) / 1.3) ** 2)
    region = a_measured_region(TRUTH)
    flat = replace(
        region,
        binding_energy_ev=energy,
        counts_per_s=1000.0 + line,
        sigma_cps=np.sqrt(1000.0 + line),
    )
    assert straight_line_warnings(flat, np.full_like(energy, 1000.0)) == ()
    wide = replace(flat, binding_energy_ev=278.0 + 1.5 * (energy - 278.0))
    [warning] = straight_line_warnings(wide, np.full_like(energy, 1000.0))
    assert "a window of 27 eV" in warning


def test_a_tougaard_window_of_16_ev_is_warned_of_drawn_or_fitted() -> None:
    for kind in ("tougaard_u2", "active_tougaard"):
        assert any("30 to 50 eV" in w for w in fitted(BackgroundModel(kind)).warnings)


def test_a_given_strength_is_kept() -> None:
    held = Parameter(2866.0, vary=False)
    drawn = fitted(BackgroundModel("tougaard_u2", strength_ev2=held)).drawn
    assert drawn is not None
    assert drawn.background.strength_ev2 == 2866.0
    fit = fitted(BackgroundModel("active_tougaard", strength_ev2=held))
    states = {p.name: (p.value, p.state) for p in fit.parameters}
    assert states["background.strength_ev2"] == (2866.0, "fixed")


def test_a_window_cut_into_a_peak_is_told() -> None:
    model = the_model(BackgroundModel())
    shift = shift_to_model(TRUTH)
    cut = replace(model, low_ev=284.2)
    fit = fit_region(a_measured_region(TRUTH, 12), cut, shift_ev=shift)
    assert any("on the tail of a peak" in warning for warning in fit.warnings)
    whole = fit_region(a_measured_region(TRUTH, 12), model, shift_ev=shift)
    assert not any("the window" in warning for warning in whole.warnings)


def test_both_runs_give_the_same_to_the_last_digit() -> None:
    first, second = (fitted(BackgroundModel("shirley_clamped")) for _ in range(2))
    np.testing.assert_array_equal(first.background_cps, second.background_cps)
