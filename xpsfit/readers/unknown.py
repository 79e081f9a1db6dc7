"""What can be said about a file that no reader recognises."""

from __future__ import annotations

from xpsfit.readers.columns_header import ADVICE
from xpsfit.readers.text import decode_head, parse_number

SIGNATURES = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "this is an OLE file (Avantage .vgd, .vgp or .vgx, Excel .xls) without spectra "
        "that can be read; export it from Avantage or CasaXPS as VAMAS"
    ),
    b"PK\x03\x04": (
        "this is a zip archive (Excel .xlsx or other) without spectra that can be "
        "read; export the spectra as VAMAS"
    ),
    b"%PDF": "this is a PDF document",
    b"\x89PNG": "this is a PNG image",
    b"\xff\xd8\xff": "this is a JPEG image",
}
NUMBER_ROWS = 3


def describe_unknown(head: bytes) -> str:
    """Return what the first bytes of a file show, and what to do; never raises.

    Examples
    --------
    >>> describe_unknown(b"%PDF-1.7")
    'this is a PDF document'
    """
    for signature, sentence in SIGNATURES.items():
        if head.startswith(signature):
            return sentence
    if _has_rows_of_numbers(head):
        return (
            "the file holds columns of numbers, but nothing says what they are; if it "
            f"has two columns, {ADVICE}"
        )
    return "the format of this file is not known"


def _has_rows_of_numbers(head: bytes) -> bool:
    rows = 0
    for line in decode_head(head).split("\n")[:200]:
        cells = line.replace(";", " ").replace(",", " ").split()
        numbers = [parse_number(cell) is not None for cell in cells]
        rows += len(cells) >= 2 and all(numbers)
    return rows >= NUMBER_ROWS
