"""What makes a peak model wrong in itself, and what makes it worth a second look."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from xpsfit.backgrounds import BACKGROUNDS
from xpsfit.errors import ModelError, UnknownNameError
from xpsfit.lineshapes import line_shape
from xpsfit.model.types import ACTIVE_SHIRLEY, Component, Link, Parameter

if TYPE_CHECKING:
    from xpsfit.model.types import BackgroundModel, PeakModel, RegionModel

QUANTITIES = ("area_cps_ev", "center_ev", "fwhm_ev")
MOST_COMPONENTS = 100


def check_model(model: PeakModel) -> PeakModel:
    """Return `model` unchanged if nothing in it is impossible.

    Parameters
    ----------
    model : PeakModel
        The model to look at.

    Returns
    -------
    PeakModel
        The same object, so that the call can stand inside an expression.

    Raises
    ------
    ModelError
        For double names, unknown line shapes, links to nowhere or in a circle, bounds
        that exclude their value, widths that are not positive, or a reference line
        that the model does not hold.
    """
    if not model.regions:
        raise ModelError(f"model {model.name!r} has no regions; add a [[region]] table")
    _refuse_doubles("region", [region.region for region in model.regions], model.name)
    for region in model.regions:
        _check_region(region)
    if model.reference is not None:
        held = model.region(model.reference.region)
        if held is None or model.reference.component not in _names(held):
            raise ModelError(
                f"the reference line {model.reference.region} "
                f"{model.reference.component} is not in model {model.name!r}; name a "
                "region and component that it holds"
            )
        if not math.isfinite(model.reference.binding_energy_ev):
            raise ModelError("reference: binding_energy_ev is not a finite number")
    return model


def review_model(model: PeakModel) -> tuple[str, ...]:
    """Return sentences on what a careful reader would question in a sound model.

    Widths of one core level that differ by more than 20 % are named (Major et al.,
    J. Vac. Sci. Technol. A 38, 061204, 2020), as are p, d and f levels without their
    doublet and shapes whose area has no natural end.
    """
    notes: list[str] = []
    if model.reference is None:
        notes.append("no reference line: energies are used as measured or shifted")
    for region in model.regions:
        widths = {
            c.name: c.fwhm_ev.value
            for c in region.components
            if isinstance(c.fwhm_ev, Parameter)
        }
        if widths and max(widths.values()) > 1.2 * min(widths.values()):
            listed = ", ".join(f"{name} {width:g}" for name, width in widths.items())
            notes.append(
                f"{region.region}: start widths differ by more than 20 % ({listed} eV)"
            )
        # A region named after one line of a pair, Al 2p3/2, holds no doublet.
        if not region.region.endswith("s") and "/" not in region.region:
            notes += [
                f"{region.region} {c.name}: no doublet, yet the level is spin-orbit "
                "split"
                for c in region.components
                if c.doublet is None
            ]
        notes += [
            f"{region.region} {c.name}: a Lorentzian holds 20 % of its area further "
            "than 1.5 widths from the center, outside many windows"
            for c in region.components
            if c.line_shape == "lorentzian"
        ]
    return tuple(notes)


def _names(region: RegionModel) -> list[str]:
    return [component.name for component in region.components]


def _refuse_doubles(kind: str, names: list[str], where: str) -> None:
    for first, second in pairwise(sorted(names)):
        if first == second:
            raise ModelError(f"{where}: two {kind}s are called {first!r}; rename one")


def _check_region(region: RegionModel) -> None:
    where = region.region
    if not region.components:
        raise ModelError(f"{where}: no components; add [[region.component]] tables")
    if not (math.isfinite(region.low_ev) and math.isfinite(region.high_ev)) or (
        region.low_ev >= region.high_ev
    ):
        raise ModelError(
            f"{where}: the window {region.low_ev} to {region.high_ev} eV is empty; "
            "low_ev must lie below high_ev"
        )
    spreads = (region.shift_spread_ev, region.width_spread)
    if not all(0 <= spread < math.inf for spread in spreads):
        raise ModelError(
            f"{where}: shift_spread_ev and width_spread must be 0 or positive numbers"
        )
    _check_background(region.background, where)
    if len(region.components) > MOST_COMPONENTS:
        raise ModelError(
            f"{where}: {len(region.components)} components; {MOST_COMPONENTS} at most"
        )
    _refuse_doubles("component", _names(region), where)
    for component in region.components:
        _check_component(component, where)
    for quantity in QUANTITIES:
        _refuse_bad_links(region, quantity)
    for component in region.components:
        width_ev = _start_width(region, component)
        if not 0 < width_ev < math.inf:
            raise ModelError(
                f"{where} {component.name}: fwhm_ev starts at {width_ev:g} eV; it must "
                "be positive"
            )


def _start_width(region: RegionModel, component: Component) -> float:
    widths = {c.name: c.fwhm_ev for c in region.components}
    ratio, offset, width = 1.0, 0.0, component.fwhm_ev
    while isinstance(width, Link):
        offset += ratio * width.offset
        ratio *= width.ratio
        width = widths[width.component]
    return ratio * width.value + offset


def _check_background(background: BackgroundModel, where: str) -> None:
    kinds = (ACTIVE_SHIRLEY, *BACKGROUNDS)
    if background.kind not in kinds:
        raise ModelError(
            f"{where}: unknown background {background.kind!r}; known: "
            f"{', '.join(kinds)}"
        )
    if background.end_points < 1:
        raise ModelError(f"{where}: end_points must be 1 or more")
    _check_parameter(background.step_per_ev, f"{where} background step_per_ev")


def _check_component(component: Component, region: str) -> None:
    where = f"{region} {component.name}"
    _check_shape(component, where)
    for quantity in QUANTITIES:
        value = getattr(component, quantity)
        if isinstance(value, Parameter):
            _check_parameter(value, f"{where} {quantity}")
        else:
            _check_link(value, quantity, f"{where} {quantity}")
    width = component.fwhm_ev
    if isinstance(width, Parameter) and width.vary and width.minimum < 0:
        raise ModelError(f"{where}: a free fwhm_ev needs a min of 0 or more")
    split = component.doublet
    if split is not None and not (
        0 < split.splitting_ev < math.inf and 0 < split.ratio < 1
    ):
        raise ModelError(
            f"{where}: a doublet needs splitting_ev > 0 (the lower j lies at higher "
            f"binding energy) and 0 < ratio < 1; found {split.splitting_ev}, "
            f"{split.ratio}"
        )


def _check_shape(component: Component, where: str) -> None:
    try:
        shape = line_shape(component.line_shape)
    except UnknownNameError as error:
        raise ModelError(f"{where}: {error}") from error
    known = () if shape.parameter is None else (shape.parameter.name,)
    for name, parameter in component.shape.items():
        if name not in known:
            raise ModelError(
                f"{where}: line shape {component.line_shape!r} has no parameter "
                f"{name!r}; known: {', '.join(known) or 'none'}"
            )
        _check_parameter(parameter, f"{where} {name}")
        if shape.parameter is not None and not (
            shape.parameter.minimum <= parameter.value <= shape.parameter.maximum
        ):
            raise ModelError(
                f"{where}: {name} = {parameter.value} lies outside "
                f"{shape.parameter.minimum} to {shape.parameter.maximum}"
            )


def _check_link(link: Link, quantity: str, where: str) -> None:
    if not (math.isfinite(link.ratio) and math.isfinite(link.offset)):
        raise ModelError(f"{where}: ratio and offset must be finite")
    if quantity != "center_ev" and link.ratio <= 0:
        raise ModelError(f"{where}: a ratio of {link.ratio:g} must be positive here")


def _check_parameter(parameter: Parameter, where: str) -> None:
    if not math.isfinite(parameter.value):
        raise ModelError(f"{where}: the value is not a finite number")
    if not parameter.spread > 0:
        raise ModelError(f"{where}: spread must be positive; leave it out if unknown")
    if not parameter.minimum <= parameter.value <= parameter.maximum:
        raise ModelError(
            f"{where}: value {parameter.value:g} lies outside its bounds "
            f"{parameter.minimum:g} to {parameter.maximum:g}"
        )


def _refuse_bad_links(region: RegionModel, quantity: str) -> None:
    links = {
        component.name: value.component
        for component in region.components
        if isinstance(value := getattr(component, quantity), Link)
    }
    for name, target in links.items():
        if target not in _names(region):
            raise ModelError(
                f"{region.region} {name} {quantity}: linked to {target!r}, which is "
                f"not a component of this region; known: {', '.join(_names(region))}"
            )
        chain = [name]
        while (step := links.get(chain[-1])) is not None:
            chain.append(step)
            if step in chain[:-1]:
                raise ModelError(
                    f"{region.region} {quantity}: circular link "
                    f"{' -> '.join(chain)}; give one of them a value of its own"
                )
