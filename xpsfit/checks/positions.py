"""Positions and distances of lines, whatever the charge reference."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import peaklib
from xpsfit.checks.amounts import found, present
from xpsfit.checks.finding import (
    Check,
    Verdict,
    failed,
    not_applicable,
    passed,
    per_fit,
    per_level,
    warned,
)
from xpsfit.checks.species import (
    ALLOY,
    ALUMINUM_CARBIDE,
    ALUMINUM_METAL,
    ALUMINUM_OXIDE,
    CARBONATE,
    CARBONYL,
    ESTER,
    ETHER,
    HYDROCARBON,
    LITHIUM_CARBON,
    LITHIUM_OXIDE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.results import LevelResult

TOLERANCE_EV = 0.4
"""Two errors of position and the spread of methods."""
OFFSET_EV = 0.3
"""What adventitious carbon itself leaves open."""
KNOWN_EV = 0.2
"""A position with a larger error cannot be held against anything."""
CARBONATE_LEVELS = ("O 1s", "C 1s", "Li 1s")
ORDER: Mapping[str, Sequence[frozenset[str]]] = {
    "Al 2p": (ALLOY, ALUMINUM_METAL, ALUMINUM_CARBIDE, ALUMINUM_OXIDE),
    "O 1s": (LITHIUM_OXIDE, CARBONATE),
    "Li 1s": (LITHIUM_OXIDE, CARBONATE),
    "C 1s": (LITHIUM_CARBON, HYDROCARBON, ETHER, CARBONYL, ESTER, CARBONATE),
}
"""Species of each level by increasing binding energy."""


def carbonate_separations(level: LevelResult) -> Verdict:
    """Hold the distances between the lines of the carbonate against pure Li2CO3."""
    lines = _carbonate_lines(level)
    wrong: list[tuple[str, set[str]]] = []
    right: list[tuple[str, set[str]]] = []
    values: dict[str, float] = {}
    for high, low in (("O 1s", "C 1s"), ("C 1s", "Li 1s"), ("O 1s", "Li 1s")):
        if high not in lines or low not in lines:
            continue
        measured = lines[high].center_ev - lines[low].center_ev
        expected = _pure(high) - _pure(low)
        values[_field(high, low)] = measured
        text = f"{high} - {low} is {measured:.1f} eV ({expected:.1f} in pure Li2CO3)"
        error = math.hypot(*(lines[r].center_ev_stderr or 0.0 for r in (high, low)))
        bad = abs(measured - expected) > TOLERANCE_EV + 2.0 * error
        (wrong if bad else right).append((text, {high, low}))
    if not wrong and not right:
        return not_applicable("carbonate was not found in two core levels")
    if not wrong:
        return passed("; ".join(text for text, _ in right), **values)
    sentence = "; ".join(text for text, _ in wrong)
    return warned(f"{sentence}{_odd_one(wrong, right, lines, level)}", **values)


def _odd_one(
    wrong: Sequence[tuple[str, set[str]]],
    right: Sequence[tuple[str, set[str]]],
    lines: Mapping[str, FittedComponent],
    level: LevelResult,
) -> str:
    """Return which line does not belong to the others, where that can be told."""
    suspects = set.intersection(*(levels for _, levels in wrong))
    for _, levels in right:
        suspects -= levels
    if len(suspects) != 1:
        return ": these lines are not all of one carbonate"
    (odd,) = suspects
    at = lines[odd].center_ev + level.charge.shift_ev
    names = [
        s.name
        for s in peaklib.chemical_states(odd)
        if s.species not in CARBONATE and s.be_min_ev <= at <= s.be_max_ev
    ]
    where = f", where {' and '.join(names)} lies," if names else ""
    return f": {odd} at {at:.1f} eV{where} does not belong to it"


def common_movement(level: LevelResult) -> Verdict:
    """Ask whether all lines of the carbonate moved alike against C-C."""
    reference = found(level, "C 1s", HYDROCARBON)
    lines = _carbonate_lines(level)
    if reference is None or not _known(reference) or len(lines) < 2:
        return not_applicable("no C-C, or no carbonate in two core levels")
    scale = peaklib.chemical_state("C 1s", "C_C").be_ev
    moved = {
        region: (line.center_ev - reference.center_ev) - (_pure(region) - scale)
        for region, line in lines.items()
    }
    values = {_field(region): by for region, by in moved.items()}
    listed = ", ".join(f"{region} {by:+.2f}" for region, by in moved.items())
    mean = sum(moved.values()) / len(moved)
    alike = max(moved.values()) - min(moved.values()) <= OFFSET_EV
    if alike and abs(mean) > OFFSET_EV:
        return warned(
            f"all lines of the carbonate lie {mean:+.2f} eV from their distance to C-C "
            f"in pure Li2CO3 ({listed} eV): differential charging or a potential "
            "across the film; one charge shift does not serve both",
            **values,
        )
    return passed(
        f"the lines of the carbonate did not move together against C-C ({listed} eV)",
        **values,
    )


def order_of_lines(_level: LevelResult, fit: FitResult) -> Verdict:
    """Ask whether the species of a core level stand in their order."""
    groups = ORDER.get(fit.region.name)
    if groups is None:
        return not_applicable(f"no order is known for {fit.region.name}")
    lines = [
        max(own, key=lambda c: c.area_cps_ev)
        for group in groups
        if (own := [c for c in present(fit) if c.species in group])
    ]
    if len(lines) < 2:
        return not_applicable("fewer than two species whose order is known")
    for low, high in pairwise(lines):
        error = 3.0 * max(low.center_ev_stderr or 0.0, high.center_ev_stderr or 0.0)
        if low.center_ev - high.center_ev > max(error, 0.05):
            return failed(
                f"{low.name} lies {low.center_ev - high.center_ev:.2f} eV above "
                f"{high.name}, which is impossible: the names were swapped",
                distance_ev=low.center_ev - high.center_ev,
            )
    return passed(f"{' < '.join(line.name for line in lines)}, as must be")


def nitrogen(level: LevelResult) -> Verdict:
    """Say what nitrogen makes possible where Al or Li is assigned."""
    rows = level.composition.elements if level.composition else ()
    nitrogen_rows = [row for row in rows if row.element == "N"]
    seen = [row for row in nitrogen_rows if row.detected]
    fitted = {fit.region.name for fit in level.fits}
    if not nitrogen_rows or not {"Al 2p", "Li 1s"} & fitted:
        return not_applicable("N 1s, or Al 2p and Li 1s, were not evaluated")
    if seen:
        percent = seen[0].atomic_percent
        return warned(
            f"N 1s holds {percent:.1f} at%: AlN (Al 2p 73.6 eV, the place of Al-C) and "
            "Li3N become candidates",
            nitrogen_atomic_percent=percent,
        )
    return passed("no nitrogen was found")


def _carbonate_lines(level: LevelResult) -> dict[str, FittedComponent]:
    lines = {region: found(level, region, CARBONATE) for region in CARBONATE_LEVELS}
    return {r: c for r, c in lines.items() if c is not None and _known(c)}


def _known(component: FittedComponent) -> bool:
    error = component.center_ev_stderr
    return error is None or error <= KNOWN_EV


def _pure(region: str) -> float:
    return peaklib.chemical_state(region, "Li2CO3_lit").be_ev


def _field(*regions: str) -> str:
    return "_".join(region.replace(" ", "").lower() for region in regions) + "_ev"


_HORNSVELD = "Hornsveld et al., RSC Adv. 7 (2017) 41359, doi 10.1039/c7ra07722j"
CHECKS = (
    Check(
        "P3",
        "Distances between the carbonate's lines are those of pure Li2CO3 (0.4 eV).",
        "warn",
        f"{_HORNSVELD}; method: Wood and Teeter, ACS Appl. Energy Mater. (2018)",
        per_level(carbonate_separations),
    ),
    Check(
        "P10",
        "The species of a core level stand in the order of their binding energies.",
        "error",
        "peak library: positions of each species with their sources",
        per_fit(order_of_lines),
    ),
    Check(
        "P17",
        "No nitrogen where the place of Al-C or Li-C is assigned.",
        "info",
        "AlN 73.6 eV: papers on atomic layer etching of AlN collected in "
        "sciknoworg/ALD-E-ImageMiner",
        per_level(nitrogen),
    ),
    Check(
        "R37",
        "The lines of the carbonate have not moved together against C-C (0.3 eV).",
        "warn",
        f"{_HORNSVELD}; Greczynski and Hultman, Prog. Mater. Sci. 107 (2020) 100591",
        per_level(common_movement),
    ),
)
