"""`result.h5` read back: the very records that an analysis returned.

The seal is checked before HDF5 is asked for anything. Of the file only `/records`, JSON
that is held against the records' annotations, and the plain arrays it refers to by
number are read; no text of the file is a name or a path of anything.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from xpsfit.arrays import FloatArray, frozen
from xpsfit.errors import FormatError, InputError
from xpsfit.readers.hdf5_plain import DAMAGED, Group, member, opened, plain_dataset
from xpsfit.records import record_of
from xpsfit.results import SampleResult
from xpsfit.sealing import check_seal
from xpsfit.sound import unsound

RESULT_FILE = "result.h5"
MAX_RECORDS_BYTES = 256 * 1024**2
"""Largest text of the records; a profile of 60 levels takes a twentieth of it."""


def read_results(path: Path | str) -> tuple[SampleResult, ...]:
    """Return the results that a results folder holds.

    Parameters
    ----------
    path : Path or str
        The folder, or its `result.h5`.

    Returns
    -------
    tuple of SampleResult
        Equal to what was written, to the last bit, in its order.

    Raises
    ------
    InputError
        If there is no such file, or it cannot be read.
    FormatError
        If it is not the sealed result of an analysis, or not as it was written.
    """
    path = Path(path)
    file = path / RESULT_FILE if path.is_dir() else path
    if not file.is_file():
        lack = f"holds no {RESULT_FILE}" if path.is_dir() else "is not there"
        raise InputError(
            f"{path} {lack}; give the folder NAME.xpsfit that fit or "
            "depth-profile wrote"
        )
    try:
        check_seal(file)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=file) from error
    try:
        with opened(file) as content:
            results = _results(content, file.stat().st_size)
    except (*DAMAGED, RecursionError, InputError) as error:
        raise FormatError(
            "the file is sealed, yet not a result as this version of xpsfit writes it "
            f"({error}); run the analysis again",
            file=file,
        ) from error
    return results


def _results(content: Group, limit_bytes: int) -> tuple[SampleResult, ...]:
    limit = min(limit_bytes, MAX_RECORDS_BYTES)
    text = plain_dataset(content, "records", limit_bytes=limit)
    if text is None or text.dtype != np.uint8:
        raise ValueError("it has no records")
    arrays = _Arrays(member(content, "arrays"), limit_bytes)
    entries = json.loads(text.tobytes())
    if not isinstance(entries, list) or not entries:
        raise ValueError("it has no samples")
    results = tuple(record_of(SampleResult, entry, arrays.fetch) for entry in entries)
    for result in results:
        if reason := unsound(result):
            raise ValueError(reason)
    return results


class _Arrays:
    """The arrays of a file, each read once, and together no larger than the file."""

    def __init__(self, home: Group, limit_bytes: int) -> None:
        self._home = home
        self._left = limit_bytes
        self._read: dict[int, FloatArray] = {}

    def fetch(self, place: object) -> FloatArray:
        """Return the array that stands at `place`, a number or a number and a row.

        Raises
        ------
        ValueError
            If there is none.
        """
        if isinstance(place, list) and len(place) == 2:
            number, row = place
            table = self._array(number)
            if type(row) is not int or table.ndim < 2 or not 0 <= row < len(table):
                raise ValueError("an array is missing")
            return frozen(table[row])
        return self._array(place)

    def _array(self, number: object) -> FloatArray:
        if type(number) is not int or not 0 <= number < len(self._home):
            raise ValueError("an array is missing")
        if number not in self._read:
            values = plain_dataset(
                self._home, f"{number:06d}", limit_bytes=self._left, empty=True
            )
            if values is None or values.dtype != np.float64:
                raise ValueError(f"array {number} is not stored as it should be")
            self._left -= values.nbytes
            self._read[number] = frozen(values)
        return self._read[number]
