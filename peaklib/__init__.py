"""The peak library of XPS: core levels, doublets, chemical states, factors, recipes.

Every number carries the key of its source. Binding energies are in eV with C-C of C 1s
at 284.8 eV. Nothing is read before the first question, and an element costs one file.

>>> import peaklib
>>> state = peaklib.chemical_state("C 1s", "Li2CO3_lit")
>>> state.be_ev, peaklib.source(state.sources[0]).doi
(289.9, '10.1039/c7ra07722j')
"""

from peaklib.errors import (
    DataError,
    PeakLibError,
    UnknownElementError,
    UnknownLevelError,
    UnknownLibraryError,
    UnknownRecordError,
)
from peaklib.lookup import (
    chemical_state,
    chemical_states,
    core_level,
    core_levels,
    doublet,
    element,
    elements,
    levels_near,
    recipe,
    recipes,
    sensitivity,
    sensitivity_libraries,
    source,
    sources,
    sputter_rate,
    sputtered_materials,
)
from peaklib.records import (
    ChemicalState,
    CoreLevel,
    Doublet,
    Element,
    ModelRecipe,
    RegionRecipe,
    SensitivityLibrary,
    Source,
    SpeciesRecipe,
)
from peaklib.spelling import parent_level, parse_core_level
from peaklib.sputter_record import SputterRate

__all__ = [
    "ChemicalState",
    "CoreLevel",
    "DataError",
    "Doublet",
    "Element",
    "ModelRecipe",
    "PeakLibError",
    "RegionRecipe",
    "SensitivityLibrary",
    "Source",
    "SpeciesRecipe",
    "SputterRate",
    "UnknownElementError",
    "UnknownLevelError",
    "UnknownLibraryError",
    "UnknownRecordError",
    "chemical_state",
    "chemical_states",
    "core_level",
    "core_levels",
    "doublet",
    "element",
    "elements",
    "levels_near",
    "parent_level",
    "parse_core_level",
    "recipe",
    "recipes",
    "sensitivity",
    "sensitivity_libraries",
    "source",
    "sources",
    "sputter_rate",
    "sputtered_materials",
]
