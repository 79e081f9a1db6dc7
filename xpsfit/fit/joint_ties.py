"""What ties the regions of a joint fit: links, shared quantities, species."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xpsfit.fit.joint_between import between_samples
from xpsfit.fit.joint_species import with_species
from xpsfit.fit.slots import (
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
        Its links between regions and between samples, and its species.
    share : sequence of str
        Of `xpsfit.fit.joint_between.SHARABLE`: the same quantity of the same core level
        in several samples.

    Raises
    ------
    FitError
        If species are to be tied without the sensitivity of a core level.
    ModelError
        If the ties between samples contradict each other.
    """
    remarks: list[str] = []
    slots, held = _linked(parts, slots, remarks)
    slots, shared, open_ = between_samples(parts, slots, model, share)
    remarks += open_
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
