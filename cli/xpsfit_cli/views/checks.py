"""What the referee finds, in few lines: what repeats over levels is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.checks import CHECKS, outcomes, sputtering
from xpsfit.sample_name import spoken
from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.checks import Finding

WORDS = {"fail": "FAILS", "warn": "warns", "pass": "passes", "not_applicable": "n/a"}
NOTE = "notes"


def short_grid(findings: Sequence[Finding], samples: Sequence[str]) -> Grid:
    """Return what fails and warns in the samples of one input, and where all stands.

    Of the notes it holds those on what sputtering does: a trend that argon made must
    not be read as chemistry of the sample.
    """
    several = len(set(samples)) > 1
    made = {check.id for check in sputtering.CHECKS}
    shown = [
        f
        for f in findings
        if _word(f) in ("FAILS", "warns") or (_word(f) == NOTE and f.check in made)
    ]
    return Grid(
        "Referee",
        above=(
            f"{_counts(findings)}; all in checks.csv, and again with 'xpsfit check'",
        ),
        below=tuple(_lines(shown, several=several)),
    )


def check_grids(findings: Sequence[Finding], *, every: bool) -> list[Grid]:
    """Return what the referee says of each sample.

    Parameters
    ----------
    findings : sequence of Finding
    every : bool
        Whether what passes and what does not apply is listed too.
    """
    grids = []
    for sample in dict.fromkeys(f.sample for f in findings):
        own = [f for f in findings if f.sample == sample]
        shown = [f for f in own if f.outcome in ("fail", "warn")]
        rest = [f for f in own if f.outcome not in ("fail", "warn")]
        grids.append(
            Grid(
                spoken(sample),
                above=(
                    _counts(own),
                    *(_lines(rest, several=False) if every else ()),
                ),
                below=tuple(_lines(shown, several=False)),
            )
        )
    return grids


def list_grids() -> list[Grid]:
    """Return all checks with what they ask and where that comes from."""
    return [
        Grid(
            f"{check.id} ({check.severity})",
            above=(check.asks, f"Source: {check.source}"),
        )
        for check in CHECKS.values()
    ]


def list_records() -> list[dict[str, str]]:
    """Return the same for machines."""
    return [
        {"check": c.id, "severity": c.severity, "asks": c.asks, "source": c.source}
        for c in CHECKS.values()
    ]


def _word(finding: Finding) -> str:
    if finding.outcome == "warn" and CHECKS[finding.check].severity == "info":
        return NOTE
    return WORDS[finding.outcome]


def _counts(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each kind, in words."""
    words = [_word(f) for f in findings]
    counted = outcomes(findings)
    return (
        f"Checks: {counted['fail']} fail, {words.count('warns')} warn, "
        f"{words.count(NOTE)} note, {counted['pass']} pass; "
        f"{counted['not_applicable']} do not apply"
    )


def _lines(findings: Sequence[Finding], *, several: bool) -> list[str]:
    """Return a line for each check and region, the gravest first."""
    grouped: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.sample, finding.check, finding.region, finding.outcome)
        grouped.setdefault(key, []).append(finding)
    order = [*WORDS.values()]
    order.insert(2, NOTE)
    groups = sorted(grouped.values(), key=lambda own: order.index(_word(own[0])))
    return [_line(own, several=several) for own in groups]


def _line(findings: Sequence[Finding], *, several: bool) -> str:
    first = findings[0]
    where = [spoken(first.sample)] if several else []
    where += [first.region] if first.region else []
    if first.etch_time_s is not None:
        at = f"at {first.etch_time_s:g} s"
        more = len(findings) - 1
        others = f" and {more} other level{'s' * (more > 1)}" if more else ""
        where.append(f"{at}{others}")
    place = f" {', '.join(where)}" if where else ""
    return f"{_word(first)} {first.check}{place}: {first.sentence}"
