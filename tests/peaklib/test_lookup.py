import pytest

import peaklib
from peaklib import UnknownElementError, UnknownLevelError, UnknownRecordError


def test_an_element_is_found_whatever_the_case() -> None:
    assert peaklib.element("al") is peaklib.element(" AL ")
    assert peaklib.element("Co").atomic_number == 27


def test_a_symbol_never_becomes_a_path() -> None:
    for symbol in ("../sources", "Al.toml", "elements/Al", ""):
        with pytest.raises(UnknownElementError):
            peaklib.element(symbol)


def test_elements_stand_in_the_order_of_the_periodic_table() -> None:
    numbers = [element.atomic_number for element in peaklib.elements()]
    assert numbers == list(range(3, 93))


def test_a_core_level_is_found_in_any_spelling() -> None:
    assert peaklib.core_level("o1s Scan") is peaklib.core_level("O 1s")


def test_a_level_without_energy_is_refused_with_those_that_are_near() -> None:
    with pytest.raises(UnknownLevelError, match=r"'U 4p'; nearest: .*U 4p3/2"):
        peaklib.core_level("U 4p")


def test_levels_near_an_energy_come_nearest_first() -> None:
    found = peaklib.levels_near(72.9)
    distances = [abs(level.binding_energy_ev - 72.9) for level in found]
    assert distances == sorted(distances)
    assert distances[-1] <= 2.0
    assert found[0].name == "Al 2p"
    assert {"Al 2p1/2", "Al 2p3/2", "Pt 4f"} <= {level.name for level in found}


def test_a_wider_tolerance_finds_more_and_a_senseless_one_nothing() -> None:
    assert set(peaklib.levels_near(72.9)) < set(peaklib.levels_near(72.9, 5.0))
    assert peaklib.levels_near(72.9, -1.0) == ()
    assert peaklib.levels_near(float("nan")) == ()


def test_all_core_levels_are_found_near_their_own_energy() -> None:
    levels = peaklib.core_levels()
    assert len(levels) == 1196
    for level in levels[::50]:
        assert level in peaklib.levels_near(level.binding_energy_ev, 0.0)


def test_a_doublet_belongs_to_the_pair_only() -> None:
    pair = peaklib.doublet("Al2p Scan")
    assert pair is not None
    assert (pair.major, pair.minor) == ("2p3/2", "2p1/2")
    assert peaklib.doublet("Al 2p3/2") is None
    assert peaklib.doublet("C 1s") is None
    with pytest.raises(UnknownLevelError):
        peaklib.doublet("Survey")


def test_a_level_without_known_states_has_none() -> None:
    assert peaklib.chemical_states("Au 4f") == ()
    assert peaklib.chemical_states("Al 2s") == ()


def test_states_are_found_in_any_spelling_of_their_level() -> None:
    assert peaklib.chemical_states("c1s Scan") == peaklib.chemical_states("C 1s")


def test_an_unknown_state_is_refused_with_those_that_exist() -> None:
    with pytest.raises(
        UnknownRecordError, match="chemical state of Al 2p 'metal'; known: Li_Al, Al_C"
    ):
        peaklib.chemical_state("Al2p", "metal")


def test_unknown_recipes_and_sources_are_refused() -> None:
    with pytest.raises(UnknownRecordError, match="known: adventitious-carbon, li-tma"):
        peaklib.recipe("li")
    with pytest.raises(UnknownRecordError, match="nearest: scofield-1976"):
        peaklib.source("scofield")


def test_a_factor_that_a_library_lacks_is_refused() -> None:
    with pytest.raises(UnknownLevelError, match="library 'althermo1' 'F 1s'; known: L"):
        peaklib.sensitivity("althermo1").factor("F 1s")


def test_factors_cannot_be_changed() -> None:
    factors = peaklib.sensitivity("scofield").factors
    with pytest.raises(TypeError):
        factors["C 1s"] = 2.0  # type: ignore[index]
