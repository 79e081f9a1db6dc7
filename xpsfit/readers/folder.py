"""The files of a folder that may hold spectra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def folder_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may hold spectra, sorted by name.

    Raises
    ------
    InputError
        If there are none.
    """
    try:
        entries = sorted(entry for entry in folder.iterdir() if entry.is_file())
    except OSError as error:
        raise InputError(
            f"the folder cannot be opened: {error.strerror}", file=folder
        ) from error
    names = {entry.name.casefold() for entry in entries}
    files = [entry for entry in entries if not _accompanies(entry, names)]
    if not files:
        raise InputError(
            "the folder holds no files; name the folder that holds the exported "
            "spectra",
            file=folder,
        )
    return files


def _accompanies(file: Path, names: set[str]) -> bool:
    """Return whether a file is hidden, a lock, or the chart description of a VGD."""
    chart = file.suffix.casefold() == ".xml"
    return file.name.startswith((".", "~$")) or (
        chart and f"{file.stem.casefold()}.vgd" in names
    )
