"""Sputter series: levels, times, regions and depth."""

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
from xpsfit.depth.conflicts import SCAN_DIRECTION, SNAPSHOT
from xpsfit.depth.scale import scale_of

if TYPE_CHECKING:
    from xpsfit.results import LevelResult, SampleResult

DRIFT_EV = 0.2
JUMP_SIGMAS, JUMP_PERCENT = 5.0, 20.0
RATE_CHANGE_PERCENT = 20.0


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
    series = result.series
    if series is None:
        return passed("all levels share one model; each level has its own numbers")
    return passed(
        "all levels share one model and were fitted together; common to all: "
        f"{', '.join(series.shared)}; of each level its own: "
        f"{', '.join(series.per_level)}"
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


def _time(level: LevelResult) -> float:
    return level.etch_time_s or 0.0


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
)
