"""What ties the regions of a joint fit: links, shared quantities, species."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xpsfit.fit.joint_species import with_species
from xpsfit.fit.slots import (
    LINEAR_QUANTITIES,
    Slot,
    Slots,
    Tie,
    bounded_by_ties,
    link_note,
    link_tie,
)
from xpsfit.model.links import quantities, target
from xpsfit.model.types import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.joint_parts import Part
    from xpsfit.fit.joint_species import Demand, Shown
    from xpsfit.model.types import PeakModel

# What may be shared by the spectra of several samples, in the user's words.
SHARABLE = ("widths", "centers", "shapes", "steps")


@dataclass(frozen=True, slots=True)
class Ties:
    """All slots with what ties them.

    Attributes
    ----------
    slots : Slots
        Amounts behind the slots of all parts. Areas with slack are free.
    demands : tuple of Demand
    shown : tuple of Shown
    held : tuple of str
        Links that hold between regions or spectra, in words.
    remarks : tuple of str
        What could not be tied, and why.
    """

    slots: Slots
    demands: tuple[Demand, ...]
    shown: tuple[Shown, ...]
    held: tuple[str, ...]
    remarks: tuple[str, ...]

    def strict(self) -> Slots:
        """Return the slots with every demand as an exact tie."""
        slots = self.slots
        for demand in self.demands:
            slots = slots.changed(demand.slot, free=False, tie=Tie(demand.terms))
        return slots


def tied(
    parts: Sequence[Part], slots: Slots, model: PeakModel, share: Sequence[str] = ()
) -> Ties:
    """Return what ties the parts.

    Parameters
    ----------
    parts, slots
        As `xpsfit.fit.joint_parts.laid_out` gives them.
    model : PeakModel
        Its links between regions, and its species.
    share : sequence of str
        Of `SHARABLE`: the same quantity of the same core level in several samples.

    Raises
    ------
    FitError
        If species are to be tied without the sensitivity of a core level.
    """
    remarks: list[str] = []
    slots, held = _linked(parts, slots, remarks)
    slots, shared = _shared(parts, slots, share)
    slots = bounded_by_ties(slots)
    demands: list[Demand] = []
    shown: list[Shown] = []
    for sample in dict.fromkeys(part.member.sample for part in parts):
        own = [part for part in parts if part.member.sample == sample]
        slots = with_species(own, slots, model, demands, shown, remarks)
    ties = Ties(slots, tuple(demands), tuple(shown), (*held, *shared), tuple(remarks))
    for demand in demands:
        if demand.strict:
            names = " + ".join(slots.all[slot].owner for slot, _ in demand.terms)
            slots = slots.changed(
                demand.slot,
                free=False,
                tie=Tie(demand.terms),
                note=f"demanded by {names}",
            )
    return replace(ties, slots=slots)


def _linked(
    parts: Sequence[Part], slots: Slots, remarks: list[str]
) -> tuple[Slots, list[str]]:
    """Tie what is linked to other regions of the same sample."""
    by_key = {(p.member.sample, p.member.level): p for p in parts}
    held: list[str] = []
    for part in parts:
        for at, link in quantities(part.model).items():
            if not isinstance(link, Link) or link.region in ("", at.region):
                continue
            to = target(at, link)
            other = by_key.get((part.member.sample, to.region))
            if other is None:
                remarks.append(
                    f"{at.spoken} is free here: {to.region}, to which it is linked, "
                    "is not among the regions fitted"
                )
                continue
            tie = link_tie(
                link,
                at,
                to,
                other.index(slots, to.owner, to.quantity),
                part.member.shift_ev,
                other.member.shift_ev,
            )
            own = part.index(slots, at.owner, at.quantity)
            slots = slots.changed(own, free=False, tie=tie, note=link_note(link))
            held.append(f"{at.spoken} = {link_note(link).removeprefix('linked: ')}")
    return slots, held


def _shared(
    parts: Sequence[Part], slots: Slots, share: Sequence[str]
) -> tuple[Slots, list[str]]:
    """Tie the quantities of every later sample to those of the first that has them."""
    held: dict[str, list[str]] = {}
    first: dict[str, Part] = {}
    for part in parts:
        leader = first.setdefault(part.member.level, part)
        if leader is part:
            continue
        for offset, slot in enumerate(slots.all[part.place]):
            lead = leader.first + offset
            if slot.tie is not None or not slot.free or _kind(slot) not in share:
                continue
            moved = leader.member.shift_ev - part.member.shift_ev
            tie = Tie(((lead, 1.0),), moved if slot.quantity == "center_ev" else 0.0)
            slots = slots.changed(
                part.first + offset,
                free=False,
                tie=tie,
                note=f"shared with {leader.member.sample}",
            )
            members = held.setdefault(
                f"{_kind(slot)} of {part.member.level}", [leader.member.sample]
            )
            if part.member.sample not in members:
                members.append(part.member.sample)
    return slots, [f"{what} shared by {', '.join(who)}" for what, who in held.items()]


def _kind(slot: Slot) -> str:
    """Return by which word of `SHARABLE` a quantity is shared; empty for none."""
    named = {"fwhm_ev": "widths", "center_ev": "centers", "step_per_ev": "steps"}
    if slot.quantity in LINEAR_QUANTITIES:
        return ""
    return named.get(slot.quantity, "shapes")
