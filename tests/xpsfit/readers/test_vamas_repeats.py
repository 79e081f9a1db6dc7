"""Blocks that repeat the lines of others are read as if each stood alone."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vamas_writer import Block, File
from xpsfit.errors import FormatError, XpsFitError
from xpsfit.readers import vamas, vamas_fields
from xpsfit.readers.vamas_repeats import Repeats

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vamas_reading import Read
    from xpsfit.spectrum import Spectrum

VARIABLES = (("Etch Level", "d"), ("Angle", "deg"))
WITH_TRANSMISSION = {
    "columns": (("Intensity", "d"), ("Transmission", "d")),
    "rows": ((5, 1), (6, 1.5), (7, 2)),
}
CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"species": "O"},
    {"transition": "2p", "abscissa": ("Kinetic Energy", "eV", 953.25, 0.1)},
    {"date": (2024, 3, 1, 0, 0, 1), "pass_energy": 20},
    {"date": (2024, 3, 1, 0, 0, 2)},
    {"date": (-1, -1, -1, -1, -1, -1), "variables": (3, "1E37")},
    {"comments": ("one",)},
    {"comments": ("Calib M = 284.8 A = 285 BE ADD", "another")},
    {"comments": ("another", "one")},
    {"technique": "UPS"},
    {"parameters": (("Gain", "d", 2),)},
    {"parameters": (("Gain", "d", 3), ("Offset", "d", 1))},
    {"photon_energy": 21.22, "abscissa": ("Kinetic Energy", "eV", 11, 0.5)},
    {"variables": (3, 45)},
    {"dwell": "1E37", "species": "None"},
    {"rows": ((1,), (2,), (3,), (4,), (5,))},
    WITH_TRANSMISSION,
)
FUZZED = settings(
    max_examples=150,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def several(draw: st.DrawFn) -> list[Block]:
    plain = Block(variables=(0, 0))
    drawn = draw(st.lists(st.sampled_from(CHANGES), min_size=3, max_size=7))
    return [
        replace(plain, identifier=f"block {index}", sample=f"point {index % 2}", **how)
        for index, how in enumerate(drawn)
    ]


def everything(spectrum: Spectrum) -> dict[str, Any]:
    said = asdict(spectrum)
    for name in ("binding_energy_ev", "intensity", "transmission"):
        said[name] = None if said[name] is None else said[name].tolist()
    said["fields"] = list(spectrum.metadata)
    # Whether angles and points count is decided by all blocks of a file together.
    del said["angle_deg"], said["position"]
    return said


@FUZZED
@given(blocks=several())
def test_every_block_is_read_as_in_a_file_of_its_own(
    blocks: list[Block], tmp_path: Path
) -> None:
    path = tmp_path / "sample.vms"
    path.write_text(File(blocks, variables=VARIABLES).text())
    found = vamas.read(path)
    assert len(found) == len(blocks)
    for index, (one, block) in enumerate(zip(found, blocks, strict=True), start=1):
        path.write_text(File((block,), variables=VARIABLES).text())
        (alone,) = vamas.read(path)
        assert everything(one) == {**everything(alone), "block": index}


@FUZZED
@given(
    blocks=several(),
    place=st.integers(70, 300),
    line=st.sampled_from((None, "", "7", "-1", "3", "1E37", "x", "XPS", "SIMS", "4e9")),
)
def test_damage_is_reported_as_by_reading_line_by_line(
    blocks: list[Block], place: int, line: str | None, tmp_path: Path
) -> None:
    lines = File(blocks, variables=VARIABLES).lines()
    place = min(place, len(lines) - 1)
    lines[place : place + 1] = [] if line is None else [line]
    path = tmp_path / "sample.vms"
    path.write_text("\n".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Repeats, "of_known_kind", lambda *_: None)
        patch.setattr(Repeats, "like_latest", lambda *_: None)
        expected = told(path)
    assert told(path) == expected


def told(path: Path) -> object:
    try:
        return [everything(one) for one in vamas.read(path)]
    except XpsFitError as error:
        return str(error)


def test_blocks_alike_are_not_read_line_by_line(
    spectra: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def counted(cursor: Any, header: Any, group: Any, block: Any) -> None:
        read.append(block.index)
        genuine(cursor, header, group, block)

    genuine = vamas_fields.read_group
    monkeypatch.setattr(vamas_fields, "read_group", counted)
    blocks = [Block(variables=(level, 0)) for level in range(5)]
    assert len(spectra(File(blocks, variables=VARIABLES))) == 5
    assert read.count(1) == read.count(2) > 30
    assert [read.count(index) for index in (3, 4, 5)] == [1, 1, 1]


def test_of_several_wrong_lines_the_first_is_named(spectra: Read) -> None:
    blocks = [Block(variables=(level, 0)) for level in range(4)]
    lines = File(blocks, variables=VARIABLES).lines()
    techniques = [place for place, line in enumerate(lines) if line == "XPS"]
    ordinate = next(place for place, line in enumerate(lines) if line == "140")
    assert ordinate < techniques[1]
    for wrong in (techniques[3], techniques[2], ordinate):
        lines[wrong] = "no such thing"
        with pytest.raises(FormatError) as caught:
            spectra("\n".join(lines))
        assert caught.value.line == wrong + 1


def test_another_date_comment_or_variable_makes_no_other_kind_of_block(
    spectra: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: tuple[dict[str, Any], ...] = (
        {},
        {"species": "O", "transition": "1s", "pass_energy": 20},
    )
    blocks = [
        Block(
            variables=(level, 0),
            date=(2024, 3, 1, 0, level, 0),
            comments=("no charge shift", f"level {level}"),
            **kinds[region],
        )
        for level in range(6)
        for region in ((0, 1), (1, 0))[level % 2]
    ]
    read = []

    def counted(cursor: Any, header: Any, group: Any, block: Any) -> None:
        read.append((block.index, group.number))
        genuine(cursor, header, group, block)

    genuine = vamas_fields.read_group
    monkeypatch.setattr(vamas_fields, "read_group", counted)
    found = spectra(File(blocks, variables=VARIABLES))
    assert [one.region for one in found[:4]] == ["C 1s", "O 1s", "O 1s", "C 1s"]
    assert found[9].metadata["block comments"] == "no charge shift | level 4"
    assert found[9].metadata["date"] == "2024-03-01T00:04:00"
    assert {number for index, number in read if index > 4} == {*range(1, 7), 8, 11}
