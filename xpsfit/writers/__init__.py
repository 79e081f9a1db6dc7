"""Results on disk: the results folder, the summary, and the tables inside them.

A folder holds ``components.csv``, ``composition.csv``, ``candidates.csv``,
``fits.csv``, ``parameters.csv``, ``curves.csv``, ``checks.csv``, ``profile.csv`` for a
series (``profile-2.csv`` and so on for further samples), ``drift.csv`` and, where cells
are empty, ``gaps.csv``, figures, ``model.toml``, ``methods.txt``, ``result.h5`` and
``run.json``; ``result.xlsx`` where it was asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.account import methods_text
from xpsfit.checks import judge, outcomes
from xpsfit.depth import depth_profile
from xpsfit.errors import OutputError
from xpsfit.figure_look import HOUSE_LOOK
from xpsfit.model import dump_model
from xpsfit.writers.csv_files import write_blocks_csv, write_csv
from xpsfit.writers.figures import figures_beside
from xpsfit.writers.folder import (
    RUN_FILE,
    check_result_folder,
    file_digests,
    replaced_folder,
    result_folder_for,
    result_folders_for,
)
from xpsfit.writers.run_record import RunRecord, make_record, run_record_json
from xpsfit.writers.summary import check_summary, write_summary
from xpsfit.writers.tables import profile_table, short_tables
from xpsfit.writers.tables_checks import checks_table
from xpsfit.writers.tables_curves import curve_blocks, curve_columns
from xpsfit.writers.tables_drift import drift_table
from xpsfit.writers.tables_gaps import gaps_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.checks import Finding
    from xpsfit.figure_look import FigureLook
    from xpsfit.results import SampleResult

__all__ = [
    "RunRecord",
    "check_result_folder",
    "check_summary",
    "make_record",
    "result_folder_for",
    "result_folders_for",
    "write_results",
    "write_summary",
]


def write_results(
    folder: Path,
    results: Sequence[SampleResult],
    record: RunRecord,
    *,
    force: bool = False,
    figures: FigureLook | None = HOUSE_LOOK,
    workbook: bool = False,
    findings: Sequence[Finding] | None = None,
) -> list[Path]:
    """Write a complete results folder at once and return the paths of its files.

    Parameters
    ----------
    folder : Path
        The results folder; parents are made.
    results : sequence of SampleResult
        One or more samples of one input.
    record : RunRecord
        From `make_record`.
    force : bool
        Whether an earlier result of xpsfit may be replaced.
    figures : FigureLook or None
        How figures shall look; None draws none.
    workbook : bool
        Whether the tables are written into ``result.xlsx`` too.
    findings : sequence of Finding, optional
        What `xpsfit.checks.judge` says of `results`, where that is known already.

    Raises
    ------
    OutputError
        If there is nothing to write, `folder` must not be replaced, or writing fails.
        What stood in `folder` before is then still there, whole.
    """
    if not results:
        raise OutputError(f"{folder}: there are no results to write; see the failures")
    with replaced_folder(folder, force=force) as new:
        with figures_beside(new, results, figures):
            judged = judge(results) if findings is None else findings
            record = replace(record, checks=outcomes(judged))
            _write_tables(new, results, judged)
            _write_models(new, results)
            said = methods_text(results, record.versions, record.settings)
            _write_text(new / "methods.txt", said)
            _write_hdf5(new, results, record)
            if workbook:
                _write_workbook(new, results, record)
        digests = file_digests(new)
        text = run_record_json(record, digests)
        _write_text(new / RUN_FILE, f"{text}\n")
    return [folder / name for name in (*digests, RUN_FILE)]


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


def _write_tables(
    folder: Path,
    results: Sequence[SampleResult],
    findings: Sequence[Finding],
) -> None:
    for table in short_tables(results):
        write_csv(folder / f"{table.name}.csv", table)
    write_csv(folder / "checks.csv", checks_table(findings))
    curves = curve_blocks(results)
    write_blocks_csv(folder / "curves.csv", curve_columns(results), curves)
    series = [result for result in results if result.rate_nm_per_s is not None]
    if series:
        write_csv(folder / "drift.csv", drift_table(series))
        holes = gaps_table(series)
        if holes.rows:
            write_csv(folder / "gaps.csv", holes)
    for number, result in enumerate(series, start=1):
        path = folder / f"{_numbered('profile', number)}.csv"
        write_csv(path, profile_table(depth_profile(result)))


def _write_models(folder: Path, results: Sequence[SampleResult]) -> None:
    """Write every distinct model; the samples of one input normally share one."""
    texts = dict.fromkeys(dump_model(result.model) for result in results)
    for number, text in enumerate(texts, start=1):
        path = folder / f"{_numbered('model', number)}.toml"
        path.write_text(text, encoding="utf-8", newline="\n")


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _write_hdf5(
    folder: Path, results: Sequence[SampleResult], record: RunRecord
) -> None:
    # h5py takes a quarter of a second to import; tables do not need it.
    from xpsfit.writers.result_h5 import write_result_h5  # noqa: PLC0415

    write_result_h5(folder / "result.h5", results, record)


def _write_workbook(
    folder: Path, results: Sequence[SampleResult], record: RunRecord
) -> None:
    # Only who asks for a workbook pays for the import of its writer.
    from xpsfit.writers.workbook import write_workbook  # noqa: PLC0415

    write_workbook(folder / "result.xlsx", results, record)
