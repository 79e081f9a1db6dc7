"""The command reference, written from the click program itself."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import click

from xpsfit_cli.main import COMMANDS, SHORT_HELPS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """\
# Commands, from the program

This page is written by the program when the site is built: what `--help` says, in one
place. [Commands, explained](../commands.md) says more about what is done and why.
"""


def commands_page() -> str:
    """Return the page as Markdown: usage, help, options, example of every command."""
    parts = [HEAD, _table(cli)]
    for name in COMMANDS:
        parts += _sections(name, _command(name))
    return "\n".join(parts)


def _command(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    if command is None:
        raise LookupError(name)
    return command


def _sections(name: str, command: click.Command) -> Iterator[str]:
    yield f"## xpsfit {name}\n"
    yield f"{SHORT_HELPS.get(name, '')}\n"
    yield from _body(f"xpsfit {name}", command)
    if isinstance(command, click.Group):
        for sub, below in command.commands.items():
            yield f"### xpsfit {name} {sub}\n"
            yield from _body(f"xpsfit {name} {sub}", below)


def _body(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```text\n{path} {usage}\n```\n"
    yield _escaped(inspect.cleandoc(command.help or "")) + "\n"
    yield _table(command)
    if command.epilog:
        yield f"`{command.epilog.removeprefix('Example: ')}`\n"


def _table(command: click.Command) -> str:
    rows = ["| option | default | meaning |", "|---|---|---|"]
    rows += [
        _row(option)
        for option in command.get_params(click.Context(command))
        if isinstance(option, click.Option) and not option.hidden
    ]
    return "\n".join(rows) + "\n"


def _row(option: click.Option) -> str:
    flags = ", ".join(f"`{flag}`" for flag in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else f" `{_metavar(option)}`"
    cells = (f"{flags}{value}", _default(option), _escaped(option.help or ""))
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _metavar(option: click.Option) -> str:
    return option.make_metavar(click.Context(cli)).strip("[]")


def _default(option: click.Option) -> str:
    shown = option.show_default
    if isinstance(shown, str):
        return _escaped(shown)
    if not shown:
        return ""
    if option.is_flag and option.secondary_opts:
        chosen = option.opts if option.default else option.secondary_opts
        return chosen[0].lstrip("-")
    return "" if option.default is None else f"`{option.default}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|") if text.strip() else ""


def _escaped(text: str) -> str:
    r"""Return text with what Markdown would take for markup made plain.

    Examples
    --------
    >>> _escaped("KE^n * <x> [a]")
    'KE^n \\* &lt;x> \\[a]'
    """
    return (
        text.replace("<", "&lt;")
        .replace("*", r"\*")
        .replace("[", r"\[")
        .replace("_", r"\_")
        .replace("\b\n", "")
    )
