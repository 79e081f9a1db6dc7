"""Etch time into depth."""

from __future__ import annotations

import math

import pytest

from xpsfit.depth import equivalent_depth
from xpsfit.errors import SeriesError


@pytest.mark.parametrize(
    ("time_s", "rate_nm_per_s", "depth_nm"),
    [
        (0.0, 0.19, 0.0),
        (1500.0, 0.19, 285.0),
        (6600.0, 0.19, 1254.0),
        (60.0, 0.5, 30.0),
    ],
)
def test_depth_is_time_times_the_rate_of_the_reference(
    time_s: float, rate_nm_per_s: float, depth_nm: float
) -> None:
    assert equivalent_depth(time_s, rate_nm_per_s) == pytest.approx(depth_nm)


@pytest.mark.parametrize("rate_nm_per_s", [0.0, -0.19, math.inf, math.nan])
def test_a_rate_that_makes_no_scale_is_refused(rate_nm_per_s: float) -> None:
    with pytest.raises(SeriesError, match=r"sputter rate of .* nm/s .* positive rate"):
        equivalent_depth(30.0, rate_nm_per_s)


@pytest.mark.parametrize("time_s", [-1.0, math.inf, math.nan])
def test_an_impossible_time_is_refused(time_s: float) -> None:
    with pytest.raises(SeriesError, match=r"an etch time of .* s is not possible"):
        equivalent_depth(time_s, 0.19)
