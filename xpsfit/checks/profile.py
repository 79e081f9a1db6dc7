"""Sputter series, and what sputtering itself does."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from xpsfit.checks.amounts import evaluated
from xpsfit.checks.finding import (
    Check,
    Verdict,
    failed,
    not_applicable,
    passed,
    per_series,
    warned,
)
from xpsfit.checks.species import CARBONATE, LITHIUM_OXIDE, METALS
from xpsfit.depth.conflicts import SCAN_DIRECTION, SNAPSHOT
from xpsfit.depth.scale import scale_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xpsfit.results import LevelResult, SampleResult, StateAmount

DRIFT_EV = 0.2
JUMP_SIGMAS, JUMP_PERCENT = 5.0, 20.0
SIGMAS = 3.0
RANGE_EV = 0.5
RATE_CHANGE_PERCENT = 20.0
GROWTH = 0.10


def sound_levels(result: SampleResult) -> Verdict:
    """Ask whether times increase, the scale is steady and amounts do not jump."""
    wrong = []
    for one, other in pairwise(result.levels):
        at = f"from {_time(one):g} to {_time(other):g} s"
        if _time(other) <= _time(one):
            wrong.append(f"etch time does not increase {at}")
        drift = other.charge.shift_ev - one.charge.shift_ev
        if abs(drift) > DRIFT_EV:
            wrong.append(f"the charge shift moves by {drift:+.2f} eV {at}")
        # The first step takes off the overlayer of any sample.
        if one.etch_time_s:
            wrong += [f"{jump} {at}" for jump in _jumps(one, other)]
    if wrong:
        more = f"; and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        return warned("; ".join(wrong[:3]) + more, number=float(len(wrong)))
    return passed(
        "etch times increase, shifts drift less than 0.2 eV, amounts are smooth"
    )


def _jumps(one: LevelResult, other: LevelResult) -> list[str]:
    before = {r.element: r for r in one.composition.elements} if one.composition else {}
    found = []
    for row in other.composition.elements if other.composition else ():
        old = before.get(row.element)
        if old is None:
            continue
        change = row.atomic_percent - old.atomic_percent
        error = math.hypot(row.atomic_percent_stderr, old.atomic_percent_stderr)
        if abs(change) > max(JUMP_SIGMAS * error, JUMP_PERCENT):
            found.append(f"{row.element} jumps by {change:+.0f} at%")
    return found


def decomposition(result: SampleResult) -> Verdict:
    """Say that sputtering itself turns carbonate into oxide."""
    carbonate = _states(result, CARBONATE, ("O 1s", "C 1s"))
    oxide = _states(result, LITHIUM_OXIDE, ("O 1s", "Li 1s"))
    if len(carbonate) < 2 or len(oxide) < 2:
        return not_applicable("no series of both carbonate and Li2O")
    falls = _change(carbonate[0], carbonate[-1]) < -SIGMAS
    rises = _change(oxide[0], max(oxide[1:])) > SIGMAS
    if falls and rises:
        return warned(
            f"carbonate falls from {carbonate[0][0]:.1f} to {carbonate[-1][0]:.1f} at% "
            f"while Li2O rises from {oxide[0][0]:.1f} to {max(oxide[1:])[0]:.1f} at%: "
            "Ar+ turns Li2CO3 into Li2O, so this trend may be made by sputtering"
        )
    return passed("carbonate does not turn into Li2O with etch time")


def single_rate(result: SampleResult) -> Verdict:
    """Say that one rate does not serve layers of different materials."""
    scale = scale_of(result)
    if scale is None:
        return not_applicable("no depth scale")
    if scale.layers:
        return passed(f"each of {len(scale.layers)} layers has its own sputter rate")
    for element in ("C", "Li", "O", "Al"):
        amounts = [
            row.atomic_percent
            for level in result.levels[1:]
            if level.composition
            for row in level.composition.elements
            if row.element == element
        ]
        if amounts and max(amounts) - min(amounts) > RATE_CHANGE_PERCENT:
            return warned(
                f"{element} changes between {min(amounts):.0f} and {max(amounts):.0f} "
                f"at% below the surface, and one rate, {scale.rate_nm_per_s:g} nm/s "
                f"of {scale.material}, serves all levels: materials sputter at 0.2 to "
                "2.4 times that of Ta2O5, carbon slowly, metals fast; quote depths as "
                f"{scale.material}-equivalent only, or state layers with --layers"
            )
    return passed("the composition changes little, so one rate is consistent")


def missing_regions(result: SampleResult) -> Verdict:
    """Ask whether every level has every region."""
    regions = [{e.region.name for e in evaluated(level)} for level in result.levels]
    every = set().union(*regions)
    lacks = {
        region: sum(region not in present for present in regions) for region in every
    }
    gaps = [
        f"{r} at {n} of {len(regions)} levels" for r, n in sorted(lacks.items()) if n
    ]
    if gaps:
        return warned(
            f"missing: {', '.join(gaps)}; these cells are empty in the profile"
        )
    return passed(f"all {len(regions)} levels have {', '.join(sorted(every))}")


def same_model(result: SampleResult) -> Verdict:
    """Ask whether every level was fitted with the same lines and backgrounds."""
    seen: dict[str, dict[object, float]] = {}
    for level in result.levels:
        for fit in level.fits:
            lines = tuple((c.name, c.line_shape) for c in fit.model.components)
            kind = (lines, fit.model.background.kind)
            seen.setdefault(fit.region.name, {}).setdefault(kind, _time(level))
    mixed = {name: kinds for name, kinds in seen.items() if len(kinds) > 1}
    if not seen:
        return not_applicable("no region was fitted")
    if mixed:
        listed = ", ".join(
            f"{name} (from {list(kinds.values())[1]:g} s on)"
            for name, kinds in mixed.items()
        )
        return warned(
            f"the model changes within the series: {listed}; trends there are partly "
            "its own"
        )
    return passed(
        "all levels share one model; each level has its own numbers unless linked"
    )


def one_mode(result: SampleResult) -> Verdict:
    """Ask whether snapshots and scans stand in one series."""
    modes: dict[str, set[str]] = {}
    for level in result.levels:
        for e in evaluated(level):
            way = e.region.spectrum.metadata.get(SCAN_DIRECTION)
            if way is not None:
                kind = "snapshot" if way == SNAPSHOT else "scan"
                modes.setdefault(e.region.name, set()).add(kind)
    if not modes:
        return not_applicable("the files do not state the analyzer's mode")
    mixed = [name for name, kinds in modes.items() if len(kinds) > 1]
    if mixed:
        return failed(f"{', '.join(mixed)}: snapshots and scans stand in one series")
    return passed("snapshots and scans are not mixed")


def reduction(result: SampleResult) -> Verdict:
    """Say where a metal that grows under the beam may be made by it."""
    for region in ("Al 2p", "Li 1s"):
        shares = [
            (
                sum(s.region_fraction for s in own),
                max(s.region_fraction_stderr for s in own),
            )
            for level in result.levels
            if level.composition
            and (
                own := [
                    s
                    for s in level.composition.states
                    if s.region == region
                    and s.component in _names(level, region, METALS)
                    and math.isfinite(s.region_fraction)
                ]
            )
        ]
        if len(shares) < 2:
            continue
        low, high = min(shares), max(shares[shares.index(min(shares)) :])
        error = math.hypot(low[1], high[1])
        if high[0] - low[0] > max(GROWTH, JUMP_SIGMAS * error):
            return warned(
                f"the metal's share of {region} grows from {low[0]:.0%} to "
                f"{high[0]:.0%} under argon: it may be sputter damage (reduction, "
                "preferential loss) as well as a layer"
            )
        return passed(f"the metal's share of {region} does not grow")
    return not_applicable("no metal among the species of a series")


def _share(states: Sequence[StateAmount]) -> tuple[float, float]:
    share = sum(state.region_fraction for state in states)
    return share, max(state.region_fraction_stderr for state in states)


def drift(result: SampleResult) -> Verdict:
    """Ask whether the energy scale stays within half an eV over the series."""
    shifts = [level.charge.shift_ev for level in result.levels]
    span = max(shifts) - min(shifts)
    if span > RANGE_EV:
        return warned(
            f"the charge shift runs from {min(shifts):+.2f} to {max(shifts):+.2f} eV "
            "over the series: an insulator settles slowly; look at the drift against "
            "etch time",
            span_ev=span,
        )
    return passed(f"the charge shift stays within {span:.2f} eV", span_ev=span)


def _time(level: LevelResult) -> float:
    return level.etch_time_s or 0.0


def _names(level: LevelResult, region: str, species: Collection[str]) -> set[str]:
    return {
        c.name
        for fit in level.fits
        if fit.region.name == region
        for c in fit.components
        if c.species in species
    }


def _states(
    result: SampleResult, species: Collection[str], regions: Collection[str]
) -> list[tuple[float, float]]:
    """Return amounts and errors of species by level, from the first region of it."""
    for region in regions:
        found = [
            (s.atomic_percent, s.atomic_percent_stderr)
            for level in result.levels
            if level.composition
            for s in level.composition.states
            if s.region == region and s.component in _names(level, region, species)
        ]
        if len(found) > 1:
            return found
    return []


def _change(before: tuple[float, float], now: tuple[float, float]) -> float:
    """Return a change in units of its error."""
    error = math.hypot(before[1], now[1])
    return (now[0] - before[0]) / error if error > 0.0 else 0.0


_RATES = "binary-collision estimates (KrC potential) checked against Eckstein (2007)"
CHECKS = (
    Check(
        "P15",
        "Etch times increase, the shift drifts less than 0.2 eV per level, and no "
        "amount jumps by 20 at%.",
        "warn",
        "Thermo Scientific page on depth profiling; ISO/TR 15969",
        per_series(sound_levels),
    ),
    Check(
        "P18",
        "Carbonate does not turn into Li2O with etch time.",
        "info",
        "Hornsveld et al., RSC Adv. 7 (2017) 41359, doi 10.1039/c7ra07722j",
        per_series(decomposition),
    ),
    Check(
        "R49",
        "One sputter rate serves one material.",
        "info",
        f"Baer et al., J. Vac. Sci. Technol. A 28 (2010) 1060; {_RATES}",
        per_series(single_rate),
    ),
    Check(
        "R50",
        "Every level has every region.",
        "warn",
        "fault of RxpsG, which cuts to the shortest; ISO/TR 15969",
        per_series(missing_regions),
    ),
    Check(
        "R51",
        "Every level was fitted with the same lines and backgrounds.",
        "warn",
        "ISO 19830, clause on several spectra",
        per_series(same_model),
    ),
    Check(
        "R52",
        "Snapshots and scans are not mixed.",
        "error",
        "page on XPS of the Technical University of Denmark",
        per_series(one_mode),
    ),
    Check(
        "R54",
        "No metal grows under argon.",
        "info",
        "sputter reduction of NiO (2024) and of oxides of Fe, Co, Ti, Nb",
        per_series(reduction),
    ),
    Check(
        "R55",
        "The charge shift stays within 0.5 eV over the series.",
        "warn",
        "Thermo Scientific page on depth profiling",
        per_series(drift),
    ),
)
