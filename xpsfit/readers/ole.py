"""OLE compound files: the container of Avantage ``.VGD`` and of old Office files.

Such a file is a small file system: a directory tree of named streams, whose sectors are
chained through allocation tables. olefile follows the chains; this module keeps a
stranger's file from making that expensive:

* the size of the file is checked before it is opened;
* until the directory is read, no more bytes are handed out than an honest file of that
  size needs for its tables. A table that leads back to itself would be read again and
  again, and an endless directory would be built up;
* chains, sizes and names outside the specification are errors, not warnings;
* a stream is read only below a size that the caller names.

References
----------
[MS-CFB] Compound File Binary File Format, Microsoft, version 12.
"""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import olefile

from xpsfit.errors import FormatError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_FILE_BYTES = 256 * 1024**2
"""Largest container that is opened; a depth profile takes a few MB."""

SECTOR_BYTES_PER_TABLE_BYTE = 128
"""A sector of 512 bytes has an entry of 4 bytes in the allocation table."""

DIRECTORY_BYTES = 256 * 1024
"""Room for 2048 directory entries of 128 bytes; a VGD has about 20."""


class OleFile:
    """An open container.

    Attributes
    ----------
    path : Path
        The file, for messages.
    streams : frozenset of str
        Names of all streams; those inside a storage as ``"storage/stream"``.
    """

    def __init__(self, container: olefile.OleFileIO, path: Path) -> None:
        self.path = path
        self.streams = frozenset("/".join(names) for names in container.listdir())
        self._container = container

    def size(self, stream: str) -> int:
        """Return the length of a stream in bytes, as the directory states it.

        Raises
        ------
        FormatError
            If there is none of that name.
        """
        if stream not in self.streams:
            raise FormatError(
                f"the stream {stream!r} is missing; copy the file again", file=self.path
            )
        return int(self._container.get_size(stream))

    def stream(self, name: str, *, at_most: int) -> bytes:
        """Return a stream.

        Raises
        ------
        FormatError
            If there is none of that name, it is longer than `at_most` bytes, or its
            chain of sectors is broken.
        """
        size = self.size(name)
        if size > at_most:
            raise FormatError(
                f"the stream {name!r} has {size} bytes, more than the {at_most} that "
                "are plausible; the file is damaged or not from Avantage",
                file=self.path,
            )
        with _as_input_error(self.path):
            return bytes(self._container.openstream(name).read())


@contextmanager
def open_ole(path: Path) -> Iterator[OleFile]:
    """Open a container for the time of a ``with`` block.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    FormatError
        If it is no sound OLE file.
    InputError
        If it cannot be read, or is larger than `MAX_FILE_BYTES`.
    """
    with _as_input_error(path):
        source = _Rationed(io.FileIO(path))
    with source:
        size = os.fstat(source.fileno()).st_size
        if size > MAX_FILE_BYTES:
            raise InputError(
                f"the file is larger than {MAX_FILE_BYTES // 1024**2} MB, the most "
                "that is read; it may hold a map, of which single spectra can be "
                "exported",
                file=path,
            )
        source.left = size // SECTOR_BYTES_PER_TABLE_BYTE + DIRECTORY_BYTES
        with _as_input_error(path):
            container = olefile.OleFileIO(
                source, raise_defects=olefile.DEFECT_INCORRECT
            )
        source.left = None
        with _as_input_error(path):
            opened = OleFile(container, path)
        yield opened


def stream_names(head: bytes, path: Path) -> frozenset[str]:
    """Return the names of all streams, none if this is no OLE file; never raises.

    Parameters
    ----------
    head : bytes
        First bytes of the file: only an OLE file is opened.
    path : Path
        The file.
    """
    if not head.startswith(MAGIC):
        return frozenset()
    try:
        with open_ole(path) as container:
            return container.streams
    except InputError:
        return frozenset()


class _Rationed(io.BufferedReader):
    """A file of which no more than `left` bytes can be read; None is no limit."""

    left: int | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        if self.left is not None:
            self.left -= size if size is not None and size >= 0 else self.left + 1
            if self.left < 0:
                raise OSError("the tables of sectors or the directory have no end")
        return super().read(size)


@contextmanager
def _as_input_error(path: Path) -> Iterator[None]:
    """Turn what olefile and the operating system raise into errors for the user.

    Every defect olefile finds is an OSError without a number. A size of sectors like
    2**65535 is a ValueError, because it is too long a number to be printed. The walk
    through the directory tree is recursive, so a tree drawn out to a chain ends the
    stack.
    """
    try:
        yield
    except ValueError as error:
        raise FormatError(
            "the OLE container states impossible sizes in its header; copy it again",
            file=path,
        ) from error
    except RecursionError as error:
        raise FormatError(
            "the directory of the OLE container is a chain without end; copy the file "
            "again",
            file=path,
        ) from error
    except OSError as error:
        if error.errno is not None:
            raise InputError(
                f"the file cannot be read: {error.strerror}", file=path
            ) from error
        raise FormatError(
            f"the file is no sound OLE container ({error}); copy it again", file=path
        ) from error
