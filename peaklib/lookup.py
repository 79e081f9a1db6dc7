"""Questions to the library: levels, doublets, states, factors, recipes, sources.

Core levels are understood in any spelling that `parse_core_level` accepts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaklib import load
from peaklib.errors import (
    UnknownLevelError,
    UnknownLibraryError,
    UnknownRecordError,
)
from peaklib.spelling import parse, parse_core_level

if TYPE_CHECKING:
    from peaklib.records import (
        ChemicalState,
        CoreLevel,
        Doublet,
        Element,
        ModelRecipe,
        SensitivityLibrary,
        Source,
    )
    from peaklib.sputter_record import SputterRate


def element(symbol: str) -> Element:
    """Return an element with its core levels, doublets and chemical states.

    Parameters
    ----------
    symbol : str
        Element symbol; case does not matter.

    Raises
    ------
    UnknownElementError
        If the library has no such element (it holds Li to U).

    Examples
    --------
    >>> element("Al").name
    'aluminum'
    """
    return load.load_element(symbol.strip().capitalize())


def elements() -> tuple[Element, ...]:
    """Return all elements in order of atomic number.

    This reads the whole library; `element` reads one file.
    """
    every = (load.load_element(symbol) for symbol in load.element_symbols())
    return tuple(sorted(every, key=lambda item: item.atomic_number))


def core_level(name: str) -> CoreLevel:
    """Return a core level with the energy to look for it.

    Raises
    ------
    UnknownLevelError
        If `name` is no core level, or the library has no energy for it.

    Examples
    --------
    >>> core_level("O 1s").binding_energy_ev
    532.9
    """
    parsed = parse(name)
    levels = {level.name: level for level in load.load_element(parsed.symbol).levels}
    if str(parsed) not in levels:
        kind = f"core level of {parsed.symbol} with a binding energy"
        raise UnknownLevelError(kind, name, levels)
    return levels[str(parsed)]


def core_levels() -> tuple[CoreLevel, ...]:
    """Return all core levels in order of atomic number, innermost first."""
    return tuple(level for item in elements() for level in item.levels)


def levels_near(energy_ev: float, tolerance_ev: float = 2.0) -> tuple[CoreLevel, ...]:
    """Return the core levels around a binding energy, the nearest first.

    Parameters
    ----------
    energy_ev : float
        Binding energy in eV.
    tolerance_ev : float
        Largest distance in eV.

    Examples
    --------
    >>> [level.name for level in levels_near(284.8, 0.5)]
    ['C 1s']
    """
    near = (
        (abs(level.binding_energy_ev - energy_ev), level.name, level)
        for level in core_levels()
    )
    found = sorted(item for item in near if item[0] <= tolerance_ev)
    return tuple(level for _, _, level in found)


def doublet(level: str) -> Doublet | None:
    """Return the spin-orbit pair of a level without j.

    Returns
    -------
    Doublet or None
        None for an s level, for a single line of a pair (a region named ``Al 2p3/2``
        holds one line), and where no splitting is known.

    Raises
    ------
    UnknownLevelError
        If `level` is no core level.

    Examples
    --------
    >>> doublet("Al 2p").splitting_ev
    0.435
    """
    parsed = parse(level)
    pairs = load.load_element(parsed.symbol).doublets
    return next((pair for pair in pairs if pair.level == str(parsed)), None)


def chemical_states(level: str) -> tuple[ChemicalState, ...]:
    """Return the chemical states known for a core level, in the order of the library.

    Returns
    -------
    tuple of ChemicalState
        Empty where none are known. States of a doublet belong to the pair
        (``"Al 2p"``), not to one of its lines.

    Raises
    ------
    UnknownLevelError
        If `level` is no core level.

    Examples
    --------
    >>> [state.name for state in chemical_states("Al 2p")][:3]
    ['Li-Al', 'Al-C', 'Al metal']
    """
    parsed = parse(level)
    states = load.load_element(parsed.symbol).states
    return tuple(state for state in states if state.level == str(parsed))


def chemical_state(level: str, key: str) -> ChemicalState:
    """Return one chemical state by its key.

    Raises
    ------
    UnknownLevelError
        If `level` is no core level.
    UnknownRecordError
        If the level has no state of that key.

    Examples
    --------
    >>> chemical_state("C 1s", "Li2CO3_lit").be_ev
    289.9
    """
    states = {state.key: state for state in chemical_states(level)}
    if key not in states:
        kind = f"chemical state of {parse_core_level(level)}"
        raise UnknownRecordError(kind, key, states)
    return states[key]


def sensitivity(name: str) -> SensitivityLibrary:
    """Return a library of relative sensitivity factors.

    Raises
    ------
    UnknownLibraryError
        If there is no library of that name.

    Examples
    --------
    >>> sensitivity("scofield").factor("O 1s")
    2.93
    """
    known = load.load_libraries()
    if name not in known:
        raise UnknownLibraryError("sensitivity library", name, sorted(known))
    return known[name]


def sensitivity_libraries() -> tuple[str, ...]:
    """Return the names of all sensitivity libraries in alphabetical order."""
    return tuple(sorted(load.load_libraries()))


def recipe(name: str) -> ModelRecipe:
    """Return a peak model recipe.

    Raises
    ------
    UnknownRecordError
        If there is no recipe of that name.

    Examples
    --------
    >>> [region.level for region in recipe("li-tma").regions]
    ['C 1s', 'O 1s', 'Al 2p', 'Li 1s']
    """
    return load.load_recipe(name)


def recipes() -> tuple[str, ...]:
    """Return the names of all peak model recipes in alphabetical order."""
    return load.recipe_names()


def sputter_rate(material: str) -> SputterRate:
    """Return the estimated sputter rate of a material relative to Ta2O5.

    Raises
    ------
    UnknownRecordError
        If there is no estimate for the material.

    Examples
    --------
    >>> carbon = sputter_rate("C")
    >>> [round(value, 2) for value in (carbon.low, carbon.ratio, carbon.high)]
    [0.17, 0.39, 0.77]
    """
    known = load.load_sputter_rates()
    if material not in known:
        raise UnknownRecordError("sputtered material", material, known)
    return known[material]


def sputtered_materials() -> tuple[str, ...]:
    """Return the materials with an estimated sputter rate, in the order of the file."""
    return tuple(load.load_sputter_rates())


def source(key: str) -> Source:
    """Return a source by its key.

    Raises
    ------
    UnknownRecordError
        If there is no source of that key.

    Examples
    --------
    >>> source("hornsveld-2017").doi
    '10.1039/c7ra07722j'
    """
    known = load.load_sources()
    if key not in known:
        raise UnknownRecordError("source", key, known)
    return known[key]


def sources() -> tuple[Source, ...]:
    """Return all sources in the order of the bibliography."""
    return tuple(load.load_sources().values())
