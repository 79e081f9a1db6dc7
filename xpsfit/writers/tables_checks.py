"""The table of what the referee finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xpsfit.checks import CHECKS
from xpsfit.writers.table import Table, tables_as_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.checks import Finding

_COLUMNS = (
    "sample",
    "check",
    "outcome",
    "severity",
    "region",
    "etch_time_s",
    "sentence",
    "source",
)


def checks_table(findings: Sequence[Finding]) -> Table:
    """Return one row per finding.

    Parameters
    ----------
    findings : sequence of Finding
        From `xpsfit.checks.judge`.

    Returns
    -------
    Table
        `region` is empty where a finding concerns a whole level or sample,
        `etch_time_s` where it concerns a surface or a whole series.
    """
    rows = [
        (
            finding.sample,
            finding.check,
            finding.outcome,
            CHECKS[finding.check].severity,
            finding.region or None,
            finding.etch_time_s,
            finding.sentence,
            CHECKS[finding.check].source,
        )
        for finding in findings
    ]
    return Table("checks", _COLUMNS, tuple(rows))


def checks_records(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the rows of `checks_table`, each with its numbers under ``values``."""
    rows = tables_as_json([checks_table(findings)])["checks"]
    return [
        {**row, "values": _finite(dict(finding.values))}
        for row, finding in zip(rows, findings, strict=True)
    ]


def _finite(values: dict[str, float]) -> dict[str, Any]:
    names = tuple(values)
    table = Table("values", names, (tuple(values.values()),))
    return dict(zip(names, table.rows[0], strict=True))
