"""Property sets of a ``.VGD``: acquisition settings and the summary of the document.

A property set is a stream of numbered values:

* header: u16 0xFFFE, u16 version, u32 system, 16 bytes class; u32 number of sets; for
  each set the 16 bytes of its format identifier and the u32 offset at which it begins;
* set: u32 size, u32 number of properties; for each of them u32 number and u32 offset of
  its value, counted from the beginning of the set;
* value: u32 type, then the data.

====== ========= =====================================================================
Type   Name      Data
====== ========= =====================================================================
2, 3   I2, I4    signed integer
4, 5   R4, R8    float, double
8      BSTR      u32 number of *bytes*, text
11     BOOL      i16, not 0 for true
31     LPWSTR    u32 number of *characters* with the NUL, UTF-16 text
64     FILETIME  u64, units of 100 ns since 1601-01-01 UTC
====== ========= =====================================================================

Other types (72, an identifier; 19, the locale) say nothing about a measurement and are
not read. Property 1 is the code page of the BSTR texts, 1200 (UTF-16) in every file
seen. Property 0 is a dictionary with English names: u32 number of entries; for each u32
number, u32 number of characters with the NUL, UTF-16 text filled up to 4 bytes.

The numbers of the properties are the same in all instruments seen, but which are there
and in which order is not: they are looked up, and a value is read when it is asked for.

References
----------
[MS-OLEPS] Object Linking and Embedding (OLE) Property Set Data Structures, Microsoft.
"""

from __future__ import annotations

import codecs
import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.readers.byte_cursor import ByteCursor
from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from xpsfit.readers.ole import OleFile

I2, I4, R4, R8, BSTR, BOOL, LPWSTR, FILETIME = 2, 3, 4, 5, 8, 11, 31, 64
NUMBERS = {I2: "<h", I4: "<i", R4: "<f", R8: "<d"}

DICTIONARY, CODE_PAGE = 0, 1
UTF16_CODE_PAGE, UTF8_CODE_PAGE = 1200, 65001
BYTE_ORDER = 0xFFFE
SETS_AT = 24
MAX_STREAM_BYTES = 4 * 1024**2
MAX_PROPERTIES = 4096
MAX_TEXT_BYTES = 64 * 1024
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
LAST_TICK = 10_000_000 * int((datetime(9999, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())


class PropertySet:
    """The properties of one set by their number, typed where they are asked for.

    A property that is not there is None (texts: empty). One that is there but broken,
    or of a type that cannot be meant, is a FormatError.

    Parameters
    ----------
    start : ByteCursor
        At the beginning of the set.
    """

    def __init__(self, start: ByteCursor) -> None:
        self._stream = start
        self._begin = start.at
        cursor = start.moved(start.at)
        cursor.u32("the size of the property set")
        count = cursor.u32("the number of properties")
        if count > MAX_PROPERTIES:
            cursor.fail(f"{count} properties are not plausible")
        table = cursor.u32s(2 * count, f"the table of {count} properties")
        self._offsets = dict(zip(table[::2], table[1::2], strict=True))
        if len(self._offsets) < count:
            repeated = next(n for n in table[::2] if table[::2].count(n) > 1)
            cursor.fail(f"property {repeated:#x} is there twice")
        page = self.number(CODE_PAGE)
        self._code_page = UTF16_CODE_PAGE if page is None else int(page) & 0xFFFF

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the properties that are there, in stored order."""
        return tuple(self._offsets)

    def number(self, number: int) -> float | None:
        """Return a number; a 4-byte float loses the digits it never had.

        A float of 4 bytes holds 6 to 7 significant digits, and 0.05 comes back as
        0.0500000007: it is rounded to 7.
        """
        found = self._value(number)
        if found is None:
            return None
        kind, cursor = found
        what = f"property {number:#x}"
        if kind not in NUMBERS:
            cursor.fail(f"{what} is of type {kind}, not a number")
        form = NUMBERS[kind]
        value = struct.unpack(form, cursor.take(struct.calcsize(form), what))[0]
        if not np.isfinite(value):
            cursor.fail(f"{what} is not a finite number")
        return float(f"{value:.7g}") if kind == R4 else float(value)

    def flag(self, number: int) -> bool | None:
        """Return whether a property is true."""
        found = self._value(number)
        if found is None:
            return None
        kind, cursor = found
        if kind != BOOL:
            cursor.fail(f"property {number:#x} is of type {kind}, not true or false")
        return cursor.u16(f"property {number:#x}") != 0

    def text(self, number: int) -> str:
        """Return a text on one line, up to its first NUL."""
        found = self._value(number)
        if found is None:
            return ""
        kind, cursor = found
        if kind not in {BSTR, LPWSTR}:
            cursor.fail(f"property {number:#x} is of type {kind}, not a text")
        return self._text(kind, cursor, number)

    def words(self, number: int) -> str:
        """Return a property of any type as a person would write it.

        Empty where it is not there, empty, not finite, or of a type that is not read.
        """
        found = self._value(number)
        if found is None:
            return ""
        kind, cursor = found
        if kind in {BSTR, LPWSTR}:
            return self._text(kind, cursor, number)
        if kind == BOOL:
            return "yes" if self.flag(number) else "no"
        if kind == FILETIME:
            return _iso_time(int.from_bytes(cursor.take(8, "a time"), "little"))
        return f"{self.number(number):.12g}" if kind in NUMBERS else ""

    def names(self) -> dict[int, str]:
        """Return the English names of the dictionary, as far as there is one."""
        if DICTIONARY not in self._offsets:
            return {}
        cursor = self._stream.moved(self._begin + self._offsets[DICTIONARY])
        names = {}
        count = cursor.u32("the size of the dictionary")
        if count > MAX_PROPERTIES:
            cursor.fail(f"a dictionary of {count} names is not plausible")
        for _ in range(count):
            number, length = cursor.u32s(2, "an entry of the dictionary")
            name = cursor.take(2 * length, "a name in the dictionary")
            cursor.take(-2 * length % 4, "the end of a name in the dictionary")
            names[number] = _shown(name.decode("utf-16-le", errors="replace"))
        return names

    def _value(self, number: int) -> tuple[int, ByteCursor] | None:
        """Return the type of a property, and a cursor at its data."""
        if number not in self._offsets:
            return None
        cursor = self._stream.moved(self._begin + self._offsets[number])
        return cursor.u32("the type of a property") & 0xFFFF, cursor

    def _text(self, kind: int, cursor: ByteCursor, number: int) -> str:
        what = f"property {number:#x}"
        length = cursor.u32(f"the length of {what}") * (2 if kind == LPWSTR else 1)
        if length > MAX_TEXT_BYTES:
            cursor.fail(f"{what} is a text of {length} bytes, which is not plausible")
        codec = "utf-16-le" if kind == LPWSTR else _codec(self._code_page)
        return _shown(cursor.take(length, what).decode(codec, errors="replace"))


def read_property_set(
    container: OleFile, stream: str, format_id: bytes
) -> PropertySet | None:
    """Return the property set of a stream, None if the stream is not there.

    Parameters
    ----------
    container : OleFile
        The open file.
    stream : str
        Name of the stream.
    format_id : bytes, shape (16,)
        Format identifier of the set, as stored.

    Raises
    ------
    FormatError
        If the stream is no property set, or holds only other sets.
    """
    if stream not in container.streams:
        return None
    data = container.stream(stream, at_most=MAX_STREAM_BYTES)
    cursor = ByteCursor(data, stream, container.path)
    if cursor.u16("the byte order") != BYTE_ORDER:
        cursor.fail("it is no property set")
    cursor = cursor.moved(SETS_AT)
    begins = {
        cursor.take(16, "a format identifier"): cursor.u32("the place of a set")
        for _ in range(min(cursor.u32("the number of property sets"), 2))
    }
    if format_id not in begins:
        cursor.fail(f"it has no set with the format identifier {format_id.hex()}")
    return PropertySet(cursor.moved(begins[format_id]))


def _iso_time(ticks: int) -> str:
    """Return a FILETIME in UTC; empty where it was never set or is no date."""
    if not 0 < ticks < LAST_TICK:
        return ""
    return (EPOCH + timedelta(microseconds=ticks // 10)).isoformat(timespec="seconds")


def _shown(text: str) -> str:
    return printable(text.partition("\0")[0])


def _codec(code_page: int) -> str:
    """Return the name of the codec of a code page; Latin-1 if Python has none."""
    names = {UTF16_CODE_PAGE: "utf-16-le", UTF8_CODE_PAGE: "utf-8"}
    try:
        return codecs.lookup(names.get(code_page, f"cp{code_page}")).name
    except LookupError:
        return "latin-1"
