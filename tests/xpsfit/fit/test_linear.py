"""Bounded linear least squares against scipy's own methods."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import lsq_linear, nnls

from xpsfit.fit.linear import solve_within


@pytest.mark.parametrize("seed", range(40))
def test_the_solution_is_that_of_bounded_variable_least_squares(seed: int) -> None:
    random = np.random.default_rng(seed)
    size = int(random.integers(1, 9))
    # Columns of very different length, as areas and a slope are.
    design = random.normal(size=(30, size)) * 10.0 ** random.integers(-4, 4, size)
    target = random.normal(size=30) * 100.0
    low = np.where(random.random(size) < 0.6, 0.0, -np.inf)
    high = np.where(random.random(size) < 0.3, 1.0, np.inf)
    known = lsq_linear(design, target, (low, high), method="bvls", tol=1e-14)
    found = solve_within(design, target, (low, high), np.zeros(size))
    rest = design @ found.values - target
    assert rest @ rest == pytest.approx(2.0 * known.cost, rel=1e-9)
    assert (low <= found.values).all()
    assert (found.values <= high).all()


@pytest.mark.parametrize("seed", range(10))
def test_any_set_to_begin_with_leads_to_the_same_solution(seed: int) -> None:
    random = np.random.default_rng(seed)
    design = np.abs(random.normal(size=(40, 6)))
    target = design @ np.array([1.0, 0.0, 2.0, 0.0, 0.0, 3.0]) + random.normal(size=40)
    bounds = np.zeros(6), np.full(6, np.inf)
    known, _ = nnls(design, target)
    for _ in range(5):
        inside = random.random(6) < 0.5
        start = np.where(inside, 1.0, 0.0)
        found = solve_within(design, target, bounds, start, inside)
        np.testing.assert_allclose(found.values, known, atol=1e-9)


def test_a_column_that_repeats_another_keeps_its_value() -> None:
    random = np.random.default_rng(3)
    column = np.abs(random.normal(size=20))
    design = np.array([column, column, np.zeros(20)]).T
    bounds = np.zeros(3), np.full(3, np.inf)
    found = solve_within(design, 2.0 * column, bounds, np.zeros(3))
    assert sorted(found.values.tolist()) == pytest.approx([0.0, 0.0, 2.0])
    assert found.inside is not None
    assert found.inside.sum() == 1


def test_what_is_left_of_columns_is_normal_to_those_inside() -> None:
    random = np.random.default_rng(4)
    design, more = random.normal(size=(25, 4)), random.normal(size=(25, 3))
    bounds = np.full(4, -np.inf), np.full(4, np.inf)
    found = solve_within(design, random.normal(size=25), bounds, np.zeros(4))
    known = more - design @ np.linalg.lstsq(design, more, rcond=None)[0]
    np.testing.assert_allclose(found.rest(more), known, atol=1e-12)
