"""Spectra that contradict each other as levels of one series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.xpsfit.gather.spectra import a_file
from xpsfit.depth.conflicts import check_series
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
        check_series("foil", spectra)
    return str(caught.value)


class TestNoConflict:
    @pytest.mark.parametrize(
        ("carbon", "oxygen"),
        [
            ((0, 30, 60), (0, 30, 60)),
            ((0, 30, 60), (0, 60)),
            ((0, 30, 60), (0, 30)),
            ((0, 30, 60), (2.1, 32.5, 61.7)),
        ],
    )
    def test_missing_levels_and_times_of_one_level_are_none(
        self, carbon: tuple[float, ...], oxygen: tuple[float, ...]
    ) -> None:
        check_series("foil", levels("C 1s", *carbon) + levels("O 1s", *oxygen))

    def test_two_regions_may_each_lack_a_level_that_a_third_has(self) -> None:
        check_series(
            "foil",
            levels("C 1s", 0, 60, 90) + levels("O 1s", 0, 30, 90)
            + levels("Al 2p", 0, 30, 60, 90),
        )  # fmt: skip


def test_regions_with_times_of_their_own_are_refused() -> None:
    text = refusal(*levels("C 1s", 0, 30, 60), *levels("O 1s", 0, 45, 90))
    assert "C 1s has 30, 60 s and O 1s 45, 90 s, which no other region has" in text
    assert "--region" in text


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
    check_series("foil", scanned)
    check_series("foil", snapshots)


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
