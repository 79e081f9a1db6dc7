"""Spectra that contradict each other as levels of one series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.xpsfit.gather.spectra import a_file
from xpsfit.depth.conflicts import series_levels
from xpsfit.errors import SeriesError

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum


def levels(region: str, *times: float, **more: object) -> list[Spectrum]:
    return [
        a_file(f"{region}.vms", region, etch_time_s=time, block=block, **more)  # type: ignore[arg-type]
        for block, time in enumerate(times, start=1)
    ]


def refusal(*spectra: Spectrum) -> str:
    with pytest.raises(SeriesError) as caught:
        series_levels("foil", spectra)
    return str(caught.value)


def found(*spectra: Spectrum) -> list[tuple[float, str]]:
    """Return time and initials of the regions of each level."""
    return [
        (level.etch_time_s, "".join(sorted(one.region[0] for one in level.spectra)))
        for level in series_levels("foil", spectra)
    ]


class TestMissingLevels:
    def test_two_regions_may_each_lack_a_level(self) -> None:
        spectra = levels("C 1s", 0, 60, 90) + levels("O 1s", 0, 30, 90)
        assert found(*spectra) == [(0, "CO"), (30, "O"), (60, "C"), (90, "CO")]

    def test_a_region_may_be_measured_at_every_third_level(self) -> None:
        spectra = levels("C 1s", *range(0, 300, 30)) + levels("O 1s", 0, 90, 180, 270)
        assert [regions for _, regions in found(*spectra)] == ["CO", "C", "C"] * 3 + [
            "CO"
        ]

    def test_a_region_may_be_measured_before_etching_only(self) -> None:
        spectra = levels("C 1s", 0, 30, 60) + levels("O 1s", 0)
        assert found(*spectra) == [(0, "CO"), (30, "C"), (60, "C")]

    def test_regions_meet_in_a_third_that_has_nearly_all_levels(self) -> None:
        spectra = (
            levels("C 1s", *range(0, 330, 60)) + levels("O 1s", *range(0, 330, 90))
            + levels("Al 2p", 0, 30, 60, 90, 120, 150, 180, 210, 240, 300)
        )  # fmt: skip
        assert len(found(*spectra)) == 11

    def test_clocks_of_regions_are_compared_as_levels(self) -> None:
        spectra = levels("C 1s", 0, 30, 60) + levels("O 1s", 2.1, 32.5, 61.7)
        assert found(*spectra) == [(0, "CO"), (30, "CO"), (60, "CO")]


class TestTimesThatDoNotMatchUp:
    def test_both_regions_and_their_times_are_named(self) -> None:
        text = refusal(*levels("C 1s", 0, 30, 60), *levels("O 1s", 0, 45, 90))
        assert (
            "C 1s has 30, 60 s without O 1s, and O 1s 45, 90 s without C 1s, while "
            "they share 1 level"
        ) in text
        assert "--region" in text
        assert "--etch-times FILE.csv" in text

    def test_another_region_with_the_same_times_is_no_witness(self) -> None:
        spectra = levels("C 1s", 0, 30, 60) + levels("Al 2p", 0, 30, 60)
        assert "45, 90 s" in refusal(*spectra, *levels("O 1s", 0, 45, 90))

    def test_a_region_measured_once_is_no_witness(self) -> None:
        spectra = levels("C 1s", 0, 30, 60) + levels("Li 1s", 0)
        assert "45, 90 s" in refusal(*spectra, *levels("O 1s", 0, 45, 90))

    def test_times_in_another_unit_are_refused(self) -> None:
        minutes = [time / 60 for time in (0, 30, 60, 90, 120)]
        spectra = levels("C 1s", 0, 30, 60, 90, 120) + levels("O 1s", *minutes)
        assert "share 1 level" in refusal(*spectra)

    def test_times_at_twice_the_rate_are_refused(self) -> None:
        spectra = levels("C 1s", *range(0, 300, 30)) + levels(
            "O 1s", *range(0, 600, 60)
        )
        assert "share 5 levels" in refusal(*spectra)

    def test_regions_measured_in_turn_are_refused(self) -> None:
        spectra = levels("C 1s", 0, 20, 40) + levels("Al 2p", 10, 30)
        assert "share no level" in refusal(*spectra)

    def test_what_may_be_one_level_or_two_is_refused(self) -> None:
        spectra = levels("C 1s", 0, 30, 60) + levels("O 1s", 0, 36, 60)
        assert "too far apart for one level" in refusal(*spectra)


def test_times_that_go_back_are_refused() -> None:
    text = refusal(*levels("C 1s", 0, 60, 30))
    assert (
        "C 1s.vms, block 3, C 1s: the etch time goes back from 60 s (block 2)" in text
    )
    assert "--etch-times" in text


def test_snapshots_beside_scans_are_refused() -> None:
    scanned = levels("C 1s", 0, 30, metadata={"scan direction": "scanned"})
    snapshots = levels("O 1s", 0, 30, metadata={"scan direction": "snapshot"})
    assert "snapshots (series/O 1s.vms" in refusal(*scanned, *snapshots)
    assert len(series_levels("foil", scanned)) == 2
    assert len(series_levels("foil", snapshots)) == 2


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({}, "neither the file nor its name states one"),
        ({"unetched": True}, "the file states 0 s for all it holds"),
        ({"angle_deg": 30.0}, "the file holds an angle series"),
        ({"position": "2"}, "the file holds several points"),
        ({"etch_doubt": "the unit 'x' is not s"}, "the unit 'x' is not s"),
    ],
)
def test_a_missing_time_names_its_cause(more: dict[str, object], cause: str) -> None:
    text = refusal(a_file("a.vms", **more), *levels("C 1s", 0, 30))  # type: ignore[arg-type]
    assert "a.vms, C 1s of 'foil' has no etch time: " + cause in text
    assert "--etch-times FILE.csv" in text
