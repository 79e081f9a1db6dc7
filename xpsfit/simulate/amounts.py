"""From atomic percent to areas and back, through the sensitivity factors.

q = A / (S T KE^n) with T = 1; amounts are q over the sum of q. Every core level of an
element shows the same atoms; the level that a composition counts is the one with the
largest sensitivity factor, as in `xpsfit.quantify`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib
from peaklib.errors import PeakLibError
from xpsfit.errors import ModelError, QuantificationError
from xpsfit.model.types import Link
from xpsfit.quantify.sensitivity import fitted_level, sensitivity_level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xpsfit.model.types import PeakModel, RegionModel
    from xpsfit.settings import Settings

Areas = dict[tuple[str, str], float]
MOST_AMOUNT = 1e12


def divisor(region: RegionModel, photon_ev: float, settings: Settings) -> float:
    """Return S KE^n of a region: area over this is proportional to atoms.

    Raises
    ------
    QuantificationError
        If the library has no factor for the level, or the line needs more than the
        photon energy.
    """
    level = fitted_level(region.region, region.components) or sensitivity_level(
        region.region, region.low_ev, region.high_ev
    )
    try:
        factor = peaklib.sensitivity(settings.library).factor(level)
        line_ev = peaklib.core_level(level).binding_energy_ev
    except PeakLibError as error:
        raise QuantificationError(f"{region.region}: {error}") from error
    if line_ev >= photon_ev:
        raise QuantificationError(
            f"{region.region}: a photon energy of {photon_ev:g} eV cannot reach this "
            "level; state another with --photon-energy"
        )
    return float(factor * (photon_ev - line_ev) ** settings.energy_exponent)


def element_of(region: str) -> str:
    """Return the element of a core level, e.g. ``"Al"`` for ``"Al 2p"``."""
    return peaklib.core_level(region).element


def counted_regions(
    regions: Sequence[RegionModel], photon_ev: float, settings: Settings
) -> list[RegionModel]:
    """Return the region of each element that a composition counts."""
    chosen: dict[str, tuple[float, RegionModel]] = {}
    for region in regions:
        size = divisor(region, photon_ev, settings)
        element = element_of(region.region)
        if element not in chosen or size > chosen[element][0]:
            chosen[element] = (size, region)
    return [region for _, region in chosen.values()]


def atomic_percent(
    regions: Sequence[RegionModel], areas: Areas, photon_ev: float, settings: Settings
) -> tuple[dict[str, float], Areas]:
    """Return atomic percent by element, and by region and component.

    Both are empty where no component has an area.
    """
    q = {
        (region.region, component.name): areas[region.region, component.name]
        / divisor(region, photon_ev, settings)
        for region in counted_regions(regions, photon_ev, settings)
        for component in region.components
    }
    total = sum(q.values())
    if not total > 0.0:
        return {}, {}
    states = {key: 100.0 * value / total for key, value in q.items()}
    elements: dict[str, float] = {}
    for (region, _), value in states.items():
        element = element_of(region)
        elements[element] = elements.get(element, 0.0) + value
    return elements, states


def relative_areas(
    model: PeakModel,
    composition: Mapping[str, float] | None,
    photon_ev: float,
    settings: Settings,
) -> Areas:
    """Return areas on a common scale that an amount of every state implies.

    Parameters
    ----------
    model : PeakModel
    composition : mapping of str to float, or None
        Amounts, not necessarily of a sum of 100, by element (``"C"``), by state
        (``"C 1s/C-C"``) or by species of the model (in formula units, so that its
        atoms stand in all core levels it shows in). The components of an element share
        equally, but for the reference line, which has as much as the others together;
        those that belong to species have what these demand. What is not named is
        absent. None gives every species and every element outside of them the same.
    photon_ev : float
    settings : Settings

    Returns
    -------
    dict of (str, str) to float
        Of every component of the model. Linked areas follow from the others later and
        are 0 here.

    Raises
    ------
    ModelError
        If a name is not in the model, an amount is not a number from 0 on, or nothing
        is present.
    """
    if composition is None:
        composition = _one_of_each(model)
    amounts = _checked(composition, "the composition")
    weight: Areas = dict.fromkeys(every_component(model), 0.0)
    for name, amount in amounts.items():
        if (atoms := _atoms_of(model, name)) is not None:
            for key, number in atoms.items():
                weight[key] += amount * number
            continue
        keys = _meant(model, name)
        for region in model.regions:
            own = [key for key in keys if key[0] == region.region]
            for key, share in _shares(model, own).items():
                weight[key] += amount * share
    return {
        (region.region, component.name): weight[region.region, component.name]
        * divisor(region, photon_ev, settings)
        for region in model.regions
        for component in region.components
    }


def given_areas(model: PeakModel, areas: Mapping[str, float]) -> Areas:
    """Return areas in counts/s x eV by region and component, as they were given.

    Parameters
    ----------
    model : PeakModel
    areas : mapping of str to float
        By region (``"C 1s"``, shared as in `relative_areas`) or component
        (``"C 1s/C-C"``); what is not named is absent.

    Raises
    ------
    ModelError
        As in `relative_areas`.
    """
    result: Areas = dict.fromkeys(every_component(model), 0.0)
    for name, area in _checked(areas, "the areas").items():
        keys = _meant(model, name, elements=False)
        for key, share in _shares(model, keys).items():
            result[key] += area * share
    return result


def model_areas(model: PeakModel) -> Areas | None:
    """Return the areas at which the model starts, or None where it states none."""
    areas = {
        (region.region, component.name): 0.0
        if isinstance(component.area_cps_ev, Link)
        else component.area_cps_ev.value
        for region in model.regions
        for component in region.components
    }
    return areas if any(area > 0.0 for area in areas.values()) else None


def every_component(model: PeakModel) -> list[tuple[str, str]]:
    """Return region and name of every component."""
    return [(r.region, c.name) for r in model.regions for c in r.components]


def owned_by_species(model: PeakModel) -> dict[tuple[str, str], str]:
    """Return the species, by region and name of the components that belong to any."""
    return {
        key: species.name
        for species in model.species
        for key in species.components.items()
    }


def _atoms_of(model: PeakModel, name: str) -> Areas | None:
    """Return the atoms per formula unit of a species by component; None if none."""
    for species in model.species:
        if species.name == name:
            return {
                (level, component): species.composition[element_of(level)]
                for level, component in species.components.items()
            }
    return None


def _one_of_each(model: PeakModel) -> dict[str, float]:
    """Return the same amount of each species and of each element beside them.

    The species of the reference line shows as much there as all others together.
    """
    owned = owned_by_species(model)
    elements = [
        element_of(region)
        for region, component in free_components(model)
        if (region, component) not in owned
    ]
    names = [*(species.name for species in model.species), *elements]
    amounts = dict.fromkeys(names, 1.0)
    line = model.reference
    if line is not None and (line.region, line.component) in owned:
        name = owned[line.region, line.component]
        atoms = {
            species.name: species.composition[element_of(line.region)]
            for species in model.species
            if line.region in species.components
        }
        amounts[name] = max((sum(atoms.values()) - atoms[name]) / atoms[name], 1.0)
    return amounts


def free_components(model: PeakModel) -> list[tuple[str, str]]:
    """Return region and name of the components whose area is not linked."""
    return [
        (region.region, component.name)
        for region in model.regions
        for component in region.components
        if not isinstance(component.area_cps_ev, Link)
    ]


def _shares(model: PeakModel, keys: list[tuple[str, str]]) -> Areas:
    """Return the share of each component in what was named as a whole.

    All have the same, but the reference line has as much as the others together: a line
    with less cannot fix the energy scale.
    """
    line = model.reference
    first = None if line is None else (line.region, line.component)
    weight = {
        key: float(max(len(keys) - 1, 1)) if key == first else 1.0 for key in keys
    }
    return {key: each / sum(weight.values()) for key, each in weight.items()}


def _checked(amounts: Mapping[str, float], what: str) -> Mapping[str, float]:
    for name, amount in amounts.items():
        if not 0.0 <= amount < MOST_AMOUNT:
            raise ModelError(
                f"{what}: {name!r} is {amount:g}; give a number from 0 to "
                f"{MOST_AMOUNT:g}"
            )
    if not any(amounts.values()):
        raise ModelError(f"{what}: nothing is present; name something above 0")
    return amounts


def _meant(
    model: PeakModel, name: str, *, elements: bool = True
) -> list[tuple[str, str]]:
    """Return the components that a name stands for, linked areas left out.

    Of amounts, those that belong to species are left out too.

    Raises
    ------
    ModelError
        If there are none.
    """
    region_name, slash, component_name = name.partition("/")
    found = [
        key
        for key in free_components(model)
        if (
            key == (region_name, component_name)
            if slash
            else name == key[0] or (elements and name == element_of(key[0]))
        )
    ]
    # Areas in counts/s are taken as they are said, amounts keep the proportions.
    owned = owned_by_species(model) if elements else {}
    own = [key for key in found if key not in owned]
    if own:
        return own
    if found:
        raise ModelError(
            f"{name!r} belongs to species {owned[found[0]]!r} of model {model.name!r}; "
            "state the amount of the species"
        )
    raise ModelError(
        f"{name!r} names nothing with an area of its own in model {model.name!r}; "
        f"known: {', '.join(_known_names(model, elements=elements))}"
    )


def _known_names(model: PeakModel, *, elements: bool) -> Iterable[str]:
    owned = owned_by_species(model) if elements else {}
    own = [key for key in free_components(model) if key not in owned]
    names = [element_of(region) if elements else region for region, _ in own]
    return [
        *dict.fromkeys(names),
        *(f"{region}/{component}" for region, component in own),
        *(species.name for species in model.species if elements),
    ]
