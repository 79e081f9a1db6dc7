"""A text file that appears at once or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from xpsfit.errors import OutputError


def write_text_at_once(target: Path, text: str, *, force: bool) -> None:
    """Write `text` to a temporary file and move it to `target`.

    Raises
    ------
    OutputError
        If `target` is there and `force` is not set, it is not an ordinary file, or
        writing fails.
    """
    refuse_existing(target, force=force)
    try:
        with TemporaryDirectory(prefix=".xpsfit-", dir=target.parent) as working:
            new = Path(working, "new")
            new.write_text(
                text, encoding="utf-8", errors="backslashreplace", newline="\n"
            )
            new.replace(target)
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written ({error.strerror}); choose another place"
        ) from error


def refuse_existing(target: Path, *, force: bool) -> None:
    """Return nothing where `target` may be written; before any work, too.

    Raises
    ------
    OutputError
        If it is there and `force` is not set, or it is not an ordinary file.
    """
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise OutputError(f"{target} is not an ordinary file; choose another name")
    if target.exists() and not force:
        raise OutputError(
            f"{target} already exists; replace it with --force or choose another name"
        )
