"""Excel workbooks that Avantage exports, one core level a sheet.

`xpsfit.readers.avantage_sheet` describes the sheets, `workbook_xlsx` and `workbook_xls`
the two kinds of file. Sheets without an energy axis (``Titles``, peak tables,
quantification) hold no spectra and are passed over. Every workbook is claimed, so that
a foreign one can be told what it lacks; one sheet that cannot be read refuses the
whole workbook, or a region would silently be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import FormatError, InputError, UnsupportedDataError
from xpsfit.readers import ole, workbook_xls, workbook_xlsx
from xpsfit.readers.avantage_spectra import spectra_of
from xpsfit.readers.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from xpsfit.readers.grid import Sheet
    from xpsfit.spectrum import Spectrum

FORMAT = "avantage-excel"
NAMES_SHOWN = 8


def recognises(head: bytes, path: Path) -> bool:
    """Return whether a file is an Excel workbook, old or new; never raises."""
    return workbook_xlsx.recognises_xlsx(head) or workbook_xls.recognises_xls(
        head, path
    )


def read(path: Path) -> list[Spectrum]:
    """Return all spectra of a workbook, in the order of its sheets and levels.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    list of Spectrum
        With `transmission_state` ``"unknown"``; photon energy, dwell time and scans are
        None unless the sheet says them.

    Raises
    ------
    FormatError
        If the workbook is damaged or a sheet contradicts itself; names sheet and row.
    UnsupportedDataError
        If it holds no spectra, or positions, angles or an axis that cannot be used.
    InputError
        If it cannot be read or is too large.
    """
    sheets = _sheets(path)
    spectra = spectra_of(sheets, FORMAT)
    if not spectra:
        names = ", ".join(
            f"'{printable(sheet.name, 40)}'" for sheet in sheets[:NAMES_SHOWN]
        )
        raise UnsupportedDataError(
            "the workbook holds no spectra of Avantage: no sheet has 'Binding Energy' "
            f"over 'eV' in column A (sheets: {names or 'none'}); export the spectra "
            "from Avantage, or save energies and intensities as text with a header",
            file=path,
        )
    return spectra


def _sheets(path: Path) -> list[Sheet]:
    try:
        with path.open("rb") as stream:
            magic = stream.read(len(ole.MAGIC))
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror}", file=path
        ) from error
    if magic.startswith(workbook_xlsx.MAGIC):
        return workbook_xlsx.read_xlsx(path)
    if magic == ole.MAGIC:
        return workbook_xls.read_xls(path)
    raise FormatError(
        "this is no Excel workbook; export it again, or read it as what it is",
        file=path,
    )
