"""The slots of one region at one level of a series, as the region sees them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.assemble import ONE_SIDED_95, SHARED
from xpsfit.fit.joint_species import AREA
from xpsfit.fit.series.bounded import INSIDE
from xpsfit.fit.series.levels import drifted
from xpsfit.fit.settle import AT_ZERO
from xpsfit.fit.slots import Slots, Tie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.fit.result import FitResult
    from xpsfit.fit.series.errors import LevelErrors
    from xpsfit.fit.series.layout import RegionLayout
    from xpsfit.fit.series.solve import Solution
    from xpsfit.fit.slots import Slot

DROPPED = "dropped for the whole series: held at 0"


class LevelView:
    """Slots of regions at levels, on the measured scale.

    Parameters
    ----------
    solution : Solution
        Of the whole series.
    """

    def __init__(self, solution: Solution) -> None:
        self._tried = solution.tried
        self._shared = solution.outcome.slots
        self._values = self._shared.values()
        self._layout = solution.problem.layout
        self._state = solution.problem.state
        self._signed = solution.problem.signed
        unknowns = self._layout.unknowns
        self._unknown = {slot: k for k, slot in enumerate(unknowns)}
        self._regions: dict[int, list[Slot]] = {}

    def of(self, region: RegionLayout, number: int, level: int) -> Slots:
        """Return the slots of one region at one level.

        What all levels share is held, with a note that says so.
        """
        state = self._state
        displaced = float(state.displacement_ev[level, number])
        linear = state.linear[level, region.own] @ region.mixing.T + region.constant
        value = dict(zip(region.linear.tolist(), linear.tolist(), strict=True))
        shared = dict(zip(region.bent.tolist(), region.shared.tolist(), strict=True))
        moved = drifted(region, self._values, np.array([level]))
        still = [0.0] * (len(value) + len(shared))
        drift = still if moved is None else moved[0].tolist()
        found: list[Slot] = []
        for i, slot in enumerate(self._usual(region, number, shared)):
            if i not in shared:
                own = slot.at(value[i])
                found.append(
                    self._own(own, region.place.start + i, level)
                    if own.tie is None
                    else replace(own, tie=_inner(own.tie, region, value[i]))
                )
            elif slot.quantity == "center_ev":
                found.append(_moved(slot, displaced - drift[i]))
            else:
                found.append(_moved(slot, -drift[i]) if drift[i] else slot)
        return Slots(tuple(found))

    def _usual(
        self, region: RegionLayout, number: int, shared: Mapping[int, int]
    ) -> list[Slot]:
        """Return the slots of a region, what is shared held where it is."""
        if number not in self._regions:
            self._regions[number] = [
                replace(slot, part="", at_bound=False)
                if i not in shared
                else self._held(slot, shared[i])
                for i, slot in enumerate(self._layout.slots.all[region.place])
            ]
        return self._regions[number]

    def _held(self, slot: Slot, shared: int) -> Slot:
        """Return a slot that all levels share."""
        whole = self._shared.all[shared]
        at = float(self._values[shared])
        looked_for = whole.tie is None and (whole.free or whole.at_bound)
        return replace(
            slot,
            part="",
            value=at,
            free=False,
            at_bound=False,
            tie=None if slot.tie is None else Tie((), at),
            note=SHARED if looked_for else slot.note or whole.note,
        )

    def _own(self, slot: Slot, place: int, level: int) -> Slot:
        """Return a linear slot, marked where it sits on a bound."""
        k = self._unknown.get(place)
        if k is None:
            return slot
        if k in self._tried:
            return replace(slot, free=False, at_bound=True, note=DROPPED)
        if self._signed[level, k]:
            return replace(slot, minimum=-math.inf)
        if self._state.side[level, k] == INSIDE:
            return slot
        note = AT_ZERO if slot.value == 0.0 else "met its bound"
        return replace(slot, free=False, at_bound=True, note=note)

    def clipped(
        self, errors: LevelErrors, row: int, region: RegionLayout, level: int
    ) -> dict[int, float]:
        """Return the error of each area at zero, if it alone were let free."""
        found: dict[int, float] = {}
        own = self._state.linear[level, region.own]
        for i, mixing in zip(region.linear.tolist(), region.mixing, strict=True):
            slot = self._layout.slots.all[region.place.start + i]
            used = np.flatnonzero(mixing)
            if slot.quantity != AREA or not used.size or (mixing * own).any():
                continue
            alone = np.abs(mixing[used]) * errors.clipped[row, region.own[used]]
            if np.isfinite(alone).any():
                found[i] = float(np.nanmax(alone))
        return found

    def with_limits(
        self, fit: FitResult, region: RegionLayout, level: int
    ) -> FitResult:
        """Return the fit with limits of dropped areas above what they were."""
        if not self._tried:
            return fit
        own = self._layout.slots.all[region.place]
        places = [i for i, s in enumerate(own) if s.quantity == AREA]
        components = list(fit.components)
        for j, i in enumerate(places):
            k = self._unknown.get(region.place.start + i)
            if k is not None and k in self._tried:
                above = max(float(self._tried[k][level]), 0.0)
                upper = above + ONE_SIDED_95 * components[j].area_cps_ev_stderr
                components[j] = replace(components[j], area_upper_95_cps_ev=upper)
        return replace(fit, components=tuple(components))


def _moved(slot: Slot, displaced_ev: float) -> Slot:
    """Return a shared quantity as one level has it."""
    at = slot.value - displaced_ev
    return replace(
        slot,
        value=at,
        minimum=slot.minimum - displaced_ev,
        maximum=slot.maximum - displaced_ev,
        tie=None if slot.tie is None else Tie((), at),
    )


def _inner(tie: Tie, region: RegionLayout, at: float) -> Tie:
    """Return a tie as its region sees it: one that leads out is a constant."""
    place = region.place
    if tie.terms and all(place.start <= j < place.stop for j, _ in tie.terms):
        return tie.moved(-place.start)
    return Tie((), at)
