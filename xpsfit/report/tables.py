"""Tables of a page, from those that the CSV files are written from."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from xpsfit.rounding import rounded
from xpsfit.writers.csv_files import csv_text
from xpsfit.writers.hdf5 import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.writers.table import Cell, Table

ERROR = "_stderr"
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
        CSV file does.
    """
    shown = [
        index
        for index, column in enumerate(table.columns)
        if column not in hidden
        and not _is_error(column, table)
        and any(row[index] is not None for row in table.rows)
    ]
    head = "".join(_heading(table.columns[index], table, index) for index in shown)
    body = "".join(
        f"<tr{_level(table, row, level_of)}>"
        f"{''.join(_cell(table, row, index) for index in shown)}</tr>"
        for row in table.rows
    )
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table data-table="{escape(table.name)}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _is_error(column: str, table: Table) -> bool:
    return column.endswith(ERROR) and column.removesuffix(ERROR) in table.columns


def _level(
    table: Table, row: tuple[Cell, ...], level_of: dict[Cell, int] | None
) -> str:
    if level_of is None or "etch_time_s" not in table.columns:
        return ""
    number = level_of.get(row[table.columns.index("etch_time_s")])
    return "" if number is None else f' data-level="{number}"'


def _heading(column: str, table: Table, index: int) -> str:
    words = any(isinstance(row[index], str) for row in table.rows)
    kind = ' class="words"' if words else ""
    return (
        f'<th scope="col"{kind} data-column="{escape(column)}">'
        f"{escape(title_of(column))}</th>"
    )


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


def _cell(table: Table, row: tuple[Cell, ...], index: int) -> str:
    column, value = table.columns[index], row[index]
    text = escape(csv_text(value))
    if isinstance(value, str):
        kind = "words long" if len(value) > LONG_TEXT else "words"
        return f'<td class="{kind}" data-value="{text}">{escape(value)}</td>'
    if value is None or isinstance(value, bool | int):
        return f'<td data-value="{text}">{text}</td>'
    error = None
    if f"{column}{ERROR}" in table.columns:
        found = row[table.columns.index(f"{column}{ERROR}")]
        error = found if isinstance(found, float) else None
    shown = rounded(value, error) if error else plain_number(value)
    exact = f' data-stderr="{csv_text(error)}"' if error is not None else ""
    return f'<td data-value="{text}"{exact}>{escape(shown)}</td>'


def plain_number(value: float) -> str:
    """Return a number without an error to five significant digits.

    Examples
    --------
    >>> plain_number(284.8), plain_number(0.0123456), plain_number(1254.0)
    ('284.8', '0.012346', '1254')
    """
    return f"{value:.5g}" if abs(value) < 1e5 else f"{value:.0f}"
