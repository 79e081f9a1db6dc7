"""Many bounded least-squares problems at once against scipy, one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import lsq_linear, nnls

from xpsfit.fit.series.bounded import Boxes, solve_boxes


@pytest.mark.parametrize("seed", range(5))
def test_non_negative_problems_have_the_solutions_of_nnls(seed: int) -> None:
    random = np.random.default_rng(seed)
    design = np.abs(random.normal(size=(30, 25, 6))) * 10.0 ** random.integers(-3, 3, 6)
    target = random.normal(size=(30, 25))
    gram = design.transpose(0, 2, 1) @ design
    pull = np.einsum("nij,ni->nj", design, target)
    boxes = Boxes(np.zeros(6), np.full(6, np.inf), np.ones((30, 6), np.bool_))
    side = random.integers(-1, 1, (30, 6)).astype(np.int8)
    found, side = solve_boxes(gram, pull, boxes, side)
    known = np.array([nnls(d, t)[0] for d, t in zip(design, target, strict=True)])
    np.testing.assert_allclose(found, known, rtol=1e-8, atol=1e-10)
    np.testing.assert_array_equal(side == 0, known > 0.0)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 7))
def test_boxes_have_the_solutions_of_bounded_variable_least_squares(
    seed: int, size: int
) -> None:
    random = np.random.default_rng(seed)
    design = random.normal(size=(4, 20, size))
    target = random.normal(size=(4, 20)) * 3.0
    low = np.where(random.random(size) < 0.5, 0.0, -np.inf)
    high = np.where(random.random(size) < 0.5, 0.4, np.inf)
    gram = design.transpose(0, 2, 1) @ design
    pull = np.einsum("nij,ni->nj", design, target)
    usable = np.ones((4, size), np.bool_)
    found, _ = solve_boxes(
        gram, pull, Boxes(low, high, usable), np.zeros((4, size), np.int8)
    )
    for a, b, x in zip(design, target, found, strict=True):
        known = lsq_linear(a, b, (low, high), method="bvls", tol=1e-14)
        assert float(np.sum((a @ x - b) ** 2)) == pytest.approx(
            2.0 * known.cost, rel=1e-9, abs=1e-12
        )
        assert (x >= low).all()
        assert (x <= high).all()


def test_an_unknown_that_a_problem_lacks_is_zero() -> None:
    design = np.random.default_rng(2).normal(size=(1, 12, 3))
    gram = design.transpose(0, 2, 1) @ design
    pull = np.einsum("nij,ni->nj", design, np.ones((1, 12)))
    free = np.full(3, np.inf)
    usable = np.array([[True, False, True]])
    found, _ = solve_boxes(
        gram, pull, Boxes(-free, free, usable), np.zeros((1, 3), np.int8)
    )
    known = np.linalg.lstsq(design[0][:, [0, 2]], np.ones(12), rcond=None)[0]
    np.testing.assert_allclose(found[0], [known[0], 0.0, known[1]])
