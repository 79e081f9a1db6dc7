from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from xpsfit.errors import OutputError
from xpsfit.writers import second_process
from xpsfit.writers.second_process import beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux copies a process here"
)


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "_is_single", lambda: True)


def note_process(path: Path) -> Callable[[], None]:
    """Return work that writes the number of the process that does it."""

    def work() -> None:
        path.write_text(str(os.getpid()), encoding="ascii")

    return work


@pytest.mark.usefixtures("copies")
def test_the_work_is_done_once_and_in_another_process(tmp_path: Path) -> None:
    with beside(note_process(tmp_path / "worker")):
        pass

    assert (tmp_path / "worker").read_text(encoding="ascii") != str(os.getpid())


def test_a_process_with_others_beside_it_does_the_work_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})

    with beside(note_process(tmp_path / "worker")):
        assert not (tmp_path / "worker").exists()

    assert (tmp_path / "worker").read_text(encoding="ascii") == str(os.getpid())


@pytest.mark.usefixtures("copies")
def test_an_error_of_the_work_is_raised_here() -> None:
    def work() -> None:
        raise OutputError("the disk is full")

    with pytest.raises(OutputError, match="the disk is full"), beside(work):
        pass


@pytest.mark.usefixtures("copies")
def test_the_work_of_a_killed_process_is_done_here(tmp_path: Path) -> None:
    here = os.getpid()

    def work() -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        note_process(tmp_path / "worker")()

    with beside(work):
        pass

    assert (tmp_path / "worker").read_text(encoding="ascii") == str(here)


@pytest.mark.usefixtures("copies")
def test_an_interruption_ends_the_other_process(tmp_path: Path) -> None:
    begun = tmp_path / "worker"

    def work() -> None:
        note_process(begun)()
        time.sleep(60.0)

    def interrupted() -> None:
        while not begun.exists() or not begun.read_text(encoding="ascii"):
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), beside(work):
        interrupted()

    with pytest.raises(ProcessLookupError):
        os.kill(int(begun.read_text(encoding="ascii")), 0)
