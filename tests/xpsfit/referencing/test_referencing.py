"""Charge shifts of every level, against series whose shifts are known."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.sputter_series import (
    ALUMINUM,
    ARGON,
    CARBIDE,
    CARBON,
    LITHIUM,
    OXIDE,
    Level,
    Peak,
    drawn_series,
)
from xpsfit import Settings
from xpsfit.analysis import analyze_series
from xpsfit.errors import CalibrationError, SeriesError

if TYPE_CHECKING:
    from xpsfit.results import SampleResult
    from xpsfit.settings import ChargeMethodName

# Common to all regions of a level, 0.3 eV in all.
SHIFTS = {0.0: 0.5, 60.0: 0.6, 400.0: 0.8}


def level(time_s: float) -> Level:
    return {
        "C 1s": CARBON if time_s < 300.0 else CARBIDE,
        "O 1s": OXIDE,
        "Al 2p": ALUMINUM,
        "Li 1s": LITHIUM,
        "Ar 2p": ARGON if time_s else [Peak(241.8, 1.0)],
    }


LEVELS = {time: level(time) for time in SHIFTS}


@cache
def analyzed(method: ChargeMethodName) -> SampleResult:
    spectra = drawn_series(LEVELS, SHIFTS.__getitem__)
    (result,) = analyze_series(spectra, Settings(charge_method=method))
    return result


def refusals(result: SampleResult) -> list[str]:
    return [level.charge.refusal for level in result.levels]


@pytest.mark.parametrize("method", ["carry", "c1s", "separation", "metal", "argon"])
def test_every_method_finds_the_shifts_of_a_series(method: ChargeMethodName) -> None:
    for found in analyzed(method).levels:
        charge = found.charge
        assert charge.stderr_ev is not None
        off = abs(charge.shift_ev - SHIFTS[found.etch_time_s or 0.0])
        assert off < 3.5 * math.hypot(charge.stderr_ev, 0.002), charge


def test_methods_that_read_a_level_say_what_they_read() -> None:
    methods: dict[ChargeMethodName, tuple[str, str, float]] = {
        "c1s": ("fitted_line", "C 1s C-C", 284.8),
        "separation": ("separation", "O 1s Li2O", 528.3),
        "metal": ("metal_line", "Al 2p Al metal", 72.85),
        "argon": ("implanted_argon", "Ar 2p3/2 implanted Ar", 241.8),
    }
    for name, (kind, line, assigned) in methods.items():
        charge = analyzed(name).levels[1].charge
        assert (charge.method, charge.line, charge.assigned_ev) == (
            kind,
            line,
            assigned,
        )
        assert charge.measured_ev == pytest.approx(assigned - 0.6, abs=0.03)
        assert charge.note


def test_carbon_that_became_a_carbide_is_refused_and_the_last_shift_moved_on() -> None:
    result = analyzed("c1s")
    assert [bool(r) for r in refusals(result)] == [False, False, True]
    last = result.levels[2].charge
    assert "C-C" in last.refusal
    assert last.method == "carried"
    assert "from 60 s" in last.note
    assert any("refuses 1 of 3 levels (at 400 s)" in w for w in result.warnings)


def test_carbon_of_another_shape_is_refused_though_it_is_still_the_largest() -> None:
    narrow = [Peak(284.8, 9000.0, 0.75)]
    spectra = drawn_series(
        {0.0: {"C 1s": CARBON}, 60.0: {"C 1s": CARBON}, 120.0: {"C 1s": narrow}}
    )
    (result,) = analyze_series(spectra, Settings(charge_method="c1s"))
    assert refusals(result)[:2] == ["", ""]
    assert "its shape has changed" in refusals(result)[2]


def test_argon_before_the_first_etch_takes_the_shift_of_the_first_level_with_it() -> (
    None
):
    result = analyzed("argon")
    assert refusals(result)[0] == "Ar 2p is below its detection limit"
    assert "from 60 s" in result.levels[0].charge.note
    assert "1 eV" in result.levels[1].charge.note


def test_levels_stand_where_the_method_puts_them() -> None:
    for found in analyzed("metal").levels:
        metal = next(f for f in found.fits if f.region.name == "Al 2p")
        line = metal.component("Al metal")
        assert line.center_ev + found.charge.shift_ev == pytest.approx(72.85, abs=0.02)


def test_lines_that_are_no_compound_by_their_distance_are_refused() -> None:
    apart = {
        time: {
            "C 1s": CARBON,
            "O 1s": [Peak(528.8, 9000.0, 1.4)],
            "Li 1s": LITHIUM,
        }
        for time in (0.0, 60.0)
    }
    with pytest.raises(SeriesError, match="are not lines of one Li2O"):
        analyze_series(drawn_series(apart), Settings(charge_method="separation"))


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        ("metal", "no Al metal in the peak model of Al 2p"),
        ("argon", "no Ar 2p was measured"),
        ("separation", "no Li2O was fitted in O 1s"),
    ],
)
def test_a_method_without_its_lines_ends_with_the_reason(
    method: ChargeMethodName, reason: str
) -> None:
    spectra = drawn_series({0.0: {"C 1s": CARBON}, 60.0: {"C 1s": CARBON}})
    with pytest.raises(SeriesError, match=f"accepts none of 2 levels .*{reason}"):
        analyze_series(spectra, Settings(charge_method=method))


def test_a_metal_serves_where_the_first_level_has_no_adventitious_carbon() -> None:
    own = {"C 1s": CARBIDE, "Al 2p": ALUMINUM, "O 1s": OXIDE}
    spectra = drawn_series({0.0: own, 60.0: own, 120.0: own}, lambda _: 1.2)
    with pytest.raises(CalibrationError):
        analyze_series(spectra, Settings(charge_method="c1s"))
    (result,) = analyze_series(spectra, Settings(charge_method="metal"))
    shifts = [found.charge.shift_ev for found in result.levels]
    np.testing.assert_allclose(shifts, 1.2, atol=0.02)


def test_carrying_is_the_default_and_reads_no_level_again() -> None:
    spectra = drawn_series(LEVELS, SHIFTS.__getitem__)
    (plain,) = analyze_series(spectra)
    carried = analyzed("carry")
    assert [v.charge for v in plain.levels] == [v.charge for v in carried.levels]
    assert replace(plain.levels[2].charge).method == "carried"
