"""Tops that no detector counts are told, and chance is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.built_spectra import gaussian
from xpsfit import analyze
from xpsfit.saturation import saturated, saturation_notes
from xpsfit.spectrum import IntensityUnit, Spectrum

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

ENERGY = np.linspace(278.0, 294.0, 161)


def expected(top: float, fwhm_ev: float = 1.3) -> FloatArray:
    line = gaussian(ENERGY, 1.0, 286.05, fwhm_ev)
    return np.asarray(top * (0.1 + 0.9 * line / line.max()))


def a_spectrum(
    values: object, unit: IntensityUnit = "counts", region: str = "C 1s"
) -> Spectrum:
    intensity = np.asarray(values, dtype=float)
    return Spectrum(region, "foil", ENERGY, intensity, unit, 1486.68, 20.0, 0.1, 5)


def drawn(top: float, seed: int, fwhm_ev: float = 1.3) -> FloatArray:
    return np.random.default_rng(seed).poisson(expected(top, fwhm_ev)).astype(float)


@pytest.mark.parametrize(
    ("scale", "unit"),
    [(1.0, "counts"), (2.0, "counts_per_s"), (10.0, "counts"), (0.37, "arbitrary")],
)
def test_a_top_that_was_cut_off_is_told_in_every_unit(
    scale: float, unit: IntensityUnit
) -> None:
    cut = np.minimum(drawn(20000.0, 1), 12000.0)
    points = int(np.count_nonzero(cut == 12000.0))
    words = saturated(a_spectrum(scale * cut, unit))
    assert words.startswith(f"{points} neighboring points, ")
    assert "the detector was saturated or the data were cut off" in words


def test_the_probability_is_that_of_points_that_agree_by_chance() -> None:
    # Six points of 1000 counts: 161 places, and 1 / sqrt(2 pi 1000) for each of five.
    values = drawn(700.0, 2)
    values[80:86] = 1000.0
    chance = 161.0 * (2.0 * np.pi * 1000.0) ** -2.5
    assert 0.2 * chance < 1e-6
    words = saturated(a_spectrum(values))
    found = float(words.split("probability ")[1].split(":")[0])
    # The noise is read from the data, to some 10 %; the fifth power of it stands here.
    assert 0.4 * chance < found < 2.5 * chance


@pytest.mark.parametrize("top", [1.0, 10.0, 100.0, 3000.0, 1e6])
@pytest.mark.parametrize("fwhm_ev", [1.3, 1e6])
def test_equal_maxima_by_chance_are_not_told(top: float, fwhm_ev: float) -> None:
    for seed in range(50):
        counts = drawn(top, seed, fwhm_ev)
        assert saturated(a_spectrum(counts)) == ""
        assert saturated(a_spectrum(0.1 * counts, "arbitrary")) == ""


@pytest.mark.parametrize("unit", ["counts", "counts_per_s", "arbitrary"])
@pytest.mark.parametrize("top", [100.0, 12000.0])
def test_curves_without_noise_may_be_flat_on_top(
    top: float, unit: IntensityUnit
) -> None:
    # 286.05 eV lies between two points, which are equal then.
    curve = expected(top)
    assert np.count_nonzero(np.isclose(curve, curve.max(), rtol=1e-9)) == 2
    curve[np.isclose(curve, curve.max(), rtol=1e-9)] = curve.max()
    assert saturated(a_spectrum(curve, unit)) == ""
    assert saturated(a_spectrum(np.round(expected(top, 8.0)), "counts")) == ""
    assert saturated(a_spectrum(np.full(ENERGY.shape, top), unit)) == ""


def test_levels_of_a_region_are_told_of_once() -> None:
    cut = a_spectrum(np.minimum(drawn(20000.0, 1), 12000.0))
    fine = a_spectrum(drawn(20000.0, 3), region="O 1s")
    (note,) = saturation_notes([cut, fine, replace(cut, etch_time_s=10.0)])
    assert note.startswith("C 1s: ")
    assert note.endswith("(and so at 2 levels or places)")


def test_the_result_of_a_sample_warns_of_it() -> None:
    cut = a_spectrum(np.minimum(drawn(20000.0, 1), 12000.0))
    (result,) = analyze([cut])
    assert any("the detector was saturated" in words for words in result.warnings)
