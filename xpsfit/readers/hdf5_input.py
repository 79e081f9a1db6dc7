"""The groups of an HDF5 file of spectra: layout in `xpsfit.readers.spectra_hdf5`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import h5py
import numpy as np

from xpsfit.details import (
    Details,
    details_of,
    etch_words_of,
    is_plain,
    load_object,
)
from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers.energy_axis import binding_axis
from xpsfit.readers.hdf5_plain import DAMAGED, member, opened, plain_dataset
from xpsfit.readers.spectra_hdf5 import GROUP, MARKER, VERSION
from xpsfit.spectrum import INTENSITY_UNITS, TRANSMISSION_STATES, Spectrum

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

MAX_SPECTRA = 99_999
MAX_TEXT_BYTES = 64 * 1024


def read_groups(path: Path) -> list[Spectrum]:
    """Return the spectra of a file in the order of their numbers.

    Raises
    ------
    FormatError
        If anything is not as the layout says.
    """
    try:
        with opened(path) as file:
            count = _count(file, path)
            return [
                _Group(member(file, GROUP.format(number)), path, number).spectrum()
                for number in range(1, count + 1)
            ]
    except DAMAGED as error:
        raise FormatError(
            "the HDF5 file is damaged or incomplete; copy it again, or convert the "
            "spectra again",
            file=path,
        ) from error


def _count(file: h5py.File, path: Path) -> int:
    version, count = (_whole(file, name) for name in ("version", "spectra"))
    if _word(file, "format") != MARKER or version != VERSION:
        raise FormatError(
            f"the file does not say that it holds spectra in version {VERSION} of "
            "xpsfit's layout; a newer xpsfit may read it",
            file=path,
        )
    if count is None or not 0 < count <= min(MAX_SPECTRA, len(file)):
        raise FormatError(
            f"the file says that it holds {count} spectra and has {len(file)} groups; "
            "convert the spectra again",
            file=path,
        )
    return count


def _scalar(group: h5py.Group, name: str) -> Any:
    """Return a small attribute of one element, None where there is none."""
    if name not in group.attrs:
        return None
    attribute = group.attrs.get_id(name)
    if attribute.shape != () or attribute.dtype.itemsize > MAX_TEXT_BYTES:
        raise ValueError(name)
    if attribute.dtype.kind not in "iufS":
        raise TypeError(name)
    return group.attrs[name]


def _whole(group: h5py.Group, name: str) -> int | None:
    value = _scalar(group, name)
    return int(value) if isinstance(value, np.integer) else None


def _word(group: h5py.Group, name: str) -> str:
    value = _scalar(group, name)
    return value.decode("utf-8") if isinstance(value, bytes) else ""


class _Group:
    """The group of one spectrum."""

    def __init__(self, group: Any, path: Path, number: int) -> None:
        if not isinstance(group, h5py.Group):
            raise TypeError(path)
        self._group = group
        self._path = path
        self._number = number

    def spectrum(self) -> Spectrum:
        stored_ev = self._array("binding_energy_ev")
        try:
            energy_ev, flipped = binding_axis(
                stored_ev, kinetic=False, photon_energy_ev=None
            )
        except UnsupportedDataError as error:
            self._fail(error.message)
        order = slice(None, None, -1 if flipped else 1)
        column = self._array("transmission") if "transmission" in self._group else None
        if column is not None and not np.isfinite(column).all():
            self._fail("a value of its transmission is not a finite number")
        details = self._details()
        return Spectrum(
            region=self._name("region"),
            sample=self._name("sample"),
            binding_energy_ev=energy_ev,
            intensity=self._array("intensity")[order],
            intensity_unit=INTENSITY_UNITS[_word(self._group, "intensity_unit")],
            photon_energy_ev=self._number_of("photon_energy_ev"),
            pass_energy_ev=self._number_of("pass_energy_ev"),
            dwell_s=self._number_of("dwell_s"),
            scans=_whole(self._group, "scans"),
            etch_time_s=self._number_of("etch_time_s", zero=True),
            transmission=None if column is None else column[order],
            transmission_state=TRANSMISSION_STATES[
                _word(self._group, "transmission_state")
            ],
            file=str(self._path),
            format="hdf5",
            block=self._number,
            metadata=details.metadata,
            warnings=details.warnings,
            position=self._optional_name("position"),
            angle_deg=self._finite("angle_deg"),
            **self._etching(),
        )

    def _array(self, name: str) -> FloatArray:
        values = self._plain(name)
        if values.dtype != np.float64 or values.ndim != 1:
            self._fail(f"'{name}' is no list of 8-byte floats")
        return np.asarray(values, dtype=np.float64)

    def _details(self) -> Details:
        text = self._plain("details")
        if text.dtype.kind != "S" or text.shape != ():
            self._fail("'details' is no text")
        try:
            return details_of(load_object(text.item().decode("utf-8")))
        except ValueError as error:
            self._fail(f"'details' is not what xpsfit writes ({error})")

    def _plain(self, name: str) -> npt.NDArray[Any]:
        """Return a dataset that is stored in this file, in one piece and as it is."""
        values = plain_dataset(self._group, name, limit_bytes=self._path.stat().st_size)
        if values is None or values.dtype.kind not in "fS":
            self._fail(
                f"'{name}' is empty, or not stored in one piece, uncompressed and in "
                "this file; convert the spectra again"
            )
        return values

    def _name(self, name: str) -> str:
        text = _word(self._group, name)
        if not is_plain(text) or (name != "sample" and not text):
            self._fail(f"its {name} is missing or has control characters")
        return text

    def _optional_name(self, name: str) -> str | None:
        return self._name(name) if name in self._group.attrs else None

    def _etching(self) -> dict[str, Any]:
        try:
            return etch_words_of(
                {
                    "etch_level": _whole(self._group, "etch_level"),
                    "unetched": _whole(self._group, "unetched") == 1,
                    "etch_doubt": _word(self._group, "etch_doubt"),
                }
            )
        except ValueError as error:
            self._fail(str(error))

    def _number_of(self, name: str, *, zero: bool = False) -> float | None:
        value = self._finite(name)
        if value is not None and (value < 0 or (value == 0 and not zero)):
            self._fail(f"'{name}' is {value:g}, not a positive number")
        return value

    def _finite(self, name: str) -> float | None:
        value = _scalar(self._group, name)
        if value is None:
            return None
        if not isinstance(value, np.floating) or not np.isfinite(value):
            self._fail(f"'{name}' is no number")
        return float(value)

    def _fail(self, message: str) -> NoReturn:
        raise FormatError(
            f"spectrum {self._number}: {message}", file=self._path, block=self._number
        )
