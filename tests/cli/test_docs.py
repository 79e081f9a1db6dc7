"""The command reference against the program: every command, option and example."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tests.program import every_command, section
from tests.sessions import commands
from xpsfit_cli.main import cli
from xpsfit_cli.options import BACKGROUND_NAMES

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name, _ in every_command()])
def test_every_command_has_a_section(name: str) -> None:
    assert len(section(TEXT, name)) > 50


@pytest.mark.parametrize(("name", "command"), list(every_command()))
def test_its_section_names_every_option_and_no_other(
    name: str, command: click.Command
) -> None:
    known = {
        flag
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for flag in (*parameter.opts, *parameter.secondary_opts)
    }
    table = "\n".join(
        line.split("|")[1]
        for line in section(TEXT, name).replace(r"\|", "/").splitlines()
        if line.startswith("| `-")
    )
    written = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", table))
    assert written == known


@pytest.mark.parametrize("name", [name for name, _ in every_command()])
def test_its_section_has_an_example(name: str) -> None:
    subcommands = ("model",)
    assert name in subcommands or f"$ xpsfit {name}" in section(TEXT, name)


@pytest.mark.parametrize("flag", ["--version", "--quiet", "--verbose", "--help"])
def test_the_options_of_the_group_are_there(flag: str) -> None:
    assert f"`{flag}`" in TEXT.split("## xpsfit fit")[0]


@pytest.mark.parametrize("name", BACKGROUND_NAMES)
def test_every_background_is_explained(name: str) -> None:
    assert f"| `{name}` |" in TEXT


def _examples() -> list[str]:
    """Return the examples of every help page."""
    helps = [cli.epilog, *(command.epilog for _, command in every_command())]
    return [str(text).removeprefix("Example: ") for text in helps]


@pytest.mark.parametrize("example", dict.fromkeys(_examples()))
def test_the_page_runs_the_example_of_every_help(example: str) -> None:
    written = [command.line.partition("  #")[0] for command in commands(PAGE)]
    assert example in written
