"""What files and user leave unsaid, and the last check of the energy scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.xpsfit.checks.cases import SOUND, STEADY, documented
from xpsfit.checks import Finding, judge

if TYPE_CHECKING:
    from xpsfit.results import SampleResult


def finding(check: str, result: SampleResult) -> Finding:
    (found,) = [f for f in judge([result]) if f.check == check]
    return found


def test_what_is_not_recorded_is_named() -> None:
    found = finding("R56", SOUND)
    assert "operator" in found.sentence
    assert "ion raster" not in found.sentence  # not a series
    assert "ion raster" in finding("R56", STEADY).sentence


@pytest.mark.parametrize(
    ("measured", "outcome"), [("83.77", "pass"), ("84.15", "pass"), ("84.17", "warn")]
)
def test_an_energy_scale_may_be_off_by_a_fifth_of_an_ev(
    measured: str, outcome: str
) -> None:
    found = finding("R57", documented(SOUND, energy_check_au_4f7_ev=measured))
    assert found.outcome == outcome
    assert f"{float(measured) - 83.96:+.2f} eV" in found.sentence


def test_every_line_of_the_check_counts() -> None:
    found = finding("R57", documented(SOUND, energy_check_cu_2p3_ev="933.10"))
    assert found.outcome == "warn"
    assert "Cu 2p3/2 +0.48 eV" in found.sentence
    assert "Au" not in found.sentence.split("from")[0]


def test_a_surface_needs_no_ion_beam() -> None:
    assert finding("R58", SOUND).outcome == "not_applicable"
