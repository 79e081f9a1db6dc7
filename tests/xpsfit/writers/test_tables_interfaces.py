"""The table of interfaces, and columns on the error of depth only where it is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import h5py
import pytest

from tests.builders import a_series, a_surface
from xpsfit.depth import depth_profile
from xpsfit.depth.layers import parse_layers
from xpsfit.depth.place import with_depth
from xpsfit.depth.types import Interface
from xpsfit.readers.result_h5 import read_results
from xpsfit.settings import Settings
from xpsfit.writers import make_record
from xpsfit.writers.result_h5 import write_result_h5
from xpsfit.writers.tables import (
    components_table,
    composition_table,
    interfaces_table,
    profile_table,
    result_tables,
    tables_as_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xpsfit.results import SampleResult
    from xpsfit.writers.table import Table


LAYERS = parse_layers(
    'format = "xpsfit-layers"\nversion = 1\n[[layer]]\nmaterial = "C"\nuntil_s = 45\n'
    'rate = "estimate"\n[[layer]]\nmaterial = "Li"\nrate = 2\nlow = 1\nhigh = 3\n'
    'source = "tests"\n'
)
ERRORS = {"depth_nm_stderr", "depth_low_nm", "depth_high_nm"}
PLAIN = with_depth(a_series(3), Settings())
STATED = Settings(rate_nm_per_s=0.19, rate_stderr_nm_per_s=0.02, layers=LAYERS)
LAYERED = with_depth(a_series(3), STATED)


def test_every_quantity_has_a_row_and_empty_cells_for_what_it_is_not() -> None:
    step = Interface("C", "step", form="erf", position_s=463.0, position_s_stderr=5.0)
    series = replace(PLAIN, interfaces=(step, *PLAIN.interfaces[1:]))
    rows = tables_as_json([interfaces_table([series])])["interfaces"]
    assert [row["quantity"] for row in rows] == [i.quantity for i in PLAIN.interfaces]
    assert (rows[0]["kind"], rows[0]["position_s"]) == ("step", 463.0)
    assert (rows[0]["width_s"], rows[0]["note"]) == (None, None)
    assert (rows[1]["kind"], rows[1]["form"]) == ("none", None)
    assert "measured at 3 levels" in str(rows[1]["note"])


def test_surfaces_have_no_such_table() -> None:
    assert "interfaces" not in {table.name for table in result_tables([a_surface()])}
    assert "interfaces" in {table.name for table in result_tables([PLAIN])}


@pytest.mark.parametrize("make", [components_table, composition_table])
def test_errors_of_depth_have_columns_where_they_are_known(
    make: Callable[[list[SampleResult]], Table],
) -> None:
    assert not ERRORS & set(make([PLAIN]).columns)
    table = make([LAYERED])
    assert set(table.columns) >= ERRORS
    for row in tables_as_json([table])[table.name]:
        low, nm, high = (row[f"depth_{name}"] for name in ("low_nm", "nm", "high_nm"))
        assert isinstance(low, float)
        assert isinstance(nm, float)
        assert isinstance(high, float)
        assert low <= nm <= high


def test_the_wide_profile_has_them_beside_the_depth() -> None:
    assert not ERRORS & set(profile_table(depth_profile(PLAIN)).columns)
    assert profile_table(depth_profile(LAYERED)).columns[1:5] == (
        "depth_nm",
        "depth_nm_stderr",
        "depth_low_nm",
        "depth_high_nm",
    )


def test_scale_and_interfaces_are_stored_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "result.h5"
    record = make_record(["xpsfit"], [], Settings(layers=LAYERS), [LAYERED])
    write_result_h5(path, [LAYERED], record)
    with h5py.File(path) as file:
        sample = file["samples/00"]
        assert len(sample["interfaces"]) == len(LAYERED.interfaces)
        assert sample["depth_scale"].attrs["material"] == "Ta2O5"
        assert len(sample["depth_scale/layers"]) == 2
    (found,) = read_results(path)
    assert found.depth_scale == LAYERED.depth_scale
    assert found.interfaces == LAYERED.interfaces
    assert [level.depth_high_nm for level in found.levels] == [
        level.depth_high_nm for level in LAYERED.levels
    ]


def test_the_record_states_the_scale_of_every_sample() -> None:
    record = make_record(["xpsfit"], [], Settings(layers=LAYERS), [LAYERED])
    (sample,) = record.samples
    assert (
        "the rate changes at 45 s: Li, 2 (1 to 3) times Ta2O5"
        in sample["depth_scale"][2]
    )
