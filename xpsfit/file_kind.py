"""What stands under a path that should be a file."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_KINDS = (
    (stat.S_ISDIR, "this is a folder; name a file in it"),
    (stat.S_ISFIFO, "this is a pipe and not a file; save its content to a file first"),
    (stat.S_ISCHR, "this is a device and not a file; name the file with the data"),
    (stat.S_ISBLK, "this is a disk and not a file; name a file on it"),
    (stat.S_ISSOCK, "this is a socket and not a file; name the file with the data"),
)


def why_no_file(path: Path) -> str:
    """Return why `path` cannot be read as a file, and what to do; empty if it can.

    Raises
    ------
    OSError
        If the system does not let us look.

    Examples
    --------
    >>> from pathlib import Path
    >>> why_no_file(Path("nowhere/foil.vms"))
    'there is no such file; check the name'
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            return "this is a link to a file that does not exist; check the link"
        return "there is no such file; check the name"
    except ValueError:
        return "no file can have this name; check it"
    if stat.S_ISREG(mode):
        return ""
    return next(
        (sentence for is_kind, sentence in _KINDS if is_kind(mode)),
        "this is not an ordinary file; name the file with the data",
    )
