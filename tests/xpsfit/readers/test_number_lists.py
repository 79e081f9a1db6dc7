"""Numbers read all at once are those read one by one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xpsfit.readers.number_lists import plain_numbers
from xpsfit.readers.text import parse_number

PLAIN = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(str),
    st.floats(0, 1e7).map(lambda value: f"{value:.3f}"),
    st.from_regex(r"[0-9]{0,9}\.[0-9]{0,9}", fullmatch=True),
)
ODD = st.one_of(
    st.text(alphabet="0123456789+-.eEdD \n_x", max_size=6),
    st.text(max_size=4),
    st.sampled_from(
        ("", ".", "1.2.3", "1_000", "nan", "inf", "1D2", "٣", "1e37", "1e38", "9" * 65)
    ),
)


@settings(max_examples=500)
@given(tokens=st.lists(st.one_of(PLAIN, PLAIN, ODD), min_size=1, max_size=8))
@example(tokens=["1.5", "2", "3.25"])
@example(tokens=["1.2.3", "4"])
@example(tokens=["", "12.5"])
@example(tokens=["1\n2", ""])
@example(tokens=["0." + "0" * 50, "1.0"])
@example(tokens=["1,2", "3"])
@example(tokens=["1", "007", "+1", ".5", "1."])
@example(tokens=["18446744073709551616", "-9223372036854775809"])
def test_a_list_is_read_as_each_of_its_numbers_or_handed_back(
    tokens: list[str],
) -> None:
    text = "\n".join(tokens)
    found = plain_numbers(text.encode())
    if found is not None:
        assert found.tolist() == [parse_number(line) for line in text.split("\n")]


@given(
    st.integers(0, 8),
    st.lists(st.integers(0, 999_999), min_size=1, max_size=50),
)
def test_decimals_are_those_of_python_to_the_last_bit(
    decimals: int, counts: list[int]
) -> None:
    tokens = [f"{count / 1.031906:.{decimals}f}" for count in counts]
    found = plain_numbers("\r\n".join(tokens).encode())
    assert found is not None
    assert found.tolist() == [float(token) for token in tokens]


@pytest.mark.parametrize(
    "tokens", [["12", "13.5"], ["12.", ".5"], [" 1e3 ", "-4.5"], ["+007", "8"]]
)
def test_plain_lists_are_not_handed_back(tokens: list[str]) -> None:
    found = plain_numbers("\r\n".join(tokens).encode())
    assert found is not None
    assert found.tolist() == [float(token) for token in tokens]


@pytest.mark.parametrize("odd", ["nan", "1_000", "", "1.2.3", "1,5", "٣", "1e38", "5e"])
def test_one_odd_token_hands_the_list_back(odd: str) -> None:
    assert plain_numbers(f"12.5\n{odd}\n13.5".encode()) is None
