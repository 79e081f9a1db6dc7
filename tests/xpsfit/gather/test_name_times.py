"""Times and levels in the names of files, where a core level looks like a second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xpsfit.gather.name_times import level_in, times_in

LEVELS = ("C1s", "C 1s", "Li1s", "Li 1s", "O_1s", "Al2p", "In3d5", "Au 4f7", "S2s")
UNITS = {
    "s": 1, "S": 1, "sec": 1, "seconds": 1, "min": 60, "Min": 60, "minutes": 60,
    "h": 3600, "hr": 3600,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("C1s_120s", [120]),
        ("Etch 120 s", [120]),
        ("120 min O1s", [7200]),
        ("Etch120s_C1s", [120]),
        ("sputter_time_30s", [30]),
        ("1 min 30 s", [90]),
        ("1h30min_Li1s", [5400]),
        ("2.5min Al2p", [150]),
        ("2,5min Al2p", [150]),
        ("O1s before etching", [0]),
        ("Li 1s as received", [0]),
        ("C1s_unetched", [0]),
        ("tma_20s_C1s_60s", [20, 60]),
        ("C1s", []),
        ("Li 1s", []),
        ("Cl2s Scan_3", []),
        ("survey 2020", []),
        ("200s1", []),
        ("C1s_30shots", []),
        ("v1.30s", []),
    ],
)
def test_a_name_says_these_times(name: str, times: list[float]) -> None:
    assert [mark.time_s for mark in times_in(name)] == times


@pytest.mark.parametrize(
    ("name", "labelled"),
    [("Etch 60 s", True), ("60s etch", True), ("etch_time=60s", True), ("60s", False)],
)
def test_a_word_for_etching_beside_a_time_is_noticed(name: str, labelled: bool) -> None:
    assert [mark.labelled for mark in times_in(name)] == [labelled]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("C1s_Level 3", 3),
        ("lvl02_O1s", 2),
        ("Pt_Etch1", 1),
        ("C1s_L12", 12),
        ("cycle-4", 4),
        ("Etch 120 s", None),
        ("C1s Scan_3", None),
        ("Level 1 Level 2", None),
        ("AlL3", None),
    ],
)
def test_a_name_numbers_this_level(name: str, level: int | None) -> None:
    assert level_in(name) == level


@given(
    level=st.sampled_from(LEVELS),
    number=st.integers(0, 99_999),
    unit=st.sampled_from(sorted(UNITS)),
    gap=st.sampled_from(["", " ", "_", "-"]),
    joint=st.sampled_from(["_", " ", "-", "_etch_", " Etch "]),
    first=st.booleans(),
)
def test_any_time_is_found_beside_any_core_level(
    level: str, number: int, unit: str, gap: str, joint: str, first: bool
) -> None:
    time = f"{number}{gap}{unit}"
    name = f"{time}{joint}{level}" if first else f"{level}{joint}{time}"
    assert [mark.time_s for mark in times_in(name)] == [number * UNITS[unit]]


@given(st.text(max_size=60))
def test_no_name_breaks_it(name: str) -> None:
    assert all(mark.time_s >= 0 for mark in times_in(name))
    assert (level_in(name) or 0) >= 0
