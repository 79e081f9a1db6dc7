"""A file that fails at any byte gives its own failure, and the library lives on."""

from __future__ import annotations

import errno
from io import BytesIO
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from xpsfit.writers import hdf5
from xpsfit.writers.hdf5 import hdf5_bytes, write_array
from xpsfit.writers.patient_file import PatientFile

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Disk(BytesIO):
    """A disk with so much room."""

    def __init__(self, room_bytes: int) -> None:
        super().__init__()
        self.room_bytes = room_bytes

    def write(self, data: ReadableBuffer) -> int:
        size = memoryview(data).nbytes
        if self.tell() + size > self.room_bytes:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def fill(root: Any) -> None:
    for number in range(50):
        write_array(root, f"numbers_{number}", np.arange(500.0) + number)


def test_what_is_written_and_read_goes_through() -> None:
    stream = BytesIO()
    file = PatientFile(stream)

    assert file.write(b"spectrum") == 8
    assert file.seek(4) == 4
    assert file.read(10) == b"trum\0\0\0\0\0\0"
    assert file.truncate(2) == 2
    file.check()
    assert stream.getvalue() == b"sp"


def test_a_write_that_is_taken_in_parts_is_finished() -> None:
    class Slow(BytesIO):
        def write(self, data: ReadableBuffer) -> int:
            return super().write(memoryview(data)[:3])

    stream = Slow()

    assert PatientFile(stream).write(b"binding energy") == 14
    assert stream.getvalue() == b"binding energy"


def test_the_first_failure_is_kept_and_nothing_is_written_after_it() -> None:
    stream = Disk(4)
    file = PatientFile(stream)

    assert file.write(b"too long") == 8
    assert file.write(b"ab") == 2
    assert file.truncate(100) == 100
    assert stream.getvalue() == b""
    with pytest.raises(OSError, match="No space left"):
        file.check()


@pytest.mark.parametrize("share", [0.0, 0.002, 0.01, 0.1, 0.5, 0.9, 0.99, 0.9999])
def test_a_disk_that_is_full_anywhere_in_an_hdf5_file_says_so(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = len(hdf5_bytes(fill))
    with monkeypatch.context() as patch:
        patch.setattr(hdf5, "BytesIO", lambda: Disk(int(share * whole)))
        with pytest.raises(OSError, match="No space left on device"):
            hdf5_bytes(fill)

    again = hdf5_bytes(fill)
    with h5py.File(BytesIO(again), "r") as file:
        assert len(file) == 50
        np.testing.assert_array_equal(file["numbers_49"][()], np.arange(500.0) + 49)


def test_what_goes_wrong_with_the_content_is_raised() -> None:
    def wrong(_: Any) -> None:
        raise ValueError("no such level")

    with pytest.raises(ValueError, match="no such level"):
        hdf5_bytes(wrong)
