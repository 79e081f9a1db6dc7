"""Energy differences tell what charge references cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sample_spectra.forward import region_truth
from tests.built_results import Line
from tests.measured import a_measurement
from tests.xpsfit.checks.cases import carbonate_at, only, surface
from xpsfit import analyze
from xpsfit.checks import Finding, judge

if TYPE_CHECKING:
    from xpsfit.results import SampleResult


def finding(check: str, result: SampleResult) -> Finding:
    return next(f for f in judge([result]) if f.check == check)


def test_the_carbonate_of_the_study_is_questioned() -> None:
    found = finding("P3", carbonate_at(288.5, 531.0, 55.0))
    assert found.outcome == "warn"
    assert "C 1s - Li 1s is 233.5 eV (234.7 in pure Li2CO3)" in found.sentence
    assert "O 1s - C 1s is 242.5 eV (241.7 in pure Li2CO3)" in found.sentence
    assert "C 1s at 288.5 eV, where O-C=O lies, does not belong to it" in found.sentence


def test_the_carbonate_of_the_literature_passes() -> None:
    found = finding("P3", carbonate_at(289.9, 531.6, 55.2))
    assert found.outcome == "pass"
    assert found.values["o1s_li1s_ev"] == pytest.approx(476.4)


def test_a_film_that_charges_by_itself_passes_separations_but_not_the_offset() -> None:
    result = carbonate_at(289.9 + 0.4, 531.6 + 0.4, 55.2 + 0.4)
    assert finding("P3", result).outcome == "pass"
    offset = finding("R37", result)
    assert offset.outcome == "warn"
    assert "+0.40 eV" in offset.sentence


@pytest.mark.parametrize("shift", [-3.0, 0.0, 2.7])
def test_the_charge_shift_does_not_matter_for_separations(shift: float) -> None:
    result = carbonate_at(289.9 + shift, 531.6 + shift, 55.2 + shift)
    assert finding("P3", result).outcome == "pass"


def test_a_separation_at_the_edge_of_the_tolerance_passes() -> None:
    assert finding("P3", carbonate_at(289.9, 531.6 - 0.39, 55.2)).outcome == "pass"


def test_one_line_that_moved_alone_is_not_differential_charging() -> None:
    assert finding("R37", carbonate_at(288.5, 531.0, 55.0)).outcome == "pass"


def test_a_position_that_is_not_known_is_held_against_nothing() -> None:
    vague = Line("Li2CO3", 288.5, 10.0, center_stderr_ev=0.5)
    own = {"C 1s": [vague], "O 1s": [Line("Li2CO3", 531.0, 30.0)]}
    assert finding("P3", surface(own)).outcome == "not_applicable"


def test_names_in_the_wrong_order_are_named() -> None:
    swapped = [Line("C-C", 286.3, 9.0), Line("C-O", 284.8, 9.0)]
    found = finding("P10", only("C 1s", *swapped))
    assert found.outcome == "fail"
    assert "C-C lies 1.50 eV above C-O" in found.sentence


def test_positions_within_their_errors_may_touch() -> None:
    close = [
        Line("Al-C", 73.70, 9.0, center_stderr_ev=0.1),
        Line("Al-O", 73.55, 9.0, center_stderr_ev=0.1),
    ]
    assert finding("P10", only("Al 2p", *close)).outcome == "pass"


def test_the_fit_of_a_simulated_sample_with_these_positions_is_questioned() -> None:
    regions = ("C 1s", "O 1s", "Al 2p", "Li 1s")
    spectra = [a_measurement(region_truth("bare_li", r), seed=11) for r in regions]
    (result,) = analyze(spectra)
    found = finding("P3", result)
    assert found.outcome == "warn"
    assert "O-C=O" in found.sentence


def test_a_simulated_film_at_the_positions_of_the_literature_passes() -> None:
    own = {
        "C 1s": [Line("C-C", 284.8, 40.0), Line("Li2CO3 (lit.)", 289.9, 10.0)],
        "O 1s": [Line("Li2CO3 (lit.)", 531.6, 30.0)],
        "Li 1s": [Line("Li2CO3 (lit.)", 55.2, 20.0)],
    }
    named = {
        r: [replace(c, species=c.species or "Li2CO3") for c in v]
        for r, v in own.items()
    }
    named["C 1s"][0] = Line("C-C", 284.8, 40.0)
    assert finding("P3", surface(named)).outcome == "pass"
