"""What xpsfit keeps in the comments of VAMAS, also after others had the file."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_spectrum
from tests.vamas_writer import Block, File
from xpsfit.readers import read
from xpsfit.writers.spectra import write_spectra

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.spectrum import Spectrum

RECORD = {
    "region": "C 1s",
    "sample": "Schröder",
    "etch_time_s": None,
    "transmission_state": "corrected",
    "metadata": {"lens mode": "Standard"},
    "warnings": ["the axis was cut"],
}


def lines(record: object, width: int = 33) -> list[str]:
    text = record if isinstance(record, str) else json.dumps(record)
    return [
        f"xpsfit: {text[start : start + width]}|"
        for start in range(0, len(text), width)
    ]


def read_one(folder: Path, **changes: object) -> Spectrum:
    path = folder / "a.vms"
    block = Block(**{"sample": "Schroder", **changes})  # type: ignore[arg-type]
    path.write_text(File((block,)).text(), "ascii", newline="")
    [one] = read(path)
    return one


def test_it_adds_what_has_no_field(tmp_path: Path) -> None:
    one = read_one(tmp_path, comments=["Etched", *lines(RECORD)])
    assert one.sample == "Schröder"
    assert one.transmission_state == "corrected"
    assert one.metadata == {"lens mode": "Standard"}
    assert one.warnings == ("the axis was cut",)


@pytest.mark.parametrize("width", [1, 7, 1000])
def test_the_pieces_may_have_any_length(tmp_path: Path, width: int) -> None:
    one = read_one(tmp_path, comments=lines(RECORD, width))
    assert one.sample == "Schröder"


def test_what_another_program_changed_counts(tmp_path: Path) -> None:
    one = read_one(
        tmp_path, comments=lines(RECORD), sample="new name", species="O", scans=3
    )
    assert (one.sample, one.region, one.scans) == ("new name", "O 1s", 3)
    assert one.metadata == {"lens mode": "Standard"}


def test_a_charge_shift_that_was_added_is_still_warned_of(tmp_path: Path) -> None:
    shift = "Calib M = 282.4 A = 285 BE ADD"
    one = read_one(tmp_path, comments=[shift, *lines(RECORD)])
    assert one.warnings[0] == "the axis was cut"
    assert shift in one.warnings[1]


@pytest.mark.parametrize(
    "text",
    [
        '{"metadata": {',
        "[]",
        "{}",
        '{"metadata": {}, "warnings": [], "region": 1, "sample": ""}',
        '{"metadata": {"a": "\\u001b"}, "warnings": [], "region": "", "sample": ""}',
        "[" * 90_000,
        '{"metadata": {"' + "x" * 110_000,
    ],
)
def test_damage_costs_the_record_only(tmp_path: Path, text: str) -> None:
    one = read_one(tmp_path, comments=lines(text, 500))
    assert one.intensity.tolist() == [90.0, 140.0, 100.0]
    assert (one.sample, one.transmission_state) == ("Schroder", "unknown")
    assert one.metadata["technique"] == "XPS"
    assert "are damaged and not used" in one.warnings[0]


def test_the_record_of_block_1_is_not_that_of_others(tmp_path: Path) -> None:
    path = tmp_path / "a.vms"
    first = Block(sample="Schroder", comments=lines(RECORD))
    # Group 8, the comments, is left out of later blocks and taken over from block 1.
    file = File((first, Block(sample="other")), listed=(8,), sign=-1)
    path.write_text(file.text(), "ascii", newline="")
    one, other = read(path)
    assert one.transmission_state == "corrected"
    assert (other.sample, other.transmission_state) == ("other", "unknown")
    assert other.metadata["technique"] == "XPS"


def test_a_damaged_record_does_not_live_on_in_the_comments(tmp_path: Path) -> None:
    damaged = read_one(tmp_path, comments=["Etched", *lines("{}")])
    path = write_spectra(tmp_path / "b.vms", [damaged])
    [again] = read(path)
    assert again.metadata == damaged.metadata
    assert again.warnings == damaged.warnings


def test_a_level_at_0_s_beside_a_surface_keeps_its_time(tmp_path: Path) -> None:
    spectra = [a_spectrum(etch_time_s=time) for time in (0.0, None)]
    after = read(write_spectra(tmp_path / "a.vms", spectra))
    assert [one.etch_time_s for one in after] == [0.0, None]
    assert [one.warnings for one in after] == [(), ()]


class TestPlaces:
    """A file of three points and angles, and what others make of it."""

    PLACES = (("center", 0.0), ("edge", 62.5), (None, None))

    def written(self, folder: Path) -> Path:
        spectra = [
            replace(a_spectrum(), position=position, angle_deg=angle)
            for position, angle in self.PLACES
        ]
        return write_spectra(folder / "a.vms", spectra)

    def changed(self, folder: Path, old: str, new: str) -> list[Spectrum]:
        path = self.written(folder)
        content = path.read_bytes()
        before, after = (f"\r\n{text}\r\n".encode() for text in (old, new))
        assert content.count(before) == 1
        path.write_bytes(content.replace(before, after))
        return read(path)

    def test_they_are_kept_by_name(self, tmp_path: Path) -> None:
        found = read(self.written(tmp_path))
        assert tuple((one.position, one.angle_deg) for one in found) == self.PLACES

    def test_without_records_the_fields_still_tell(self, tmp_path: Path) -> None:
        path = self.written(tmp_path)
        text = path.read_text("ascii").replace("xpsfit: ", "other: ")
        path.write_text(text, "ascii", newline="")
        found = read(path)
        assert [one.angle_deg for one in found] == [0.0, 62.5, None]

    def test_an_angle_that_was_changed_counts(self, tmp_path: Path) -> None:
        _, second, third = self.changed(tmp_path, "62.5\r\n2", "45\r\n2")
        assert (second.position, second.angle_deg) == ("edge", 45.0)
        assert (third.position, third.angle_deg) == (None, None)

    def test_an_angle_with_fewer_digits_is_not_changed(self, tmp_path: Path) -> None:
        second = self.changed(tmp_path, "62.5\r\n2", "62.50001\r\n2.0000")[1]
        assert (second.position, second.angle_deg) == ("edge", 62.5)

    def test_a_point_that_was_changed_is_not_called_by_its_old_name(
        self, tmp_path: Path
    ) -> None:
        second = self.changed(tmp_path, "62.5\r\n2", "62.5\r\n7")[1]
        assert (second.position, second.angle_deg) == (None, 62.5)

    @pytest.mark.parametrize(
        "place",
        [
            {"angle_deg": {"value": "45", "written": {}}},
            {"angle_deg": {"value": 1e999, "written": {}}},
            {"position": {"value": 2, "written": {}}},
            {"position": {"value": "\x1b", "written": {}}},
            {"etch_level": -1},
        ],
    )
    def test_a_wrong_place_is_damage(
        self, tmp_path: Path, place: dict[str, object]
    ) -> None:
        one = read_one(tmp_path, comments=lines({**RECORD, **place}))
        assert "are damaged and not used" in one.warnings[0]
        assert one.position is None


def test_a_level_knows_its_number_until_its_time_is_changed(tmp_path: Path) -> None:
    spectra = [
        replace(a_spectrum(etch_time_s=time), etch_level=level)
        for level, time in enumerate((0.0, 31.5))
    ]
    path = write_spectra(tmp_path / "a.vms", spectra)
    assert [one.etch_level for one in read(path)] == [0, 1]
    text = path.read_text("ascii")
    assert text.count("\n31.5\n") == 1
    path.write_text(text.replace("\n31.5\n", "\n60\n"), "ascii", newline="\r\n")
    second = read(path)[1]
    assert (second.etch_time_s, second.etch_level) == (60.0, None)
