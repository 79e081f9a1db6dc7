"""Files and blocks that hold something else than spectra."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.vamas_writer import NONE, Block, File, of_one
from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers.text_lines import TextLines
from xpsfit.readers.vamas_block import read_blocks
from xpsfit.readers.vamas_header import Header
from xpsfit.readers.vamas_lines import LineCursor

if TYPE_CHECKING:
    from tests.vamas_reading import Read


@pytest.mark.parametrize("mode", ["MAP", "MAPDP"])
def test_a_map_of_one_point_is_read(spectra: Read, mode: str) -> None:
    blocks = (Block(xy=(16384, 16384)), Block(xy=(16384, 16384), species="O"))
    found = spectra(File(blocks, mode=mode, positions=(1, 32768, 32768)))
    assert [one.region for one in found] == ["C 1s", "O 1s"]
    assert found[0].metadata["x coordinate"] == "16384"
    assert found[0].intensity.tolist() == [90, 140, 100]


@pytest.mark.parametrize("mode", ["MAP", "MAPDP"])
def test_points_of_a_map_are_told_apart(spectra: Read, mode: str) -> None:
    blocks = (Block(xy=(1, 1)), Block(xy=(1, 2)), Block(xy=(2, 1)))
    found = spectra(File(blocks, mode=mode, positions=(3, 2, 2)))
    assert [one.position for one in found] == ["x 1, y 1", "x 1, y 2", "x 2, y 1"]


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("MAPSV", "map of single values"),
        ("MAPSVDP", "every sputtered layer"),
        ("SEM", "scanning electron image"),
        ("SDPSV", "finished sputter profile"),
        ("NOEXP", "no experiment"),
    ],
)
def test_modes_without_spectra_say_what_they_hold(
    spectra: Read, mode: str, words: str
) -> None:
    with pytest.raises(UnsupportedDataError, match=words):
        spectra(File(mode=mode))


def test_scan_mode_mapping_is_refused(spectra: Read) -> None:
    with pytest.raises(UnsupportedDataError, match="MAPPING"):
        spectra(File(scan_mode="MAPPING"))


@pytest.mark.parametrize(
    "technique",
    [
        "AES diff",
        "AES dir",
        "EDX",
        "ELS",
        "FABMS",
        "FABMS energy spec",
        "ISS",
        "SIMS",
        "SIMS energy spec",
        "SNMS",
        "SNMS energy spec",
        "XRF",
    ],
)
@pytest.mark.parametrize("mode", ["NORM", "SDP"])
def test_other_techniques_are_parsed_and_refused_by_name(
    spectra: Read, mode: str, technique: str
) -> None:
    blocks = (Block(technique=technique), Block(species="O"))
    (one,) = spectra(File(blocks, mode=mode))
    assert (one.region, one.intensity.tolist()) == ("O 1s", [90, 140, 100])
    assert f"block 1 (line 16, 'C 1s/1'): it holds {technique}" in one.warnings[0]
    with pytest.raises(UnsupportedDataError, match=f"it holds {technique} data"):
        spectra(File(blocks[:1], mode=mode))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"photon_energy": NONE}, "photon energy is missing"),
        ({"abscissa": ("Index", "d", 0, 1)}, r"its axis is 'Index \[d\]'"),
        ({"abscissa": ("Energy", "eV", 0, 1)}, r"its axis is 'Energy \[eV\]'"),
        ({"abscissa": ("Kinetic Energy", "keV", 1, 1)}, "neither kinetic nor binding"),
        ({"abscissa": ("Kinetic Energy", "eV", 1191, 0)}, "do not change at all"),
        ({"abscissa": ("Kinetic Energy", "eV", NONE, 1)}, "start or the increment"),
        ({"abscissa": ("Kinetic Energy", "eV", 9, NONE)}, "start or the increment"),
        ({"abscissa": ("Kinetic Energy", "eV", 1e30, 1)}, "missing or beyond"),
        ({"rows": ((1,), (NONE,), (2,))}, "an intensity is not supplied"),
        ({"rows": ()}, "no points"),
        ({"columns": (("Transmission", "d"),)}, "no column of intensities"),
    ],
)
def test_unusable_blocks_say_why(
    spectra: Read, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(UnsupportedDataError, match=words):
        spectra(of_one(**changes))


def test_an_irregular_axis_that_turns_back_is_refused(spectra: Read) -> None:
    block = Block(
        columns=(("Kinetic Energy", "eV"), ("Intensity", "d")),
        rows=((1191, 5), (1193, 6), (1192, 7)),
    )
    with pytest.raises(UnsupportedDataError, match="do not run in one direction"):
        spectra(File((block,), scan_mode="IRREGULAR"))


def test_a_binding_axis_needs_no_photon_energy(spectra: Read) -> None:
    abscissa = ("Binding Energy", "eV", 294.0, 0.5)
    (one,) = spectra(of_one(abscissa=abscissa, photon_energy=NONE))
    assert one.photon_energy_ev is None


def test_a_transmission_with_gaps_is_dropped_with_a_warning(spectra: Read) -> None:
    columns = (("Intensity", "d"), ("Transmission", "d"))
    (one,) = spectra(of_one(columns=columns, rows=((5, 1), (6, NONE), (7, 1))))
    assert one.transmission is None
    assert "gaps" in one.warnings[0]


def test_many_unusable_blocks_make_one_warning(spectra: Read) -> None:
    blocks = [Block(), *(Block(technique="SIMS") for _ in range(5))]
    (one,) = spectra(File(blocks))
    assert len(one.warnings) == 1
    assert one.warnings[0].endswith("and 2 more")


@pytest.mark.parametrize("mode", ["MAPSV", "MAPSVDP", "SEM", "SDPSV"])
@pytest.mark.parametrize("technique", ["XPS", "AES diff", "SIMS"])
def test_the_layout_of_a_block_is_known_for_every_mode(
    mode: str, technique: str
) -> None:
    block = Block(technique=technique)
    groups = block.groups(mode, "REGULAR").values()
    lines = [
        block.identifier,
        block.sample,
        *(item for group in groups for item in group),
    ]
    text = TextLines.of([str(line) for line in [*lines, *block.tail()]])
    cursor = LineCursor(text, Path("a.vms"))
    header = Header({}, mode, "REGULAR", 0, (), frozenset(range(1, 41)), 0, 1, 1)
    (found,) = read_blocks(cursor, header)
    assert found.ordinates.tolist() == [[100], [140], [90]]
    assert ("last linescan finish y" in found.numbers) == mode.startswith(
        ("MAP", "SEM")
    )
    assert cursor.lines_left == 0


def test_many_declared_positions_with_one_in_use_are_read(spectra: Read) -> None:
    blocks = (Block(xy=(7, 8)), Block(xy=(7, 8), species="O"))
    found = spectra(File(blocks, mode="MAP", positions=(64, 8, 8)))
    assert [one.region for one in found] == ["C 1s", "O 1s"]


def test_two_transmission_columns_are_refused(spectra: Read) -> None:
    columns = (("Intensity", "d"), ("Transmission", "d"), ("transmission 2", "d"))
    with pytest.raises(UnsupportedDataError, match="more than one transmission"):
        spectra(of_one(columns=columns, rows=((5, 1, 2),)))


def test_more_blocks_than_a_person_can_fit_are_refused(
    spectra: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xpsfit.readers.vamas_header.MAX_BLOCKS", 2)
    with pytest.raises(UnsupportedDataError, match="holds 3 blocks, more than the 2"):
        spectra(File((Block(),) * 3))


def test_implausibly_many_variables_are_refused(spectra: Read) -> None:
    with pytest.raises(FormatError, match="1001 experimental variables"):
        spectra(File(variables=(("a", "b"),) * 1001))
