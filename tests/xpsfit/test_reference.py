"""Positions and shapes taken over from a reference sample."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra.forward import profile_truth, region_truth
from tests.measured import a_measurement
from xpsfit.analysis import analyze, analyze_series
from xpsfit.errors import ModelError, UnknownNameError
from xpsfit.model import Parameter, builtin_model
from xpsfit.reference import Reference, taken_over, unfounded
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from xpsfit.results import SampleResult

REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")
MODEL = builtin_model("li-tma")


@pytest.fixture(scope="module")
def known() -> SampleResult:
    spectra = [a_measurement(region_truth("li_al_reference", r)) for r in REGIONS]
    (result,) = analyze(spectra, Settings(model=MODEL))
    return result


def parameter(model: object, region: str, state: str, quantity: str) -> Parameter:
    own = next(r for r in model.regions if r.region == region)  # type: ignore[attr-defined]
    value = getattr(next(c for c in own.components if c.name == state), quantity)
    assert isinstance(value, Parameter)
    return value


def test_a_position_is_that_of_the_reference_with_its_error(
    known: SampleResult,
) -> None:
    model, taken = taken_over(MODEL, known)
    assert "Al 2p Li-Al" in taken
    assert "C 1s C-C" not in taken
    center = parameter(model, "Al 2p", "Li-Al", "center_ev")
    # The truth of the generator is 70.5 eV; its jitter is 0.03 eV per region.
    assert center.value == pytest.approx(70.5, abs=0.15)
    assert 0.002 <= center.spread < 0.1
    assert center.spread < parameter(MODEL, "Al 2p", "Li-Al", "center_ev").spread
    width = parameter(model, "Al 2p", "Li-Al", "fwhm_ev")
    assert width.value == pytest.approx(0.95, abs=0.02)


def test_other_widths_keep_what_the_library_leaves_open(known: SampleResult) -> None:
    model, _ = taken_over(MODEL, known, ["Al 2p Li-Al"])
    before = parameter(MODEL, "Al 2p", "Al-C", "fwhm_ev")
    after = parameter(model, "Al 2p", "Al-C", "fwhm_ev")
    assert after.spread == pytest.approx(np.hypot(before.spread, 0.15 * before.value))
    assert model.region("O 1s") == MODEL.region("O 1s")


def test_a_held_reference_leaves_nothing_free(known: SampleResult) -> None:
    model, _ = taken_over(MODEL, known, ["Li-Al"], held=True)
    assert not parameter(model, "Al 2p", "Li-Al", "center_ev").vary
    assert not parameter(model, "Al 2p", "Li-Al", "fwhm_ev").vary


def test_a_state_the_reference_does_not_show_is_refused(known: SampleResult) -> None:
    with pytest.raises(ModelError, match="C-O is not among what this reference"):
        taken_over(MODEL, known, ["C-O"])


def shown_by(sample: str, *regions: str, empty: str = "") -> SampleResult:
    spectra = [a_measurement(region_truth(sample, r)) for r in regions]
    if empty:
        one = a_measurement(region_truth(sample, empty))
        counts = np.random.default_rng(4).poisson(200.0, one.intensity.size)
        spectra.append(replace(one, intensity=counts.astype(float)))
    (result,) = analyze(spectra, Settings(model=MODEL))
    return result


def test_a_state_of_an_element_that_was_not_measured_is_not_taken_over() -> None:
    reference = shown_by("tma_5s", "C 1s", "O 1s", "Al 2p")
    model, taken = taken_over(MODEL, reference)
    assert "C 1s C-O" in taken
    assert not [name for name in taken if "Li2" in name or name.endswith("Li-Al")]
    before, after = (
        parameter(m, "C 1s", "Li2CO3", "center_ev") for m in (MODEL, model)
    )
    assert before == after
    doubts = unfounded(MODEL, reference)
    assert doubts["O 1s Li2CO3"] == (
        f"O 1s Li2CO3 is not taken from the reference sample {reference.sample}: it "
        "claims Li, of which no line was measured there"
    )


def test_a_state_of_an_element_that_was_not_found_is_not_taken_over() -> None:
    reference = shown_by("tma_5s", "C 1s", "O 1s", empty="Li 1s")
    reason = unfounded(MODEL, reference)["O 1s Li2CO3"]
    assert reason.endswith("it claims Li, not found there")


def test_every_state_of_the_reference_sample_is_founded(known: SampleResult) -> None:
    assert unfounded(MODEL, known) == {}


def test_an_unfounded_state_that_is_asked_for_is_refused() -> None:
    reference = shown_by("tma_5s", "C 1s", "O 1s")
    with pytest.raises(ModelError, match="claims Li, of which no line was measured"):
        taken_over(MODEL, reference, ["Li2CO3"])


def test_a_reference_of_which_nothing_is_left_is_refused() -> None:
    with pytest.raises(ModelError, match="nothing is left to take over: choose"):
        taken_over(MODEL, shown_by("tma_5s", "C 1s"))


def test_a_series_is_no_reference(known: SampleResult) -> None:
    twice = replace(known, levels=(*known.levels, *known.levels))
    with pytest.raises(ModelError, match="one surface, and this has 2 levels"):
        taken_over(MODEL, twice)


def test_a_series_keeps_the_reference_and_says_so() -> None:
    spectra = [
        a_measurement(profile_truth(n, r)) for n in (0, 6, 12, 18) for r in REGIONS
    ]
    own = [a_measurement(region_truth("li_al_reference", r)) for r in REGIONS]
    reference = Reference(own, ("Al 2p Li-Al",))
    (result,) = analyze_series(spectra, reference=reference)
    assert result.reference is not None
    assert result.reference.levels[0].fits
    assert any("Al 2p Li-Al are those of the reference" in w for w in result.warnings)
    (alone,) = analyze_series(spectra)
    assert alone.reference is None


def test_a_series_says_which_states_it_did_not_take_over() -> None:
    spectra = [a_measurement(profile_truth(n, r)) for n in (0, 6, 12) for r in REGIONS]
    own = [a_measurement(region_truth("tma_5s", r)) for r in ("C 1s", "O 1s")]
    (result,) = analyze_series(spectra, reference=Reference(own))
    assert any(w.startswith("O 1s Li2CO3 is not taken") for w in result.warnings)


def test_an_unknown_component_to_keep_is_refused_before_any_fit() -> None:
    spectra = [a_measurement(profile_truth(n, "C 1s")) for n in (0, 1)]
    with pytest.raises(UnknownNameError):
        analyze_series(spectra, Settings(keep=("unobtainium",)))
