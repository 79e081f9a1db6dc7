"""What every check of the referee promises."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sample_spectra.forward import region_truth
from tests.builders import a_series, a_surface
from tests.built_results import charge_of, sample_of
from tests.contracts.checks_page import page
from tests.measured import a_measurement
from tests.xpsfit.checks.cases import BROKEN, HOLDS, SOUND
from xpsfit import analyze
from xpsfit.checks import CHECKS, judge, outcomes
from xpsfit.errors import XpsFitError
from xpsfit.readers import read
from xpsfit.results import LevelResult

if TYPE_CHECKING:
    from xpsfit.checks import Check, Finding
    from xpsfit.results import SampleResult

REAL = Path(__file__).parents[3] / "shared" / "real"
FILES = (
    "vamas_kratos_cheminfo/ARXPS.vms",
    "vamas_thermo_casaxps_khervefitting/Pt4f.vms",
    "avantage_xlsx_khervefitting/Hard_carbon_Thermo.xlsx",
)
every_check = pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))

PLAUSIBILITY = {f"P{number}" for number in range(1, 19)}


def test_the_page_of_checks_is_that_of_the_registry() -> None:
    written = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")
    remedy = "python -m tests.contracts.checks_page > docs/checks.md"
    assert written == page(), remedy


def empty() -> SampleResult:
    level = LevelResult("empty", None, None, charge_of(), (), (), None)
    return sample_of(level)


def own_findings(check: str, result: SampleResult) -> list[Finding]:
    return [f for f in judge([result]) if f.check == check]


def assert_sound(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        check = CHECKS[finding.check]
        assert finding.sentence
        assert finding.sentence[-1] not in ".;,"
        assert "\n" not in finding.sentence
        assert "nan" not in finding.sentence.split()
        assert finding.outcome != "fail" or check.severity == "error"
        assert all(isinstance(v, float) for v in finding.values.values()), check.id


def test_all_rules_of_plausibility_are_there() -> None:
    assert set(CHECKS) >= PLAUSIBILITY


@every_check
def test_a_check_says_what_it_asks_and_where_that_comes_from(check: Check) -> None:
    assert check.asks.endswith(".")
    assert check.source
    assert check.severity in {"error", "warn", "info"}


def test_every_check_has_a_result_that_holds_to_it_and_one_that_does_not() -> None:
    assert set(BROKEN) == set(CHECKS)
    assert set(HOLDS) <= set(CHECKS)


@every_check
def test_a_check_passes_where_all_is_well(check: Check) -> None:
    found = own_findings(check.id, HOLDS.get(check.id, SOUND))
    assert {f.outcome for f in found} == {"pass"}, found


@every_check
def test_a_check_speaks_up_where_it_should(check: Check) -> None:
    outcome, result = BROKEN[check.id]
    found = own_findings(check.id, result)
    assert outcome in {f.outcome for f in found}, found


@every_check
def test_a_check_does_not_apply_to_an_empty_result(check: Check) -> None:
    (finding,) = own_findings(check.id, empty())
    assert finding.outcome == "not_applicable"
    assert finding.sentence


@pytest.mark.parametrize("name", [*BROKEN])
def test_no_check_raises_and_all_speak_in_whole_sentences(name: str) -> None:
    _, result = BROKEN[name]
    assert_sound(judge([result]))


@pytest.mark.parametrize("result", [a_surface(), a_series(4, missing=[(1, "Al 2p")])])
def test_no_check_raises_on_other_samples(result: SampleResult) -> None:
    assert_sound(judge([result]))
    assert_sound(judge([replace(result, levels=())]))


def test_the_same_result_is_judged_the_same_again() -> None:
    assert judge([SOUND, SOUND]) == judge([SOUND, SOUND])


def test_numbers_are_those_of_the_findings() -> None:
    findings = judge([SOUND])
    assert sum(outcomes(findings).values()) == len(findings)


@pytest.mark.parametrize("sample", ["bare_li", "tma_5s", "tma_20s", "li_al_reference"])
@pytest.mark.parametrize("family", ["matched", "voigt"])
def test_nothing_fails_on_samples_of_known_truth(sample: str, family: str) -> None:
    regions = ("C 1s", "O 1s", "Al 2p", "Li 1s")
    spectra = [a_measurement(region_truth(sample, r, family=family)) for r in regions]
    findings = judge(analyze(spectra))
    assert_sound(findings)
    assert [f for f in findings if f.outcome == "fail"] == []


@pytest.mark.parametrize("name", FILES)
def test_no_check_raises_on_measured_files(name: str) -> None:
    file = REAL / name
    if not file.is_file():
        pytest.skip("the measured files are not beside this checkout")
    spectra = [
        replace(s, photon_energy_ev=s.photon_energy_ev or 1486.68) for s in read(file)
    ]
    try:
        results = analyze([s for s in spectra if s.angle_deg in (None, 0.0)])
    except XpsFitError:
        pytest.skip("this file needs a charge shift of its own")
    findings = judge(results)
    assert_sound(findings)
    assert all(math.isfinite(v) for f in findings for v in f.values.values()), findings
