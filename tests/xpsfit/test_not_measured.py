"""Numbers that no detector counts are told from a measurement."""

from __future__ import annotations

import numpy as np
import pytest

from xpsfit.not_measured import reason_not_measured
from xpsfit.spectrum import Spectrum


def _spectrum(intensity: object) -> Spectrum:
    values = np.asarray(intensity, dtype=float)
    energy = np.linspace(280.0, 290.0, values.size)
    return Spectrum("C 1s", "foil", energy, values, "counts", dwell_s=0.1, scans=5)


def test_a_detector_that_was_off_measured_nothing() -> None:
    reason = reason_not_measured(_spectrum(np.zeros(161)))
    assert reason.startswith("C 1s holds no counts: all 161 channels are 0; ")
    assert "--region" in reason


@pytest.mark.parametrize("value", [1000.0, 1.0, 0.25, 65535.0])
def test_one_value_in_every_channel_is_no_measurement(value: float) -> None:
    reason = reason_not_measured(_spectrum(np.full(101, value)))
    assert reason.startswith(
        f"C 1s was not measured: all 101 channels hold {value:g}, "
    )
    assert "--region" in reason


def test_a_single_count_among_zeros_may_be_one() -> None:
    assert reason_not_measured(_spectrum([0.0] * 100 + [1.0])) == ""


def test_a_flat_line_with_the_noise_of_counting_is_one() -> None:
    counts = np.random.default_rng(7).poisson(1000.0, 101)
    assert reason_not_measured(_spectrum(counts)) == ""
