"""Spectra in HDF5, as ``xpsfit convert`` writes them: ``.h5``.

====================== =========================================================
Object                 Content
====================== =========================================================
attributes of the root ``format`` = ``xpsfit-spectra``; ``version`` = 1;
                       ``spectra``, how many there are; ``written_by``
``spectrum_00001`` ... one group per spectrum, numbered without gaps
its attributes         ``region``, ``sample`` (UTF-8); ``intensity_unit``,
                       ``transmission_state``; and where known ``photon_energy_ev``,
                       ``pass_energy_ev``, ``dwell_s``, ``scans``, ``etch_time_s``,
                       ``position``, ``angle_deg``, ``etch_level``, ``unetched`` = 1,
                       ``etch_doubt``
``binding_energy_ev``, 8-byte floats, stored in one piece and not compressed
``intensity``,
``transmission``
``details``            metadata and warnings as JSON in UTF-8
====================== =========================================================

The meaning of every value is that of the tidy table, `xpsfit.readers.spectra_csv`.

A file is a stranger's file. So nothing but hard links to plain arrays is followed: no
links to other files, no data kept in other files, no compressed data, whose size is not
known before it is taken; and no array may be larger than the file says it stores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import FormatError, InputError

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.spectrum import Spectrum

MAGIC = b"\x89HDF\r\n\x1a\n"
MARKER = "xpsfit-spectra"
VERSION = 1
GROUP = "spectrum_{:05d}"
MAX_BYTES = 1024**3
"""Largest file that is read; two million spectra points take a tenth of it."""


def recognises(head: bytes, path: Path) -> bool:
    r"""Return whether the file is HDF5 and names this layout near its beginning.

    Examples
    --------
    >>> from pathlib import Path
    >>> recognises(b"\x89HDF\r\n\x1a\n", Path("result.h5"))
    False
    """
    del path
    return head.startswith(MAGIC) and MARKER.encode() in head


def read(path: Path) -> list[Spectrum]:
    """Return the spectra of a file in the order of their numbers.

    Raises
    ------
    FormatError
        If something is missing, damaged or not as described above; names the spectrum.
    InputError
        If the file cannot be read or is too large.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(len(MAGIC))
            size = path.stat().st_size
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"the file cannot be read: {reason}", file=path) from error
    if head != MAGIC:
        raise FormatError("the file does not begin as HDF5 does", file=path)
    if size > MAX_BYTES:
        raise InputError(
            f"the file is larger than {MAX_BYTES // 1024**2} MB, the most that is "
            "read; convert the spectra into several files",
            file=path,
        )
    # h5py takes a quarter of a second to import; other formats do not need it.
    from xpsfit.readers.hdf5_input import read_groups  # noqa: PLC0415

    return read_groups(path)
