"""The sheet of the workbook that tells how a result was measured and made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.account import methods_paragraphs, missing
from xpsfit.statements import evaluated
from xpsfit.writers.table import Table
from xpsfit.writers.tables_info import info_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import SampleResult
    from xpsfit.writers.run_record import RunRecord
    from xpsfit.writers.table import Cell

    Row = tuple[Cell, ...]

OF_A_SERIES = frozenset(
    {
        "rate_nm_per_s",
        "rate_stderr_nm_per_s",
        "rate_material",
        "layers",
        "link",
        "scale",
        "drift",
        "charge_method",
    }
)
"""Settings that mean nothing for a surface."""


def methods_table(results: Sequence[SampleResult], record: RunRecord) -> Table:
    """Return what was measured and how it was analyzed, one fact a row.

    Parameters
    ----------
    results : sequence of SampleResult
    record : RunRecord

    Returns
    -------
    Table
        The methods text, a row for each paragraph; what it cannot say; then software,
        the settings that were chosen or have a value, and the facts of the spectra.
    """
    rows = [
        *_text(results, record),
        *(
            ("not recorded", "", wanted.name, f"asked for by {wanted.asked_by}")
            for wanted in missing(results)
        ),
        ("xpsfit", "", "date", record.date),
        ("xpsfit", "", "command", " ".join(record.command)),
        *(("software", "", name, text) for name, text in record.versions.items()),
        *_settings(results, record),
        *_charge(results),
        *_measurement(results),
    ]
    return Table("methods", ("kind", "where", "name", "value"), tuple(rows))


def _text(results: Sequence[SampleResult], record: RunRecord) -> list[Row]:
    return [
        ("methods text", result.sample, f"paragraph {number}", text)
        for result in results
        for number, text in enumerate(
            methods_paragraphs(result, record.versions, record.settings), start=1
        )
    ]


def _settings(results: Sequence[SampleResult], record: RunRecord) -> list[Row]:
    """Return the settings that have a value and a meaning for these results."""
    series = any(result.rate_nm_per_s is not None for result in results)
    return [
        ("setting", "", name, _spoken(value))
        for name, value in record.settings.items()
        if value not in (None, [], (), "") and (series or name not in OF_A_SERIES)
    ]


def _spoken(value: object) -> Cell:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value if isinstance(value, bool | int | float | str) else str(value)


def _charge(results: Sequence[SampleResult]) -> list[Row]:
    rows: list[Row] = []
    for result in results:
        for level in result.levels[:1]:
            charge, kind = level.charge, "charge reference"
            rows.append((kind, result.sample, "note", charge.note or charge.method))
            rows.append((kind, result.sample, "shift_ev", charge.shift_ev))
    return rows


def _measurement(results: Sequence[SampleResult]) -> list[Row]:
    spectra = [
        one.region.spectrum
        for result in results
        for level in result.levels[:1]
        for one in evaluated(level)
    ]
    information = info_table(spectra)
    place = {name: index for index, name in enumerate(information.columns)}
    return [
        (
            "measurement",
            f"{row[place['sample']]}, {row[place['region']]}",
            name,
            row[index],
        )
        for row in information.rows
        for name, index in place.items()
        if row[index] is not None
    ]
