"""The referee: rules that a careful reader would hold a result against.

Each rule is a small function that returns a verdict with a sentence and numbers; it
never prints and never raises. `CHECKS` lists them all. A new one is a function and an
entry in the `CHECKS` of its theme, and the contract tests then cover it; a new theme is
one file and one line here.

>>> from xpsfit.checks import CHECKS
>>> CHECKS["P3"].severity
'warn'
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from xpsfit.checks import (
    background,
    charge,
    composition,
    depth_scale,
    doublets,
    energy_scale,
    hygiene,
    measurement,
    oxygen,
    positions,
    profile,
    reporting,
    shapes,
    sputtering,
    stoichiometry,
    widths,
)
from xpsfit.checks.finding import Check, Finding, Outcome, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.results import SampleResult

__all__ = [
    "CHECKS",
    "THEMES",
    "Check",
    "Finding",
    "Outcome",
    "Severity",
    "Verdict",
    "judge",
    "outcomes",
]

THEMES = (
    stoichiometry,
    oxygen,
    positions,
    widths,
    doublets,
    shapes,
    hygiene,
    measurement,
    background,
    charge,
    composition,
    profile,
    energy_scale,
    sputtering,
    depth_scale,
    reporting,
)


def _order(check: Check) -> tuple[str, int]:
    return check.id[0], int(check.id[1:])


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        check.id: check
        for check in sorted((c for theme in THEMES for c in theme.CHECKS), key=_order)
    }
)
"""Every check by its id, P before R before S."""


def judge(results: Sequence[SampleResult]) -> tuple[Finding, ...]:
    """Return what every check says of every place of some results.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    tuple of Finding
        By sample, then in the order of `CHECKS`, then by level and region. A check that
        concerns nothing here says so once, as ``"not_applicable"`` with the reason.
    """
    found: list[Finding] = []
    for result in results:
        for check in CHECKS.values():
            own = [
                Finding(
                    check.id,
                    place.verdict.outcome,
                    place.verdict.sentence,
                    result.sample,
                    place.region,
                    place.etch_time_s,
                    place.verdict.values,
                )
                for place in check.judge(result)
            ]
            applicable = [f for f in own if f.outcome != "not_applicable"]
            found += applicable or own[:1]
    return tuple(found)


def outcomes(findings: Sequence[Finding]) -> dict[str, int]:
    """Return how many findings have each outcome."""
    counted = dict.fromkeys(("pass", "warn", "fail", "not_applicable"), 0)
    for finding in findings:
        counted[finding.outcome] += 1
    return counted
