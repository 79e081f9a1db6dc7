"""The cells of an Excel workbook before 2007 (``.xls``, BIFF8).

Layout
------
The stream ``Workbook`` of an OLE container is a row of little-endian records: u16 type,
u16 length, at most 8224 bytes of data; ``CONTINUE`` (003C) goes on with the one before.
First the substream of the workbook, from ``BOF`` (0809) to ``EOF`` (000A):

==== ================ ===========================================================
0085 BOUNDSHEET       u32 offset of the sheet's BOF, u8, u8 kind (0 worksheet),
                      then the name: u8 length, u8 flags, characters
00FC SST              u32, u32 number of texts, then the texts: u16 length, u8 flags,
                      [u16 runs], [u32 bytes of extras], characters, 4 bytes a run,
                      extras
002F FILEPASS         the workbook is encrypted
==== ================ ===========================================================

Flags: 1 characters of two bytes, else one (Latin-1); 4 has extras; 8 has runs. Where a
text is cut by a CONTINUE between two characters, the flags are repeated there.

A sheet is a substream of its own; charts inside it are further BOF to EOF. Its cells
begin with u16 row, u16 column (from 0) and u16 format:

==== ================ ===========================================================
0203 NUMBER           f64
027E RK               a number of 30 bits and two flags: 1 divided by 100, 2 integer
00BD MULRK            (u16 format, RK) for neighboring columns, u16 last column
00FD LABELSST         u32 index into the SST
0204 LABEL            u16 length, u8 flags, characters
0006 FORMULA          f64 result; FFFF at its end means no number
0207 STRING           text result of the formula before
==== ================ ===========================================================

Why no library
--------------
The fast readers reserve memory for the last row and column and for every count that
the file states, and end the process where a damaged one is large.

References
----------
[MS-XLS] Excel Binary File Format (.xls) Structure, Microsoft, section 2.4.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from xpsfit.errors import FormatError, InputError, UnsupportedDataError
from xpsfit.readers.grid import Sheet, SheetCollector
from xpsfit.readers.ole import open_ole, stream_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STREAM = "Workbook"
OLD_STREAM = "Book"
ENCRYPTED = "EncryptedPackage"
OTHER_STREAM = "VGData"

MAX_STREAM_BYTES = 64 * 1024**2
MAX_RECORDS = 8_000_000
"""Most records that are looked at, for files whose sheets overlap."""

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
BOUNDSHEET, SST, FILEPASS = 0x0085, 0x00FC, 0x002F
NUMBER, RK, MULRK, LABELSST, LABEL = 0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204
FORMULA, STRING = 0x0006, 0x0207
BIFF8 = 0x0600

WIDE, EXTRAS, RUNS = 1, 4, 8


def recognises_xls(head: bytes, path: Path) -> bool:
    """Return whether a file is an OLE container with a workbook; never raises."""
    names = stream_names(head, path)
    return bool(names & {STREAM, OLD_STREAM, ENCRYPTED}) and OTHER_STREAM not in names


def read_xls(path: Path) -> list[Sheet]:
    """Return all sheets of a workbook, in its order.

    Raises
    ------
    FormatError
        If the container, a record or a text is damaged.
    UnsupportedDataError
        If the workbook is encrypted or older than Excel 97.
    InputError
        If it cannot be read, or is too large.
    """
    with open_ole(path) as container:
        if ENCRYPTED in container.streams:
            _refuse_encrypted(path)
        if STREAM not in container.streams:
            raise UnsupportedDataError(
                "the workbook is older than Excel 97; open it in Excel and save it as "
                ".xlsx",
                file=path,
            )
        data = container.stream(STREAM, at_most=MAX_STREAM_BYTES)
    return _Workbook(data, path).sheets()


def _refuse_encrypted(path: Path) -> None:
    raise UnsupportedDataError(
        "the workbook is protected by a password; save it without one", file=path
    )


class _Workbook:
    """The stream of a workbook, with the number of records that may still be read."""

    def __init__(self, data: bytes, path: Path) -> None:
        self._data = data
        self._path = path
        self._left = MAX_RECORDS
        self._strings: list[str] = []

    def sheets(self) -> list[Sheet]:
        collector = SheetCollector(self._path)
        try:
            for at, name in self._globals():
                collector.begin(name)
                self._read_sheet(at, collector)
        except (struct.error, IndexError) as error:
            # Records shorter than their layout and texts that are not there.
            raise FormatError(
                "a record of the workbook is damaged; open it in Excel and save it "
                "again",
                file=self._path,
            ) from error
        return collector.sheets

    def _globals(self) -> list[tuple[int, str]]:
        """Return offset and name of the worksheets, and keep the shared texts."""
        found: list[tuple[int, str]] = []
        texts: list[bytes] = []
        last = 0
        for kind, body in self._records(0):
            if kind == FILEPASS:
                _refuse_encrypted(self._path)
            elif kind == BOUNDSHEET:
                at, _, sort, length, flags = struct.unpack_from("<IBBBB", body)
                if sort == 0:
                    found.append((at, _characters(body[8:], length, flags)))
            elif kind == SST or (kind == CONTINUE and last == SST):
                texts.append(body)
            last = last if kind == CONTINUE else kind
        if texts:
            self._strings = _SharedTexts(texts).read()
        return found

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records of the substream at `at`, but not of those inside it."""
        kind, _, version = struct.unpack_from("<HHH", self._data, at)
        if kind != BOF or version != BIFF8:
            raise FormatError(
                "a sheet does not begin where the workbook says, or is older than "
                "Excel 97; open it in Excel and save it as .xlsx",
                file=self._path,
            )
        depth = 0
        while True:
            kind, length = struct.unpack_from("<HH", self._data, at)
            body = self._data[at + 4 : at + 4 + length]
            at += 4 + length
            self._left -= 1
            if self._left < 0:
                raise InputError(
                    f"the workbook has more than {MAX_RECORDS} records, the most that "
                    "are read; split it into several files",
                    file=self._path,
                )
            depth += (kind == BOF) - (kind == EOF)
            if depth == 0:
                return
            if depth == 1:
                yield kind, body

    def _read_sheet(self, at: int, collector: SheetCollector) -> None:
        place = (0, 0)
        for kind, body in self._records(at):
            if kind == STRING:
                collector.put(*place, _text(body))
            elif kind in {NUMBER, RK, LABELSST, LABEL, FORMULA}:
                row, column = struct.unpack_from("<HH", body)
                place = (row + 1, column + 1)
                collector.put(*place, self._cell(kind, body))
            elif kind == MULRK:
                row, column = struct.unpack_from("<HH", body)
                values = struct.iter_unpack("<HI", body[4:-2])
                for number, (_, value) in enumerate(values, start=column + 1):
                    collector.put(row + 1, number, _rk(value))

    def _cell(self, kind: int, body: bytes) -> float | str:
        if kind == LABELSST:
            (index,) = struct.unpack_from("<I", body, 6)
            return self._strings[int(index)]
        if kind == LABEL:
            return _text(body[6:])
        if kind == RK:
            return _rk(struct.unpack_from("<I", body, 6)[0])
        if kind == FORMULA and body[12:14] == b"\xff\xff":
            return ""
        return float(struct.unpack_from("<d", body, 6)[0])


def _rk(value: int) -> float:
    """Return the number of an RK cell.

    Examples
    --------
    >>> _rk(0x3FF00000), _rk(54512 << 2 | 3)
    (1.0, 545.12)
    """
    if value & 2:
        number = float((value >> 2) - (1 << 30 if value >> 31 else 0))
    else:
        number = float(struct.unpack("<d", struct.pack("<II", 0, value & ~3))[0])
    return number / 100 if value & 1 else number


def _text(body: bytes) -> str:
    length, flags = struct.unpack_from("<HB", body)
    return _characters(body[3:], length, flags)


def _characters(body: bytes, length: int, flags: int) -> str:
    if flags & WIDE:
        return body[: 2 * length].decode("utf-16-le", errors="replace")
    return body[:length].decode("latin-1")


class _SharedTexts:
    """The table of shared texts, over the records that hold it."""

    def __init__(self, bodies: list[bytes]) -> None:
        self._bodies = bodies
        self._body = 0
        self._at = 0

    def read(self) -> list[str]:
        _, count = struct.unpack("<II", self._take(8))
        texts = []
        for _ in range(count):
            if self._body == len(self._bodies) - 1 and self._rest() == 0:
                break
            texts.append(self._next())
        return texts

    def _next(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & RUNS else 0
        extras = struct.unpack("<I", self._take(4))[0] if flags & EXTRAS else 0
        text = ""
        while length:
            if self._rest() == 0:
                flags = self._take(1)[0]
            width = 2 if flags & WIDE else 1
            part = min(length, self._rest() // width)
            text += _characters(self._take(part * width), part, flags)
            length -= part
            if length and self._rest():
                raise struct.error("half a character stands at the end of a record")
        self._skip(4 * runs + extras)
        return text

    def _rest(self) -> int:
        return len(self._bodies[self._body]) - self._at

    def _take(self, length: int) -> bytes:
        """Return bytes that stand in one record."""
        if length and self._rest() == 0:
            self._body, self._at = self._body + 1, 0
        self._at += length
        return self._bodies[self._body][self._at - length : self._at]

    def _skip(self, length: int) -> None:
        while length > self._rest():
            length -= self._rest()
            self._body, self._at = self._body + 1, 0
        self._at += length
