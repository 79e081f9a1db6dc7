"""Lines of other elements inside a window, whose area counts for the wrong element.

An element that was detected by one core level has others. How strong they are follows
from its number of atoms q and the factors of the composition: A = q S T KE^n, with T
and KE^n of the window they fall into. S 2s of sulfides at 226 eV inside the window of
Mo 3d is the usual case (Scofield, J. Electron Spectrosc. 8, 129, 1976, for S).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import peaklib
from xpsfit.results import IntegratedArea

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xpsfit.fit import FitResult
    from xpsfit.results import ElementAmount

# Part of an area that is worth a sentence: the judged errors of factors are 5 % and
# 10 %, and the estimate itself rests on them.
WORTH = 0.03
# From this part on the line may be all there is.
ALL = 0.9
# Of a line closer to an end of the window, background and neighbors decide what is in.
MARGIN_EV = 1.0
# Levels this weakly bound are valence bands, no lines at a place of their own.
VALENCE_EV = 12.0


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """A core level of another element inside a window.

    Attributes
    ----------
    level : str
        Without j where both lines are inside, e.g. ``"S 2s"``.
    energy_ev : float
        Of the strongest line inside, calibrated scale.
    factor : float
        Sensitivity factor of the lines inside.
    """

    level: str
    energy_ev: float
    factor: float


def foreign_line_warnings(
    elements: Sequence[ElementAmount],
    results: Sequence[FitResult | IntegratedArea],
    shift_ev: float,
    library: str,
) -> list[str]:
    """Return a sentence for every foreign line that is part of an area.

    Parameters
    ----------
    elements : sequence of ElementAmount
        Of one level; those that were not detected are neither asked nor held against
        others.
    results : sequence of FitResult or IntegratedArea
        The regions these rest on.
    shift_ev : float
        Charge shift, added to measured energies.
    library : str
        Of the sensitivity factors.

    Returns
    -------
    list of str
        Only for lines with an estimated 3 % of the area or more, and in a fitted
        region only where no component is named after the line.
    """
    by_region = {result.region.name: result for result in results}
    factors = peaklib.sensitivity(library).factors
    seen = [row for row in elements if row.detected and row.area_cps_ev > 0.0]
    found = []
    for host in seen:
        result = by_region[host.region]
        window = result.low_ev + shift_ev, result.high_ev + shift_ev
        for other in seen:
            if other.element == host.element:
                continue
            for line in lines_inside(other.element, window, factors):
                share = (
                    _atoms(other)
                    * line.factor
                    / (_atoms(host) * host.sensitivity_factor)
                )
                if share >= WORTH and not _is_meant(line, result):
                    found.append(_sentence(host, line, share, result))
    return found


def lines_inside(
    element: str, window_ev: tuple[float, float], factors: Mapping[str, float]
) -> Iterator[ForeignLine]:
    """Yield the core levels of an element with lines inside a window.

    Parameters
    ----------
    element : str
    window_ev : tuple of float
        Ends on the calibrated scale.
    factors : mapping of str to float
        Sensitivity factors by level; a level without one is passed over.

    Examples
    --------
    >>> factors = peaklib.sensitivity("scofield").factors
    >>> [line.level for line in lines_inside("S", (221.7, 237.8), factors)]
    ['S 2s']
    """
    low, high = window_ev[0] + MARGIN_EV, window_ev[1] - MARGIN_EV
    lines = [
        level
        for level in peaklib.element(element).levels
        if level.name in factors and level.binding_energy_ev >= VALENCE_EV
    ]
    names = {level.name for level in lines}
    pairs: dict[str, list[tuple[str, float]]] = {}
    for level in lines:
        parent = peaklib.parent_level(level.name)
        whole = level.name == parent
        if whole and any(name != parent and name.startswith(parent) for name in names):
            continue
        if low <= level.binding_energy_ev <= high:
            pairs.setdefault(parent, []).append((level.name, level.binding_energy_ev))
    for parent, inside in pairs.items():
        strongest = max(inside, key=lambda item: factors[item[0]])
        yield ForeignLine(
            level=parent if len(inside) > 1 else strongest[0],
            energy_ev=strongest[1],
            factor=sum(factors[name] for name, _ in inside),
        )


def _atoms(row: ElementAmount) -> float:
    """Return the area over all factors: a number of atoms in common units."""
    return row.area_cps_ev / row.area_per_atom


def _is_meant(line: ForeignLine, result: FitResult | IntegratedArea) -> bool:
    """Return whether a component is named after the line."""
    if isinstance(result, IntegratedArea):
        return False
    wanted = _plain(peaklib.parent_level(line.level))
    return any(
        wanted in _plain(name)
        for component in result.components
        for name in (component.name, component.species)
    )


def _plain(name: str) -> str:
    return name.replace(" ", "").replace("_", "").casefold()


def _sentence(
    host: ElementAmount,
    line: ForeignLine,
    share: float,
    result: FitResult | IntegratedArea,
) -> str:
    size = (
        "perhaps all of the area"
        if share >= ALL
        else f"about {100.0 * share:.0f} % of the area"
    )
    where = (
        f"{host.region}: {line.level} at about {line.energy_ev:.0f} eV lies inside "
        "the window"
    )
    if isinstance(result, IntegratedArea):
        return (
            f"{where}, and its area is counted as {host.element} ({size} by the "
            "sensitivity factors); a peak model with a component for it tells them "
            "apart"
        )
    return (
        f"{where}, and no component is named after it; what components take of it is "
        f"counted as {host.element} ({size} by the sensitivity factors)"
    )
