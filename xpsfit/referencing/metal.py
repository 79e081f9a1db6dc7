"""The line of a metal that is there and grounded: Al 2p3/2, or Li 1s."""

from __future__ import annotations

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
    from xpsfit.referencing.reading import LevelEvidence, SeriesContext

LARGEST_STDERR_EV = 0.1
"""A line known no better than this by the data alone cannot set the scale."""
APART_EV = 0.2


class _Metal(NamedTuple):
    region: str
    species: frozenset[str]
    state: str


METALS = (
    _Metal("Al 2p", frozenset({"Al metal"}), "Al_metal"),
    _Metal("Li 1s", frozenset({"Li metal"}), "Li_metal"),
)


def read(level: LevelEvidence, series: SeriesContext) -> Reading:
    """Return the shift that the lines of metals give; the best known one is used."""
    del series
    readings = [_read_one(level, metal) for metal in METALS]
    good = [r for r in readings if not r.refusal]
    if not good:
        present = [r for r in readings if not r.refusal.startswith("no ")]
        return refused("; ".join(r.refusal for r in present or readings))
    doubt = (
        "the metals ask for shifts that differ by {apart} at "
        f"{level.etch_time_s or 0.0:g} s: differential charging, or not all metal"
    )
    return best_known(good, APART_EV, doubt)


def _read_one(level: LevelEvidence, metal: _Metal) -> Reading:
    state = peaklib.chemical_state(metal.region, metal.state)
    found = level.line(metal.region, metal.species)
    if found is None:
        return refused(f"no {state.name} in the peak model of {metal.region}")
    fit, component = found
    line = f"{metal.region} {component.name}"
    if component.presence != "present":
        return refused(f"{line} is below its detection limit")
    position = unaided_position(fit, component.name)
    if position is None:
        return refused(f"the position of {line} is held or on a bound")
    if position.stderr_ev > LARGEST_STDERR_EV:
        return refused(
            f"the data alone put {line} to +-{position.stderr_ev:.2f} eV only "
            f"({LARGEST_STDERR_EV:g} eV is needed)"
        )
    return Reading(
        shift_ev=state.be_ev - position.measured_ev,
        stderr_ev=position.stderr_ev,
        line=line,
        assigned_ev=state.be_ev,
        measured_ev=position.measured_ev,
        note=(
            f"{line} measured at {position.measured_ev:.3f} eV and set to "
            f"{state.be_ev:g} eV, where the metal lies when it is grounded"
        ),
    )


METHOD = ReferencingMethod(
    name="metal",
    title="metallic aluminum (Al 2p3/2 72.85 eV) or lithium (Li 1s 54.9 eV)",
    source="NIST SRD 20 v3.5: Al 71.8 to 73.0 eV (16 records), Li 54.6 to 55.4 eV",
    kind="metal_line",
    needs_carbon=False,
    read=read,
)
