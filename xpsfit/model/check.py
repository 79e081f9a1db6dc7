"""What makes a peak model wrong in itself."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import peaklib
from peaklib.errors import UnknownLevelError
from xpsfit.backgrounds import CROSS_SECTIONS, background_names
from xpsfit.errors import ModelError
from xpsfit.model import limits
from xpsfit.model.check_links import check_links
from xpsfit.model.check_parameter import check_parameter
from xpsfit.model.check_shape import check_lines, check_shape
from xpsfit.model.check_shared import check_shared
from xpsfit.model.check_species import check_species
from xpsfit.model.limits import QUANTITY_LIMITS
from xpsfit.model.links import QUANTITIES, may_vary
from xpsfit.model.types import Component, Link, Parameter

if TYPE_CHECKING:
    from xpsfit.model.types import (
        BackgroundModel,
        DoubletSplit,
        PeakModel,
        RegionModel,
    )

MOST_COMPONENTS = 100
# More than any survey shows; a joint fit holds them all in one Jacobian.
MOST_REGIONS = 50


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
        nowhere or in a circle, species whose atoms or components are not there, ties
        between samples of what the model does not leave free, bounds that exclude
        their value, numbers outside `xpsfit.model.limits`, or a reference line that the
        model does not hold.
    """
    if not model.regions:
        raise ModelError(f"model {model.name!r} has no regions; add a [[region]] table")
    if len(model.regions) > MOST_REGIONS:
        raise ModelError(
            f"model {model.name!r}: {len(model.regions)} regions; {MOST_REGIONS} at "
            "most"
        )
    _refuse_doubles("region", [region.region for region in model.regions], model.name)
    for region in model.regions:
        _check_region(region)
    check_links(model)
    check_lines(model)
    check_species(model)
    check_shared(model)
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


def _check_background(background: BackgroundModel, where: str) -> None:
    if background.kind not in background_names():
        raise ModelError(
            f"{where}: unknown background {background.kind!r}; known: "
            f"{', '.join(background_names())}"
        )
    if background.end_points < 1:
        raise ModelError(f"{where}: end_points must be 1 or more")
    limits.END_POINTS.check(background.end_points, where, "end_points")
    if not isinstance(background.step_per_ev, Link):
        check_parameter(
            background.step_per_ev,
            f"{where} background step_per_ev",
            limits.STEP,
            limits.STEP_SPREAD,
        )
    if background.kind in CROSS_SECTIONS:
        _check_losses(background, f"{where} background")


def _check_losses(background: BackgroundModel, where: str) -> None:
    """Refuse cross-sections that are no losses, and strengths that cannot be found."""
    section = background.cross_section or CROSS_SECTIONS[background.kind]
    limits.C_EV2.check(section.c_ev2, where, "c_ev2")
    limits.C_FACTOR.check(section.c_factor, where, "c_factor")
    limits.D_EV2.check(section.d_ev2, where, "d_ev2")
    if section.c_factor < 0.0 and section.d_ev2 < limits.LEAST_D_EV2:
        raise ModelError(
            f"{where}: with a negative c_factor the losses peak without limit; d_ev2 "
            f"must be {limits.LEAST_D_EV2:g} eV^2 or more"
        )
    strength = background.strength_ev2
    if strength is None:
        return
    if not background.is_active and may_vary(strength):
        raise ModelError(
            f"{where}: a static background has a strength_ev2 that is a bare number, "
            "or none to be scaled to the data; active_tougaard fits it"
        )
    if not isinstance(strength, Link):
        check_parameter(
            strength, f"{where} strength_ev2", limits.STRENGTH, limits.STRENGTH_SPREAD
        )


def _check_component(component: Component, region: str) -> None:
    where = f"{region} {component.name}"
    check_shape(component, where)
    for quantity in QUANTITIES:
        value = getattr(component, quantity)
        allowed = QUANTITY_LIMITS[quantity]
        if isinstance(value, Link):
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
