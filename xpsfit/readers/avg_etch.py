"""Etch times of an Avantage dump, from the lines beside its blocks or from the axis."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FormatError
from xpsfit.readers.data_space import ETCH_LEVEL, ETCH_TIME, DataAxis
from xpsfit.readers.text import parse_number, printable

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.readers.avg_axes import Axes
    from xpsfit.readers.avg_blocks import Block

ETCHING = frozenset({ETCH_TIME, ETCH_LEVEL})
PRINTED = 1e-5
"""Axis values are printed with six decimals."""


def with_etch_times(
    axes: Axes, blocks: list[Block], file: Path
) -> tuple[DataAxis, ...]:
    """Return the data axes cut to these blocks, with the etch time of each of them.

    Parameters
    ----------
    axes : Axes
        Of one spectrum or an etch series.
    blocks : list of Block
        Those to keep, one a level, in order.
    file : Path
        For messages.

    Raises
    ------
    FormatError
        If a time is missing, is no number, or contradicts a linear axis.
    """
    sides = list(axes.sides)
    for place, side in enumerate(axes.sides[1:], start=1):
        if not {axis.kind for axis in side.axes} <= ETCHING:
            continue
        own = [replace(axis, points=len(blocks)) for axis in side.axes]
        for index, number in enumerate(axes.numbers(place)):
            if own[index].kind == ETCH_TIME:
                times = [
                    _time(axes, block, number, block.index[place - 1], file)
                    for block in blocks
                ]
                own[index] = replace(own[index], values=np.array(times))
        sides[place] = DataAxis(len(blocks), tuple(own))
    return tuple(sides)


def _time(axes: Axes, block: Block, number: int, level: int, file: Path) -> float:
    """Return the etch time that stands beside a block, or follows from its level."""
    axis = axes.space[number]
    linear = axis.start + level * axis.width
    written = block.axis_values.get(number)
    if written is None:
        if number not in axes.listed:
            return linear
        raise FormatError(
            f"expected the etch time of level {level} in an '$AXISVALUE=' line before "
            "this block; without it the times are not known, export the file again",
            file=file,
            line=block.line,
        )
    value = parse_number(written.text)
    if value is None:
        raise FormatError(
            f"expected the etch time of level {level} as a number, found "
            f"'{printable(written.text, limit=40)}'; export the file again",
            file=file,
            line=written.line,
        )
    disagrees = abs(value - linear) > PRINTED + 1e-6 * abs(linear)
    if number not in axes.listed and disagrees:
        raise FormatError(
            f"the etch time of level {level} is {value:g} {axis.unit} here, but "
            f"{linear:g} by the axis of line {axes.lines[number]}; export the file "
            "again",
            file=file,
            line=written.line,
        )
    return value
