"""One color per species and per element, the same in every figure.

The palette is that of Okabe and Ito, which readers with any common color vision
deficiency can tell apart (M. Okabe and K. Ito, Color Universal Design, 2008), without
its yellow, which is lost as a line on white, and with tones of Tol's "muted" scheme
for models with many species (P. Tol, Colour Schemes, SRON/EPS/TN/09-002, 2021). Black
is kept for the envelope.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xpsfit.fit.result import FittedComponent
    from xpsfit.model.types import Component
    from xpsfit.results import SampleResult

ORANGE = "#E69F00"
SKY_BLUE = "#56B4E9"
GREEN = "#009E73"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
GRAY = "#999999"
WINE = "#882255"

_PALETTE = (
    *(BLUE, ORANGE, GREEN, PURPLE, SKY_BLUE, VERMILLION, GRAY, WINE),
    *("#44AA99", "#332288", "#999933", "#AA4499", "#117733", "#661100"),
)

SPECIES_COLORS: Mapping[str, str] = MappingProxyType(
    {
        "C-C": GRAY,
        "C-O": WINE,
        "Li2CO3": BLUE,
        "Li2O": SKY_BLUE,
        "R-Li": ORANGE,
        "R-Li/Al-C": ORANGE,
        "Al-C": VERMILLION,
        "Li-Al": GREEN,
        "Al metal": PURPLE,
    }
)

ELEMENT_COLORS: Mapping[str, str] = MappingProxyType(
    {"C": "#000000", "O": VERMILLION, "Al": BLUE, "Li": PURPLE}
)

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">")


def species_colors(
    results: Iterable[SampleResult], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return a color for every species of the models and fits.

    The species of the ``li-tma`` model keep their fixed colors; others take the colors
    left over in the order in which the models name them.

    Parameters
    ----------
    results : iterable of SampleResult
        All results whose figures lie side by side.
    chosen : mapping of str to str, optional
        Colors that take the place of the fixed ones.

    Returns
    -------
    dict of str to str
        Species name to ``"#rrggbb"``.
    """
    names = (c.species for result in results for c in _components(result))
    return _assign(names, {**SPECIES_COLORS, **(chosen or {})})


def _components(result: SampleResult) -> Iterator[Component | FittedComponent]:
    for region in result.model.regions:
        yield from region.components
    for level in result.levels:
        for fit in level.fits:
            yield from fit.components


def state_colors(result: SampleResult, palette: Mapping[str, str]) -> dict[str, str]:
    """Return the color of each state, ``"Al 2p Al-C"``, from that of its species.

    Parameters
    ----------
    result : SampleResult
        Whose fits name the states.
    palette : mapping of str to str
        From `species_colors`.
    """
    return {
        f"{fit.region.name} {component.name}": palette[component.species]
        for level in result.levels
        for fit in level.fits
        for component in fit.components
    }


def named_colors(names: Iterable[str]) -> dict[str, str]:
    """Return a color for every name, taken as that of a species.

    Examples
    --------
    >>> named_colors(["Li2O", "rust"])["Li2O"] == SPECIES_COLORS["Li2O"]
    True
    """
    return _assign(names, SPECIES_COLORS)


def element_colors(
    elements: Iterable[str], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return a color for every element: chosen, or fixed for C, O, Al and Li.

    Examples
    --------
    >>> element_colors(["Al", "C"]) == element_colors(["C", "Al"])
    True
    """
    return _assign(elements, {**ELEMENT_COLORS, **(chosen or {})})


def _assign(names: Iterable[str], fixed: Mapping[str, str]) -> dict[str, str]:
    """Give each name its fixed color, or the next one that is not taken."""
    wanted = list(dict.fromkeys(names))
    taken = {fixed[name] for name in wanted if name in fixed}
    free = [color for color in _PALETTE if color not in taken] or list(_PALETTE)
    colors: dict[str, str] = {}
    cursor = 0
    for name in wanted:
        if name in fixed:
            colors[name] = fixed[name]
        else:
            colors[name] = free[cursor % len(free)]
            cursor += 1
    return colors
