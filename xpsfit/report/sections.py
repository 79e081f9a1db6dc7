"""The sections of a page. A new one is a function and a line in `SECTIONS`."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from xpsfit.account import methods_paragraphs, missing
from xpsfit.account.scale import energy_sentences
from xpsfit.account.words import name_of
from xpsfit.depth import depth_profile
from xpsfit.formula import html_of_text
from xpsfit.report.curves import has_profile, names_in, regions_of
from xpsfit.report.provenance import provenance
from xpsfit.report.referee import referee
from xpsfit.report.tables import html_table
from xpsfit.rounding import below, rounded
from xpsfit.settings_record import known_content
from xpsfit.writers.tables import components_table, composition_table, fits_table
from xpsfit.writers.tables_drift import drift_table
from xpsfit.writers.tables_interfaces import interfaces_table
from xpsfit.writers.tables_parameters import parameters_table
from xpsfit.writers.tables_profile import profile_table
from xpsfit.writers.tables_species import species_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.again import RecordedRun
    from xpsfit.results import ElementAmount, SampleResult
    from xpsfit.writers.table import Cell, Table


@dataclass(frozen=True, slots=True)
class Content:
    """What a section is made of.

    Attributes
    ----------
    number : int
        Of the sample, from 0.
    result : SampleResult
    results : sequence of SampleResult
        All of the page.
    run : RecordedRun or None
    """

    number: int
    result: SampleResult
    results: Sequence[SampleResult]
    run: RecordedRun | None

    @property
    def is_one_of_many(self) -> bool:
        """Return whether the page holds other samples too."""
        return len(self.results) > 1


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes
    ----------
    id, title : str
    build : callable
        Returns HTML, every text from a file escaped.
    applies : callable
        Whether there is anything to show.
    """

    id: str
    title: str
    build: Callable[[Content], str]
    applies: Callable[[Content], bool] = lambda _own: True


def _summary(own: Content) -> str:
    first = own.result.levels[0]
    composition = first.composition
    if composition is None:
        return "<p>No composition could be formed; the referee's list says why.</p>"
    time_s = first.etch_time_s
    where = "" if time_s is None else f" at {time_s:g} s of etching"
    cards = "".join(
        f"<li><b>{escape(amount.element)}</b><span>{escape(_amount(amount))}</span></li>"
        for amount in composition.elements
    )
    notes = "".join(f"<li>{escape(text)}</li>" for text in own.result.warnings)
    return (
        f"<p>Composition{where}, with statistical errors.</p>"
        f'<ul class="amounts">{cards}</ul>{f"<ul>{notes}</ul>" if notes else ""}'
    )


def _amount(amount: ElementAmount) -> str:
    if not amount.detected:
        return f"{below(amount.atomic_percent_upper_95)} at%"
    value = rounded(amount.atomic_percent, amount.atomic_percent_stderr)
    return f"{value} at%"


def _spectra(own: Content) -> str:
    figures = "".join(_figure(region) for region in regions_of(own.result))
    return f'{_slider(own)}<div class="figures spectra">{figures}</div>'


def _slider(own: Content) -> str:
    count = len(own.result.levels)
    if count < 2:
        return ""
    name = f"level-{own.number}"
    return (
        f'<div class="levels"><label for="{name}">Level</label>'
        f'<button type="button" data-step="-1" aria-label="previous level">◀</button>'
        f'<input type="range" id="{name}" min="0" max="{count - 1}" value="0">'
        f'<button type="button" data-step="1" aria-label="next level">▶</button>'
        f'<output for="{name}"></output></div>'
    )


def _figure(region: str) -> str:
    name = escape(name_of(region))
    buttons = "".join(
        f'<button type="button" data-zoom="{what}" aria-label="{label} {name}">'
        f"{sign}</button>"
        for what, label, sign in (
            ("in", "zoom into", "+"),
            ("out", "zoom out of", "−"),
            ("all", "show all of", "All"),
        )
    )
    return (
        f"<figure><figcaption><span>{name}</span><span>{buttons}</span></figcaption>"
        '<p class="quality"></p><div class="plot"></div><ul class="legend"></ul>'
        '<p class="readout" aria-live="polite"></p></figure>'
    )


def _profiles(own: Content) -> str:
    profile = depth_profile(own.result)
    captions = ["Elements"] if profile.elements else []
    captions += ["Chemical states"] if profile.states else []
    figures = "".join(
        f"<figure><figcaption>{caption}</figcaption>"
        '<div class="plot"></div><ul class="legend"></ul>'
        '<p class="readout">Point at the profile to read it; click to show a level.</p>'
        "</figure>"
        for caption in captions
    )
    axis = f"axis-{own.number}"
    choice = "".join(
        f'<label><input type="radio" name="{axis}" value="{value}"{checked}> '
        f"{words}</label>"
        for value, words, checked in (
            ("time", "etch time", " checked"),
            ("depth", "depth", ""),
        )
    )
    return (
        f'<fieldset class="choice"><legend>Against</legend>{choice}</fieldset>'
        f'<div class="figures profiles">{figures}</div>'
    )


HIDDEN_COMPONENTS = (
    *("sample", "species", "depth_nm", "center_measured_ev", "height_cps"),
    "charge_note",
)


def _tables(own: Content) -> str:
    one = [own.result]
    levels: dict[Cell, int] = {
        level.etch_time_s: n for n, level in enumerate(own.result.levels)
    }
    series = has_profile(own.result)
    shown: list[tuple[Table, str]] = [
        (components_table(one), "Components: binding energies after the charge shift"),
        (composition_table(one), "Composition and what it was formed from"),
        (species_table(one), "Species, from all core levels they show in"),
    ]
    parts = [f"<p>{escape(' '.join(energy_sentences(own.result)))}</p>"]
    parts += [_every(own)] if series else []
    parts += [
        html_table(
            table,
            caption,
            hidden=HIDDEN_COMPONENTS,
            level_of=levels if series else None,
        )
        for table, caption in shown
        if table.rows
    ]
    if series:
        profile = profile_table(depth_profile(own.result))
        parts.append(html_table(profile, "Profile: a row per level"))
    found = interfaces_table(one)
    if found.rows:
        parts.append(html_table(found, "Interfaces and buried layers"))
    further = [(fits_table(one), "Fits: background, window, quality, charge reference")]
    if series:
        further.append((drift_table(one), "Energy scale through the series"))
    else:
        further.append((parameters_table(one), "Every parameter"))
    more = "".join(html_table(table, caption) for table, caption in further)
    return (
        f"{''.join(parts)}<details><summary>More tables</summary>{more}</details>"
        '<p class="quiet">Rounded to the error; the CSV files of the results folder '
        "hold every digit and further columns.</p>"
    )


def _every(own: Content) -> str:
    name = f"every-{own.number}"
    return (
        f'<p><input type="checkbox" class="every" id="{name}"> '
        f'<label for="{name}">Show the rows of all levels</label></p>'
    )


def _referee(own: Content) -> str:
    return referee(own.result)


def _methods(own: Content) -> str:
    versions = {} if own.run is None else own.run.versions
    settings = {} if own.run is None else known_content(own.run.settings)
    names = names_in(own.result)
    name = f"methods-text-{own.number}"
    text = "".join(
        f"<p>{html_of_text(part, names)}</p>"
        for part in methods_paragraphs(own.result, versions, settings)
    )
    lacking = missing([own.result])
    listing = "".join(
        f"<li>{escape(w.name)} <small>({escape(w.asked_by)})</small></li>"
        for w in lacking
    )
    wanted = (
        "<h4>Not recorded, and asked for by those who read such work</h4>"
        f'<ul class="missing">{listing}</ul>'
        if lacking
        else ""
    )
    return (
        f'<div class="methods"><div id="{name}">{text}</div></div>'
        f'<p><button type="button" data-copy="{name}">Copy text</button></p>{wanted}'
    )


SECTIONS = (
    Section("summary", "Summary", _summary),
    Section("spectra", "Spectra", _spectra, lambda own: bool(regions_of(own.result))),
    Section("profile", "Profile", _profiles, lambda own: has_profile(own.result)),
    Section("tables", "Tables", _tables),
    Section("referee", "Referee", _referee),
    Section("methods", "Methods", _methods),
)
"""What is shown of every sample, in order."""


def _provenance(own: Content) -> str:
    return (
        '<section id="provenance" aria-labelledby="provenance-h">'
        f'<h3 id="provenance-h">Provenance</h3>{provenance(own.run)}</section>'
    )


CLOSING = (Section("provenance", "Provenance", _provenance),)
"""What concerns all samples together."""
