"""The referee's list as HTML: what fails first, what repeats over levels once."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xpsfit.checks import CHECKS, judge
from xpsfit.formula import html_of_text
from xpsfit.report.curves import names_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xpsfit.checks import Finding
    from xpsfit.results import SampleResult

ORDER = ("fail", "warn", "note", "pass")
BADGES = {"fail": "Fails", "warn": "Warns", "note": "Notes", "pass": "Passes"}


def referee(result: SampleResult) -> str:
    """Return every finding about a sample; those that passed are folded away."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in judge([result]):
        if finding.outcome != "not_applicable":
            key = (_kind(finding), finding.check, finding.region)
            groups.setdefault(key, []).append(finding)
    ordered = sorted(groups.items(), key=lambda entry: ORDER.index(entry[0][0]))
    names = names_in(result)
    items = [(kind, _item(kind, own, names)) for (kind, _, _), own in ordered]
    loud = [item for kind, item in items if kind != "pass"]
    quiet = [item for kind, item in items if kind == "pass"]
    counted = {
        kind: sum(len(own) for (k, _, _), own in ordered if k == kind) for kind in ORDER
    }
    words = ", ".join(f"{number} {kind}" for kind, number in counted.items())
    return (
        f'<p>{words}.</p><ul class="findings">{"".join(loud)}</ul>'
        "<details><summary>What passed</summary>"
        f'<ul class="findings">{"".join(quiet)}</ul></details>'
    )


def _kind(finding: Finding) -> str:
    """Return the outcome, where a warning that is only to be known is a note."""
    severity = CHECKS[finding.check].severity
    if finding.outcome == "warn" and severity == "info":
        return "note"
    return finding.outcome


def _item(kind: str, own: Sequence[Finding], names: Collection[str]) -> str:
    first, check = own[0], CHECKS[own[0].check]
    place = f" {first.region}" if first.region else ""
    if len(own) > 1:
        entries = "".join(f"<div>{html_of_text(_at(one), names)}</div>" for one in own)
        said = (
            f"at {len(own)} levels, first {html_of_text(_at(first), names)}"
            f"<details><summary>all of them</summary>{entries}</details>"
        )
    else:
        said = html_of_text(_at(first), names)
    return (
        f'<li class="{kind}"><span class="badge">'
        f"{escape(f'{BADGES[kind]} {check.id}{place}')}</span>: {said}"
        f"<small>{escape(check.asks)} {escape(check.source)}</small></li>"
    )


def _at(finding: Finding) -> str:
    if finding.etch_time_s is None:
        return finding.sentence
    return f"{finding.etch_time_s:g} s: {finding.sentence}"
