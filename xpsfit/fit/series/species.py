"""Species in a series: at every level amounts take the place of the areas they own.

See `xpsfit.fit.joint_species` for what an amount demands of areas. The ratios are those
of the sensitivity factors, so they are the same at all levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib
from xpsfit.errors import FitError
from xpsfit.fit.joint_species import AREA
from xpsfit.fit.slots import Slot, Slots, Tie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.model.types import PeakModel, Species

PART = "species"


def with_amounts(
    slots: Slots,
    model: PeakModel,
    names: Sequence[str],
    divisors: Mapping[str, float],
) -> tuple[Slots, tuple[Species, ...]]:
    """Return the slots with an amount per species.

    Parameters
    ----------
    slots : Slots
        Of all regions.
    model : PeakModel
    names : sequence of str
        Core levels that are fitted.
    divisors : mapping of str to float
        Sensitivity factor x transmission x energy factor of each.

    Returns
    -------
    slots : Slots
        Areas that species own are tied to amounts.
    species : tuple of Species
        Those that show in one of the core levels.

    Raises
    ------
    FitError
        If the sensitivity of a core level is unknown, or areas may depart from what
        amounts demand.
    """
    index = {(s.part, s.owner, s.quantity): i for i, s in enumerate(slots.all)}
    found: list[Species] = []
    terms: dict[int, dict[int, float]] = {}
    for species in model.species:
        shown = [level for level in species.components if level in names]
        if not shown:
            continue
        # An area that alone tells the amount has nothing to depart from.
        if species.slack > 0.0 and len(shown) > 1:
            raise FitError(
                f"species {species.name} has slack, which a fit of the whole series "
                "does not know"
            )
        amount = len(slots.all)
        slots = Slots((*slots.all, Slot(species.name, AREA, 0.0, 0.0, part=PART)))
        found.append(species)
        for level in shown:
            if level not in divisors:
                raise FitError(
                    f"{level}: species need its sensitivity factor, which is unknown "
                    "for these data"
                )
            element = peaklib.core_level(level).element
            area = index[level, species.components[level], AREA]
            ratio = species.composition[element] * divisors[level]
            terms.setdefault(area, {})[amount] = ratio
    for area, own in terms.items():
        tie = Tie(tuple(own.items()))
        owners = " + ".join(slots.all[i].owner for i in own)
        slots = slots.changed(area, free=False, tie=tie, note=f"demanded by {owners}")
    return slots, tuple(found)
