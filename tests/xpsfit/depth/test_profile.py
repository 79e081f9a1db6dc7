"""Levels into columns against depth, with holes where nothing was measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.builders import a_series, a_surface
from xpsfit.depth import depth_profile
from xpsfit.errors import SeriesError


class TestColumns:
    def test_time_and_depth_belong_to_the_levels(self) -> None:
        profile = depth_profile(a_series(4))
        np.testing.assert_array_equal(profile.etch_time_s, [0.0, 30.0, 60.0, 90.0])
        np.testing.assert_allclose(profile.depth_nm, [0.0, 5.7, 11.4, 17.1])
        assert profile.rate_nm_per_s == 0.19
        assert profile.sample == "Li + TMA"

    def test_every_number_stands_in_the_column_of_its_element_and_level(self) -> None:
        series = a_series(3)
        profile = depth_profile(series)
        assert profile.elements == ("C", "Al", "In")
        for i, level in enumerate(series.levels):
            assert level.composition is not None
            for row in level.composition.elements:
                column = profile.atomic_percent[row.element]
                errors = profile.atomic_percent_stderr[row.element]
                assert (column[i], errors[i]) == (
                    row.atomic_percent,
                    row.atomic_percent_stderr,
                )
        total = np.sum([profile.atomic_percent[e] for e in profile.elements], axis=0)
        np.testing.assert_allclose(total, 100.0)

    def test_states_are_named_after_region_and_component(self) -> None:
        series = a_series(3)
        profile = depth_profile(series)
        assert profile.states == (
            "C 1s C-C",
            "C 1s C-O",
            "C 1s CO3",
            "Al 2p Al-C",
            "Al 2p Al-O",
        )
        for i, level in enumerate(series.levels):
            assert level.composition is not None
            for row in level.composition.states:
                name = f"{row.region} {row.component}"
                assert profile.state_atomic_percent[name][i] == row.atomic_percent
                assert (
                    profile.state_atomic_percent_stderr[name][i]
                    == row.atomic_percent_stderr
                )
                assert profile.state_fraction[name][i] == row.region_fraction
                assert (
                    profile.state_fraction_stderr[name][i] == row.region_fraction_stderr
                )

    def test_columns_are_read_only(self) -> None:
        profile = depth_profile(a_series(2))
        assert not profile.etch_time_s.flags.writeable
        assert not profile.atomic_percent["C"].flags.writeable
        assert not profile.state_fraction["C 1s C-C"].flags.writeable


class TestHoles:
    def test_a_region_not_measured_is_nan_and_nothing_is_interpolated(self) -> None:
        profile = depth_profile(a_series(3, missing=[(1, "Al 2p")]))
        for columns in (profile.atomic_percent, profile.atomic_percent_stderr):
            assert np.isnan(columns["Al"]).tolist() == [False, True, False]
            assert np.isfinite(columns["C"]).all()
        for columns in (
            profile.state_atomic_percent,
            profile.state_atomic_percent_stderr,
            profile.state_fraction,
            profile.state_fraction_stderr,
        ):
            assert np.isnan(columns["Al 2p Al-C"]).tolist() == [False, True, False]

    def test_a_region_that_failed_is_nan(self) -> None:
        profile = depth_profile(a_series(3, failed=[(2, "C 1s")]))
        assert np.isnan(profile.atomic_percent["C"]).tolist() == [False, False, True]

    def test_an_element_that_appears_later_has_its_column(self) -> None:
        profile = depth_profile(a_series(3, missing=[(0, "In 3d"), (1, "In 3d")]))
        assert profile.elements == ("C", "Al", "In")
        assert np.isnan(profile.atomic_percent["In"]).tolist() == [True, True, False]

    def test_a_level_without_composition_keeps_its_depth(self) -> None:
        series = a_series(3)
        empty = replace(series.levels[1], composition=None)
        broken = replace(series, levels=(series.levels[0], empty, series.levels[2]))
        profile = depth_profile(broken)
        np.testing.assert_allclose(profile.depth_nm, [0.0, 5.7, 11.4])
        assert all(np.isnan(profile.atomic_percent[e][1]) for e in profile.elements)

    def test_a_surface_has_no_profile(self) -> None:
        with pytest.raises(SeriesError, match=r"Li \+ TMA: a surface has no depth"):
            depth_profile(a_surface())


class TestRatio:
    def test_it_is_the_quotient_at_every_level(self) -> None:
        profile = depth_profile(a_series(3))
        carbon, aluminum = profile.atomic_percent["C"], profile.atomic_percent["Al"]
        expected = [c / a for c, a in zip(carbon, aluminum, strict=True)]
        np.testing.assert_allclose(profile.ratio("C", "Al"), expected)

    def test_it_is_nan_where_one_of_them_was_not_measured(self) -> None:
        profile = depth_profile(a_series(3, missing=[(1, "Al 2p")]))
        for ratio in (profile.ratio("Al", "C"), profile.ratio("C", "Al")):
            assert np.isnan(ratio).tolist() == [False, True, False]

    def test_a_vanished_denominator_gives_no_finite_ratio(self) -> None:
        profile = depth_profile(a_series(2))
        profile.atomic_percent["Al"] = np.array([0.0, 2.0])
        profile.atomic_percent["C"] = np.array([50.0, 50.0])
        assert profile.ratio("C", "Al").tolist() == [np.inf, 25.0]

    def test_an_element_that_was_never_measured_is_a_key_error(self) -> None:
        with pytest.raises(KeyError):
            depth_profile(a_series(2)).ratio("Au", "C")
