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
        Amounts, not necessarily of a sum of 100, by element (``"C"``) or by state
        (``"C 1s/C-C"``). The components of an element share equally, but for the
        reference line, which has as much as the others together. What is not named is
        absent. None gives every element the same.
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
        composition = {element_of(region.region): 1.0 for region in model.regions}
    amounts = _checked(composition, "the composition")
    weight: Areas = dict.fromkeys(every_component(model), 0.0)
    for name, amount in amounts.items():
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

    Raises
    ------
    ModelError
        If there are none.
    """
    region_name, slash, component_name = name.partition("/")
    found = [
        (region.region, component.name)
        for region in model.regions
        for component in region.components
        if not isinstance(component.area_cps_ev, Link)
        and (
            (region.region, component.name) == (region_name, component_name)
            if slash
            else name == region.region
            or (elements and name == element_of(region.region))
        )
    ]
    if found:
        return found
    raise ModelError(
        f"{name!r} names nothing with an area of its own in model {model.name!r}; "
        f"known: {', '.join(_known_names(model, elements=elements))}"
    )


def _known_names(model: PeakModel, *, elements: bool) -> Iterable[str]:
    names = [
        element_of(region.region) if elements else region.region
        for region in model.regions
    ]
    return [
        *dict.fromkeys(names),
        *(
            f"{region.region}/{component.name}"
            for region in model.regions
            for component in region.components
            if not isinstance(component.area_cps_ev, Link)
        ),
    ]
