"""Pages whose commands are run as a reader would: in order, with the real program.

A line ``$ xpsfit ...`` in a ``console`` block is a command, what follows is output that
it has to print. ``# exit code 3`` behind a command says that it ends so; an output that
begins with ``Error:`` stands on stderr and means exit code 1.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]
NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"# exit code (\d+)")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a page, its exit code, and lines that it prints."""

    line: str
    exit_code: int
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did."""

    returncode: int
    stdout: str
    stderr: str


def blocks(page: Path, kind: str) -> list[str]:
    """Return the fenced blocks of one kind, in their order."""
    return [text for k, text in _FENCE.findall(page.read_text("utf-8")) if k == kind]


def commands(page: Path) -> list[Command]:
    """Return the commands of a page, in their order."""
    found: list[Command] = []
    for text in blocks(page, "console"):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            line, *shown = part.rstrip("\n").split("\n")
            said = _CODE.search(line)
            error = any(one.startswith("Error:") for one in shown)
            code = int(said[1]) if said else int(error)
            found.append(Command(line, code, tuple(s for s in shown if s.strip())))
    return found


def a_clone(folder: Path) -> Path:
    """Return a folder that holds what a clone has for these commands."""
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "sample_spectra", folder / "sample_spectra", ignore=leave)
    shutil.copy(ROOT / "README.md", folder)
    return folder


def run(words: list[str], folder: Path) -> Done:
    """Return what a program did in a folder."""
    finished = subprocess.run(
        words,
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "MPLBACKEND": "agg"},
        timeout=300,
    )
    return Done(finished.returncode, finished.stdout, finished.stderr)


def run_page(page: Path, folder: Path) -> dict[str, Done]:
    """Return what every command of a page did, one after the other."""
    program = shutil.which("xpsfit", path=str(Path(sys.executable).parent))
    assert program, "install xpsfit into this environment: pip install -e '.[dev]'"
    clone = a_clone(folder)
    done: dict[str, Done] = {}
    for command in commands(page):
        words = shlex.split(command.line, comments=True)
        assert words[0] == "xpsfit", command.line
        done[command.line] = run([program, *words[1:]], clone)
    return done


def check(command: Command, done: Done) -> None:
    """Fail unless a command ended and printed as its page says."""
    assert done.returncode == command.exit_code, done.stderr
    printed = [*done.stdout.splitlines(), *done.stderr.splitlines()]
    for line in command.shown:
        assert any(is_shown(line, one) for one in printed), (
            f"{command.line} does not print: {line}"
        )


def last_digit(number: str) -> float:
    """Return what one step in the last digit that carries information is worth.

    >>> last_digit("36.76"), last_digit("52010"), last_digit("0")
    (0.01, 10.0, 1.0)
    """
    whole, _, decimals = number.partition(".")
    zeros = len(whole[1:]) - len(whole[1:].rstrip("0"))
    return 10.0 ** (-len(decimals) if decimals else zeros)


def is_shown(line: str, printed: str) -> bool:
    """Return whether a line of a page is a printed one, but for the last digit.

    Another processor may round a last digit the other way.
    """
    if NUMBER.sub("#", line).split() != NUMBER.sub("#", printed).split():
        return False
    pairs = zip(NUMBER.findall(line), NUMBER.findall(printed), strict=True)
    return all(
        abs(float(one) - float(other)) < 1.5 * min(last_digit(one), last_digit(other))
        for one, other in pairs
    )


def page_done(name: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """Return what the commands of a page did, in a clone of its own."""
    return run_page(ROOT / name, tmp_path_factory.mktemp("clone"))
