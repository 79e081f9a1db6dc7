"""Tougaard's backgrounds against quadrature and published constants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from xpsfit.backgrounds import (
    CrossSection,
    tougaard_u2,
    tougaard_u3,
    tougaard_u4,
    window_warnings,
)
from xpsfit.backgrounds.cross_section import ALUMINUM, UNIVERSAL
from xpsfit.errors import BackgroundError

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

ENERGY = np.arange(275.0, 335.0, 0.1)


def a_spectrum(strength: float = 2866.0) -> tuple[FloatArray, FloatArray]:
    """Return a peak with its losses, and the peak alone.

    The losses fulfil Tougaard's equation for the whole spectrum, found by repeated
    substitution on an axis of its own.
    """
    peak = 9000.0 * np.exp(-4.0 * np.log(2.0) * ((ENERGY - 284.8) / 1.3) ** 2)
    lost = np.maximum(ENERGY[:, None] - ENERGY, 0.0)
    kernel = strength * lost / (1643.0 + lost**2) ** 2 * 0.1
    signal = peak.copy()
    for _ in range(40):
        signal = peak + kernel @ signal
    return signal + 500.0, peak


def test_the_universal_cross_section_has_its_published_maximum_and_integral() -> None:
    loss = np.arange(0.0, 2000.0, 0.01)
    k = 2866.0 * UNIVERSAL.per_strength(loss)
    assert loss[k.argmax()] == pytest.approx(np.sqrt(1643.0 / 3.0), abs=0.02)
    assert k.sum() * 0.01 == pytest.approx(2866.0 / (2.0 * 1643.0), rel=1e-3)


def test_the_cross_section_of_aluminum_peaks_at_its_plasmon() -> None:
    loss = np.arange(0.0, 500.0, 0.01)
    k = 16.5 * ALUMINUM.per_strength(loss)
    assert loss[k.argmax()] == pytest.approx(15.1, abs=0.05)
    assert k.sum() * 0.01 == pytest.approx(0.77, abs=0.02)


def test_the_true_background_is_found_with_the_true_strength() -> None:
    counts, peak = a_spectrum()
    given = tougaard_u2(ENERGY, counts, strength_ev2=2866.0)
    np.testing.assert_allclose(counts - given.values, peak, atol=2e-6 * peak.max())
    scaled = tougaard_u2(ENERGY, counts)
    assert scaled.strength_ev2 == pytest.approx(2866.0, rel=1e-3)
    assert scaled.warnings == ()


def test_four_constants_hold_two_and_three_as_special_cases() -> None:
    counts, _ = a_spectrum()
    u2, u3 = tougaard_u2(ENERGY, counts), tougaard_u3(ENERGY, counts)
    as_u2 = tougaard_u4(ENERGY, counts, cross_section=CrossSection(1643.0, 1.0, 0.0))
    as_u3 = tougaard_u4(ENERGY, counts, cross_section=CrossSection(230.0, -1.0, 4.5))
    np.testing.assert_array_equal(as_u2.values, u2.values)
    np.testing.assert_array_equal(as_u3.values, u3.values)


def test_a_window_of_16_ev_is_warned_of_and_one_of_50_is_not() -> None:
    counts, _ = a_spectrum()
    near = ENERGY < 294.8
    (warning,) = tougaard_u2(ENERGY[near], counts[near]).warnings
    assert "this one ends 9.9 eV above it" in warning
    assert "30 to 50 eV" in warning
    assert window_warnings(334.8, 284.8) == ()


def test_a_window_without_anything_to_scale_to_is_refused() -> None:
    energy = np.linspace(280.0, 300.0, 201)
    hollow = 1000.0 - 50.0 * np.sin(np.pi * (energy - 280.0) / 20.0)
    hollow[-5:] = 1200.0
    with pytest.raises(BackgroundError, match="nothing sets the strength"):
        tougaard_u2(energy, hollow)
    with pytest.raises(BackgroundError, match="can only rise"):
        tougaard_u2(energy, np.linspace(5000.0, 1000.0, 201))


def test_windows_of_unbounded_work_are_refused() -> None:
    energy = np.linspace(0.0, 1200.0, 4001)
    with pytest.raises(BackgroundError, match="up to 4000 points"):
        tougaard_u2(energy, np.ones_like(energy))
