"""What an Avantage data space holds: a spectrum, an etch series, or something else.

Avantage keeps every measurement as a box of numbers, the data space. Its sides are the
data axes; the first is the energy. A data axis drives one or more space axes, which say
what a step along it means: an etch series has the sides energy and level, and a level
has an etch time and a number.

====================== ================================= =======================
Space axes after       What it is                        Here
energy
====================== ================================= =======================
none                   one spectrum                      read
ETCHTIME, ETCHLEVEL    an etch series, one core level    read, a spectrum a level
POSITION, X, Y         spectra at several points         refused
ANGLE                  angle-resolved spectra            refused
X and Y                a map                             refused
====================== ================================= =======================

Where the first axis is not the energy it is a camera picture or a table, and without
any axis the measurement was aborted before its first point. An axis of one point, as
the position of a single spot, leaves nothing to choose and is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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

MAX_LEVELS = 10_000
"""Levels of an etch series that are read; a long one has a few hundred."""

EXPORT = (
    "only single spectra and etch series are read; in Avantage, save the spectra of "
    "one point or angle in files of their own, or export them as VAMAS"
)


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
    """

    kind: str
    label: str
    unit: str
    points: int
    start: float
    width: float
    values: FloatArray | None = None

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


@dataclass(frozen=True, slots=True)
class Layout:
    """A data space that holds spectra.

    Attributes
    ----------
    energy : SpaceAxis
        The first axis.
    levels : int
        Number of spectra.
    is_series : bool
        Whether the spectra are levels of an etch series.
    etch_times_s : tuple of (float or None)
        Cumulative etch time of each spectrum.
    """

    energy: SpaceAxis
    levels: int
    is_series: bool
    etch_times_s: tuple[float | None, ...]


def layout(sides: tuple[DataAxis, ...], file: Path) -> Layout:
    """Return the spectra that a data space holds.

    Parameters
    ----------
    sides : tuple of DataAxis
        As stored, energy first.
    file : Path
        For messages.

    Raises
    ------
    UnsupportedDataError
        If it holds anything but one spectrum or an etch series; says what it holds.
    """
    if not sides or not sides[0].axes:
        raise UnsupportedDataError(
            "the data space is empty, as after a measurement that was aborted before "
            "its first point",
            file=file,
        )
    energy = _energy(sides, file)
    etched = [side for side in sides[1:] if _is_etched(side)]
    choices = [side for side in sides[1:] if side.length > 1 and side not in etched]
    if choices or len(etched) > 1:
        raise UnsupportedDataError(
            f"the file holds {_description(sides[1:])}; {EXPORT}", file=file
        )
    if not etched:
        return Layout(energy, 1, is_series=False, etch_times_s=(None,))
    levels = etched[0].length
    if levels > MAX_LEVELS:
        raise UnsupportedDataError(
            f"the file holds {levels} etch levels, more than the {MAX_LEVELS} that are "
            "read; export the spectra in several files",
            file=file,
        )
    return Layout(
        energy, levels, is_series=True, etch_times_s=_etch_times(etched[0], file)
    )


def _is_etched(side: DataAxis) -> bool:
    kinds = {axis.kind for axis in side.axes}
    return bool(kinds) and kinds <= {ETCH_TIME, ETCH_LEVEL}


def _energy(sides: tuple[DataAxis, ...], file: Path) -> SpaceAxis:
    energy, *others = sides[0].axes
    if energy.kind != ENERGY or others:
        axes = ", ".join(str(axis) for side in sides for axis in side.axes)
        raise UnsupportedDataError(
            f"the file holds no spectra, but values along the axes {axes}, as a "
            "picture or a table",
            file=file,
        )
    if energy.unit.casefold() not in {"", "ev"} or "binding" in energy.label.casefold():
        raise UnsupportedDataError(
            f"its axis is '{energy.label} [{energy.unit}]', not kinetic energy in eV",
            file=file,
        )
    return energy


def _description(sides: tuple[DataAxis, ...]) -> str:
    """Return what spectra are stored along, in words and with the axes."""
    lengths = {axis.kind: side.length for side in sides for axis in side.axes}
    axes = ", ".join(str(axis) for side in sides for axis in side.axes)
    parts = []
    if "POSITION" in lengths:
        parts.append(f"at {lengths['POSITION']} positions")
    elif {"X", "Y"} <= lengths.keys():
        parts.append(f"of a map of {lengths['X']} x {lengths['Y']} points")
    if "ANGLE" in lengths:
        parts.append(f"at {lengths['ANGLE']} angles")
    etched = lengths.get(ETCH_TIME, lengths.get(ETCH_LEVEL))
    if etched is not None:
        parts.append(f"at {etched} etch levels")
    what = f"spectra {', '.join(parts)}" if parts else "spectra along other axes"
    return f"{what} (axes after the energy: {axes or 'not described'})"


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
