"""Little-endian numbers and texts from the bytes of one stream, one after the other."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from xpsfit.errors import FormatError

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.arrays import FloatArray


class ByteCursor:
    """A place in a stream that moves on with everything that is read.

    Parameters
    ----------
    data : bytes
        The stream.
    stream : str
        Its name, for messages.
    path : Path
        The file, for messages.
    at : int
        Where to begin.
    """

    def __init__(self, data: bytes, stream: str, path: Path, at: int = 0) -> None:
        self.data = data
        self.stream = stream
        self.path = path
        self.at = at

    @property
    def left(self) -> int:
        """Return the number of bytes that are not read yet."""
        return len(self.data) - self.at

    def moved(self, at: int) -> ByteCursor:
        """Return a cursor over the same stream at another place."""
        return ByteCursor(self.data, self.stream, self.path, at)

    def take(self, length: int, what: str) -> bytes:
        """Return the next `length` bytes.

        Raises
        ------
        FormatError
            If the stream ends before; so do all other methods.
        """
        begin, end = self.at, self.at + length
        if not begin <= end <= len(self.data):
            self.fail(
                f"{what} needs {length} bytes from byte {begin}, but the stream has "
                f"{len(self.data)}"
            )
        self.at = end
        return self.data[begin:end]

    def u16(self, what: str) -> int:
        """Return an unsigned 16-bit integer."""
        return int.from_bytes(self.take(2, what), "little")

    def u32(self, what: str) -> int:
        """Return an unsigned 32-bit integer."""
        return int.from_bytes(self.take(4, what), "little")

    def u32s(self, count: int, what: str) -> tuple[int, ...]:
        """Return `count` unsigned 32-bit integers."""
        return struct.unpack(f"<{count}I", self.take(4 * count, what))

    def f64(self, what: str) -> float:
        """Return a double, which has to be finite."""
        value = float(struct.unpack("<d", self.take(8, what))[0])
        if not np.isfinite(value):
            self.fail(f"{what} is not a finite number")
        return value

    def f64s(self, count: int, what: str) -> FloatArray:
        """Return `count` doubles, which need not be finite."""
        data = self.take(8 * count, what)
        return np.frombuffer(data, dtype="<f8").astype(np.float64)

    def fail(self, message: str) -> NoReturn:
        """Raise a FormatError that names the file and the stream."""
        raise FormatError(
            f"stream {self.stream!r}: {message}; the file is damaged or of an unknown "
            "version, copy or export it again",
            file=self.path,
        )
