"""Files in, spectra out.

`read` finds the format of a file by its content and returns its spectra; `read_many`
does so for files and folders and keeps account of what could not be read. To add a
format, write one module with ``recognises`` and ``read`` and list it in `READERS`;
`xpsfit.readers.plug_ins` says how another distribution adds one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from xpsfit.errors import InputError, UnknownFormatError, UnknownNameError
from xpsfit.file_kind import why_no_file
from xpsfit.readers import (
    avantage_excel,
    avantage_text,
    avg,
    columns,
    spectra_csv,
    spectra_hdf5,
    vamas,
    vgd,
)
from xpsfit.readers.folder import folder_files
from xpsfit.readers.plug_ins import plug_ins
from xpsfit.readers.reader import Reader
from xpsfit.readers.unknown import describe_unknown, is_companion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xpsfit.spectrum import Spectrum

__all__ = [
    "HEAD_BYTES",
    "READERS",
    "Reader",
    "Unread",
    "detect",
    "read",
    "read_many",
    "unread",
]

HEAD_BYTES = 16 * 1024


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        reader.name: reader
        for reader in (
            Reader(
                "vamas",
                "VAMAS (ISO 14976)",
                (".vms", ".npl", ".vamas"),
                vamas.recognises,
                vamas.read,
            ),
            Reader("vgd", "Thermo Avantage VGD", (".vgd",), vgd.recognises, vgd.read),
            Reader(
                "avg",
                "Avantage dump of a data space",
                (".avg", ".avx"),
                avg.recognises,
                avg.read,
            ),
            Reader(
                "avantage-excel",
                "Avantage export to Excel",
                (".xlsx", ".xls"),
                avantage_excel.recognises,
                avantage_excel.read,
            ),
            Reader(
                "avantage-text",
                "Avantage export to text",
                (".txt", ".csv"),
                avantage_text.recognises,
                avantage_text.read,
            ),
            Reader(
                "columns",
                "two-column text with a header",
                (".txt", ".csv", ".dat", ".xy"),
                columns.recognises,
                columns.read,
            ),
            Reader(
                "csv",
                "tidy table of xpsfit",
                (".csv",),
                spectra_csv.recognises,
                spectra_csv.read,
            ),
            Reader(
                "hdf5",
                "spectra of xpsfit in HDF5",
                (".h5", ".hdf5"),
                spectra_hdf5.recognises,
                spectra_hdf5.read,
            ),
        )
    }
)
SUFFIXES = frozenset(s for reader in READERS.values() for s in reader.suffixes)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder that gave no spectra.

    Attributes
    ----------
    path, reason : Path, str
        The file or folder, and one sentence for the user that names it.
    recognised : bool
        False where no reader knows the format, as for a photograph among the data.
    companion : bool
        Whether it only accompanies spectra, as notes, pictures and projects do.
    """

    path: Path
    reason: str
    recognised: bool
    companion: bool = False


def detect(path: Path) -> Reader:
    """Return the one reader that recognises the content of a file.

    Plug-ins are asked only where no reader in `READERS` recognises it.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    UnknownFormatError
        If no reader recognises it, with what is known about the content.
    InputError
        If it is not a file, is empty, cannot be opened, or several readers claim it.
    """
    head = _head(path)
    found = [reader for reader in READERS.values() if reader.recognises(head, path)]
    faults: list[str] = []
    titles = list(READERS.values())
    if not found:
        others = plug_ins(frozenset(READERS))
        found, faults = others.recognising(head, path)
        titles += others.readers.values()
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(reader.name for reader in found)
        raise InputError(
            f"the readers {names} both recognise this file; name one of them in "
            "Python, xpsfit.read(path, format=...), or remove the package that brings "
            "a reader",
            file=path,
        )
    known = ", ".join(
        f"{reader.title} ({' '.join(reader.suffixes)})" for reader in titles
    )
    sentence = f"{describe_unknown(head, path)}; formats that are read: {known}"
    raise UnknownFormatError("; ".join([sentence, *faults]), file=path)


def read(
    path: Path | str,
    *,
    format: str | None = None,  # noqa: A002
) -> list[Spectrum]:
    """Return all spectra of one file.

    Parameters
    ----------
    path : Path or str
        The file.
    format : str, optional
        Name of a reader in `READERS` or of a plug-in; found from the content if not
        given.

    Returns
    -------
    list of Spectrum
        At least one, in the order of the file.

    Raises
    ------
    UnknownNameError
        If there is no reader called `format`.
    InputError
        If the file cannot be read; one of its subclasses says why.

    Examples
    --------
    >>> from pathlib import Path
    >>> read(Path("bare_li.vms"), format="vamass")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    xpsfit.errors.UnknownNameError: unknown format 'vamass'; known: vamas, ...
    """
    path = Path(path)
    if format is None:
        return detect(path).read(path)
    reader = _reader_called(format)
    _head(path)
    return reader.read(path)


def read_many(
    paths: Iterable[Path | str],
    *,
    format: str | None = None,  # noqa: A002
) -> tuple[list[Spectrum], list[Unread]]:
    """Return the spectra of files and folders, and what could not be read.

    Parameters
    ----------
    paths : iterable of Path or str
        Files, or folders whose files are taken in the order of their names. Folders in
        a folder, hidden files and files that only accompany another one are left out.
    format : str, optional
        Name of a reader for all files; found from the content if not given.

    Returns
    -------
    tuple of list of Spectrum and list of Unread
        At least one spectrum. Every file that gave none is in the second list.

    Raises
    ------
    InputError
        If nothing at all can be read.
    UnknownNameError
        If there is no reader called `format`.
    """
    spectra: list[Spectrum] = []
    errors: list[tuple[Path, InputError]] = []
    for path in map(Path, paths):
        try:
            files = folder_files(path) if path.is_dir() else [path]
        except InputError as error:
            errors.append((path, error))
            continue
        for file in files:
            try:
                spectra += read(file, format=format)
            except InputError as error:
                errors.append((file, error))
    if not spectra:
        raise _nothing_read([error for _, error in errors])
    return spectra, [_unread(file, error) for file, error in errors]


def unread(file: Path) -> Unread | None:
    """Return why a file gives no spectra; None if it gives some."""
    try:
        read(file)
    except InputError as error:
        return _unread(file, error)
    return None


def _unread(file: Path, error: InputError) -> Unread:
    known = not isinstance(error, UnknownFormatError)
    return Unread(
        file, str(error), known, is_companion(file, error, SUFFIXES, HEAD_BYTES)
    )


def _reader_called(name: str) -> Reader:
    if name in READERS:
        return READERS[name]
    others = plug_ins(frozenset(READERS))
    if name in others.readers:
        return others.readers[name]
    for broken, sentence in others.faults:
        if broken == name:
            raise InputError(sentence)
    raise UnknownNameError("format", name, [*READERS, *others.readers])


def _nothing_read(errors: list[InputError]) -> InputError:
    if not errors:
        return InputError("no file was given; name a file or a folder")
    if len(errors) == 1:
        return errors[0]
    return InputError(
        f"none of {len(errors)} files and folders can be read; the first: {errors[0]}"
    )


def _head(path: Path) -> bytes:
    """Return the first bytes of an ordinary file that is not empty."""
    try:
        if reason := why_no_file(path):
            raise InputError(reason, file=path)
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(
            f"the file cannot be read: {error.strerror}", file=path
        ) from error
    if not head:
        raise InputError("the file is empty; copy or export it again", file=path)
    return head
