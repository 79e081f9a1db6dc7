"""What processes leave behind that were killed while they wrote."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from xpsfit.writers.working_folder import working_folder

LOCKS = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no locks of this kind"
)
AT_WORK = """
import sys, time
from pathlib import Path
from xpsfit.writers.working_folder import working_folder
with working_folder(Path(sys.argv[1])) as folder:
    (folder / "half.csv").write_text("half")
    print(folder, flush=True)
    time.sleep(600)
"""


def somebody_at_work(target: Path) -> tuple[subprocess.Popen[str], Path]:
    """Return a process that writes, and its folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(target)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def killed(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def test_nothing_is_left_in_the_end_or_after_an_error(tmp_path: Path) -> None:
    with working_folder(tmp_path / "a.xpsfit") as folder:
        assert folder.parent == tmp_path
        assert folder.name.startswith(".xpsfit-")
    with pytest.raises(ValueError, match="broken"), working_folder(tmp_path / "a"):
        raise ValueError("broken")
    assert list(tmp_path.iterdir()) == []


@LOCKS
def test_who_writes_the_same_removes_what_a_killed_process_left(tmp_path: Path) -> None:
    target = tmp_path / "a.xpsfit"
    process, left = somebody_at_work(target)
    killed(process)
    assert (left / "half.csv").is_file()
    with working_folder(tmp_path / "b.xpsfit"):
        pass
    assert left.is_dir()  # it may be wanted by whoever writes a.xpsfit
    with pytest.raises(OSError, match="no room"), working_folder(target):
        raise OSError("no room")
    assert left.is_dir()  # it may hold an older result
    with working_folder(target):
        assert left.is_dir()
    assert list(tmp_path.iterdir()) == []


@LOCKS
def test_what_is_being_written_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.xpsfit"
    process, alive = somebody_at_work(target)
    try:
        with working_folder(target):
            pass
        assert (alive / "half.csv").is_file()
    finally:
        killed(process)


def test_a_name_may_be_as_long_as_the_file_system_lets_it(tmp_path: Path) -> None:
    with working_folder(tmp_path / ("n" * 240 + ".xpsfit")) as folder:
        assert folder.is_dir()


@LOCKS
def test_a_link_to_somewhere_else_is_not_followed(tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "a.xpsfit", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    (elsewhere / "precious.csv").touch()
    with working_folder(target) as folder:
        prefix = folder.name.rpartition("-")[0]
        (tmp_path / f"{prefix}-link").symlink_to(elsewhere)
    assert (elsewhere / "precious.csv").is_file()
