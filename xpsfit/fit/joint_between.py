"""What ties the spectra of several samples: shared quantities, and links of a model.

Positions are tied on the calibrated scale of each sample. Where a fitted line fixes
that scale, c = x + E - x_line, with x as measured and E the energy of the line: the tie

    x_X,B = x_X,A - x_line,A + x_line,B + offset

leaves the charge shift of every sample free, and what its line is uncertain by is in
all errors. Nothing else is free beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xpsfit.errors import ModelError
from xpsfit.fit.sample_places import CENTER, SamplePlaces, sample_places
from xpsfit.fit.slots import LINEAR_QUANTITIES, Tie, bounded_by_ties
from xpsfit.fit.tie_ends import check_ranges, with_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.joint_parts import Part
    from xpsfit.fit.slots import Slot, Slots
    from xpsfit.model.types import PeakModel, SampleLink

# What may be shared by the spectra of several samples, in the user's words.
SHARABLE = ("widths", "centers", "shapes", "steps")


@dataclass(slots=True)
class _Wishes:
    """Ties that are asked for, with what is said of each slot and of all."""

    places: SamplePlaces
    ties: dict[int, Tie] = field(default_factory=dict[int, Tie])
    notes: dict[int, str] = field(default_factory=dict[int, str])
    held: list[str] = field(default_factory=list[str])
    remarks: list[str] = field(default_factory=list[str])

    def add(self, index: int, tie: Tie, note: str) -> bool:
        """Take a tie; return whether it says anything.

        Raises
        ------
        ModelError
            If the slot is tied already, or the tie is of the slot to itself.
        """
        slot = self.places.slots.all[index]
        terms = dict(tie.terms)
        if index in terms:
            if terms == {index: 1.0} and tie.offset == 0.0:
                return False
            raise ModelError(
                f"{slot.name} is the line that the energies of its sample are counted "
                "from, so it cannot be tied to another sample; tie other lines, or "
                "name another line in relative_to"
            )
        if index in self.ties or slot.tie is not None:
            raise ModelError(
                f"{slot.name} is tied twice; leave one of the [[shared]] tables out"
            )
        self.ties[index], self.notes[index] = tie, note
        return True


def between_samples(
    parts: Sequence[Part], slots: Slots, model: PeakModel, share: Sequence[str]
) -> tuple[Slots, list[str], list[str]]:
    """Return the slots with what several samples have in common.

    Parameters
    ----------
    parts : sequence of Part
    slots : Slots
        With the ties within samples.
    model : PeakModel
        Its `shared` links name samples as the members of `parts` do.
    share : sequence of str
        Of `SHARABLE`: the same quantity of the same core level in all samples. What
        `model` ties between samples itself is left out.

    Returns
    -------
    slots : Slots
    held : list of str
        What is tied, in words.
    remarks : list of str
        What could not be tied, and why.

    Raises
    ------
    ModelError
        If a quantity is tied twice or in a circle, or has to leave its range.
    """
    samples = list(dict.fromkeys(part.member.sample for part in parts))
    if len(samples) < 2:
        return slots, [], []
    wishes = _Wishes(sample_places(parts, slots))
    own: set[tuple[str, str, str]] = set()
    for link in model.shared:
        for named in link.components:
            own.add((*named, link.quantity))
            _wish(wishes, link, named, samples)
    _share(wishes, parts, share, own)
    tied = bounded_by_ties(with_ends(slots, wishes.ties, wishes.notes))
    check_ranges(tied, wishes.ties)
    return tied, wishes.held, wishes.remarks


def _wish(
    wishes: _Wishes, link: SampleLink, named: tuple[str, str], samples: Sequence[str]
) -> None:
    """Ask for what a link of the model says of one component."""
    target = named if link.link is None else link.link
    to, there = _followers(wishes, link, named, target, samples)
    words = _words(link, to)
    tied: list[str] = []
    for sample in there:
        index = wishes.places.index(sample, named, link.quantity)
        lead = wishes.places.index(to, target, link.quantity)
        assert index is not None
        assert lead is not None
        tie = Tie(((lead, link.ratio),), link.offset)
        if link.quantity == CENTER:
            tie = _position_tie(wishes, lead, (sample, to), link)
        if wishes.add(index, tie, f"between samples: {words}"):
            tied.append(sample)
    what = f"{' '.join(named)} {link.quantity}"
    if link.relative_to is not None:
        what += f" from {' '.join(link.relative_to)}"
    if tied and not link.to_sample:
        wishes.held.append(f"{what} shared by {', '.join([to, *tied])}")
    elif tied:
        wishes.held.append(f"{what} of {', '.join(tied)} = {words}")
    elif there:
        wishes.held.append(f"{what}: the line from which all samples are counted")


def _followers(
    wishes: _Wishes,
    link: SampleLink,
    named: tuple[str, str],
    target: tuple[str, str],
    samples: Sequence[str],
) -> tuple[str, list[str]]:
    """Return to which sample a link leads, and from which; note what is left free."""
    what = f"{' '.join(named)} {link.quantity}"
    origins = [] if link.relative_to is None else [link.relative_to]

    def lacks(sample: str, *needed: tuple[str, str]) -> str:
        for one in (*needed, *origins):
            if wishes.places.index(sample, one, link.quantity) is None:
                return " ".join(one)
        return ""

    there: list[str] = []
    for sample in link.samples or samples:
        if sample == link.to_sample:
            continue
        if missing := lacks(sample, named):
            wishes.remarks.append(
                f"{what} of {sample} is tied to no other sample: {missing} was not "
                "fitted there"
            )
        else:
            there.append(sample)
    if not link.to_sample:
        return (there[0], there[1:]) if there else ("", [])
    if there and (missing := lacks(link.to_sample, target)):
        wishes.remarks.append(
            f"{what} of {', '.join(there)} is free: {missing} was not fitted in "
            f"{link.to_sample}"
        )
        there = []
    return link.to_sample, there


def _words(link: SampleLink, to: str) -> str:
    """Return a link in words."""
    if not link.to_sample:
        return f"shared with {to}"
    ratio = "" if link.ratio == 1.0 else f"{link.ratio:g} x "
    what = "that" if link.link is None else " ".join(link.link)
    offset = f" {link.offset:+g}" if link.offset else ""
    return f"{ratio}{what} of {to}{offset}"


def _position_tie(
    wishes: _Wishes,
    lead: int,
    pair: tuple[str, str],
    link: SampleLink | None,
) -> Tie:
    """Return the tie of a position in the first sample to that in the second."""
    terms = {lead: 1.0}
    offset = 0.0 if link is None else link.offset
    relative = None if link is None else link.relative_to
    for sample, sign in zip(pair, (-1.0, 1.0), strict=True):
        origin, constant = wishes.places.origin(sample, relative)
        offset += sign * constant
        if origin is not None:
            terms[origin] = terms.get(origin, 0.0) - sign
    return Tie(tuple((i, ratio) for i, ratio in terms.items() if ratio), offset)


def _share(
    wishes: _Wishes,
    parts: Sequence[Part],
    share: Sequence[str],
    own: set[tuple[str, str, str]],
) -> None:
    """Ask for the quantities of every later sample to be those of the first."""
    first: dict[str, Part] = {}
    members: dict[str, list[str]] = {}
    for part in parts:
        level, sample = part.member.level, part.member.sample
        leader = first.setdefault(level, part)
        if leader is part:
            continue
        to = leader.member.sample
        for offset, slot in enumerate(wishes.places.slots.all[part.place]):
            if slot.tie is not None or not slot.free or _kind(slot) not in share:
                continue
            if (level, slot.owner, slot.quantity) in own:
                continue
            lead = leader.first + offset
            tie = Tie(((lead, 1.0),))
            if slot.quantity == CENTER:
                tie = _position_tie(wishes, lead, (sample, to), None)
            if part.first + offset in dict(tie.terms):
                # The line that the sample is counted from lies at its energy already.
                continue
            wishes.add(part.first + offset, tie, f"shared with {to}")
            known = members.setdefault(f"{_kind(slot)} of {level}", [to])
            if sample not in known:
                known.append(sample)
    wishes.held += [f"{what} shared by {', '.join(w)}" for what, w in members.items()]


def _kind(slot: Slot) -> str:
    """Return by which word of `SHARABLE` a quantity is shared; empty for none."""
    named = {"fwhm_ev": "widths", CENTER: "centers", "step_per_ev": "steps"}
    if slot.quantity in LINEAR_QUANTITIES:
        return ""
    return named.get(slot.quantity, "shapes")
