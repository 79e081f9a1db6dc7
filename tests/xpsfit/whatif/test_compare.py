"""Other choices: one at a time, and what they amount to."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import peaklib
from sample_spectra.forward import region_truth
from tests.measured import a_measurement
from xpsfit.analysis import analyze
from xpsfit.settings import Settings
from xpsfit.whatif import (
    AXES,
    Move,
    WhatIf,
    analyze_by,
    systematic_percent,
    variations_of,
    what_if,
)

if TYPE_CHECKING:
    from xpsfit.results import SampleResult
    from xpsfit.spectrum import Spectrum

REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")
PHOTON_EV = 1486.68
# Energies at which the composition takes KE; those of the library.
ALTHERMO = {"C": 1.0, "O": 2.880686, "Al": 0.56, "Li": 0.06098681}


def spectra_of(sample: str, *regions: str) -> list[Spectrum]:
    return [
        a_measurement(region_truth(sample, region)) for region in regions or REGIONS
    ]


@pytest.fixture(scope="module")
def tma_5s() -> WhatIf:
    return what_if(spectra_of("tma_5s"), axes=("sensitivity", "ends"))[0]


def percents(result: SampleResult) -> dict[str, float]:
    composition = result.levels[0].composition
    assert composition is not None
    return {e.element: e.atomic_percent for e in composition.elements}


def test_the_settings_that_variations_start_from_give_the_base() -> None:
    spectra = spectra_of("tma_5s")
    settings = Settings(reference_ev=285.0)
    (base,) = analyze(spectra, settings)
    steeper = variations_of(base, settings, ["sensitivity"])[0].settings
    held = replace(
        steeper, library=settings.library, energy_exponent=settings.energy_exponent
    )
    (again,) = analyze(spectra, held)
    for element, value in percents(base).items():
        assert percents(again)[element] == pytest.approx(value, rel=1e-6)


def test_another_library_and_exponent_give_what_a_pocket_calculator_gives(
    tma_5s: WhatIf,
) -> None:
    composition = tma_5s.base.levels[0].composition
    assert composition is not None
    amount = {
        e.element: e.area_cps_ev
        / (
            ALTHERMO[e.element]
            * (PHOTON_EV - peaklib.core_level(e.region).binding_energy_ev) ** 0.75
        )
        for e in composition.elements
    }
    total = sum(amount.values())
    found = {
        m.quantity: m.value
        for m in tma_5s.moves
        if m.variation == "althermo1, KE^0.75" and m.kind == "element"
    }
    assert set(found) == set(amount)
    for element, value in found.items():
        assert value == pytest.approx(100.0 * amount[element] / total, rel=2e-5)


def test_ratios_move_as_the_amounts_do(tma_5s: WhatIf) -> None:
    by_name = {(m.variation, m.quantity): m.value for m in tma_5s.moves}
    for move in tma_5s.moves:
        if move.kind == "ratio":
            above, below = move.quantity.split("/")
            expected = by_name[move.variation, above] / by_name[move.variation, below]
            assert move.value == pytest.approx(expected, rel=1e-12)


def test_a_narrower_window_has_fewer_points(tma_5s: WhatIf) -> None:
    fit = tma_5s.base.levels[0].fits[0]
    shift = tma_5s.base.levels[0].charge.shift_ev
    narrowed = [
        v
        for v in variations_of(tma_5s.base, Settings(), ["ends"])
        if v.name.startswith("both")
    ]
    model = narrowed[0].settings.model
    assert model is not None
    region = model.region(fit.region.name)
    assert region is not None
    assert region.low_ev == pytest.approx(fit.low_ev + shift + 1.0)
    assert region.high_ev == pytest.approx(fit.high_ev + shift - 1.0)


def test_a_region_that_cannot_have_a_background_keeps_its_own() -> None:
    result = what_if(
        spectra_of("bare_li", "C 1s", "O 1s", "Al 2p"), axes=("background",)
    )[0]
    without = {(i.variation, i.region) for i in result.impossible}
    assert ("shirley", "Al 2p") in without
    moved = [m for m in result.moves if m.variation == "shirley" and m.quantity == "C"]
    assert len(moved) == 1
    assert moved[0].change != 0.0


@pytest.mark.parametrize("axis", AXES)
def test_no_variation_repeats_another_or_the_base(axis: str, tma_5s: WhatIf) -> None:
    settings = Settings(model=tma_5s.base.model)
    found = variations_of(tma_5s.base, settings, [axis])
    assert found
    assert len({v.name for v in found}) == len(found)
    for one in found:
        assert one.axis == axis
        assert sum(one.settings == other.settings for other in found) == 1


def a_move(axis: str, value: float) -> Move:
    return Move(axis, f"{value}", None, "element", "Al", 10.0, value, 0.1)


def test_axes_add_in_quadrature_each_half_its_range_over_the_root_of_three(
    tma_5s: WhatIf,
) -> None:
    moves = (
        a_move("background", 10.6),
        a_move("background", 9.8),
        a_move("ends", 10.3),
        a_move("sensitivity", 14.0),
    )
    result = WhatIf(tma_5s.base, moves, ())
    expected = math.hypot(0.8 / 2.0, 0.3 / 2.0) / math.sqrt(3.0)
    assert systematic_percent(result, "Al", None) == pytest.approx(expected)
    with_libraries = math.hypot(expected, 4.0 / 2.0 / math.sqrt(3.0))
    assert systematic_percent(result, "Al", None, without=()) == pytest.approx(
        with_libraries
    )


def test_the_systematic_error_of_a_fit_can_hold_the_other_choices() -> None:
    spectra = spectra_of("tma_5s", "C 1s", "O 1s")
    (plain,) = analyze_by(spectra, Settings())
    (wide,) = analyze_by(spectra, Settings(systematic="what-if"))
    assert percents(plain) == percents(wide)
    before, after = plain.levels[0].composition, wide.levels[0].composition
    assert before is not None
    assert after is not None
    for narrow, broad in zip(before.elements, after.elements, strict=True):
        assert broad.atomic_percent_systematic > narrow.atomic_percent_systematic
