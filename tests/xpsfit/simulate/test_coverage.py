"""Stated errors hold the truth, and areas are as exact as their counts allow.

The spectra and the bounds come from the independent generator, through
`benchmarks/coverage.py`, which repeats this over more cases and 1000 spectra. The bands
are 3.9 binomial standard deviations, which chance leaves once in 10 000 figures.
"""

from __future__ import annotations

import math
from functools import cache

import pytest

from benchmarks.coverage import Figure, study
from benchmarks.coverage_cases import the_cases

SPECTRA = 200
CASES = ("overlapping", "low counts")
DEVIATIONS = 3.9


@cache
def figures(name: str) -> list[Figure]:
    [case] = [case for case in the_cases() if case.name == name]
    return study(case, SPECTRA, seed=11)


@pytest.mark.parametrize("case", CASES)
def test_intervals_hold_the_truth_as_often_as_they_say(case: str) -> None:
    for figure in figures(case):
        assert figure.without_error == 0
        for share, covered in (
            (0.6827, figure.covered_68),
            (0.95, figure.covered_95),
        ):
            band = DEVIATIONS * math.sqrt(share * (1.0 - share) / SPECTRA)
            assert abs(covered - share) < band, figure


@pytest.mark.parametrize("case", CASES)
def test_areas_scatter_as_little_as_their_counts_allow(case: str) -> None:
    # A standard deviation from 200 draws is itself uncertain by 5 %.
    for figure in figures(case):
        if figure.is_area:
            assert figure.scatter_over_bound < 1.0 + DEVIATIONS * 0.05, figure
