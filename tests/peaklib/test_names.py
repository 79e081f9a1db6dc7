import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaklib import UnknownLevelError, parent_level, parse_core_level

SPELLINGS = {
    "C1s": "C 1s",
    "C 1s": "C 1s",
    "c1s": "C 1s",
    " C  1s ": "C 1s",
    "C1S": "C 1s",
    "C1s Scan": "C 1s",
    "C1s Scan_0": "C 1s",
    "C 1s 94": "C 1s",
    "C 1s1/2": "C 1s",
    "O1s Snap": "O 1s",
    "Li1s Region 3": "Li 1s",
    "Al2p3/2": "Al 2p3/2",
    "Al 2p 3/2": "Al 2p3/2",
    "Al 2p 3": "Al 2p",
    "al2P": "Al 2p",
    "In 3d5": "In 3d5/2",
    "In 3d5 12": "In 3d5/2",
    "Sn 3d": "Sn 3d",
    "Sn 3d 32": "Sn 3d",
    "Sn3d5/2 Scan 2": "Sn 3d5/2",
    "Pt4f PE20": "Pt 4f",
    "U4f Scan": "U 4f",
    "U 4p": "U 4p",
    "Si2p": "Si 2p",
    "S2p": "S 2p",
    "CO2P": "Co 2p",
    "As 2p": "As 2p",
    "Pa4f7/2": "Pa 4f7/2",
}

STRANGERS = [
    "Survey",
    "Wide",
    "VBM",
    "HeI VBM",
    "Valence",
    "O KLL",
    "Cu LMM",
    "",
    " ",
    "C",
    "1s",
    "C 1s/8",
    "O 1s/6",
    "C1s2",
    "Al2p2",
    "Al2p3/4",
    "Al2p5/2",
    "C 1p",
    "Li 3d",
    "H 1s",
    "Xx 1s",
    "C 1s and O 1s",
    "C 1s; O 1s",
    "C 1ſ",
    "../C 1s",
    "C 1s\x00",
    "C 1s " + "1" * 1000,
]


@pytest.mark.parametrize(("text", "name"), SPELLINGS.items())
def test_it_reads_what_instruments_write(text: str, name: str) -> None:
    assert parse_core_level(text) == name


@pytest.mark.parametrize("text", STRANGERS)
def test_it_refuses_what_is_no_core_level(text: str) -> None:
    with pytest.raises(UnknownLevelError):
        parse_core_level(text)


def test_the_refusal_says_how_to_write_a_level() -> None:
    with pytest.raises(UnknownLevelError, match="'Survey'; a core level is written"):
        parse_core_level("Survey")


def test_the_refusal_lists_the_levels_of_the_element() -> None:
    with pytest.raises(UnknownLevelError, match=r"level of Al 'Al 4f'; known: 2s, 2p"):
        parse_core_level("Al 4f")


@given(st.text(max_size=120))
def test_random_text_raises_nothing_but_an_unknown_level(text: str) -> None:
    try:
        name = parse_core_level(text)
    except UnknownLevelError:
        return
    assert parse_core_level(name) == name


@given(st.from_regex(r"\A[A-Za-z]{1,3} ?[0-9][spdfg][0-9]?(/2)?[ _]?[A-Za-z0-9]*\Z"))
def test_text_that_looks_like_a_level_is_read_or_refused(text: str) -> None:
    try:
        name = parse_core_level(text)
    except UnknownLevelError:
        return
    assert name.replace(" ", "").lower()[:3] == text.replace(" ", "").lower()[:3]


def test_a_line_of_a_pair_belongs_to_the_pair() -> None:
    assert parent_level("In 3d5/2") == "In 3d"
    assert parent_level("Al2p1/2 Scan") == "Al 2p"


def test_a_whole_level_is_its_own_parent() -> None:
    assert parent_level("C 1s") == "C 1s"
    assert parent_level("Al 2p") == "Al 2p"


def test_it_is_quick_enough_to_be_asked_for_every_level_of_a_series() -> None:
    parse_core_level("Sn3d5/2 Scan 2")
    start = time.perf_counter()
    for _ in range(10_000):
        parse_core_level("Sn3d5/2 Scan 2")
    assert time.perf_counter() - start < 1.0
