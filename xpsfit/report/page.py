"""The page: template, style, script and data put together."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from xpsfit._version import __version__
from xpsfit.account.words import name_of
from xpsfit.report.curves import formulas_of, names_in, sample_data
from xpsfit.report.sections import CLOSING, SECTIONS, Content
from xpsfit.statements import evaluated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.again import RecordedRun
    from xpsfit.results import SampleResult


MOST_NAMED = 5


def report_html(results: Sequence[SampleResult], run: RecordedRun | None) -> str:
    """Return the report of some results as one HTML page.

    Parameters
    ----------
    results : sequence of SampleResult
    run : RecordedRun or None
        How they came about; None where that is not known.

    Returns
    -------
    str
        A page that loads nothing from anywhere.
    """
    home = files("xpsfit.report")
    style = home.joinpath("page.css").read_text(encoding="utf-8")
    script = "\n".join(
        home.joinpath(name).read_text(encoding="utf-8")
        for name in ("page.js", "print.js")
    )
    content = [Content(i, result, results, run) for i, result in enumerate(results)]
    template = Template(home.joinpath("page.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(_title([name_of(result.sample) for result in results])),
        subtitle=escape(_subtitle(results, run)),
        navigation=_navigation(content),
        articles="\n".join(_article(own) for own in content),
        closing="\n".join(s.build(content[0]) for s in CLOSING),
        version=escape(__version__),
        data=_data(results),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _title(names: Sequence[str]) -> str:
    """Return the names of the samples, of many the first ones."""
    left_out = len(names) - MOST_NAMED
    if left_out <= 0:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} and {left_out} more"


def _subtitle(results: Sequence[SampleResult], run: RecordedRun | None) -> str:
    levels = sum(len(result.levels) for result in results)
    series = any(result.rate_nm_per_s is not None for result in results)
    kind = f"Sputter depth profile, {levels} levels" if series else "Surface analysis"
    evaluated = f", evaluated {run.date[:10]}" if run is not None else ""
    return f"X-ray photoelectron spectroscopy · {kind}{evaluated}"


def _navigation(content: Sequence[Content]) -> str:
    """Return the links of the head: sections, or samples where there are several."""
    if len(content) > 1:
        samples = "".join(
            f'<li><a href="#sample-{own.number}">{escape(_sample(own))}</a></li>'
            for own in content
        )
        links = (
            f"<li><details><summary>{len(content)} samples</summary>"
            f"<ul>{samples}</ul></details></li>"
        )
    else:
        links = _sections(content[0])
    return links + "".join(
        f'<li><a href="#{section.id}">{escape(section.title)}</a></li>'
        for section in CLOSING
    )


def _sample(own: Content) -> str:
    return name_of(own.result.sample)


def _sections(own: Content) -> str:
    return "".join(
        f'<li><a href="#{section.id}-{own.number}">{escape(section.title)}</a></li>'
        for section in SECTIONS
        if section.applies(own)
    )


def _article(own: Content) -> str:
    head = ""
    if own.is_one_of_many:
        name = escape(_sample(own))
        head = (
            f'<h2 id="sample-{own.number}">{name}</h2>'
            f'<ul class="sections">{_sections(own)}</ul>'
        )
    body = "\n".join(
        f'<section id="{section.id}-{own.number}" '
        f'aria-labelledby="{section.id}-{own.number}-h">'
        f'<h3 id="{section.id}-{own.number}-h">{escape(section.title)}</h3>'
        f"{section.build(own)}</section>"
        for section in SECTIONS
        if section.applies(own)
    )
    return f'<article class="sample">{head}{body}</article>'


def _data(results: Sequence[SampleResult]) -> str:
    units = {
        one.region.spectrum.intensity_unit
        for result in results
        for level in result.levels
        for one in evaluated(level)
    }
    content = {
        "unit": "arbitrary units" if units == {"arbitrary"} else "counts/s",
        "formulas": formulas_of(
            {name for result in results for name in names_in(result)}
        ),
        "samples": [sample_data(result) for result in results],
    }
    text = json.dumps(content, allow_nan=False, separators=(",", ":"))
    # Nothing in a name may end the element that holds it.
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
