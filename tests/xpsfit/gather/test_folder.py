"""Folders as people keep them: whose files are levels, copies, or surfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.xpsfit.gather.spectra import a_file
from xpsfit.errors import SeriesError
from xpsfit.gather import gather

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum


def times(spectra: list[Spectrum], purpose: str = "series") -> list[float | None]:
    found = gather(spectra, purpose=purpose)  # type: ignore[arg-type]
    return [one.etch_time_s for one in found]


class TestNames:
    def test_a_file_per_region_and_level(self) -> None:
        spectra = [
            a_file(f"{region.replace(' ', '')}_{time}s.vms", region)
            for region in ("C 1s", "Li 1s")
            for time in (0, 60, 120)
        ]
        assert times(spectra) == [0, 60, 120] * 2

    def test_a_file_per_level_with_all_regions(self) -> None:
        names = ("as received", "Etch 60 s", "Etch 2 min")
        spectra = [
            a_file(f"{name}.vms", region)
            for name in names
            for region in ("C 1s", "O 1s")
        ]
        assert times(spectra) == [0, 0, 60, 60, 120, 120]

    def test_a_time_that_all_names_share_is_none(self) -> None:
        spectra = [a_file(f"tma_20s_C1s_{time}s.vms") for time in (0, 20, 40)]
        assert times(spectra) == [0, 20, 40]
        assert (
            times([a_file("tma_20s_C1s.vms"), a_file("tma_20s_O1s.vms")]) == [None] * 2
        )

    def test_the_source_of_the_time_is_noted(self) -> None:
        found = gather([a_file("a_0s.vms"), a_file("a_9s.vms")], purpose="series")
        assert found[1].warnings == (
            "the etch time is taken from the name of the file",
        )

    def test_what_the_file_says_wins(self) -> None:
        spectra = [
            a_file("a_0s.vms", etch_time_s=0.0),
            a_file("a_60s.vms", etch_time_s=60.4),
        ]
        assert times(spectra) == [0.0, 60.4]

    def test_a_contradiction_is_an_error(self) -> None:
        spectra = [
            a_file("a_0s.vms", etch_time_s=0.0),
            a_file("a_60s.vms", etch_time_s=120.0),
        ]
        with pytest.raises(SeriesError, match=r"a_60s.vms, C 1s: .*120 s, but .*'60s'"):
            times(spectra)

    def test_a_file_with_all_levels_is_not_asked(self) -> None:
        spectra = [
            a_file(f"{name}.vms", etch_time_s=time)
            for name in ("C1s 5s dose", "O1s 20s dose")
            for time in (0.0, 30.0)
        ]
        assert times(spectra) == [0, 30, 0, 30]

    def test_two_times_in_a_name_are_not_chosen_from(self) -> None:
        spectra = [a_file("a_5s_10s.vms"), a_file("a_6s_11s.vms")]
        found = gather(spectra, purpose="series")
        assert found[0].etch_time_s is None
        assert found[0].etch_doubt == "its name states several times, '5s' and '10s'"

    def test_a_level_without_a_time_says_so(self) -> None:
        found = gather([a_file("L0.vms"), a_file("L1.vms")], purpose="series")
        assert "level 1, and nothing gives the time" in found[1].etch_doubt

    def test_surfaces_take_no_times_from_names(self) -> None:
        spectra = [a_file("tma_5s.vms"), a_file("tma_20s.vms")]
        assert times(spectra, "surface") == [None, None]

    def test_samples_of_their_own_are_no_levels_unless_asked(self) -> None:
        spectra = [
            a_file("tma_5s.vms", sample="TMA 5 s"),
            a_file("tma_20s.vms", sample="TMA 20 s"),
        ]
        assert times(spectra, "unknown") == [None, None]
        found = gather(spectra, purpose="series")
        assert [one.sample for one in found] == ["TMA 5 s", "TMA 20 s"]

    def test_samples_called_by_their_etch_time_are_one(self) -> None:
        spectra = [
            a_file("a.vms", sample="foil Etch 0 s"),
            a_file("b.vms", sample="foil Etch 60 s"),
        ]
        found = gather(spectra, purpose="series")
        assert [(one.sample, one.etch_time_s) for one in found] == [
            ("foil", 0),
            ("foil", 60),
        ]

    def test_info_shows_times_only_where_all_files_have_one(self) -> None:
        spectra = [a_file("C1s_0s.vms"), a_file("C1s_60s.vms")]
        assert times(spectra, "unknown") == [0, 60]
        assert times([*spectra, a_file("C1s_x.vms")], "unknown") == [None] * 3


class TestLevelZero:
    def test_a_file_that_states_0_s_is_level_0_of_a_series(self) -> None:
        spectra = [a_file("0.vms", unetched=True), a_file("1.vms", etch_time_s=60.0)]
        for purpose in ("surface", "series", "unknown"):
            assert times(spectra, purpose) == [0, 60]

    def test_without_etched_levels_it_is_a_surface(self) -> None:
        spectra = [a_file("0.vms", unetched=True), a_file("1.vms", unetched=True)]
        assert times(spectra) == [None, None]

    def test_zero_everywhere_does_not_contradict_the_names(self) -> None:
        spectra = [a_file(f"a_{time}s.vms", unetched=True) for time in (0, 60)]
        assert times(spectra) == [0, 60]

    def test_the_series_of_another_sample_says_nothing(self) -> None:
        spectra = [
            a_file("0.vms", unetched=True),
            a_file("1.vms", sample="other", etch_time_s=60.0),
        ]
        assert times(spectra) == [None, 60]


class TestCopies:
    def names(self, *stems: str, **more: object) -> list[str | None]:
        spectra = [a_file(f"{stem}.VGD", **more) for stem in stems]  # type: ignore[arg-type]
        return [one.position for one in gather(spectra, purpose="series")]

    def test_copies_are_positions(self) -> None:
        stems = ("C1s Scan", *(f"C1s Scan_{number}" for number in range(9)))
        assert self.names(*stems) == [str(number) for number in range(1, 11)]

    def test_regions_with_the_same_number_belong_together(self) -> None:
        assert self.names("C1s Scan", "C1s Scan_1", "O1s Scan", "O1s Scan_1") == [
            "1", "3", "1", "3",
        ]  # fmt: skip

    def test_a_copy_whose_original_is_elsewhere_is_one_too(self) -> None:
        assert self.names("C1s Scan_3", "O1s Scan") == ["5", "1"]

    def test_files_without_numbers_are_no_copies(self) -> None:
        assert self.names("C1s Scan", "O1s Scan") == [None, None]
        assert self.names("foil_1", "bar_2") == [None, None]

    def test_they_say_why_they_are_no_levels(self) -> None:
        spectra = [a_file(f"C1s Scan{end}.VGD") for end in ("", "_0")]
        found = gather(spectra, purpose="series")
        assert found[0].etch_doubt == (
            "'C1s Scan.VGD' and 'C1s Scan_0.VGD' are copies, as Avantage writes for "
            "the points of a sample or for repeated scans, and no etch levels"
        )

    def test_files_that_state_different_etch_times_are_levels(self) -> None:
        spectra = [
            a_file(f"C1s Scan{end}.VGD", etch_time_s=time)
            for end, time in (("", 0.0), ("_0", 60.0), ("_1", 120.0))
        ]
        found = gather(spectra, purpose="series")
        assert {one.position for one in found} == {None}

    def test_copies_that_are_series_are_positions(self) -> None:
        spectra = [
            a_file(f"C1s Scan{end}.VGD", etch_time_s=time)
            for end in ("", "_0")
            for time in (0.0, 60.0)
        ]
        found = gather(spectra, purpose="series")
        assert [one.position for one in found] == ["1", "1", "2", "2"]
