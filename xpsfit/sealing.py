"""The seal at the end of a file: what stands before it is as it was written.

A seal finds damage, cut ends and later edits before anything tries to understand the
content. It is no signature: who wants to can seal what they like.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from xpsfit.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

MARKER = b"\nxpsfit-seal-1 "
SEAL_BYTES = len(MARKER) + hashlib.sha256().digest_size
_BLOCK_BYTES = 1 << 20


def seal(path: Path) -> None:
    """Append to a file its seal: the marker and the SHA-256 of all before it.

    Raises
    ------
    OSError
        If the file cannot be read or written.
    """
    with path.open("r+b") as stream:
        digest = hashlib.sha256()
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
        digest.update(MARKER)
        stream.write(MARKER + digest.digest())


def check_seal(path: Path) -> None:
    """Refuse a file that is not as it was sealed; return nothing.

    Raises
    ------
    FormatError
        If there is no seal, or the content is not what was sealed.
    OSError
        If the file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        left = path.stat().st_size - hashlib.sha256().digest_size
        tail = b""
        while left > 0 and (block := stream.read(min(left, _BLOCK_BYTES))):
            digest.update(block)
            tail = (tail + block)[-len(MARKER) :]
            left -= len(block)
        found = stream.read()
    if tail != MARKER:
        raise FormatError(
            "the file does not end with the seal of a result of xpsfit: it is another "
            "file, was cut off, or comes from an earlier version; run the analysis "
            "again",
            file=path,
        )
    if found != digest.digest():
        raise FormatError(
            "the file was damaged or changed after xpsfit had written it; copy it "
            "again, or run the analysis again",
            file=path,
        )
