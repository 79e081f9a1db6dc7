"""The values of one group of fields in a VAMAS block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xpsfit.readers import vamas_groups
from xpsfit.readers.text import printable
from xpsfit.readers.vamas_header import Header, Label, read_comments, read_labels
from xpsfit.readers.vamas_record import kept_lines

if TYPE_CHECKING:
    from xpsfit.readers.vamas_block import Block
    from xpsfit.readers.vamas_groups import Group
    from xpsfit.readers.vamas_lines import LineCursor

CASA_CALIBRATION = re.compile(r"\s*Calib\s+M\s*=", re.IGNORECASE)


def copy_group(group: Group, first: Block, block: Block) -> None:
    """Give `block` the values that another block has for a group."""
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


def read_group(cursor: LineCursor, header: Header, group: Group, block: Block) -> None:
    """Take the lines of a group and give `block` their values.

    Raises
    ------
    FormatError
        Where a line is not what the layout expects.
    """
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
