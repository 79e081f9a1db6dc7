"""Results as one JSON object: what the CSV files hold, a list per table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xpsfit.checks import judge
from xpsfit.depth import depth_profile
from xpsfit.writers.tables import profile_table, result_tables, tables_as_json
from xpsfit.writers.tables_checks import checks_records

if TYPE_CHECKING:
    from xpsfit_cli.batch import Batch


def batch_content(batch: Batch) -> dict[str, Any]:
    """Return the tables of all inputs, ``profile``, ``checks``, ``failures``."""
    results = batch.whole_results()
    content: dict[str, Any] = dict(tables_as_json(result_tables(results)))
    series = [r for r in results if r.rate_nm_per_s is not None]
    if series:
        # Each series has columns of its own, so their rows are joined, not the tables.
        content["profile"] = [
            row
            for result in series
            for row in tables_as_json([profile_table(depth_profile(result))])["profile"]
        ]
    content["checks"] = checks_records(judge(results))
    content["failures"] = batch.failures
    return content
