"""The parameters of one fit, and the linear map that ties and fixed values make.

Every quantity of the curve has one slot. A slot is free, fixed, or tied to another by
``value = ratio * other + offset``. So all values are ``p = R theta + o`` with the free
ones in theta: the chain rule of links is a product with R, and nothing is evaluated
as an expression.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.lineshapes import line_shape
from xpsfit.model.types import Component, Link, Parameter

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.model.types import BackgroundModel, RegionModel

BACKGROUND = "background"
QUANTITIES = ("area_cps_ev", "center_ev", "fwhm_ev")
LINEAR_QUANTITIES = frozenset({"area_cps_ev", "offset_cps", "slope_cps_per_ev"})


@dataclass(frozen=True, slots=True)
class Tie:
    """An exact tie to another slot: ``ratio * slots[slot].value + offset``."""

    slot: int
    ratio: float
    offset: float


@dataclass(frozen=True, slots=True)
class Slot:
    """One quantity of the curve, on the measured energy scale."""

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

    @property
    def name(self) -> str:
        """Return ``owner.quantity``."""
        return f"{self.owner}.{self.quantity}"

    @property
    def is_linear(self) -> bool:
        """Return whether the curve is linear in this quantity."""
        return self.quantity in LINEAR_QUANTITIES


@dataclass(frozen=True, slots=True)
class Slots:
    """All quantities of a curve, in the order the curve wants them.

    Per component: area, center, fwhm and the parameters of its line shape. Then the
    background: offset, slope and step (active background only).
    """

    all: tuple[Slot, ...]

    def index(self, owner: str, quantity: str) -> int:
        """Return the position of a slot; KeyError where there is none."""
        for index, slot in enumerate(self.all):
            if slot.owner == owner and slot.quantity == quantity:
                return index
        raise KeyError(f"{owner}.{quantity}")

    def free(self) -> list[int]:
        """Return the positions of the free slots, in the order of theta."""
        return [i for i, slot in enumerate(self.all) if slot.free and slot.tie is None]

    def root(self, index: int) -> tuple[int, float, float]:
        """Return the slot at the end of a chain of ties, with its ratio and offset."""
        ratio, offset = 1.0, 0.0
        while (tie := self.all[index].tie) is not None:
            offset += ratio * tie.offset
            ratio *= tie.ratio
            index = tie.slot
        return index, ratio, offset

    def matrix(self, free: list[int] | None = None) -> FloatArray:
        """Return R, shape (slots, free): the derivative of all values by theta."""
        free = self.free() if free is None else free
        result = np.zeros((len(self.all), len(free)))
        result[free, range(len(free))] = 1.0
        for i, slot in enumerate(self.all):
            if slot.tie is not None:
                root, ratio, _ = self.root(i)
                result[i] = ratio * result[root]
        return result

    def values(self) -> FloatArray:
        """Return all values, ties resolved, shape (slots,)."""
        result = np.array([slot.value for slot in self.all])
        for i, slot in enumerate(self.all):
            if slot.tie is not None:
                root, ratio, offset = self.root(i)
                result[i] = ratio * result[root] + offset
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
            slots[index] = replace(slots[index], value=float(value))
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
        With the model's start values; areas as the model states them.
    """
    slots: list[Slot] = []
    for component in model.components:
        slots += _component_slots(component, shift_ev)
    slots = _tied(slots, model, shift_ev)
    if model.background.kind == "active_shirley":
        slots += _background_slots(model.background)
    return Slots(tuple(slots))


def _component_slots(component: Component, shift_ev: float) -> list[Slot]:
    slots = [
        _slot(component, quantity, shift_ev if quantity == "center_ev" else 0.0)
        for quantity in QUANTITIES
    ]
    for shape in line_shape(component.line_shape).parameters:
        start = component.shape.get(shape.name, Parameter(shape.default, vary=False))
        slots.append(
            Slot(
                component.name,
                shape.name,
                start.value,
                max(start.minimum, shape.minimum),
                min(start.maximum, shape.maximum),
                free=start.vary and shape.can_vary,
                spread=start.spread,
            )
        )
    return slots


def _tied(slots: list[Slot], model: RegionModel, shift_ev: float) -> list[Slot]:
    """Return the slots of all components with their links as ties."""
    index = {(slot.owner, slot.quantity): i for i, slot in enumerate(slots)}
    tied = list(slots)
    for component in model.components:
        for quantity in QUANTITIES:
            link = getattr(component, quantity)
            if not isinstance(link, Link):
                continue
            own = index[component.name, quantity]
            offset = link.offset
            if quantity == "center_ev":
                # On the calibrated scale c = r c' + o; both move by the shift.
                offset += (link.ratio - 1.0) * shift_ev
            tied[own] = replace(
                tied[own],
                tie=Tie(index[link.component, quantity], link.ratio, offset),
                note=f"linked: {link.ratio:g} x {link.component} {link.offset:+g}",
            )
    return tied


def _background_slots(background: BackgroundModel) -> list[Slot]:
    step = background.step_per_ev
    return [
        Slot(BACKGROUND, "offset_cps", 0.0),
        Slot(BACKGROUND, "slope_cps_per_ev", 0.0, free=background.slope),
        Slot(
            BACKGROUND,
            "step_per_ev",
            step.value,
            step.minimum,
            step.maximum,
            free=step.vary,
            spread=step.spread,
        ),
    ]


def _slot(component: Component, quantity: str, moved: float) -> Slot:
    value = getattr(component, quantity)
    if isinstance(value, Link):
        return Slot(component.name, quantity, 0.0, free=False)
    return Slot(
        component.name,
        quantity,
        value.value - moved,
        value.minimum - moved,
        value.maximum - moved,
        free=value.vary,
        spread=value.spread,
    )
