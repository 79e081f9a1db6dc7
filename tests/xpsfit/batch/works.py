"""Work that other processes can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def doubled(job: int) -> int:
    return 2 * job


def unlike(job: int) -> tuple[int, int]:
    """Return the job, and the process that had it."""
    time.sleep(0.2)
    return job, os.getpid()


def fatal_once(job: tuple[int, str]) -> int:
    """Kill the process, unless a file says that this was done before."""
    number, place = job
    mark = Path(place, str(number))
    with mark.open("a") as file:
        file.write("begun\n")
    if number == 2 and len(mark.read_text().splitlines()) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fatal(job: int) -> int:
    if job == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def wrong(job: int) -> int:
    raise ZeroDivisionError(f"job {job}")


def slow(job: tuple[int, str]) -> int:
    """Leave a file behind that is taken away again if the process is asked to end."""
    number, place = job
    mark = Path(place, f"working-{number}")
    mark.touch()
    try:
        time.sleep(60.0 if number else 0.0)
    finally:
        mark.unlink()
    return number
