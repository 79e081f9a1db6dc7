"""Spectra in other formats: which there are, and a file that appears at once.

To add a format, write a function from spectra to bytes, list it in `SPECTRUM_FORMATS`,
and see that a reader gives the same spectra back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from xpsfit.errors import OutputError, UnknownNameError
from xpsfit.readers.spectra_hdf5 import MAX_BYTES
from xpsfit.readers.text import MAX_TEXT_BYTES, printable
from xpsfit.writers.folder import readable_failures
from xpsfit.writers.spectra_csv import csv_bytes
from xpsfit.writers.spectra_vamas import vamas_bytes
from xpsfit.writers.working_folder import working_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from xpsfit.spectrum import Spectrum

ORIGIN = "converted from"


@dataclass(frozen=True, slots=True)
class SpectrumFormat:
    """A format that spectra are written in.

    Attributes
    ----------
    name : str
        As in the option ``--to``; also the name of the reader.
    suffixes : tuple of str
        Ends of file names that stand for it.
    content : callable
        ``content(spectra) -> bytes``; raises an OutputError for what it cannot hold.
    most_bytes : int
        Size of the largest file that is read back.
    """

    name: str
    suffixes: tuple[str, ...]
    content: Callable[[Sequence[Spectrum]], bytes]
    most_bytes: int


def _hdf5_bytes(spectra: Sequence[Spectrum]) -> bytes:
    # h5py takes a quarter of a second to import; other formats do not need it.
    from xpsfit.writers.spectra_hdf5 import spectra_hdf5_bytes  # noqa: PLC0415

    return spectra_hdf5_bytes(spectra)


SPECTRUM_FORMATS: Mapping[str, SpectrumFormat] = MappingProxyType(
    {
        form.name: form
        for form in (
            SpectrumFormat("csv", (".csv",), csv_bytes, MAX_TEXT_BYTES),
            SpectrumFormat("vamas", (".vms", ".vamas"), vamas_bytes, MAX_TEXT_BYTES),
            SpectrumFormat("hdf5", (".h5", ".hdf5"), _hdf5_bytes, MAX_BYTES),
        )
    }
)


def format_for(target: Path, name: str | None = None) -> SpectrumFormat:
    """Return the format called `name`, or else that of the end of a file name.

    Raises
    ------
    UnknownNameError
        If there is no such format.

    Examples
    --------
    >>> format_for(Path("li.VMS")).name, format_for(Path("li.txt"), "csv").name
    ('vamas', 'csv')
    """
    if name is not None:
        if name not in SPECTRUM_FORMATS:
            raise UnknownNameError("format to write", name, SPECTRUM_FORMATS)
        return SPECTRUM_FORMATS[name]
    by_suffix = {
        suffix: form for form in SPECTRUM_FORMATS.values() for suffix in form.suffixes
    }
    suffix = target.suffix.casefold()
    if suffix not in by_suffix:
        raise UnknownNameError("end of an output file", target.suffix, by_suffix)
    return by_suffix[suffix]


def check_spectrum_file(
    target: Path, sources: Iterable[Path] = (), *, force: bool = False
) -> None:
    """Refuse a file that must not be written; return nothing.

    Parameters
    ----------
    target : Path
    sources : iterable of Path
        Files that spectra come from, which are never replaced.
    force : bool
        Whether another file may be replaced.

    Raises
    ------
    OutputError
        If `target` is there and `force` is not set, is one of `sources`, or is no
        ordinary file.
    """
    if not (target.exists() or target.is_symlink()):
        return
    if target.is_symlink() or not target.is_file():
        raise OutputError(f"{target} is not an ordinary file; choose another with -o")
    if any(source.exists() and target.samefile(source) for source in sources):
        raise OutputError(
            f"{target} is one of the files that are read, and measured data are never "
            "replaced; choose another file with -o"
        )
    if not force:
        raise OutputError(
            f"{target} already exists; replace it with --force or choose another file "
            "with -o"
        )


def write_spectra(
    target: Path | str,
    spectra: Sequence[Spectrum],
    *,
    format: str | None = None,  # noqa: A002
    force: bool = False,
) -> Path:
    """Write spectra to one file at once and return its path.

    Reading the file gives the same spectra: every bit of intensities and transmission,
    all numbers, names, metadata and warnings. So do energies, but for VAMAS files whose
    evenly spaced energies no start and increment give exactly; these are within 1e-9
    eV. `Spectrum.file`, `format` and `block` then say where the spectra are now.

    Parameters
    ----------
    target : Path or str
        The file; folders above it are made.
    spectra : sequence of Spectrum
    format : str, optional
        Name in `SPECTRUM_FORMATS`; taken from the end of the file name if not given.
    force : bool
        Whether a file that is there may be replaced. One that the spectra come from
        never is.

    Raises
    ------
    OutputError
        If the file must not be replaced, the format cannot hold a spectrum, the file
        would be too large to be read back, or writing fails.
    UnknownNameError
        If there is no such format.
    """
    target = Path(target)
    form = format_for(target, format)
    sources = [Path(name) for name in dict.fromkeys(s.file for s in spectra) if name]
    check_spectrum_file(target, sources, force=force)
    content = form.content(spectra)
    if len(content) > form.most_bytes:
        raise OutputError(
            f"{target} would be {len(content) // 1024**2} MB long, and such files are "
            f"read up to {form.most_bytes // 1024**2} MB; write fewer spectra to a file"
            + ("" if form.name == "hdf5" else ", or HDF5 (.h5)")
        )
    with readable_failures(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with working_folder(target) as working:
            new = working / "new"
            new.write_bytes(content)
            check_spectrum_file(target, sources, force=force)
            new.replace(target)
    return target


def with_origin(spectra: Iterable[Spectrum]) -> list[Spectrum]:
    """Return the spectra with a note in their metadata of the file they came from.

    A note that is there already is kept, so it names the first file of a chain.

    Examples
    --------
    >>> from xpsfit.spectrum import Spectrum
    >>> one = Spectrum("C 1s", "", [1], [2], "counts", file="d/a.vms", format="vamas")
    >>> with_origin([one])[0].metadata
    {'converted from': 'a.vms, vamas'}
    """
    return [
        replace(spectrum, metadata={**spectrum.metadata, ORIGIN: _origin(spectrum)})
        if spectrum.file and ORIGIN not in spectrum.metadata
        else spectrum
        for spectrum in spectra
    ]


def _origin(spectrum: Spectrum) -> str:
    words = [Path(spectrum.file).name, spectrum.format]
    if spectrum.block is not None:
        words.append(f"block {spectrum.block}")
    return printable(", ".join(words))
