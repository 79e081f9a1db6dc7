"""A run done again: what was recorded, where its inputs lie, whether it comes out."""

from xpsfit.again.places import Found, find_inputs
from xpsfit.again.recorded import RecordedRun, read_run
from xpsfit.again.tables import RELATIVE, TableComparison, compare_tables
from xpsfit.again.verdict import Change, Reproduction, changes_since, compare

__all__ = [
    "RELATIVE",
    "Change",
    "Found",
    "RecordedRun",
    "Reproduction",
    "TableComparison",
    "changes_since",
    "compare",
    "compare_tables",
    "find_inputs",
    "read_run",
]
