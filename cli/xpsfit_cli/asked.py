"""What a command line asked for, kept so that `xpsfit rerun` can ask again.

`run.json` keeps the words of the command. Options that name files are of two kinds,
listed here: those of `READ` have a part in the numbers, so their content is pinned with
that of the spectra; those of `NOT_READ` say where things go or how they look.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xpsfit.errors import InputError
from xpsfit.readers.folder import folder_files
from xpsfit.settings import Settings
from xpsfit.writers.run_record import Request
from xpsfit_cli.context import command_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import click

READ = frozenset({"etch_times", "layers", "metadata", "reference"})
NOT_READ = frozenset({"output", "style"})
REPEATABLE = ("fit", "depth-profile")
_SETTINGS = "xpsfit.settings"


def request_of(
    ctx: click.Context, source: Path, folder: Path, *, together: bool
) -> Request | None:
    """Return what was asked for to get the result of one input.

    Parameters
    ----------
    ctx : click.Context
        Of the command that runs.
    source : Path
        The input.
    folder : Path
        The results folder.
    together : bool
        Whether all inputs are fitted together.
    """
    words = command_words(ctx)[1:]
    place = next((n for n, word in enumerate(words) if word in REPEATABLE), None)
    if place is None:
        return None
    every = ctx.params["inputs"] if together else (source,)
    return Request(
        command=words[place],
        arguments=tuple(words[place + 1 :]),
        folder=str(Path.cwd()),
        input=str(source),
        together=tuple(str(path) for path in every),
        result=str(folder),
    )


def files_besides(ctx: click.Context, *, together: bool) -> list[Path]:
    """Return the files that a result rests on besides those of its spectra.

    Parameters
    ----------
    ctx : click.Context
        Of the command that runs.
    together : bool
        Whether all inputs are fitted together: then a result rests on the others too.
    """
    others = [*option_paths(ctx.params)]
    if together:
        others += ctx.params["inputs"]
    return _files(others)


def option_paths(given: Mapping[str, Any]) -> list[Path]:
    """Return the files and folders that options of `READ` name."""
    found: list[Path] = []
    for name in sorted(READ & set(given)):
        value = given[name]
        if value is not None:
            found += value if isinstance(value, tuple) else [value]
    return found


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        try:
            found += folder_files(path) if path.is_dir() else [path]
        except InputError:
            continue
    return found


def prescribe(ctx: click.Context, settings: Settings) -> None:
    """Have the command take these settings, whatever its words say."""
    ctx.meta[_SETTINGS] = settings


def settings_in_force(ctx: click.Context, chosen: Settings) -> Settings:
    """Return the settings of the command, or those prescribed."""
    prescribed = ctx.meta.get(_SETTINGS)
    return prescribed if isinstance(prescribed, Settings) else chosen
