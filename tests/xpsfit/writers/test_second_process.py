from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import nullcontext
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
@pytest.mark.parametrize("depth", [1, 2])
def test_an_interruption_ends_the_other_processes(tmp_path: Path, depth: int) -> None:
    begun = [tmp_path / f"worker-{number}" for number in range(depth)]

    def work(number: int = 0) -> None:
        note_process(begun[number])()
        with beside(lambda: work(number + 1)) if number + 1 < depth else nullcontext():
            time.sleep(60.0)

    def interrupted() -> None:
        while not all(path.exists() and path.read_text("ascii") for path in begun):
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), beside(work):
        interrupted()

    for path in begun:
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.read_text(encoding="ascii")), 0)
