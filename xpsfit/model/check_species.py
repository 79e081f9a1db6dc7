"""What makes the species of a peak model wrong."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import peaklib
from peaklib.errors import UnknownElementError
from xpsfit.errors import ModelError
from xpsfit.model import limits
from xpsfit.model.types import Link

if TYPE_CHECKING:
    from xpsfit.model.types import Component, PeakModel, Species

MOST_SPECIES = 100


def check_species(model: PeakModel) -> None:
    """Return nothing if every species has atoms and free components to show them.

    Raises
    ------
    ModelError
        For double names, atoms of no element, numbers outside `xpsfit.model.limits`,
        and components that are not there, are of an element the species lacks, or have
        an area that is linked or fixed.
    """
    if len(model.species) > MOST_SPECIES:
        raise ModelError(f"{len(model.species)} species; {MOST_SPECIES} at most")
    for first, second in pairwise(sorted(s.name for s in model.species)):
        if first == second:
            raise ModelError(f"two species are called {first!r}; rename one")
    for species in model.species:
        _check_composition(species)
        if not species.components:
            raise ModelError(
                f"species {species.name}: no components; name the one it shows as in "
                "each core level"
            )
        for region, component in species.components.items():
            _check_owned(model, species, region, component)


def _check_composition(species: Species) -> None:
    where = f"species {species.name}"
    if not species.composition:
        raise ModelError(f"{where}: no composition; state atoms per formula unit")
    for element, atoms in species.composition.items():
        if not _is_symbol(element):
            raise ModelError(
                f"{where}: {element!r} is no element that can be seen; write symbols "
                "such as Li, and leave hydrogen out"
            )
        if not math.isfinite(atoms):
            raise ModelError(f"{where}: the number of {element} atoms must be finite")
        limits.ATOMS.check(atoms, where, element)
    if not math.isfinite(species.slack):
        raise ModelError(f"{where}: slack must be 0 or a positive number")
    limits.SLACK.check(species.slack, where, "slack")


def _is_symbol(element: str) -> bool:
    try:
        return peaklib.element(element).symbol == element
    except UnknownElementError:
        return False


def _check_owned(
    model: PeakModel, species: Species, region: str, component: str
) -> None:
    where = f"species {species.name}"
    held = model.region(region)
    if held is None:
        known = ", ".join(r.region for r in model.regions)
        raise ModelError(
            f"{where}: {region!r} is not a region of this model; known: {known}"
        )
    element = peaklib.core_level(region).element
    if element not in species.composition:
        raise ModelError(
            f"{where}: has a component in {region}, yet no {element} in its composition"
        )
    found = next((c for c in held.components if c.name == component), None)
    if found is None:
        names = ", ".join(c.name for c in held.components)
        raise ModelError(
            f"{where}: {component!r} is not a component of {region}; known: {names}"
        )
    _check_free(found, f"{where}: {region} {component}")


def _check_free(component: Component, where: str) -> None:
    area = component.area_cps_ev
    if isinstance(area, Link) or not area.vary:
        raise ModelError(
            f"{where}: its area is {'linked' if isinstance(area, Link) else 'fixed'}, "
            "while the species demands it; leave area_cps_ev out"
        )
