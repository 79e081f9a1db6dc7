"""The joint fit of a small series against one dense fit with every unknown in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.small_series import (
    AREAS,
    JITTER_EV,
    SHIFTS_EV,
    Dense,
    a_small_model,
    small_series,
)
from xpsfit.errors import FitError
from xpsfit.fit.series.fit import FittedSeries, SeriesData, fit_series
from xpsfit.fit.series.solve import solve
from xpsfit.model import Species

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.spectrum import Spectrum

CASES = {
    "all": ((), True, np.inf),
    "with prior": ((), True, 0.05),
    "held shift": ((), False, np.inf),
    "missing": ((("O 1s", 2), ("C 1s", 3)), True, np.inf),
}


def dense(
    fitted: FittedSeries, *, moves: bool = True, prior_ev: float = np.inf
) -> Dense:
    """Return the dense problem on the very points and noise of a joint fit."""
    data: dict[str, dict[int, tuple[FloatArray, FloatArray, FloatArray]]] = {}
    for level, joint in enumerate(fitted.levels):
        for fit in joint.fits:
            part = fit.region
            data.setdefault(part.name, {})[level] = (
                part.binding_energy_ev,
                part.counts_per_s,
                part.sigma_cps,
            )
    ordered = {name: data[name] for name in ("C 1s", "O 1s")}
    return Dense(ordered, len(fitted.levels), moves, prior_ev)


def fitted_small(
    spectra: dict[str, dict[int, Spectrum]],
    *,
    moves: bool = True,
    spread: float = np.inf,
) -> FittedSeries:
    """Return the joint fit."""
    data = SeriesData(4, spectra, SHIFTS_EV[0], moves=moves, jitter_ev=JITTER_EV)
    return fit_series(data, a_small_model(spread), "small")


@pytest.mark.parametrize("case", CASES)
def test_values_and_covariance_are_those_of_a_dense_fit(case: str) -> None:
    without, moves, prior_ev = CASES[case]
    fitted = fitted_small(small_series(without=without), moves=moves, spread=prior_ev)
    problem = dense(fitted, moves=moves, prior_ev=prior_ev)
    p, covariance, _ = problem.fit()
    at, errors = problem.places, np.sqrt(np.diag(covariance))

    def agree(value: float, stderr: float, key: tuple[object, ...]) -> None:
        place = at[key]
        assert value == pytest.approx(p[place], abs=2e-3 * errors[place]), key
        assert stderr == pytest.approx(errors[place], rel=2e-3), key

    shared = {x.name: x for x in fitted.common.parameters}
    for name in ("C 1s", "O 1s"):
        for j in range(2):
            for key, quantity in (("center", "center_ev"), ("width", "fwhm_ev")):
                found = shared[f"{name}/line {j}.{quantity}"]
                agree(found.value, found.stderr or 0.0, (key, name, j))
        found = shared[f"{name}/background.step_per_ev"]
        agree(found.value, found.stderr or 0.0, ("step", name))
    for level, joint in enumerate(fitted.levels):
        places = []
        for fit in joint.fits:
            for j, component in enumerate(fit.components):
                own_area = ("area", fit.region.name, level, j)
                places.append(at[own_area])
                agree(component.area_cps_ev, component.area_cps_ev_stderr, own_area)
        known = covariance[np.ix_(places, places)]
        scale = np.sqrt(np.outer(np.diag(known), np.diag(known)))
        np.testing.assert_allclose(joint.covariance / scale, known / scale, atol=2e-3)
        if ("shift", level) in at:
            agree(
                float(fitted.common.shift_ev[level]),
                float(fitted.common.shift_stderr_ev[level]),
                ("shift", level),
            )


@pytest.mark.parametrize("case", CASES)
def test_chi_square_is_that_of_the_dense_fit(case: str) -> None:
    without, moves, prior_ev = CASES[case]
    fitted = fitted_small(small_series(without=without), moves=moves, spread=prior_ev)
    problem = dense(fitted, moves=moves, prior_ev=prior_ev)
    p, covariance, _ = problem.fit()
    rows = problem.rows(p)[: fitted.common.points]
    assert fitted.common.chi_square == pytest.approx(rows @ rows, rel=1e-6)
    # Effective parameters are the trace of data information times covariance.
    step = 1e-3 * np.sqrt(np.diag(covariance))
    jacobian = np.array(
        [
            (problem.rows(p + s * e) - problem.rows(p - s * e)) / (2.0 * s)
            for s, e in zip(step, np.eye(p.size), strict=True)
        ]
    )[:, : fitted.common.points]
    trace = float(np.sum((jacobian @ jacobian.T) * covariance))
    assert fitted.common.effective_parameters == pytest.approx(trace, rel=1e-3)


def test_slope_of_chi_square_is_that_of_finite_differences() -> None:
    data = SeriesData(4, small_series(without=(("O 1s", 1),)), SHIFTS_EV[0])
    problem = solve(data, a_small_model(0.1)).problem
    values = problem.layout.shared_slots.values()
    problem.condensed(values)
    rows, jacobian = problem.evaluate(values)
    slope = 2.0 * rows @ jacobian
    for i, step in enumerate(1e-4 * np.maximum(np.abs(slope), 1.0) / (slope**2 + 1.0)):
        ends = []
        for sign in (1.0, -1.0):
            moved = values.copy()
            moved[i] += sign * max(float(step), 1e-6)
            for _ in range(5):
                problem.condensed(moved)
            ends.append(float(np.sum(problem.evaluate(moved)[0] ** 2)))
        difference = (ends[0] - ends[1]) / (2.0 * max(float(step), 1e-6))
        assert slope[i] == pytest.approx(difference, rel=2e-3, abs=0.5)


def test_the_truth_is_found_within_errors_that_hold() -> None:
    pulls = []
    for seed in range(20):
        fitted = fitted_small(small_series(seed))
        for level, joint in enumerate(fitted.levels):
            pulls += [
                (c.area_cps_ev - area) / c.area_cps_ev_stderr
                for fit in joint.fits
                for c, area in zip(
                    fit.components, AREAS[fit.region.name][level], strict=True
                )
            ]
    assert abs(np.mean(pulls)) < 4.0 / np.sqrt(20 * 8)
    assert 0.85 < np.std(pulls) < 1.15


def test_few_counts_leave_no_bias() -> None:
    sums = []
    for seed in range(30):
        fitted = fitted_small(small_series(seed, scale=1.0 / 1000.0))
        assert fitted.levels[0].fits[0].region.noise == "poisson_model"
        sums += [
            (fit.area_cps_ev - 1e-3 * sum(AREAS[fit.region.name][level]))
            / fit.area_cps_ev_stderr
            for level, joint in enumerate(fitted.levels)
            for fit in joint.fits
        ]
    assert abs(np.mean(sums)) < 0.25


def test_a_level_without_any_spectrum_is_empty() -> None:
    spectra = small_series(without=(("C 1s", 2), ("O 1s", 2)))
    fitted = fitted_small(spectra)
    assert not fitted.levels[2].fits
    assert np.isnan(fitted.common.displacement_ev[2]).all()
    assert len(fitted.levels[1].fits) == 2


def test_areas_that_may_depart_from_their_species_are_refused() -> None:
    shown = {"C 1s": "line 1", "O 1s": "line 1"}
    species = Species("compound", {"C": 1.0, "O": 1.0}, shown, slack=0.1)
    model = replace(a_small_model(), species=(species,))
    data = SeriesData(4, small_series(), 0.1, divisors={"C 1s": 1.0, "O 1s": 2.0})
    with pytest.raises(FitError, match="species compound has slack"):
        fit_series(data, model)
