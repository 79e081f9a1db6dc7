"""Write VGD files for tests, from the layout of their streams.

Nothing here comes from the reader. The streams follow what real single spectra hold;
further axes follow the same grammar.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.ole_writer import container

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ACQUISITION = "\x05Q5nw4m3lIjudbfwyAayojlptCa"
SUMMARY = "\x05SummaryInformation"
ACQUISITION_ID = bytes.fromhex("f037eb595f28d1118ac5006097d69b02")
SUMMARY_ID = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
EMPTY_ID = bytes.fromhex("bc746b211a6658499b1b1fbca04bb82e")

ENERGY, ANGLE, X, Y, ETCH_LEVEL, ETCH_TIME, POSITION = 1, 2, 3, 4, 6, 8, 10
I2, I4, R4, R8, BSTR, BOOL, LPWSTR, FILETIME, GUID = 2, 3, 4, 5, 8, 11, 31, 64, 72
NOON = 133_536_816_000_000_000
"""2024-02-29T12:00:00Z in units of 100 ns since 1601."""

Value = tuple[int, object]


@dataclass(frozen=True)
class Axis:
    """One space axis; `values` makes it a listed one."""

    kind: int = ENERGY
    points: int = 5
    start: float = 1188.68
    width: float = 0.1
    values: Sequence[float] | None = None
    label: str = ""
    symbol: str = ""
    unit: str = ""

    def packed(self) -> bytes:
        texts = b"".join(
            struct.pack("<I", len(text)) + text
            for text in (
                f"{word}\0".encode("utf-16-le")
                for word in (self.label, self.symbol, self.unit)
            )
        )
        listed = self.values or ()
        return texts + struct.pack(
            f"<IddB{len(listed)}dI",
            self.points,
            self.start,
            self.width,
            self.values is None,
            *listed,
            self.kind,
        )


def etch_times(*times: float) -> Axis:
    """Return the listed axis of an etch series."""
    return Axis(ETCH_TIME, len(times), times[0], 0.0, times, "Etch Time", "EtchTime")


def counted(kind: int, points: int, start: float = 0.0, width: float = 1.0) -> Axis:
    """Return a linear axis."""
    return Axis(kind, points, start, width)


PROPERTIES: dict[int, Value] = {
    0x003: (GUID, bytes(range(16))),
    0x006: (LPWSTR, "ESCALAB_X"),
    0x010: (LPWSTR, "Li.DATA, C1s Scan.VGD"),
    0x011: (LPWSTR, " v6.9.0 : Build 00059"),
    0x014: (BSTR, "ESC9960992"),
    0x148: (I4, 4),
    0x132: (I4, 4),
    0x137: (I2, 2),
    0x193: (I2, 1),
    0x194: (R4, 50.0),
    0x131: (R4, 0.05),
    0x196: (R4, 4.2),
    0x19B: (LPWSTR, "Standard"),
    0x069: (R4, 1486.68),
    0x138: (I2, 1),
    0x13C: (I2, 1),
    0x19F: (BOOL, -1),
    0x19D: (I4, 2),
    100_000: (R4, 4.68228),
    100_001: (R4, 0.708091),
    300_000: (R8, 0.143458),
    0x0CB: (I4, 35_880_000),
    0x0E8: (LPWSTR, "bare Li"),
    0x06C: (R4, 400.0),
    0x004: (I4, 1),
    0x12F: (FILETIME, NOON),
    0x130: (FILETIME, NOON + 10_000_000 * 90),
}
SUMMARY_PROPERTIES: dict[int, Value] = {
    2: (LPWSTR, "C1s Scan"),
    3: (LPWSTR, "Li + TMA"),
    4: (LPWSTR, "engineer"),
    6: (LPWSTR, ""),
    12: (FILETIME, NOON),
    13: (FILETIME, 0),
}


@dataclass(frozen=True)
class Vgd:
    """One file; the defaults are a spectrum of C 1s with five points.

    `counts` default to 100, 101, ... in the stored order. `without` leaves properties
    out, `streams` replaces whole streams or, with None, leaves them out.
    """

    sides: Sequence[Sequence[Axis]] = ((Axis(),),)
    counts: Sequence[float] | None = None
    properties: Mapping[int, Value] = field(default_factory=dict[int, Value])
    summary: Mapping[int, Value] = field(default_factory=dict[int, Value])
    without: Sequence[int] = ()
    names: Mapping[int, str] = field(default_factory=dict[int, str])
    code_page: int = 1200
    streams: Mapping[str, bytes | None] = field(
        default_factory=dict[str, "bytes | None"]
    )

    def all_streams(self) -> dict[str, bytes]:
        kept = {
            number: value
            for number, value in {**PROPERTIES, **self.properties}.items()
            if number not in self.without
        }
        streams: dict[str, bytes | None] = {
            "\x052f3wwqidGdwseyod5apb0fbxOb": property_set(EMPTY_ID, {}),
            ACQUISITION: property_set(
                ACQUISITION_ID, kept, code_page=self.code_page, names=self.names
            ),
            SUMMARY: property_set(SUMMARY_ID, {**SUMMARY_PROPERTIES, **self.summary}),
            "AuditTrail/00000000": bytes(140),
            "AuditTrail/NumberOfEntries": struct.pack("<I", 1),
            "VGData": struct.pack(f"<{len(self.stored())}d", *self.stored()),
            "VGDataAxes": self.data_axes(),
            "VGDataBackMarker": bytes(32),
            "VGSpaceAxes": self.space_axes(),
            "VersionInfo": bytes.fromhex("01000200"),
            **self.streams,
        }
        return {name: data for name, data in streams.items() if data is not None}

    def stored(self) -> Sequence[float]:
        if self.counts is not None:
            return self.counts
        size = 1
        for side in self.sides:
            size *= side[0].points
        return [100.0 + index for index in range(size)]

    def data_axes(self) -> bytes:
        lines = [(0, side[0].points - 1, len(side), 0) for side in self.sides]
        return struct.pack("<II", 0x20000, len(lines)) + b"".join(
            struct.pack("<IIII", *line) for line in lines
        )

    def space_axes(self) -> bytes:
        axes = [axis for side in self.sides for axis in side]
        return struct.pack("<II", 0x20000, len(axes)) + b"".join(
            axis.packed() for axis in axes
        )

    def content(self) -> bytes:
        return container(self.all_streams())


def property_set(
    format_id: bytes,
    properties: Mapping[int, Value],
    *,
    code_page: int = 1200,
    names: Mapping[int, str] | None = None,
) -> bytes:
    """Return a stream with one property set, as [MS-OLEPS] lays it out."""
    values = {1: struct.pack("<Ihh", I2, _signed(code_page), 0)}
    values |= {
        number: _typed(kind, value, code_page)
        for number, (kind, value) in properties.items()
    }
    if names:
        values[0] = _dictionary(names)
    begin = 8 + 8 * len(values)
    table, data = b"", b""
    for number, value in values.items():
        table += struct.pack("<II", number, begin + len(data))
        data += value + bytes(-len(value) % 4)
    header = struct.pack("<HHI16sI", 0xFFFE, 0, 0x2000A, bytes(16), 1)
    size = begin + len(data)
    own = struct.pack("<II", size, len(values))
    return header + format_id + struct.pack("<I", 48) + own + table + data


def _typed(kind: int, value: object, code_page: int) -> bytes:
    """Return a value with its type; bytes stand for themselves."""
    head = struct.pack("<I", kind)
    if isinstance(value, bytes):
        return head + value
    if kind == LPWSTR:
        text = f"{value}\0"
        return head + struct.pack("<I", len(text)) + text.encode("utf-16-le")
    if kind == BSTR:
        encoding = {1200: "utf-16-le", 65001: "utf-8"}.get(code_page, f"cp{code_page}")
        data = f"{value}\0".encode(encoding)
        return head + struct.pack("<I", len(data)) + data
    form = {I2: "<hxx", I4: "<i", R4: "<f", R8: "<d", BOOL: "<hxx", FILETIME: "<Q"}
    return head + struct.pack(form[kind], value)


def _dictionary(names: Mapping[int, str]) -> bytes:
    data = struct.pack("<I", len(names))
    for number, name in names.items():
        text = f"{name}\0"
        encoded = text.encode("utf-16-le")
        data += struct.pack("<II", number, len(text)) + encoded
        data += bytes(-len(encoded) % 4)
    return data


def _signed(code_page: int) -> int:
    return code_page - 0x10000 if code_page > 0x7FFF else code_page
