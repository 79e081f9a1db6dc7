"""The charge shift of spectra of known truth, and when there is none to be had."""

from __future__ import annotations

import re
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
from sample_spectra.rates import peak_rates
from xpsfit.calibration import find_charge_reference
from xpsfit.errors import CalibrationError
from xpsfit.model import builtin_model
from xpsfit.model.types import Parameter
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
        etch_time_s=truth.etch_time_s,
    )


def surface(sample: str, seed: int, moved_ev: float = 0.0) -> list[Spectrum]:
    """Return all four core levels of a sample."""
    regions = [r.region for r in MODEL.regions]
    return [measured(region_truth(sample, r), seed, moved_ev) for r in regions]


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

    @pytest.mark.parametrize("moved_ev", [-4.0, -1.0, 0.8, 1.5, 4.0])
    def test_other_core_levels_decide_what_a_lone_line_is(
        self, moved_ev: float
    ) -> None:
        # The reference holds C-C only: a single symmetric line.
        moved = find_charge_reference(surface("li_al_reference", 6, moved_ev), MODEL)
        truth = true_shift(region_truth("li_al_reference", "C 1s")) - moved_ev
        assert moved.stderr_ev is not None
        assert abs(moved.shift_ev - truth) < 3.0 * moved.stderr_ev
        assert moved.warnings == ()

    @pytest.mark.parametrize("further_ev", [1.0, 1.4])
    def test_they_hold_against_a_carbonate_where_the_literature_has_it(
        self, further_ev: float
    ) -> None:
        # Carbonate at 289.5 to 289.9 eV instead of the study's 288.5 eV.
        truth = region_truth("bare_li", "C 1s")
        lines = tuple(
            replace(c, measured_center_ev=c.measured_center_ev + further_ev)
            if c.name == "Li2CO3"
            else c
            for c in truth.components
        )
        peaks = peak_rates(truth.energy_ev, lines, truth.family)
        moved = replace(truth, components=lines, peaks_cps=peaks)
        spectra = [measured(moved, 2), *surface("bare_li", 2)[1:]]
        found = find_charge_reference(spectra, MODEL)
        # The model cannot describe this region, so its error is not a fair measure.
        assert found.shift_ev == pytest.approx(true_shift(truth), abs=0.03)

    @pytest.mark.parametrize("moved_ev", [-2.2, -0.8, 1.0, 4.0])
    def test_alone_a_lone_line_is_taken_for_c_c_with_a_warning(
        self, moved_ev: float
    ) -> None:
        spectrum = carbon("li_al_reference", 9000, moved_ev)
        truth = true_shift(region_truth("li_al_reference", "C 1s")) - moved_ev
        moved = find_charge_reference([spectrum], MODEL)
        assert moved.shift_ev == pytest.approx(truth, abs=0.02)
        [warning] = moved.warnings
        assert "fit equally well" in warning
        assert f"{truth:+.1f} eV (with C-C)" in warning

    def test_satellites_outside_the_model_do_not_move_it(self) -> None:
        # A shake-up line of 4 % six eV above C-C, as aromatic carbon has it.
        truth = region_truth("tma_20s", "C 1s")
        [line] = [c for c in truth.components if c.name == "C-C"]
        shake_up = replace(
            line,
            measured_center_ev=line.measured_center_ev + 6.4,
            fwhm_ev=2.5,
            area_cps_ev=0.04 * line.area_cps_ev,
        )
        peaks = peak_rates(truth.energy_ev, (*truth.components, shake_up), truth.family)
        found = find_charge_reference(
            [measured(replace(truth, peaks_cps=peaks), 7)], MODEL
        )
        assert found.shift_ev == pytest.approx(true_shift(truth), abs=0.05)

    def test_a_small_shift_of_the_main_line_needs_no_model_that_fits(self) -> None:
        # Graphite-like: a narrow line with shoulders on both sides and many counts,
        # which the shipped model fits 20 times better 1.5 and 3 eV away.
        energy = np.arange(2790, 2981) / 10.0
        rate = np.full(energy.shape, 2e4)
        for area, center, fwhm in (
            (1.6e5, 283.2, 1.1),
            (7e5, 284.37, 0.77),
            (1.6e5, 285.5, 1.5),
        ):
            sigma = fwhm / 2.3548
            rate += area * np.exp(-0.5 * ((energy - center) / sigma) ** 2) / sigma
        counts = np.random.default_rng(1).poisson(rate).astype(np.float64)
        spectrum = replace(
            carbon("tma_5s", 1), binding_energy_ev=energy, intensity=counts
        )
        found = find_charge_reference([spectrum], builtin_model("adventitious-carbon"))
        assert found.shift_ev == pytest.approx(284.8 - 284.37, abs=0.05)
        assert "does not describe C 1s" in found.warnings[0]

    def test_a_region_too_short_to_testify_is_passed_over(self) -> None:
        first, oxygen, *_ = surface("tma_5s", 9000)
        short = replace(
            oxygen,
            binding_energy_ev=oxygen.binding_energy_ev[:5],
            intensity=oxygen.intensity[:5],
        )
        assert find_charge_reference([short, first], MODEL) == found("tma_5s", 9000)

    def test_the_surface_of_a_profile_can_be_referenced(self) -> None:
        truth = profile_truth(0, "C 1s")
        reference = find_charge_reference([measured(truth, 4)], MODEL)
        assert reference.stderr_ev is not None
        assert abs(reference.shift_ev - true_shift(truth)) < 3 * reference.stderr_ev


class TestRefusal:
    @pytest.mark.parametrize("level", [9, 12, 18])
    def test_deep_levels_have_no_hydrocarbon_to_refer_to(self, level: int) -> None:
        truth = profile_truth(level, "C 1s")
        [share] = [c.region_fraction for c in truth.components if c.name == "C-C"]
        assert share is not None
        assert share < 0.30
        regions = [r.region for r in MODEL.regions]
        message = refusal(*(measured(profile_truth(level, r), 31) for r in regions))
        stated = float(message.split("holds only ")[1].split("%")[0])
        assert stated == pytest.approx(100.0 * share, abs=2.0)
        assert "at least 30 % is needed" in message

    @pytest.mark.parametrize("level", [9, 12, 18])
    def test_carbon_alone_cannot_reference_a_sputtered_level(self, level: int) -> None:
        # Carbide with a shoulder, or hydrocarbon with C-O charged by 1.5 eV.
        message = refusal(measured(profile_truth(level, "C 1s"), 31))
        assert "with R-Li/Al-C as main line of C 1s" in message
        assert "fit equally well" in message

    def test_a_larger_neighbor_forbids_it_even_above_30_percent(self) -> None:
        # C-C 40 %, R-Li/Al-C 60 % of noise-free intensity.
        truth = region_truth("tma_5s", "C 1s")
        low, cc, *_ = truth.peaks_cps / [[c.area_cps_ev] for c in truth.components]
        rate = truth.background_cps + 1e5 * (0.6 * low + 0.4 * cc)
        counts = np.random.default_rng(3).poisson(rate * truth.dwell_s * truth.scans)
        first, *others = surface("tma_5s", 1)
        spectrum = replace(first, intensity=counts.astype(np.float64))
        message = refusal(spectrum, *others)
        assert "R-Li/Al-C is larger, so the maximum is another species" in message

    def test_a_model_that_holds_the_line(self) -> None:
        [own] = [r for r in MODEL.regions if r.region == "C 1s"]
        held = tuple(
            replace(c, center_ev=replace(c.center_ev, vary=False))
            if isinstance(c.center_ev, Parameter) and c.name == "C-C"
            else c
            for c in own.components
        )
        regions = (replace(own, components=held),)
        with pytest.raises(
            CalibrationError, match="a bound of the model or held by it"
        ):
            find_charge_reference(
                [carbon("tma_20s", 1)], replace(MODEL, regions=regions)
            )

    def test_background_alone_is_below_detection(self) -> None:
        truth = region_truth("tma_5s", "C 1s")
        slope = 3000.0 + 15.0 * (truth.energy_ev - truth.energy_ev[0])
        counts = np.random.default_rng(8).poisson(slope * truth.dwell_s * truth.scans)
        spectrum = replace(carbon("tma_5s", 1), intensity=counts.astype(np.float64))
        message = refusal(spectrum)
        assert "below its detection limit" in message
        assert "the maximum of C 1s" not in message

    @pytest.mark.parametrize("moved_ev", [-12.0, -8.0, 6.0, 8.0])
    def test_a_sample_that_charges_further_than_is_looked(
        self, moved_ev: float
    ) -> None:
        message = refusal(*surface("tma_5s", 1, moved_ev))
        assert "shifts were looked for up to 5 eV, and the maximum of C 1s" in message
        found = re.search(r"the shift is about ([+-][0-9.]+) eV", message)
        assert found is not None
        truth = true_shift(region_truth("tma_5s", "C 1s"))
        # To the next point of the spectrum, and to the lines beside it.
        assert float(found[1]) == pytest.approx(truth - moved_ev, abs=0.15)

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
