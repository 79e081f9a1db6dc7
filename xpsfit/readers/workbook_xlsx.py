"""The cells of an Excel workbook since 2007 (``.xlsx``, ``.xlsm``).

Layout
------
A zip archive of XML parts. ``[Content_Types].xml`` says which part is the workbook; the
workbook lists its sheets by name and relationship; the relationships beside it lead to
one part a sheet and to the table of shared strings::

    <row r="17"><c r="A17"><v>298.08</v></c><c r="C17" t="s"><v>0</v></c></row>

``t`` is the kind of cell: ``s`` the index of a shared string, ``inlineStr`` and ``str``
text, otherwise a number; ``r`` may be missing, then the cell is next to the last one.
Prefixes of XML names vary, so names are compared without them.

Why no library
--------------
Readers that build a whole sheet reserve room for its last row and column, and a single
cell in the last corner then ends the process for want of memory. Here a part costs no
more than its cells: the directory of the archive, the size of every part and the number
of cells are checked first, and a document type, with which XML can grow without end, is
refused.

References
----------
ECMA-376-1, Office Open XML File Formats, 5th edition, 2016, part 1, chapter 18.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from xpsfit.errors import FormatError, InputError, UnsupportedDataError
from xpsfit.readers.grid import Sheet, SheetCollector
from xpsfit.readers.text import printable
from xpsfit.readers.workbook_xml import (
    Attributes,
    Cells,
    Handler,
    Strings,
    fail_part,
    parse_part,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC = b"PK\x03\x04"
OWN_FOLDER = b"xl/"

MAX_FILE_BYTES = 64 * 1024**2
MAX_PARTS_BYTES = 32 * 1024**2
"""Most bytes of XML that are unpacked; 10 regions of 100 levels have 10 MB."""

MAX_LIST_BYTES = 4 * 1024**2
"""Largest part that only lists others."""

MAX_DIRECTORY_BYTES = 1024**2
END_RECORD = b"PK\x05\x06"
END_RECORD_BYTES = 22
END_COMMENT_BYTES = 65535
LOCATOR_64 = b"PK\x06\x07"
LOCATOR_64_BYTES = 20

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def recognises_xlsx(head: bytes) -> bool:
    """Return whether the first bytes are those of a zip archive with Excel's folder."""
    return head.startswith(MAGIC) and OWN_FOLDER in head


def read_xlsx(path: Path) -> list[Sheet]:
    """Return all sheets of a workbook, in its order.

    Raises
    ------
    FormatError
        If the archive or a part of it is damaged.
    UnsupportedDataError
        If it holds no workbook in XML.
    InputError
        If it cannot be read, or is too large.
    """
    with _as_input_error(path):
        _check_archive(path)
        with zipfile.ZipFile(path) as archive:
            return _Parts(archive, path).sheets()


def _check_archive(path: Path) -> None:
    """Refuse an archive that is large, or whose directory is, before it is opened."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - END_RECORD_BYTES - END_COMMENT_BYTES))
        tail = stream.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) < at + END_RECORD_BYTES:
        raise FormatError(
            "the end of the workbook is missing; copy the file again", file=path
        )
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if (
        size > MAX_FILE_BYTES
        or directory > MAX_DIRECTORY_BYTES
        or tail[max(0, at - LOCATOR_64_BYTES) :].startswith(LOCATOR_64)
    ):
        raise InputError(
            f"the workbook is larger than {MAX_FILE_BYTES // 1024**2} MB or has too "
            "many parts; split it into several files",
            file=path,
        )


class _Parts:
    """The parts of an archive, with what may still be unpacked."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.path = path
        self._archive = archive
        self._left = MAX_PARTS_BYTES

    def sheets(self) -> list[Sheet]:
        types = Attributes("Override")
        self.parse("[Content_Types].xml", types, MAX_LIST_BYTES)
        workbooks = [
            found["PartName"].lstrip("/")
            for found in types.found
            if found.get("ContentType", "").endswith("main+xml")
            and "PartName" in found
            and "sheet" in found["ContentType"]
        ]
        if not workbooks:
            raise UnsupportedDataError(
                "the archive holds no Excel workbook of XML parts; open it in Excel "
                "and save it as .xlsx",
                file=self.path,
            )
        workbook = PurePosixPath(workbooks[0])
        listed = Attributes("sheet")
        self.parse(str(workbook), listed, MAX_LIST_BYTES)
        links = Attributes("Relationship")
        rels = workbook.parent / "_rels" / f"{workbook.name}.rels"
        self.parse(str(rels), links, MAX_LIST_BYTES)
        targets = {
            link["Id"]: _resolve(workbook, link["Target"])
            for link in links.found
            if link.keys() >= {"Id", "Target"}
        }
        strings = Strings()
        for link in links.found:
            if link.get("Type", "").endswith("/sharedStrings"):
                self.parse(targets.get(link.get("Id", ""), ""), strings)
        collector = SheetCollector(self.path)
        for sheet in listed.found:
            collector.begin(sheet.get("name", ""))
            part = targets.get(sheet.get("id", ""), "")
            self.parse(part, Cells(collector, strings.texts))
        return collector.sheets

    def parse(
        self, name: str, handler: Handler, at_most: int = MAX_PARTS_BYTES
    ) -> None:
        """Send the elements of a part of at most so many bytes to `handler`."""
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            fail_part(self.path, f"the part '{printable(name, 60)}' is missing")
        self._left -= info.file_size
        if self._left < 0 or info.file_size > at_most:
            raise InputError(
                f"the part '{printable(name, 60)}' or the sum of all is too large; "
                "split the workbook into several files",
                file=self.path,
            )
        if info.compress_type not in METHODS:
            fail_part(
                self.path,
                f"the part '{printable(name, 60)}' is packed in an unusual way",
            )
        with self._archive.open(info) as stream:
            parse_part(stream, handler, self.path)


def _resolve(workbook: PurePosixPath, target: str) -> str:
    """Return the name of the part that a relationship of the workbook leads to."""
    if target.startswith("/"):
        return target.lstrip("/")
    return str(workbook.parent / target)


@contextmanager
def _as_input_error(path: Path) -> Iterator[None]:
    """Turn what zipfile, zlib and expat raise into errors for the user.

    zipfile raises RuntimeError for an encrypted part, NotImplementedError for unknown
    versions, and lets ValueError and EOFError through from damaged directories.
    """
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
        fail_part(path, f"the archive cannot be unpacked ({error})")
    except RuntimeError as error:
        fail_part(path, f"a part cannot be unpacked ({error})")
    except OSError as error:
        if error.errno is None:
            fail_part(path, f"the archive cannot be unpacked ({error})")
        raise InputError(
            f"the file cannot be read: {error.strerror}", file=path
        ) from error
