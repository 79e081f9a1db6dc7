"""`result.xlsx`: the tables of a result as one workbook. The only user of XlsxWriter.

Numbers are numbers, with every digit that the CSV files have. Text stays text: what
begins like a formula or a link is a string to the program that opens the workbook, as
no string is ever handed over to be interpreted.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

import xlsxwriter
import xlsxwriter.worksheet

from xpsfit.checks import judge
from xpsfit.depth import depth_profile
from xpsfit.errors import OutputError
from xpsfit.writers.table import Table
from xpsfit.writers.tables import (
    components_table,
    composition_table,
    curves_table,
    fits_table,
    parameters_table,
    profile_table,
)
from xpsfit.writers.tables_candidates import candidates_table
from xpsfit.writers.tables_checks import checks_table
from xpsfit.writers.tables_drift import drift_table
from xpsfit.writers.tables_gaps import gaps_table
from xpsfit.writers.tables_interfaces import interfaces_table
from xpsfit.writers.tables_methods import methods_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.results import SampleResult
    from xpsfit.writers.run_record import RunRecord
    from xpsfit.writers.table import Cell

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_TEXT = 32_767
"""What a sheet and a cell of XLSX hold (ECMA-376 as Excel implements it)."""

_UNITS = (
    ("_cps_ev", "counts/s x eV"),
    ("_cps", "counts/s"),
    ("_per_s", "per s"),
    ("_percent", "at%"),
    ("_ev", "eV"),
    ("_nm", "nm"),
    ("_s", "s"),
)
_QUALIFIERS = (
    ("_stderr", "standard error"),
    ("_upper_95", "95 % upper limit"),
    ("_systematic", "systematic error"),
)
_IN_COUNTS = frozenset({"background", "envelope"})
_WIDEST, _NARROWEST = 40, 9
# What XML cannot hold, and lone surrogates.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _ExactSheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
    """A sheet that keeps every digit: its parent writes 16, a double may need 17."""

    def _xml_number_element(
        self, number: float, attributes: Sequence[tuple[str, object]] = ()
    ) -> None:
        said = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{said}><v>{number!r}</v></c>")


def heading(column: str, *, text: bool = False) -> str:
    """Return a column's name for people, its unit in parentheses unless it is text.

    Examples
    --------
    >>> [heading(c) for c in ("area_cps_ev", "center_ev_stderr", "sample")]
    ['Area (counts/s x eV)', 'Center, standard error (eV)', 'Sample']
    >>> heading("atomic_percent_upper_95"), heading("component:Li-F")
    ('Atomic percent, 95 % upper limit (at%)', 'component:Li-F (counts/s)')
    """
    if column.startswith("component:"):
        return f"{column} (counts/s)"
    stem, said = column, ""
    for suffix, words in _QUALIFIERS:
        if stem.endswith(suffix):
            stem, said = stem.removesuffix(suffix), f", {words}"
        elif f"{suffix}_" in stem:
            stem, said = stem.replace(suffix, ""), f", {words}"
    suffix, unit = next((pair for pair in _UNITS if stem.endswith(pair[0])), ("", ""))
    if unit not in {"at%", "per s"}:
        stem = stem.removesuffix(suffix)
    if stem in _IN_COUNTS and not text:
        unit = "counts/s"
    name = stem.replace("_", " ")
    name = f"{name[:1].upper()}{name[1:]}{said}"
    return f"{name} ({unit})" if unit and unit != "per s" else name


def write_workbook(
    path: Path, results: Sequence[SampleResult], record: RunRecord
) -> None:
    """Write the tables of a result as one XLSX workbook.

    Parameters
    ----------
    path : Path
        Overwritten where it exists.
    results : sequence of SampleResult
    record : RunRecord

    Raises
    ------
    OSError
        If the file cannot be written.
    OutputError
        If a table has more columns than a sheet.
    """
    # Row after row goes to the disk, so a long series needs no more memory than a short
    # one; strings stand in their cells for that. They are never taken for formulas.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with path.open("wb") as stream:
        book = xlsxwriter.Workbook(stream, options)
        looks = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "head_of_numbers": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "align": "right"}
            ),
        }
        for table in workbook_tables(results, record):
            _write_sheets(book, table, looks)
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error


def workbook_tables(
    results: Sequence[SampleResult], record: RunRecord
) -> tuple[Table, ...]:
    """Return the tables of a workbook, in the order of its sheets."""
    series = [result for result in results if result.rate_nm_per_s is not None]
    profiles = [profile_table(depth_profile(result)) for result in series]
    named = [
        Table(f"profile-{n}" if n > 1 else "profile", table.columns, table.rows)
        for n, table in enumerate(profiles, start=1)
    ]
    further = (
        interfaces_table(results),
        *([drift_table(series), gaps_table(series)] if series else []),
        candidates_table(results),
    )
    return (
        components_table(results),
        composition_table(results),
        *named,
        *(table for table in further if table.rows),
        curves_table(results),
        fits_table(results),
        parameters_table(results),
        checks_table(judge(results)),
        methods_table(results, record),
    )


def _write_sheets(book: Any, table: Table, looks: dict[str, Any]) -> None:
    """Write a table on as many sheets as its rows need."""
    if len(table.columns) > MAX_COLUMNS:
        raise OutputError(
            f"the table {table.name} has {len(table.columns)} columns and a sheet "
            f"holds {MAX_COLUMNS}; leave --xlsx out, the CSV files have no such limit"
        )
    room = MAX_ROWS - 1
    for part in range(max(1, math.ceil(len(table.rows) / room))):
        name = table.name if part == 0 else f"{table.name} ({part + 1})"
        rows = table.rows[part * room : (part + 1) * room]
        sheet = book.add_worksheet(name, worksheet_class=_ExactSheet)
        _write_sheet(sheet, table.columns, rows, looks)


def _write_sheet(
    sheet: Any,
    columns: Sequence[str],
    rows: Sequence[tuple[Cell, ...]],
    looks: dict[str, Any],
) -> None:
    first = rows[0] if rows else (None,) * len(columns)
    sheet.freeze_panes(1, 0)
    for index, (column, cell) in enumerate(zip(columns, first, strict=True)):
        sheet.set_column(index, index, _width(column, cell))
    for index, (column, cell) in enumerate(zip(columns, first, strict=True)):
        text = isinstance(cell, str)
        look = looks["head" if text else "head_of_numbers"]
        sheet.write_string(0, index, writable(heading(column, text=text)), look)
    for number, row in enumerate(rows, start=1):
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, index, writable(cell))
            elif isinstance(cell, bool):
                sheet.write_boolean(number, index, cell)
            elif cell is not None:
                sheet.write_number(number, index, cell)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _width(column: str, cell: Cell) -> int:
    """Return a width in characters, after the header's words and the first cell."""
    longest = max(len(word) for word in heading(column).split(" "))
    said = len(cell) if isinstance(cell, str) else 12
    return max(_NARROWEST, min(_WIDEST, max(longest, said) + 2))


def writable(text: str) -> str:
    """Return `text` as a cell can hold it: no control characters, no more than fits."""
    clean = _UNWRITABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return clean if len(clean) <= MAX_TEXT else f"{clean[: MAX_TEXT - 3]}..."
