"""What xpsfit keeps in the comments of VAMAS, also after others had the file."""

from __future__ import annotations

import json
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
