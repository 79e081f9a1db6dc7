"""Spectra of a sample, sorted into the levels of a sputter series."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.builders import a_spectrum
from xpsfit.depth import etch_levels
from xpsfit.errors import SeriesError

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum


def a_measurement(region: str, time_s: float | None, block: int = 1) -> Spectrum:
    return replace(a_spectrum(region, etch_time_s=time_s), block=block)


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
