"""The rough shifts: found without a start by hand, smallest first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sample_spectra.forward import profile_truth, region_truth
from tests.measured import a_measurement, shift_to_model
from xpsfit.fit.shift import plausible_shifts
from xpsfit.model import builtin_model
from xpsfit.spectrum import cut_region

MODEL = builtin_model("li-tma").region("C 1s")


@pytest.mark.parametrize("seed", range(60, 240, 15))
def test_a_lone_line_is_not_taken_for_another_species(seed: int) -> None:
    assert MODEL is not None
    truth = region_truth("li_al_reference", "C 1s")
    found, *_ = plausible_shifts(cut_region(a_measurement(truth, seed)), MODEL)
    assert found == pytest.approx(shift_to_model(truth), abs=0.11)


@pytest.mark.parametrize("extra_ev", [-3.0, -1.5, 1.5, 4.0])
def test_several_lines_fix_a_large_shift(extra_ev: float) -> None:
    assert MODEL is not None
    truth = region_truth("tma_5s", "C 1s")
    spectrum = a_measurement(truth, 5)
    moved = replace(spectrum, binding_energy_ev=spectrum.binding_energy_ev + extra_ev)
    found, *_ = plausible_shifts(cut_region(moved), MODEL)
    assert found == pytest.approx(shift_to_model(truth) - extra_ev, abs=0.11)


def test_a_sputtered_level_is_not_shifted_onto_the_reference() -> None:
    assert MODEL is not None
    truth = profile_truth(18, "C 1s")
    found, *_ = plausible_shifts(cut_region(a_measurement(truth, 1)), MODEL)
    assert found == pytest.approx(shift_to_model(truth), abs=0.11)


def test_several_lines_leave_no_choice() -> None:
    assert MODEL is not None
    truth = region_truth("tma_5s", "C 1s")
    assert len(plausible_shifts(cut_region(a_measurement(truth, 5)), MODEL)) == 1


def test_a_lone_line_leaves_one_for_each_species_near_it() -> None:
    assert MODEL is not None
    truth = region_truth("li_al_reference", "C 1s")
    shifts = plausible_shifts(cut_region(a_measurement(truth, 60)), MODEL)
    [line] = [c for c in truth.components if c.name == "C-C"]
    # 283.3, 284.8, 286.3 and 288.5 eV (the founding study's assignments).
    expected = [e - line.measured_center_ev for e in (283.3, 284.8, 286.3, 288.5)]
    assert sorted(shifts) == pytest.approx(expected, abs=0.15)


def test_another_core_level_leaves_only_one() -> None:
    assert MODEL is not None
    oxygen_model = builtin_model("li-tma").region("O 1s")
    assert oxygen_model is not None
    carbon = region_truth("li_al_reference", "C 1s")
    oxygen = region_truth("li_al_reference", "O 1s")
    [shift] = plausible_shifts(
        cut_region(a_measurement(carbon, 60)),
        MODEL,
        [(cut_region(a_measurement(oxygen, 60)), oxygen_model)],
    )
    assert shift == pytest.approx(shift_to_model(carbon), abs=0.11)


def test_unknown_noise_lets_only_a_several_times_worse_fit_count() -> None:
    assert MODEL is not None
    truth = region_truth("tma_20s", "C 1s")
    counts = a_measurement(truth, 8)
    rates = replace(
        counts,
        intensity=np.asarray(counts.intensity / 7.0),
        intensity_unit="arbitrary",
        dwell_s=None,
        scans=None,
    )
    shifts = plausible_shifts(cut_region(rates), MODEL)
    assert shifts[0] == pytest.approx(shift_to_model(truth), abs=0.11)
