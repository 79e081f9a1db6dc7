"""The map of a series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.collections import QuadMesh

from tests.xpsfit.plot.look import core_levels, overlapping_texts
from tests.xpsfit.plot.study import LEVELS, TIMES_S
from xpsfit.errors import OutputError
from xpsfit.figure_look import FigureLook
from xpsfit.plot import figure_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from xpsfit.results import SampleResult


@dataclass(frozen=True, slots=True)
class Band:
    """A level as it is drawn: its corners (edge in time, in energy, axis) and rates."""

    corners: NDArray[np.float64]
    rates: NDArray[np.float64]


def bands(axes: Axes) -> list[Band]:
    """Return every second row of the meshes; the rows between them are empty."""
    found = []
    for mesh in axes.collections:
        if not isinstance(mesh, QuadMesh):
            continue
        corners = np.asarray(mesh.get_coordinates(), dtype=np.float64)
        drawn: NDArray[np.float64] = np.ma.asarray(mesh.get_array())
        rates = np.ma.filled(drawn, np.nan)
        assert np.isnan(rates[1::2]).all()
        found += [
            Band(corners[row : row + 2], rates[row]) for row in range(0, len(rates), 2)
        ]
    return found


def test_every_level_is_a_band_between_its_neighbors(
    study_series: SampleResult,
) -> None:
    panels = core_levels(figure_map(study_series))
    assert list(panels) == list(LEVELS)
    for (axes,) in panels.values():
        heights = [band.corners[:, 0, 1] for band in bands(axes)]
        assert len(heights) == len(TIMES_S)
        for slot in range(1, len(TIMES_S)):
            border = (TIMES_S[slot - 1] + TIMES_S[slot]) / 2.0
            assert heights[slot][0] == pytest.approx(border)
            assert heights[slot - 1][1] == pytest.approx(border)


def test_a_band_holds_the_measured_rates(study_series: SampleResult) -> None:
    (axes,) = core_levels(figure_map(study_series))["C 1s"]
    level = study_series.levels[3]
    fit = next(fit for fit in level.fits if fit.region.name == "C 1s")
    drawn = np.asarray(bands(axes)[3].rates).ravel() * 1000.0
    rate = fit.region.counts_per_s
    floor = min(rate.min(), fit.background_cps.min())
    np.testing.assert_allclose(drawn, rate - floor, rtol=1e-12)
    edges = bands(axes)[3].corners[0, :, 0]
    middle = (edges[1:] + edges[:-1]) / 2.0
    wanted = fit.region.binding_energy_ev + level.charge.shift_ev
    np.testing.assert_allclose(middle, wanted, atol=1e-9)


def test_a_level_without_the_region_leaves_its_band_empty(
    study_series: SampleResult,
) -> None:
    levels = list(study_series.levels)
    fits = tuple(fit for fit in levels[5].fits if fit.region.name != "Li 1s")
    levels[5] = replace(levels[5], fits=fits)
    panels = core_levels(figure_map(replace(study_series, levels=tuple(levels))))
    (axes,) = panels["Li 1s"]
    assert len(bands(axes)) == len(TIMES_S) - 1
    covered = [band.corners[:, 0, 1] for band in bands(axes)]
    assert not any(low <= TIMES_S[5] <= high for low, high in covered)


@pytest.mark.parametrize("width", ["single", "double"])
def test_words_do_not_collide_and_the_page_fits(
    study_series: SampleResult, width: str
) -> None:
    look = FigureLook(width=width)
    figure = figure_map(study_series, look=look)
    assert figure.get_figwidth() * 25.4 == pytest.approx(look.widest_mm)
    assert overlapping_texts(figure) == []


def test_levels_without_times_are_refused(study_series: SampleResult) -> None:
    levels = tuple(replace(lev, etch_time_s=None) for lev in study_series.levels)
    with pytest.raises(OutputError, match="etch times"):
        figure_map(replace(study_series, levels=levels))
    empty = tuple(replace(lev, fits=()) for lev in study_series.levels)
    with pytest.raises(OutputError, match="nothing to draw"):
        figure_map(replace(study_series, levels=empty))
