"""Results folders: their names, what may be replaced, and how they appear at once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from xpsfit.errors import OutputError
from xpsfit.writers.run_record import FORMAT
from xpsfit.writers.working_folder import working_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUN_FILE = "run.json"
_RUN_FILE_LIMIT_BYTES = 64_000_000
# Later commands of xpsfit and file managers put these beside a result.
_HARMLESS = {RUN_FILE, "report.html", ".DS_Store", "Thumbs.db", "desktop.ini"}


def result_folder_for(input_path: Path, output: Path | None = None) -> Path:
    """Return ``<stem>.xpsfit``, in the working directory or inside `output`.

    Examples
    --------
    >>> result_folder_for(Path("data/bare_li.vms"), Path("out")).as_posix()
    'out/bare_li.xpsfit'
    """
    resolved = input_path.resolve()
    stem = resolved.name if resolved.is_dir() else resolved.stem
    return (output or Path()) / f"{stem}.xpsfit"


def result_folders_for(
    inputs: Sequence[Path], output: Path | None = None
) -> dict[Path, Path]:
    """Return one results folder per input, no two the same.

    Inputs of one stem keep their suffix in the folder's name: ``a.vms`` and ``a.csv``
    become ``a.vms.xpsfit`` and ``a.csv.xpsfit``. Inputs of one name are told apart by
    the folders they lie in: ``mon/a.vms`` and ``tue/a.vms`` become
    ``mon_a.xpsfit`` and ``tue_a.xpsfit``.

    Parameters
    ----------
    inputs : sequence of Path
    output : Path, optional
        Where the folders go; the working directory by default.

    Raises
    ------
    OutputError
        If one input is given twice, or two differ in nothing but upper and lower case.
    """
    first: dict[Path, Path] = {}
    for path in inputs:
        if (twin := first.setdefault(path.resolve(), path)) is not path:
            raise OutputError(f"{twin} and {path} are one input; name it once")
    folders = {path: result_folder_for(path, output) for path in inputs}
    stems = {path: folder.stem for path, folder in folders.items()}
    deepest = max((len(path.resolve().parts) for path in inputs), default=0)
    for depth in range(deepest):
        for named in (stems, {path: path.resolve().name for path in inputs}):
            for path in _sharing(folders):
                name = "_".join([*_parents(path, depth), named[path]])
                folders[path] = folders[path].with_name(f"{name}.xpsfit")
    if shared := _sharing(folders):
        raise OutputError(
            f"{shared[0]} and {shared[1]} would share the results folder "
            f"{folders[shared[0]]}; run them one by one, each with its own -o"
        )
    return folders


def _sharing(folders: dict[Path, Path]) -> list[Path]:
    """Return the inputs whose results folder is also that of another."""
    # Compared without case, as some file systems do.
    uses = Counter(folder.name.casefold() for folder in folders.values())
    return [p for p, folder in folders.items() if uses[folder.name.casefold()] > 1]


def _parents(path: Path, depth: int) -> tuple[str, ...]:
    """Return the names of `depth` folders above an input, the outermost first."""
    above = path.resolve().parts[1:-1]
    return above[max(len(above) - depth, 0) :]


def check_result_folder(target: Path, *, force: bool = False) -> None:
    """Refuse a results folder that must not be written; return nothing.

    A command calls this before the work starts, and `replaced_folder` calls it again.

    Parameters
    ----------
    target : Path
        The results folder.
    force : bool
        Whether an earlier result may be replaced.

    Raises
    ------
    OutputError
        If `target` exists and is not empty, unless `force` is set and every file in it
        was written by xpsfit and is as it was written.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(
            f"{target} is not a folder; move it away or choose another place with -o"
        )
    present = _files_in(target) if target.exists() else set()
    if not present:
        return
    if not force:
        raise OutputError(
            f"{target} already exists; replace it with --force or choose another "
            "place with -o"
        )
    listed = _listed_files(target / RUN_FILE)
    if listed is None:
        raise OutputError(
            f"{target} was not written by xpsfit, so --force does not replace it; "
            "move it away or choose another place with -o"
        )
    if foreign := sorted(present - set(listed) - _HARMLESS):
        raise OutputError(
            f"{target} also holds files that xpsfit did not write "
            f"({', '.join(foreign[:3])}{', ...' if len(foreign) > 3 else ''}), so "
            "--force does not replace it; move them away or choose another place "
            "with -o"
        )
    edited = [
        name
        for name, digest in sorted(listed.items())
        if name in present and digest not in (None, _digest(target / name))
    ]
    if edited:
        raise OutputError(
            f"{', '.join(edited[:3])}{', ...' if len(edited) > 3 else ''} in {target} "
            "was edited after the run, so --force does not replace it; move it away "
            "or choose another place with -o"
        )


def file_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below `folder`, in hexadecimal, by its path."""
    return {name: _digest(folder / name) for name in sorted(_files_in(folder))}


def _digest(path: Path) -> str:
    with readable_failures(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _files_in(folder: Path) -> set[str]:
    """Return the paths below `folder` of all that is not a folder, with ``/``."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def _listed_files(run_file: Path) -> dict[str, str | None] | None:
    """Return the files that `run.json` lists with the digests that it knows.

    None where it is not one of ours.
    """
    try:
        if run_file.stat().st_size > _RUN_FILE_LIMIT_BYTES:
            return None
        content = json.loads(run_file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        return None
    files = content.get("files")
    if not isinstance(files, list):
        return None
    known = content.get("files_sha256")
    digests = known if isinstance(known, dict) else {}
    return {f: digests.get(f) for f in files if isinstance(f, str)}


@contextmanager
def replaced_folder(target: Path, *, force: bool = False) -> Iterator[Path]:
    """Yield an empty folder that becomes `target` when the block ends without error.

    Until then `target` is as it was. An earlier result is set aside, the new one
    renamed into its place, then the old one removed; if that fails or is interrupted
    the old one is put back.

    Parameters
    ----------
    target : Path
        The results folder; parents are made.
    force : bool
        Whether an earlier result may be replaced.

    Raises
    ------
    OutputError
        If `target` must not be replaced, or writing fails: disk full, no permission.
    """
    check_result_folder(target, force=force)
    with readable_failures(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with working_folder(target) as working:
            # Made one level down, because the working folder is private to the user.
            new = working / "new"
            new.mkdir()
            yield new
            check_result_folder(target, force=force)
            _put_in_place(new, target, aside=working / "old")


def _put_in_place(new: Path, target: Path, aside: Path) -> None:
    """Rename `new` to `target`, or leave `target` as it was."""
    try:
        if target.exists():
            target.rename(aside)
        new.rename(target)
    finally:
        if aside.exists() and not target.exists():
            aside.rename(target)


@contextmanager
def readable_failures(target: Path) -> Iterator[None]:
    """Turn every OSError of the block into one sentence about `target`.

    Raises
    ------
    OutputError
        Instead of OSError.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"{target}: the results cannot be written ({reason}); nothing was changed "
            "there; make room or choose another place with -o"
        ) from error
