"""Every command of docs/tutorial.md runs as written, in the order of the page."""

from __future__ import annotations

import pytest

from tests.sessions import ROOT, Command, Done, check, commands, page_done

PAGE = "docs/tutorial.md"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    return page_done(PAGE, tmp_path_factory)


@pytest.mark.parametrize("command", commands(ROOT / PAGE), ids=lambda c: c.line)
def test_it_runs_as_written(command: Command, done: dict[str, Done]) -> None:
    check(command, done[command.line])
