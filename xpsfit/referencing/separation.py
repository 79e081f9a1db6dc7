"""A compound that its own distances between core levels identify.

The distance between two core levels of one compound does not depend on charge. Where it
is that of the compound, the two lines are recognized without any energy scale, and the
compound's own energies then give the scale. Where it is not, they are refused.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import peaklib
from xpsfit.fit.unaided import unaided_position
from xpsfit.referencing.reading import (
    Reading,
    ReferencingMethod,
    best_known,
    refused,
)

if TYPE_CHECKING:
    from xpsfit.fit.unaided import LinePosition
    from xpsfit.referencing.reading import LevelEvidence, SeriesContext

TOLERANCE_EV = 0.4
"""Two errors of position and the spread of methods."""
KNOWN_EV = 0.2
"""A position with a larger error identifies nothing."""
APART_EV = 0.3


class _Compound(NamedTuple):
    """A compound by its lines; all distances between them must be right."""

    name: str
    species: frozenset[str]
    state: str
    regions: tuple[str, str]
    caution: str


COMPOUNDS = (
    _Compound(
        "Li2O",
        frozenset({"Li2O"}),
        "Li2O",
        ("O 1s", "Li 1s"),
        "these energies are those of Li2O in contact with lithium; elsewhere it lies "
        "up to 3 eV higher",
    ),
    _Compound(
        "Li2CO3",
        frozenset({"Li2CO3", "CO3", "carbonate"}),
        "Li2CO3_lit",
        ("O 1s", "C 1s"),
        "these energies are those of pure Li2CO3",
    ),
)


def read(level: LevelEvidence, series: SeriesContext) -> Reading:
    """Return the shift that an identified compound gives; the best known one."""
    del series
    readings = [_read_one(level, compound) for compound in COMPOUNDS]
    good = [r for r in readings if not r.refusal]
    if not good:
        return refused("; ".join(r.refusal for r in readings))
    doubt = (
        "Li2O and Li2CO3 ask for shifts that differ by {apart} at "
        f"{level.etch_time_s or 0.0:g} s: differential charging"
    )
    return best_known(good, APART_EV, doubt)


def _read_one(level: LevelEvidence, compound: _Compound) -> Reading:
    lines: list[LinePosition] = []
    for region in compound.regions:
        found = _position(level, region, compound)
        if isinstance(found, str):
            return refused(found)
        lines.append(found)
    expected = [_library_ev(region, compound) for region in compound.regions]
    distance = lines[0].measured_ev - lines[1].measured_ev
    known = expected[0] - expected[1]
    error = math.hypot(lines[0].stderr_ev, lines[1].stderr_ev)
    text = f"{lines[0].line} - {lines[1].line} is {distance:.2f} +- {error:.2f} eV"
    if abs(distance - known) > TOLERANCE_EV + 2.0 * error:
        return refused(
            f"{text} ({known:.1f} in {compound.name}), so these are not lines of one "
            f"{compound.name}"
        )
    weights = [1.0 / line.stderr_ev**2 for line in lines]
    shifts = [e - line.measured_ev for e, line in zip(expected, lines, strict=True)]
    total = sum(weights)
    better = max((0, 1), key=lambda i: weights[i])
    return Reading(
        shift_ev=sum(w * s for w, s in zip(weights, shifts, strict=True)) / total,
        stderr_ev=math.sqrt(1.0 / total),
        line=lines[better].line,
        assigned_ev=expected[better],
        measured_ev=lines[better].measured_ev,
        note=(
            f"{text}, as in {compound.name} ({known:.1f} eV), whose lines were set to "
            f"{expected[0]:g} and {expected[1]:g} eV; {compound.caution}"
        ),
    )


def _position(
    level: LevelEvidence, region: str, compound: _Compound
) -> LinePosition | str:
    """Return where a line of the compound lies, or why that is not known."""
    found = level.line(region, compound.species)
    if found is None:
        return f"no {compound.name} was fitted in {region}"
    fit, component = found
    line = f"{region} {component.name}"
    if component.presence != "present":
        return f"{line} is below its detection limit"
    position = unaided_position(fit, component.name)
    if position is None:
        return f"the position of {line} is held or on a bound"
    if position.stderr_ev > KNOWN_EV:
        return (
            f"the data alone put {line} to +-{position.stderr_ev:.2f} eV only "
            f"({KNOWN_EV:g} eV is needed)"
        )
    return position


def _library_ev(region: str, compound: _Compound) -> float:
    return peaklib.chemical_state(region, compound.state).be_ev


METHOD = ReferencingMethod(
    name="separation",
    title="a compound known by the distance of its core levels (Li2O, Li2CO3)",
    source=(
        "Wood and Teeter, ACS Appl. Energy Mater. (2018), arXiv 1809.06412; Li2CO3: "
        "Hornsveld et al., RSC Adv. 7 (2017) 41359, doi 10.1039/c7ra07722j"
    ),
    kind="separation",
    needs_carbon=False,
    read=read,
)
