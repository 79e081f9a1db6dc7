"""The wide profile table: levels down, amounts across, gaps stay gaps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.builders import a_series
from tests.built_results import Line, level_of, sample_of
from xpsfit.depth import depth_profile
from xpsfit.depth.types import DepthProfile
from xpsfit.fit.joint_result import JointFit
from xpsfit.writers.tables import profile_table, tables_as_json
from xpsfit.writers.tables_gaps import gaps_table

if TYPE_CHECKING:
    from xpsfit.results import LevelResult


def a_profile() -> DepthProfile:
    amounts = {
        "Li": np.array([40.0, 50.0, np.nan]),
        "C": np.array([20.0, 0.0, 10.0]),
        "Al": np.array([10.0, 25.0, 20.0]),
    }
    errors = {name: values / 100.0 for name, values in amounts.items()}
    state = {"Al 2p Al-C": np.array([4.0, 5.0, 6.0])}
    share = {"Al 2p Al-C": np.array([0.4, 0.2, 0.3])}
    return DepthProfile(
        sample="Li + TMA",
        etch_time_s=np.array([0.0, 30.0, 60.0]),
        depth_nm=np.array([0.0, 5.7, 11.4]),
        rate_nm_per_s=0.19,
        elements=("Li", "C", "Al"),
        atomic_percent=amounts,
        atomic_percent_stderr=errors,
        states=("Al 2p Al-C",),
        state_atomic_percent=state,
        state_atomic_percent_stderr=state,
        state_fraction=share,
        state_fraction_stderr=share,
    )


def test_it_starts_with_time_and_depth_then_elements_then_states() -> None:
    assert profile_table(a_profile()).columns[:10] == (
        "etch_time_s",
        "depth_nm",
        "Li_at_percent",
        "Li_at_percent_stderr",
        "C_at_percent",
        "C_at_percent_stderr",
        "Al_at_percent",
        "Al_at_percent_stderr",
        "Al 2p Al-C_at_percent",
        "Al 2p Al-C_at_percent_stderr",
    )


def test_every_pair_of_elements_has_one_ratio() -> None:
    rows = tables_as_json([profile_table(a_profile())])["profile"]

    assert [name for name in rows[0] if name.endswith("_ratio")] == [
        "Li/C_ratio",
        "Li/Al_ratio",
        "C/Al_ratio",
    ]
    assert [row["Li/Al_ratio"] for row in rows] == [4.0, 2.0, None]


def test_a_ratio_to_nothing_is_empty() -> None:
    rows = tables_as_json([profile_table(a_profile())])["profile"]

    assert [row["Li/C_ratio"] for row in rows] == [2.0, None, None]


def test_a_region_missing_at_a_level_leaves_empty_cells() -> None:
    series = a_series(3, missing=[(1, "Al 2p")])

    rows = tables_as_json([profile_table(depth_profile(series))])["profile"]

    assert [row["etch_time_s"] for row in rows] == [0.0, 30.0, 60.0]
    assert [row["Al_at_percent"] is None for row in rows] == [False, True, False]
    assert [row["Al 2p Al-O_fraction"] is None for row in rows] == [False, True, False]
    assert {row["sample"] for row in rows} == {"Li + TMA"}


def a_level(time_s: float, *, noise: bool = False, swap: bool = False) -> LevelResult:
    """Return carbon in two states, lithium and nitrogen, all with errors of 5 %.

    With `noise` carbonate and nitrogen are as large as their errors.
    """
    atoms, error = (0.02, 1.0) if noise else (10.0, 0.05)
    lines = {
        "C 1s": [
            Line("C-C", 284.8, 30.0, stderr=0.05),
            Line("CO3", 290.0, atoms, stderr=error),
        ],
        "Li 1s": [Line("Li2CO3", 55.3, 40.0, stderr=0.05)],
        "N 1s": [Line("N", 399.0, atoms, stderr=error)],
    }
    order = reversed(lines) if swap else iter(lines)
    return level_of({name: lines[name] for name in order}, etch_time_s=time_s)


def rows_of(*levels: LevelResult) -> list[dict[str, Any]]:
    result = sample_of(*levels)
    return [*tables_as_json([profile_table(depth_profile(result))])["profile"]]


def test_what_is_below_detection_has_its_limit_beside_it() -> None:
    whole, poor = rows_of(a_level(0.0), a_level(30.0, noise=True))
    for column in ("N_at_percent", "C 1s CO3_at_percent", "C 1s CO3_fraction"):
        names = list(poor)
        assert names.index(f"{column}_upper_95") == names.index(column) + 2
        assert whole[f"{column}_upper_95"] is None, column
        # By Currie: the value, here as large as its error, and 1.645 errors.
        assert poor[f"{column}_upper_95"] == pytest.approx(2.645 * poor[column])
    assert poor["C_at_percent_upper_95"] is None


def test_no_ratio_is_made_of_noise() -> None:
    whole, poor = rows_of(a_level(0.0), a_level(30.0, noise=True))
    assert whole["Li/N_ratio"] == pytest.approx(4.0)
    assert whole["Li/N_ratio_upper_95"] is None
    for name in ("Li/N_ratio", "C/N_ratio"):
        assert [poor[f"{name}{end}"] for end in ("", "_stderr", "_upper_95")] == (
            [None] * 3
        )
    assert poor["C/Li_ratio"] == pytest.approx(0.75, rel=0.01)


def test_an_undetected_numerator_leaves_the_limit_of_its_ratio() -> None:
    levels = a_level(0.0, swap=True), a_level(30.0, noise=True, swap=True)
    _, poor = rows_of(*levels)
    assert poor["N/Li_ratio"] is None
    assert poor["N/Li_ratio_upper_95"] == pytest.approx(2.645 * 0.02 / 40.0)
    (row,) = (r for r in gaps_table([sample_of(*levels)]).rows if r[2] == "N/Li_ratio")
    assert row[3] == ("N is below detection; its limit stands in N/Li_ratio_upper_95")


def test_the_table_of_gaps_says_why_a_ratio_is_empty() -> None:
    result = sample_of(a_level(0.0), a_level(30.0, noise=True))
    rows = {(row[1], row[2]): row[3] for row in gaps_table([result]).rows}
    assert rows == {
        (30.0, "C/N_ratio"): "N is below detection",
        (30.0, "Li/N_ratio"): "N is below detection",
    }


@pytest.mark.parametrize("together", [False, True])
def test_the_error_of_a_ratio_is_the_scatter_of_drawn_areas(together: bool) -> None:
    level = a_level(0.0)
    errors = np.array([c.area_cps_ev_stderr for f in level.fits for c in f.components])
    covariance = np.diag(errors**2)
    if together:
        # Carbonate, lithium: amounts of one species, which rise and fall together.
        covariance[1, 2] = covariance[2, 1] = 0.9 * errors[1] * errors[2]
        covariance[0, 2] = covariance[2, 0] = 0.4 * errors[0] * errors[2]
        joint = JointFit(
            "", level.fits, (), covariance, 1, 1, 1.0, 1.0, 1.0, 1, (), True, ""
        )
        level = replace(level, joint=joint)
    areas = [c.area_cps_ev for f in level.fits for c in f.components]
    drawn = np.random.default_rng(5).multivariate_normal(areas, covariance, 200_000)
    ratio = (drawn[:, 0] + drawn[:, 1]) / drawn[:, 2]
    row = rows_of(level, a_level(30.0))[0]
    relative = row["C/Li_ratio_stderr"] / row["C/Li_ratio"]
    # The scatter is 4 to 6 %: what is of second order in it is below 1 % of it.
    assert relative == pytest.approx(ratio.std() / ratio.mean(), rel=0.015)
