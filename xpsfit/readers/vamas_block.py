"""The blocks of a VAMAS file: layout in `xpsfit.readers.vamas`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers import vamas_groups
from xpsfit.readers.text import printable
from xpsfit.readers.vamas_groups import GROUPS, TECHNIQUE, Group
from xpsfit.readers.vamas_header import (
    TERMINATOR,
    Header,
    Label,
    read_comments,
    read_labels,
)
from xpsfit.readers.vamas_record import kept_lines

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.readers.vamas_lines import LineCursor

CASA_CALIBRATION = re.compile(r"\s*Calib\s+M\s*=", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """One block as the file has it, before any meaning is given to it.

    Attributes
    ----------
    index : int
        Counts from 1.
    line : int
        Line of the block identifier.
    identifier, sample : str
        Block identifier and sample identifier.
    texts, numbers : dict
        The fields of `vamas_groups.GROUPS` by name; None for "not supplied".
    comments : str
        Comment lines, joined and shortened.
    calibrations : tuple of str
        Comment lines in which CasaXPS keeps a charge shift.
    record : tuple of str
        Comment lines in which xpsfit keeps what the format has no field for. They
        belong to this block only and are never taken over from block 1.
    variables : tuple of float or None
        Values of the experimental variables of the header.
    columns : tuple of Label
        Corresponding variables.
    parameters : tuple of (Label, float or None)
        Additional numerical parameters.
    ordinates : FloatArray, shape (points, columns)
        NaN where a value is not supplied.
    """

    index: int
    line: int
    identifier: str
    sample: str
    texts: dict[str, str] = field(default_factory=dict[str, str])
    numbers: dict[str, float | None] = field(default_factory=dict[str, float | None])
    comments: str = ""
    calibrations: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    variables: tuple[float | None, ...] = ()
    columns: tuple[Label, ...] = ()
    parameters: tuple[tuple[Label, float | None], ...] = ()
    ordinates: FloatArray = field(default_factory=lambda: np.empty((0, 0)))


def read_blocks(cursor: LineCursor, header: Header) -> list[Block]:
    """Return all blocks and leave `cursor` behind the last ordinate.

    Raises
    ------
    FormatError
        Where a line is not what the layout expects, or the blocks are fewer than the
        header declares.
    """
    blocks: list[Block] = []
    for index in range(1, header.blocks + 1):
        block = _start_block(cursor, header, index)
        _read_groups(cursor, header, block, blocks[0] if blocks else None)
        cursor.skip("a future-upgrade block entry", header.future_lines)
        block.ordinates = _read_ordinates(cursor, len(block.columns))
        blocks.append(block)
    return blocks


def _start_block(cursor: LineCursor, header: Header, index: int) -> Block:
    identifier = cursor.text(f"the identifier of block {index}")
    line = cursor.line
    if identifier.strip().casefold() == TERMINATOR:
        cursor.fail(
            f"expected the identifier of block {index} of {header.blocks}, found "
            f"'{TERMINATOR}': the file holds fewer blocks than it declares; if the "
            f"measurement was stopped early, correct the number in line "
            f"{header.blocks_line}"
        )
    sample = cursor.text(f"the sample identifier of block {index}")
    return Block(index, line, printable(identifier), printable(sample))


def _read_groups(
    cursor: LineCursor, header: Header, block: Block, first: Block | None
) -> None:
    """Fill `block`; a group that the list leaves out keeps the value of block 1."""
    for group in GROUPS:
        if not group.applies(header, block.texts.get(TECHNIQUE, "")):
            continue
        if first is not None and group.number not in header.groups:
            _copy_group(group, first, block)
        else:
            _read_group(cursor, header, group, block)


def _copy_group(group: Group, first: Block, block: Block) -> None:
    for item in group.fields:
        if item.name in first.texts:
            block.texts[item.name] = first.texts[item.name]
        if item.name in first.numbers:
            block.numbers[item.name] = first.numbers[item.name]
    if group.number == vamas_groups.COMMENTS:
        block.comments, block.calibrations = first.comments, first.calibrations
    elif group.number == vamas_groups.VARIABLES:
        block.variables = first.variables
    elif group.number == vamas_groups.COLUMNS:
        block.columns = first.columns
    elif group.number == vamas_groups.PARAMETERS:
        block.parameters = first.parameters


def _read_group(cursor: LineCursor, header: Header, group: Group, block: Block) -> None:
    for item in group.fields:
        if item.is_number:
            block.numbers[item.name] = cursor.number(item.what)
        elif item.known:
            block.texts[item.name] = cursor.choice(item.what, item.known)
        else:
            block.texts[item.name] = printable(cursor.text(item.what))
    if not group.fields:
        _read_list(cursor, header, group, block)


def _read_list(cursor: LineCursor, header: Header, group: Group, block: Block) -> None:
    """Read a group that is a counted list."""
    if group.number == vamas_groups.COMMENTS:
        block.comments, lines = read_comments(cursor, "block comment")
        block.calibrations = tuple(
            printable(line) for line in lines if CASA_CALIBRATION.match(line)
        )[:3]
        block.record = kept_lines(lines)
    elif group.number == vamas_groups.VARIABLES:
        block.variables = tuple(
            cursor.number(f"the value of '{variable}'") for variable in header.variables
        )
    elif group.number == vamas_groups.COLUMNS:
        block.columns = read_labels(cursor, "corresponding variable")
    elif group.number == vamas_groups.PARAMETERS:
        block.parameters = _read_parameters(cursor)


def _read_parameters(
    cursor: LineCursor,
) -> tuple[tuple[Label, float | None], ...]:
    what = "additional numerical parameter"
    count = cursor.count(f"the number of {what}s", lines_each=3)
    return tuple(
        (
            Label(
                printable(cursor.text(f"the label of an {what}")),
                printable(cursor.text(f"the unit of an {what}")),
            ),
            cursor.number(f"the value of an {what}"),
        )
        for _ in range(count)
    )


def _read_ordinates(cursor: LineCursor, columns: int) -> FloatArray:
    """Return the interleaved ordinates as one row per point.

    The minimum and maximum lines are passed over: writers put placeholders there.
    """
    count = cursor.count("the number of ordinate values")
    if columns == 0 or count % columns:
        cursor.fail(
            f"{count} ordinate values cannot be shared by {columns} corresponding "
            "variables; the block is damaged, export the file again"
        )
    cursor.skip("the minimum or maximum of a corresponding variable", 2 * columns)
    if count > cursor.lines_left:
        cursor.fail(
            f"{count} ordinate values are declared, but only {cursor.lines_left} lines "
            "follow; the file is truncated, export it again"
        )
    return cursor.numbers("an ordinate value", count).reshape(-1, columns)
