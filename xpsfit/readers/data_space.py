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
POSITION, X, Y         spectra at several points         read, each with its point
X, Y or DISTANCE       spectra along a line              read, each with its point
ANGLE                  angle-resolved spectra            read, each with its angle
X and Y                a map                             refused
====================== ================================= =======================

A box may have several such sides, as an etch series at three points. Whether points
and angles may stay side by side is not decided here: `xpsfit.selection` asks for a
choice. Where the first axis is not the energy it is a camera picture or a table, and
without any axis the measurement was aborted before its first point. An axis of one
point, as the position of a single spot, leaves nothing to choose and is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from xpsfit.errors import NoSpectraError, UnsupportedDataError
from xpsfit.readers.space_axes import (
    ENERGY,
    ETCH_LEVEL,
    ETCH_TIME,
    is_etched,
    side_kind,
    steps_along,
)

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.readers.space_axes import DataAxis, SpaceAxis

MAX_LEVELS = 10_000
"""Spectra of one file that are read; a long etch series has a few hundred levels."""

EXPORT = (
    "no option selects a part of that; in Avantage, save the spectra of one point in "
    "a file of their own, or export them as VAMAS"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one spectrum of a data space stands; None along sides it does not have."""

    etch_time_s: float | None = None
    etch_level: int | None = None
    position: str | None = None
    angle_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A data space that holds spectra.

    Attributes
    ----------
    energy : SpaceAxis
        The first axis.
    is_series : bool
        Whether there is a side of etch levels.
    places : tuple of Place
        One for each spectrum in the order of the file, the first side running fastest.
    """

    energy: SpaceAxis
    is_series: bool
    places: tuple[Place, ...]

    @property
    def doubt(self) -> str:
        """Return why a series has no etch times, else nothing."""
        if self.is_series and self.places[0].etch_time_s is None:
            return "its file numbers the etch levels but gives no times"
        return ""


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
    NoSpectraError
        If it holds a picture or a table.
    UnsupportedDataError
        If it holds a map, or spectra along an axis that is not known; says what.
    """
    if not sides or not sides[0].axes:
        raise UnsupportedDataError(
            "the data space is empty, as after a measurement that was aborted before "
            "its first point",
            file=file,
        )
    energy = _energy(sides, file)
    others = sides[1:]
    kinds = [side_kind(side) for side in others if side.length > 1 or is_etched(side)]
    if None in kinds or len(set(kinds)) < len(kinds):
        raise UnsupportedDataError(
            f"the file holds {_description(others)}; {EXPORT}", file=file
        )
    count = prod(side.length for side in others)
    if count > MAX_LEVELS:
        what = "etch levels" if kinds == ["etched"] else "spectra"
        raise UnsupportedDataError(
            f"the file holds {count} {what}, more than the {MAX_LEVELS} that are "
            "read; export the spectra in several files",
            file=file,
        )
    steps = [steps_along(side, file) for side in others]
    places = tuple(
        Place(**{key: value for step in combined for key, value in step.items()})
        for combined in product(*reversed(steps))
    )
    return Layout(energy, "etched" in kinds, places)


def _energy(sides: tuple[DataAxis, ...], file: Path) -> SpaceAxis:
    energy, *others = sides[0].axes
    if energy.kind != ENERGY or others:
        axes = ", ".join(str(axis) for side in sides for axis in side.axes)
        raise NoSpectraError(
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
