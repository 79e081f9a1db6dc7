"""Etch times, from the experimental variables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.vamas_reading import levels
from tests.vamas_writer import NONE, Block, File
from xpsfit.errors import UnsupportedDataError

if TYPE_CHECKING:
    from tests.vamas_reading import Read


@pytest.mark.parametrize(
    ("label", "unit", "factor"),
    [
        ("Etch Time", "s", 1),
        ("etching time", "min", 60),
        ("Sputter Time", "minutes", 60),
        ("Time of sputtering", "h", 3600),
    ],
)
def test_the_etch_time_is_found_by_its_label(
    spectra: Read, label: str, unit: str, factor: float
) -> None:
    found = spectra(levels(label, unit, (0, 30, 90.5)))
    assert [one.etch_time_s for one in found] == [0, 30 * factor, 90.5 * factor] * 2


@pytest.mark.parametrize(
    "label", ["Index", "Angle", "Etch Level", "Time", "Sputter rate", "Exp Variable"]
)
def test_other_variables_are_no_etch_time(spectra: Read, label: str) -> None:
    found = spectra(levels(label, "s", (0, 30)))
    assert {one.etch_time_s for one in found} == {None}
    assert found[1].metadata[f"experimental variable: {label} [s]"] == "30"


def test_a_file_with_one_etched_level_keeps_its_time(spectra: Read) -> None:
    found = spectra(levels("Etch Time", "s", (120,)))
    assert [one.etch_time_s for one in found] == [120, 120]


def test_levels_in_an_unknown_unit_have_no_time(spectra: Read) -> None:
    found = spectra(levels("Etch Time", "d", (0, 1)))
    assert {one.etch_time_s for one in found} == {None}
    assert "'d'" in found[0].warnings[0]


def test_a_level_without_a_time_is_pointed_out(spectra: Read) -> None:
    found = spectra(levels("Etch Time", "s", (0, NONE)))
    assert {one.etch_time_s for one in found} == {None}
    found = spectra(levels("Etch Time", "s", (60, NONE)))
    assert [one.etch_time_s for one in found] == [60, None] * 2
    assert found[0].warnings == ("2 blocks have no usable etch time",)


def test_two_etch_times_are_refused(spectra: Read) -> None:
    file = levels("Etch Time", "s", (0, 60))
    variables = (("Sputter Time", "s"), ("Etch Time", "s"))
    with pytest.raises(UnsupportedDataError, match=r"'Sputter Time \[s\]'"):
        spectra(replace(file, variables=variables))


def test_mode_sdp_has_its_sputter_fields(spectra: Read) -> None:
    file = levels("Etch Time", "s", (0, 60))
    found = spectra(replace(file, mode="SDP"))
    assert [one.etch_time_s for one in found] == [0, 60] * 2
    assert found[0].metadata["sputtering ion atomic number"] == "18"
    assert found[0].metadata["sputtering energy [eV]"] == "1000"
    assert found[0].metadata["sputtering mode"] == "cyclic"
    assert found[0].intensity.tolist() == [90, 140, 100]


class TestPlaces:
    def angles(self, label: str, *values: object) -> File:
        blocks = [
            replace(Block(), variables=(value, place), species=species)
            for value, place in zip(values, (7, 8, 9), strict=False)
            for species in ("C", "O")
        ]
        return File(blocks, variables=((label, "degree"), ("PositionX [mm]", "n")))

    @pytest.mark.parametrize("label", ["Angle", "Take-off angle", "emission angle"])
    def test_an_angle_is_found_by_its_label(self, spectra: Read, label: str) -> None:
        found = spectra(self.angles(label, 0, 30, 60))
        assert [one.angle_deg for one in found] == [0, 0, 30, 30, 60, 60]

    def test_a_point_that_goes_with_the_angle_tells_nothing(
        self, spectra: Read
    ) -> None:
        found = spectra(self.angles("Angle", 0, 30, 60))
        assert {one.position for one in found} == {None}

    def test_a_point_that_sets_spectra_apart_is_kept(self, spectra: Read) -> None:
        found = spectra(self.angles("Index", 0, 0))
        assert [one.position for one in found] == ["PositionX [mm] 7"] * 2 + [
            "PositionX [mm] 8"
        ] * 2

    def test_angles_of_zero_everywhere_are_none(self, spectra: Read) -> None:
        found = spectra(self.angles("Angle", 0, 0))
        assert {one.angle_deg for one in found} == {None}

    def test_the_take_off_angle_of_the_block_serves_too(self, spectra: Read) -> None:
        blocks = (Block(take_off=(20, 0)), Block(take_off=(70, 0)))
        assert [one.angle_deg for one in spectra(File(blocks))] == [20, 70]


class TestDoubts:
    @pytest.mark.parametrize(
        ("unit", "value", "doubt"),
        [
            ("d", 5, "the unit 'd' of its 'Etch Time' is not s, min or h"),
            ("s", NONE, "its 'Etch Time' is not supplied"),
            ("s", -5, "its 'Etch Time' is -5 s, a negative time"),
        ],
    )
    def test_it_is_said_why_a_time_is_not_known(
        self, spectra: Read, unit: str, value: object, doubt: str
    ) -> None:
        found = spectra(levels("Etch Time", unit, (60, value)))
        assert found[1].etch_time_s is None
        assert found[1].etch_doubt.startswith(doubt)

    def test_zero_throughout_may_be_level_0_or_nothing(self, spectra: Read) -> None:
        assert {one.unetched for one in spectra(levels("Etch Time", "s", (0,)))} == {
            True
        }
        assert not spectra(levels("Etch Time", "s", (0, 60)))[0].unetched
        assert not spectra(levels("Index", "s", (0,)))[0].unetched
