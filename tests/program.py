"""The commands of the program, and the sections on them in a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from xpsfit_cli.main import COMMANDS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield every command, and those of groups, by the words that call it."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", c) for sub, c in command.commands.items())


def section(page: str, name: str) -> str:
    """Return the text from the heading of a command to the next heading."""
    found = re.search(
        rf"^##+ xpsfit {name}\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL
    )
    assert found is not None, f"the page has no section on xpsfit {name}"
    return found[1]
