"""Write Avantage dumps for tests, straight from the description of the format.

Nothing here comes from the reader. A dump is a data space: properties, axes, and one
list of values for each point of the axes after the energy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EMPTY = "#empty#"
# A folder on the instrument's computer, put together so that no file here names one.
FOLDER = "\\".join(("F" + ":", "Li study", "bare Li"))

SUMMARY: Mapping[str, tuple[str, object]] = {
    "DS_EXT_SUPROPID_TITLE": ("VT_BSTR", "C1s Scan"),
    "DS_EXT_SUPROPID_SUBJECT": ("VT_BSTR", "Li study"),
    "DS_EXT_SUPROPID_AUTHOR": ("VT_BSTR", "N. N."),
    "DS_EXT_SUPROPID_CREATED": ("VT_DATE", "4/3/2024   09:05:06"),
}
STANDARD: Mapping[str, tuple[str, object]] = {
    "DS_GEPROPID_TECHNIQUE": ("VT_I4", 1),
    "DS_GEPROPID_INSTRUMENT": ("VT_BSTR", "ESCALAB"),
    "DS_GEPROPID_VALUE_LABEL": ("VT_BSTR", "Counts"),
    "DS_SOPROPID_MONO": ("VT_BOOL", True),
    "DS_SOPROPID_ENERGY": ("VT_R4", 1486.680054),
    "DS_SOPROPID_WIDTH": ("VT_R4", 400.0),
    "DS_STPROPID_POS_X": ("VT_I4", 22855600),
    "DS_ACPROPID_START_TIME": ("VT_DATE", "29/2/2024   23:59:58"),
    "DS_ACPROPID_ACQ_TIME": ("VT_R4", 0.05),
    "DS_ACPROPID_PERIODS": ("VT_I4", 10),
    "DS_ACPROPID_EV_SCALE": ("VT_I2", 1),
    "DS_ANPROPID_MODE": ("VT_I2", 1),
    "DS_ANPROPID_PASS": ("VT_R4", 50.0),
    "DS_ANPROPID_WORK_FTN": ("VT_R4", 4.2),
    "DS_ANPROPID_LENS_MODE_NAME": ("VT_BSTR", "Standard"),
    "DS_ANPROPID_TXFN_COEFF[0]": ("VT_R4", 4.682280),
}


@dataclass(frozen=True)
class Axis:
    """A space axis; `values` beside the blocks for one that is not linear."""

    kind: str
    label: str
    start: float = 0.0
    width: float = 1.0
    points: int = 1
    symbol: str = ""
    unit: str = ""
    values: Sequence[object] = ()
    announced: bool = True
    """Whether `$AXISVALUE` lines are written."""

    def at(self, point: int) -> str:
        """Return the value at a point as it is printed."""
        value = self.values[point] if self.values else self.start + self.width * point
        return f"'{value}'" if isinstance(value, str) else f"{value:.6f}"

    def line(self, number: int) -> str:
        """Return the line that describes the axis."""
        linear = "NON-LINEAR" if self.values else "LINEAR"
        return (
            f"    {number}=   {self.start:.6f},   {self.width:.6f},   {self.points},  "
            f"{self.kind},   {linear},  '{self.symbol}',   '{self.unit}',    "
            f"'{self.label}'"
        )


def energy(points: int = 6, start: float = 1191.68, width: float = 0.5) -> Axis:
    """Return an energy axis."""
    return Axis("ENERGY", "Energy", start, width, points, "E", "eV")


def etching(times: Sequence[float], *, linear: bool = False) -> tuple[Axis, Axis]:
    """Return the axes of etch time and level."""
    count = len(times)
    level = Axis("ETCHLEVEL", "Etch Level", 0.0, 1.0, count, "EtchLevel")
    if linear:
        width = times[1] - times[0]
        time = Axis("ETCHTIME", "Etch Time", times[0], width, count, "EtchTime", "s")
    else:
        time = Axis("ETCHTIME", "Etch Time", 0, 1, count, "EtchTime", "s", tuple(times))
    return time, level


def positions(labels: Sequence[str]) -> tuple[Axis, ...]:
    """Return the axes of several points with their places."""
    count = len(labels)
    places = tuple(float(1000 * index) for index in range(count))
    return (
        Axis("POSITION", "Position", 0, 1, count, "Pos", "", tuple(labels)),
        Axis("X", "X", 0, 1, count, "X", "µm", places),
        Axis("Y", "Y", 0, 1, count, "Y", "µm", places),
    )


def angles(values: Sequence[float]) -> tuple[Axis, ...]:
    """Return an axis of take-off angles."""
    return (
        Axis("ANGLE", "Angle", 0, 1, len(values), "Ø", "°", tuple(map(float, values))),
    )


@dataclass(frozen=True)
class Dump:
    """A whole dump; `sides` are the data axes, each with its space axes.

    `spectra` hold the values in the order of the file: first index fastest.
    """

    spectra: Sequence[Sequence[object]] = ((10.5, 20, 40.25, 80, 30, 15.125),)
    sides: Sequence[Sequence[Axis]] = field(default_factory=lambda: ((energy(),),))
    form: int = 4
    folder: str = FOLDER
    name: str = "C1s Scan"
    """Of the file that was dumped; the title is a property."""
    properties: Mapping[str, tuple[str, object] | None] = field(
        default_factory=dict[str, tuple[str, object] | None]
    )
    """Changes to the usual properties; None takes one away."""

    def lines(self) -> list[str]:
        """Return the dump as lines."""
        return [*self.header(), *self.axes(), *self.blocks()]

    def header(self) -> list[str]:
        """Return everything above the axes."""
        found = [
            ";" + "=" * 60,
            f";Dump of DataSpace '{self.folder}\\{self.name}.VGD'",
            "; on 5/3/2024 at 14:26:48",
            ";" + "=" * 60,
            f"$FORMAT={self.form}",
            "",
            "$PROPERTIES=SUM",
        ]
        found += self._section(SUMMARY)
        found += ["", "$PROPERTIES=STD"]
        own = {n: p for n, p in self.properties.items() if n not in SUMMARY}
        return [*found, *self._section({**STANDARD, **own}), ""]

    def axes(self) -> list[str]:
        """Return both lists of axes."""
        space = [axis for side in self.sides for axis in side]
        return [
            ";        start,  end,  numSpaceAxes",
            f"$DATAAXES={len(self.sides)},{EMPTY}",
            *(
                f"    {number}=        0,        {side[0].points - 1},     {len(side)}"
                for number, side in enumerate(self.sides)
            ),
            ";  start, width, numPoints, axisType, linear, symbol, unit, label",
            f"$SPACEAXES={len(space)}",
            *(axis.line(number) for number, axis in enumerate(space)),
            "",
        ]

    def blocks(self) -> list[str]:
        """Return all values, with the places of each spectrum before it."""
        counts = [range(side[0].points) for side in self.sides[1:]]
        found: list[str] = []
        indices = [index[::-1] for index in product(*reversed(counts)) if self.sides]
        for index, values in zip(indices, self.spectra, strict=True):
            found += self._places(index)
            found.append("$DATA=*" + "".join(f",{place}" for place in index))
            found += listed(values)
        return found

    def text(self, end: str = "\r\n") -> str:
        """Return the dump as text, every line closed by `end`."""
        return "".join(line + end for line in self.lines())

    def bytes(self, end: str = "\r\n") -> bytes:
        """Return the dump as it stands on disk."""
        return self.text(end).encode("latin-1")

    def _section(self, usual: Mapping[str, tuple[str, object] | None]) -> list[str]:
        found = []
        for name, entry in usual.items():
            changed = self.properties.get(name, entry)
            if changed is not None:
                kind, value = changed
                found.append(f"{name:<44}: {kind:<7} = {printed(kind, value)}")
        return found

    def _places(self, index: Sequence[int]) -> list[str]:
        found = []
        number = len(self.sides[0])
        for side, (place, axes) in enumerate(
            zip(index, self.sides[1:], strict=True), start=1
        ):
            for axis in axes:
                if axis.announced:
                    found.append(
                        f"$AXISVALUE= DATAXIS={side} SPACEAXIS={number} "
                        f"LABEL='{axis.label}' POINT={place} VALUE={axis.at(place)};"
                    )
                number += 1
        return found


def printed(kind: str, value: object) -> str:
    """Return a property value as the dump prints it."""
    if kind == "VT_BSTR":
        return f"'{value}'"
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def listed(values: Sequence[object]) -> list[str]:
    """Return values in lines of four."""
    shown = [v if isinstance(v, str) else f"{float(str(v)):.6f}" for v in values]
    return [
        f"LIST@ {at:3d}=  " + ",  ".join(shown[at : at + 4])
        for at in range(0, len(shown), 4)
    ]


def series(times: Sequence[float], *, linear: bool = False) -> Dump:
    """Return a dump of an etch series; level n counts 100 n more."""
    spectra = [
        [100.0 * level + count for count in (10, 20, 40, 80, 30, 15)]
        for level in range(len(times))
    ]
    return Dump(spectra, ((energy(),), etching(times, linear=linear)))
