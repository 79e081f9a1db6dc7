"""`run.json` of a results folder, read back to do the run again.

The file may come from a stranger: its size is checked, every part has to be what it
should be, and no text in it is more than a name, a word or a path to look at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xpsfit.errors import FormatError, InputError
from xpsfit.file_kind import why_no_file
from xpsfit.results import Failure
from xpsfit.settings_record import RecordedSettings, settings_from
from xpsfit.writers.folder import RUN_FILE
from xpsfit.writers.run_record import FORMAT, VERSION, InputFile, Request

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """What `run.json` says of how a result came about.

    Attributes
    ----------
    folder : Path
        The results folder.
    date : str
    versions, machine : mapping of str to str
    settings : RecordedSettings
    inputs : tuple of InputFile
    files : mapping of str to str
        SHA-256 of what the folder held when it was written, by name.
    request : Request or None
        None where the result was not made on the command line.
    unread : tuple of Path
        Files that gave no spectra.
    stated : mapping of str to str
        What the user stated about the measurement.
    failures : tuple of Failure
        Samples, regions and levels without a result.
    """

    folder: Path
    date: str
    versions: Mapping[str, str]
    machine: Mapping[str, str]
    settings: RecordedSettings
    inputs: tuple[InputFile, ...]
    files: Mapping[str, str]
    request: Request | None
    unread: tuple[Path, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict[str, str])
    failures: tuple[Failure, ...] = ()


def read_run(result: Path) -> RecordedRun:
    """Return what `run.json` of a results folder says.

    Parameters
    ----------
    result : Path
        The folder, or a file in it.

    Raises
    ------
    InputError
        If there is no such folder, or no `run.json` in it.
    FormatError
        If it is not a record of this version, or holds settings unknown to it.
    """
    folder = result if result.is_dir() else result.parent
    file = folder / RUN_FILE
    content = _content(file, result)
    if content.get("format") != FORMAT:
        raise FormatError("this is not the record of a run of xpsfit", file=file)
    if content.get("version") != VERSION:
        raise FormatError(
            "the record was written by another version of xpsfit, which recorded other "
            "things; run the analysis again",
            file=file,
        )
    try:
        return _run(folder, content)
    except FormatError as error:
        raise FormatError(error.message, file=file) from error
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(
            f"the record is not as xpsfit writes it ({error}); run the analysis again",
            file=file,
        ) from error


def _content(file: Path, result: Path) -> dict[str, Any]:
    if not file.is_file():
        raise InputError(
            f"{result} holds no {RUN_FILE}; give the folder NAME.xpsfit that fit or "
            "depth-profile wrote"
            if not why_no_file(result) or result.is_dir()
            else f"{result} is not there; give the folder NAME.xpsfit that fit or "
            "depth-profile wrote"
        )
    try:
        if file.stat().st_size > MAX_BYTES:
            raise FormatError("the record is too large to be one", file=file)
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", file=file) from error
    except (ValueError, RecursionError) as error:
        raise FormatError(
            "the record is damaged: it is no JSON; run the analysis again", file=file
        ) from error
    if not isinstance(content, dict):
        raise FormatError("this is not the record of a run of xpsfit", file=file)
    return content


def _run(folder: Path, content: Mapping[str, Any]) -> RecordedRun:
    model, request = content["model"], content["request"]
    failed = [_mapping(entry) for entry in _list(content["failures"])]
    return RecordedRun(
        folder=folder,
        date=_text(content["date"]),
        versions=_texts(content["versions"]),
        machine=_texts(content["machine"]),
        settings=settings_from(
            _mapping(content["settings"]), None if model is None else _text(model)
        ),
        inputs=tuple(_input(entry) for entry in _list(content["inputs"])),
        files=_texts(content["files_sha256"]),
        request=None if request is None else _request(_mapping(request)),
        unread=tuple(Path(_text(e["file"])) for e in failed if "file" in e),
        stated=_texts(content.get("stated", {})),
        failures=tuple(_failure(entry) for entry in failed if "file" not in entry),
    )


def _failure(given: Mapping[str, Any]) -> Failure:
    time_s = given["etch_time_s"]
    if time_s is not None and type(time_s) not in (int, float):
        raise ValueError("an etch time is no number")
    texts = (_text(given[name]) for name in ("sample", "region", "reason"))
    sample, region, reason = texts
    return Failure(sample, region, time_s, reason)


def _input(entry: object) -> InputFile:
    given = _mapping(entry)
    size = given["bytes"]
    if type(size) is not int:
        raise ValueError("a size is no number")
    return InputFile(_text(given["file"]), size, _text(given["sha256"]))


def _request(given: Mapping[str, Any]) -> Request:
    return Request(
        command=_text(given["command"]),
        arguments=tuple(_text(word) for word in _list(given["arguments"])),
        folder=_text(given["folder"]),
        input=_text(given["input"]),
        together=tuple(_text(name) for name in _list(given["together"])),
        result=_text(given["result"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is missing")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("a list is missing")
    return value


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("an object is missing")
    return value


def _texts(value: object) -> dict[str, str]:
    return {name: _text(text) for name, text in _mapping(value).items()}
