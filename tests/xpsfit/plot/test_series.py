"""The figure of stacked spectra."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.colors import to_hex

from tests.xpsfit.plot.look import (
    core_levels,
    line,
    lines,
    overlapping_texts,
    traces,
    visible_texts,
)
from tests.xpsfit.plot.study import LEVELS, TIMES_S
from xpsfit.errors import OutputError
from xpsfit.figure_look import FigureLook
from xpsfit.model.types import Component, Link, Parameter
from xpsfit.plot import figure_regions, figure_series
from xpsfit.plot.guides import model_center_ev

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from xpsfit.results import SampleResult


def without(result: SampleResult, region: str, slots: set[int]) -> SampleResult:
    levels = tuple(
        replace(level, fits=tuple(f for f in level.fits if f.region.name != region))
        if slot in slots
        else level
        for slot, level in enumerate(result.levels)
    )
    return replace(result, levels=levels)


def bases(axes: Axes) -> list[float]:
    """Return the lowest points of the stacked envelopes, from the bottom up."""
    return sorted(float(trace[:, 1].min()) for trace in traces(axes))


def test_every_core_level_has_a_panel_with_all_levels(
    study_series: SampleResult,
) -> None:
    panels = core_levels(figure_series(study_series))
    assert list(panels) == list(LEVELS)
    for (axes,) in panels.values():
        assert len(traces(axes)) == len(TIMES_S)
        assert axes.get_xlim()[0] > axes.get_xlim()[1]


def test_etch_time_rises_from_bottom_to_top(study_series: SampleResult) -> None:
    figure = figure_series(study_series)
    times = [
        (box.y0, float(text.removesuffix(" s")))
        for text, box in visible_texts(figure)
        if text.endswith(" s") and text[0].isdigit()
    ]
    assert [time for _, time in sorted(times)] == list(map(float, TIMES_S))


def test_intensities_of_a_panel_share_one_scale(study_series: SampleResult) -> None:
    """Heights of the drawn envelopes stand to each other as the rates do."""
    (axes,) = core_levels(figure_series(study_series))["C 1s"]
    drawn = sorted((trace[:, 1] for trace in traces(axes)), key=np.min)
    heights = [np.ptp(envelope) for envelope in drawn]
    rates = [np.ptp(level.fits[0].envelope_cps) for level in study_series.levels]
    assert np.array(heights) / heights[0] == pytest.approx(np.array(rates) / rates[0])


def test_energies_are_calibrated(study_series: SampleResult) -> None:
    (axes,) = core_levels(figure_series(study_series))["C 1s"]
    last = max(traces(axes), key=lambda trace: float(trace[:, 1].min()))
    assert last[last[:, 1].argmax(), 0] == pytest.approx(283.3, abs=0.06)


def test_a_missing_level_leaves_its_place_empty(study_series: SampleResult) -> None:
    (whole,) = core_levels(figure_series(study_series))["Al 2p"]
    gappy = without(study_series, "Al 2p", {3, 4})
    (axes,) = core_levels(figure_series(gappy))["Al 2p"]
    expected = [base for slot, base in enumerate(bases(whole)) if slot not in {3, 4}]
    assert bases(axes) == pytest.approx(expected)


def test_guide_lines_stand_where_the_model_puts_its_components(
    study_series: SampleResult,
) -> None:
    """All but the first component of a region are links in this model."""
    panels = core_levels(figure_series(study_series))
    for region, level in LEVELS.items():
        for name, center_ev, _ in level.lines:
            guide = line(panels[region][0], name)
            assert np.asarray(guide.get_xdata()) == pytest.approx(center_ev)


def test_a_chain_of_links_is_followed(study_series: SampleResult) -> None:
    model = study_series.model.regions[0]
    width = Parameter(1.0)
    chain = (
        Component("a", "a", "gaussian", Parameter(280.0), width),
        Component("b", "b", "gaussian", Link("a", offset=1.0), width),
        Component("c", "c", "gaussian", Link("b", ratio=0.5, offset=2.0), width),
    )
    linked = replace(model, components=chain)
    assert model_center_ev(linked, chain[2]) == pytest.approx(0.5 * 281.0 + 2.0)


def test_colors_are_those_of_the_fitted_levels(study_series: SampleResult) -> None:
    stacked = core_levels(figure_series(study_series))
    fitted = core_levels(figure_regions([study_series]))
    for region, level in LEVELS.items():
        for name, *_ in level.lines:
            assert to_hex(line(stacked[region][0], name).get_color()) == to_hex(
                line(fitted[region][0], name).get_color()
            )


def test_no_words_overlap(study_series: SampleResult) -> None:
    few = replace(study_series, levels=study_series.levels[:3])
    one = few
    for region in ("O 1s", "Al 2p", "Li 1s"):
        one = without(one, region, {0, 1, 2})
    many = replace(
        study_series,
        levels=tuple(
            replace(study_series.levels[i % 19], etch_time_s=30.0 * i)
            for i in range(90)
        ),
    )
    for result in (study_series, few, one, many):
        assert overlapping_texts(figure_series(result)) == []


def test_nothing_to_draw_is_an_error(study_series: SampleResult) -> None:
    level = replace(study_series.levels[0], fits=())
    with pytest.raises(OutputError, match="TMA-20s"):
        figure_series(replace(study_series, levels=(level, level)))


def test_a_reference_stands_on_top_on_its_own_scale(
    study_series: SampleResult, three_samples: list[SampleResult]
) -> None:
    reference = three_samples[0]
    panels = core_levels(figure_series(study_series, reference=reference))
    for region, (axes,) in panels.items():
        assert len(traces(axes)) == len(TIMES_S) + 1
        (dots,) = lines(axes, "data")
        fits = {fit.region.name: fit for fit in reference.levels[0].fits}
        points = fits[region].region.counts_per_s.size
        data, top = np.split(np.asarray(dots.get_ydata()), [-points])
        assert np.min(top) > np.max(data)
        assert np.ptp(top) == pytest.approx(1.0)
        assert np.max(top) < axes.get_ylim()[1]


def test_the_reference_is_named_and_words_do_not_collide(
    study_series: SampleResult, three_samples: list[SampleResult]
) -> None:
    for width in ("single", "double"):
        figure = figure_series(
            study_series,
            reference=replace(three_samples[0], sample="li_al_reference"),
            look=FigureLook(width=width),
        )
        names = [text for text, _ in visible_texts(figure)]
        assert "reference\nli_al_\nreference" in names
        assert overlapping_texts(figure) == []


def test_a_page_in_one_column_fits_a_page_of_print(study_series: SampleResult) -> None:
    figure = figure_series(study_series, look=FigureLook(width="single"))
    assert figure.get_figwidth() * 25.4 == pytest.approx(85.0)
    assert figure.get_figheight() * 25.4 <= 245.0
