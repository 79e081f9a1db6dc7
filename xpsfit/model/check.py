"""What makes a peak model wrong in itself."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import peaklib
from peaklib.errors import UnknownLevelError
from xpsfit.backgrounds import BACKGROUNDS
from xpsfit.errors import ModelError
from xpsfit.model import limits
from xpsfit.model.check_parameter import check_parameter
from xpsfit.model.check_shape import check_gauss, check_shape
from xpsfit.model.limits import QUANTITY_LIMITS
from xpsfit.model.types import ACTIVE_SHIRLEY, Component, Link, Parameter

if TYPE_CHECKING:
    from xpsfit.model.types import (
        BackgroundModel,
        DoubletSplit,
        PeakModel,
        RegionModel,
    )

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
        For double names, regions that are no core level, unknown line shapes, links to
        nowhere or in a circle, bounds that exclude their value, numbers outside
        `xpsfit.model.limits`, or a reference line that the model does not hold.
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
        limits.ENERGY.check(
            model.reference.binding_energy_ev, "reference", "binding_energy_ev"
        )
    return model


def _names(region: RegionModel) -> list[str]:
    return [component.name for component in region.components]


def _refuse_doubles(kind: str, names: list[str], where: str) -> None:
    for first, second in pairwise(sorted(names)):
        if first == second:
            raise ModelError(f"{where}: two {kind}s are called {first!r}; rename one")


def _check_region(region: RegionModel) -> None:
    where = region.region
    _check_level(where)
    _check_window(region)
    _check_background(region.background, where)
    if not region.components:
        raise ModelError(f"{where}: no components; add [[region.component]] tables")
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
            if isinstance(getattr(component, quantity), Link):
                _check_linked(region, component, quantity)
    check_gauss(region)


def _check_level(name: str) -> None:
    """Refuse a region that no spectrum can belong to."""
    try:
        level = peaklib.parse_core_level(name)
    except UnknownLevelError as error:
        raise ModelError(f"region 'name': {error}") from error
    if level != name:
        raise ModelError(f"region 'name': {name!r} must be written {level!r}")


def _check_window(region: RegionModel) -> None:
    where = region.region
    if not (math.isfinite(region.low_ev) and math.isfinite(region.high_ev)) or (
        region.low_ev >= region.high_ev
    ):
        raise ModelError(
            f"{where}: the window {region.low_ev} to {region.high_ev} eV is empty; "
            "low_ev must lie below high_ev"
        )
    limits.ENERGY.check(region.low_ev, where, "low_ev")
    limits.ENERGY.check(region.high_ev, where, "high_ev")
    spreads = (region.shift_spread_ev, region.width_spread)
    if not all(0 <= spread < math.inf for spread in spreads):
        raise ModelError(
            f"{where}: shift_spread_ev and width_spread must be 0 or positive numbers"
        )
    limits.SHIFT_SPREAD.check(region.shift_spread_ev, where, "shift_spread_ev")
    limits.WIDTH_SPREAD.check(region.width_spread, where, "width_spread")


def _check_linked(region: RegionModel, component: Component, quantity: str) -> None:
    """Refuse a chain of links that leads out of the range of its quantity."""
    known = {c.name: getattr(c, quantity) for c in region.components}
    allowed = QUANTITY_LIMITS[quantity]
    where = f"{region.region} {component.name}"
    ratio, offset, at = 1.0, 0.0, getattr(component, quantity)
    while isinstance(at, Link):
        offset += ratio * at.offset
        ratio *= at.ratio
        at = known[at.component]
        allowed.ratio.check(ratio, where, f"the ratio of linked {quantity}")
    start = ratio * at.value + offset
    if quantity == "fwhm_ev" and not 0 < start < math.inf:
        raise ModelError(
            f"{where}: fwhm_ev starts at {start:g} eV; it must be positive"
        )
    allowed.value.check(start, where, f"linked {quantity}")
    if quantity == "fwhm_ev" and at.vary:
        lowest = ratio * at.minimum + offset
        allowed.value.check(lowest, where, "at the min of its link, fwhm_ev")


def _check_background(background: BackgroundModel, where: str) -> None:
    kinds = (ACTIVE_SHIRLEY, *BACKGROUNDS)
    if background.kind not in kinds:
        raise ModelError(
            f"{where}: unknown background {background.kind!r}; known: "
            f"{', '.join(kinds)}"
        )
    if background.end_points < 1:
        raise ModelError(f"{where}: end_points must be 1 or more")
    limits.END_POINTS.check(background.end_points, where, "end_points")
    check_parameter(
        background.step_per_ev,
        f"{where} background step_per_ev",
        limits.STEP,
        limits.STEP_SPREAD,
    )


def _check_component(component: Component, region: str) -> None:
    where = f"{region} {component.name}"
    check_shape(component, where)
    for quantity in QUANTITIES:
        value = getattr(component, quantity)
        allowed = QUANTITY_LIMITS[quantity]
        if isinstance(value, Link):
            _check_link(value, quantity, f"{where} {quantity}")
            continue
        if quantity == "fwhm_ev":
            _check_width(value, where)
        check_parameter(value, f"{where} {quantity}", allowed.value, allowed.spread)
    if component.doublet is not None:
        _check_doublet(component.doublet, where)


def _check_width(width: Parameter, where: str) -> None:
    if not 0 < width.value < math.inf:
        raise ModelError(
            f"{where}: fwhm_ev starts at {width.value:g} eV; it must be positive"
        )
    if width.vary and not width.minimum >= limits.WIDTH.low:
        raise ModelError(
            f"{where}: a free fwhm_ev needs a min of {limits.WIDTH.low:g} eV or more"
        )


def _check_doublet(split: DoubletSplit, where: str) -> None:
    if not (0 < split.splitting_ev < math.inf and 0 < split.ratio < 1):
        raise ModelError(
            f"{where}: a doublet needs splitting_ev > 0 (the lower j lies at higher "
            f"binding energy) and 0 < ratio < 1; found {split.splitting_ev}, "
            f"{split.ratio}"
        )
    limits.SPLITTING.check(split.splitting_ev, where, "doublet splitting_ev")
    limits.AREA_RATIO.check(split.ratio, where, "doublet ratio")


def _check_link(link: Link, quantity: str, where: str) -> None:
    if not (math.isfinite(link.ratio) and math.isfinite(link.offset)):
        raise ModelError(f"{where}: ratio and offset must be finite")
    if quantity != "center_ev" and link.ratio <= 0:
        raise ModelError(f"{where}: a ratio of {link.ratio:g} must be positive here")
    QUANTITY_LIMITS[quantity].ratio.check(link.ratio, where, "ratio")
    QUANTITY_LIMITS[quantity].offset.check(link.offset, where, "offset")


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
