"""Every command of docs/tutorial.md runs as written, in the order of the page."""

from __future__ import annotations

import click
import pytest

from tests.sessions import ROOT, Command, Done, check, commands, page_done
from xpsfit_cli.main import cli

PAGE = "docs/tutorial.md"
# An option that the program is about to get; nothing else may be missing.
AWAITED = "--reference"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    return page_done(PAGE, tmp_path_factory)


def _known(name: str) -> bool:
    command = cli.get_command(click.Context(cli), name)
    return command is not None and any(AWAITED in p.opts for p in command.params)


@pytest.mark.parametrize("command", commands(ROOT / PAGE), ids=lambda c: c.line)
def test_it_runs_as_written(command: Command, done: dict[str, Done]) -> None:
    if AWAITED in command.line.split() and not _known(command.line.split()[1]):
        pytest.skip(f"the program has no {AWAITED} yet")
    check(command, done[command.line])
