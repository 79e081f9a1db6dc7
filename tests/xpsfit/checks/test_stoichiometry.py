"""Areas are compared as atoms: the numbers that follow from Scofield and KE^0.6."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.built_results import Line
from tests.xpsfit.checks.cases import (
    CARBON,
    LITHIUM,
    OXYGEN,
    SOUND,
    lines,
    moved,
    surface,
)
from xpsfit.checks import Finding, judge

if TYPE_CHECKING:
    from xpsfit.results import SampleResult


def finding(check: str, result: SampleResult = SOUND) -> Finding:
    (found,) = (f for f in judge([result]) if f.check == check)
    return found


@pytest.mark.parametrize(
    ("check", "value", "expected"),
    [
        ("P1", "area_factor", 7.66),
        ("P1", "area_factor_lithium", 0.126),
        ("P2", "expected_area_ratio", 0.0494),
        ("P4", "area_factor_al4c3", 1.27),
        ("P4", "area_factor_alch3", 1.69),
        ("P4", "area_factor_al_ch3_3", 5.07),
        ("P5", "area_factor_r_li", 0.0631),
        ("P6", "expected_area_ratio", 9.38),
    ],
)
def test_the_factor_between_two_areas(check: str, value: str, expected: float) -> None:
    # Computed once by hand: Scofield factors 1, 2.93, 0.5371, 0.0568 and KE^0.6.
    assert finding(check).values[value] == pytest.approx(expected, rel=0.005)


def test_a_carbonate_that_needs_more_oxygen_than_there_is_is_none() -> None:
    result = surface({"C 1s": CARBON, "O 1s": [Line("C-O", 532.6, 12.0)]})
    found = finding("P1", result)
    assert found.outcome == "fail"
    assert "all of O 1s holds 40% of that" in found.sentence


def test_a_carbonate_with_more_oxygen_than_it_can_use_is_doubted() -> None:
    own = lines(O_1s=moved(OXYGEN, "Li2CO3", atoms=90.0))
    assert finding("P1", surface(own)).outcome == "warn"


def test_a_carbonate_without_its_lithium_is_not_lithium_carbonate() -> None:
    own = lines(Li_1s=[Line("Li2O", 53.8, 8.0)])
    found = finding("P1", surface(own))
    assert found.outcome == "warn"
    assert "it cannot all be Li2CO3" in found.sentence


def test_a_weak_excess_within_the_errors_passes() -> None:
    own = lines(C_1s=moved(CARBON, "Li2CO3", atoms=13.5))
    assert finding("P1", surface(own)).outcome == "pass"


def test_lithium_that_is_named_but_was_not_measured_is_said() -> None:
    found = finding("P5", surface(lines(Li_1s=())))
    assert found.outcome == "warn"
    assert "Li 1s was not measured" in found.sentence
    assert "Li-Al (Al 2p)" in found.sentence


def test_the_lithium_budget_lists_who_asks_for_it() -> None:
    found = finding("P5")
    # R-Li 6, Li-Al 5, Li2CO3 20 and Li2O 8 of 39 atoms.
    assert "R-Li 15%, Li-Al 13%, Li2CO3 51%, Li2O 21%" in found.sentence
    assert found.values["lithium_over_need"] == pytest.approx(1.0)


def test_an_ether_shares_its_oxygen() -> None:
    polymer = {"C 1s": [Line("C-O", 286.3, 40.0)], "O 1s": [Line("C-O", 532.6, 20.0)]}
    assert finding("R45", surface(polymer)).outcome == "pass"


def test_the_balance_of_oxygen_counts_all_that_binds_it() -> None:
    # 3 x 10 of carbonate, 4 of Li2O and half of 4 of C-O, where 38 are.
    found = finding("P12")
    assert found.values["oxygen_over_need"] == pytest.approx(38.0 / 36.0)


def test_errors_of_a_fit_decide_what_is_too_much() -> None:
    vague = [Line(c.name, c.center_ev, c.atoms, stderr=2.0) for c in LITHIUM]
    own = lines(Li_1s=vague, Al_2p=())
    assert finding("P5", surface(own)).outcome == "pass"
