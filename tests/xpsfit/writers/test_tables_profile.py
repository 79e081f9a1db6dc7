"""The wide profile table: levels down, amounts across, gaps stay gaps."""

from __future__ import annotations

import numpy as np

from tests.builders import a_series
from xpsfit.depth import depth_profile
from xpsfit.depth.types import DepthProfile
from xpsfit.writers.tables import profile_table, tables_as_json


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
