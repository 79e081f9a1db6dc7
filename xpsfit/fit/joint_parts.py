"""The regions of a joint fit, laid end to end: one vector of slots for all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.fit.slots import Slots, Tie, slots_of
from xpsfit.model.links import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult
    from xpsfit.fit.slots import Slot
    from xpsfit.model.types import PeakModel, ReferenceLine, RegionModel
    from xpsfit.spectrum import Region


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One region that is to be fitted together with others.

    Attributes
    ----------
    fit : FitResult
        Of the region alone: its data, noise, and where to begin.
    shift_ev : float
        Calibrated minus measured energy.
    divisor : float or None
        Sensitivity factor x transmission x energy factor, by which an area becomes a
        number of atoms; needed for species only.
    sample : str
        Tells the spectra of several samples apart; empty for a single one.
    line : ReferenceLine or None
        The line whose fitted position makes `shift_ev`; None where the shift is given.
    """

    fit: FitResult
    shift_ev: float
    divisor: float | None = None
    sample: str = ""
    line: ReferenceLine | None = None

    @property
    def level(self) -> str:
        """Return the core level."""
        return self.fit.region.name

    @property
    def key(self) -> str:
        """Return what the slots of this region are called by."""
        return f"{self.sample}: {self.level}" if self.sample else self.level


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A member with its place in the vector of all values.

    Attributes
    ----------
    member : Member
    region : Region
        Data inside the window, with the noise that the joint fit takes.
    model : RegionModel
        Of the core level, with its links.
    first, size : int
        Place of its slots.
    """

    member: Member
    region: Region
    model: RegionModel
    first: int
    size: int

    @property
    def place(self) -> slice:
        """Return where its values stand."""
        return slice(self.first, self.first + self.size)

    @property
    def alone(self) -> RegionModel:
        """Return the region's model without links into others."""
        return self.member.fit.model

    def index(self, slots: Slots, owner: str, quantity: str) -> int:
        """Return the position of a slot of this region; KeyError without it."""
        for i in range(self.first, self.first + self.size):
            if slots.all[i].owner == owner and slots.all[i].quantity == quantity:
                return i
        raise KeyError(f"{owner}.{quantity}")

    def local(self, slots: Slots) -> Slots:
        """Return the slots of this region as it sees them.

        What is tied to other regions is tied to the constant that it has there.
        """
        values = slots.values()
        own = range(self.first, self.first + self.size)
        return Slots(
            tuple(_seen(slots.all[i], own, float(values[i]), self.first) for i in own)
        )


def _seen(slot: Slot, own: range, value: float, first: int) -> Slot:
    slot = replace(slot, part="")
    if slot.tie is None:
        return slot
    if slot.tie.terms and all(i in own for i, _ in slot.tie.terms):
        return replace(slot, tie=slot.tie.moved(-first))
    return replace(slot, tie=Tie((), value))


def laid_out(members: Sequence[Member], model: PeakModel) -> tuple[list[Part], Slots]:
    """Return the members as parts, and their slots with ties inside regions only.

    Parameters
    ----------
    members : sequence of Member
        All with a region in `model`.
    model : PeakModel

    Returns
    -------
    parts : list of Part
    slots : Slots
        At the model's start values. What is linked into another region is free, as
        `xpsfit.model.links.apart` has it.
    """
    alone = apart(model)
    parts: list[Part] = []
    slots: list[Slot] = []
    for member in members:
        own, free = model.region(member.level), alone.region(member.level)
        if own is None or free is None:
            raise KeyError(member.level)
        local = slots_of(free, member.shift_ev).all
        first = len(slots)
        parts.append(Part(member, _known_noise(member.fit), own, first, len(local)))
        slots += [
            replace(
                s, part=member.key, tie=None if s.tie is None else s.tie.moved(first)
            )
            for s in local
        ]
    return parts, Slots(tuple(slots))


def _known_noise(fit: FitResult) -> Region:
    """Return the region, its noise scaled to the residuals where it was unknown."""
    region = fit.region
    if region.noise != "residual":
        return region
    sigma = np.full(region.sigma_cps.shape, fit.quality.residual_sd_cps)
    return replace(region, sigma_cps=frozen(sigma))
