"""Blocks of a VAMAS file that repeat the fields of earlier ones.

The blocks of a profile are of a few kinds, one for each core level, and those of one
kind differ in names, date, comments, variables and ordinates only. What decides on the
layout of a block is the technique and how long its lists are; where that is the same,
the same line means the same. So a block of a known kind is recognised by its text, and
in any other only the groups are read that have another line than the block before.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING

from xpsfit.readers import vamas_fields, vamas_groups
from xpsfit.readers.vamas_fields import start_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xpsfit.readers.vamas_fields import Block
    from xpsfit.readers.vamas_groups import Group
    from xpsfit.readers.vamas_header import Header
    from xpsfit.readers.vamas_lines import LineCursor

IDENTIFIERS = 2
"""Lines of a block before its groups."""
DATE = range(1, len(vamas_groups.DATE) + 1)
"""Groups that hold the date, one line each."""
MOST_LAYOUTS = 4
MOST_BYTES = 2**14
"""Of the fields of a block whose kind is remembered; real ones have a twentieth."""


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """The lines of a group, counted from the first line of all groups."""

    group: Group
    begin: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A block that others may repeat; `spans` has the group of each of the `lines`."""

    block: Block
    lines: list[str]
    spans: list[Span]


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """A block that stands for all of its kind.

    `date`, `comments` and `variables` are its lines for them.
    """

    block: Block
    date: bytes
    comments: bytes
    variables: bytes


class Repeats:
    """What the blocks read so far have, to be found again in the blocks that follow.

    Parameters
    ----------
    cursor : LineCursor
        Of the file.
    header : Header
        Of the file.
    """

    __slots__ = ("_cursor", "_header", "_kinds", "_latest")

    def __init__(self, cursor: LineCursor, header: Header) -> None:
        self._cursor = cursor
        self._header = header
        self._latest: Pattern | None = None
        # By the lines after which the block's text is cut, and by that text.
        self._kinds: dict[tuple[int, ...], dict[bytes, _Kind]] = {}

    def add(self, pattern: Pattern) -> None:
        """Remember a block that the cursor stands before the ordinates of."""
        self._latest = pattern
        cuts = _cuts(pattern, self._header.future_lines)
        if cuts not in self._kinds and len(self._kinds) >= MOST_LAYOUTS:
            return
        cursor, after = self._cursor, self._cursor.line
        cursor.move(pattern.block.line - 1)
        pieces = cursor.pieces(cuts, MOST_BYTES)
        cursor.move(after)
        if pieces:
            _, date, one, comments, two, variables, three = pieces
            kinds = self._kinds.setdefault(cuts, {})
            kinds[one + two + three] = _Kind(pattern.block, date, comments, variables)

    def of_known_kind(self, index: int) -> Block | None:
        """Return a block, and leave the cursor before its ordinates; else take nothing.

        Raises
        ------
        FormatError
            Where date, comments or variables are not what the layout expects.
        """
        cursor = self._cursor
        for cuts, kinds in self._kinds.items():
            pieces = cursor.pieces(cuts, MOST_BYTES)
            if not pieces:
                continue
            names, date, one, comments, two, variables, three = pieces
            kind = kinds.get(one + two + three)
            if kind is None:
                continue
            source, begin = kind.block, cursor.line
            after = begin + cuts[-1] + 2 * len(source.columns)
            if cursor.lines_in_all < after + source.count:
                return None
            lines = names.decode().split("\n")[:IDENTIFIERS]
            block = start_likeness(cursor, self._header, index, source, lines)
            block.kind, block.count = source.kind, source.count
            if date != kind.date:
                self._read(block, begin + cuts[1], DATE)
            if comments != kind.comments:
                # From the line before, which says how many there are.
                self._read(block, begin + cuts[3] - 1, (vamas_groups.COMMENTS,))
            if variables != kind.variables:
                self._read(block, begin + cuts[5], (vamas_groups.VARIABLES,))
            cursor.move(after)
            return block
        return None

    def _read(self, block: Block, line: int, numbers: Iterable[int]) -> None:
        """Read the groups of these numbers, as far as the list of the header has them.

        They follow each other from the line behind `line` on.
        """
        self._cursor.move(line)
        for number in numbers:
            if number in self._header.groups:
                group = vamas_groups.BY_NUMBER[number]
                vamas_fields.read_group(self._cursor, self._header, group, block)

    def like_latest(self, index: int) -> Pattern | None:
        """Return a block, and leave the cursor behind its groups; else take nothing.

        Raises
        ------
        FormatError
            Where a line that differs is not what the layout expects.
        """
        cursor, pattern = self._cursor, self._latest
        if pattern is None:
            return None
        begin, count = cursor.line, IDENTIFIERS + len(pattern.lines)
        if cursor.lines_left <= count:
            return None
        ahead = cursor.ahead(count)
        names, lines = ahead[:IDENTIFIERS], ahead[IDENTIFIERS:]
        changed = dict.fromkeys(compress(pattern.spans, map(ne, lines, pattern.lines)))
        if any(span.group.number == vamas_groups.TECHNIQUE_GROUP for span in changed):
            return None
        block = start_likeness(cursor, self._header, index, pattern.block, names)
        start = cursor.line
        for span in changed:
            cursor.move(start + span.begin)
            vamas_fields.read_group(cursor, self._header, span.group, block)
            if cursor.line != start + span.end:
                cursor.move(begin)
                return None
        cursor.move(begin + count)
        return Pattern(block, lines, pattern.spans)


def _cuts(pattern: Pattern, future_lines: int) -> tuple[int, ...]:
    """Return where to cut the text of a block, in lines, its first being 0.

    In front of its names, its date, what follows, its comments, what follows, its
    variables and what follows, and behind the number of ordinates.
    """
    numbers = [span.group.number for span in pattern.spans]
    date = sum(number in DATE for number in numbers)
    comments = sum(number < vamas_groups.COMMENTS for number in numbers)
    listed = numbers.count(vamas_groups.COMMENTS)
    variables = sum(number < vamas_groups.VARIABLES for number in numbers)
    ends = (
        0,
        date,
        comments + (listed > 0),
        comments + listed,
        variables,
        variables + numbers.count(vamas_groups.VARIABLES),
        len(numbers) + future_lines + 1,
    )
    return (0, *(IDENTIFIERS + end for end in ends))
