"""What the names of states say about elements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xpsfit.constituents import (
    claimed_elements,
    formula_elements,
    missing_elements,
)
from xpsfit.model import PeakModel, builtin_model


@pytest.mark.parametrize(
    ("name", "elements"),
    [
        ("Li2CO3", {"Li", "C", "O"}),
        ("CO3", {"C", "O"}),
        ("R-OLi", {"Li", "O"}),
        ("Al(OH)3", {"Al", "O"}),
        ("LiNi0.8Co0.2O2", {"Li", "Ni", "Co", "O"}),
        ("Li metal", {"Li"}),
        ("C=C sp2", {"C"}),
        ("main peak", set()),
        ("Native oxide", set()),
        ("pi-pi*", set()),
        ("", set()),
    ],
)
def test_a_name_claims_the_elements_of_its_formula(
    name: str, elements: set[str]
) -> None:
    assert formula_elements(name) == elements


def _with_species(name: str) -> PeakModel:
    """Return a model whose first component of C 1s is of that species."""
    model = builtin_model("li-tma")
    first, *others = model.regions
    component = replace(first.components[0], name="first", species=name)
    region = replace(first, components=(component, *first.components[1:]))
    return replace(model, regions=(region, *others))


def test_a_name_without_the_element_of_its_line_claims_nothing() -> None:
    assert claimed_elements(_with_species("P1"), "C 1s", "first") == ()
    (elements,) = claimed_elements(_with_species("CF2"), "C 1s", "first")
    assert elements == {"C", "F"}


def test_one_of_two_formulas_is_enough() -> None:
    claimed = claimed_elements(builtin_model("li-tma"), "C 1s", "R-Li/Al-C")
    assert missing_elements(claimed, {"C", "Al"}) == ""
    assert missing_elements(claimed, {"C", "Li"}) == ""
    assert missing_elements(claimed, {"C", "O"}) == "Li or Al"


def test_the_species_of_a_model_say_what_they_are_made_of() -> None:
    model = builtin_model("li-tma-species")
    claimed = claimed_elements(model, "C 1s", "R-Li/Al-C")
    assert set(claimed) == {frozenset({"C", "Li"}), frozenset({"C", "Al"})}
