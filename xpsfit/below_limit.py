"""Which states of a level are below detection, and under which limits they stay."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.results import LevelResult


@dataclass(frozen=True, slots=True)
class Limit:
    """Upper limits at 95 % of a state that is below detection.

    Attributes
    ----------
    atomic_percent : float
    region_fraction : float
        Of its share of the core level, at most 1; NaN where the level has no area.
    """

    atomic_percent: float
    region_fraction: float


def limits_of_states(level: LevelResult) -> dict[tuple[str, str], Limit]:
    """Return the limits of all states that are below detection.

    Parameters
    ----------
    level : LevelResult

    Returns
    -------
    dict of (str, str) to Limit
        By region and component. The limit of a share is that of the amount over the
        amount of the whole core level.
    """
    if level.composition is None:
        return {}
    absent = {
        (fit.region.name, component.name)
        for fit in level.fits
        for component in fit.components
        if component.presence == "below_limit"
    }
    whole = {row.region: row.atomic_percent for row in level.composition.elements}
    found = {}
    for state in level.composition.states:
        if (place := (state.region, state.component)) in absent:
            limit, total = state.atomic_percent_upper_95, whole.get(state.region, 0.0)
            share = min(limit / total, 1.0) if total > 0.0 else math.nan
            found[place] = Limit(limit, share)
    return found
