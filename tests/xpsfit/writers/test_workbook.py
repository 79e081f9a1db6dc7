"""The workbook holds the CSV's numbers to the last bit, and nothing that runs."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

import xpsfit.writers.workbook as module
from tests.builders import a_series, a_surface
from xpsfit.errors import OutputError
from xpsfit.settings import Settings
from xpsfit.writers import make_record, write_results
from xpsfit.writers.workbook import (
    heading,
    workbook_tables,
    writable,
    write_workbook,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.results import SampleResult
    from xpsfit.writers.table import Cell, Table

RESULTS = (a_series(3, missing=[(1, "Al 2p")]), a_surface("bare Li"))
SHEETS = ["components", "composition", "profile", "drift", "gaps", "curves", "fits"]
SHEETS += ["parameters", "checks", "methods"]
HOSTILE = ["=1+1", "+1", "-20 V", "@SUM(A1)", "\t=1", "\r=1", "http://a.example", "5"]


def written(path: Path, results: Sequence[SampleResult]) -> tuple[Table, ...]:
    record = make_record(["xpsfit", "fit"], [], Settings(), results)
    write_workbook(path, results, record)
    return workbook_tables(results, record)


def read_back(path: Path, sheet: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def same(stored: Any, cell: Cell) -> bool:
    if cell is None:
        return bool(stored == "")
    return type(stored) in (bool, str, int, float) and bool(
        stored == (writable(cell) if isinstance(cell, str) else cell)
    )


def test_every_cell_reads_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "result.xlsx"

    tables = written(path, RESULTS)

    assert CalamineWorkbook.from_path(str(path)).sheet_names == SHEETS
    for table in tables:
        header, *rows = read_back(path, table.name)
        assert header == [
            heading(column, text=isinstance(cell, str))
            for column, cell in zip(table.columns, table.rows[0], strict=True)
        ]
        assert len(rows) == len(table.rows)
        for row, cells in zip(rows, table.rows, strict=True):
            assert all(map(same, row, cells)), table.name


def test_the_sheet_of_methods_holds_the_text_and_what_is_missing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "result.xlsx"
    written(path, [a_surface("bare Li")])
    rows = read_back(path, "methods")[1:]
    text = " ".join(str(row[3]) for row in rows if row[0] == "methods text")
    assert "Spectra of bare Li were recorded" in text
    assert "one standard error" in text
    lacking = [row[2] for row in rows if row[0] == "not recorded"]
    assert "mounting of the sample" in lacking
    settings = {row[2]: row[3] for row in rows if row[0] == "setting"}
    assert settings["energy_exponent"] == 0.6
    assert not {"rate_material", "link", "background", "share"} & set(settings)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("area_cps_ev", "Area (counts/s x eV)"),
        ("area_upper_95_cps_ev", "Area, 95 % upper limit (counts/s x eV)"),
        ("atomic_percent_stderr", "Atomic percent, standard error (at%)"),
        ("depth_nm", "Depth (nm)"),
        ("etch_time_s", "Etch time (s)"),
        ("background", "Background (counts/s)"),
        ("envelope", "Envelope (counts/s)"),
        ("component:=1+1", "component:=1+1 (counts/s)"),
    ],
)
def test_headers_say_the_unit(column: str, said: str) -> None:
    assert heading(column) == said


def test_the_name_of_a_background_has_no_unit() -> None:
    assert heading("background", text=True) == "Background"


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_a_formula_a_link_or_a_number(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "result.xlsx"

    written(path, [replace(a_surface(name), sample=name)])

    with zipfile.ZipFile(path) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
        text = b"".join(archive.read(n) for n in sheets)
    assert b"<f>" not in text
    assert b"hyperlink" not in text
    found = {row[0] for row in read_back(path, "components")[1:]}
    assert len(found) == 1
    assert re.sub(r"\s", "", found.pop()) == re.sub(r"\s", "", name)


def test_control_characters_and_endless_text_do_not_break_it(tmp_path: Path) -> None:
    name = "a\0b\x1f\ud800" + "x" * 40_000
    path = tmp_path / "result.xlsx"

    written(path, [a_surface(name)])

    (stored,) = {row[0] for row in read_back(path, "components")[1:]}
    assert stored.startswith("a\\x00b\\x1f\\xd800xxx")
    assert stored.endswith("...")
    assert len(stored) == 32_767


def test_more_rows_than_a_sheet_holds_go_on_on_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 101)
    path = tmp_path / "result.xlsx"

    tables = written(path, [a_surface()])

    curves = next(table for table in tables if table.name == "curves")
    sheets = [
        name
        for name in CalamineWorkbook.from_path(str(path)).sheet_names
        if name.startswith("curves")
    ]
    assert sheets[:2] == ["curves", "curves (2)"]
    rows = [row for name in sheets for row in read_back(path, name)[1:]]
    assert len(rows) == len(curves.rows)
    assert all(map(same, rows[-1], curves.rows[-1]))


def test_more_columns_than_a_sheet_holds_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_COLUMNS", 5)

    with pytest.raises(OutputError, match="leave --xlsx out"):
        written(tmp_path / "result.xlsx", [a_surface()])


def test_a_result_has_one_where_it_was_asked_for(tmp_path: Path) -> None:
    results = [a_surface()]
    record = make_record(["xpsfit", "fit"], [], Settings(), results)

    for asked in (True, False):
        folder = tmp_path / f"{asked}.xpsfit"
        files = write_results(folder, results, record, figures=None, workbook=asked)
        assert (folder / "result.xlsx").exists() is asked
        assert (folder / "result.xlsx" in files) is asked
        assert not list(folder.glob("tmp*"))
