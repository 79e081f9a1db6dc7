"""A start says where to begin, not what is known."""

from __future__ import annotations

import pytest

from sample_spectra.forward import region_truth
from tests.measured import a_measured_region, shift_to_model
from xpsfit.fit import FitResult, fit_region
from xpsfit.fit.carry import starts_of
from xpsfit.model import builtin_model


def a_lithium_fit(starts: dict[str, float] | None = None) -> FitResult:
    truth = region_truth("tma_5s", "Li 1s")
    model = builtin_model("li-tma").region("Li 1s")
    assert model is not None
    return fit_region(
        a_measured_region(truth, 4),
        model,
        shift_ev=shift_to_model(truth),
        starts=starts,
    )


def test_another_start_gives_the_same_minimum() -> None:
    plain = a_lithium_fit()
    other = a_lithium_fit(
        {name: value + 0.05 for name, value in starts_of(plain).items()}
    )
    for one, two in zip(plain.components, other.components, strict=True):
        assert two.center_ev == pytest.approx(one.center_ev, abs=1e-4)
        assert two.area_cps_ev == pytest.approx(one.area_cps_ev, rel=1e-2, abs=1.0)


def test_repeating_a_fit_from_its_own_end_does_not_walk() -> None:
    fit = first = a_lithium_fit()
    for _ in range(10):
        fit = a_lithium_fit(starts_of(fit))
    center = first.component("Li2O").center_ev
    assert fit.component("Li2O").center_ev == pytest.approx(center, abs=1e-4)


def test_starts_outside_the_bounds_are_brought_inside() -> None:
    fit = a_lithium_fit({"Li2O.center_ev": 999.0, "no such.center_ev": 1.0})
    plain = a_lithium_fit()
    assert fit.quality.chi_square == pytest.approx(plain.quality.chi_square, rel=1e-6)


def test_only_what_was_determined_is_carried() -> None:
    fit = a_lithium_fit()
    starts = starts_of(fit)
    states = {p.name: p.state for p in fit.parameters}
    assert starts
    assert {states[name] for name in starts} <= {"free", "bounded"}
    assert not any(name.endswith("area_cps_ev") for name in starts)
