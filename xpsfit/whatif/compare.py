"""The same data analyzed again under every other choice."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from xpsfit.analysis import analyze
from xpsfit.errors import XpsFitError
from xpsfit.settings import Settings
from xpsfit.whatif.records import Impossible, Move, WhatIf
from xpsfit.whatif.variations import AXES, Variation, variations_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xpsfit.results import Composition, Failure, LevelResult, SampleResult
    from xpsfit.spectrum import Spectrum
    from xpsfit.whatif.records import Kind


def what_if(
    spectra: Sequence[Spectrum],
    settings: Settings | None = None,
    *,
    axes: Sequence[str] = tuple(AXES),
    on_step: Callable[[int, int], None] | None = None,
    on_failure: Callable[[Failure], None] | None = None,
) -> list[WhatIf]:
    """Return how far each at% and ratio moves when one choice is made otherwise.

    Parameters
    ----------
    spectra : sequence of Spectrum
        Of any number of samples; etch levels are levels of one sample.
    settings : Settings, optional
        The base; the house's defaults if omitted.
    axes : sequence of str
        Which choices are varied, keys of `xpsfit.whatif.AXES`.
    on_step : callable, optional
        Called with (variations done, variations in all) after each.
    on_failure : callable, optional
        As in `xpsfit.analysis.analyze`, for the base.

    Returns
    -------
    list of WhatIf
        One per sample. A variation that gives no result is listed with its reason.

    Raises
    ------
    XpsFitError
        What the analysis of the base raises.
    """
    settings = settings or Settings()
    bases = analyze(spectra, settings, on_failure=on_failure)
    # Starts and intervals were asked of the base; they move no amount of another fit.
    plain = replace(settings, restarts=0, errors="covariance")
    plans = [(base, variations_of(base, plain, axes)) for base in bases]
    in_all = sum(len(variations) for _, variations in plans)
    done = 0
    found: list[WhatIf] = []
    for base, variations in plans:
        own = _spectra_of(base)
        moves: list[Move] = []
        impossible: list[Impossible] = []
        for variation in variations:
            other = _analyzed(own, base, variation, impossible)
            if other is not None:
                moves += _moves(base, other, variation)
            done += 1
            if on_step is not None:
                on_step(done, in_all)
        found.append(WhatIf(base, tuple(moves), tuple(impossible)))
    return found


def _spectra_of(result: SampleResult) -> list[Spectrum]:
    """Return the spectra that a result rests on."""
    regions = [fit.region for level in result.levels for fit in level.fits]
    regions += [area.region for level in result.levels for area in level.integrated]
    return [region.spectrum for region in regions]


def _analyzed(
    spectra: Sequence[Spectrum],
    base: SampleResult,
    variation: Variation,
    impossible: list[Impossible],
) -> SampleResult | None:
    """Return the analysis under another choice, or None where there is none.

    A region that cannot follow the choice keeps its own, so that the others are seen;
    what could not follow is added to `impossible`.
    """
    settings = variation.settings
    try:
        other = analyze(spectra, settings)[0]
        kept = _failed_regions(base, other)
        if kept and settings.model is not None:
            regions = [
                mine if mine.region in kept else theirs
                for mine, theirs in zip(
                    base.model.regions, settings.model.regions, strict=True
                )
            ]
            model = replace(settings.model, regions=tuple(regions))
            other = analyze(spectra, replace(settings, model=model))[0]
    except XpsFitError as error:
        impossible.append(Impossible(variation.axis, variation.name, "", str(error)))
        return None
    impossible += [
        Impossible(variation.axis, variation.name, region, reason)
        for region, reason in kept.items()
    ]
    return other


def _failed_regions(base: SampleResult, other: SampleResult) -> dict[str, str]:
    """Return the regions that failed with the other choice alone, with reasons."""
    known = {(f.region, f.etch_time_s) for f in base.failures}
    return {
        failure.region: failure.reason
        for failure in other.failures
        if (failure.region, failure.etch_time_s) not in known
        and base.model.region(failure.region) is not None
    }


def _moves(
    base: SampleResult, other: SampleResult, variation: Variation
) -> Iterator[Move]:
    levels = {level.etch_time_s: level for level in other.levels}
    for level in base.levels:
        theirs = levels.get(level.etch_time_s)
        if theirs is None or not _comparable(level, theirs):
            continue
        values = {q[:2]: q for q in _quantities(theirs)}
        for quantity in _quantities(level):
            if quantity[:2] in values:
                yield Move(
                    variation.axis,
                    variation.name,
                    level.etch_time_s,
                    quantity.kind,
                    quantity.name,
                    quantity.value,
                    values[quantity[:2]].value,
                    quantity.stderr,
                )


def _comparable(one: LevelResult, other: LevelResult) -> bool:
    """Return whether both compositions are normalized over the same regions."""
    if one.composition is None or other.composition is None:
        return False
    return {e.region for e in one.composition.elements} == {
        e.region for e in other.composition.elements
    }


class _Quantity(NamedTuple):
    kind: Kind
    name: str
    value: float
    stderr: float | None


def _quantities(level: LevelResult) -> Iterator[_Quantity]:
    composition = level.composition
    if composition is None:
        return
    for e in composition.elements:
        yield _Quantity("element", e.element, e.atomic_percent, e.atomic_percent_stderr)
    yield from _ratios(composition)
    for s in composition.states:
        yield _Quantity(
            "state",
            f"{s.region} {s.component}",
            s.atomic_percent,
            s.atomic_percent_stderr,
        )


def _ratios(composition: Composition) -> Iterator[_Quantity]:
    """Yield the ratios of detected elements, later ones over earlier ones."""
    detected = [e for e in composition.elements if e.detected]
    for below, above in combinations(detected, 2):
        yield _Quantity(
            "ratio",
            f"{above.element}/{below.element}",
            above.atomic_percent / below.atomic_percent,
            None,
        )
