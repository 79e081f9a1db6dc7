"""Marks of interfaces, and depth axes that say what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.xpsfit.plot.look import lines, overlapping_texts, visible_texts, word
from xpsfit.depth.types import DepthScale, Interface, ScaleLayer
from xpsfit.plot import figure_profile
from xpsfit.plot.profile_marks import (
    DEPTH_LABEL,
    GONE_LABEL,
    STEP_LABEL,
    depth_functions,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from xpsfit.depth.types import DepthProfile

FOUND = (
    Interface("C", "step", position_s=463.0, position_s_stderr=25.0),
    Interface("Al 2p Al-C", "layer", position_s=550.0, gone_s=1225.0),
    Interface("Li", "none", "no step"),
)
LAYERS = (
    ScaleLayer("C", 0.5, 0.2, 0.8, "tests"),
    ScaleLayer("LiAl", 2.0, 1.0, 3.0, "tests", from_s=1000.0),
)


def panel(figure: Figure, ylabel: str) -> Axes:
    return next(axes for axes in figure.axes if axes.get_ylabel() == ylabel)


def test_steps_and_ends_of_layers_are_marked_in_their_panels(
    study_profile: DepthProfile,
) -> None:
    figure = figure_profile(replace(study_profile, interfaces=FOUND))
    elements, states = (
        panel(figure, y) for y in ("Atomic percent (at%)", "Al 2p (at%)")
    )
    (step,) = lines(elements, STEP_LABEL)
    assert list(np.asarray(step.get_xdata())) == [463.0, 463.0]
    (gone,) = lines(states, GONE_LABEL)
    assert list(np.asarray(gone.get_xdata())) == [1225.0, 1225.0]
    (end,) = [one for one in states.get_lines() if one.get_label() == "Al-C"]
    assert gone.get_color() == end.get_color()
    words = " ".join(text for text, _ in visible_texts(figure))
    assert "dashed: middle of a step; dotted: layer gone" in words
    assert overlapping_texts(figure) == []


def test_without_interfaces_the_legend_does_not_speak_of_them(
    study_profile: DepthProfile,
) -> None:
    words = " ".join(text for text, _ in visible_texts(figure_profile(study_profile)))
    assert "dashed" not in words
    assert "dotted" not in words


@pytest.mark.parametrize(
    ("scale", "name"),
    [
        (DepthScale(0.19, None, "SiO2"), "Depth (SiO₂-equivalent nm)"),
        (
            DepthScale(0.2, layers=LAYERS),
            "Estimated depth (nm, relative rates by layer)",
        ),
    ],
)
def test_the_axis_says_what_its_depth_is(
    study_profile: DepthProfile, scale: DepthScale, name: str
) -> None:
    figure = figure_profile(replace(study_profile, scale=scale))
    assert word(panel(figure, "Atomic percent (at%)"), DEPTH_LABEL) == name


def test_an_axis_of_layers_bends_where_the_rate_changes() -> None:
    to_depth, to_time = depth_functions(DepthScale(0.2, layers=LAYERS), 6000.0)
    times = np.array([0.0, 500.0, 1000.0, 2000.0, 6000.0])
    depths = [0.0, 50.0, 100.0, 500.0, 2100.0]
    assert to_depth(times) == pytest.approx(depths)
    assert to_time(np.array(depths)) == pytest.approx(times)


def test_a_hostile_material_is_drawn_as_it_is(study_profile: DepthProfile) -> None:
    scale = DepthScale(0.19, None, r"$\frac{1}{")
    figure = figure_profile(replace(study_profile, scale=scale))
    figure.draw_without_rendering()
