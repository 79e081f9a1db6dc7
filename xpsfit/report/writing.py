"""A report written beside its result, or wherever the user wants it."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from xpsfit.again import RecordedRun, read_run
from xpsfit.errors import InputError, OutputError
from xpsfit.readers.result_h5 import read_results
from xpsfit.report.page import report_html
from xpsfit.writers.folder import readable_failures

if TYPE_CHECKING:
    from pathlib import Path

REPORT_FILE = "report.html"
SUFFIXES = (".html", ".htm")


def write_report(
    result: Path, file: Path | None = None, *, force: bool = False
) -> tuple[Path, int]:
    """Write the report of a result at once; return where it stands and its bytes.

    Parameters
    ----------
    result : Path
        The results folder, or its `result.h5`.
    file : Path, optional
        By default `REPORT_FILE` in the results folder.
    force : bool
        Whether a file that is there is replaced.

    Raises
    ------
    InputError, FormatError
        If the result cannot be read.
    OutputError
        If the file is there, has another suffix than .html, or cannot be written.
    """
    target = file or (result if result.is_dir() else result.parent) / REPORT_FILE
    if target.suffix.casefold() not in SUFFIXES:
        raise OutputError(f"{target}: a report is a web page; name it NAME.html")
    if target.exists() and not (force and target.is_file()):
        raise OutputError(
            f"{target} already exists; replace it with --force or choose another place "
            "with -o"
        )
    results = read_results(result)
    page = report_html(results, _run_of(result)).encode("utf-8", "replace")
    with readable_failures(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _put(target, page)
    return target, len(page)


def _run_of(result: Path) -> RecordedRun | None:
    """Return the record of the run, None for a `result.h5` that stands alone."""
    try:
        return read_run(result)
    except InputError as error:
        if (result if result.is_dir() else result.parent).joinpath("run.json").exists():
            raise
        del error
        return None


def _put(target: Path, content: bytes) -> None:
    """Let the whole file appear at once, readable as any file is."""
    handle, name = tempfile.mkstemp(prefix=".xpsfit-", dir=target.parent)
    working = target.parent / name
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        mask = os.umask(0)
        os.umask(mask)
        working.chmod(0o666 & ~mask)
        working.replace(target)
    finally:
        working.unlink(missing_ok=True)
