"""Where the inputs of a run lie now, and whether they are what they were.

An input is looked for in the folder that the user names; else where it was; else where
it lies now if results and data were moved together; else from the working directory.
The first place where every file is as recorded wins.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xpsfit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.again.recorded import RecordedRun
    from xpsfit.writers.run_record import InputFile, Request


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs of a run as they are now.

    Attributes
    ----------
    places : mapping of str to Path
        Of every path that the command line named, where it lies now.
    changed : tuple of str
        A sentence for every file whose content is another one.
    """

    places: Mapping[str, Path]
    changed: tuple[str, ...]


def find_inputs(
    run: RecordedRun,
    request: Request,
    named: Sequence[str],
    folder: Path | None = None,
) -> Found:
    """Return where the inputs of a run lie.

    Parameters
    ----------
    run : RecordedRun
    request : Request
        Of that run.
    named : sequence of str
        Files and folders that the command line named, as given.
    folder : Path, optional
        Where to look for them, and nowhere else.

    Raises
    ------
    InputError
        If an input is not there; the sentence says where it was looked for.
    """
    places: dict[str, Path] = {}
    changed: list[str] = []
    for name in dict.fromkeys(named):
        files = [file for file in run.inputs if _within(file.file, name)]
        candidates = _candidates(run, request, name, folder)
        place, differing = _best(name, files, candidates)
        places[name] = place
        changed += differing
    return Found(places, tuple(changed))


def _within(file: str, name: str) -> bool:
    return Path(file) == Path(name) or Path(name) in Path(file).parents


def _candidates(
    run: RecordedRun, request: Request, name: str, folder: Path | None
) -> list[Path]:
    """Return the places where an input may lie, the likeliest first."""
    if folder is not None:
        own = [] if Path(name).is_absolute() else [folder / name]
        return [*own, folder / Path(name).name, folder]
    was = Path(request.folder, name)
    result = Path(request.folder, request.result)
    try:
        way = os.path.relpath(was, result)
    except ValueError:
        # Another drive: it cannot have been moved together with the result.
        return [was, Path(name)]
    moved = os.path.normpath(run.folder.resolve() / way)
    return list(dict.fromkeys([was, Path(moved), Path(name)]))


def _best(
    name: str, files: Sequence[InputFile], candidates: Sequence[Path]
) -> tuple[Path, list[str]]:
    """Return the place that holds an input, and what has changed there."""
    possible: list[tuple[Path, list[str]]] = []
    missing: list[Path] = []
    for place in candidates:
        paths = {file: _at(place, file, name) for file in files}
        absent = [path for path in paths.values() if not path.is_file()]
        if absent or not place.exists():
            missing.append(absent[0] if absent else place)
            continue
        changed = [
            reason for file, path in paths.items() if (reason := _changed(file, path))
        ]
        if not changed:
            return place, []
        possible.append((place, changed))
    if possible:
        return possible[0]
    raise InputError(
        f"{name}, on which the result rests, is not there "
        f"({' and '.join(str(path) for path in dict.fromkeys(missing))} "
        f"{'is' if len(missing) == 1 else 'are'} missing); name the folder that holds "
        "it with --inputs"
    )


def _at(place: Path, file: InputFile, name: str) -> Path:
    inside = Path(file.file).relative_to(name)
    return place / inside if inside.parts else place


def _changed(file: InputFile, path: Path) -> str:
    """Return what is different about a file; empty if nothing is."""
    try:
        size = path.stat().st_size
        if size != file.bytes:
            return f"{path} has {size} bytes, it had {file.bytes}"
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=path) from error
    if digest != file.sha256:
        return (
            f"{path} has other content: SHA-256 {digest[:12]}..., it was "
            f"{file.sha256[:12]}..."
        )
    return ""
