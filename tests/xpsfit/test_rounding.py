from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xpsfit.rounding import below, rounded


@pytest.mark.parametrize(
    ("value", "stderr", "text"),
    [
        (284.80312, 0.0123, "284.803 ± 0.012"),
        (284.80312, 0.0996, "284.80 ± 0.10"),
        (284.80312, 0.999, "284.8 ± 1.0"),
        (12345.6, 321.0, "12350 ± 320"),
        (12345.6, 9.96, "12346 ± 10"),
        (-0.0001, 0.5, "0.00 ± 0.50"),
        (-0.5859, 0.0033, "-0.5859 ± 0.0033"),
        (1.0, 1e-12, "1.000000 ± 0.000000"),
    ],
)
def test_both_end_at_the_second_digit_of_the_error(
    value: float, stderr: float, text: str
) -> None:
    assert rounded(value, stderr) == text


@pytest.mark.parametrize("stderr", [None, 0.0, math.nan, math.inf])
def test_a_value_without_an_error_shows_none(stderr: float | None) -> None:
    assert rounded(289.8, stderr, decimals=1) == "289.8"


@given(st.floats(-1e6, 1e6), st.floats(1e-4, 1e5))
def test_rounding_moves_a_value_by_less_than_a_tenth_of_its_error(
    value: float, stderr: float
) -> None:
    number, error = (float(part) for part in rounded(value, stderr).split(" ± "))
    assert abs(number - value) <= 0.051 * stderr
    assert error == pytest.approx(stderr, rel=0.051)


@pytest.mark.parametrize(
    ("limit", "text"),
    [(0.5312, "< 0.54"), (0.53, "< 0.53"), (12.01, "< 13"), (0.0996, "< 0.10")],
)
def test_a_limit_is_rounded_up(limit: float, text: str) -> None:
    assert below(limit) == text


@given(st.floats(1e-4, 1e6))
def test_a_limit_is_never_understated_nor_far_off(limit: float) -> None:
    shown = float(below(limit).removeprefix("< "))
    assert limit * (1 - 1e-9) <= shown <= 1.11 * limit


@pytest.mark.parametrize("limit", [0.0, -1.0, math.nan, math.inf])
def test_without_a_limit_it_says_so(limit: float) -> None:
    assert below(limit) == "below detection"
