"""The elements that the name of a state claims."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import peaklib

if TYPE_CHECKING:
    from collections.abc import Collection

    from xpsfit.model.types import PeakModel

# Hydrogen has no core level, and R stands for any organic group.
UNSEEN = ("H", "R")


def claimed_elements(
    model: PeakModel, region: str, component: str
) -> tuple[frozenset[str], ...]:
    """Return what a component claims to be made of, in one way or several.

    Parameters
    ----------
    model : PeakModel
    region : str
        A core level.
    component : str
        One of its components.

    Returns
    -------
    tuple of frozenset of str
        Symbols of elements that have core levels. One set for each species of the
        model that shows as this component; without species, for each formula in
        ``"R-Li/Al-C"``. Empty where the name is no formula with the element of the
        region in it.

    Examples
    --------
    >>> from xpsfit.model import builtin_model
    >>> (elements,) = claimed_elements(builtin_model("li-tma"), "O 1s", "Li2CO3")
    >>> sorted(elements)
    ['C', 'Li', 'O']
    """
    own = tuple(
        frozenset(species.composition) - set(UNSEEN)
        for species in model.species
        if species.components.get(region) == component
    )
    part = model.region(region)
    if own or part is None:
        return own
    species = next(c.species for c in part.components if c.name == component)
    formulas = tuple(formula_elements(name) for name in species.split("/"))
    element = peaklib.core_level(region).element
    return formulas if all(formulas) and element in frozenset().union(*formulas) else ()


def formula_elements(name: str) -> frozenset[str]:
    """Return the elements in the first word of a name; none where it is no formula.

    Examples
    --------
    >>> sorted(formula_elements("Li2CO3")), sorted(formula_elements("Al metal"))
    (['C', 'Li', 'O'], ['Al'])
    >>> sorted(formula_elements("AlOx")), sorted(formula_elements("Carbonate"))
    (['Al', 'O'], [])
    """
    symbol, formula = _patterns()
    word = name.strip().partition(" ")[0]
    if not formula.fullmatch(word):
        return frozenset()
    return frozenset(symbol.findall(word)) - set(UNSEEN)


def missing_elements(
    claimed: Collection[frozenset[str]], found: Collection[str]
) -> str:
    """Return what no sample holds that shows only some elements, ``"Li"``.

    Empty where one of the ways a state may be made of is possible.
    """
    lacking = [sorted(one - set(found)) for one in claimed]
    if not lacking or not all(lacking):
        return ""
    return " or ".join(dict.fromkeys(" and ".join(one) for one in lacking))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the symbols in a formula, and what is a formula."""
    known = (*(e.symbol for e in peaklib.elements()), *UNSEEN)
    # Al before A, so that two letters are one element where they can be.
    symbol = "|".join(sorted(known, key=lambda name: (-len(name), name)))
    return (
        re.compile(symbol),
        re.compile(rf"(?:(?:{symbol}|\))[0-9.xy]*|[-=(+])+"),
    )
