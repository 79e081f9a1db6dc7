"""The shipped data against physics and against their own rules."""

from pathlib import Path

import pytest

import peaklib
from peaklib import ChemicalState, Doublet, ModelRecipe

LEVELS = peaklib.core_levels()
DOUBLETS = [pair for element in peaklib.elements() for pair in element.doublets]
STATES = [state for element in peaklib.elements() for state in element.states]
RECIPES = [peaklib.recipe(name) for name in peaklib.recipes()]
SCOFIELD = peaklib.sensitivity("scofield")
SHELLS = "spdfg"

# Whole-number energies of one library, or of two, in an order that cannot be.
REVERSED_PAIRS = {"Pd 4p", "Yb 5p"}


def lines_of(level: str) -> tuple[str, str] | None:
    """Return the names of the line of higher and of lower j, where both are listed."""
    shell = SHELLS.index(level[-1])
    high, low = f"{level}{2 * shell + 1}/2", f"{level}{2 * shell - 1}/2"
    known = SCOFIELD.factors
    return (high, low) if shell and high in known and low in known else None


PAIRS = {
    level.name: lines
    for level in LEVELS
    if "/" not in level.level and (lines := lines_of(level.name)) is not None
}


def test_there_are_ninety_elements_and_all_their_records() -> None:
    assert len(peaklib.elements()) == 90
    assert len(DOUBLETS) == 154
    assert len(STATES) == 50
    assert len(SCOFIELD.factors) == 1196


def test_every_source_is_used_by_some_record() -> None:
    used = {level.source for level in LEVELS} | {pair.source for pair in DOUBLETS}
    used |= {key for state in STATES for key in state.sources}
    used |= {recipe.source for recipe in RECIPES}
    used |= {peaklib.sputter_rate(m).source for m in peaklib.sputtered_materials()}
    for name in peaklib.sensitivity_libraries():
        library = peaklib.sensitivity(name)
        used |= {library.source, *library.factor_sources.values()}
    assert used == {source.key for source in peaklib.sources()}


def test_every_file_bears_the_name_of_what_it_holds() -> None:
    data = Path(peaklib.__file__).parent / "data"
    symbols = {element.symbol for element in peaklib.elements()}
    assert {file.stem for file in (data / "elements").iterdir()} == symbols
    assert {file.stem for file in (data / "models").iterdir()} == {
        recipe.name for recipe in RECIPES
    }


def test_names_and_atomic_numbers_are_unique() -> None:
    elements = peaklib.elements()
    assert len({element.name for element in elements}) == len(elements)
    assert len({element.atomic_number for element in elements}) == len(elements)
    assert len({level.name for level in LEVELS}) == len(LEVELS)
    assert len({pair.level for pair in DOUBLETS}) == len(DOUBLETS)


def test_core_levels_are_those_that_atoms_have() -> None:
    for level in LEVELS:
        shell = int(level.level[0])
        assert SHELLS.index(level.level[1]) < shell, level.name
        assert 0.0 < level.binding_energy_ev < 1486.6, level.name
        assert level.name in SCOFIELD.factors


def test_inner_s_levels_are_bound_more_tightly() -> None:
    energies = {level.name: level.binding_energy_ev for level in LEVELS}
    for element in peaklib.elements():
        names = [f"{element.symbol} {shell}s" for shell in range(1, 7)]
        found = [energies[name] for name in names if name in energies]
        assert found == sorted(found, reverse=True), element.symbol


@pytest.mark.parametrize("shell", ["1s", "2s", "2p3/2", "3d5/2", "4d5/2", "4f7/2"])
def test_core_energies_rise_with_atomic_number(shell: str) -> None:
    # Below 15 eV these are valence electrons, which follow no such rule.
    energies = [
        level.binding_energy_ev
        for level in LEVELS
        if level.level == shell and level.binding_energy_ev > 15.0
    ]
    assert len(energies) > 5
    assert energies == sorted(energies)


def test_the_line_of_lower_j_lies_at_higher_energy() -> None:
    reversed_pairs = {
        level
        for level, (high_j, low_j) in PAIRS.items()
        if peaklib.core_level(low_j).binding_energy_ev
        < peaklib.core_level(high_j).binding_energy_ev
    }
    assert reversed_pairs == REVERSED_PAIRS
    for level in reversed_pairs:
        assert all("cannot be" in peaklib.core_level(j).note for j in PAIRS[level])


@pytest.mark.parametrize("pair", DOUBLETS, ids=lambda pair: pair.level)
def test_a_doublet_obeys_angular_momentum(pair: Doublet) -> None:
    shell = SHELLS.index(pair.level[-1])
    assert pair.major == f"{pair.level.split()[1]}{2 * shell + 1}/2"
    assert pair.minor == f"{pair.level.split()[1]}{2 * shell - 1}/2"
    assert pair.branching_ratio == pytest.approx(shell / (shell + 1))
    assert 0.0 < pair.splitting_min_ev <= pair.splitting_ev <= pair.splitting_max_ev
    assert pair.note


@pytest.mark.parametrize(
    "pair",
    [pair for pair in DOUBLETS if pair.level in PAIRS],
    ids=lambda pair: pair.level,
)
def test_its_area_ratio_is_that_of_the_factors(pair: Doublet) -> None:
    high_j, low_j = PAIRS[pair.level]
    expected = SCOFIELD.factor(low_j) / SCOFIELD.factor(high_j)
    # The factors have three digits, so their ratio has hardly more.
    assert pair.scofield_area_ratio == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("state", STATES, ids=lambda s: f"{s.level} {s.key}")
def test_a_state_lies_within_its_own_range(state: ChemicalState) -> None:
    assert state.be_min_ev <= state.be_ev <= state.be_max_ev
    assert 0.0 < state.fwhm_min_ev < state.fwhm_max_ev < 5.0
    energy = peaklib.core_level(state.level).binding_energy_ev
    assert abs(state.be_ev - energy) < 10.0
    assert state.note


def test_what_rests_on_memory_says_so() -> None:
    remembered = {s.key for s in STATES if s.memory_only}
    assert {"Al4C3", "LiAlO2", "Li2O2", "Li3N", "CF2"} <= remembered
    assert peaklib.source("unverified").tier == "unverified"
    for state in STATES:
        assert state.memory_only == ("unverified" in state.sources)
        assert not (state.memory_only and state.confidence in {"high", "none"})


def test_placeholders_of_the_study_are_marked_as_such() -> None:
    placeholders = {(s.level, s.key, s.be_ev) for s in STATES if s.confidence == "none"}
    assert placeholders == {("Li 1s", "Li_Al", 54.3), ("Li 1s", "R_Li", 54.6)}
    for level, key, _ in placeholders:
        assert peaklib.chemical_state(level, key).note.startswith("Placeholder:")


def test_the_carbonate_conflict_is_stated_on_both_sides() -> None:
    carbonate = peaklib.chemical_state("C 1s", "Li2CO3_study")
    ester = peaklib.chemical_state("C 1s", "O_C=O")
    assert carbonate.be_ev == 288.5
    assert ester.be_min_ev <= carbonate.be_ev <= ester.be_max_ev
    assert "289.9" in carbonate.note
    assert "esters" in carbonate.note
    assert "Li2CO3_study" in ester.note


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_holds_neither_rejected_nor_remembered_states(
    recipe: ModelRecipe,
) -> None:
    for region in recipe.regions:
        for key in region.states:
            state = peaklib.chemical_state(region.level, key)
            assert state.confidence != "reject"
            assert not state.memory_only
            assert region.low_ev < state.be_min_ev < state.be_max_ev < region.high_ev


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_is_referenced_to_adventitious_carbon(recipe: ModelRecipe) -> None:
    reference = (recipe.reference_level, recipe.reference_state, recipe.reference_ev)
    assert reference == ("C 1s", "C_C", 284.8)
    assert peaklib.chemical_state("C 1s", "C_C").be_ev == recipe.reference_ev


def test_the_study_model_holds_the_assignments_of_the_study() -> None:
    recipe = peaklib.recipe("li-tma")
    assert recipe.source == "study"
    assert {r.level: (r.low_ev, r.high_ev) for r in recipe.regions} == {
        "C 1s": (278.0, 296.0),
        "O 1s": (523.0, 541.0),
        "Al 2p": (64.0, 83.0),
        "Li 1s": (47.0, 65.0),
    }
    names = {
        region.level: [
            peaklib.chemical_state(region.level, key).name for key in region.states
        ]
        for region in recipe.regions
    }
    assert names == {
        "C 1s": ["R-Li/Al-C", "C-C", "C-O", "Li2CO3"],
        "O 1s": ["Li2O", "Li2CO3", "C-O"],
        "Al 2p": ["Li-Al", "Al metal", "Al-C"],
        "Li 1s": ["Li2O", "Li-Al", "R-Li", "Li2CO3"],
    }
    assert {(r.line_shape, r.mixing) for r in recipe.regions} == {("gl_product", 0.3)}


def test_the_carbon_model_knows_carbon_only() -> None:
    (region,) = peaklib.recipe("adventitious-carbon").regions
    assert region.level == "C 1s"
    assert region.states == ("C_C", "C_O", "C=O", "O_C=O")
