"""The streams ``VGDataAxes`` and ``VGSpaceAxes`` of a ``.VGD``.

``VGDataAxes``: version 0x00020000; number of data axes; for each of them first index,
last index (included), number of its space axes, 0; all as u32.

``VGSpaceAxes``: version 0x00020000; number of space axes; then for each of them

========= ==================== ====================================================
Field     Type                 Remark
========= ==================== ====================================================
label     u32 n, n bytes       UTF-16 with its NUL; n = 2 for an empty text
symbol    u32 n, n bytes
unit      u32 n, n bytes
points    u32
start     f64
width     f64                  step of a linear axis
linear    u8                   1; 0 if the values are listed
values    points x f64         only if not linear, as for etch times
type      u32                  `xpsfit.readers.space_axes.KINDS`
========= ==================== ====================================================

Space axes stand in the order of the data axes that drive them. The length of an axis
depends on its texts and values, so there are no fixed offsets: both streams are read
from front to back and have to end with their last axis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.readers.byte_cursor import ByteCursor
from xpsfit.readers.space_axes import KINDS, DataAxis, SpaceAxis
from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.readers.ole import OleFile

DATA_AXES, SPACE_AXES = "VGDataAxes", "VGSpaceAxes"
VERSION = 0x00020000
MAX_AXES = 16
MAX_STREAM_BYTES = 1024**2


def read_data_axes(container: OleFile) -> tuple[DataAxis, ...]:
    """Return the sides of the data space with their space axes, energy first.

    Raises
    ------
    FormatError
        If a stream is missing, damaged or goes on after its last axis, or the two
        streams contradict each other.
    """
    cursor = _cursor(container, DATA_AXES)
    counts = [_data_axis(cursor) for _ in range(_count(cursor, "data axes"))]
    _end(cursor)
    space = _cursor(container, SPACE_AXES)
    axes = [_space_axis(space) for _ in range(_count(space, "space axes"))]
    _end(space)
    if sum(driven for _, driven in counts) != len(axes):
        space.fail(
            f"it has {len(axes)} axes, but the data axes need "
            f"{sum(driven for _, driven in counts)}"
        )
    sides = []
    for length, driven in counts:
        own, axes = tuple(axes[:driven]), axes[driven:]
        for axis in own:
            if axis.points != length:
                space.fail(
                    f"axis {axis.kind} has {axis.points} points, but its data axis "
                    f"{length}"
                )
        sides.append(DataAxis(length, own))
    return tuple(sides)


def _cursor(container: OleFile, stream: str) -> ByteCursor:
    data = container.stream(stream, at_most=MAX_STREAM_BYTES)
    cursor = ByteCursor(data, stream, container.path)
    version = cursor.u32("the version")
    if version != VERSION:
        cursor.fail(f"its version is {version:#x}, not {VERSION:#x}")
    return cursor


def _count(cursor: ByteCursor, what: str) -> int:
    count = cursor.u32(f"the number of {what}")
    if count > MAX_AXES:
        cursor.fail(f"{count} {what} are not plausible")
    return count


def _end(cursor: ByteCursor) -> None:
    if cursor.left:
        cursor.fail(f"{cursor.left} bytes are left after its last axis")


def _data_axis(cursor: ByteCursor) -> tuple[int, int]:
    """Return the length of a data axis and how many space axes it drives."""
    first, last, driven, zero = (
        cursor.u32(f"the {what} of a data axis")
        for what in ("first index", "last index", "number of space axes", "last field")
    )
    if first != 0 or zero != 0:
        cursor.fail(f"a data axis begins at index {first} and ends in {zero}, not 0, 0")
    return last + 1, driven


def _space_axis(cursor: ByteCursor) -> SpaceAxis:
    label, _symbol, unit = (
        _text(cursor, f"the {what} of an axis") for what in ("label", "symbol", "unit")
    )
    points = cursor.u32("the number of points of an axis")
    start = cursor.f64("the start of an axis")
    width = cursor.f64("the step of an axis")
    values = _values(cursor, points)
    code = cursor.u32("the type of an axis")
    kind = KINDS.get(code, f"type {code}")
    return SpaceAxis(kind, label, unit, points, start, width, values)


def _values(cursor: ByteCursor, points: int) -> FloatArray | None:
    linear = cursor.take(1, "the linear mark of an axis")[0]
    if linear > 1:
        cursor.fail(f"an axis is marked {linear}, neither linear (1) nor listed (0)")
    return None if linear else cursor.f64s(points, f"an axis of {points} values")


def _text(cursor: ByteCursor, what: str) -> str:
    data = cursor.take(cursor.u32(f"the length of {what}"), what)
    return printable(data.decode("utf-16-le", errors="replace").partition("\0")[0])
