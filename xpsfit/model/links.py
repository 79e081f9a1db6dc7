"""Links of a peak model: where they lead, and what makes one wrong.

A link ties any quantity to any other, within a region or across regions. Chains of
links end at a quantity with a value of its own. Nothing is evaluated: a chain is two
numbers, a ratio and an offset.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from xpsfit.backgrounds import ACTIVE_BACKGROUNDS
from xpsfit.errors import ModelError
from xpsfit.lineshapes import LINE_SHAPES
from xpsfit.model.types import BACKGROUND, Link, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.model.types import Component, PeakModel, RegionModel

MOST_STEPS = 200
QUANTITIES = ("area_cps_ev", "center_ev", "fwhm_ev")


class Address(NamedTuple):
    """Which quantity of a model is meant."""

    region: str
    owner: str
    quantity: str

    @property
    def spoken(self) -> str:
        """Return the address in words: ``C 1s Li2CO3 center_ev``."""
        return " ".join(self)


class Chain(NamedTuple):
    """Where the links from a quantity end: ``ratio * value at end + offset``."""

    end: Address
    ratio: float
    offset: float


def quantities(region: RegionModel) -> dict[Address, Parameter | Link]:
    """Return every quantity of a region that may be linked, or linked to."""
    found: dict[Address, Parameter | Link] = {}
    for component in region.components:
        for quantity in QUANTITIES:
            key = Address(region.region, component.name, quantity)
            found[key] = getattr(component, quantity)
        for name, value in _shape(component).items():
            found[Address(region.region, component.name, name)] = value
    for owner, quantity, value in background_strengths(region):
        found[Address(region.region, owner, quantity)] = value
    return found


def has_links(region: RegionModel) -> bool:
    """Return whether anything in a region is linked."""
    return isinstance(region.background.strength, Link) or any(
        isinstance(value, Link)
        for c in region.components
        for value in (c.area_cps_ev, c.center_ev, c.fwhm_ev, *c.shape.values())
    )


def background_strengths(
    region: RegionModel,
) -> tuple[tuple[str, str, Parameter | Link], ...]:
    """Return owner, quantity and value of how the background follows the peaks.

    One for all, one per component, or none.
    """
    background = region.background
    strength = background.strength
    if strength is None:
        return ()
    owners = [BACKGROUND]
    if background.per_component:
        owners = [component.name for component in region.components]
    quantity = ACTIVE_BACKGROUNDS[background.kind].strength
    return tuple((owner, quantity, strength) for owner in owners)


def _shape(component: Component) -> dict[str, Parameter | Link]:
    """Return the shape parameters, those left to their defaults included."""
    shape = LINE_SHAPES.get(component.line_shape)
    known = () if shape is None else shape.parameters
    defaults = {
        p.name: Parameter(p.default, p.minimum, p.maximum, vary=False) for p in known
    }
    return {**defaults, **component.shape}


def all_quantities(model: PeakModel) -> dict[Address, Parameter | Link]:
    """Return the `quantities` of all regions."""
    found: dict[Address, Parameter | Link] = {}
    for region in model.regions:
        found |= quantities(region)
    return found


def target(at: Address, link: Link) -> Address:
    """Return what a link of the quantity `at` points to."""
    return Address(
        link.region or at.region, link.component, link.quantity or at.quantity
    )


def chain_of(known: Mapping[Address, Parameter | Link], at: Address) -> Chain:
    """Return where the links from `at` end.

    Raises
    ------
    ModelError
        If one leads nowhere, or in a circle.
    """
    ratio, offset, passed = 1.0, 0.0, [at]
    while isinstance(link := known[passed[-1]], Link):
        offset += ratio * link.offset
        ratio *= link.ratio
        step = target(passed[-1], link)
        if step not in known:
            raise ModelError(_nowhere(known, passed[-1], step))
        if step in passed:
            raise ModelError(_circle(passed, step))
        passed.append(step)
        if len(passed) > MOST_STEPS:
            raise ModelError(
                f"{at.spoken}: a chain of more than {MOST_STEPS} links; link to its "
                "end instead"
            )
    return Chain(passed[-1], ratio, offset)


def _nowhere(
    known: Mapping[Address, Parameter | Link], at: Address, step: Address
) -> str:
    regions = dict.fromkeys(address.region for address in known)
    owners = dict.fromkeys(a.owner for a in known if a.region == step.region)
    if step.region not in regions:
        return (
            f"{at.spoken}: linked to a component of {step.region!r}, which is not a "
            f"region of this model; known: {', '.join(regions)}"
        )
    if step.owner not in owners:
        here = "this region" if step.region == at.region else step.region
        names = ", ".join(name for name in owners if name != BACKGROUND)
        return (
            f"{at.spoken}: linked to {step.owner!r}, which is not a component of "
            f"{here}; known: {names}"
        )
    own = [a.quantity for a in known if a[:2] == step[:2]]
    return (
        f"{at.spoken}: linked to {step.quantity!r} of {step.region} {step.owner}, "
        f"which has no such quantity; known: {', '.join(own)}"
    )


def _circle(passed: list[Address], step: Address) -> str:
    first = passed[0]
    one_region = all(a.region == first.region for a in passed)
    one_quantity = all(a.quantity == first.quantity for a in passed)
    names = [
        (a.owner if one_region else f"{a.region} {a.owner}")
        + ("" if one_quantity else f" {a.quantity}")
        for a in (*passed, step)
    ]
    where = " ".join(
        [*([first.region] if one_region else []), *([first.quantity] * one_quantity)]
    )
    return (
        f"{where or first.spoken}: circular link {' -> '.join(names)}; give one of "
        "them a value of its own"
    )


def may_vary(value: Parameter | Link) -> bool:
    """Return whether a fit may change the quantity; a linked one follows another."""
    return isinstance(value, Link) or value.vary


def is_zero(value: Parameter | Link) -> bool:
    """Return whether the quantity is held at zero."""
    return not isinstance(value, Link) and not value.vary and value.value == 0.0


def has_ties(model: PeakModel) -> bool:
    """Return whether regions of this model can be fitted together only."""
    return bool(model.species) or any(
        _leads_out(at, value) for at, value in all_quantities(model).items()
    )


def _leads_out(at: Address, value: Parameter | Link) -> bool:
    return isinstance(value, Link) and value.region not in ("", at.region)


def apart(model: PeakModel) -> PeakModel:
    """Return `model` with regions that stand alone.

    A link into another region gives way to a free parameter, where the other end of
    the chain would put it and with its bounds and spread; species are left out.

    Parameters
    ----------
    model : PeakModel
        A checked one.
    """
    if not has_ties(model):
        return model
    known = all_quantities(model)
    return replace(
        model, species=(), regions=tuple(_alone(r, known) for r in model.regions)
    )


def _alone(
    region: RegionModel, known: Mapping[Address, Parameter | Link]
) -> RegionModel:
    def freed(at: Address, value: Parameter | Link) -> Parameter | Link:
        return _followed(chain_of(known, at), known) if _leads_out(at, value) else value

    components: list[Component] = []
    for component in region.components:
        own = {
            quantity: freed(
                Address(region.region, component.name, quantity),
                getattr(component, quantity),
            )
            for quantity in QUANTITIES
        }
        shape = {
            name: freed(Address(region.region, component.name, name), value)
            for name, value in component.shape.items()
        }
        components.append(replace(component, shape=shape, **own))  # type: ignore[arg-type]
    background = region.background
    for owner, quantity, value in background_strengths(region):
        free = freed(Address(region.region, owner, quantity), value)
        background = replace(background, **{quantity: free})  # type: ignore[arg-type]
    return replace(region, components=tuple(components), background=background)


def _followed(chain: Chain, known: Mapping[Address, Parameter | Link]) -> Parameter:
    """Return a free parameter that may be what the chain may make of its end."""
    end = known[chain.end]
    assert isinstance(end, Parameter)
    ends = sorted(
        chain.ratio * bound + chain.offset for bound in (end.minimum, end.maximum)
    )
    return Parameter(
        chain.ratio * end.value + chain.offset,
        ends[0],
        ends[1],
        end.vary,
        abs(chain.ratio) * end.spread,
    )
