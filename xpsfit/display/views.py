"""What of each record is shown: a line, and pages for a notebook.

Numbers are rounded by their errors; "< x" is the upper limit at 95 % of what lies below
its detection limit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.depth.scale import scale_sentences
from xpsfit.depth.types import DepthProfile, DepthScale
from xpsfit.display.fit_page import (
    charge_fact,
    fit_page,
    integrated_page,
    quality_words,
)
from xpsfit.display.page import Page
from xpsfit.fit.result import FitResult
from xpsfit.results import Composition, LevelResult, SampleResult
from xpsfit.rounding import area_or_limit, below, rounded
from xpsfit.sample_name import spoken
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.results import ElementAmount

MOST_LEVELS = 200
"""Levels of a series that a notebook shows."""
_ATOMIC = "amount / at%"


def summary(record: object) -> str:
    """Return what a record is, in one line without its name."""
    return " ".join(_view(record)[0](record).split())


def pages(record: object) -> list[Page]:
    """Return what a notebook shows of a record."""
    return _view(record)[1](record)


def _view(record: object) -> tuple[Callable[..., str], Callable[..., list[Page]]]:
    return _VIEWS[type(record)]


def _sample_line(result: SampleResult) -> str:
    name = repr(spoken(result.sample))
    if len(result.levels) == 1:
        return f"{name}: {_level_amounts(result.levels[0])}"
    times = [x.etch_time_s for x in result.levels if x.etch_time_s is not None]
    regions = dict.fromkeys(r for level in result.levels for r in _regions(level))
    span = f", {min(times):g} to {max(times):g} s" if times else ""
    return f"{name}: {len(result.levels)} levels{span}; {', '.join(regions)}"


def _sample_pages(result: SampleResult) -> list[Page]:
    first = result.levels[0].charge
    title = f"{spoken(result.sample)}: model {result.model.name}"
    if len(result.levels) == 1:
        only, *pages = _level_pages(result.levels[0])
        warnings = (*result.warnings, *only.warnings)
        return [Page(title, facts=only.facts, warnings=warnings), *pages]
    words = f"first level: {charge_fact(first)}"
    head = Page(title, facts=[words], warnings=result.warnings)
    elements = dict.fromkeys(
        amount.element
        for level in result.levels
        if level.composition is not None
        for amount in level.composition.elements
    )
    rows = []
    for level in result.levels[:MOST_LEVELS]:
        own = {} if level.composition is None else _by_element(level.composition)
        alone = len(own) == 1
        amounts = (_amount(own[e], alone=alone) if e in own else "" for e in elements)
        rows.append(
            (
                _number(level.etch_time_s),
                _number(level.depth_nm),
                rounded(level.charge.shift_ev, level.charge.stderr_ev, decimals=3),
                level.charge.method.replace("_", " "),
                *amounts,
            )
        )
    scale = ("charge shift / eV", "its method")
    columns = ("etch time / s", "depth / nm", *scale, *(f"{e} / at%" for e in elements))
    left_out = len(result.levels) - len(rows)
    facts = [f"the first {len(rows)} levels; {left_out} more"] if left_out else []
    rate = result.rate_nm_per_s
    if rate is not None:
        facts.append(f"depth is Ta2O5-equivalent, {rate:g} nm/s x etch time")
    return [head, Page("Composition", columns, rows, facts)]


def _level_line(level: LevelResult) -> str:
    at = "" if level.etch_time_s is None else f" at {level.etch_time_s:g} s"
    return f"{spoken(level.sample)!r}{at}: {_level_amounts(level)}"


def _level_pages(level: LevelResult) -> list[Page]:
    charge = level.charge
    at = "" if level.etch_time_s is None else f" at {level.etch_time_s:g} s"
    head = Page(
        f"{spoken(level.sample)}{at}",
        facts=[charge_fact(charge)],
        warnings=(*charge.warnings, *(f.reason for f in level.failures)),
    )
    amounts = [] if level.composition is None else _composition_pages(level.composition)
    fits = [fit_page(fit, charge) for fit in level.fits]
    areas = [integrated_page(area) for area in level.integrated]
    return [head, *amounts, *fits, *areas]


def _level_amounts(level: LevelResult) -> str:
    if level.composition is None:
        return f"{', '.join(_regions(level)) or 'no region'}, not quantified"
    return _composition_line(level.composition).removeprefix(": ")


def _regions(level: LevelResult) -> list[str]:
    fitted = [fit.region.name for fit in level.fits]
    return fitted + [area.region.name for area in level.integrated]


def _composition_line(composition: Composition) -> str:
    alone = len(composition.elements) == 1
    amounts = (f"{a.element} {_amount(a, alone=alone)}" for a in composition.elements)
    return f"{', '.join(amounts)} at%"


def _composition_pages(composition: Composition) -> list[Page]:
    alone = len(composition.elements) == 1
    rows = [
        (
            amount.element,
            amount.region,
            area_or_limit(
                amount.area_cps_ev, amount.area_cps_ev_stderr, detected=amount.detected
            ),
            f"{amount.sensitivity_factor:.4g}",
            _amount(amount, alone=alone),
            f"± {amount.atomic_percent_systematic:.2g}"
            if amount.detected and not alone
            else "",
        )
        for amount in composition.elements
    ]
    columns = (
        "element",
        "region",
        "area / (counts/s eV)",
        "sensitivity",
        _ATOMIC,
        "systematic / at%",
    )
    conditions = (
        f"{composition.library} factors, KE^{composition.energy_exponent:g}, "
        f"transmission: {composition.transmission}; H and He are not counted"
    )
    return [Page("Composition", columns, rows, [conditions], composition.warnings)]


def _fit_line(fit: FitResult) -> str:
    absent = [c.name for c in fit.components if c.presence == "below_limit"]
    names = [c.name for c in fit.components if c.name not in absent]
    limits = f"; below detection: {', '.join(absent)}" if absent else ""
    found = ", ".join(names) or "nothing detected"
    return f"{fit.region.name}: {found}{limits}; {quality_words(fit)}"


def _profile_line(profile: DepthProfile) -> str:
    depth = profile.depth_nm
    span = f", {depth.min():g} to {depth.max():g} nm" if depth.size else ""
    name, elements = repr(spoken(profile.sample)), ", ".join(profile.elements)
    return f"{name}: {depth.size} levels{span}; {elements}"


def _profile_pages(profile: DepthProfile) -> list[Page]:
    columns = ("etch time / s", "depth / nm", *(f"{e} / at%" for e in profile.elements))
    rows = [
        (
            f"{profile.etch_time_s[level]:g}",
            f"{profile.depth_nm[level]:g}",
            *(_of_profile(profile, element, level) for element in profile.elements),
        )
        for level in range(min(profile.depth_nm.size, MOST_LEVELS))
    ]
    scale = profile.scale or DepthScale(profile.rate_nm_per_s)
    return [Page(spoken(profile.sample), columns, rows, scale_sentences(scale))]


def _spectrum_line(spectrum: Spectrum) -> str:
    energies = spectrum.binding_energy_ev
    at = "" if spectrum.etch_time_s is None else f" at {spectrum.etch_time_s:g} s"
    return (
        f"{spectrum.region} of {spoken(spectrum.sample)!r}{at}: {energies.size} points,"
        f" {energies[0]:.2f} to {energies[-1]:.2f} eV, {_unit(spectrum)}"
    )


def _unit(spectrum: Spectrum) -> str:
    return spectrum.intensity_unit.replace("counts_per_s", "counts/s").replace(
        "arbitrary", "arbitrary units"
    )


def _spectrum_pages(spectrum: Spectrum) -> list[Page]:
    stated: dict[str, float | str | None] = {
        "binding energy / eV, as measured": f"{spectrum.binding_energy_ev[0]:.2f} to "
        f"{spectrum.binding_energy_ev[-1]:.2f}",
        "points": spectrum.binding_energy_ev.size,
        "largest intensity": f"{spectrum.intensity.max():g} {_unit(spectrum)}",
        "photon energy / eV": spectrum.photon_energy_ev,
        "pass energy / eV": spectrum.pass_energy_ev,
        "dwell time / s": spectrum.dwell_s,
        "scans": spectrum.scans,
        "etch time / s": spectrum.etch_time_s,
        "place": spectrum.place,
        "file": spectrum.file,
    }
    rows = [
        (name, value if isinstance(value, str) else f"{value:g}")
        for name, value in stated.items()
        if value not in (None, "")
    ]
    title = f"{spectrum.region} of {spoken(spectrum.sample)}"
    return [Page(title, ("", ""), rows, warnings=spectrum.warnings)]


def _by_element(composition: Composition) -> dict[str, ElementAmount]:
    return {amount.element: amount for amount in composition.elements}


def _amount(amount: ElementAmount, *, alone: bool) -> str:
    if not amount.detected:
        return below(amount.atomic_percent_upper_95)
    if alone:
        return "100 by definition"
    return rounded(amount.atomic_percent, amount.atomic_percent_stderr)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _of_profile(profile: DepthProfile, element: str, level: int) -> str:
    value = float(profile.atomic_percent[element][level])
    if math.isnan(value):
        return ""
    if profile.is_below(element)[level]:
        return below(float(profile.atomic_percent_upper_95[element][level]))
    return rounded(value, float(profile.atomic_percent_stderr[element][level]))


_VIEWS: dict[type, tuple[Callable[..., str], Callable[..., list[Page]]]] = {
    SampleResult: (_sample_line, _sample_pages),
    LevelResult: (_level_line, _level_pages),
    Composition: (_composition_line, _composition_pages),
    FitResult: (_fit_line, lambda fit: [fit_page(fit)]),
    DepthProfile: (_profile_line, _profile_pages),
    Spectrum: (_spectrum_line, _spectrum_pages),
}
