"""Interfaces of profiles of known truth: steps, buried layers, and neither."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.builders import a_series
from xpsfit.depth.buried import buried_layer, is_layer
from xpsfit.depth.interfaces import Course, find_interfaces, interface_of
from xpsfit.depth.layers import parse_layers
from xpsfit.depth.place import placed, with_depth
from xpsfit.depth.types import DepthProfile, DepthScale, Interface, ScaleLayer
from xpsfit.errors import SeriesError
from xpsfit.settings import Settings

TRUTH = Path(__file__).parents[3] / "sample_spectra" / "truth" / "profile.csv"
TIME = np.arange(0.0, 1230.0, 30.0)


def erf_course(
    position: float, s: float, error: float = 0.3, high: float = 60.0, low: float = 5.0
) -> Course:
    noise = np.random.default_rng(4).normal(size=TIME.size)
    shares = [0.5 * (1 + math.erf((t - position) / (math.sqrt(2) * s))) for t in TIME]
    values = high + (low - high) * np.array(shares) + error * noise
    return Course("C", TIME, values, np.full(TIME.size, error))


def test_a_step_has_position_and_width_within_their_errors() -> None:
    found = interface_of(erf_course(500.0, 80.0))
    assert (found.kind, found.form, found.note) == ("step", "erf", "")
    assert found.position_s is not None
    assert found.position_s_stderr is not None
    assert found.width_s is not None
    assert found.width_s_stderr is not None
    assert abs(found.position_s - 500.0) < 3.0 * found.position_s_stderr
    assert abs(found.width_s - 160.0) < 3.0 * found.width_s_stderr
    assert found.midpoint_s == pytest.approx(500.0, abs=3.0)
    # 16 to 84 % run from 420 to 580 s: levels at 420 or 450 to 570 s.
    assert found.points in (5, 6)


def test_a_step_between_two_levels_is_narrower_than_their_distance() -> None:
    found = interface_of(erf_course(505.0, 3.0))
    assert found.kind == "step"
    assert found.width_s is None
    assert "narrower than the point spacing of 30 s" in found.note
    assert "between 480 and 510 s" in found.note
    assert found.position_s == pytest.approx(500.0, abs=20.0)
    # Anywhere between two levels: their distance over the square root of 12.
    assert found.position_s_stderr is not None
    assert found.position_s_stderr >= 30.0 / 12.0**0.5 - 1e-9


@pytest.mark.parametrize(
    ("course", "reason"),
    [
        (erf_course(500.0, 80.0, high=20.0, low=20.0), "does not change by more than"),
        (erf_course(-50.0, 80.0), "changes from the first level on"),
        (erf_course(20.0, 80.0), "changes from the first level on"),
        (erf_course(1150.0, 200.0), "still changes at the last level"),
        (erf_course(500.0, 80.0, high=0.4, low=0.1, error=0.3), "detected at"),
        (
            Course("C", TIME[:4], np.arange(4.0) + 9.0, np.full(4, 0.1)),
            "measured at 4 levels; an interface needs 6",
        ),
        (
            Course("C", TIME, 30 + 9 * np.sin(TIME / 90), np.full(TIME.size, 0.3)),
            "no single step describes it",
        ),
    ],
)
def test_a_profile_without_a_step_says_why(course: Course, reason: str) -> None:
    found = interface_of(course)
    assert found.kind == "none"
    assert reason in found.note
    assert found.position_s is None


def test_a_buried_layer_is_measured_without_a_form() -> None:
    center, s = 500.0, 100.0
    values = 20.0 * np.exp(-(((TIME - center) / s) ** 2) / 2.0)
    errors = np.full(TIME.size, 0.1)
    assert is_layer(values, errors)
    layer = buried_layer(TIME, values, errors)
    assert layer.centroid_s == pytest.approx(center, abs=0.5)
    assert layer.rises is not None
    assert layer.falls is not None
    assert layer.gone is not None
    fwhm = layer.falls.time_s - layer.rises.time_s
    assert fwhm == pytest.approx(2.3548 * s, rel=0.01)
    # 20 exp(-u^2 / 2) = 3.29 x 0.1 at u = 2.866.
    assert layer.gone.time_s == pytest.approx(center + 2.866 * s, abs=6.0)


def test_what_does_not_come_back_to_a_base_is_no_layer_and_says_why() -> None:
    # Rises within 60 s and sinks slowly to 40 % of its height, as tin below carbon.
    sinking = 3.1 + 2.1 * np.exp(-(TIME - 60.0) / 350.0)
    values = np.where(TIME < 60.0, 1.7 + 3.5 * TIME / 60.0, sinking)
    course = Course("Sn", TIME, values, np.full(TIME.size, 0.08))
    found = interface_of(course)
    assert found.kind == "none"
    assert "rises from 1.7 to 5.2 at% at 60 s, but its last level is 3.18" in found.note
    assert found.position_s is None


@pytest.mark.parametrize(("last", "layer"), [(4.0, True), (6.0, False)])
def test_the_ends_of_a_layer_differ_by_less_than_a_quarter_of_its_height(
    last: float, layer: bool
) -> None:
    values = np.where(TIME > 500.0, last, 0.0)
    values[(TIME > 400.0) & (TIME < 600.0)] = 20.0
    assert is_layer(values, np.full(TIME.size, 0.1)) == layer


def test_the_centroid_scatters_as_its_error_says() -> None:
    noise = np.random.default_rng(6)
    truth = 20.0 * np.exp(-(((TIME - 500.0) / 100.0) ** 2) / 2.0) + 3.0
    errors = np.full(TIME.size, 0.3)
    layers = [
        buried_layer(TIME, truth + errors * noise.normal(size=TIME.size), errors)
        for _ in range(400)
    ]
    pulls = [(one.centroid_s - 500.0) / one.centroid_stderr_s for one in layers]
    # Over 400 draws their mean scatters by 0.05, their standard deviation by 0.035.
    assert abs(np.mean(pulls)) < 0.2
    assert np.std(pulls) == pytest.approx(1.0, abs=0.15)
    widths = [one.fwhm_s for one in layers if one.fwhm_s is not None]
    stated = np.mean([one.fwhm_stderr_s for one in layers if one.fwhm_stderr_s])
    assert len(widths) == 400
    assert np.std(widths) == pytest.approx(float(stated), rel=0.15)


def study_profile(seed: int) -> DepthProfile:
    """Return the true profile of the synthetic series, with noise of its size."""
    rows = list(csv.DictReader(TRUTH.read_text("utf-8").splitlines()))
    column = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    noise = np.random.default_rng(seed)
    elements = {e: column[f"{e}_at"] for e in ("C", "O", "Al", "Li")}
    shares = {
        "C 1s R-Li/Al-C": column["C1s_frac_283.3"],
        "C 1s C-C": column["C1s_frac_CC"],
        "Al 2p Li-Al": column["Al2p_frac_LiAl"],
        "Al 2p Al-C": column["Al2p_frac_AlC"],
    }
    sigma = {"C 1s": (0.004, 0.3), "Al 2p": (0.02, 0.3)}
    share_errors = {s: np.full(19, sigma[s[:5].strip()][0]) for s in shares}
    errors = {s: np.full(19, sigma[s[:5].strip()][1]) for s in shares}
    draw = noise.normal
    return DepthProfile(
        sample="TMA-20s",
        etch_time_s=column["t_s"],
        depth_nm=0.19 * column["t_s"],
        rate_nm_per_s=0.19,
        elements=tuple(elements),
        atomic_percent={e: v + 0.15 * draw(size=19) for e, v in elements.items()},
        atomic_percent_stderr={e: np.full(19, 0.15) for e in elements},
        states=tuple(shares),
        state_atomic_percent={
            s: v * elements[s.split()[0]] + errors[s] * draw(size=19)
            for s, v in shares.items()
        },
        state_atomic_percent_stderr=errors,
        state_fraction={
            s: v + share_errors[s] * draw(size=19) for s, v in shares.items()
        },
        state_fraction_stderr=share_errors,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_series_of_the_study_has_its_true_interfaces(seed: int) -> None:
    found = {one.quantity: one for one in find_interfaces(study_profile(seed))}
    carbon, layer = found["C 1s C-C"], found["Al 2p Al-C"]
    assert carbon.kind == "step"
    # True: amorphous carbon is halfway from surface to depth at 463 s.
    assert carbon.midpoint_s == pytest.approx(463.0, abs=25.0)
    assert carbon.position_s == pytest.approx(463.0, abs=25.0)
    assert layer.kind == "layer"
    # True: the share of Al-C in Al 2p falls below 5 % at 1225 s.
    assert layer.below_5_percent_s == pytest.approx(1225.0, abs=120.0)
    assert layer.gone_s is not None
    assert 1000.0 < layer.gone_s < 1500.0
    assert found["O"].kind == found["Al"].kind == "none"


def test_a_state_that_is_all_of_its_core_level_is_not_counted_twice() -> None:
    profile = replace(study_profile(1), states=("C 1s C-C",))
    assert [one.quantity for one in find_interfaces(profile)] == ["C", "O", "Al", "Li"]


def test_levels_without_a_value_are_left_out() -> None:
    profile = study_profile(1)
    gaps = profile.atomic_percent["Li"].copy()
    gaps[[2, 7]] = np.nan
    profile = replace(profile, atomic_percent=profile.atomic_percent | {"Li": gaps})
    found = {one.quantity: one for one in find_interfaces(profile)}
    assert found["Li"].kind == "step"


def test_depths_of_interfaces_follow_the_scale() -> None:
    step = Interface("C", "step", position_s=500.0, position_s_stderr=10.0,
                     width_s=160.0, width_s_stderr=8.0)  # fmt: skip
    found = placed(step, DepthScale(0.2, 0.01))
    assert found.depth_nm == pytest.approx(100.0)
    assert found.depth_nm_stderr == pytest.approx(math.hypot(2.0, 5.0))
    assert found.width_nm == pytest.approx(32.0)
    assert found.width_nm_stderr == pytest.approx(32.0 * math.hypot(0.05, 0.05))


def test_a_width_over_two_layers_is_the_depth_between_its_ends() -> None:
    layers = (
        ScaleLayer("C", 0.5, 0.4, 0.6, "tests"),
        ScaleLayer("Li", 2.0, 1.0, 3.0, "tests", from_s=500.0),
    )
    step = Interface("C", "step", position_s=500.0, width_s=200.0)
    found = placed(step, DepthScale(0.2, layers=layers))
    assert found.depth_nm == pytest.approx(50.0)
    assert (found.depth_low_nm, found.depth_high_nm) == pytest.approx((40.0, 60.0))
    assert found.width_nm == pytest.approx(0.2 * (0.5 * 100.0 + 2.0 * 100.0))


class TestASeries:
    def test_its_levels_get_errors_and_a_band_where_they_are_known(self) -> None:
        layers = parse_layers(
            'format = "xpsfit-layers"\nversion = 1\n[[layer]]\nmaterial = "Li"\n'
            'rate = 2\nlow = 1\nhigh = 3\nsource = "tests"\n'
        )
        plain = with_depth(a_series(3), Settings())
        known = with_depth(a_series(3), Settings(rate_stderr_nm_per_s=0.019))
        layered = with_depth(a_series(3), Settings(layers=layers))
        assert [level.depth_nm_stderr for level in plain.levels] == [None] * 3
        assert known.levels[2].depth_nm_stderr == pytest.approx(1.14)
        assert known.levels[2].depth_low_nm is None
        last = layered.levels[2]
        assert (last.depth_nm, last.depth_low_nm, last.depth_high_nm) == pytest.approx(
            (22.8, 11.4, 34.2)
        )

    def test_every_element_and_state_is_accounted_for(self) -> None:
        found = with_depth(a_series(3), Settings()).interfaces
        assert {one.kind for one in found} == {"none"}
        assert {"C", "Al", "In"} <= {one.quantity for one in found}
        assert all("measured at 3 levels" in one.note for one in found)

    def test_a_surface_stays_as_it_is(self) -> None:
        surface = replace(a_series(2), rate_nm_per_s=None)
        assert with_depth(surface, Settings()) is surface

    def test_an_absurd_rate_is_refused(self) -> None:
        with pytest.raises(SeriesError, match="check its unit"):
            with_depth(a_series(3), Settings(rate_nm_per_s=1e5))
