"""Single rules where their edges matter."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from sample_spectra.forward import profile_truth, region_truth
from tests.builders import a_series
from tests.built_results import Line, charge_of
from tests.measured import a_measurement
from tests.xpsfit.checks.cases import (
    ALUMINUM,
    SP2,
    lines,
    only,
    raised_background,
    series,
    sputtered,
    surface,
    survey,
    tailed,
    with_quality,
)
from xpsfit import analyze, analyze_series
from xpsfit.checks import Finding, judge
from xpsfit.checks.profile import same_model
from xpsfit.checks.survey import unquantified

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult
    from xpsfit.results import SampleResult


def findings(check: str, result: SampleResult) -> list[Finding]:
    return [f for f in judge([result]) if f.check == check]


def finding(check: str, result: SampleResult) -> Finding:
    return findings(check, result)[0]


def test_a_position_on_its_bound_is_named_on_the_scale_of_the_tables() -> None:
    def on_bound(fit: FitResult) -> FitResult:
        rows = tuple(
            replace(p, value=528.2, state="at_bound", stderr=None)
            if p.name == "C-O.center_ev"
            else p
            for p in fit.parameters
        )
        return replace(fit, parameters=rows)

    result = only(
        "O 1s",
        Line("Li2CO3", 531.0, 30.0),
        Line("C-O", 532.2, 10.0),
        charge=charge_of(4.0),
        change=on_bound,
    )
    assert "C-O.center_ev ended on its bound 532.20" in finding("P9", result).sentence


def test_a_fit_with_the_wrong_line_shape_is_flagged() -> None:
    regions = ("C 1s", "O 1s", "Al 2p", "Li 1s")
    spectra = [
        a_measurement(region_truth("tma_5s", r, family="voigt")) for r in regions
    ]
    (result,) = analyze(spectra)
    flagged = [f for f in findings("P14", result) if f.outcome == "warn"]
    found = {f.region: f.sentence for f in flagged}
    assert "structure is left" in found["C 1s"]


def test_a_fit_with_the_right_line_shape_is_not() -> None:
    regions = ("C 1s", "O 1s", "Al 2p", "Li 1s")
    (result,) = analyze([a_measurement(region_truth("tma_5s", r)) for r in regions])
    assert {f.outcome for f in findings("P14", result)} == {"pass"}


def test_a_simulated_profile_drifts_little_and_is_one_series() -> None:
    spectra = [
        a_measurement(profile_truth(level, region))
        for level in (0, 1, 2)
        for region in ("C 1s", "O 1s", "Al 2p", "Li 1s")
    ]
    (result,) = analyze_series(spectra)
    for check in ("P15", "R50", "R51", "R55"):
        assert finding(check, result).outcome == "pass", finding(check, result)
    assert finding("R54", result).outcome in {"pass", "warn", "not_applicable"}


@pytest.mark.parametrize(("reduced", "outcome"), [(0.6, "pass"), (3.5, "warn")])
def test_chi_square_has_a_range_that_is_sound(reduced: float, outcome: str) -> None:
    assert finding("P14", with_quality(reduced_chi_square=reduced)).outcome == outcome


def test_a_chi_square_that_p14_names_is_not_named_twice() -> None:
    result = with_quality(reduced_chi_square=9.0)
    assert finding("R27", result).outcome == "not_applicable"


def test_a_symmetric_line_of_any_name_has_no_tail() -> None:
    line = replace(SP2, shape="some_new_shape")
    assert finding("R20", only("C 1s", line)).outcome == "pass"


def test_tails_are_told_from_doublets() -> None:
    metal = Line("Al metal", 72.85, 9.0, 0.6, shape="la")
    assert finding("R20", only("Al 2p", metal)).outcome == "pass"
    assert finding("R20", tailed(toward_high=False)).outcome == "fail"


def test_graphite_that_is_called_hydrocarbon_is_recognized() -> None:
    found = finding("R22", only("C 1s", Line("C-C", 284.8, 40.0, 0.7)))
    assert found.outcome == "warn"
    assert "looks like sp2 carbon" in found.sentence
    hydrocarbon = only("C 1s", Line("C-C", 284.8, 40.0, 1.2))
    assert finding("R22", hydrocarbon).outcome == "not_applicable"


def test_a_fitted_background_above_the_data_is_doubt_and_a_drawn_one_failure() -> None:
    assert finding("R11", raised_background("active_shirley")).outcome == "warn"
    assert finding("R11", raised_background("shirley")).outcome == "fail"


def test_a_given_shift_asks_for_its_line() -> None:
    result = surface(charge=charge_of(0.3, method="given_shift", line=""))
    assert finding("R33", result).outcome == "warn"


def test_sputtered_carbon_as_reference_is_doubted_even_where_it_is_large() -> None:
    assert finding("R35", sputtered("fitted_line", 400.0)).outcome == "warn"


def test_lithium_of_an_alloy_counts_only_where_lithium_was_measured() -> None:
    foil = surface({"C 1s": [Line("C-C", 284.8, 9.0)], "Al 2p": ALUMINUM})
    assert finding("R36", foil).outcome == "not_applicable"


def test_the_overlayer_that_the_first_step_takes_off_is_no_jump() -> None:
    dirty = lines(C_1s=[Line("C-C", 284.8, 400.0)])
    assert finding("P15", series(dirty, lines(), lines())).outcome == "pass"
    assert finding("P15", series(lines(), lines(), dirty)).outcome == "warn"


def test_levels_of_one_time_are_refused() -> None:
    result = series(lines(), lines(), times=(60.0, 60.0))
    assert "etch time does not increase" in finding("P15", result).sentence


@pytest.mark.parametrize(
    ("peaks", "seen"),
    [
        (((285.0, 9e3), (531.0, 9e3)), []),
        (((285.0, 9e3), (687.0, 9e3)), ["F 1s"]),
        (((285.0, 9e3), (399.5, 3e3)), ["N 1s"]),
        (((285.0, 9e3), (102.0, 4e3), (153.0, 4e3)), ["Si 2s"]),
        (((285.0, 9e3), (399.5, 90.0)), []),
    ],
)
def test_a_survey_shows_what_is_left_out(
    peaks: tuple[tuple[float, float], ...], seen: list[str]
) -> None:
    (spectrum,) = survey(*peaks)
    found = unquantified(spectrum, {"C", "O"}, 0.0)
    assert [line.level for line in found] == seen


def test_noise_alone_shows_no_element() -> None:
    (spectrum,) = survey()
    for seed in range(20):
        rng = np.random.default_rng(seed)
        counts = rng.poisson(2000.0, spectrum.intensity.size).astype(float)
        assert not unquantified(replace(spectrum, intensity=counts), {"C"}, 0.0)


def test_a_joint_fit_says_what_its_levels_share() -> None:
    result = a_series(3)
    together = SimpleNamespace(shared=("positions", "widths"), per_level=("areas",))
    verdict = same_model(replace(result, series=cast("Any", together)))
    assert verdict.outcome == "pass"
    assert "common to all: positions, widths; of each level its own: areas" in (
        verdict.sentence
    )
    assert "together" not in same_model(result).sentence
