"""The command reference against the program: every command, option and example."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from xpsfit_cli.main import COMMANDS, cli
from xpsfit_cli.options import BACKGROUND_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.running import Run

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
TEXT = PAGE.read_text(encoding="utf-8")
CONSOLE = re.findall(r"^\$ xpsfit (.+)$", TEXT, re.MULTILINE)


def _commands() -> Iterator[tuple[str, click.Command]]:
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", c) for sub, c in command.commands.items())


def _section(name: str) -> str:
    """Return the text from a command's heading to the next one."""
    match = re.search(
        rf"^##+ xpsfit {name}\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL
    )
    assert match is not None, f"docs/commands.md has no section on xpsfit {name}"
    return match[1]


@pytest.mark.parametrize("name", [name for name, _ in _commands()])
def test_every_command_has_a_section(name: str) -> None:
    assert len(_section(name)) > 50


@pytest.mark.parametrize(("name", "command"), list(_commands()))
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
        for line in _section(name).replace(r"\|", "/").splitlines()
        if line.startswith("| `-")
    )
    written = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", table))
    assert written == known


@pytest.mark.parametrize("name", [name for name, _ in _commands()])
def test_its_section_has_an_example(name: str) -> None:
    subcommands = ("model",)
    assert name in subcommands or f"$ xpsfit {name}" in _section(name)


@pytest.mark.parametrize("flag", ["--version", "--quiet", "--verbose", "--help"])
def test_the_options_of_the_group_are_there(flag: str) -> None:
    assert f"`{flag}`" in TEXT.split("## xpsfit fit")[0]


@pytest.mark.parametrize("name", BACKGROUND_NAMES)
def test_every_background_is_explained(name: str) -> None:
    assert f"| `{name}` |" in TEXT


def _examples() -> list[str]:
    """Return the examples of the page and of every help page."""
    helps = [cli.epilog, *(command.epilog for _, command in _commands())]
    return CONSOLE + [str(text).removeprefix("Example: xpsfit ") for text in helps]


@pytest.mark.parametrize("example", dict.fromkeys(_examples()))
def test_the_example_runs(
    run: Run, tmp_path: Path, samples: Path, example: str
) -> None:
    (tmp_path / "sample_spectra").symlink_to(samples)
    if "check" in example:
        run("model", "init", "my_model.toml")
    words = shlex.split(example)
    if words[0] in {"check", "rerun", "diff"} and "results" in example:
        fit = ("fit", "sample_spectra/bare_li.vms", "--no-figures", "-o")
        run(*fit, "results")
        run(*fit, "other", "--background", "active_linear")
    if words[0] in {"fit", "depth-profile"}:
        words.append("--no-figures")
    result = run(*words)
    if "Al 2s" in example:
        assert result.exit_code == 1
        assert result.stderr.strip() in TEXT
    else:
        assert result.exit_code == (3 if words[0] == "diff" else 0), result.stderr
