"""Whether random starts tell a unique fit from one that is not, and find the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sample_spectra.forward import region_truth
from tests.built_spectra import a_spectrum
from tests.measured import a_measured_region, a_measurement, shift_to_model
from xpsfit.fit import FitResult, fit_region
from xpsfit.fit.absent import fit_without
from xpsfit.fit.evidence import weigh
from xpsfit.fit.restarts import restarted
from xpsfit.fit.trials import Trials
from xpsfit.model import (
    BackgroundModel,
    Component,
    Parameter,
    RegionModel,
    builtin_model,
)
from xpsfit.spectrum import cut_region


def a_line(name: str, at_ev: float, half_ev: float = 0.5) -> Component:
    return Component(
        name,
        name,
        "gaussian",
        Parameter(at_ev, at_ev - half_ev, at_ev + half_ev),
        Parameter(1.3, 0.8, 2.0),
    )


def a_fit(*components: Component, shift_ev: float = 0.0) -> FitResult:
    """Return the fit of one line of 4000 at 284.8 eV and one of 1500 at 286.3 eV."""
    model = RegionModel("C 1s", 280.0, 294.0, BackgroundModel(), components)
    peaks = ((4000.0, 284.8, 1.3), (1500.0, 286.3, 1.3))
    region = cut_region(a_spectrum("C 1s", peaks=peaks))
    return fit_region(region, model, shift_ev=shift_ev)


def test_a_fit_with_one_minimum_is_unique() -> None:
    fit = restarted(a_fit(a_line("A", 284.8), a_line("B", 286.3)), 0.0, 20, 1)
    found = fit.uniqueness
    assert found is not None
    assert found.unique
    assert found.minima == 1
    assert found.converged == found.restarts == 20
    assert found.largest_spread < 1e-3
    assert found.gain == 0.0
    assert not any("unique" in warning for warning in fit.warnings)


def test_two_candidates_for_one_line_are_not_unique() -> None:
    one, other = a_line("A", 284.8), a_line("A'", 284.8)
    fit = restarted(a_fit(one, other, a_line("B", 286.3)), 0.0, 20, 1)
    found = fit.uniqueness
    assert found is not None
    assert not found.unique
    assert found.minima > 1
    assert found.largest_spread > 0.1
    assert found.component in {"A", "A'"}
    (warning,) = [w for w in fit.warnings if "not unique" in w]
    assert "seed 1" in warning
    assert f"{found.minima} different minima" in warning


def test_names_that_may_be_exchanged_are_not_unique() -> None:
    # Either component may take either line: the same chi-square, other areas.
    fit = restarted(a_fit(a_line("A", 285.5, 1.5), a_line("B", 285.6, 1.5)), 0.0, 20, 3)
    assert fit.uniqueness is not None
    assert fit.uniqueness.minima == 2
    # The areas differ by 4000 - 1500 of 5500.
    assert fit.uniqueness.largest_spread == pytest.approx(2500 / 5500, abs=0.05)


def test_the_same_seed_gives_the_same_answer() -> None:
    fit = a_fit(a_line("A", 284.8), a_line("A'", 284.8), a_line("B", 286.3))
    one, two = restarted(fit, 0.0, 8, 5), restarted(fit, 0.0, 8, 5)
    assert one.uniqueness == two.uniqueness
    assert one.uniqueness != restarted(fit, 0.0, 8, 6).uniqueness


def test_a_better_minimum_takes_the_place_of_the_fit() -> None:
    best = a_fit(a_line("A", 284.8), a_line("B", 286.3))
    assert best.quality.chi_square is not None
    # A fit that stopped beside the minimum, with the second line left out.
    values = {"A.area_cps_ev": 3000.0, "B.area_cps_ev": 0.0}
    beside = replace(
        best,
        parameters=tuple(
            replace(p, value=values.get(p.name, p.value)) for p in best.parameters
        ),
    )
    found = restarted(beside, 0.0, 5, 1)
    assert found.quality.chi_square == pytest.approx(best.quality.chi_square, abs=1e-3)
    for name in ("A", "B"):
        assert found.component(name).area_cps_ev == pytest.approx(
            best.component(name).area_cps_ev, rel=1e-3
        )
    assert found.uniqueness is not None
    assert found.uniqueness.gain > 100.0
    assert found.uniqueness.unique
    assert any("a random start lowered chi-square by" in w for w in found.warnings)


def test_what_left_for_lack_of_evidence_stays_out() -> None:
    truth = region_truth("li_al_reference", "O 1s")
    shift_ev = shift_to_model(truth)
    model = builtin_model("li-tma").region("O 1s")
    assert model is not None
    fit = fit_region(a_measured_region(truth, 1), model, shift_ev=shift_ev)
    less = fit_without(fit, shift_ev, weigh(Trials(fit, shift_ev), {}))
    again = restarted(less, shift_ev, 5, 1)
    assert again.uniqueness is not None
    assert again.uniqueness.unique
    assert [c.area_cps_ev for c in again.components] == pytest.approx(
        [c.area_cps_ev for c in less.components], abs=1.0
    )
    assert again.candidates == less.candidates


@pytest.mark.parametrize("sample", ["bare_li", "tma_5s", "li_al_reference"])
@pytest.mark.parametrize("region", ["C 1s", "O 1s", "Al 2p"])
def test_shipped_models_start_where_no_random_start_does_better(
    sample: str, region: str
) -> None:
    truth = region_truth(sample, region)
    shift_ev = shift_to_model(truth)
    model = builtin_model("li-tma").region(region)
    assert model is not None
    fit = fit_region(a_measured_region(truth, 11), model, shift_ev=shift_ev)
    found = restarted(fit, shift_ev, 6, 2).uniqueness
    assert found is not None
    assert found.gain == 0.0


def test_a_charged_sample_needs_no_start_by_hand() -> None:
    generator = np.random.default_rng(20)
    truth = region_truth("tma_5s", "C 1s")
    model = builtin_model("li-tma").region("C 1s")
    assert model is not None
    measured = a_measurement(truth, 1)
    best = fit_region(cut_region(measured), model, shift_ev=shift_to_model(truth))
    for charge_ev in generator.uniform(-4.0, 4.0, 6):
        moved = replace(
            measured, binding_energy_ev=measured.binding_energy_ev + charge_ev
        )
        fit = fit_region(cut_region(moved), model, shift_ev=None)
        assert fit.converged
        for component in best.components:
            # The rough shift is good to 0.1 eV; the prior of weak lines follows it.
            error = abs(
                fit.component(component.name).area_cps_ev - component.area_cps_ev
            )
            assert error < 2.0 * component.area_cps_ev_stderr, charge_ev
