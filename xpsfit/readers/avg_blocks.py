"""The values of an Avantage dump: ``$AXISVALUE``, ``$DATA`` and ``LIST@``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.readers.avg_axes import Axes
    from xpsfit.readers.avg_lines import StatementCursor

AXIS_VALUE = "$AXISVALUE="
DATA = "$DATA=*"
LIST = re.compile(r"LIST@\s*([0-9]{1,12})\s*=(.*)")
AXIS_VALUE_FIELDS = re.compile(
    r"DATAXIS=([0-9]{1,9})\s+SPACEAXIS=([0-9]{1,9})\s+LABEL='(.*?)'\s+"
    r"POINT=([0-9]{1,9})\s+VALUE=(.*?);?"
)
NOT_ACQUIRED = re.compile(
    r"#empty#|[+-]?1\.#[A-Z]{3,4}[0-9]*|[+-]?(?:nan|inf)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AxisValue:
    """Where a block stands on one space axis; `text` is a number or a quoted label."""

    data_axis: int
    point: int
    text: str
    line: int


@dataclass(slots=True, eq=False)
class Block:
    """One spectrum as the file has it.

    Attributes
    ----------
    index : tuple of int
        Place along every data axis after the energy.
    line : int
        Line of its ``$DATA``.
    axis_values : dict of AxisValue
        By number of the space axis.
    values : FloatArray
        NaN where nothing was acquired.
    gap_line : int or None
        First line with such a value.
    """

    index: tuple[int, ...]
    line: int
    axis_values: dict[int, AxisValue]
    values: FloatArray = field(default_factory=lambda: np.empty(0))
    gap_line: int | None = None


def read_blocks(cursor: StatementCursor, axes: Axes) -> list[Block]:
    """Return one block for every point of the axes after the energy, in their order.

    The first of these axes runs fastest. As the axes are somebody's claim, nothing is
    made that is longer than the values found.

    Raises
    ------
    FormatError
        If a line is not what the format says, or blocks are missing, repeated, too long
        or too short.
    """
    blocks: dict[tuple[int, ...], Block] = {}
    pending: dict[int, AxisValue] = {}
    while statement := cursor.peek():
        if statement.startswith(AXIS_VALUE):
            number, value = _read_axis_value(cursor, axes)
            pending[number] = value
            continue
        block = _start_block(cursor, axes, pending)
        if block.index in blocks:
            cursor.fail(
                f"the spectrum of line {blocks[block.index].line} comes a second time; "
                "the file is damaged, export it again"
            )
        _read_values(cursor, block, axes.sides[0].length)
        blocks[block.index] = block
        pending = {}
    wanted = math.prod(side.length for side in axes.sides[1:])
    if pending or len(blocks) != wanted:
        cursor.fail(
            f"the file is truncated: {len(blocks)} of the {wanted} spectra that its "
            "axes announce are there; export it again"
        )
    order = product(*(range(side.length) for side in reversed(axes.sides[1:])))
    return [blocks[index[::-1]] for index in order]


def _read_axis_value(cursor: StatementCursor, axes: Axes) -> tuple[int, AxisValue]:
    """Return the number of a space axis, and the value the next block has on it."""
    statement = cursor.take("an axis value")
    found = AXIS_VALUE_FIELDS.fullmatch(statement.removeprefix(AXIS_VALUE).strip())
    if not found:
        cursor.expected(
            f"'{AXIS_VALUE} DATAXIS=.. SPACEAXIS=.. LABEL='..' POINT=.. VALUE=..;'",
            statement,
        )
    data_axis, space_axis, point = (int(found[group]) for group in (1, 2, 4))
    label, value = found[3], found[5].strip()
    if not 1 <= data_axis < len(axes.sides) or (
        space_axis not in axes.numbers(data_axis)
    ):
        cursor.fail(
            f"there is no space axis {space_axis} on data axis {data_axis}; the file "
            "is damaged, export it again"
        )
    named = axes.space[space_axis].label
    if label and named and label.strip().casefold() != named.casefold():
        cursor.fail(
            f"space axis {space_axis} is called '{named}' above and "
            f"'{printable(label, limit=40)}' here; which is meant is not known"
        )
    return space_axis, AxisValue(data_axis, point, value, cursor.line)


def _start_block(
    cursor: StatementCursor, axes: Axes, pending: dict[int, AxisValue]
) -> Block:
    statement = cursor.take("a block of data")
    if not statement.startswith(DATA):
        cursor.expected(f"'{AXIS_VALUE}' or '{DATA}'", statement)
    cells = statement.removeprefix(DATA).split(",")
    others = axes.sides[1:]
    if cells[0].strip() or len(cells) - 1 != len(others):
        cursor.expected(
            f"'{DATA}' followed by {len(others)} indices, one for each axis after the "
            "energy",
            statement,
        )
    index = tuple(cursor.integer("an index of the block", cell) for cell in cells[1:])
    for number, (place, side) in enumerate(zip(index, others, strict=True), start=1):
        if not 0 <= place < side.length:
            cursor.fail(
                f"index {place} is outside of data axis {number}, which has "
                f"{side.length} points; the file is damaged, export it again"
            )
    for value in pending.values():
        if value.point != index[value.data_axis - 1]:
            cursor.fail(
                f"the axis value of line {value.line} is that of point {value.point}, "
                f"but the block is that of point {index[value.data_axis - 1]}; the "
                "file is damaged, export it again"
            )
    return Block(index, cursor.line, pending)


def _read_values(cursor: StatementCursor, block: Block, points: int) -> None:
    """Fill `block` with exactly `points` values."""
    values: list[float] = []
    while (statement := cursor.peek()) and not statement.startswith("$"):
        found = LIST.fullmatch(cursor.take("a list of values"))
        if not found:
            cursor.expected("'LIST@ index= values'", statement)
        if int(found[1]) != len(values):
            cursor.fail(
                f"expected value {len(values)} of the spectrum, found the list of "
                f"value {int(found[1])}; lines are missing or were added above"
            )
        for cell in found[2].removesuffix(",").split(","):
            value = _value(cursor, cell.strip())
            if math.isnan(value) and block.gap_line is None:
                block.gap_line = cursor.line
            values.append(value)
        if len(values) > points:
            break
    if len(values) != points:
        more = "or more " if len(values) > points else ""
        cursor.fail(
            f"the spectrum of line {block.line} has {len(values)} {more}values, but "
            f"its energy axis has {points} points; the file is truncated or damaged, "
            "export it again"
        )
    block.values = np.array(values)


def _value(cursor: StatementCursor, cell: str) -> float:
    value = parse_number(cell)
    if value is None:
        if not NOT_ACQUIRED.fullmatch(cell):
            cursor.expected("a value or '#empty#'", cell)
        return math.nan
    return value
