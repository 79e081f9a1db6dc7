"""What makes the line shape of a component wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import ModelError, UnknownNameError
from xpsfit.lineshapes import line_shape
from xpsfit.model import limits
from xpsfit.model.check_parameter import check_parameter
from xpsfit.model.links import Address, all_quantities, chain_of, may_vary
from xpsfit.model.types import Link, Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.lineshapes import LineShape, ShapeParameter
    from xpsfit.model.links import Chain
    from xpsfit.model.types import Component, PeakModel

    Known = Mapping[Address, Parameter | Link]


def check_shape(component: Component, where: str) -> None:
    """Return nothing for a line shape that is known, with values it can take.

    Raises
    ------
    ModelError
        For unknown shapes and parameters, values outside their range, or a convention
        that is to be fitted or linked.
    """
    try:
        shape = line_shape(component.line_shape)
    except UnknownNameError as error:
        raise ModelError(f"{where}: {error}") from error
    known = {parameter.name: parameter for parameter in shape.parameters}
    for name, parameter in component.shape.items():
        if name not in known:
            raise ModelError(
                f"{where}: line shape {component.line_shape!r} has no parameter "
                f"{name!r}; known: {', '.join(known) or 'none'}"
            )
        _check_value(parameter, known[name], where)


def _check_value(
    parameter: Parameter | Link, allowed: ShapeParameter, where: str
) -> None:
    name = allowed.name
    if may_vary(parameter) and not allowed.can_vary:
        raise ModelError(
            f"{where}: {name} says how far the area counts, which no data can tell; "
            "write it as a bare number"
        )
    if isinstance(parameter, Link):
        return
    check_parameter(parameter, f"{where} {name}", limits.SHARE, limits.SHARE_SPREAD)
    if not allowed.minimum <= parameter.value <= allowed.maximum:
        unit = " eV" if allowed.is_length else ""
        raise ModelError(
            f"{where}: {name} = {parameter.value} lies outside {allowed.minimum} to "
            f"{allowed.maximum}{unit}"
        )


def check_lines(model: PeakModel) -> None:
    """Return nothing if every line can be drawn and has its tail where metals have it.

    Links must have been checked before.

    Raises
    ------
    ModelError
        For a Gaussian that is wider than it can be in a line of this full width, or a
        tail that points, or may come to point, to low binding energy.
    """
    shapes = [line_shape(c.line_shape) for r in model.regions for c in r.components]
    if not any(shape.widest_gauss is not None or shape.falling for shape in shapes):
        return
    known = all_quantities(model)
    for region in model.regions:
        for component in region.components:
            shape = line_shape(component.line_shape)
            where = f"{region.region} {component.name}"
            addresses = [
                Address(region.region, component.name, name)
                for name in ("fwhm_ev", *(p.name for p in shape.parameters))
            ]
            if shape.widest_gauss is not None:
                _refuse_wide_gauss(shape, known, addresses, where)
            if shape.falling:
                _refuse_low_tail(shape, known, addresses[0], where)


def _refuse_wide_gauss(
    shape: LineShape, known: Known, addresses: list[Address], where: str
) -> None:
    fwhm_ev, *values = (_start(known, address) for address in addresses)
    if words := shape.too_wide_a_gauss(shape.ratios(values, fwhm_ev)):
        raise ModelError(f"{where}: at a fwhm_ev of {fwhm_ev:g} {words}")


def _start(known: Known, at: Address) -> float:
    chain = chain_of(known, at)
    end = known[chain.end]
    return chain.ratio * (end.value if isinstance(end, Parameter) else 0.0) + (
        chain.offset
    )


def _refuse_low_tail(shape: LineShape, known: Known, at: Address, where: str) -> None:
    """Refuse a tail to low binding energy: screening of a core hole costs energy.

    Doniach and Sunjic, J. Phys. C 3 (1970) 285, doi 10.1088/0022-3719/3/2/010.
    """
    high, low = shape.falling
    first, second = (
        chain_of(known, at._replace(quantity=quantity)) for quantity in (high, low)
    )
    limits_of = {p.name: (p.minimum, p.maximum) for p in shape.parameters}
    if first.end == second.end:
        # Both follow one quantity: compare them at the ends of its range.
        pairs = [
            (first.ratio * v + first.offset, second.ratio * v + second.offset)
            for v in _range(known, first, limits_of[high])
        ]
    else:
        ends = [
            [chain.ratio * v + chain.offset for v in _range(known, chain, limits_of[n])]
            for chain, n in ((first, high), (second, low))
        ]
        pairs = [(max(ends[0]), min(ends[1]))]
    highest, lowest = max(pairs, key=lambda pair: pair[0] - pair[1])
    if highest > lowest:
        raise ModelError(
            f"{where}: {high} may reach {highest:g} and {low} {lowest:g}, so that the "
            "tail would point to low binding energy; keep the max (or value) of "
            f"{high} at or below the min (or value) of {low}"
        )


def _range(
    known: Known, chain: Chain, allowed: tuple[float, float]
) -> tuple[float, float]:
    """Return between which values the end of a chain can lie."""
    end = known[chain.end]
    assert isinstance(end, Parameter)
    if not end.vary:
        return end.value, end.value
    return max(end.minimum, allowed[0]), min(end.maximum, allowed[1])
