"""A tied quantity made free in the place of one that it hangs on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xpsfit.fit.slots import Tie

if TYPE_CHECKING:
    from xpsfit.fit.slots import Slots


def exchanged(slots: Slots, index: int) -> Slots | None:
    """Return the same slots with a tied one free, and one of its ends tied instead.

    With p = sum of r_k theta_k + o, one theta_j becomes (p - o - other terms) / r_j in
    all that hangs on it. So p can be held where it hangs on several, as a position
    does that is counted from a line in each of two samples.

    Parameters
    ----------
    slots : Slots
    index : int
        Of a tied slot.

    Returns
    -------
    Slots or None
        With the same values; None where nothing that is searched for could give way.
        What gives way has no bounds of its own any more.
    """
    own, offset = slots.roots(index)
    part = slots.all[index].part
    giving = [
        i
        for i, ratio in own.items()
        if ratio and slots.all[i].free and not slots.all[i].is_linear
    ]
    if not giving or slots.all[index].is_linear:
        return None
    # What is of the same spectrum hangs together with least else.
    out = max(giving, key=lambda i: (slots.all[i].part == part, i))
    values = slots.values()
    found = list(slots.all)
    for i, slot in enumerate(slots.all):
        roots, constant = slots.roots(i)
        share = roots.pop(out, 0.0) / own[out]
        if i == index or not share:
            continue
        terms = {index: share}
        for root in {**roots, **own}:
            if root != out:
                terms[root] = roots.get(root, 0.0) - share * own.get(root, 0.0)
        tie = Tie(
            tuple((root, ratio) for root, ratio in terms.items() if ratio),
            constant - share * offset,
        )
        found[i] = replace(slot, free=False, tie=tie)
    found[index] = replace(
        slots.all[index], free=True, tie=None, value=float(values[index])
    )
    return replace(slots, all=tuple(found))
