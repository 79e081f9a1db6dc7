"""A file for a library that does not survive a disk that fills up."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class PatientFile:
    """A binary file that never fails to write, and keeps the failure instead.

    The HDF5 library cannot close a file after a write that failed. So it is told that
    all went well, what follows is dropped, and `check` raises what had happened.

    Parameters
    ----------
    stream : binary file
        Open to read and write, and not buffered.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._failure: OSError | None = None

    def check(self) -> None:
        """Return nothing if every byte was written.

        Raises
        ------
        OSError
            The first failure.
        """
        if self._failure is not None:
            raise self._failure

    def write(self, data: ReadableBuffer) -> int:
        """Write all of `data`, or nothing more from the first failure on."""
        left = memoryview(data).cast("B")
        size = left.nbytes
        try:
            while left and self._failure is None:
                left = left[self._stream.write(left) :]
        except OSError as error:
            self._failure = error
        return size

    def read(self, size: int) -> bytes:
        """Return so many bytes; zeros where nothing was written."""
        return self._stream.read(size).ljust(size, b"\0")

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._stream.tell()

    def truncate(self, size: int | None = None) -> int:
        """Set the size, unless writing has failed."""
        if self._failure is None:
            try:
                return self._stream.truncate(size)
            except OSError as error:
                self._failure = error
        return self.tell() if size is None else size

    def flush(self) -> None:
        """Do nothing: the file is not buffered."""
