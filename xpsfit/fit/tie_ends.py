"""Ties that hang on each other, each led to what is free or held in the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.errors import ModelError
from xpsfit.fit.slots import Tie
from xpsfit.model.links import MOST_STEPS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from xpsfit.fit.slots import Slots

MOST_SHOWN = 4


def with_ends(slots: Slots, ties: Mapping[int, Tie], notes: Mapping[int, str]) -> Slots:
    """Return the slots with new ties, which may hang on each other.

    Ties of several terms would multiply if they were followed at every use.

    Parameters
    ----------
    slots : Slots
        With the ties that hold already.
    ties : mapping of int to Tie
        By position of the slot.
    notes : mapping of int to str
        What is said of each.

    Raises
    ------
    ModelError
        If they make a circle, or a chain too long to be meant.
    """
    known: dict[int, Tie] = {}
    found = list(slots.all)
    for index in ties:
        tie = _ends(slots, ties, index, known, [])
        found[index] = replace(found[index], free=False, tie=tie, note=notes[index])
    return replace(slots, all=tuple(found))


def _ends(
    slots: Slots,
    ties: Mapping[int, Tie],
    index: int,
    known: dict[int, Tie],
    path: list[int],
) -> Tie:
    """Return the tie of a slot to ends; a slot without one is its own end."""
    if index in known:
        return known[index]
    if index in path:
        circle = [slots.all[i].name for i in (*path[path.index(index) :], index)]
        raise ModelError(
            f"a circle of ties between samples: {' -> '.join(circle[-MOST_SHOWN:])}; "
            "leave one of the [[shared]] tables out"
        )
    if len(path) > MOST_STEPS:
        raise ModelError(
            f"{slots.all[index].name}: a chain of more than {MOST_STEPS} ties between "
            "samples; tie to its end instead"
        )
    tie = ties.get(index) or slots.all[index].tie
    if tie is None:
        return Tie(((index, 1.0),))
    found: dict[int, float] = {}
    offset = tie.offset
    for slot, ratio in tie.terms:
        inner = _ends(slots, ties, slot, known, [*path, index])
        offset += ratio * inner.offset
        for end, factor in inner.terms:
            found[end] = found.get(end, 0.0) + ratio * factor
    known[index] = Tie(tuple((i, r) for i, r in found.items() if r), offset)
    return known[index]


def check_ranges(slots: Slots, tied: Collection[int]) -> None:
    """Return nothing if what is tied starts within its own range.

    Parameters
    ----------
    slots : Slots
        With the range of what is free narrowed by what hangs on it.
    tied : collection of int
        Positions to look at. What hangs on several has no range of its own.

    Raises
    ------
    ModelError
        If no value of what it hangs on lets it.
    """
    values = slots.values()
    for index in tied:
        slot, value = slots.all[index], float(values[index])
        if slot.tie is None or len(slot.tie.terms) != 1:
            continue
        room = 1e-9 * max(abs(value), 1.0)
        if not slot.minimum - room <= value <= slot.maximum + room:
            raise ModelError(
                f"{slot.name} would start at {value:g}, outside {slot.minimum:g} to "
                f"{slot.maximum:g}: its chain of ties between samples leads too far"
            )
