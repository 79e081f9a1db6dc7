"""The axes of an Avantage dump: ``$DATAAXES`` and ``$SPACEAXES``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xpsfit.errors import UnsupportedDataError
from xpsfit.readers.avg_lines import INTEGER
from xpsfit.readers.space_axes import DataAxis, SpaceAxis
from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from xpsfit.readers.avg_lines import StatementCursor

DATA_AXES = "$DATAAXES="
SPACE_AXES = "$SPACEAXES="
LINEARITY = {"LINEAR": True, "NON-LINEAR": False}
MAX_AXES = 16
NAMES = re.compile(r"'(.*?)'\s*,\s*'(.*?)'\s*,\s*'(.*)'")


@dataclass(frozen=True, slots=True)
class Axes:
    """The shape of the data, as announced before them.

    Attributes
    ----------
    sides : tuple of DataAxis
        Energy first. Of an axis that is not linear, start and width mean nothing; 0 and
        1 stand there until its values are known.
    listed : frozenset of int
        Numbers of the space axes that are not linear: their values stand beside the
        blocks.
    lines : tuple of int
        Line of every space axis.
    line : int
        Line of the number of data axes.
    """

    sides: tuple[DataAxis, ...]
    listed: frozenset[int]
    lines: tuple[int, ...]
    line: int

    @property
    def space(self) -> tuple[SpaceAxis, ...]:
        """Return all space axes in the order of their numbers."""
        return tuple(axis for side in self.sides for axis in side.axes)

    def numbers(self, side: int) -> range:
        """Return the numbers of the space axes of a data axis."""
        first = sum(len(one.axes) for one in self.sides[:side])
        return range(first, first + len(self.sides[side].axes))


def read_axes(cursor: StatementCursor) -> Axes:
    """Return all axes, and leave `cursor` before the first block.

    Raises
    ------
    FormatError
        If a line is not as the format says, or the two lists contradict each other.
    UnsupportedDataError
        If a data axis does not start at its first point.
    """
    count = _read_count(cursor, DATA_AXES)
    line = cursor.line
    shapes = [_read_data_axis(cursor, index) for index in range(count)]
    spaces = _read_count(cursor, SPACE_AXES)
    if spaces != sum(driven for _, driven in shapes):
        cursor.fail(
            f"{spaces} space axes are announced, but the data axes use "
            f"{sum(driven for _, driven in shapes)}; the file is damaged, export it "
            "again"
        )
    sides: list[DataAxis] = []
    lines: list[int] = []
    listed: set[int] = set()
    for length, driven in shapes:
        own = []
        for number in range(len(lines), len(lines) + driven):
            axis, linear = _read_space_axis(cursor, number, length)
            own.append(axis)
            lines.append(cursor.line)
            listed |= set() if linear else {number}
        sides.append(DataAxis(length, tuple(own)))
    return Axes(tuple(sides), frozenset(listed), tuple(lines), line)


def _read_count(cursor: StatementCursor, keyword: str) -> int:
    statement = cursor.take(f"'{keyword}'")
    if not statement.startswith(keyword):
        cursor.expected(f"'{keyword}'", statement)
    count = cursor.integer(
        f"the number of axes after '{keyword}'",
        statement.removeprefix(keyword).partition(",")[0],
    )
    if not 0 <= count <= MAX_AXES:
        cursor.fail(f"{count} axes after '{keyword}' are not plausible")
    return count


def _read_numbered(cursor: StatementCursor, what: str, index: int) -> str:
    """Return what stands after ``index=``."""
    statement = cursor.take(f"{what} {index}")
    number, equals, rest = statement.partition("=")
    number = number.strip()
    if not equals or not INTEGER.fullmatch(number) or int(number) != index:
        cursor.expected(f"{what} {index}, '{index}= ...'", statement)
    return rest


def _read_data_axis(cursor: StatementCursor, index: int) -> tuple[int, int]:
    """Return the length of a data axis and how many space axes it drives."""
    rest = _read_numbered(cursor, "data axis", index)
    cells = rest.split(",")
    if len(cells) != 3:
        cursor.expected(
            f"start, end and number of space axes of data axis {index}", rest
        )
    start = cursor.integer(f"the start of data axis {index}", cells[0])
    end = cursor.integer(f"the end of data axis {index}", cells[1])
    spaces = cursor.integer(f"the number of space axes of data axis {index}", cells[2])
    if start != 0:
        raise UnsupportedDataError(
            f"data axis {index} starts at {start} and not at 0, and what that means is "
            "not known; export the whole data space",
            file=cursor.file,
            line=cursor.line,
        )
    if end < 0 or not 1 <= spaces <= MAX_AXES:
        cursor.fail(
            f"data axis {index} has {end + 1} points and {spaces} space axes, at least "
            "one of each is expected; export the file again"
        )
    return end + 1, spaces


def _read_space_axis(
    cursor: StatementCursor, number: int, length: int
) -> tuple[SpaceAxis, bool]:
    """Return a space axis of a data axis of this length, and whether it is linear."""
    rest = _read_numbered(cursor, "space axis", number)
    cells = [cell.strip() for cell in rest.split(",", maxsplit=5)]
    names = NAMES.fullmatch(cells[-1])
    if len(cells) != 6 or not names:
        cursor.expected(
            "start, width, points, type, linearity and three names of space axis "
            f"{number}",
            rest,
        )
    linear = LINEARITY.get(cells[4].upper())
    if linear is None:
        cursor.expected(f"LINEAR or NON-LINEAR for space axis {number}", cells[4])
    start = cursor.number(f"the start of space axis {number}", cells[0])
    width = cursor.number(f"the width of space axis {number}", cells[1])
    points = cursor.integer(f"the number of points of space axis {number}", cells[2])
    kind = printable(cells[3].upper(), limit=40)
    if points != length:
        cursor.fail(
            f"the {kind} axis has {points} points, but its data axis has {length}; the "
            "file is damaged, export it again"
        )
    _, unit, label = (printable(name, limit=40) for name in names.groups())
    if not linear:
        start, width = 0.0, 1.0
    return SpaceAxis(kind, label, unit, points, start, width), linear
