"""What makes the line shape of a component wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.errors import ModelError, UnknownNameError
from xpsfit.lineshapes import line_shape
from xpsfit.model import limits
from xpsfit.model.check_parameter import check_parameter
from xpsfit.model.types import Link, Parameter

if TYPE_CHECKING:
    from xpsfit.lineshapes import LineShape, ShapeParameter
    from xpsfit.model.types import Component, RegionModel


def check_shape(component: Component, where: str) -> None:
    """Return nothing for a line shape that is known, with values it can take.

    Raises
    ------
    ModelError
        For unknown shapes and parameters, values outside their range, a convention that
        is to be fitted, or a tail that points, or may come to point, to low binding
        energy.
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
    if shape.falling:
        _refuse_low_tail(component, shape, where)


def _check_value(parameter: Parameter, allowed: ShapeParameter, where: str) -> None:
    name = allowed.name
    check_parameter(parameter, f"{where} {name}", limits.SHARE, limits.SHARE_SPREAD)
    if not allowed.minimum <= parameter.value <= allowed.maximum:
        unit = " eV" if allowed.is_length else ""
        raise ModelError(
            f"{where}: {name} = {parameter.value} lies outside {allowed.minimum} to "
            f"{allowed.maximum}{unit}"
        )
    if parameter.vary and not allowed.can_vary:
        raise ModelError(
            f"{where}: {name} says how far the area counts, which no data can tell; "
            "write it as a bare number"
        )


def _refuse_low_tail(component: Component, shape: LineShape, where: str) -> None:
    """Refuse a tail to low binding energy: screening of a core hole costs energy.

    Doniach and Sunjic, J. Phys. C 3 (1970) 285.
    """
    ranges: list[tuple[float, float]] = []
    for name in shape.falling:
        allowed = next(p for p in shape.parameters if p.name == name)
        found = component.shape.get(name, Parameter(allowed.default, vary=False))
        ranges.append(
            (
                max(found.minimum, allowed.minimum) if found.vary else found.value,
                min(found.maximum, allowed.maximum) if found.vary else found.value,
            )
        )
    (_, highest), (lowest, _) = ranges
    if highest > lowest:
        high, low = shape.falling
        raise ModelError(
            f"{where}: {high} may reach {highest:g} and {low} {lowest:g}, so that the "
            "tail would point to low binding energy; keep the max (or value) of "
            f"{high} at or below the min (or value) of {low}"
        )


def check_gauss(region: RegionModel) -> None:
    """Return nothing if every Gaussian fits into its line at the start.

    Links between widths must have been checked before.

    Raises
    ------
    ModelError
        For a Gaussian that is wider than it can be in a line of this full width.
    """
    widths = {component.name: component.fwhm_ev for component in region.components}
    for component in region.components:
        shape = line_shape(component.line_shape)
        if shape.widest_gauss is None:
            continue
        ratio, offset, width = 1.0, 0.0, component.fwhm_ev
        while isinstance(width, Link):
            offset += ratio * width.offset
            ratio *= width.ratio
            width = widths[width.component]
        fwhm_ev = ratio * width.value + offset
        values = [
            component.shape[p.name].value if p.name in component.shape else p.default
            for p in shape.parameters
        ]
        if words := shape.too_wide_a_gauss(shape.ratios(values, fwhm_ev)):
            raise ModelError(
                f"{region.region} {component.name}: at a fwhm_ev of {fwhm_ev:g} {words}"
            )
