"""The parameters of one fit, and the linear map that ties and fixed values make.

Every quantity of the curve has one slot. A slot is free, fixed, or tied to others by
``value = sum of ratio * other + offset``. So all values are ``p = R theta + o`` with
the free ones in theta: the chain rule of links is a product with R, and nothing is
evaluated as an expression.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes import line_shape
from xpsfit.model.links import (
    QUANTITIES,
    background_strengths,
    has_links,
    quantities,
    target,
)
from xpsfit.model.types import BACKGROUND, Component, Link, Parameter

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.model.links import Address
    from xpsfit.model.types import RegionModel

LINEAR_QUANTITIES = frozenset({"area_cps_ev", "offset_cps", "slope_cps_per_ev"})


@dataclass(frozen=True, slots=True)
class Tie:
    """An exact tie to other slots.

    Attributes
    ----------
    terms : tuple of (int, float)
        Position and ratio of each; none ties to the constant `offset`.
    offset : float
        The value is the sum of ``ratio * slots[position].value``, plus this.
    """

    terms: tuple[tuple[int, float], ...]
    offset: float = 0.0

    def moved(self, by: int) -> Tie:
        """Return the tie with all positions moved."""
        return Tie(tuple((slot + by, ratio) for slot, ratio in self.terms), self.offset)


@dataclass(frozen=True, slots=True)
class Slot:
    """One quantity of the curve, on the measured energy scale.

    `part` says whose, where several regions are fitted together.
    """

    owner: str
    quantity: str
    value: float
    minimum: float = -math.inf
    maximum: float = math.inf
    free: bool = True
    tie: Tie | None = None
    at_bound: bool = False
    note: str = ""
    spread: float = math.inf
    part: str = ""

    @property
    def name(self) -> str:
        """Return ``owner.quantity``, behind the part if there is one."""
        place = f"{self.part}/" if self.part else ""
        return f"{place}{self.owner}.{self.quantity}"

    @property
    def is_linear(self) -> bool:
        """Return whether the curve is linear in this quantity."""
        return self.quantity in LINEAR_QUANTITIES

    def at(self, value: float) -> Slot:
        """Return the slot at another value; `dataclasses.replace` takes twice as long.

        A search makes a new one for everything that is free.
        """
        return Slot(self.owner, self.quantity, value, *_BEHIND_VALUE(self))


_BEHIND_VALUE = attrgetter(*(field.name for field in fields(Slot)[3:]))


@dataclass(frozen=True, slots=True)
class Slots:
    """All quantities of a curve, in the order the curve wants them.

    Per component: area, center, fwhm and the parameters of its line shape. Then an
    active background: offset, slope and, where it follows the peaks, its strength, one
    for all or one per component.
    """

    all: tuple[Slot, ...]
    # Every step of a fit asks for these, and they never change.
    _free: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _known: list[FloatArray] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note what is free."""
        free = [i for i, s in enumerate(self.all) if s.free and s.tie is None]
        object.__setattr__(self, "_free", tuple(free))
        object.__setattr__(self, "_known", [])

    def index(self, owner: str, quantity: str) -> int:
        """Return the position of a slot; KeyError where there is none."""
        for index, slot in enumerate(self.all):
            if slot.owner == owner and slot.quantity == quantity:
                return index
        raise KeyError(f"{owner}.{quantity}")

    def free(self) -> list[int]:
        """Return the positions of the free slots, in the order of theta."""
        return list(self._free)

    def roots(self, index: int) -> tuple[dict[int, float], float]:
        """Return where the ties of a slot end, with the ratios, and the offset.

        A slot that is not tied is its own root.
        """
        tie = self.all[index].tie
        if tie is None:
            return {index: 1.0}, 0.0
        found: dict[int, float] = {}
        offset = tie.offset
        for slot, ratio in tie.terms:
            inner, constant = self.roots(slot)
            offset += ratio * constant
            for root, factor in inner.items():
                found[root] = found.get(root, 0.0) + ratio * factor
        return found, offset

    def matrix(self, free: list[int] | None = None) -> FloatArray:
        """Return R, shape (slots, free): the derivative of all values by theta."""
        free = self.free() if free is None else free
        result = np.zeros((len(self.all), len(free)))
        result[free, range(len(free))] = 1.0
        for i, slot in enumerate(self.all):
            if slot.tie is not None:
                roots, _ = self.roots(i)
                result[i] = sum(ratio * result[root] for root, ratio in roots.items())
        return result

    def values(self) -> FloatArray:
        """Return all values, ties resolved, shape (slots,)."""
        if not self._known:
            self._known.append(self._resolved())
        return self._known[0].copy()

    def _resolved(self) -> FloatArray:
        result = np.array([slot.value for slot in self.all])
        for i, slot in enumerate(self.all):
            if slot.tie is not None:
                roots, offset = self.roots(i)
                result[i] = offset + sum(
                    ratio * result[root] for root, ratio in roots.items()
                )
        return result

    def changed(self, index: int, **changes: object) -> Slots:
        """Return a copy with fields of one slot replaced."""
        slots = list(self.all)
        slots[index] = replace(slots[index], **changes)  # type: ignore[arg-type]
        return Slots(tuple(slots))

    def with_theta(self, free: list[int], theta: FloatArray) -> Slots:
        """Return a copy with new values of the free slots."""
        slots = list(self.all)
        for index, value in zip(free, theta, strict=True):
            slots[index] = slots[index].at(float(value))
        return Slots(tuple(slots))


def slots_of(model: RegionModel, shift_ev: float) -> Slots:
    """Return the slots of a region model.

    Parameters
    ----------
    model : RegionModel
        Positions on the calibrated scale.
    shift_ev : float
        Calibrated minus measured energy; it moves positions and their bounds.

    Returns
    -------
    Slots
        With the model's start values; areas as the model states them. A link into
        another region is held at 0: `xpsfit.fit.joint` ties it.
    """
    slots: list[Slot] = []
    for component in model.components:
        slots += _component_slots(component, shift_ev)
    if model.background.is_active:
        slots += _background_slots(model)
    return bounded_by_ties(Slots(tuple(_tied(slots, model, shift_ev))))


def _is_bounded(slot: Slot) -> bool:
    return math.isfinite(slot.minimum) or math.isfinite(slot.maximum)


def bounded_by_ties(slots: Slots) -> Slots:
    """Return the slots with free ones kept where what hangs on them alone may be."""
    for i, slot in enumerate(slots.all):
        if slot.tie is None or not _is_bounded(slot):
            continue
        roots, offset = slots.roots(i)
        if len(roots) != 1 or 0.0 in roots.values():
            continue
        ((root, ratio),) = roots.items()
        ends = sorted((b - offset) / ratio for b in (slot.minimum, slot.maximum))
        low = max(ends[0], slots.all[root].minimum)
        high = min(ends[1], slots.all[root].maximum)
        if low < high:
            value = min(max(slots.all[root].value, low), high)
            slots = slots.changed(root, minimum=low, maximum=high, value=value)
    return slots


def _component_slots(component: Component, shift_ev: float) -> list[Slot]:
    slots = [
        _slot(
            component.name,
            quantity,
            getattr(component, quantity),
            shift_ev if quantity == "center_ev" else 0.0,
        )
        for quantity in QUANTITIES
    ]
    for shape in line_shape(component.line_shape).parameters:
        start = component.shape.get(shape.name, Parameter(shape.default, vary=False))
        ends = (shape.minimum, shape.maximum)
        slots.append(_slot(component.name, shape.name, start, ends=ends))
    return slots


def _tied(slots: list[Slot], model: RegionModel, shift_ev: float) -> list[Slot]:
    """Return the slots with the links of this region as ties."""
    if not has_links(model):
        return slots
    index = {(slot.owner, slot.quantity): i for i, slot in enumerate(slots)}
    tied = list(slots)
    for at, link in quantities(model).items():
        if not isinstance(link, Link) or link.region not in ("", model.region):
            continue
        to = target(at, link)
        tie = link_tie(link, at, to, index[to.owner, to.quantity], shift_ev, shift_ev)
        own = index[at.owner, at.quantity]
        tied[own] = replace(tied[own], tie=tie, note=link_note(link))
    return tied


def link_tie(
    link: Link,
    at: Address,
    to: Address,
    slot: int,
    own_shift_ev: float,
    other_shift_ev: float,
) -> Tie:
    """Return a link as a tie on the measured scale.

    Parameters
    ----------
    link : Link
        On the calibrated scale: ``c = r c' + o``.
    at, to : Address
        What is linked, and to what.
    slot : int
        Position of the latter.
    own_shift_ev, other_shift_ev : float
        Calibrated minus measured energy of either spectrum; positions move by it.
    """
    offset = link.offset
    if to.quantity == "center_ev":
        offset += link.ratio * other_shift_ev
    if at.quantity == "center_ev":
        offset -= own_shift_ev
    return Tie(((slot, link.ratio),), offset)


def link_note(link: Link) -> str:
    """Return a link in words, for the tables."""
    place = f"{link.region} " if link.region else ""
    quantity = f" {link.quantity}" if link.quantity else ""
    return (
        f"linked: {link.ratio:g} x {place}{link.component}{quantity} {link.offset:+g}"
    )


def _background_slots(model: RegionModel) -> list[Slot]:
    background = model.background
    return [
        Slot(BACKGROUND, "offset_cps", 0.0),
        Slot(BACKGROUND, "slope_cps_per_ev", 0.0, free=background.slope),
        *(
            _slot(owner, quantity, value)
            for owner, quantity, value in background_strengths(model)
        ),
    ]


def _slot(
    owner: str,
    quantity: str,
    value: Parameter | Link,
    moved: float = 0.0,
    ends: tuple[float, float] = (-math.inf, math.inf),
) -> Slot:
    low, high = ends
    if isinstance(value, Link):
        return Slot(owner, quantity, 0.0, low, high, free=False)
    return Slot(
        owner,
        quantity,
        value.value - moved,
        max(value.minimum - moved, low),
        min(value.maximum - moved, high),
        free=value.vary,
        spread=value.spread,
    )
