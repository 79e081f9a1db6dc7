"""What makes the links of a peak model wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.errors import ModelError
from xpsfit.lineshapes import line_shape
from xpsfit.model import limits
from xpsfit.model.limits import QUANTITY_LIMITS, SHAPE_LIMITS
from xpsfit.model.links import (
    Address,
    Chain,
    all_quantities,
    chain_of,
    has_links,
    target,
)
from xpsfit.model.types import Link, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.model.types import PeakModel

ENERGIES = frozenset({"center_ev", "fwhm_ev"})
POSITIVE = frozenset({"area_cps_ev", "fwhm_ev"})


def check_links(model: PeakModel) -> None:
    """Return nothing if every link leads to a quantity and into its range.

    Raises
    ------
    ModelError
        For links to nowhere, in a circle, between quantities of different kinds, or
        with numbers outside `xpsfit.model.limits`.
    """
    if not any(has_links(region) for region in model.regions):
        return
    known = all_quantities(model)
    for at, value in known.items():
        if not isinstance(value, Link):
            continue
        _check_numbers(at, value)
        chain = chain_of(known, at)
        _check_kind(at, target(at, value))
        check_end(model, known, at, chain)


def check_end(
    model: PeakModel,
    known: Mapping[Address, Parameter | Link],
    at: Address,
    chain: Chain,
    where: str = "",
) -> None:
    """Return nothing if what a chain of links starts from suits the quantity `at`.

    Parameters
    ----------
    model : PeakModel
    known : mapping of Address to (Parameter or Link)
        As `xpsfit.model.links.all_quantities` gives it.
    at : Address
    chain : Chain
    where : str, optional
        What stands in front of a message.

    Raises
    ------
    ModelError
        If it leads out of the limits of the quantity, or of the range of its shape.
    """
    try:
        _check_range(known, at, chain)
        _check_shape(model, known, at, chain)
    except ModelError as error:
        raise ModelError(f"{where}{error}") from error


def _check_numbers(at: Address, link: Link) -> None:
    allowed = QUANTITY_LIMITS.get(at.quantity, SHAPE_LIMITS)
    if not (math.isfinite(link.ratio) and math.isfinite(link.offset)):
        raise ModelError(f"{at.spoken}: ratio and offset must be finite")
    if at.quantity in POSITIVE and link.ratio <= 0:
        raise ModelError(
            f"{at.spoken}: a ratio of {link.ratio:g} must be positive here"
        )
    allowed.ratio.check(link.ratio, at.spoken, "ratio")
    allowed.offset.check(link.offset, at.spoken, "offset")


def _check_kind(at: Address, to: Address) -> None:
    """Refuse a width made of an area, or the like."""
    if at.quantity == to.quantity or {at.quantity, to.quantity} <= ENERGIES:
        return
    if {at.quantity, to.quantity} & QUANTITY_LIMITS.keys():
        raise ModelError(
            f"{at.spoken}: cannot be linked to {to.quantity!r}, which is of another "
            "kind; link it to a quantity of the same unit"
        )


def _check_range(
    known: Mapping[Address, Parameter | Link], at: Address, chain: Chain
) -> None:
    """Refuse a chain of links that leads out of the range of its quantity."""
    allowed = QUANTITY_LIMITS.get(at.quantity, SHAPE_LIMITS)
    end = known[chain.end]
    if not isinstance(end, Parameter):
        return
    allowed.ratio.check(chain.ratio, at.spoken, "the ratio of its links in all")
    start = chain.ratio * end.value + chain.offset
    if at.quantity == "fwhm_ev" and not 0 < start < math.inf:
        where = f"{at.region} {at.owner}"
        raise ModelError(
            f"{where}: fwhm_ev starts at {start:g} eV; it must be positive"
        )
    allowed.value.check(start, at.spoken, "the linked value")
    if at.quantity == "fwhm_ev" and end.vary:
        lowest = chain.ratio * end.minimum + chain.offset
        limits.WIDTH.check(lowest, at.spoken, "at the min of its link, fwhm_ev")


def _check_shape(
    model: PeakModel,
    known: Mapping[Address, Parameter | Link],
    at: Address,
    chain: Chain,
) -> None:
    """Refuse a chain that leads a shape parameter where its shape has no form.

    Where its end is free, the fit keeps it where all that hangs on it has a form.
    """
    own, end = _shape_range(model, at), known[chain.end]
    if own is None or not isinstance(end, Parameter):
        return
    linked = chain.ratio * end.value + chain.offset
    if not own[0] <= linked <= own[1]:
        raise ModelError(
            f"{at.spoken}: the link leads to {linked:g}, outside {own[0]:g} to "
            f"{own[1]:g}; change its ratio or offset"
        )


def _shape_range(model: PeakModel, at: Address) -> tuple[float, float] | None:
    """Return the range of a shape parameter, None for other quantities."""
    region = model.region(at.region)
    for component in () if region is None else region.components:
        if component.name == at.owner:
            for parameter in line_shape(component.line_shape).parameters:
                if parameter.name == at.quantity:
                    return parameter.minimum, parameter.maximum
    return None
