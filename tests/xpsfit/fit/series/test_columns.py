"""Columns of many levels against those of each level by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.small_series import a_small_model
from xpsfit.fit.series.columns import Columns
from xpsfit.fit.slots import slots_of

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray


def columns() -> tuple[Columns, FloatArray]:
    """Return the columns of a region with values of all its slots."""
    region = a_small_model().regions[0]
    slots = slots_of(region, 0.0)
    energy_ev = np.arange(region.low_ev, region.high_ev, 0.1)
    return Columns(energy_ev, region, slots), slots.values()


def alone(values: FloatArray, displacements_ev: FloatArray) -> FloatArray:
    """Return the columns at each displacement, without nodes."""
    found, _ = columns()
    return np.concatenate(
        [found.at(values, displacements_ev[i : i + 1]) for i in range(30)]
    )


@pytest.mark.parametrize("half_range_ev", [0.0, 0.03, 0.6])
def test_levels_between_nodes_have_the_columns_of_each(half_range_ev: float) -> None:
    found, values = columns()
    displacements_ev = 0.1 + np.linspace(-half_range_ev, half_range_ev, 30)
    expected = alone(values, displacements_ev)
    allowed = 1e-8 * np.abs(expected).max(axis=(0, 2))[:, None]
    assert (np.abs(found.at(values, displacements_ev) - expected) <= allowed).all()


def test_levels_that_moved_on_have_the_columns_of_where_they_are() -> None:
    found, values = columns()
    first_ev = np.linspace(-0.1, 0.1, 30)
    found.at(values, first_ev)
    for moved_ev in (first_ev + 0.01, 3.0 * first_ev):
        expected = alone(values, moved_ev)
        allowed = 1e-8 * np.abs(expected).max(axis=(0, 2))[:, None]
        assert (np.abs(found.at(values, moved_ev) - expected) <= allowed).all()
    wider = values.copy()
    wider[2] *= 1.2
    expected = alone(wider, first_ev)
    assert found.at(wider, first_ev) == pytest.approx(expected, abs=1e-7)
