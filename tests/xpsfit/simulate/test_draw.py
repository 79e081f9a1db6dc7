"""Noise, seeds, and truths drawn from what a model knows beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from xpsfit.errors import ModelError
from xpsfit.model import builtin_model
from xpsfit.simulate import (
    Acquisition,
    Specimen,
    Truth,
    drawn_truth,
    simulate,
    true_sample,
)

MODEL = builtin_model("li-tma")


def the_truth() -> Truth:
    return true_sample(
        MODEL, Specimen(peak_cps=500.0), acquisition=Acquisition(dwell_s=0.05, scans=4)
    )


def test_counts_scatter_as_those_of_a_counter() -> None:
    truth = the_truth()
    expected = truth.regions[0].expected_counts
    drawn = np.array(
        [simulate(truth, 3, number=k).spectra[0].intensity for k in range(400)]
    )
    deviation = (drawn - expected) / np.sqrt(expected)
    assert (drawn == np.round(drawn)).all()
    # Mean and variance over 400 draws of 181 channels, five standard errors each.
    assert abs(deviation.mean()) < 5.0 / np.sqrt(deviation.size)
    assert abs(deviation.var() - 1.0) < 5.0 * np.sqrt(2.2 / deviation.size)


def test_one_seed_gives_one_set_of_counts() -> None:
    truth = the_truth()
    first, again, other = (simulate(truth, seed).spectra[0] for seed in (7, 7, 8))
    assert (first.intensity == again.intensity).all()
    assert (first.intensity != other.intensity).any()
    assert first.metadata["simulated seed"] == "7"


def test_repeats_and_regions_have_noise_of_their_own() -> None:
    truth = the_truth()
    one, other = (simulate(truth, 7, number=k).spectra for k in (0, 1))
    assert (one[0].intensity != other[0].intensity).any()
    pulls = [
        (s.intensity - r.expected_counts) / np.sqrt(r.expected_counts)
        for s, r in zip(one, truth.regions, strict=True)
    ]
    correlation = np.corrcoef(pulls[0], pulls[1])[0, 1]
    assert abs(correlation) < 5.0 / np.sqrt(pulls[0].size)


def test_the_counts_of_a_seed_are_those_of_a_stream_frozen_for_good() -> None:
    truth = the_truth()
    stream = np.random.MT19937(np.random.SeedSequence([1486, 2, 1, 0]))
    wanted = np.random.RandomState(stream).poisson(truth.regions[1].expected_counts)
    found = simulate(truth, 1486, number=2).spectra[1].intensity
    assert found.tolist() == wanted.tolist()


def test_a_spectrum_says_that_nobody_measured_it() -> None:
    spectrum = simulate(the_truth(), 1).spectra[0]
    assert spectrum.metadata["origin"].startswith("not a measurement")
    assert spectrum.metadata["simulated model"] == "li-tma"
    assert (spectrum.intensity_unit, spectrum.dwell_s, spectrum.scans) == (
        "counts",
        0.05,
        4,
    )


def test_drawn_truths_have_the_spread_of_the_model_and_keep_to_its_bounds() -> None:
    truth = the_truth()
    drawn = [drawn_truth(truth, 5, k) for k in range(300)]
    for name in ("C-O.center_ev", "Li2CO3.center_ev"):
        values = np.array([d.region("O 1s").values[name] for d in drawn])
        component = MODEL.region("O 1s")
        assert component is not None
        [known] = [
            c.center_ev
            for c in component.components
            if c.name == name.removesuffix(".center_ev")
        ]
        assert values.min() >= known.minimum  # type: ignore[union-attr]
        assert values.max() <= known.maximum  # type: ignore[union-attr]
        # A normal distribution cut at two standard deviations has 0.88 of them.
        wanted = 0.88 * known.spread  # type: ignore[union-attr]
        assert values.std() == pytest.approx(wanted, rel=0.2)
    carbon = np.array([d.region("C 1s").values["C-C.center_ev"] for d in drawn])
    assert carbon == pytest.approx(284.8)
    assert drawn[0].elements == pytest.approx(truth.elements)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ModelError, match="seed"):
        simulate(the_truth(), -1)
