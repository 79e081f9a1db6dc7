"""What sputtering itself does to a sample, and can be taken for chemistry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.checks.finding import (
    Check,
    Verdict,
    not_applicable,
    passed,
    per_series,
    warned,
)
from xpsfit.checks.species import CARBONATE, GRAPHITIC, HYDROCARBON, LITHIUM_OXIDE
from xpsfit.checks.traces import Point, first_trace, shares_of, trace
from xpsfit.fit.unaided import unaided_position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import LevelResult, SampleResult

SIGMAS = 3.0
JUMP_SIGMAS = 5.0
LEAST_YIELD = 0.10
"""Oxide that appears, per carbonate that goes, both in at%, to be worth a word."""
FLOOR_PERCENT, FLOOR_SPREAD, FLOOR_LEVELS = 2.0, 0.25, 4
REACTIVE = frozenset({"Li", "Na", "K", "Mg", "Ca", "Al", "Ti", "Zr"})
NONMETALS = frozenset({"C", "N", "O", "F", "P", "S", "Cl", "Br", "I", "Ar", "Se"})
OXIDE_RATIO, LOSS = 0.2, 0.2
SP2_EV, SP2_GROWTH = (284.1, 284.6), 0.10
SP2_MOVE_EV = 0.2
GROWTH = 0.10


def decomposition(result: SampleResult) -> Verdict:
    """Say that sputtering itself turns carbonate into oxide."""
    carbonate = first_trace(result, ("O 1s", "C 1s"), CARBONATE)
    oxide = first_trace(result, ("O 1s", "Li 1s"), LITHIUM_OXIDE)
    pairs = [(c, o) for c in carbonate for o in oxide if c.time_s == o.time_s]
    if len(pairs) < 2:
        return not_applicable("no series of both carbonate and Li2O")
    best: tuple[Point, Point, Point, Point] | None = None
    for index, (carbonate_0, oxide_0) in enumerate(pairs):
        for carbonate_1, oxide_1 in pairs[index + 1 :]:
            lost = carbonate_0.value - carbonate_1.value
            made = oxide_1.value - oxide_0.value
            if (
                carbonate_0.above(carbonate_1) > SIGMAS
                and oxide_1.above(oxide_0) > SIGMAS
                and made > LEAST_YIELD * lost
                and (best is None or made > best[3].value - best[1].value)
            ):
                best = (carbonate_0, oxide_0, carbonate_1, oxide_1)
    if best is None:
        return passed("carbonate does not turn into Li2O with etch time")
    before, oxide_0, after, oxide_1 = best
    return warned(
        f"from {before.time_s:g} to {after.time_s:g} s carbonate falls from "
        f"{before.value:.1f} to {after.value:.1f} at% while Li2O rises from "
        f"{oxide_0.value:.1f} to {oxide_1.value:.1f} at%: Ar+ turns Li2CO3 into Li2O, "
        "so this trend may be made by sputtering",
        from_s=before.time_s,
        to_s=after.time_s,
    )


def oxide_floor(result: SampleResult) -> Verdict:
    """Say that a small constant amount of oxide comes from the residual gas."""
    name, floor = _oxygen(result)
    tail = _constant_tail(floor)
    if not tail:
        return not_applicable("no oxide through the etched levels of a reactive metal")
    mean = sum(point.value for point in tail) / len(tail)
    if len(tail) < FLOOR_LEVELS or mean > FLOOR_PERCENT:
        return passed(
            f"{name} does not stay at a small constant amount (at most "
            f"{FLOOR_PERCENT:g} at% over {FLOOR_LEVELS} levels)"
        )
    return warned(
        f"{name} stays at {mean:.1f} at% from {tail[0].time_s:g} to "
        f"{tail[-1].time_s:g} s ({len(tail)} levels): residual O2 and H2O rebuild an "
        "oxide on a fresh reactive metal while it is measured, a layer in some 1000 s "
        "at 1e-9 mbar, so this is not taken for a species of the bulk",
        from_s=tail[0].time_s,
        to_s=tail[-1].time_s,
        atomic_percent=mean,
    )


def _oxygen(result: SampleResult) -> tuple[str, list[Point]]:
    """Return what stands for oxide at the etched levels of a reactive metal."""
    etched = [level for level in result.levels if level.etch_time_s]
    rows = [r for v in etched if v.composition for r in v.composition.elements]
    if not any(row.element in REACTIVE and row.detected for row in rows):
        return "", []
    oxide = trace(etched, "O 1s", LITHIUM_OXIDE)
    if oxide:
        return "Li2O in O 1s", oxide
    if any(fit.region.name == "O 1s" for level in etched for fit in level.fits):
        return "", []
    points = [
        Point(v.etch_time_s or 0.0, row.atomic_percent, row.atomic_percent_stderr)
        for v in etched
        if v.composition
        for row in v.composition.elements
        if row.element == "O" and row.detected
    ]
    return "O", points


def _constant_tail(points: Sequence[Point]) -> list[Point]:
    """Return the longest run of levels up to the last one that are alike."""
    for start in range(len(points)):
        tail = points[start:]
        mean = sum(point.value for point in tail) / len(tail)
        if mean > 0.0 and all(
            abs(p.value - mean) <= max(SIGMAS * p.stderr, FLOOR_SPREAD * mean)
            for p in tail
        ):
            return list(tail) if mean > SIGMAS * _mean_error(tail) else []
    return []


def _mean_error(points: Sequence[Point]) -> float:
    return math.sqrt(sum(point.stderr**2 for point in points)) / len(points)


def graphitic_carbon(result: SampleResult) -> Verdict:
    """Say that argon makes carbon sp2-like."""
    etched = [level for level in result.levels if level.etch_time_s]
    unetched = [level for level in result.levels if not level.etch_time_s]
    before = shares_of(unetched[:1], "C 1s", GRAPHITIC) or [Point(0.0, 0.0, 0.0)]
    shares = shares_of(etched, "C 1s", GRAPHITIC)
    grown = [
        p
        for p in shares
        if p.value - before[0].value > SP2_GROWTH and p.above(before[0]) > JUMP_SIGMAS
    ]
    if unetched and grown:
        return warned(
            f"sp2 carbon holds {grown[0].value:.0%} of C 1s at {grown[0].time_s:g} s "
            f"and {before[0].value:.0%} before etching: argon makes carbon sp2-like, "
            "so a line near 284.4 eV is no chemistry of the sample",
            from_s=grown[0].time_s,
            to_s=grown[-1].time_s,
        )
    lines = _hydrocarbon_lines(result.levels)
    if len(lines) > 1 and lines[0].time_s == 0.0:
        return _moved_carbon(lines[0], lines[1:])
    if shares and unetched:
        return passed("sp2 carbon does not grow with the first etch steps")
    return not_applicable("C-C was not found both before and after etching")


def _moved_carbon(first: Point, later: Sequence[Point]) -> Verdict:
    """Return whether C-C has moved to where sp2 carbon lies."""
    moved = [
        p
        for p in later
        if SP2_EV[0] <= p.value <= SP2_EV[1]
        and first.value - p.value > SP2_MOVE_EV
        and first.above(p) > SIGMAS
    ]
    if not moved:
        return passed("C-C stays where it was before etching")
    return warned(
        f"C-C lies at {moved[0].value:.2f} eV from {moved[0].time_s:g} s on and at "
        f"{first.value:.2f} eV before etching: argon makes carbon sp2-like (284.4 eV), "
        "so this is no chemistry of the sample, and no charge reference",
        from_s=moved[0].time_s,
        to_s=moved[-1].time_s,
    )


def _hydrocarbon_lines(levels: Sequence[LevelResult]) -> list[Point]:
    """Return where the data put C-C, calibrated, where it is the main line."""
    found = []
    for level in levels:
        for fit in level.fits:
            if fit.region.name != "C 1s" or not fit.components:
                continue
            main = max(fit.components, key=lambda c: c.area_cps_ev)
            if main.species not in HYDROCARBON or main.presence != "present":
                continue
            at = unaided_position(fit, main.name)
            if at is not None:
                calibrated = at.measured_ev + level.charge.shift_ev
                time = level.etch_time_s or 0.0
                found.append(Point(time, calibrated, at.stderr_ev))
    return found


def oxygen_loss(result: SampleResult) -> Verdict:
    """Say that argon takes oxygen out of oxides first."""
    ratios = [p for level in result.levels if (p := _oxygen_per_metal(level))]
    if len(ratios) < 2 or ratios[0].value <= OXIDE_RATIO:
        return not_applicable("no oxide with a composition at two levels")
    first, rest = ratios[0], ratios[1:]
    if rest[-1].value < OXIDE_RATIO:
        return passed("the oxide of the surface is removed, not reduced")
    low = min(rest, key=lambda point: point.value)
    if low.value < (1.0 - LOSS) * first.value and first.above(low) > JUMP_SIGMAS:
        return warned(
            f"oxygen per metal atom falls from {first.value:.2f} at {first.time_s:g} s "
            f"to {low.value:.2f} at {low.time_s:g} s: argon takes oxygen out of oxides "
            "first, beside hydroxide and organics of the surface, so the oxide may "
            "hold more oxygen than is found here",
            from_s=first.time_s,
            to_s=low.time_s,
        )
    return passed("oxygen per metal atom does not fall with etch time")


def _oxygen_per_metal(level: LevelResult) -> Point | None:
    rows = level.composition.elements if level.composition else ()
    oxygen = next((row for row in rows if row.element == "O"), None)
    metals = [row for row in rows if row.element not in NONMETALS]
    total = sum(row.atomic_percent for row in metals)
    if oxygen is None or total <= 0.0 or not any(row.detected for row in metals):
        return None
    error = math.hypot(*(row.atomic_percent_stderr for row in metals)) / total
    own = oxygen.atomic_percent_stderr / max(oxygen.atomic_percent, 1e-9)
    ratio = oxygen.atomic_percent / total
    return Point(level.etch_time_s or 0.0, ratio, ratio * math.hypot(error, own))


def reduction(result: SampleResult) -> Verdict:
    """Say where a metal that grows under the beam may be made by it."""
    seen = False
    for region in _metal_regions(result):
        shares = shares_of(result.levels, region, _metals(result, region))
        if len(shares) < 2:
            continue
        seen = True
        low = min(shares, key=lambda point: point.value)
        high = max(shares[shares.index(low) :], key=lambda point: point.value)
        if high.value - low.value > GROWTH and high.above(low) > JUMP_SIGMAS:
            return warned(
                f"the metal's share of {region} grows from {low.value:.0%} at "
                f"{low.time_s:g} s to {high.value:.0%} at {high.time_s:g} s under "
                "argon: it may be sputter damage (reduction, preferential loss) as "
                "well as a layer",
                from_s=low.time_s,
                to_s=high.time_s,
            )
    if seen:
        return passed("no metal's share of a core level grows")
    return not_applicable("no metal among the species of a series")


def _metal_regions(result: SampleResult) -> list[str]:
    return list(
        dict.fromkeys(
            fit.region.name
            for level in result.levels
            for fit in level.fits
            if any(_is_metal(c.species) for c in fit.components)
        )
    )


def _is_metal(species: str) -> bool:
    return species.endswith(" metal")


def _metals(result: SampleResult, region: str) -> set[str]:
    return {
        c.species
        for level in result.levels
        for fit in level.fits
        if fit.region.name == region
        for c in fit.components
        if _is_metal(c.species)
    }


CHECKS = (
    Check(
        "P18",
        "Carbonate does not turn into Li2O with etch time.",
        "info",
        "Hornsveld et al., RSC Adv. 7 (2017) 41359, doi 10.1039/c7ra07722j",
        per_series(decomposition),
    ),
    Check(
        "R54",
        "No metal grows under argon.",
        "info",
        "sputter reduction of NiO (2024) and of oxides of Fe, Co, Ti, Nb",
        per_series(reduction),
    ),
    Check(
        "S1",
        "No small constant amount of oxide runs through the levels of a reactive "
        "metal.",
        "info",
        "kinetic theory of gases: a monolayer in some 1000 s at 1e-9 mbar",
        per_series(oxide_floor),
    ),
    Check(
        "S2",
        "Carbon does not become sp2-like with the first etch steps.",
        "info",
        "xpsfitting.com (sp2 at 284.46 eV, 21 references); Thermo Scientific element "
        "page (sp3 at 284.8 eV)",
        per_series(graphitic_carbon),
    ),
    Check(
        "S3",
        "Oxides do not lose oxygen with etch time.",
        "info",
        "Baer et al., J. Vac. Sci. Technol. A 28 (2010) 1060; Hofmann, Rep. Prog. "
        "Phys. 61 (1998) 827",
        per_series(oxygen_loss),
    ),
)
