"""Monte Carlo intervals in a fit, and what of them holds without evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sample_spectra.forward import region_truth
from tests.measured import a_measured_region, shift_to_model
from xpsfit.fit import FitResult, fit_region
from xpsfit.fit.absent import fit_without
from xpsfit.fit.evidence import weigh
from xpsfit.fit.intervals import with_monte_carlo_errors
from xpsfit.fit.trials import Trials
from xpsfit.model import builtin_model


@pytest.fixture(scope="module")
def oxide() -> FitResult:
    """Return O 1s of the Li-Al reference, where one species of three is present."""
    truth = region_truth("li_al_reference", "O 1s")
    shift_ev = shift_to_model(truth)
    model = builtin_model("li-tma").region("O 1s")
    assert model is not None
    fit = fit_region(a_measured_region(truth, 1), model, shift_ev=shift_ev)
    return fit_without(fit, shift_ev, weigh(Trials(fit, shift_ev), {}))


def test_a_strong_line_has_the_intervals_of_its_errors(oxide: FitResult) -> None:
    found = with_monte_carlo_errors(oxide, 200, 3)
    for p in found.parameters:
        if p.name not in {"Li2O.area_cps_ev", "Li2O.center_ev", "Li2O.fwhm_ev"}:
            continue
        assert p.low_68 is not None
        assert p.high_68 is not None
        assert p.low_95 is not None
        assert p.high_95 is not None
        assert p.stderr is not None
        # Percentiles of 200 draws are known to a tenth of the width; the stated error
        # also holds what the absent may take.
        assert (p.high_68 - p.low_68) / (2.0 * p.stderr) == pytest.approx(0.9, abs=0.25)
        assert p.low_95 < p.low_68 < p.value < p.high_68 < p.high_95


def test_what_left_stays_out_of_the_simulated_spectra(oxide: FitResult) -> None:
    found = with_monte_carlo_errors(oxide, 20, 3)
    assert found.model == oxide.model
    assert found.candidates == oxide.candidates
    by_name = {p.name: p for p in found.parameters}
    assert by_name["C-O.area_cps_ev"].low_68 is None
    assert by_name["background.offset_cps"].low_68 is not None


def test_the_same_seed_gives_the_same_intervals(oxide: FitResult) -> None:
    def ends(seed: int) -> list[float | None]:
        return [p.high_95 for p in with_monte_carlo_errors(oxide, 20, seed).parameters]

    assert ends(5) == ends(5)
    assert ends(5) != ends(6)


def test_a_fit_to_draw_from_is_needed(oxide: FitResult) -> None:
    broken = replace(oxide, converged=False)
    found = with_monte_carlo_errors(broken, 20, 1)
    assert found.parameters == oxide.parameters
    assert any("no intervals by Monte Carlo: this fit did" in w for w in found.warnings)
    assert np.all([p.low_68 is None for p in found.parameters])
