"""Where the spectra of an Avantage dump stand: the lines beside its blocks, its axes.

The value of a space axis stands in an ``$AXISVALUE=`` line before each block. Of a
linear axis it follows from start and width as well, and both have to agree.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FormatError
from xpsfit.readers.space_axes import DataAxis, SpaceAxis
from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.readers.avg_axes import Axes
    from xpsfit.readers.avg_blocks import Block

PRINTED = 1e-5
"""Axis values are printed with six decimals."""
WORDS = {"ETCHTIME": "etch time", "ANGLE": "angle", "POSITION": "position"}


def with_values(
    axes: Axes, blocks: Sequence[Block], kept: Sequence[Sequence[int]], file: Path
) -> tuple[DataAxis, ...]:
    """Return the data axes cut to some of their points, with the values there.

    Parameters
    ----------
    axes : Axes
        As announced.
    blocks : sequence of Block
        Those to read.
    kept : sequence of sequence of int
        For each data axis after the energy, the points at which a block is.
    file : Path
        For messages.

    Raises
    ------
    FormatError
        If a value is missing, is no number, contradicts a linear axis, or differs
        between two blocks of one point.
    """
    sides = list(axes.sides)
    for place, points in enumerate(kept, start=1):
        own = []
        for number, axis in zip(
            axes.numbers(place), axes.sides[place].axes, strict=True
        ):
            at = [
                [block for block in blocks if block.index[place - 1] == point]
                for point in points
            ]
            own.append(
                _filled(axes, number, axis, list(zip(points, at, strict=True)), file)
            )
        sides[place] = DataAxis(len(points), tuple(own))
    return tuple(sides)


def _filled(
    axes: Axes,
    number: int,
    axis: SpaceAxis,
    points: Sequence[tuple[int, Sequence[Block]]],
    file: Path,
) -> SpaceAxis:
    """Return an axis of these points with its values, or with their labels."""
    cut = replace(axis, points=len(points))
    if axis.kind == "ETCHLEVEL":
        return cut
    labels = [_label(number, blocks) for _, blocks in points]
    if axis.kind == "POSITION" and all(labels):
        return replace(cut, labels=tuple(labels))
    values: list[float] = []
    for point, blocks in points:
        found = [_value(axes, block, number, point, file) for block in blocks]
        for block, value in zip(blocks, found, strict=True):
            if abs(value - found[0]) > PRINTED:
                raise FormatError(
                    f"the {_words(axis)} of point {point} is {value:g} {axis.unit} "
                    f"here and {found[0]:g} {axis.unit} in another block; export the "
                    "file again",
                    file=file,
                    line=block.axis_values[number].line,
                )
        values.append(found[0])
    return replace(cut, values=np.array(values))


def _label(number: int, blocks: Sequence[Block]) -> str:
    """Return the quoted name of a point, "" where there is none or it is a number."""
    written = blocks[0].axis_values.get(number)
    text = printable(written.text, limit=60) if written else ""
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == "'" else ""


def _value(axes: Axes, block: Block, number: int, point: int, file: Path) -> float:
    """Return the value that stands beside a block, or follows from its point."""
    axis = axes.space[number]
    linear = axis.start + point * axis.width
    written = block.axis_values.get(number)
    if written is None:
        if number not in axes.listed:
            return linear
        raise FormatError(
            f"expected the {_words(axis)} of {_step(axis)} {point} in an "
            "'$AXISVALUE=' line before this block; without it the values are not "
            "known, export the file again",
            file=file,
            line=block.line,
        )
    value = parse_number(written.text)
    if value is None or not math.isfinite(value):
        raise FormatError(
            f"expected the {_words(axis)} of {_step(axis)} {point} as a number, found "
            f"'{printable(written.text, limit=40)}'; export the file again",
            file=file,
            line=written.line,
        )
    disagrees = abs(value - linear) > PRINTED + 1e-6 * abs(linear)
    if number not in axes.listed and disagrees:
        raise FormatError(
            f"the {_words(axis)} of {_step(axis)} {point} is {value:g} {axis.unit} "
            f"here, but {linear:g} by the axis of line {axes.lines[number]}; export "
            "the file again",
            file=file,
            line=written.line,
        )
    return value


def _words(axis: SpaceAxis) -> str:
    return WORDS.get(axis.kind, f"value of {axis.kind}")


def _step(axis: SpaceAxis) -> str:
    return "level" if axis.kind == "ETCHTIME" else "point"
