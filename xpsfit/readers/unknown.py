"""What can be said about a file that no reader recognises."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import is_zipfile

from xpsfit.errors import NoSpectraError, UnknownFormatError
from xpsfit.readers.columns_header import ADVICE
from xpsfit.readers.ole import MAGIC, stream_names
from xpsfit.readers.text import decode_head, parse_number

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from xpsfit.errors import InputError

OLE_CONTENTS = {
    "WordDocument": "a Word document (.doc)",
    "PowerPoint Document": "a PowerPoint presentation (.ppt)",
    "Data Spaces/Contents": (
        "an Avantage processing project (.vgp), which refers to spectra and holds "
        "none; name the .VGD files in the .DATA folder beside it"
    ),
    "VGData": (
        "an Avantage data space (.vgd) of which streams are missing; copy it again"
    ),
}
SIGNATURES = {
    b"PK\x03\x04": (
        "this is a zip archive and no Excel workbook; unpack it and name the files "
        "in it"
    ),
    b"\x89HDF": (
        "this is an HDF5 file, but not one of spectra that xpsfit wrote; result.h5 "
        "holds results, for spectra see 'xpsfit convert'"
    ),
    b"%PDF": "this is a PDF document",
    b"\x89PNG": "this is a PNG image",
    b"\xff\xd8\xff": "this is a JPEG image",
}
NUMBER_ROWS = 3
OF_ANY_CONTENT = frozenset({".txt", ".csv", ".dat", ".xy", ".xls", ".xlsx"})
"""Ends of names that people give to notes and tables too."""


def describe_unknown(head: bytes, path: Path) -> str:
    """Return what a file holds, as far as can be seen, and what to do; never raises.

    Parameters
    ----------
    head : bytes
        First bytes of the file.
    path : Path
        The file, of which an OLE container's directory is read too.

    Examples
    --------
    >>> from pathlib import Path
    >>> describe_unknown(b"%PDF-1.7", Path("report.pdf"))
    'this is a PDF document'
    """
    if head.startswith(MAGIC):
        return _describe_ole(head, path)
    for signature, sentence in SIGNATURES.items():
        if head.startswith(signature):
            return sentence
    if _has_rows_of_numbers(head):
        return (
            "the file holds columns of numbers, but nothing says what they are; if it "
            f"has two columns, {ADVICE}"
        )
    return "the format of this file is not known"


def is_companion(
    path: Path, error: InputError, suffixes: Collection[str], head_bytes: int
) -> bool:
    """Return whether a file that gave no spectra only accompanies them.

    Notes, pictures, projects and tables lie beside spectra and are no loss. A file is
    one if its reader says so, or if no reader knows it and neither its name nor what is
    in it speaks of spectra.

    Parameters
    ----------
    path : Path
        The file.
    error : InputError
        Why it gave no spectra.
    suffixes : collection of str
        Ends of the names of files that hold spectra, in lower case.
    head_bytes : int
        How much of the file to look at.
    """
    if not isinstance(error, UnknownFormatError):
        return isinstance(error, NoSpectraError)
    suffix = path.suffix.casefold()
    if suffix not in suffixes:
        return True
    if suffix not in OF_ANY_CONTENT:
        return False
    with path.open("rb") as stream:
        head = stream.read(head_bytes)
    if suffix == ".xlsx":
        return is_zipfile(path)
    if head.startswith(MAGIC):
        return bool(stream_names(head, path))
    return b"\0" not in head and not _has_rows_of_numbers(head)


def _describe_ole(head: bytes, path: Path) -> str:
    streams = stream_names(head, path)
    if not streams:
        return "this is an OLE file that is damaged or cut short; copy it again"
    for stream, what in OLE_CONTENTS.items():
        if stream in streams:
            return f"this is {what}"
    if path.suffix.casefold() == ".vgx":
        return (
            "this is an Avantage experiment (.vgx), which refers to spectra and holds "
            "none; name the .VGD files in the .DATA folder beside it"
        )
    return (
        "this is an OLE file, as of Avantage or old Office programs, but neither a "
        ".VGD nor an Excel workbook; name the .VGD files, or export the spectra"
    )


def _has_rows_of_numbers(head: bytes) -> bool:
    rows = 0
    for line in decode_head(head).split("\n")[:200]:
        cells = line.replace(";", " ").replace(",", " ").split()
        numbers = [parse_number(cell) is not None for cell in cells]
        rows += len(cells) >= 2 and all(numbers)
    return rows >= NUMBER_ROWS
