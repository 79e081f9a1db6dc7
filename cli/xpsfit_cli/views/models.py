"""A peak model as tables, one per core level."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.model import Link
from xpsfit_cli.render import Grid
from xpsfit_cli.views.backgrounds import background_words
from xpsfit_cli.views.shared import model_shared
from xpsfit_cli.views.species import model_species

if TYPE_CHECKING:
    from xpsfit.model import Component, Parameter, PeakModel, RegionModel

COLUMNS = ("component", "species", "line shape", "center\n/ eV", "FWHM\n/ eV", "area")


def model_grids(model: PeakModel) -> list[Grid]:
    """Return a heading and one grid per core level."""
    reference = model.reference
    line = (
        "no reference line"
        if reference is None
        else f"reference line: {reference.region} {reference.component} at "
        f"{reference.binding_energy_ev:.2f} eV"
    )
    above = [text for text in (model.title, line) if text]
    above += [f"source: {model.source}"] if model.source else []
    heading = Grid(model.name, above=tuple(above))
    regions = (_region(region) for region in model.regions)
    return [heading, *regions, *model_species(model), *model_shared(model)]


def _region(region: RegionModel) -> Grid:
    background = background_words(region.background.kind)
    sources: dict[str, list[str]] = {}
    for component in region.components:
        if component.source:
            sources.setdefault(component.source, []).append(component.name)
    return Grid(
        region.region,
        COLUMNS,
        [_component(component) for component in region.components],
        above=(
            f"{region.low_ev:.2f} to {region.high_ev:.2f} eV, {background}",
            *_doublets(region),
        ),
        below=tuple(f"{', '.join(c)}: {source}" for source, c in sources.items()),
        words=3,
    )


def _doublets(region: RegionModel) -> tuple[str, ...]:
    """Return each kind of doublet once; as a rule a core level has one."""
    found = dict.fromkeys(
        f"doublet: second line {c.doublet.splitting_ev:g} eV higher, area ratio "
        f"{c.doublet.ratio:g}"
        for c in region.components
        if c.doublet is not None
    )
    return tuple(found)


def _component(component: Component) -> tuple[str, ...]:
    shape = ", ".join(f"{name} {_shape(p)}" for name, p in component.shape.items())
    return (
        component.name,
        component.species,
        f"{component.line_shape} ({shape})" if shape else component.line_shape,
        _quantity(component.center_ev, "eV"),
        _quantity(component.fwhm_ev, "eV"),
        _area(component.area_cps_ev),
    )


def _quantity(quantity: Parameter | Link, unit: str) -> str:
    if isinstance(quantity, Link):
        return _link(quantity, unit)
    if not quantity.vary:
        return f"{quantity.value:g} fixed"
    spread = f" ± {quantity.spread:g}" if math.isfinite(quantity.spread) else ""
    bounds = [b for b in (quantity.minimum, quantity.maximum) if math.isfinite(b)]
    limits = f" ({quantity.minimum:g} to {quantity.maximum:g})" if bounds else ""
    return f"{quantity.value:g}{spread}{limits}"


def _area(quantity: Parameter | Link) -> str:
    """Return how the area is held; a free one starts from the data."""
    if isinstance(quantity, Link):
        return _link(quantity, "counts/s eV")
    return "free" if quantity.vary else f"{quantity.value:g} fixed"


def _link(link: Link, unit: str) -> str:
    ratio = "" if link.ratio == 1.0 else f"{link.ratio:g} x "
    offset = "" if link.offset == 0.0 else f" {link.offset:+g} {unit}"
    place = f"{link.region}/" if link.region else ""
    quantity = f" {link.quantity}" if link.quantity else ""
    return f"{ratio}{place}{link.component}{quantity}{offset}"


def _shape(quantity: Parameter | Link) -> str:
    if isinstance(quantity, Link):
        return _link(quantity, "")
    return f"{quantity.value:g}"
