"""Lines cut out of one piece of text are those of a plain split."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from xpsfit.readers.text import load_lines
from xpsfit.readers.text_lines import TextLines, load_text_lines

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(alphabet="ab µ٣\0\n\r\x85\u2028", max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")))
@example(text="a\r\r\nb\n", encoding="utf-8")
@example(text="a\r\n\r\n", encoding="utf-8")
@example(text="\r", encoding="utf-8")
@example(text="a\r\0\nb", encoding="utf-8")
def test_a_file_has_the_lines_it_has_when_split_at_once(
    text: str, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    found = load_text_lines(path)
    expected = load_lines(path)
    assert [found[i].rstrip("\r") for i in range(len(found))] == expected
    for start in range(len(expected)):
        ahead = found.take(start, start + 2)
        assert [line.rstrip("\r") for line in ahead] == expected[start : start + 2]
        assert found.piece(start, start + 1).decode().rstrip("\r") == expected[start]


def test_latin_1_is_read_as_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"500 \xb5m\r\n1\r\n")
    assert load_text_lines(path)[0] == "500 µm\r"


def test_fewer_lines_are_taken_where_the_text_ends() -> None:
    lines = TextLines.of(["a", "b", "c"])
    assert lines.take(1, 9) == ["b", "c"]
    assert lines.take(3, 9) == []


def test_a_line_behind_the_last_is_an_error() -> None:
    with pytest.raises(IndexError):
        TextLines.of(["a", "b"])[2]


def test_text_is_cut_before_the_lines_asked_for_unless_it_is_long() -> None:
    lines = TextLines.of(["a", "bc", "", "def", "g"])
    assert lines.pieces((0, 1, 1, 3, 5), 12) == [b"a\n", b"", b"bc\n\n", b"def\ng"]
    assert lines.pieces((1, 4), 7) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"\n\r", ["", "", ""]),
        (b"\ra\r\n", ["", "a", ""]),
        (b"a\r\n", ["a", ""]),
        (b"\n\na\r\n\r", ["", "", "a", "", ""]),
    ],
)
def test_a_carriage_return_ends_a_line_in_any_place(
    text: bytes, expected: list[str]
) -> None:
    lines = TextLines(text)
    assert [lines[i].rstrip("\r") for i in range(len(lines))] == expected


def test_line_ends_are_found_beyond_the_first_megabyte() -> None:
    lines = TextLines(b"0123456789\n" * 250_000)
    assert len(lines) == 250_001
    assert lines.piece(249_998, 250_000) == b"0123456789\n0123456789"


def test_a_line_too_long_for_a_number_is_known() -> None:
    lines = TextLines.of(["1", "2" * 65, "3", "4" * 64])
    found = [lines.may_be_numbers(i, i + 1) for i in range(4)]
    assert found == [True, False, True, True]
    assert not lines.may_be_numbers(0, 4)
