"""Folders to write in beside what is to appear at once."""

from __future__ import annotations

import hashlib
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK = "lock"


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """Return a context with a private folder beside `target`, gone at its end.

    A process that is killed cannot take its folder away. So the folder's name says
    which target it is for, a lock in it whether anybody is at work there, and whoever
    writes the same target to its end removes what nobody works in. Where files cannot
    be locked, nothing is removed but the own folder.

    Parameters
    ----------
    target : Path
        Its parent exists.

    Raises
    ------
    OSError
        If there is no room or no permission.
    """
    # Names of targets may be as long as the file system lets them.
    key = hashlib.sha256(target.name.encode("utf-8", "surrogateescape")).hexdigest()
    prefix = f".xpsfit-{key[:12]}-"
    with (
        TemporaryDirectory(
            prefix=prefix, dir=target.parent, ignore_cleanup_errors=True
        ) as name,
        Path(name, LOCK).open("wb") as lock,
    ):
        with suppress(OSError):
            _lock(lock)
        yield Path(name)
    for other in target.parent.glob(f"{prefix}*"):
        _remove_if_dead(other)


def _remove_if_dead(folder: Path) -> None:
    # A folder without a lock has just been made; a lock that is held raises.
    with suppress(OSError), (folder / LOCK).open("rb+") as lock:
        _lock(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _lock(stream: IO[Any]) -> None:
    """Hold a file until it is closed; its last process gone, it is free.

    Raises
    ------
    OSError
        If another holds it, or the system has no such locks.
    """
    if sys.platform == "win32":
        raise OSError("no advisory locks")
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
