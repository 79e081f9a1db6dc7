"""What a message tells the user to do can be done."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

import peaklib
import xpsfit
import xpsfit_cli
from xpsfit_cli.main import COMMANDS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = [Path(package.__path__[0]) for package in (peaklib, xpsfit, xpsfit_cli)]
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
COMMAND = re.compile(r"'xpsfit ([a-z-]+)")


@cache
def strings() -> tuple[tuple[str, str], ...]:
    """Return file and text of every string in the packages, docstrings included."""
    return tuple(
        (f"{file.name}:{node.lineno}", node.value)
        for package in PACKAGES
        for file in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def commands(group: click.Group) -> Iterator[click.Command]:
    """Yield a group and all commands below it."""
    yield group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command)
        else:
            yield command


@cache
def options() -> frozenset[str]:
    """Return the long options of all commands."""
    return frozenset(
        name
        for command in commands(cli)
        for parameter in command.params
        for name in (*parameter.opts, *parameter.secondary_opts)
    ) | {"--help"}


def test_every_option_that_a_string_names_exists() -> None:
    named = [(at, one) for at, text in strings() for one in OPTION.findall(text)]
    assert len(named) > 50
    assert [(at, one) for at, one in named if one not in options()] == []


def test_every_command_that_a_string_names_exists() -> None:
    named = [(at, one) for at, text in strings() for one in COMMAND.findall(text)]
    assert named
    assert [(at, one) for at, one in named if one not in COMMANDS] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("leave --format out", ["--format"]),
        ("a--b", []),
        ("--etch-times X", ["--etch-times"]),
    ],
)
def test_options_are_recognized(text: str, found: list[str]) -> None:
    assert OPTION.findall(text) == found
    assert "--format" not in options()
