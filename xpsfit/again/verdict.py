"""Whether a result was reproduced, and what is different."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xpsfit.again.tables import TableComparison, compare_tables
from xpsfit.errors import FormatError
from xpsfit.writers.run_record import machine, versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xpsfit.again.recorded import RecordedRun

Subject = Literal["input", "version", "machine", "setting", "table"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not as it was when the result was made, in a sentence."""

    subject: Subject
    sentence: str


@dataclass(frozen=True, slots=True)
class Reproduction:
    """What came of doing a run again.

    Attributes
    ----------
    changes : tuple of Change
        What is different now; versions may differ and the numbers still be the same.
    tables : tuple of TableComparison
        Empty where nothing was fitted again, because an input has changed.
    """

    changes: tuple[Change, ...]
    tables: tuple[TableComparison, ...] = ()

    @property
    def reproduced(self) -> bool:
        """Return whether every table was made again with the same numbers."""
        return bool(self.tables) and all(table.same for table in self.tables)


def changes_since(run: RecordedRun) -> tuple[Change, ...]:
    """Return what of the program, the machine and the folder is not as it was.

    Raises
    ------
    FormatError
        If a file of the folder cannot be read.
    """
    found = [
        *_differing("version", run.versions, versions()),
        *_differing("machine", run.machine, machine()),
    ]
    found += [
        Change("setting", f"{name} was not recorded; this version's default is used")
        for name in run.settings.defaulted
    ]
    found += [
        Change("table", f"{name} was edited after the run")
        for name in tables_of(run)
        if _edited(run.folder / name, run.files[name])
    ]
    return tuple(found)


def tables_of(run: RecordedRun) -> list[str]:
    """Return the names of the tables that a run wrote."""
    return sorted(
        name for name in run.files if name.endswith(".csv") and "/" not in name
    )


def compare(
    run: RecordedRun, again: RecordedRun, renamed: Mapping[str, str]
) -> tuple[tuple[Change, ...], tuple[TableComparison, ...]]:
    """Return what else has changed, and how the tables of both runs compare.

    Parameters
    ----------
    run, again : RecordedRun
        The run, and the one that repeated it.
    renamed : mapping of str to str
        Paths as the second run knows them, and as the first did.

    Raises
    ------
    InputError, FormatError
        If a table cannot be read.
    """
    names = [_former(file.file, renamed) for file in again.inputs]
    before = {file.file for file in run.inputs}
    changes = tuple(
        Change("input", f"{name} is new: the run did not use it")
        for name in names
        if name not in before
    )
    tables = compare_tables(run.folder, again.folder, tables_of(run), renamed)
    return changes, tables


def _former(name: str, renamed: Mapping[str, str]) -> str:
    for current, former in renamed.items():
        if name.startswith(current):
            return former + name.removeprefix(current)
    return name


def _differing(
    subject: Subject, was: Mapping[str, str], now: Mapping[str, str]
) -> Sequence[Change]:
    return [
        Change(
            subject,
            f"{name} was {was.get(name, 'not recorded')}, is "
            f"{now.get(name, 'not there')}",
        )
        for name in dict.fromkeys([*was, *now])
        if was.get(name) != now.get(name)
    ]


def _edited(path: Path, digest: str) -> bool:
    """Return whether a file that is there is not as it was written."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() != digest
    except FileNotFoundError:
        return False
    except OSError as error:
        raise FormatError(f"cannot be read ({error.strerror})", file=path) from error
