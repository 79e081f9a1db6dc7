"""The blocks of a VAMAS file: layout in `xpsfit.readers.vamas`."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers.text import printable
from xpsfit.readers.vamas_fields import copy_group, read_group
from xpsfit.readers.vamas_groups import GROUPS, TECHNIQUE, TECHNIQUE_GROUP, Group
from xpsfit.readers.vamas_header import TERMINATOR, Header, Label

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.readers.vamas_lines import LineCursor

IDENTIFIERS = 2
"""Lines of a block before its groups."""


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


@dataclass(frozen=True, slots=True, eq=False)
class _Span:
    """The lines of a group, counted from the first line of all groups."""

    group: Group
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A block read line by line: what the blocks after it may repeat.

    `spans` has the group of each of the `lines`.
    """

    block: Block
    lines: list[str]
    spans: list[_Span]


def read_blocks(cursor: LineCursor, header: Header) -> list[Block]:
    """Return all blocks and leave `cursor` behind the last ordinate.

    Raises
    ------
    FormatError
        Where a line is not what the layout expects, or the blocks are fewer than the
        header declares.
    """
    blocks: list[Block] = []
    pattern: _Pattern | None = None
    for index in range(1, header.blocks + 1):
        block = _repeat(cursor, header, index, pattern) if pattern else None
        if block is None:
            block = _start_block(cursor, header, index)
            pattern = _read_groups(cursor, header, block, blocks[0] if blocks else None)
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
) -> _Pattern | None:
    """Fill `block`; a group that the list leaves out keeps the value of block 1.

    Block 1 is no pattern, as it holds groups that the others may leave out.
    """
    start = cursor.line
    spans: list[_Span] = []
    for group in GROUPS:
        if not group.applies(header, block.texts.get(TECHNIQUE, "")):
            continue
        if first is not None and group.number not in header.groups:
            copy_group(group, first, block)
        else:
            begin = cursor.line
            read_group(cursor, header, group, block)
            span = _Span(group, begin - start, cursor.line - start)
            spans += [span] * (span.end - span.begin)
    if first is None:
        return None
    cursor.move(start)
    lines = cursor.ahead(len(spans))
    cursor.move(start + len(spans))
    return _Pattern(block, lines, spans)


def _repeat(
    cursor: LineCursor, header: Header, index: int, pattern: _Pattern
) -> Block | None:
    """Return a block that differs from a pattern in values only; else take nothing.

    The lines of most blocks are those of the block before. What decides on the layout
    is the technique and how long the lists are; where that is the same, the same line
    means the same, and only groups with another line have to be read.
    """
    begin, count = cursor.line, IDENTIFIERS + len(pattern.lines)
    if cursor.lines_left <= count:
        return None
    lines = cursor.ahead(count)[IDENTIFIERS:]
    changed = dict.fromkeys(compress(pattern.spans, map(ne, lines, pattern.lines)))
    if any(span.group.number == TECHNIQUE_GROUP for span in changed):
        return None
    block = _start_block(cursor, header, index)
    _copy_fields(pattern.block, block)
    start = cursor.line
    for span in changed:
        cursor.move(start + span.begin)
        read_group(cursor, header, span.group, block)
        if cursor.line != start + span.end:
            cursor.move(begin)
            return None
    cursor.move(begin + count)
    return block


def _copy_fields(source: Block, block: Block) -> None:
    block.texts, block.numbers = dict(source.texts), dict(source.numbers)
    block.comments, block.calibrations = source.comments, source.calibrations
    block.record = source.record
    block.variables, block.columns = source.variables, source.columns
    block.parameters = source.parameters


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
