"""The sides of an Avantage data space, and what each step along one means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xpsfit.errors import UnsupportedDataError
from xpsfit.readers.vamas_etch import SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray

ENERGY, ETCH_LEVEL, ETCH_TIME = "ENERGY", "ETCHLEVEL", "ETCHTIME"
KINDS = {
    0: "undefined",
    1: ENERGY,
    2: "ANGLE",
    3: "X",
    4: "Y",
    5: "LEVEL",
    6: ETCH_LEVEL,
    8: ETCH_TIME,
    10: "POSITION",
    15: "DISTANCE",
    16: "RGB",
    17: "PEAKS",
    20: "PROFILE TYPE",
}
"""Axis types by their code in a ``.VGD``."""

POSITIONED = frozenset({"POSITION", "X", "Y", "DISTANCE"})
DEGREES = frozenset({"", "deg", "degree", "degrees", "\N{DEGREE SIGN}"})


@dataclass(frozen=True, slots=True)
class SpaceAxis:
    """What a step along a data axis means.

    Attributes
    ----------
    kind : str
        One of `KINDS`, or ``"type n"`` for a code that is not among them.
    label, unit : str
        In the file's words; empty stands for the usual ones of the kind.
    points : int
        Number of points.
    start, width : float
        First value and step of a linear axis.
    values : FloatArray or None, shape (points,)
        Values of an axis that is not linear.
    labels : tuple of str
        Names of the points where the file gives them, else empty.
    """

    kind: str
    label: str
    unit: str
    points: int
    start: float
    width: float
    values: FloatArray | None = None
    labels: tuple[str, ...] = ()

    def at_points(self) -> FloatArray:
        """Return the value at each point; the caller has checked their number."""
        if self.values is not None:
            return self.values
        return self.start + self.width * np.arange(self.points, dtype=np.float64)

    def __str__(self) -> str:
        """Return the kind and the number of points."""
        return f"{self.kind} ({self.points})"


@dataclass(frozen=True, slots=True)
class DataAxis:
    """A side of the data space: its length and its space axes."""

    length: int
    axes: tuple[SpaceAxis, ...]


def is_etched(side: DataAxis) -> bool:
    """Return whether a step along a side is a step of etching."""
    kinds = {axis.kind for axis in side.axes}
    return bool(kinds) and kinds <= {ETCH_TIME, ETCH_LEVEL}


def side_kind(side: DataAxis) -> str | None:
    """Return in what the spectra along a side differ, None if that is not known."""
    kinds = {axis.kind for axis in side.axes}
    if is_etched(side):
        return "etched"
    if kinds == {"ANGLE"} and len(side.axes) == 1:
        return "angle"
    return "position" if kinds and kinds <= POSITIONED else None


def steps_along(side: DataAxis, file: Path) -> list[dict[str, Any]]:
    """Return what each step along a side says of its spectra, as fields of `Place`."""
    kind = side_kind(side)
    if kind == "etched":
        return [
            {"etch_time_s": time, "etch_level": level}
            for level, time in enumerate(_etch_times(side, file))
        ]
    if side.length == 1:
        return [{}]
    if kind == "angle":
        return [{"angle_deg": angle} for angle in _angles(side.axes[0], file)]
    return [{"position": label} for label in _positions(side)]


def _angles(axis: SpaceAxis, file: Path) -> list[float]:
    values = axis.at_points()
    if axis.unit.casefold() not in DEGREES or not np.isfinite(values).all():
        raise UnsupportedDataError(
            f"its {axis.points} angles are not known (unit '{axis.unit}'); export the "
            "spectra again",
            file=file,
        )
    return [round(float(value), 6) for value in values]


def _positions(side: DataAxis) -> list[str]:
    """Return the labels of the points, else their numbers, else where they are."""
    for axis in side.axes:
        if axis.labels:
            return list(axis.labels)
    if any(axis.kind == "POSITION" for axis in side.axes):
        return [str(number) for number in range(1, side.length + 1)]
    columns = [axis.at_points() for axis in side.axes]
    names = [axis.kind.lower() for axis in side.axes]
    return [
        ", ".join(f"{name} {value:g}" for name, value in zip(names, row, strict=True))
        for row in zip(*columns, strict=True)
    ]


def _etch_times(side: DataAxis, file: Path) -> tuple[float | None, ...]:
    """Return the cumulative etch times in s, None where the file has levels only."""
    times = [axis for axis in side.axes if axis.kind == ETCH_TIME]
    if not times:
        return (None,) * side.length
    unit = times[0].unit.casefold() or "s"
    if len(times) > 1 or unit not in SECONDS:
        raise UnsupportedDataError(
            f"its etch times are ambiguous ({len(times)} axes, unit "
            f"'{times[0].unit}'); export the spectra again",
            file=file,
        )
    values = times[0].at_points() * SECONDS[unit]
    if not np.isfinite(values).all() or values[0] < 0 or (np.diff(values) <= 0).any():
        raise UnsupportedDataError(
            "its etch times are missing, negative or do not increase from level to "
            "level; a series needs the cumulative time of each level",
            file=file,
        )
    return tuple(float(value) for value in values)
