"""`summary.csv`: one row per sample and level, over all inputs of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import OutputError
from xpsfit.writers.csv_files import write_csv
from xpsfit.writers.folder import readable_failures
from xpsfit.writers.tables_profile import SUMMARY_COLUMNS, summary_table
from xpsfit.writers.working_folder import working_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.results import SampleResult

SUMMARY_FILE = "summary.csv"


def check_summary(folder: Path, *, force: bool = False) -> None:
    """Refuse a folder whose `summary.csv` must not be replaced; return nothing.

    Parameters
    ----------
    folder : Path
        The output folder.
    force : bool
        Whether an earlier summary may be replaced.

    Raises
    ------
    OutputError
        If there is one, unless `force` is set and its header is that of a summary.
    """
    target = folder / SUMMARY_FILE
    if not (target.exists() or target.is_symlink()):
        return
    if not force:
        raise OutputError(
            f"{target} already exists; replace it with --force or choose another "
            "place with -o"
        )
    if not _is_summary(target):
        raise OutputError(
            f"{target} was not written by xpsfit, so --force does not replace it; "
            "move it away or choose another place with -o"
        )


def _is_summary(path: Path) -> bool:
    expected = ",".join(SUMMARY_COLUMNS).encode() + b","
    if path.is_symlink() or not path.is_file():
        return False
    with readable_failures(path), path.open("rb") as stream:
        return stream.read(len(expected)) == expected


def write_summary(
    folder: Path,
    results: Sequence[SampleResult],
    inputs: Sequence[str] = (),
    *,
    force: bool = False,
) -> Path:
    """Write `summary.csv` into `folder` at once and return its path.

    Parameters
    ----------
    folder : Path
        The output folder; made where it does not exist.
    results : sequence of SampleResult
        Of all inputs.
    inputs : sequence of str, optional
        Which input each result comes from.
    force : bool
        Whether an earlier summary may be replaced.

    Raises
    ------
    OutputError
        If it must not be replaced or cannot be written.
    """
    check_summary(folder, force=force)
    target = folder / SUMMARY_FILE
    with readable_failures(target):
        folder.mkdir(parents=True, exist_ok=True)
        with working_folder(target) as working:
            new = working / SUMMARY_FILE
            write_csv(new, summary_table(results, inputs))
            new.replace(target)
    return target
