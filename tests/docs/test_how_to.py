"""Every command and all Python of the pages, those of two apart, run as written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.sessions import ROOT, blocks, check, commands, run, run_page

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
# These have a session of their own, and run beside this one.
OWN = {"commands.md", "tutorial.md"}
PAGES = sorted(page for page in DOCS.rglob("*.md") if page.name not in OWN)
WITH_COMMANDS = [page for page in PAGES if commands(page)]
WITH_PYTHON = [page for page in PAGES if blocks(page, "python")]


@pytest.mark.parametrize("kind", ["sh", "bash", "shell", "text"])
def test_no_command_hides_in_a_block_that_is_not_run(kind: str) -> None:
    hidden = [
        (page.name, line)
        for page in DOCS.rglob("*.md")
        for text in blocks(page, kind)
        for line in text.splitlines()
        if line.removeprefix("$ ").startswith("xpsfit ")
        # There is no cluster here; tests of its own have one.
        and "--scheduler" not in line
    ]
    assert hidden == []


def test_there_are_pages() -> None:
    assert len(WITH_COMMANDS) >= 4
    assert WITH_PYTHON


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.stem)
def test_its_commands_run_as_written(page: Path, tmp_path: Path) -> None:
    done = run_page(page, tmp_path)
    for command in commands(page):
        check(command, done[command.line])


@pytest.mark.parametrize("page", WITH_PYTHON, ids=lambda page: page.stem)
def test_its_python_runs_as_written(page: Path, tmp_path: Path) -> None:
    code = "\n".join(blocks(page, "python"))
    if "pandas" in code:
        pytest.importorskip("pandas")
    # What a page makes, its Python may read.
    run_page(page, tmp_path)
    finished = run([sys.executable, "-c", code], tmp_path)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout
