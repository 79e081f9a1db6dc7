"""The figure of amounts against depth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.colors import to_hex

from tests.xpsfit.plot.look import (
    bands,
    core_levels,
    line,
    overlapping_texts,
    visible_texts,
    word,
    words_of,
)
from tests.xpsfit.plot.study import LEVELS, RATE_NM_PER_S
from xpsfit.depth.types import Interface
from xpsfit.figure_look import FigureLook
from xpsfit.plot import figure_profile, figure_regions
from xpsfit.plot.colors import species_colors, state_colors
from xpsfit.plot.profile_marks import DEPTH_LABEL, DEPTHS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xpsfit.arrays import FloatArray
    from xpsfit.depth.types import DepthProfile
    from xpsfit.results import SampleResult

GAP = slice(8, 10)


def panel(figure: Figure, ylabel: str) -> Axes:
    return next(axes for axes in figure.axes if axes.get_ylabel() == ylabel)


def where_detected(values: FloatArray, stderr: FloatArray) -> FloatArray:
    """Return `values` with NaN below Currie's critical level."""
    return np.array(
        [v if v >= 3.29 * e else np.nan for v, e in zip(values, stderr, strict=True)]
    )


def with_gap(profile: DepthProfile) -> DepthProfile:
    amounts = {name: values.copy() for name, values in profile.atomic_percent.items()}
    amounts["Al"][GAP] = np.nan
    return replace(profile, atomic_percent=amounts)


@pytest.mark.parametrize(
    "name",
    [
        "group, sputter gun 2, 2021-12-16, 211216.1.ITOSA5ei_1.pro:1:1:ITOSA5ei",
        "W" * 200,
        "i" * 200,
    ],
)
def test_a_long_name_leaves_room_for_the_legend(
    study_profile: DepthProfile, name: str
) -> None:
    figure = figure_profile(replace(study_profile, sample=name))
    boxes = dict(visible_texts(figure))
    [title] = [text for text in boxes if text.startswith(name[:3])]
    [legend] = [text for text in boxes if text.startswith("bands:")]
    assert "not detected" in legend
    assert boxes[title].x1 < boxes[legend].x0
    assert title.endswith(name[-3:])
    assert len(title) >= 20


def test_a_short_name_is_written_out(study_profile: DepthProfile) -> None:
    figure = figure_profile(replace(study_profile, sample="lithium foil, TMA 20 s"))
    assert "lithium foil, TMA 20 s" in dict(visible_texts(figure))


def test_a_sample_without_a_name_is_called_so(study_profile: DepthProfile) -> None:
    figure = figure_profile(replace(study_profile, sample=""))
    assert "unnamed sample" in dict(visible_texts(figure))


def test_elements_are_drawn_against_etch_time(study_profile: DepthProfile) -> None:
    axes = panel(figure_profile(study_profile), "Atomic percent (at%)")
    for element in ("C", "O", "Al", "Li"):
        drawn = line(axes, element)
        assert np.asarray(drawn.get_xdata()) == pytest.approx(study_profile.etch_time_s)
        assert np.asarray(drawn.get_ydata()) == pytest.approx(
            where_detected(
                study_profile.atomic_percent[element],
                study_profile.atomic_percent_stderr[element],
            ),
            nan_ok=True,
        )


def test_the_depth_axis_says_equivalent_and_agrees_with_the_rate(
    study_profile: DepthProfile,
) -> None:
    figure = figure_profile(study_profile)
    axes = panel(figure, "Atomic percent (at%)")
    assert word(axes, DEPTH_LABEL) == "Depth (Ta₂O₅-equivalent nm)"
    depths = [text for text in axes.texts if text.get_gid() == DEPTHS]
    assert len(depths) > 3
    for number in depths:
        time_s, _ = number.get_position()
        assert float(number.get_text()) == pytest.approx(RATE_NM_PER_S * time_s)


def test_no_word_says_nm_without_what_it_is_equivalent_to(
    study_profile: DepthProfile,
) -> None:
    words = [text for text, _ in visible_texts(figure_profile(study_profile))]
    assert all("Ta₂O₅-equivalent" in text for text in words if "nm" in text)


def test_a_missing_level_breaks_line_and_band(study_profile: DepthProfile) -> None:
    axes = panel(figure_profile(with_gap(study_profile)), "Atomic percent (at%)")
    drawn = line(axes, "Al")
    assert np.flatnonzero(np.isnan(np.asarray(drawn.get_ydata()))).tolist() == [8, 9]
    before, after = study_profile.etch_time_s[7], study_profile.etch_time_s[10]
    spans = [found[:, 0] for found in bands(axes, to_hex(drawn.get_color()))]
    assert len(spans) == 2
    assert not any(x.min() <= before and x.max() >= after for x in spans)


def test_bands_are_one_standard_error(study_profile: DepthProfile) -> None:
    axes = panel(figure_profile(study_profile), "Atomic percent (at%)")
    color = to_hex(line(axes, "C").get_color())
    (vertices,) = bands(axes, color)
    time = study_profile.etch_time_s[6]
    edges = vertices[np.isclose(vertices[:, 0], time), 1]
    value = study_profile.atomic_percent["C"][6]
    error = study_profile.atomic_percent_stderr["C"][6]
    assert edges.max() == pytest.approx(value + error)
    assert edges.min() == pytest.approx(value - error)


def test_a_level_between_two_gaps_keeps_its_error_bar(
    study_profile: DepthProfile,
) -> None:
    amounts = {k: v.copy() for k, v in study_profile.atomic_percent.items()}
    amounts["Al"][[4, 6]] = np.nan
    alone = replace(study_profile, atomic_percent=amounts)
    axes = panel(figure_profile(alone), "Atomic percent (at%)")
    bars = [
        np.asarray(path.vertices)
        for collection in axes.collections
        for path in collection.get_paths()
    ]
    (bar,) = [
        vertices
        for vertices in bars
        if len(vertices)
        and np.isclose(vertices[0, 0], study_profile.etch_time_s[5])
        and vertices[:, 1].mean() == pytest.approx(amounts["Al"][5])
    ]
    assert bar[:, 0] == pytest.approx(study_profile.etch_time_s[5])
    assert np.ptp(bar[:, 1]) == pytest.approx(
        2.0 * study_profile.atomic_percent_stderr["Al"][5]
    )


def test_states_stand_in_the_panel_of_their_core_level(
    study_profile: DepthProfile,
) -> None:
    figure = figure_profile(study_profile)
    for region, level in LEVELS.items():
        axes = panel(figure, f"{region} (at%)")
        for name, *_ in level.lines:
            label = name.replace("Li2CO3", "Li₂CO₃").replace("Li2O", "Li₂O")
            assert np.asarray(line(axes, label).get_ydata()) == pytest.approx(
                where_detected(
                    study_profile.state_atomic_percent[f"{region} {name}"],
                    study_profile.state_atomic_percent_stderr[f"{region} {name}"],
                ),
                nan_ok=True,
            )


def test_what_is_not_detected_is_an_open_triangle_at_its_upper_limit(
    study_profile: DepthProfile,
) -> None:
    amounts = {k: v.copy() for k, v in study_profile.atomic_percent.items()}
    errors = {k: v.copy() for k, v in study_profile.atomic_percent_stderr.items()}
    amounts["Al"][[3, 4, 5]] = 0.9, -0.2, 1.0
    errors["Al"][[3, 4, 5]] = 0.3, 0.3, 0.3
    unsure = replace(
        study_profile, atomic_percent=amounts, atomic_percent_stderr=errors
    )
    figure = figure_profile(unsure)
    axes = panel(figure, "Atomic percent (at%)")
    drawn = line(axes, "Al")
    assert np.flatnonzero(np.isnan(np.asarray(drawn.get_ydata()))).tolist() == [3, 4]
    limits = next(
        each
        for each in axes.get_lines()
        if each.get_marker() == "v" and each.get_color() == drawn.get_color()
    )
    assert np.asarray(limits.get_xdata()) == pytest.approx(
        study_profile.etch_time_s[3:5]
    )
    # 0.9 + 1.645 x 0.3; below zero the limit is that of an amount of zero
    assert np.asarray(limits.get_ydata()) == pytest.approx([1.3935, 0.4935])
    assert (limits.get_linestyle(), limits.get_markerfacecolor()) == ("None", "none")
    words = [text for text, _ in visible_texts(figure)]
    assert "bands: ±1σ, statistical; ▽ not detected: 95 % upper limit" in words
    carbon = unsure.atomic_percent["C"][3:5]
    ratios = panel(figure, "Atomic ratio to C")
    of_limits = next(
        each
        for each in ratios.get_lines()
        if each.get_marker() == "v" and each.get_color() == drawn.get_color()
    )
    assert np.asarray(of_limits.get_ydata()) == pytest.approx([1.3935, 0.4935] / carbon)


def test_without_limits_the_legend_does_not_speak_of_them(
    study_profile: DepthProfile,
) -> None:
    def none(columns: dict[str, FloatArray]) -> dict[str, FloatArray]:
        return {name: np.zeros(19) for name in columns}

    sure = replace(
        study_profile,
        atomic_percent={k: v + 1.0 for k, v in study_profile.atomic_percent.items()},
        atomic_percent_stderr=none(study_profile.atomic_percent),
        state_atomic_percent={
            k: v + 1.0 for k, v in study_profile.state_atomic_percent.items()
        },
        state_atomic_percent_stderr=none(study_profile.state_atomic_percent),
    )
    words = [text for text, _ in visible_texts(figure_profile(sure))]
    assert "bands: ±1σ, statistical" in words


def test_ratios_are_those_of_atomic_percent(study_profile: DepthProfile) -> None:
    axes = panel(figure_profile(study_profile), "Atomic ratio to C")
    expected = study_profile.atomic_percent["Al"] / study_profile.atomic_percent["C"]
    assert np.asarray(line(axes, "Al/C").get_ydata()) == pytest.approx(expected)


def test_a_ratio_to_what_is_not_detected_is_left_out(
    study_profile: DepthProfile,
) -> None:
    errors = {k: v.copy() for k, v in study_profile.atomic_percent_stderr.items()}
    errors["C"][2] = study_profile.atomic_percent["C"][2] / 3.0
    unsure = replace(study_profile, atomic_percent_stderr=errors)
    drawn = line(panel(figure_profile(unsure), "Atomic ratio to C"), "Al/C")
    assert np.flatnonzero(np.isnan(np.asarray(drawn.get_ydata()))).tolist() == [2]


def test_carbon_that_sputtering_removes_is_no_denominator(
    study_profile: DepthProfile,
) -> None:
    percent = {k: v.copy() for k, v in study_profile.atomic_percent.items()}
    percent["C"][1:] = 0.0
    percent["Li"] = percent["Li"] + 50.0
    profile = replace(study_profile, atomic_percent=percent)
    axes = panel(figure_profile(profile), "Atomic ratio to Li")
    drawn = np.asarray(line(axes, "Al/Li").get_ydata())
    assert drawn == pytest.approx(percent["Al"] / percent["Li"])


def test_a_species_has_its_color_of_the_fitted_spectra(
    study_profile: DepthProfile, study_series: SampleResult
) -> None:
    colors = state_colors(study_series, species_colors([study_series]))
    profile = figure_profile(study_profile, colors=colors)
    spectra = core_levels(figure_regions([study_series]))
    for region in ("C 1s", "Al 2p"):
        for name in ("C-C", "R-Li/Al-C", "Al-C", "Li-Al"):
            if f"{region} {name}" in study_profile.states:
                assert to_hex(
                    line(panel(profile, f"{region} (at%)"), name).get_color()
                ) == to_hex(line(spectra[region][0], name).get_color())


def test_no_words_overlap(study_profile: DepthProfile) -> None:
    assert overlapping_texts(figure_profile(study_profile)) == []
    assert overlapping_texts(figure_profile(with_gap(study_profile))) == []


def test_an_element_never_measured_has_no_curve(study_profile: DepthProfile) -> None:
    amounts = {**study_profile.atomic_percent, "O": np.full(19, np.nan)}
    axes = panel(
        figure_profile(replace(study_profile, atomic_percent=amounts)),
        "Atomic percent (at%)",
    )
    assert "O" not in [drawn.get_label() for drawn in axes.get_lines()]


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_short_series_have_a_figure(study_profile: DepthProfile, levels: int) -> None:
    def cut(columns: dict[str, FloatArray]) -> dict[str, FloatArray]:
        return {name: values[:levels] for name, values in columns.items()}

    short = replace(
        study_profile,
        etch_time_s=study_profile.etch_time_s[:levels],
        atomic_percent=cut(study_profile.atomic_percent),
        atomic_percent_stderr=cut(study_profile.atomic_percent_stderr),
        state_atomic_percent=cut(study_profile.state_atomic_percent),
        state_atomic_percent_stderr=cut(study_profile.state_atomic_percent_stderr),
    )
    figure = figure_profile(short)
    assert overlapping_texts(figure) == []
    drawn = line(panel(figure, "Atomic percent (at%)"), "Al")
    assert len(np.asarray(drawn.get_xdata())) == levels


def test_a_profile_in_one_column_keeps_its_words_apart(
    study_profile: DepthProfile,
) -> None:
    figure = figure_profile(study_profile, look=FigureLook(width="single"))
    assert figure.get_figwidth() * 25.4 == pytest.approx(85.0)
    assert figure.get_figheight() * 25.4 <= 245.0
    assert overlapping_texts(figure) == []


def test_no_text_leaves_the_page_in_one_column(study_profile: DepthProfile) -> None:
    crossing = Interface("Al", "step", position_s=1000.0, depth_nm=190.0)
    profile = replace(study_profile, interfaces=(crossing,))
    figure = figure_profile(profile, look=FigureLook(width="single"))
    edge = figure.bbox.width
    for words, box in visible_texts(figure):
        assert box.x1 <= edge, words
    words = " ".join(text.get_text() for text in words_of(figure))
    assert "dashed: middle of a step" in words
    assert overlapping_texts(figure) == []


def test_limits_are_those_that_the_analysis_found(study_profile: DepthProfile) -> None:
    limits = np.full(study_profile.etch_time_s.shape, np.nan)
    limits[3:5] = 2.5
    found = {"Al": limits}
    profile = replace(study_profile, atomic_percent_upper_95=found)
    drawn = panel(figure_profile(profile), "Atomic percent (at%)")
    values = np.asarray(line(drawn, "Al").get_ydata())
    assert np.isnan(values[3:5]).all()
    assert np.isfinite(np.delete(values, [3, 4])).all()
    assert np.isfinite(np.asarray(line(drawn, "_upper limit").get_ydata())).all()
