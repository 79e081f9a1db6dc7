"""Series with holes: random ones, none of which may be filled, cut or forgotten."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.builders import a_series, a_surface
from tests.sputter_series import CARBON, Peak, drawn_series
from xpsfit import Settings
from xpsfit.analysis import analyze_series
from xpsfit.depth import depth_profile
from xpsfit.errors import CalibrationError, SeriesError
from xpsfit.gaps import NOT_MEASURED, WHOLE_LEVELS, gaps
from xpsfit.model import builtin_model
from xpsfit.plot import figure_drift, figure_profile
from xpsfit.writers.tables_profile import profile_table

if TYPE_CHECKING:
    from xpsfit.results import LevelResult, SampleResult
    from xpsfit.spectrum import Spectrum

TIMES = (0.0, 60.0, 120.0, 180.0, 240.0)
REGIONS = ("C 1s", "O 1s", "Al 2p")
ELEMENTS = {"C 1s": "C", "O 1s": "O", "Al 2p": "Al"}
WHOLE = drawn_series(
    {
        time: {
            "C 1s": CARBON,
            "O 1s": [Peak(531.0, 6000.0, 1.6)],
            "Al 2p": [Peak(74.5, 3000.0, 1.3)],
        }
        for time in TIMES
    }
)
CELLS = tuple((time, region) for time in TIMES for region in REGIONS)
# C 1s alone has a model here, which makes an example cost a fraction of a second.
CHOSEN = Settings(model=builtin_model("adventitious-carbon"), charge="none")

State = tuple[str, ...]
states = st.lists(
    st.sampled_from(("whole", "whole", "whole", "absent", "dead")),
    min_size=len(CELLS),
    max_size=len(CELLS),
).map(tuple)


def spectra_of(state: State) -> list[Spectrum]:
    """Return the series with cells absent, or holding the zeros of a dead detector."""
    what = dict(zip(CELLS, state, strict=True))
    kept = []
    for spectrum in WHOLE:
        cell = what[spectrum.etch_time_s or 0.0, spectrum.region]
        if cell == "dead":
            zeros = np.zeros_like(spectrum.intensity)
            kept.append(replace(spectrum, intensity=zeros))
        elif cell == "whole":
            kept.append(spectrum)
    return kept


def evaluated(level: LevelResult) -> set[str]:
    fitted = {fit.region.name for fit in level.fits}
    return fitted | {area.region.name for area in level.integrated}


def assert_every_hole_is_listed(state: State, result: SampleResult) -> None:
    what = dict(zip(CELLS, state, strict=True))
    present = {region for (_, region), cell in what.items() if cell != "absent"}
    listed = {
        (gap.etch_time_s, gap.region): gap.reason
        for gap in gaps(result)
        if gap.region not in WHOLE_LEVELS
    }
    for level in result.levels:
        for region in present:
            place = (level.etch_time_s, region)
            cell = what[level.etch_time_s or 0.0, region]
            assert (region in evaluated(level)) == (cell == "whole"), place
            assert (place in listed) == (cell != "whole"), place
            if cell == "absent":
                assert listed[place] == NOT_MEASURED
            elif cell == "dead":
                assert "holds no counts" in listed[place]


def assert_nothing_is_filled_or_cut(state: State, result: SampleResult) -> None:
    what = dict(zip(CELLS, state, strict=True))
    times = [t for t in TIMES if any(what[t, r] != "absent" for r in REGIONS)]
    profile = depth_profile(result)
    assert profile.etch_time_s.tolist() == times
    rows = profile_table(profile).rows
    assert len(rows) == len(times)
    for index, level in enumerate(result.levels):
        amounts = level.composition.elements if level.composition else ()
        known = {row.element: row.atomic_percent for row in amounts}
        for element in profile.elements:
            value = float(profile.atomic_percent[element][index])
            assert math.isnan(value) == (element not in known)
            assert math.isnan(value) or value == known[element]
        if known:
            assert math.isclose(sum(known.values()), 100.0, abs_tol=1e-6)
        else:
            assert any(f.region == "composition" for f in level.failures)


def assert_amounts_are_of_all_common_elements(result: SampleResult) -> None:
    """Amounts of two levels can be compared: most levels' elements are in all."""
    counted = [
        {row.element for row in level.composition.elements}
        for level in result.levels
        if level.composition
    ]
    for element in set().union(*counted):
        held = sum(element in own for own in counted)
        assert held == len(counted) or 2 * held <= len(result.levels)


@given(states)
@example(("whole", "whole", "absent") * 5)
@example(("whole", "absent", "dead") + ("whole",) * 12)
@example(("dead",) * 3 + ("whole",) * 12)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_no_hole_of_a_series_is_filled_cut_or_forgotten(state: State) -> None:
    spectra = spectra_of(state)
    assume(len({s.etch_time_s for s in spectra}) > 1)
    try:
        (result,) = analyze_series(spectra, CHOSEN)
    except SeriesError as error:
        refusal = str(error)
    else:
        refusal = ""
    if refusal:
        # Times of the regions that do not match up are refused with the way out.
        assert "--region" in refusal or "--etch-times" in refusal
        return
    assert_every_hole_is_listed(state, result)
    assert_nothing_is_filled_or_cut(state, result)
    assert_amounts_are_of_all_common_elements(result)


def test_the_list_holds_failures_with_their_reasons_and_levels_without_amounts() -> (
    None
):
    result = a_series(4, missing=[(1, "Al 2p")], failed=[(2, "C 1s")])
    found = {(g.etch_time_s, g.region): g.reason for g in gaps(result)}
    assert found[30.0, "Al 2p"] == NOT_MEASURED
    assert found[60.0, "C 1s"] == next(f.reason for f in result.levels[2].failures)
    assert len(found) == 2


def test_whole_series_and_surfaces_have_no_gaps() -> None:
    assert gaps(a_series(3)) == ()
    assert gaps(a_surface()) == ()


def test_a_reference_line_that_holds_no_counts_is_named_as_such() -> None:
    state = tuple("dead" if cell == (0.0, "C 1s") else "whole" for cell in CELLS)
    with pytest.raises(CalibrationError, match="C 1s holds no counts"):
        analyze_series(spectra_of(state), replace(CHOSEN, charge="reference"))


def test_figures_leave_holes_open() -> None:
    state = tuple("absent" if cell == (120.0, "O 1s") else "whole" for cell in CELLS)
    (result,) = analyze_series(spectra_of(state), CHOSEN)
    profile = depth_profile(result)
    upper = figure_profile(profile).axes[0]
    drawn = {str(line.get_label()): line for line in upper.get_lines()}
    for element in profile.elements:
        heights = np.asarray(drawn[element].get_ydata(), dtype=float)
        assert np.isnan(heights).tolist() == [False, False, True, False, False]
    shifts = figure_drift(result).axes
    oxygen = [
        line for line in shifts[1].get_lines() if line.get_label() == "O 1s maximum"
    ]
    heights = np.asarray(oxygen[0].get_ydata(), dtype=float)
    assert np.isnan(heights).tolist() == [False, False, True, False, False]
