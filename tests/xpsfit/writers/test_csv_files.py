"""CSV files read back to the last digit and are harmless in a spreadsheet."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import a_surface
from xpsfit.writers.csv_files import (
    csv_text,
    table_text,
    write_blocks_csv,
    write_csv,
)
from xpsfit.writers.table import Block
from xpsfit.writers.tables import Table, result_tables

if TYPE_CHECKING:
    from pathlib import Path


def read_back(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back_to_the_last_digit(number: float) -> None:
    assert float(csv_text(number)) == number


@pytest.mark.parametrize("table", result_tables([a_surface()]), ids=lambda t: t.name)
def test_whole_tables_read_back(table: Table, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"

    write_csv(path, table)

    header, *rows = read_back(path)
    assert tuple(header) == table.columns
    assert len(rows) == len(table.rows)
    for row, cells in zip(rows, table.rows, strict=True):
        for text, cell in zip(row, cells, strict=True):
            if cell is None:
                assert text == ""
            elif isinstance(cell, bool):
                assert text == str(cell).lower()
            elif isinstance(cell, str):
                assert text == cell
            else:
                assert float(text) == cell


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+1", "-20 V", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(1,2)"],
)
def test_text_that_a_spreadsheet_would_run_is_disarmed(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"

    write_csv(path, Table("t", ("sample", name), ((name, -1.5),)))

    header, row = read_back(path)
    assert header[1] == f"'{name}"
    assert row == [f"'{name}", "-1.5"]


def test_ordinary_text_is_untouched(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    names = ('Li, "fresh"', "Al–C µm", "a=b", "C 1s", "two\nlines", "")

    write_csv(path, Table("t", tuple("abcdef"), (names,)))

    assert read_back(path)[1] == list(names)


def test_names_that_are_not_valid_text_are_escaped(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"

    write_csv(path, Table("t", ("sample",), (("Li\udcff",),)))

    assert read_back(path)[1] == ["Li\\udcff"]


def test_lines_end_in_newline_and_there_is_one_header(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"

    write_csv(path, Table("t", ("a", "b"), ((1, None), (True, 2.5))))

    assert path.read_bytes() == b"a,b\n1,\ntrue,2.5\n"


def test_a_truth_value_is_not_taken_for_the_number_that_equals_it() -> None:
    rows = ((True, 1, 1.0), (1, 1.0, True), (False, 0, 0.0), (0.0, False, 0))
    lines = table_text(Table("t", ("a", "b", "c"), rows)).splitlines()
    assert lines[1:] == ["true,1,1.0", "1,1.0,true", "false,0,0.0", "0.0,false,0"]


def test_blocks_are_written_as_the_table_of_their_rows(tmp_path: Path) -> None:
    numbers = np.array([-0.0, 1e-300, np.nan, np.inf])
    blocks = [
        Block(4, ("=a,b", None, True), (numbers, None), (0.5, math.nan, 'say "no"')),
        Block(0, ("none", 1, False), (np.array([]), None), (0.0, -0.0, "")),
        Block(1, ("c", 2, False), (np.array([7.0]), np.array([8.0])), (1.0, None, "d")),
    ]
    names = ("first", "level", "is_a", "x", "y", "shift", "error", "note")
    rows = tuple(row for block in blocks for row in block.rows())

    write_blocks_csv(tmp_path / "blocks.csv", names, blocks)
    write_csv(tmp_path / "table.csv", Table("table", names, rows))

    written = (tmp_path / "blocks.csv").read_bytes()
    assert written == (tmp_path / "table.csv").read_bytes()
    assert written.count(b"\n") == 6
