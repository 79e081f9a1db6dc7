"""The blocks of a VAMAS file: layout in `xpsfit.readers.vamas`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FormatError
from xpsfit.readers import vamas_fields
from xpsfit.readers.vamas_fields import copy_group, start_block
from xpsfit.readers.vamas_groups import GROUPS, TECHNIQUE
from xpsfit.readers.vamas_repeats import Pattern, Repeats, Span

if TYPE_CHECKING:
    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_header import Header
    from xpsfit.readers.vamas_lines import LineCursor

TOGETHER = 2**14
"""Ordinates that are read in one go."""


def read_blocks(cursor: LineCursor, header: Header) -> list[Block]:
    """Return all blocks and leave `cursor` behind the last ordinate.

    Raises
    ------
    FormatError
        Where a line is not what the layout expects, or the blocks are fewer than the
        header declares.
    """
    blocks: list[Block] = []
    repeats = Repeats(cursor, header)
    ordinates = _Ordinates(cursor)
    try:
        for index in range(1, header.blocks + 1):
            block = repeats.of_known_kind(index)
            if block is None:
                first = blocks[0] if blocks else None
                block = _read_block(cursor, header, index, first, repeats)
            ordinates.pass_over(block)
            blocks.append(block)
    except FormatError:
        # A wrong line further up has shifted this one, and is the one to name.
        ordinates.read()
        raise
    ordinates.read()
    return blocks


class _Ordinates:
    """The ordinates of several blocks, which are read together."""

    __slots__ = ("_blocks", "_count", "_cursor", "_runs")

    def __init__(self, cursor: LineCursor) -> None:
        self._cursor = cursor
        self._blocks: list[Block] = []
        self._runs: list[tuple[int, int]] = []
        self._count = 0

    def pass_over(self, block: Block) -> None:
        """Leave the cursor behind the ordinates of `block`, and keep them for later."""
        start = self._cursor.line
        stop = start + block.count
        self._cursor.move(stop)
        if start == stop:
            block.ordinates = np.empty((0, len(block.columns)))
            return
        self._blocks.append(block)
        self._runs.append((start, stop))
        self._count += block.count
        if self._count >= TOGETHER:
            self.read()

    def read(self) -> None:
        """Give every block passed over its interleaved ordinates, one row a point.

        Raises
        ------
        FormatError
            If a line is not a number.
        """
        if not self._runs:
            return
        after = self._cursor.line
        lists = self._cursor.number_lists("an ordinate value", self._runs)
        self._cursor.move(after)
        for block, values in zip(self._blocks, lists, strict=True):
            block.ordinates = values.reshape(-1, len(block.columns))
        self._blocks, self._runs, self._count = [], [], 0


def _count_ordinates(cursor: LineCursor, columns: int) -> int:
    """Return the number of ordinates and leave `cursor` before the first.

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
    return count


def _read_block(
    cursor: LineCursor,
    header: Header,
    index: int,
    first: Block | None,
    repeats: Repeats,
) -> Block:
    """Return a block and leave `cursor` before its ordinates."""
    pattern = repeats.like_latest(index)
    if pattern is None:
        block = start_block(cursor, header, index)
        pattern = _read_groups(cursor, header, block, first)
    block = pattern.block
    cursor.skip("a future-upgrade block entry", header.future_lines)
    block.count = _count_ordinates(cursor, len(block.columns))
    # Block 1 holds groups that the others may leave out, and is no pattern.
    if first is not None:
        repeats.add(pattern)
    return block


def _read_groups(
    cursor: LineCursor, header: Header, block: Block, first: Block | None
) -> Pattern:
    """Fill `block`; a group that the list leaves out keeps the value of block 1."""
    start = cursor.line
    spans: list[Span] = []
    for group in GROUPS:
        if not group.applies(header, block.texts.get(TECHNIQUE, "")):
            continue
        if first is not None and group.number not in header.groups:
            copy_group(group, first, block)
        else:
            begin = cursor.line
            vamas_fields.read_group(cursor, header, group, block)
            span = Span(group, begin - start, cursor.line - start)
            spans += [span] * (span.end - span.begin)
    cursor.move(start)
    lines = cursor.ahead(len(spans))
    cursor.move(start + len(spans))
    return Pattern(block, lines, spans)
