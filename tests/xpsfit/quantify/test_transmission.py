"""When the transmission function of a file enters, when it must not, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from xpsfit.errors import QuantificationError
from xpsfit.quantify import TransmissionPlan, plan_transmission
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.settings import TransmissionRule
    from xpsfit.spectrum import TransmissionState

COLUMN = np.linspace(1.0, 2.0, 11)
ALL_RULES: tuple[TransmissionRule, ...] = ("auto", "file", "none")


def a_spectrum(
    region: str = "C 1s",
    pass_ev: float | None = 50.0,
    column: FloatArray | None = COLUMN,
    state: TransmissionState = "raw",
) -> Spectrum:
    return Spectrum(
        region,
        "foil",
        np.linspace(280.0, 290.0, 11),
        np.full(11, 100.0),
        "counts",
        pass_energy_ev=pass_ev,
        transmission=column,
        transmission_state=state,
    )


def plan(rule: TransmissionRule, *spectra: Spectrum) -> TransmissionPlan:
    return plan_transmission(spectra, rule)


def refusal(rule: TransmissionRule, *spectra: Spectrum) -> str:
    with pytest.raises(QuantificationError) as caught:
        plan_transmission(spectra, rule)
    return str(caught.value)


class TestOnePassEnergy:
    @pytest.mark.parametrize("rule", ["auto", "none"])
    def test_nothing_is_applied_unless_asked_for(self, rule: TransmissionRule) -> None:
        found = plan(rule, a_spectrum(), a_spectrum("O 1s"))
        assert found == TransmissionPlan(False, "T = 1 for all regions")

    def test_the_column_is_applied_on_request(self) -> None:
        found = plan("file", a_spectrum(), a_spectrum("O 1s"))
        assert found == TransmissionPlan(True, "the file's own function is applied")

    def test_a_file_without_column_is_fine_where_none_is_needed(self) -> None:
        assert not plan("auto", a_spectrum(column=None)).apply

    def test_unknown_pass_energies_count_as_one(self) -> None:
        assert not plan("auto", a_spectrum(pass_ev=None), a_spectrum("O 1s")).apply


class TestTwoPassEnergies:
    def test_the_column_is_applied_and_the_reason_is_told(self) -> None:
        found = plan("auto", a_spectrum(pass_ev=50.0), a_spectrum("O 1s", 20.0))
        assert found.apply
        assert found.sentence.endswith("because pass energies differ (20, 50 eV)")
        assert found.sentence.startswith("the file's own function is applied")

    @pytest.mark.parametrize(
        "column", [None, np.zeros(11), -COLUMN, np.full(11, np.nan)]
    )
    def test_areas_are_not_compared_without_a_usable_column(
        self,
        column: FloatArray | None,
    ) -> None:
        message = refusal("auto", a_spectrum(), a_spectrum("O 1s", 20.0, column))
        assert "pass energies differ (20, 50 eV)" in message
        assert "--region" in message
        assert "--transmission none" in message

    def test_t_can_be_taken_as_1_on_request(self) -> None:
        found = plan("none", a_spectrum(), a_spectrum("O 1s", 20.0, None))
        assert found == TransmissionPlan(False, "T = 1 for all regions")


class TestMissingColumn:
    @pytest.mark.parametrize("column", [None, np.zeros(11)])
    def test_a_request_that_a_file_cannot_meet_names_the_region(
        self,
        column: FloatArray | None,
    ) -> None:
        message = refusal("file", a_spectrum(), a_spectrum("O 1s", column=column))
        assert message.startswith("O 1s: the file holds no usable transmission")
        assert "--transmission none" in message


class TestCorrectedIntensities:
    @pytest.mark.parametrize("rule", ["auto", "none"])
    def test_they_are_left_as_they_are(self, rule: TransmissionRule) -> None:
        corrected = [a_spectrum(state="corrected"), a_spectrum("O 1s", 20.0)]
        both = [corrected[0], a_spectrum("O 1s", 20.0, state="corrected")]
        found = plan(rule, *both)
        assert not found.apply
        assert found.sentence == "intensities were corrected by the instrument"

    def test_they_are_never_corrected_twice(self) -> None:
        message = refusal("file", a_spectrum(state="corrected"))
        assert "corrected twice" in message
        assert "--transmission auto" in message

    @pytest.mark.parametrize("rule", ALL_RULES)
    def test_they_are_never_mixed_with_raw_ones(self, rule: TransmissionRule) -> None:
        message = refusal(rule, a_spectrum(state="corrected"), a_spectrum("O 1s"))
        assert "some intensities are already corrected" in message
        assert "separately" in message


class TestValue:
    def test_it_is_interpolated_on_the_measured_scale(self) -> None:
        # T = 1 at 280 eV and 2 at 290 eV, so 1.483 at 284.83 eV.
        applied = TransmissionPlan(True, "applied")
        assert applied.at(a_spectrum(), 284.83) == pytest.approx(1.483)

    def test_it_is_1_where_none_is_applied(self) -> None:
        assert TransmissionPlan(False, "T = 1").at(a_spectrum(), 284.83) == 1.0
        assert TransmissionPlan(True, "applied").at(a_spectrum(column=None), 285.0) == 1
