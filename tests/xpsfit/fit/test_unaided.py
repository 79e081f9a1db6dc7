"""Positions by the data alone, against positions that were drawn."""

from __future__ import annotations

import numpy as np
import pytest

from tests.sputter_series import Peak, spectrum_of
from xpsfit.fit import fit_region
from xpsfit.fit.unaided import placed_ev, unaided_position
from xpsfit.model.types import (
    BackgroundModel,
    Component,
    Link,
    Parameter,
    RegionModel,
)
from xpsfit.spectrum import cut_region

TRUE_EV, LIBRARY_EV, SPREAD_EV = 528.5, 528.3, 0.05

FLAT = BackgroundModel(step_per_ev=Parameter(0.0, vary=False))


def model_of(*components: Component) -> RegionModel:
    return RegionModel("O 1s", 524.0, 540.0, FLAT, components)


def line(name: str, center: Parameter | Link) -> Component:
    mixing = {"mixing": Parameter(0.3, vary=False)}
    width = Parameter(1.3, vary=False)
    return Component(name, name, "gl_product", center, width, shape=mixing)


KNOWN = Parameter(LIBRARY_EV, LIBRARY_EV - 1.0, LIBRARY_EV + 1.0, spread=SPREAD_EV)


def test_a_weak_line_does_not_lean_towards_the_library() -> None:
    model = model_of(line("Li2O", KNOWN))
    aided, unaided, pulls = [], [], []
    for seed in range(30):
        spectrum = spectrum_of("O 1s", [Peak(TRUE_EV, 300.0)], 0.0, 0.0, seed)
        fit = fit_region(cut_region(spectrum), model)
        position = unaided_position(fit, "Li2O")
        assert position is not None
        aided.append(fit.component("Li2O").center_ev)
        unaided.append(position.measured_ev)
        pulls.append((position.measured_ev - TRUE_EV) / position.stderr_ev)
    # The fit leans halfway to the library, the data alone do not.
    assert TRUE_EV - np.mean(aided) > 0.03
    assert abs(np.mean(unaided) - TRUE_EV) < 3.0 * np.std(unaided) / np.sqrt(30)
    assert 0.7 < np.std(pulls) < 1.35


@pytest.mark.parametrize("shift_ev", [0.0, 0.7, -2.3])
def test_the_scale_at_which_a_fit_ran_is_read_from_its_bounds(shift_ev: float) -> None:
    spectrum = spectrum_of("O 1s", [Peak(TRUE_EV, 3000.0)], shift_ev, 0.0, 1)
    model = model_of(line("Li2O", KNOWN))
    fit = fit_region(cut_region(spectrum), model, shift_ev=shift_ev)
    assert placed_ev(fit) == pytest.approx(shift_ev, abs=1e-9)
    position = unaided_position(fit, "Li2O")
    assert position is not None
    assert position.line == "O 1s Li2O"
    assert position.measured_ev + shift_ev == pytest.approx(TRUE_EV, abs=0.02)


def test_a_line_at_a_held_distance_moves_with_its_partner_and_a_held_one_has_none() -> (
    None
):
    spectrum = spectrum_of(
        "O 1s", [Peak(528.5, 3000.0), Peak(531.2, 3000.0)], 0.0, 0.0, 2
    )
    held = Parameter(534.0, vary=False)
    model = model_of(
        line("Li2O", KNOWN),
        line("Li2CO3", Link("Li2O", offset=2.7)),
        line("H2O", held),
    )
    fit = fit_region(cut_region(spectrum), model)
    first, second = (unaided_position(fit, name) for name in ("Li2O", "Li2CO3"))
    assert first is not None
    assert second is not None
    assert second.measured_ev - first.measured_ev == pytest.approx(2.7)
    assert second.stderr_ev == first.stderr_ev
    assert unaided_position(fit, "H2O") is None
