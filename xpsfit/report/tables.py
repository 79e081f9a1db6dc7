"""Tables of a page, from those that the CSV files are written from.

A value and its error share a cell. What is below detection shows its upper limit in
place of the value.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from xpsfit.formula import html_of_name
from xpsfit.rounding import area_or_limit, below, rounded
from xpsfit.writers.csv_files import csv_text
from xpsfit.writers.hdf5 import unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.writers.table import Cell, Table

ERROR, LIMIT = "_stderr", "_upper_95"
NAMES = frozenset({"component", "species", "quantity"})
"""Columns that hold formulas."""
CODES = frozenset({"presence", "charge_method", "kind", "line_shape", "background"})
"""Columns whose words are joined by underscores."""
KEYS = frozenset(
    {"region", "etch_time_s", "component", "element", "species", "quantity"}
    | {"parameter", "check"}
)
"""Columns that say what a row is about; on paper they stand in every block."""
EMPTY_WHERE_ABSENT = frozenset(
    {"normalized_area", "atomic_percent_systematic", "height_cps"}
)
ABSENT = "–"
LONG_TEXT = 40
_UNIT = re.compile(
    r"_(?:cps_ev|counts_per_s|cps|nm_per_s|percent|ev2|per_ev|ev|nm|s)(?=$|_upper_95)"
)


def html_table(
    table: Table,
    caption: str,
    *,
    hidden: Sequence[str] = ("sample",),
    level_of: dict[Cell, int] | None = None,
) -> str:
    """Return a table; a value and its error share a cell.

    Parameters
    ----------
    table : Table
    caption : str
    hidden : sequence of str
        Columns that are left out, as are those without any content.
    level_of : dict of Cell to int, optional
        Number of the level by etch time, for tables of which a page shows the rows of
        one level.

    Returns
    -------
    str
        Cells show rounded numbers; ``data-value`` and ``data-stderr`` hold them as the
        CSV file does, also where a limit is shown.
    """
    limits = {limit_of(column) for column in table.columns}
    shown = [
        index
        for index, column in enumerate(table.columns)
        if column not in hidden
        and column not in limits
        and not _is_error(column, table)
        and any(row[index] is not None for row in table.rows)
    ]
    columns = [table.columns[index] for index in shown]
    head = "".join(_heading(table.columns[index], table, index) for index in shown)
    body = "".join(_row(table, row, columns, level_of) for row in table.rows)
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table data-table="{escape(table.name)}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(
    table: Table,
    row: tuple[Cell, ...],
    columns: Sequence[str],
    level_of: dict[Cell, int] | None,
) -> str:
    own = dict(zip(table.columns, row, strict=True))
    cells = "".join(_cell(own, column) for column in columns)
    return f"<tr{_level(own, level_of)}>{cells}</tr>"


def _is_error(column: str, table: Table) -> bool:
    return column.endswith(ERROR) and column.removesuffix(ERROR) in table.columns


def limit_of(column: str) -> str:
    """Return the column of the upper limit of another one.

    Examples
    --------
    >>> limit_of("atomic_percent"), limit_of("area_cps_ev")
    ('atomic_percent_upper_95', 'area_upper_95_cps_ev')
    """
    if column.endswith("_cps_ev"):
        return f"{column.removesuffix('_cps_ev')}{LIMIT}_cps_ev"
    return f"{column}{LIMIT}"


def _is_absent(own: Mapping[str, Cell], column: str) -> bool:
    """Return whether a row says that it is below detection, or that a cell is."""
    if "presence" in own:
        return own["presence"] == "below_limit"
    if "detected" in own:
        return own["detected"] is False
    return own.get(limit_of(column)) is not None


def _level(own: Mapping[str, Cell], level_of: dict[Cell, int] | None) -> str:
    number = None if level_of is None else level_of.get(own.get("etch_time_s"))
    return "" if number is None else f' data-level="{number}"'


def _heading(column: str, table: Table, index: int) -> str:
    words = any(isinstance(row[index], str) for row in table.rows)
    kind = ' class="words"' if words else ""
    kind += " data-key" if column in KEYS else ""
    return f'<th scope="col"{kind} data-column="{escape(column)}">{_title(column)}</th>'


def _title(column: str) -> str:
    """Return a heading as HTML, formulas of states set."""
    name, parted, unit = title_of(column).rpartition(" / ")
    *words, last = (name or unit).split(" ")
    state = column.endswith(("_at_percent", "_fraction"))
    if state and last == "fraction":
        set_name = f"{html_of_name(' '.join(words))} {last}"
    else:
        set_name = html_of_name(name) if state else escape(name or unit)
    return f"{set_name}{escape(parted + unit) if name else ''}"


def title_of(column: str) -> str:
    """Return the name of a column as a heading has it.

    Examples
    --------
    >>> title_of("area_cps_ev"), title_of("Al 2p Al-C_at_percent")
    ('area / (counts/s eV)', 'Al 2p Al-C / at%')
    >>> title_of("atomic_percent_upper_95"), title_of("etch_time_s")
    ('amount, 95 % limit / at%', 'etch time / s')
    """
    limit = ", 95 % limit" if "upper_95" in column else ""
    bare = column.replace("_upper_95", "")
    if bare.endswith("at_percent"):
        return f"{bare.removesuffix('_at_percent')} / at%"
    if bare.startswith("atomic_percent"):
        rest = bare.removeprefix("atomic_percent").replace("_", " ")
        return f"amount{',' if rest else ''}{rest}{limit} / at%"
    unit = unit_of(bare)
    name = _UNIT.sub("", bare).replace("_", " ")
    shown = f"({unit})" if "/" in unit else unit
    return f"{name}{limit} / {shown}" if unit else f"{name}{limit}"


def _cell(own: Mapping[str, Cell], column: str) -> str:
    value, error = own[column], own.get(f"{column}{ERROR}")
    text = escape(csv_text(value))
    if isinstance(value, str):
        kind = "words long" if len(value) > LONG_TEXT else "words"
        return f'<td class="{kind}" data-value="{text}">{_words(column, value)}</td>'
    exact = f' data-stderr="{csv_text(error)}"' if isinstance(error, float) else ""
    if _is_absent(own, column) and (limited := _limited(own, column)):
        return f'<td class="limit" data-value="{text}"{exact}>{escape(limited)}</td>'
    if value is None or isinstance(value, bool | int):
        return f'<td data-value="{text}"{exact}>{text}</td>'
    if isinstance(error, float) and error != 0.0:
        shown = rounded(value, error)
    else:
        shown = plain_number(value)
    return f'<td data-value="{text}"{exact}>{escape(shown)}</td>'


def _words(column: str, value: str) -> str:
    if column in NAMES:
        return html_of_name(value)
    return escape(value.replace("_", " ") if column in CODES else value)


def _limited(own: Mapping[str, Cell], column: str) -> str:
    """Return what stands for a number below detection; empty where it may stay.

    Areas of elements have no column for their limit: it is max(value, 0) + 1.645
    standard errors, as for their amounts.
    """
    if column in EMPTY_WHERE_ABSENT:
        return ABSENT
    limit, area, error = (
        own.get(name) for name in (limit_of(column), column, f"{column}{ERROR}")
    )
    if isinstance(limit, float):
        return below(limit)
    if column == "area_cps_ev" and isinstance(area, float) and isinstance(error, float):
        return area_or_limit(area, error, detected=False)
    return ""


def plain_number(value: float) -> str:
    """Return a number without an error to five significant digits.

    Examples
    --------
    >>> plain_number(284.8), plain_number(0.0123456), plain_number(1254.0)
    ('284.8', '0.012346', '1254')
    """
    return f"{value:.5g}" if abs(value) < 1e5 else f"{value:.0f}"
