"""Regions that background and ends were not varied for: those without a peak model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xpsfit.results import IntegratedArea
    from xpsfit.whatif.records import WhatIf

AXES_OF_FITS = ("background", "ends")
WHY = (
    "has no peak model: not varied; the standard error of its area holds an estimate "
    "of what ends and kind of its background leave open"
)


@dataclass(frozen=True, slots=True)
class Unvaried:
    """A region whose area kept its background and ends.

    Attributes
    ----------
    region : str
    left_open : float or None
        Standard uncertainty that ends and kind of the background leave in its area, as
        part of the area, the largest of all levels; None where it was never detected.
    """

    region: str
    left_open: float | None


def axes_not_varied(result: WhatIf) -> tuple[str, ...]:
    """Return which of the axes asked for leave regions without a peak model alone."""
    asked = {move.axis for move in result.moves}
    return tuple(axis for axis in AXES_OF_FITS if axis in asked)


def unvaried(result: WhatIf) -> tuple[Unvaried, ...]:
    """Return the regions that counted without following background and ends.

    Parameters
    ----------
    result : WhatIf

    Returns
    -------
    tuple of Unvaried
        Empty where neither axis was varied. Their standard errors hold already what
        background and ends leave open, so the axes do not count it a second time.
    """
    if not axes_not_varied(result):
        return ()
    areas: dict[str, list[IntegratedArea]] = {}
    for level in result.base.levels:
        counted = level.composition.elements if level.composition else ()
        names = {element.region for element in counted}
        for area in level.integrated:
            if area.region.name in names:
                areas.setdefault(area.region.name, []).append(area)
    return tuple(Unvaried(name, _left_open(own)) for name, own in areas.items())


def _left_open(areas: list[IntegratedArea]) -> float | None:
    return max(
        (a.background_stderr_cps_ev / a.area_cps_ev for a in areas if a.detected),
        default=None,
    )
