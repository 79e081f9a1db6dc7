"""The least-squares problem remembers what it evaluated last, and nothing spoils it."""

from __future__ import annotations

import numpy as np

from sample_spectra.forward import region_truth
from tests.measured import a_measured_region, shift_to_model
from xpsfit.fit.build import problem_of
from xpsfit.fit.search import minimize
from xpsfit.fit.slots import slots_of
from xpsfit.fit.start import linear_start
from xpsfit.model import builtin_model


def test_a_search_leaves_rows_and_jacobian_as_they_are() -> None:
    # lmfit scales a Jacobian in place for bounded parameters.
    truth = region_truth("tma_5s", "C 1s")
    region, model = a_measured_region(truth, 4), builtin_model("li-tma").region("C 1s")
    assert model is not None
    slots = slots_of(model, shift_to_model(truth))
    problem = problem_of(region, model, slots)
    start = linear_start(problem, slots)[0]
    for evaluations in (1, 2, 60):
        slots = minimize(problem, start, evaluations).slots
        for values in (start.values(), slots.values()):
            for kept, fresh in zip(
                problem.evaluate(values),
                problem_of(region, model, slots).evaluate(values),
                strict=True,
            ):
                # The prior of a problem stands around the slots it was made from.
                points = problem.target_cps.size
                np.testing.assert_array_equal(kept[:points], fresh[:points])
