"""Which sensitivity factor belongs to a measured window, and how well it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import peaklib

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.model.types import Component

# Judged uncertainty of Scofield-type factors with a KE^n correction: 1s levels of the
# first row are the best case (Brundle and Crist, J. Vac. Sci. Technol. A 38, 041001,
# 2020).
FIRST_ROW = frozenset({"Li", "Be", "B", "C", "N", "O", "F", "Ne"})
FIRST_ROW_1S = 0.05
OTHER = 0.10


def sensitivity_level(region: str, low_ev: float, high_ev: float) -> str:
    """Return the core level whose factor fits the window of a region.

    A label alone misleads: a window called In 3d5/2 that also holds In 3d3/2 has the
    area of In 3d, and needs its factor.

    Parameters
    ----------
    region : str
        Core level, e.g. ``"In 3d5/2"`` or ``"Sn 3d"``.
    low_ev, high_ev : float
        Window on the calibrated scale.

    Returns
    -------
    str
        The whole level where both lines lie inside, the major line where only it does.

    Examples
    --------
    >>> sensitivity_level("In 3d5/2", 436.0, 456.0)
    'In 3d'
    >>> sensitivity_level("In 3d5/2", 440.0, 448.0)
    'In 3d5/2'
    """
    parent = peaklib.parent_level(region)
    pair = peaklib.doublet(parent)
    if pair is None:
        return region
    major = f"{parent.split()[0]} {pair.major}"
    minor_ev = peaklib.core_level(major).binding_energy_ev + pair.splitting_ev
    return held_level(region, both=low_ev < minor_ev < high_ev)


def held_level(region: str, *, both: bool) -> str:
    """Return the core level whose factor fits a window with one or both lines.

    Parameters
    ----------
    region : str
        Core level, e.g. ``"In 3d5/2"`` or ``"Sn 3d"``.
    both : bool
        Whether the window holds both lines of the level's doublet.

    Returns
    -------
    str
        The whole level, or one line of it.

    Examples
    --------
    >>> held_level("S 2p", both=False)
    'S 2p3/2'
    """
    parent = peaklib.parent_level(region)
    pair = peaklib.doublet(parent)
    if pair is None:
        return region
    element = parent.split()[0]
    major = f"{element} {pair.major}"
    if both and region != f"{element} {pair.minor}":
        return parent
    return region if region != parent else major


def fitted_level(region: str, components: Sequence[Component]) -> str | None:
    """Return the core level whose factor fits a fit with doublets, or None without.

    The area of a doublet counts both lines of it, measured or not: a window that ends
    before the minor line does not change what the component's area means.

    Parameters
    ----------
    region : str
        Core level, e.g. ``"Al 2p"``.
    components : sequence of Component
        Of the region's peak model.

    Returns
    -------
    str or None
        The whole level; None if no component is a doublet, so that the window decides.
    """
    if any(component.doublet is not None for component in components):
        return peaklib.parent_level(region)
    return None


def relative_uncertainty(level: str) -> float:
    """Return the judged relative standard uncertainty of a sensitivity factor."""
    element, orbital = level.split()
    return FIRST_ROW_1S if element in FIRST_ROW and orbital == "1s" else OTHER
