"""A recorded command run again, silently, into a folder of its own.

The recorded words are parsed as they were the first time. Then inputs are replaced by
where they lie now, and settings and peak model by the recorded ones, so that neither a
new default nor an edited model file has a part in it.
"""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from xpsfit.again import Found, find_inputs
from xpsfit.errors import InputError
from xpsfit.statements import statements_text
from xpsfit.writers import result_folders_for
from xpsfit_cli.asked import NOT_READ, READ, REPEATABLE, option_paths, prescribe
from xpsfit_cli.context import add_loudness, loudness
from xpsfit_cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.again import RecordedRun
    from xpsfit.writers.run_record import Request

SILENT, METADATA = -2, "--metadata"
# Where and how loudly a run works has no part in its numbers, and a record from a
# stranger must not choose it: no cluster, no more processes, no file but in scratch.
HERE_AND_ALONE: Mapping[str, Any] = MappingProxyType(
    {
        "model": None,
        "force": False,
        "figures": False,
        "xlsx": False,
        "as_json": False,
        "workers": 1,
        "scheduler": None,
        "resume": False,
    }
)


def the_request(run: RecordedRun) -> Request:
    """Return what the command line asked for.

    Raises
    ------
    InputError
        If the result was not made on the command line.
    """
    if run.request is None or run.request.command not in REPEATABLE:
        raise InputError(
            f"{run.folder} was not made by 'xpsfit {REPEATABLE[0]}' or 'xpsfit "
            f"{REPEATABLE[1]}' on the command line, so there is nothing to repeat; "
            "run again what made it, and compare with 'xpsfit diff'"
        )
    return run.request


def named_paths(request: Request) -> list[str]:
    """Return every file and folder that a request rests on, as it was given.

    Raises
    ------
    InputError
        If this version does not understand its words.
    """
    with recorded_context(request) as ctx:
        options = [str(path) for path in option_paths(ctx.params)]
    return [*request.together, *options]


def replay(run: RecordedRun, places: Mapping[str, Path], working: Path) -> Path:
    """Return the results folder of the run done again, below `working`.

    Parameters
    ----------
    run : RecordedRun
    places : mapping of str to Path
        Where each of `named_paths` lies now.
    working : Path
        An empty folder.

    Raises
    ------
    InputError
        If this version does not understand the words, or nothing came out.
    XpsFitError, PeakLibError, OSError
        As the command itself.
    """
    request = the_request(run)
    inputs = tuple(places[name] for name in request.together)
    said = io.StringIO()
    with recorded_context(request) as ctx:
        ctx.params |= _moved(ctx.params, places)
        ctx.params |= {"inputs": inputs, **HERE_AND_ALONE, "output": working}
        add_loudness(ctx, SILENT - loudness(ctx))
        prescribe(ctx, run.settings.settings)
        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(said):
                ctx.command.invoke(ctx)
        except click.exceptions.Exit:
            # Done in part, as the run may have been; the tables say whether it was.
            pass
    folder = result_folders_for(inputs, working)[places[request.input]]
    if not folder.is_dir():
        reason = " ".join(said.getvalue().split()) or "nothing was said why"
        raise InputError(f"the run did not come to a result again: {reason}")
    return folder


def recorded_context(request: Request) -> click.Context:
    """Return the recorded words as parsed now.

    Raises
    ------
    InputError
        If this version does not understand them.
    """
    command = cli.get_command(click.Context(cli), request.command)
    if command is None:
        raise InputError(f"there is no command {request.command!r} to run again")
    words, metadata = _without_metadata(request.arguments)
    try:
        ctx = command.make_context(request.command, words)
        if metadata is not None:
            ctx.params["metadata"] = metadata
        return ctx
    except (click.UsageError, click.exceptions.Exit) as error:
        reason = error.message if isinstance(error, click.UsageError) else "help"
        raise InputError(
            f"this version of xpsfit does not understand the recorded command "
            f"({reason}); use the version that run.json names"
        ) from error


def _without_metadata(arguments: Sequence[str]) -> tuple[list[str], Path | None]:
    """Return the words without the file of statements, which may be gone, and it."""
    words, found = list(arguments), None
    for place, word in enumerate(arguments):
        if word == METADATA and place + 1 < len(arguments):
            found, words = arguments[place + 1], words[:place] + words[place + 2 :]
            break
        if word.startswith(f"{METADATA}="):
            found, words = (
                word.removeprefix(f"{METADATA}="),
                words[:place] + words[place + 1 :],
            )
            break
    return words, None if found is None else Path(found)


def inputs_now(
    run: RecordedRun, request: Request, folder: Path | None, scratch: Path
) -> tuple[Found, str]:
    """Return where all inputs lie now, and a remark on recorded statements.

    Parameters
    ----------
    run : RecordedRun
    request : Request
    folder : Path or None
        Where to look for them, and nowhere else.
    scratch : Path
        A folder for the recorded statements, where their own file is gone.

    Raises
    ------
    InputError
        If an input is not there, or this version does not understand the words.
    """
    metadata = _without_metadata(request.arguments)[1]
    names = named_paths(request)
    if metadata is None or not run.stated or str(metadata) in request.together:
        return find_inputs(run, request, names, folder), ""
    others = [name for name in names if name != str(metadata)]
    found = find_inputs(run, request, others, folder)
    try:
        own = find_inputs(run, request, [str(metadata)], folder)
    except InputError:
        place = scratch / "stated.toml"
        place.write_text(statements_text(run.stated), encoding="utf-8")
        remark = f"{metadata} is gone; what it stated is taken from run.json"
        return Found({**found.places, str(metadata): place}, found.changed), remark
    return Found({**found.places, **own.places}, (*found.changed, *own.changed)), ""


def _moved(given: Mapping[str, Any], places: Mapping[str, Path]) -> dict[str, Any]:
    """Return the options that name files, with the places where those lie now."""
    moved: dict[str, Any] = {}
    for name, value in given.items():
        if name in NOT_READ:
            moved[name] = () if isinstance(value, tuple) else None
        elif name in READ and isinstance(value, tuple):
            moved[name] = tuple(places[str(path)] for path in value)
        elif name in READ and value is not None:
            moved[name] = places[str(value)]
    return moved
