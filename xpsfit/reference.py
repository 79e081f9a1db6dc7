"""Positions and shapes taken over from a reference sample.

A state that is hidden in a series may stand alone in another sample: Li-Al in lithium
aluminum. What the fit of that sample says about its position and shape, with its error,
takes the place of what the peak library knows. Areas are not taken over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import peaklib
from xpsfit.charge import model_shift
from xpsfit.constituents import claimed_elements, missing_elements
from xpsfit.errors import ModelError
from xpsfit.model.check import check_model
from xpsfit.model.types import Link, Parameter
from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit import FitResult
    from xpsfit.fit.result import FittedParameter
    from xpsfit.model.types import Component, PeakModel, RegionModel
    from xpsfit.results import LevelResult, SampleResult
    from xpsfit.spectrum import Spectrum

# A position in a file has steps of some hundredths of an eV; no error is below this.
LEAST_SPREAD = 0.002
# Bounds of the library give way where the reference lies beyond them.
REACH = 5.0
ANOTHER = "choose a reference sample that holds the material"


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A reference sample, and what is wanted of it.

    Attributes
    ----------
    spectra : sequence of Spectrum
        Of one surface.
    states : tuple of str
        ``"Li-Al"``, or ``"Al 2p Li-Al"`` in one region; empty for all that are present.
    held : bool
        Whether what is taken over is fixed instead of carrying its error.
    """

    spectra: Sequence[Spectrum]
    states: tuple[str, ...] = ()
    held: bool = False


def taken_over(
    model: PeakModel,
    result: SampleResult,
    states: Sequence[str] = (),
    *,
    held: bool = False,
) -> tuple[PeakModel, tuple[str, ...]]:
    """Return a model with positions and shapes of a reference sample.

    Parameters
    ----------
    model : PeakModel
        Of the series.
    result : SampleResult
        Of the reference sample, a surface; its own charge reference gives the scale.
    states : sequence of str
        Which to take over; empty for all that are present, the reference line of the
        energy scale apart.
    held : bool
        Fixes them; else their errors become prior knowledge (`Parameter.spread`).

    Returns
    -------
    model : PeakModel
    taken : tuple of str
        ``"Al 2p Li-Al"`` and so on.

    Raises
    ------
    ModelError
        If the sample has more than one level, or a state asked for is not present in
        it, or claims an element that the sample does not show.
    """
    if len(result.levels) != 1:
        raise ModelError(
            f"{result.sample}: a reference sample is one surface, and this has "
            f"{len(result.levels)} levels; choose another file"
        )
    (level,) = result.levels
    place_ev = model_shift(level.charge, result.model)
    scale_ev = level.charge.stderr_ev or 0.0
    present = {
        f"{fit.region.name} {c.name}": (fit, c.name)
        for fit in level.fits
        for c in fit.components
        if c.presence == "present"
    }
    doubted = unfounded(model, result)
    chosen = _chosen(model, present, states, result.sample, doubted)
    regions = [
        _region(
            region,
            {n: f for r, n, f in _known(chosen, present) if r == region.region},
            (place_ev, scale_ev),
            held=held,
        )
        for region in model.regions
    ]
    return check_model(replace(model, regions=tuple(regions))), tuple(chosen)


def unfounded(model: PeakModel, result: SampleResult) -> dict[str, str]:
    """Return which present states a reference sample cannot hold, and why.

    A fit gives the names of its model to whatever lies at their energies. A name that
    claims an element (`claimed_elements`) of which the sample shows no line is that
    of something else, whose position and shape say nothing of the state.

    Parameters
    ----------
    model : PeakModel
    result : SampleResult
        A surface.

    Returns
    -------
    dict of str
        Sentences by state, ``"O 1s Li2CO3"``; the line of the energy scale, which is
        never taken over, is not among them.
    """
    (level,) = result.levels
    found, measured = _elements(level)
    reasons: dict[str, str] = {}
    for fit in level.fits:
        region = fit.region.name
        own = model.region(region)
        names = {c.name for c in own.components} if own else set()
        for component in fit.components:
            if component.presence != "present" or component.name not in names:
                continue
            claimed = claimed_elements(model, region, component.name)
            if missing := missing_elements(claimed, found):
                seen = any(symbol in measured for symbol in missing.split())
                reasons[f"{region} {component.name}"] = (
                    f"{region} {component.name} is not taken from the reference sample "
                    f"{spoken(result.sample)}: it claims {missing}, "
                    f"{'not found' if seen else 'of which no line was measured'} there"
                )
    line = model.reference
    if line is not None:
        reasons.pop(f"{line.region} {line.component}", None)
    return reasons


def _elements(level: LevelResult) -> tuple[set[str], set[str]]:
    """Return the elements that a level shows, and those of which it measured a line."""
    shown = {
        fit.region.name: any(c.presence == "present" for c in fit.components)
        for fit in level.fits
    } | {one.region.name: one.detected for one in level.integrated}
    of_region = {region: peaklib.core_level(region).element for region in shown}
    found = {of_region[region] for region, there in shown.items() if there}
    if level.composition is not None:
        # Components that only trade area may each be uncertain, and their sum is not.
        found |= {e.element for e in level.composition.elements if e.detected}
    return found, set(of_region.values())


def _known(
    chosen: Sequence[str], present: Mapping[str, tuple[FitResult, str]]
) -> list[tuple[str, str, FitResult]]:
    return [
        (present[full][0].region.name, present[full][1], present[full][0])
        for full in chosen
    ]


def _chosen(
    model: PeakModel,
    present: Mapping[str, tuple[FitResult, str]],
    states: Sequence[str],
    sample: str,
    doubted: Mapping[str, str],
) -> list[str]:
    """Return the states to take over, ``"Al 2p Li-Al"`` and so on."""
    line = model.reference
    scale = "" if line is None else f"{line.region} {line.component}"
    known = {
        f"{region.region} {c.name}"
        for region in model.regions
        for c in region.components
    }
    shown = [full for full in present if full in known and full != scale]
    usable = [full for full in shown if full not in doubted]
    for name in states:
        meant = [full for full in shown if name in (full, present[full][1])]
        if meant and not set(meant) & set(usable):
            raise ModelError(f"{doubted[meant[0]]}; {ANOTHER}")
        if not any(name in (full, present[full][1]) for full in usable):
            raise ModelError(
                f"{sample}: {name} is not among what this reference sample shows "
                f"({', '.join(usable) or 'nothing of the model'})"
            )
    found = [
        full
        for full in usable
        if not states or full in states or present[full][1] in states
    ]
    if not found and shown:
        reasons = "; ".join(doubted[full] for full in shown)
        raise ModelError(f"{reasons}; nothing is left to take over: {ANOTHER}")
    if not found:
        raise ModelError(
            f"{sample}: this reference sample shows no state of the model {model.name}"
        )
    return found


def _region(
    region: RegionModel,
    taken: Mapping[str, FitResult],
    scale_ev: tuple[float, float],
    *,
    held: bool,
) -> RegionModel:
    if not taken:
        return region
    # The reference has the resolution of the series; the widths of other states keep
    # what the library leaves open.
    return replace(
        region,
        width_spread=0.0,
        components=tuple(
            _component(c, taken[c.name], scale_ev, held=held)
            if c.name in taken
            else replace(c, fwhm_ev=_loosened(c.fwhm_ev, region.width_spread))
            for c in region.components
        ),
    )


def _loosened(width: Parameter | Link, common: float) -> Parameter | Link:
    if not isinstance(width, Parameter) or not math.isfinite(width.spread):
        return width
    return replace(width, spread=math.hypot(width.spread, common * width.value))


def _component(
    component: Component, fit: FitResult, scale_ev: tuple[float, float], *, held: bool
) -> Component:
    place_ev, error_ev = scale_ev
    found = {
        p.name.removeprefix(f"{component.name}."): p
        for p in fit.parameters
        if p.name.startswith(f"{component.name}.")
    }
    shape = {
        name: _parameter(value, found.get(name), 0.0, 0.0, held=held)
        for name, value in component.shape.items()
    }
    return replace(
        component,
        center_ev=_parameter(
            component.center_ev, found["center_ev"], place_ev, error_ev, held=held
        ),
        fwhm_ev=_parameter(component.fwhm_ev, found["fwhm_ev"], 0.0, 0.0, held=held),
        shape=shape,
    )


def _parameter(
    now: Parameter | Link,
    found: FittedParameter | None,
    moved_ev: float,
    error_ev: float,
    *,
    held: bool,
) -> Parameter | Link:
    """Return what a quantity is known to from the reference; as it is without error."""
    if found is None or found.stderr is None:
        return now
    value = round(found.value + moved_ev, 6)
    if held:
        return Parameter(value, vary=False)
    spread = round(max(math.hypot(found.stderr, error_ev), LEAST_SPREAD), 6)
    low, high = value - REACH * spread, value + REACH * spread
    if isinstance(now, Parameter):
        low, high = min(low, now.minimum), max(high, now.maximum)
    return Parameter(value, round(low, 6), round(high, 6), spread=spread)
