"""Damaged files: the message names the line and the field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.vamas_reading import levels
from tests.vamas_writer import MAGIC, File, of_one
from xpsfit.errors import FormatError, InputError, XpsFitError

if TYPE_CHECKING:
    from tests.vamas_reading import Read


@pytest.mark.parametrize(
    ("file", "words", "found"),
    [
        (of_one(technique="FAT "), "expected the technique", "FAT "),
        (of_one(analyser_mode="50 "), "expected the analyser mode", "50 "),
        (of_one(signal_mode="1s "), "expected the signal mode", "1s "),
        (of_one(pass_energy="fifty"), "pass energy or retard ratio, fo", "fifty"),
        (of_one(scans=""), "number of scans, found an empty line", ""),
        (of_one(photon_energy="1486,68"), "the source energy", "1486,68"),
        (of_one(photon_energy="nan"), "the source energy", "nan"),
        (of_one(photon_energy="1e999"), "the source energy", "1e999"),
        (of_one(dwell="0x10"), "signal collection time", "0x10"),
        (of_one(dwell="1_0"), "signal collection time", "1_0"),
        (of_one(rows=(("5",), ("61 62 63",))), "one item a line", "61 62 63"),
        (of_one(count=2), "expected 'end of experiment' after block 1", "90"),
        (of_one(count=-3), "number of ordinate values, found '-3'", "-3"),
        (of_one(columns=(), rows=(), count="2.0"), "shared by 0", "2.0"),
        (File(mode="MAPD"), r"experiment mode \(NORM, SDP, MAP", "MAPD"),
        (File(scan_mode="ZIGZAG"), "the scan mode", "ZIGZAG"),
        (File(block_count=0), "after block 0, found 'C 1s/1'", "C 1s/1"),
        (File(block_count=2), "the file holds fewer", "end of experiment"),
        (File(terminator="and so on"), "found 'and so on'", "and so on"),
    ],
)
def test_damage_is_named_by_field_and_line(
    spectra: Read, file: File, words: str, found: str
) -> None:
    with pytest.raises(FormatError, match=words) as caught:
        spectra(file)
    assert file.lines().count(found) == 1
    assert caught.value.line == file.lines().index(found) + 1


def test_a_second_experiment_in_the_file_is_refused(spectra: Read) -> None:
    text = of_one().text()
    with pytest.raises(FormatError, match="goes on after") as caught:
        spectra(text + text)
    assert caught.value.line == len(of_one().lines()) + 1


SERIES = replace(levels("Etch Time", "s", (0, 60)), mode="SDP", comments=("one",))


@pytest.mark.parametrize("kept", range(len(SERIES.lines())))
def test_a_truncated_file_says_so(spectra: Read, kept: int) -> None:
    lines = SERIES.lines()[:kept]
    if kept == len(SERIES.lines()) - 1:
        assert "may be incomplete" in spectra("\n".join(lines))[0].warnings[0]
        return
    with pytest.raises(FormatError) as caught:
        spectra("\n".join(lines))
    assert caught.value.line is not None
    assert caught.value.line <= max(kept, 1)
    if kept > 0:
        assert "truncated" in caught.value.message


def without_line(index: int) -> str:
    lines = SERIES.lines()
    return "\n".join([*lines[:index], *lines[index + 1 :]])


@pytest.mark.parametrize("index", range(1, len(SERIES.lines()) - 1))
def test_a_missing_line_never_gives_other_numbers(spectra: Read, index: int) -> None:
    whole = [one.intensity.tolist() for one in spectra(SERIES)]
    try:
        found = spectra(without_line(index))
    except XpsFitError:
        return
    assert [one.intensity.tolist() for one in found] == whole


@pytest.mark.parametrize(
    "file",
    [
        File(block_count=4_000_000_000),
        of_one(count=4_000_000_000),
        of_one(count="1E37"),
        replace(SERIES, comments=("",), block_count="4e9"),
    ],
)
def test_a_huge_count_is_refused_before_memory_is_taken(
    spectra: Read, file: File
) -> None:
    with pytest.raises(FormatError, match="lines follow"):
        spectra(file)


@pytest.mark.parametrize("line", [5, 8, 9, 10, 11, 12, 13, 14, 24])
def test_no_counted_list_can_be_longer_than_the_file(spectra: Read, line: int) -> None:
    lines = File().lines()
    assert lines[line] in {"0", "1"}
    lines[line] = "4000000000"
    if line == 8:
        assert spectra("\n".join(lines))
        return
    with pytest.raises(FormatError, match="4000000000"):
        spectra("\n".join(lines))


def test_a_file_that_is_too_large_is_refused(
    spectra: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xpsfit.readers.text.MAX_TEXT_BYTES", 1000)
    with pytest.raises(InputError, match="larger than"):
        spectra(of_one(comments=("x" * 1000,)))


def test_another_text_is_not_vamas(spectra: Read) -> None:
    with pytest.raises(FormatError, match="format identifier"):
        spectra("hello\n")


def test_the_identifier_alone_is_a_truncated_file(spectra: Read) -> None:
    with pytest.raises(FormatError, match="ends where the institution is expected"):
        spectra(MAGIC)
