"""The charge shift of spectra of known truth, and when there is none to be had."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra.forward import (
    RegionTruth,
    draw_counts,
    profile_truth,
    region_truth,
)
from xpsfit.calibration import find_charge_reference
from xpsfit.errors import CalibrationError
from xpsfit.model import builtin_model
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from xpsfit.results import ChargeReference

MODEL = builtin_model("li-tma")
SURFACES = ("bare_li", "tma_5s", "tma_20s", "li_al_reference")


def measured(truth: RegionTruth, seed: int, moved_ev: float = 0.0) -> Spectrum:
    """Return a draw of a truth; `moved_ev` displaces the measured axis."""
    return Spectrum(
        truth.region,
        truth.sample,
        truth.energy_ev + moved_ev,
        draw_counts(truth, seed).astype(np.float64),
        "counts",
        photon_energy_ev=1486.69,
        dwell_s=truth.dwell_s,
        scans=truth.scans,
    )


def carbon(sample: str, seed: int, moved_ev: float = 0.0) -> Spectrum:
    return measured(region_truth(sample, "C 1s"), seed, moved_ev)


def true_shift(truth: RegionTruth) -> float:
    """Return 284.8 eV minus where C-C stands in the spectrum."""
    [line] = [c for c in truth.components if c.name == "C-C"]
    return 284.8 - line.measured_center_ev


@cache
def found(sample: str, seed: int) -> ChargeReference:
    return find_charge_reference([carbon(sample, seed)], MODEL)


def refusal(*spectra: Spectrum) -> str:
    with pytest.raises(CalibrationError) as caught:
        find_charge_reference(spectra, MODEL)
    message = str(caught.value)
    assert "--charge-reference none" in message
    assert "--shift EV" in message
    return message


class TestShift:
    @pytest.mark.parametrize("seed", [9000, 9001, 9002])
    @pytest.mark.parametrize("sample", SURFACES)
    def test_it_is_the_one_applied_within_three_standard_errors(
        self, sample: str, seed: int
    ) -> None:
        truth = true_shift(region_truth(sample, "C 1s"))
        reference = found(sample, seed)
        assert reference.stderr_ev is not None
        # 1e5 counts under a line of 1.3 eV place it to a few meV.
        assert 0.001 < reference.stderr_ev < 0.01
        assert abs(reference.shift_ev - truth) < 3.0 * reference.stderr_ev

    def test_it_says_how_it_was_found(self) -> None:
        reference = found("tma_5s", 9000)
        assert reference.method == "fitted_line"
        assert reference.line == "C 1s C-C"
        assert reference.assigned_ev == 284.8
        assert reference.measured_ev == pytest.approx(284.8 - reference.shift_ev)
        assert "uncertain by 0.2 to 0.3 eV" in reference.note

    @pytest.mark.parametrize("assigned_ev", [284.5, 285.0, 286.4])
    def test_another_assigned_energy_moves_it_by_the_difference(
        self, assigned_ev: float
    ) -> None:
        other = find_charge_reference([carbon("tma_5s", 9000)], MODEL, assigned_ev)
        plain = found("tma_5s", 9000)
        assert other.assigned_ev == assigned_ev
        assert other.shift_ev - plain.shift_ev == pytest.approx(
            assigned_ev - 284.8, abs=1e-9
        )
        assert other.measured_ev == plain.measured_ev
        assert other.stderr_ev == plain.stderr_ev
        assert f"set to {assigned_ev:g} eV" in other.note

    def test_the_energy_in_the_model_counts_where_none_is_given(self) -> None:
        assert MODEL.reference is not None
        line = replace(MODEL.reference, binding_energy_ev=285.0)
        other = find_charge_reference(
            [carbon("tma_5s", 9000)], replace(MODEL, reference=line)
        )
        assert other.assigned_ev == 285.0
        # The bounds of the model stand elsewhere then, but the line is where it is.
        assert other.measured_ev == pytest.approx(
            found("tma_5s", 9000).measured_ev, abs=0.01
        )

    @pytest.mark.parametrize("moved_ev", [-3.0, -1.5, 1.5, 3.0])
    @pytest.mark.parametrize("sample", ["bare_li", "tma_20s"])
    def test_charging_by_a_component_distance_is_not_mistaken_for_chemistry(
        self, sample: str, moved_ev: float
    ) -> None:
        # R-Li/Al-C, C-C and C-O stand 1.5 eV apart, so a charged C-C sits where the
        # next one belongs; only the pattern of the whole region tells.
        moved = find_charge_reference([carbon(sample, 9000, moved_ev)], MODEL)
        assert moved.stderr_ev is not None
        truth = true_shift(region_truth(sample, "C 1s")) - moved_ev
        assert abs(moved.shift_ev - truth) < 3.0 * moved.stderr_ev

    def test_regions_other_than_carbon_do_not_matter(self) -> None:
        oxygen = measured(region_truth("tma_5s", "O 1s"), 1)
        both = find_charge_reference([oxygen, carbon("tma_5s", 9000)], MODEL)
        assert both == found("tma_5s", 9000)

    def test_the_surface_of_a_profile_can_be_referenced(self) -> None:
        truth = profile_truth(0, "C 1s")
        reference = find_charge_reference([measured(truth, 4)], MODEL)
        assert reference.stderr_ev is not None
        assert abs(reference.shift_ev - true_shift(truth)) < 3 * reference.stderr_ev


class TestRefusal:
    def test_a_single_line_where_c_c_and_al_c_are_equally_likely(self) -> None:
        # One symmetric line 1.5 eV below C-C: charged hydrocarbon or uncharged
        # carbide. No carbon spectrum can tell, so none is assumed.
        message = refusal(carbon("li_al_reference", 9000, -1.5))
        assert "C 1s C-C cannot serve as charge reference" in message
        assert "below its detection limit" in message

    @pytest.mark.parametrize("level", [9, 12, 18])
    def test_deep_levels_have_no_hydrocarbon_to_refer_to(self, level: int) -> None:
        truth = profile_truth(level, "C 1s")
        [share] = [c.region_fraction for c in truth.components if c.name == "C-C"]
        assert share is not None
        assert share < 0.30
        message = refusal(measured(truth, 31))
        stated = float(message.split("holds only ")[1].split("%")[0])
        assert stated == pytest.approx(100.0 * share, abs=2.0)
        assert "at least 30 % is needed" in message

    def test_a_larger_neighbor_forbids_it_even_above_30_percent(self) -> None:
        # C-C 40 %, R-Li/Al-C 60 % of noise-free intensity.
        truth = region_truth("tma_5s", "C 1s")
        low, cc, *_ = truth.peaks_cps / [[c.area_cps_ev] for c in truth.components]
        rate = truth.background_cps + 1e5 * (0.6 * low + 0.4 * cc)
        counts = np.random.default_rng(3).poisson(rate * truth.dwell_s * truth.scans)
        spectrum = replace(carbon("tma_5s", 1), intensity=counts.astype(np.float64))
        message = refusal(spectrum)
        assert "R-Li/Al-C is larger, so the maximum is another species" in message

    def test_background_alone_is_below_detection(self) -> None:
        truth = region_truth("tma_5s", "C 1s")
        slope = 3000.0 + 15.0 * (truth.energy_ev - truth.energy_ev[0])
        counts = np.random.default_rng(8).poisson(slope * truth.dwell_s * truth.scans)
        spectrum = replace(carbon("tma_5s", 1), intensity=counts.astype(np.float64))
        assert "below its detection limit" in refusal(spectrum)

    def test_no_carbon_spectrum(self) -> None:
        oxygen = measured(region_truth("tma_5s", "O 1s"), 1)
        assert "no C 1s spectrum to reference energies with" in refusal(oxygen)
        assert "no C 1s spectrum" in refusal()

    def test_too_few_points(self) -> None:
        whole = carbon("tma_5s", 1)
        short = replace(
            whole,
            binding_energy_ev=whole.binding_energy_ev[:5],
            intensity=whole.intensity[:5],
        )
        message = refusal(short)
        assert "C 1s cannot serve as charge reference" in message
        assert "only 5 points" in message

    def test_a_model_without_reference_line(self) -> None:
        bare = replace(MODEL, reference=None)
        with pytest.raises(CalibrationError) as caught:
            find_charge_reference([carbon("tma_5s", 1)], bare)
        message = str(caught.value)
        assert "'li-tma' names no reference line; add [reference]" in message
        assert "--charge-reference none" in message

    def test_a_shift_beyond_5_ev(self) -> None:
        with pytest.raises(CalibrationError, match=r"move energies by \+5\.8 eV"):
            find_charge_reference([carbon("tma_20s", 9000)], MODEL, 290.8)

    @pytest.mark.parametrize("moved_ev", [-5.6, 5.6])
    def test_a_spectrum_beyond_5_ev(self, moved_ev: float) -> None:
        refusal(carbon("tma_20s", 9000, moved_ev))
