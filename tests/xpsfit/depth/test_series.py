"""Spectra of a sample, sorted into the levels of a sputter series."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_spectrum
from xpsfit.depth import etch_levels
from xpsfit.errors import SeriesError

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum


def a_measurement(region: str, time_s: float | None, block: int = 1) -> Spectrum:
    return replace(a_spectrum(etch_time_s=time_s), region=region, block=block)


def refusal(*spectra: Spectrum) -> str:
    with pytest.raises(SeriesError) as caught:
        etch_levels(spectra)
    return str(caught.value)


class TestLevels:
    def test_they_are_in_order_of_etch_time_however_the_file_has_them(self) -> None:
        times = [0.0, 30.0, 60.0, 120.0, 1500.0]
        spectra = [a_measurement(r, t) for r in ("C 1s", "Al 2p") for t in times]
        random.Random(7).shuffle(spectra)
        levels = etch_levels(spectra)
        assert [level.etch_time_s for level in levels] == times
        for level in levels:
            assert {s.region for s in level.spectra} == {"C 1s", "Al 2p"}
            assert {s.etch_time_s for s in level.spectra} == {level.etch_time_s}

    def test_a_missing_region_is_absent_not_borrowed(self) -> None:
        first, second = etch_levels(
            [
                a_measurement("C 1s", 0.0),
                a_measurement("Al 2p", 0.0),
                a_measurement("C 1s", 30.0),
            ]
        )
        assert [s.region for s in first.spectra] == ["C 1s", "Al 2p"]
        assert [s.region for s in second.spectra] == ["C 1s"]

    def test_levels_need_not_start_at_zero(self) -> None:
        levels = etch_levels([a_measurement("C 1s", t) for t in (90.0, 30.0)])
        assert [level.etch_time_s for level in levels] == [30.0, 90.0]


@st.composite
def drawn_series(
    draw: st.DrawFn,
) -> tuple[list[tuple[str, float]], list[tuple[float, set[str]]]]:
    """Return (region, time) measured by unlike clocks, and the levels they are of."""
    steps = draw(st.lists(st.floats(1.0, 500.0), min_size=1, max_size=8))
    start = draw(st.sampled_from([0.0, 12.5]))
    nominal = [start + sum(steps[:i]) for i in range(len(steps) + 1)]
    jitter = st.floats(0.0, 0.04 * min(steps))
    measured: list[tuple[str, float]] = []
    truth: list[tuple[float, set[str]]] = []
    for time in nominal:
        others = draw(st.sets(st.sampled_from(["Al 2p", "O 1s", "Li 1s"])))
        # C 1s is always there, so the smallest step is that of the series.
        level = [(region, time + draw(jitter)) for region in ["C 1s", *sorted(others)]]
        measured += level
        truth.append((min(t for _, t in level), {region for region, _ in level}))
    return draw(st.permutations(measured)), truth


class TestUnlikeClocks:
    @settings(max_examples=60, deadline=None)
    @given(drawn_series())
    def test_regions_of_one_level_meet_again(
        self,
        series: tuple[list[tuple[str, float]], list[tuple[float, set[str]]]],
    ) -> None:
        measured, truth = series
        levels = etch_levels([a_measurement(*one) for one in measured])
        found = [(v.etch_time_s, {s.region for s in v.spectra}) for v in levels]
        assert found == truth

    def test_tenths_of_a_second_are_one_level_that_says_so(self) -> None:
        spectra = [a_measurement("C 1s", t) for t in (0.0, 30.0, 60.0)]
        spectra += [a_measurement("Al 2p", t) for t in (0.0, 30.4, 59.8)]
        levels = etch_levels(spectra)
        assert [level.etch_time_s for level in levels] == [0.0, 30.0, 59.8]
        assert [level.note for level in levels] == [
            "",
            "etch times from 30 to 30.4 s were taken as one level, at 30 s",
            "etch times from 59.8 to 60 s were taken as one level, at 59.8 s",
        ]

    def test_unlike_digits_of_one_time_need_no_word(self) -> None:
        spectra = [a_measurement("C 1s", t) for t in (0.0, 0.3)]
        spectra += [a_measurement("Al 2p", t) for t in (0.0, 0.1 + 0.2)]
        assert [level.note for level in etch_levels(spectra)] == ["", ""]

    @pytest.mark.parametrize("later_s", [33.5, 44.0, 46.0, 56.5])
    def test_what_may_be_one_level_or_two_is_refused(self, later_s: float) -> None:
        spectra = [a_measurement("C 1s", t, 1) for t in (0.0, 30.0, 60.0)]
        message = refusal(*spectra, a_measurement("Al 2p", later_s, 7))
        assert "too far apart for one level and too close for two" in message
        assert f"block 7, Al 2p at {later_s:g} s" in message
        assert "smallest step of one region is 30 s" in message
        assert "--region" in message

    def test_regions_measured_in_turn_are_levels_of_their_own(self) -> None:
        spectra = [a_measurement("C 1s", t) for t in (0.0, 20.0, 40.0)]
        spectra += [a_measurement("Al 2p", t) for t in (10.0, 30.0)]
        levels = etch_levels(spectra)
        assert [len(level.spectra) for level in levels] == [1, 1, 1, 1, 1]

    def test_a_chain_of_small_differences_does_not_make_one_level(self) -> None:
        regions = ("C 1s", "Al 2p", "O 1s", "Li 1s")
        spectra = [a_measurement(r, 2.0 * i) for i, r in enumerate(regions)]
        spectra += [a_measurement(r, 30.0 + 2.0 * i) for i, r in enumerate(regions)]
        assert "too close for two" in refusal(*spectra)


class TestRefusals:
    def test_a_spectrum_without_time_is_named(self) -> None:
        message = refusal(a_measurement("C 1s", 0.0), a_measurement("Al 2p", None, 7))
        assert "li_tma.vms, block 7, Al 2p has no etch time" in message
        assert "--region" in message

    @pytest.mark.parametrize("time_s", [-30.0, math.nan, math.inf])
    def test_a_time_is_a_cumulative_time(self, time_s: float) -> None:
        message = refusal(a_measurement("C 1s", 0.0), a_measurement("C 1s", time_s, 2))
        assert f"block 2, C 1s has the etch time {time_s:g} s" in message
        assert "cumulative" in message

    def test_a_region_measured_twice_at_one_time_names_both(self) -> None:
        message = refusal(
            a_measurement("C 1s", 0.0, 1),
            a_measurement("C 1s", 30.0, 2),
            a_measurement("C 1s", 30.0, 3),
        )
        assert "block 3, C 1s at 30 s was measured twice" in message
        assert "block 2, C 1s" in message

    def test_times_per_step_show_as_double_times(self) -> None:
        # An instrument that writes 30 s for each step, not the sum.
        steps = [a_measurement("C 1s", 30.0, block) for block in (1, 2, 3)]
        assert "etch times must be cumulative" in refusal(*steps)

    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_a_series_has_two_times_or_more(self, count: int) -> None:
        regions = ["C 1s", "Al 2p"][:count]
        message = refusal(*[a_measurement(r, 0.0) for r in regions])
        assert "fewer than two etch times" in message
        assert "xpsfit fit" in message

    def test_regions_measured_once_each_are_no_series_however_far_apart(self) -> None:
        message = refusal(a_measurement("C 1s", 0.0), a_measurement("Al 2p", 30.0))
        assert "no region was measured at two etch times (from 0 to 30 s)" in message
        assert "--region" in message
