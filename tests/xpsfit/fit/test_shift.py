"""The rough shift: found without a start by hand, and never larger than it must be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sample_spectra.forward import profile_truth, region_truth
from tests.measured import a_measurement, shift_to_model
from xpsfit.fit.shift import rough_shift
from xpsfit.model import builtin_model
from xpsfit.spectrum import cut_region

MODEL = builtin_model("li-tma").region("C 1s")


@pytest.mark.parametrize("seed", range(60, 240, 15))
def test_a_lone_line_is_not_taken_for_another_species(seed: int) -> None:
    assert MODEL is not None
    truth = region_truth("li_al_reference", "C 1s")
    found = rough_shift(cut_region(a_measurement(truth, seed)), MODEL)
    assert found == pytest.approx(shift_to_model(truth), abs=0.11)


@pytest.mark.parametrize("extra_ev", [-3.0, -1.5, 1.5, 4.0])
def test_several_lines_fix_a_large_shift(extra_ev: float) -> None:
    assert MODEL is not None
    truth = region_truth("tma_5s", "C 1s")
    spectrum = a_measurement(truth, 5)
    moved = replace(spectrum, binding_energy_ev=spectrum.binding_energy_ev + extra_ev)
    found = rough_shift(cut_region(moved), MODEL)
    assert found == pytest.approx(shift_to_model(truth) - extra_ev, abs=0.11)


def test_a_sputtered_level_is_not_shifted_onto_the_reference() -> None:
    assert MODEL is not None
    truth = profile_truth(18, "C 1s")
    found = rough_shift(cut_region(a_measurement(truth, 1)), MODEL)
    assert found == pytest.approx(shift_to_model(truth), abs=0.11)
