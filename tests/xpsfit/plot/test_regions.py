"""The figure of fitted core levels, looked at through its axes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_hex

from tests.xpsfit.plot.look import (
    bands,
    core_levels,
    line,
    overlapping_texts,
    visible_texts,
    words_of,
)
from tests.xpsfit.plot.study import LEVELS, TIMES_S
from xpsfit.errors import OutputError
from xpsfit.plot import figure_regions, figures_regions
from xpsfit.plot.labels import formula

if TYPE_CHECKING:
    from xpsfit.results import SampleResult


def test_it_has_a_row_per_core_level_and_a_column_per_sample(
    three_samples: list[SampleResult],
) -> None:
    panels = core_levels(figure_regions(three_samples))
    assert {name: len(axes) for name, axes in panels.items()} == dict.fromkeys(
        LEVELS, 3
    )
    tops = [axes[0].get_position().y1 for axes in panels.values()]
    assert tops == sorted(tops, reverse=True)
    lefts = [axes.get_position().x0 for axes in panels["C 1s"]]
    assert lefts == sorted(lefts)


def test_binding_energy_runs_from_right_to_left_in_every_panel(
    three_samples: list[SampleResult], uneven_samples: list[SampleResult]
) -> None:
    for results in (three_samples, uneven_samples):
        for axes in figure_regions(results).axes:
            left, right = axes.get_xlim()
            assert left > right


def test_energies_are_calibrated(three_samples: list[SampleResult]) -> None:
    shifts = [result.levels[0].charge.shift_ev for result in three_samples]
    assert len(set(shifts)) == 3
    for axes, result in zip(
        core_levels(figure_regions(three_samples))["C 1s"], three_samples, strict=True
    ):
        component = line(axes, "C-C")
        peak = np.argmax(component.get_ydata())
        assert np.asarray(component.get_xdata())[peak] == pytest.approx(284.8, abs=0.06)
        level = result.levels[0]
        measured = level.fits[0].region.binding_energy_ev
        drawn = np.asarray(line(axes, "data").get_xdata())
        assert drawn == pytest.approx(measured + level.charge.shift_ev)


def test_samples_of_a_row_share_one_energy_axis(
    three_samples: list[SampleResult],
) -> None:
    for row in core_levels(figure_regions(three_samples)).values():
        assert len({axes.get_xlim() for axes in row}) == 1


def test_the_envelope_closes_on_the_data(three_samples: list[SampleResult]) -> None:
    """Rates are drawn in thousands; noise is at most 5 sigma of 0.5 s counts."""
    for row in core_levels(figure_regions(three_samples)).values():
        for axes in row:
            data = np.asarray(line(axes, "data").get_ydata())
            envelope = np.asarray(line(axes, "envelope").get_ydata())
            sigma = np.sqrt(envelope * 1000.0 / 0.5) / 1000.0
            assert np.abs((data - envelope) / sigma).max() < 5.0


def test_a_species_has_one_color_in_all_core_levels(
    three_samples: list[SampleResult],
) -> None:
    colors: dict[str, set[str]] = {}
    for row in core_levels(figure_regions(three_samples)).values():
        for axes in row:
            for drawn in axes.get_lines():
                name = str(drawn.get_label())
                colors.setdefault(name, set()).add(to_hex(drawn.get_color()))
    species = {name for level in LEVELS.values() for name, *_ in level.lines}
    assert all(len(colors[name]) == 1 for name in species)
    assert len({next(iter(colors[name])) for name in species}) == len(species) - 1
    assert colors["R-Li"] == colors["R-Li/Al-C"]  # one is the other plus carbide


def test_a_component_below_its_limit_is_not_filled(
    three_samples: list[SampleResult],
) -> None:
    bare = core_levels(figure_regions(three_samples))["Al 2p"][0]
    assert line(bare, "Al-C").is_dashed()
    assert bands(bare) == []


def test_a_region_that_was_not_measured_leaves_its_place_empty(
    uneven_samples: list[SampleResult],
) -> None:
    panels = core_levels(figure_regions(uneven_samples))
    assert [len(panels[name]) for name in ("C 1s", "Al 2p", "Li 1s")] == [2, 1, 2]
    assert panels["Al 2p"][0].get_position().x0 == pytest.approx(
        panels["C 1s"][0].get_position().x0
    )


def test_the_net_area_is_shaded_between_its_ends_only(
    uneven_samples: list[SampleResult],
) -> None:
    area = uneven_samples[0].levels[0].integrated[0]
    shift = uneven_samples[0].levels[0].charge.shift_ev
    axes = core_levels(figure_regions(uneven_samples))["Al 2p"][0]
    vertices = np.concatenate(bands(axes))
    assert vertices[:, 0].min() == pytest.approx(area.low_ev + shift, abs=0.11)
    assert vertices[:, 0].max() == pytest.approx(area.high_ev + shift, abs=0.11)


def test_a_name_is_drawn_as_it_is_written(uneven_samples: list[SampleResult]) -> None:
    figure = figure_regions(uneven_samples)
    figure.draw_without_rendering()
    titles = [text.get_text() for text in words_of(figure)]
    assert any(title.startswith("$\\bad_{name}") for title in titles)
    assert all(title.isprintable() for title in titles)


def test_a_series_shows_its_first_and_last_level_and_two_between(
    study_series: SampleResult,
) -> None:
    figure = figure_regions([study_series])
    assert len(core_levels(figure)["C 1s"]) == 4
    words = " ".join(text.get_text() for text in words_of(figure))
    assert f"{TIMES_S[0]} s," in words
    assert f"{TIMES_S[-1]} s," in words


def test_many_samples_go_to_several_pages(three_samples: list[SampleResult]) -> None:
    pages = figures_regions([*three_samples, *three_samples])
    assert [len(core_levels(page)["O 1s"]) for page in pages] == [4, 2]


def test_many_core_levels_go_to_several_pages(
    three_samples: list[SampleResult],
) -> None:
    level = three_samples[0].levels[0]
    fits = []
    for number in range(7):
        spectrum = replace(level.fits[0].region.spectrum, region=f"X {number}s")
        region = replace(level.fits[0].region, spectrum=spectrum)
        fits.append(replace(level.fits[0], region=region))
    many = replace(three_samples[0], levels=(replace(level, fits=tuple(fits)),))
    assert [len(core_levels(page)) for page in figures_regions([many])] == [5, 2]


def test_no_words_overlap_and_none_leaves_the_page(
    three_samples: list[SampleResult],
    uneven_samples: list[SampleResult],
    study_series: SampleResult,
) -> None:
    for results in (three_samples, three_samples[:1], uneven_samples, [study_series]):
        figure = figure_regions(results)
        assert overlapping_texts(figure) == []
        page = figure.bbox
        for text, box in visible_texts(figure):
            assert page.x0 <= box.x0, text
            assert box.x1 <= page.x1, text


def test_a_fit_that_did_not_converge_says_so(
    three_samples: list[SampleResult],
) -> None:
    level = three_samples[0].levels[0]
    fits = (replace(level.fits[0], converged=False), *level.fits[1:])
    result = replace(three_samples[0], levels=(replace(level, fits=fits),))
    axes = core_levels(figure_regions([result]))["C 1s"][0]
    assert "not converged" in [text.get_text() for text in axes.texts]


def test_nothing_to_draw_is_an_error(three_samples: list[SampleResult]) -> None:
    level = replace(three_samples[0].levels[0], fits=())
    empty = replace(three_samples[0], levels=(level,))
    with pytest.raises(OutputError, match="no core level"):
        figure_regions([empty])
    with pytest.raises(OutputError, match="no core level"):
        figures_regions([])


def test_settings_of_the_process_are_untouched(
    three_samples: list[SampleResult],
) -> None:
    before = dict(mpl.rcParams)
    figure_regions(three_samples[:1])
    assert dict(mpl.rcParams) == before


def test_what_left_its_fit_has_no_swatch(three_samples: list[SampleResult]) -> None:
    (first, *_) = three_samples
    (level,) = first.levels
    fit = max(level.fits, key=lambda one: len(one.components))
    gone = replace(
        fit.components[0], presence="below_limit", area_cps_ev=0.0, height_cps=0.0
    )
    components = (gone, *fit.components[1:])
    result = replace(
        first, levels=(replace(level, fits=(replace(fit, components=components),)),)
    )
    words = {text.get_text() for text in words_of(figure_regions([result]))}
    assert formula(gone.name) not in words
    assert {formula(c.name) for c in fit.components[1:]} <= words


def test_names_of_components_stand_above_the_curves(
    three_samples: list[SampleResult],
) -> None:
    (first, *_) = three_samples
    figure = figure_regions([first])
    (panel,) = core_levels(figure)["C 1s"]
    fit = next(f for f in first.levels[0].fits if f.region.name == "C 1s")
    highest = max(fit.components, key=lambda c: c.height_cps)
    name = next(t for t in panel.texts if t.get_text() == formula(highest.name))
    energy, rate = name.get_position()
    shift = first.levels[0].charge.shift_ev
    assert energy == pytest.approx(highest.center_ev + shift, abs=0.3)
    seen = max(fit.envelope_cps.max(), fit.region.counts_per_s.max())
    assert rate >= seen / 1000.0
    assert overlapping_texts(figure) == []
