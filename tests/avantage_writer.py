"""Write Avantage exports for tests: the grid of cells, and the files that hold it.

Nothing here comes from the reader. `Export.grid` follows the description of the layout;
``.xlsx`` is written by XlsxWriter, ``.xls`` record by record after [MS-XLS].
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter

from tests import ole_writer

Grid = Mapping[tuple[int, int], float | str]
"""Cells by row and column, from 1."""

ENERGIES = (298.08, 297.98, 297.88, 297.78, 297.68, 297.58, 297.48, 297.38)
RATES = (5951.92, 6095.35, 5928.65, 6120.1, 0.0, 1041610.0, 6090.0, 5980.5)
FOLDER = "Data\\Li foil.DATA\\"
ETCH = ("Etch Time (EtchTime)", "Etch Level (EtchLevel)")


@dataclass(frozen=True)
class Export:
    """One sheet; the defaults are a plain spectrum of C 1s."""

    path: str = FOLDER + "C1s Scan.VGD"
    energies: Sequence[float | str] = ENERGIES
    columns: Sequence[Sequence[float | str]] = (RATES,)
    unit: str = "Counts / s"
    curves: Mapping[str, float] = field(default_factory=dict)
    elements: float | str | None = None
    second_axis: tuple[str, float] | None = None
    labels: Mapping[str, Sequence[float | str]] = field(default_factory=dict)
    axis: str = "Axis"
    header: str = "Binding Energy (E)"
    others: Grid = field(default_factory=dict)
    """Cells that are put on top of all others."""

    @property
    def first_row(self) -> int:
        return 17 + max(0, len(self.labels) - 3)

    def grid(self) -> dict[tuple[int, int], float | str]:
        count = len(self.energies) if self.elements is None else self.elements
        cells: dict[tuple[int, int], float | str] = {
            (6, 1): "\ufeff",
            (7, 1): self.axis,
            (7, 2): "Energy",
            (7, 3): "Elements=",
            (7, 4): count,
            (9, 1): self.path,
        }
        if self.second_axis:
            name, length = self.second_axis
            more: tuple[float | str, ...] = (self.axis, name, "Elements=", length)
            cells |= {(8, at): cell for at, cell in enumerate(more, start=1)}
        for row, (label, values) in enumerate(self.labels.items(), start=11):
            cells[row, 2] = label
            cells |= {(row, at): cell for at, cell in enumerate(values, start=3)}
        first = self.first_row
        cells[first - 2, 1], cells[first - 1, 1] = self.header, "eV"
        cells |= {(first + i, 1): energy for i, energy in enumerate(self.energies)}
        for at, values in enumerate(self.columns, start=3):
            cells[first - 1, at] = self.unit
            cells |= {(first + i, at): value for i, value in enumerate(values)}
        for at, (name, value) in enumerate(
            self.curves.items(), start=len(self.columns) + 4
        ):
            note = "  (Residuals  4)" if name == "Residuals" else ""
            cells[first - 2, at], cells[first - 1, at] = name, self.unit + note
            cells |= {(first + i, at): value for i in range(len(self.energies))}
        return cells | dict(self.others)


def profile(times: Sequence[float | str] = (0, 60, 180)) -> Export:
    """Return a sputter profile whose levels are multiples of each other."""
    return Export(
        columns=[
            [round((1 + level) * rate, 2) for rate in RATES]
            for level in range(len(times))
        ],
        second_axis=("Etch", len(times)),
        labels={ETCH[0]: times, ETCH[1]: range(len(times))},
        curves={"Backgnd.": 17.0},
    )


def xlsx(sheets: Mapping[str, Grid], *, inline: bool = False) -> bytes:
    """Return a workbook by XlsxWriter; `inline` keeps texts in the cells."""
    stream = io.BytesIO()
    options = {"in_memory": True, "constant_memory": inline}
    with xlsxwriter.Workbook(stream, options) as workbook:
        for name, grid in sheets.items():
            sheet = workbook.add_worksheet(name)
            for (row, column), cell in sorted(grid.items()):
                write = sheet.write_string if isinstance(cell, str) else None
                (write or sheet.write_number)(row - 1, column - 1, cell)
    return stream.getvalue()


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(value: str, length: str = "<H") -> bytes:
    """Return a text with its length and flags, in one byte a sign where it fits."""
    narrow = all(ord(sign) < 256 for sign in value)
    coded = value.encode("latin-1" if narrow else "utf-16-le")
    return struct.pack(length, len(value)) + bytes([not narrow]) + coded


def cell_record(row: int, column: int, cell: float | str, texts: list[str]) -> bytes:
    place = struct.pack("<HHH", row - 1, column - 1, 15)
    if isinstance(cell, str):
        texts.append(cell)
        return record(0x00FD, place + struct.pack("<I", len(texts) - 1))
    if cell == int(cell):
        return record(0x027E, place + struct.pack("<i", int(cell) << 2 | 2))
    return record(0x0203, place + struct.pack("<d", cell))


def xls_stream(
    sheets: Mapping[str, Grid], *, part: int = 8000, extra: bytes = b""
) -> bytes:
    """Return the stream of a workbook.

    Parameters
    ----------
    sheets : mapping
        Grids by name.
    part : int
        Bytes of shared texts a record; a text is cut where it does not fit.
    extra : bytes
        Records for the beginning of every sheet.
    """
    texts: list[str] = []
    bodies = [
        record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
        + extra
        + b"".join(cell_record(*at, cell, texts) for at, cell in sorted(grid.items()))
        + record(0x000A)
        for grid in sheets.values()
    ]
    names = [text(name, "<B") for name in sheets]
    shared = shared_texts(texts, part)
    head = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    start = len(head) + len(shared) + sum(10 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += record(0x0085, struct.pack("<IH", start, 0) + name)
        start += len(body)
    return head + shared + record(0x000A) + b"".join(bodies)


def shared_texts(texts: Sequence[str], part: int) -> bytes:
    """Return the table of shared texts; a cut text goes on after its flags."""
    records = [bytearray(struct.pack("<II", len(texts), len(texts)))]
    for one in texts:
        coded = text(one)
        if len(records[-1]) + 5 > part:
            records.append(bytearray())
        room = (part - len(records[-1]) - 3) // 2 * 2
        records[-1] += coded[: 3 + room]
        rest = coded[3 + room :]
        while rest:
            records.append(bytearray(coded[2:3] + rest[: (part - 1) // 2 * 2]))
            rest = rest[(part - 1) // 2 * 2 :]
    first, *others = records
    return record(0x00FC, bytes(first)) + b"".join(
        record(0x003C, bytes(other)) for other in others
    )


def xls(sheets: Mapping[str, Grid], *, part: int = 8000, extra: bytes = b"") -> bytes:
    """Return a workbook of Excel 97."""
    stream = xls_stream(sheets, part=part, extra=extra)
    return ole_writer.container({"Workbook": stream})


def delimited(grid: Grid, separator: str = "\t", point: str = ".") -> str:
    """Return the grid as text, with texts quoted that hold the separator."""
    height, width = (max(at[axis] for at in grid) for axis in (0, 1))
    lines = []
    for row in range(1, height + 1):
        cells = [grid.get((row, column), "") for column in range(1, width + 1)]
        words = [
            cell if isinstance(cell, str) else f"{cell:.10g}".replace(".", point)
            for cell in cells
        ]
        quoted = [f'"{word}"' if separator in word else word for word in words]
        lines.append(separator.join(quoted).rstrip(separator))
    return "\r\n".join(lines) + "\r\n"
