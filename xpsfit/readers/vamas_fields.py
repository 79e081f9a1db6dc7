"""A VAMAS block as the file has it, and how its fields get their values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.readers import vamas_groups
from xpsfit.readers.text import printable
from xpsfit.readers.vamas_header import (
    TERMINATOR,
    Header,
    Label,
    read_comments,
    read_labels,
)
from xpsfit.readers.vamas_record import kept_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.readers.vamas_groups import Group
    from xpsfit.readers.vamas_lines import LineCursor

NO_ORDINATES = frozen(np.empty((0, 0)))
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
    count : int
        Number of ordinates that the file declares.
    kind : int
        Index of the first block that differs in identifiers, date, comments, variables
        and the values of the ordinates only, if at all.
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
    ordinates: FloatArray = field(default_factory=lambda: NO_ORDINATES)
    count: int = 0
    kind: int = 0


def start_block(cursor: LineCursor, header: Header, index: int) -> Block:
    """Take the two identifiers and return a block without any other field yet."""
    identifier = cursor.text(f"the identifier of block {index}")
    line = cursor.line
    _check_identifier(cursor, header, index, identifier)
    sample = cursor.text(f"the sample identifier of block {index}")
    return Block(index, line, printable(identifier), printable(sample), kind=index)


def start_likeness(
    cursor: LineCursor, header: Header, index: int, source: Block, lines: Sequence[str]
) -> Block:
    """Take two identifiers, which are `lines`, and return a block like another.

    It has all fields of `source`, so that those that differ can be read.
    """
    identifier, sample = (line.rstrip() for line in lines)
    line = cursor.line + 1
    cursor.move(line)
    _check_identifier(cursor, header, index, identifier)
    cursor.move(line + 1)
    return Block(
        index,
        line,
        printable(identifier),
        printable(sample),
        dict(source.texts),
        dict(source.numbers),
        source.comments,
        source.calibrations,
        source.record,
        source.variables,
        source.columns,
        source.parameters,
        kind=index,
    )


def _check_identifier(
    cursor: LineCursor, header: Header, index: int, identifier: str
) -> None:
    if identifier.strip().casefold() == TERMINATOR:
        cursor.fail(
            f"expected the identifier of block {index} of {header.blocks}, found "
            f"'{TERMINATOR}': the file holds fewer blocks than it declares; if the "
            f"measurement was stopped early, correct the number in line "
            f"{header.blocks_line}"
        )


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
