"""The energy scale of a series follows what its regions agree on, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra import forward
from sample_spectra.chemistry import composition, species_fractions
from sample_spectra.design import PROFILE
from sample_spectra.forward import profile_truth
from tests.measured import a_measurement
from xpsfit.analysis import analyze_series
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.results import SampleResult

    Move = Callable[[int, str], float]

REGIONS = ("C 1s", "O 1s", "Al 2p", "Li 1s")
LEVELS = range(2, 9)
BREAK = 5


def followed(
    move: Move,
    regions: tuple[str, ...] = REGIONS,
    settings: Settings | None = None,
) -> SampleResult:
    """Return levels 2 to 8 of the profile, each region moved by `move` in eV."""
    spectra = []
    for level in LEVELS:
        for region in regions:
            spectrum = a_measurement(profile_truth(level, region))
            energy = spectrum.binding_energy_ev + move(level, region)
            spectra.append(replace(spectrum, binding_energy_ev=energy))
    (result,) = analyze_series(spectra, settings)
    assert result.failures == ()
    return result


def scale_errors(result: SampleResult, move: Move) -> np.ndarray:
    """Return shift found minus true shift, as far as it changed since the start."""
    found = np.array([level.charge.shift_ev for level in result.levels])
    true = np.array(
        [
            -profile_truth(level, "O 1s").charge_shift_ev - move(level, "O 1s")
            for level in LEVELS
        ]
    )
    error = found - true
    return np.asarray(error - error[0])


def worst_chi_square(result: SampleResult, region: str) -> float:
    return max(
        fit.quality.reduced_chi_square or 0.0
        for level in result.levels
        for fit in level.fits
        if fit.region.name == region
    )


@pytest.mark.parametrize("step_ev", [0.0, 0.6, -0.9])
def test_a_step_of_the_whole_scale_is_followed(step_ev: float) -> None:
    def move(level: int, _: str) -> float:
        return step_ev * (level >= BREAK)

    result = followed(move)
    # Jitter of 0.03 eV in four regions, at the first level and at this one.
    assert np.abs(scale_errors(result, move)).max() < 0.08
    assert worst_chi_square(result, "C 1s") < 1.5
    told = [w for w in result.warnings if "(as measured)" in w]
    assert bool(told) == (abs(step_ev) > 0.2)
    assert all("from 200 s to 300 s" in w for w in told)


def test_chemistry_of_one_region_moves_no_other() -> None:
    def move(level: int, region: str) -> float:
        return -0.4 * (level >= BREAK) * (region == "C 1s")

    result = followed(move)
    assert np.abs(scale_errors(result, move)).max() < 0.08
    assert any(w.startswith("C 1s moved otherwise") for w in result.warnings)
    # Its bounds must not cut the line that moved.
    assert worst_chi_square(result, "C 1s") < 1.5


def test_two_regions_that_disagree_move_nothing() -> None:
    def move(level: int, region: str) -> float:
        return -0.5 * (level >= BREAK) * (region == "C 1s")

    result = followed(move, ("C 1s", "Al 2p"))
    shifts = [level.charge.shift_ev for level in result.levels]
    at = BREAK - LEVELS[0]
    assert len(set(shifts[at - 1 :])) == 1
    assert "no two regions show" in result.levels[at].charge.note


def test_one_region_alone_keeps_the_first_shift() -> None:
    result = followed(lambda level, _: 0.05 * (level - 2), ("C 1s",))
    assert len({level.charge.shift_ev for level in result.levels}) == 1
    assert worst_chi_square(result, "C 1s") < 1.5


def test_a_shift_that_was_asked_for_stays() -> None:
    settings = Settings(charge="shift", shift_ev=-0.1)
    result = followed(lambda level, _: 0.3 * (level >= BREAK), settings=settings)
    assert {level.charge.shift_ev for level in result.levels} == {-0.1}
    assert worst_chi_square(result, "C 1s") < 1.5


def test_the_model_of_the_result_is_the_one_that_was_asked_for() -> None:
    result = followed(lambda *_: 0.0)
    for level in result.levels:
        for fit in level.fits:
            assert fit.model == result.model.region(fit.region.name)


def test_errors_of_the_scale_are_those_of_the_scatter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pulls: dict[str, list[float]] = defaultdict(list)
    for seed in (101, 102, 103):
        # Another seed draws the noise and the jitter of every region anew.
        monkeypatch.setattr(forward, "SEED", seed)
        truths = {(n, r): profile_truth(n, r) for n in range(19) for r in REGIONS}
        (result,) = analyze_series([a_measurement(t) for t in truths.values()])
        for n, level in enumerate(result.levels):
            for fit in level.fits:
                for true in truths[n, fit.region.name].components:
                    found = fit.component(true.name)
                    pull = (found.area_cps_ev - true.area_cps_ev) / (
                        found.area_cps_ev_stderr
                    )
                    pulls[f"{fit.region.name} {true.name}"].append(pull)
            percent = composition(species_fractions(PROFILE, n))
            assert level.composition is not None
            for row in level.composition.elements:
                error = row.atomic_percent - percent[row.element]
                pulls["at%"].append(error / row.atomic_percent_stderr)
    assert 0.8 < np.std(pulls.pop("at%")) < 1.2
    for state in ("C 1s R-Li/Al-C", "C 1s C-C", "Al 2p Li-Al", "O 1s Li2O"):
        # 57 values each, of states that the data determine. Where the library decides,
        # its own error is the same at all levels and does not average out.
        assert abs(np.mean(pulls[state])) < 0.4, state
        assert 0.75 < np.std(pulls[state]) < 1.3, state
    for state, values in pulls.items():
        assert np.abs(values).max() < 5.0, state
