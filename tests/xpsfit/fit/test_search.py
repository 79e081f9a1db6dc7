"""The search: its gradient, its coordinates, and ranges with one bound."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_spectra.forward import region_truth
from tests.measured import a_measured_region, shift_to_model
from xpsfit.fit import fit_region
from xpsfit.fit.build import problem_of
from xpsfit.fit.ranges import Ranges
from xpsfit.fit.search import Projection, minimize
from xpsfit.fit.settle import MOST_EVALUATIONS, settle
from xpsfit.fit.slots import Slot, slots_of
from xpsfit.model import (
    BackgroundModel,
    Component,
    Parameter,
    RegionModel,
    builtin_model,
)
from xpsfit.spectrum import Region, Spectrum, cut_region

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray


def the_projection() -> Projection:
    truth = region_truth("tma_5s", "C 1s")
    region, model = a_measured_region(truth, 4), builtin_model("li-tma").region("C 1s")
    assert model is not None
    slots = slots_of(model, shift_to_model(truth))
    return Projection(problem_of(region, model, slots), slots)


def test_a_search_that_is_broken_off_ends_where_it_was_evaluated_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bytes] = []
    plain = Projection.residual

    def recorded(self: Projection, coordinates: FloatArray) -> FloatArray:
        seen.append(coordinates.tobytes())
        return plain(self, coordinates)

    monkeypatch.setattr(Projection, "residual", recorded)
    truth = region_truth("tma_5s", "C 1s")
    region, model = a_measured_region(truth, 4), builtin_model("li-tma").region("C 1s")
    assert model is not None
    slots = slots_of(model, shift_to_model(truth))
    problem = problem_of(region, model, slots)
    outcome = minimize(problem, slots, 3)
    assert not outcome.converged
    assert "no minimum within 3 evaluations" in outcome.message
    # lmfit asks once more in the end, with coordinates in memory that was given back.
    *before, last, again = seen
    assert again == last
    assert last not in before
    ended = Projection(problem, outcome.slots).start()
    np.testing.assert_allclose(ended, np.frombuffer(last), rtol=1e-9)


def test_its_gradient_is_that_of_the_sum_of_squares() -> None:
    projection = the_projection()
    at = projection.start() + 0.05
    gradient = 2.0 * projection.jacobian(at).T @ projection.residual(at)
    for k in range(at.size):
        step = np.zeros(at.size)
        step[k] = 1e-5
        up, down = (
            float(np.sum(projection.residual(at + sign * step) ** 2))
            for sign in (1.0, -1.0)
        )
        known = (up - down) / 2e-5
        assert gradient[k] == pytest.approx(known, rel=1e-4, abs=1e-3)


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [
        (0.0, 2.0, 0.3),
        (-math.inf, math.inf, 7.0),
        (1.0, math.inf, 1.4),
        (-math.inf, 3.0, -8.0),
    ],
)
def test_coordinates_lead_back_to_values_and_rates_are_their_slope(
    low: float, high: float, value: float
) -> None:
    ranges = Ranges([Slot("a", "center_ev", value, low, high)])
    at = ranges.coordinates(np.array([value]))
    assert ranges.values(at)[0] == pytest.approx(value)
    slope = (ranges.values(at + 1e-6)[0] - ranges.values(at - 1e-6)[0]) / 2e-6
    assert ranges.rates(at)[0] == pytest.approx(slope, rel=1e-6)
    far = ranges.values(np.array([50.0]))[0]
    assert low <= far <= high


def a_stepped_line(step_per_ev: float) -> Region:
    """Return a Gaussian of 50 000 counts/s x eV on a step, written out here."""
    energy = np.arange(2790, 2951) / 10.0
    sigma = 1.2 / math.sqrt(8.0 * math.log(2.0))
    t = (energy - 285.0) / sigma
    below = np.array([0.5 * (1.0 + math.erf(x / math.sqrt(2.0))) for x in t])
    peak = np.exp(-0.5 * t**2) / (sigma * math.sqrt(2.0 * math.pi))
    rate = 500.0 + 50_000.0 * (peak + step_per_ev * below)
    counts = np.random.default_rng(2).poisson(rate).astype(np.float64)
    return cut_region(
        Spectrum("C 1s", "", energy, counts, "counts", dwell_s=1, scans=1)
    )


def a_model(step: Parameter) -> RegionModel:
    line = Component(
        "C",
        "",
        "gaussian",
        Parameter(284.6, 283.0, 287.0),
        Parameter(1.0, minimum=0.3),
    )
    return RegionModel("C 1s", 279.0, 295.0, BackgroundModel(step_per_ev=step), (line,))


class TestRangesWithOneBound:
    @pytest.mark.parametrize("start", [0.0, 1e-6, 0.01, 1.0])
    def test_a_step_is_found_from_anywhere(self, start: float) -> None:
        fit = fit_region(a_stepped_line(0.02), a_model(Parameter(start, minimum=0.0)))
        step = next(p for p in fit.parameters if p.name == "background.step_per_ev")
        assert fit.converged
        assert step.value == pytest.approx(0.02, abs=4e-4)
        assert step.stderr

    def test_a_step_that_would_be_negative_is_held_at_its_bound(self) -> None:
        fit = fit_region(a_stepped_line(-0.002), a_model(Parameter(0.01, minimum=0.0)))
        step = next(p for p in fit.parameters if p.name == "background.step_per_ev")
        assert fit.converged
        assert (step.value, step.state) == (0.0, "at_bound")

    def test_an_upper_bound_alone_holds_as_well(self) -> None:
        step = Parameter(-0.01, maximum=0.01)
        fit = fit_region(a_stepped_line(0.02), a_model(step))
        found = next(p for p in fit.parameters if p.name == "background.step_per_ev")
        assert (found.value, found.state) == (0.01, "at_bound")


def test_a_start_on_a_bound_does_not_stay_there() -> None:
    fit = fit_region(a_stepped_line(0.02), a_model(Parameter(0.0, 0.0, 0.2)))
    found = next(p for p in fit.parameters if p.name == "background.step_per_ev")
    assert found.value == pytest.approx(0.02, abs=4e-4)


def test_a_model_of_seventy_equal_lines_ends_within_its_evaluations() -> None:
    region = a_stepped_line(0.02)
    lines = tuple(
        Component(
            f"c{i}", "", "gaussian", Parameter(285.0), Parameter(1.0, minimum=0.01)
        )
        for i in range(70)
    )
    model = RegionModel("C 1s", 279.0, 295.0, BackgroundModel(), lines)
    slots = slots_of(model, 0.0)
    outcome = settle(problem_of(region, model, slots), slots)
    assert outcome.evaluations < MOST_EVALUATIONS + 200
    assert np.isfinite(outcome.slots.values()).all()
