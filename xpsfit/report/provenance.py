"""Where a result comes from: command, versions, inputs, seeds."""

from __future__ import annotations

import shlex
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.again import RecordedRun


def provenance(run: RecordedRun | None) -> str:
    """Return command, date, versions, inputs and seeds as HTML."""
    if run is None:
        return "<p>Not known: there is no run.json beside the result.</p>"
    facts = {
        "Evaluated": escape(run.date),
        "Command": _command(run),
        "Versions": escape(", ".join(f"{n} {v}" for n, v in run.versions.items())),
        "Computer": escape(", ".join(run.machine.values())),
        "Seeds": escape(_seeds(run)),
        "Inputs": "".join(
            f"<div>{escape(file.file)} ({file.bytes} bytes)<br>"
            f"<code>SHA-256 {escape(file.sha256)}</code></div>"
            for file in run.inputs
        ),
    }
    rows = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in facts.items())
    return f'<dl class="facts">{rows}</dl>'


def _command(run: RecordedRun) -> str:
    if run.request is None:
        return "made by a program, not on the command line"
    words = ("xpsfit", run.request.command, *run.request.arguments)
    return f"<code>{escape(shlex.join(words))}</code>"


def _seeds(run: RecordedRun) -> str:
    seeds = run.settings.settings.seeds
    return ", ".join(map(str, seeds)) if seeds else "none: nothing was random"
