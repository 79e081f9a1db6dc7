"""Intensities of an unknown unit: alone with a warning, beside counts never."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sample_spectra.forward import region_truth
from tests.measured import a_measurement
from xpsfit.analysis import analyze
from xpsfit.quantify.comparable import unit_warnings

if TYPE_CHECKING:
    from xpsfit.spectrum import IntensityUnit, Spectrum


def a_spectrum_in(unit: IntensityUnit, region: str) -> Spectrum:
    counted = a_measurement(region_truth("tma_5s", region))
    if unit == "counts":
        return counted
    return replace(counted, intensity=counted.counts_per_s, intensity_unit=unit)


def test_counts_and_rates_need_no_word() -> None:
    spectra = [a_spectrum_in("counts", "C 1s"), a_spectrum_in("counts_per_s", "O 1s")]
    assert unit_warnings(spectra) == []


def test_an_unknown_unit_beside_counts_gives_no_composition() -> None:
    spectra = [
        a_spectrum_in("counts", "C 1s"),
        a_spectrum_in("counts", "Al 2p"),
        a_spectrum_in("arbitrary", "O 1s"),
    ]
    (result,) = analyze(spectra)
    (level,) = result.levels
    assert level.composition is None
    assert len(level.fits) == 3
    (failure,) = level.failures
    assert failure.region == "composition"
    assert "intensities of O 1s is unknown, while C 1s, Al 2p are" in failure.reason
    assert "--region" in failure.reason


def test_one_unknown_unit_for_all_gives_the_shares_of_the_rates() -> None:
    regions = ("C 1s", "O 1s", "Al 2p", "Li 1s")
    known, unknown = (
        analyze([a_spectrum_in(unit, region) for region in regions])[0].levels[0]
        for unit in ("counts", "arbitrary")
    )
    assert known.composition is not None
    assert unknown.composition is not None
    (warning,) = [w for w in unknown.composition.warnings if "unit" in w]
    assert "one dwell time and number of scans" in warning
    assert not any("unit of" in w for w in known.composition.warnings)
    for counted, scaled in zip(
        known.composition.elements, unknown.composition.elements, strict=True
    ):
        # Constant noise weighs the points otherwise than counting noise does.
        spread = counted.atomic_percent_stderr + scaled.atomic_percent_stderr
        assert scaled.atomic_percent == pytest.approx(
            counted.atomic_percent, abs=3 * spread
        )


def test_a_single_element_is_all_there_is_in_any_unit() -> None:
    assert unit_warnings([a_spectrum_in("arbitrary", "C 1s")]) == []
