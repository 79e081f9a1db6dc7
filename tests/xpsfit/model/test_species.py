"""Species in model files: what they say, and what is refused."""

from __future__ import annotations

import pytest

from sample_spectra.design import SPECIES
from tests.xpsfit.model.texts import SOUND
from xpsfit.errors import ModelError
from xpsfit.model import Species, builtin_model, dump_model, parse_model

TEXT = (
    SOUND.replace("area_cps_ev = 500.0", "")
    + """
[[species]]
name = "Al4C3"
composition = { Al = 4, C = 3 }
components = { "C 1s" = "C-C", "Al 2p" = "Al metal" }
slack = 0.1
source = "tests"
"""
)


def test_a_species_is_read_as_it_is_written() -> None:
    model = parse_model(TEXT)
    assert model.species == (
        Species(
            "Al4C3",
            {"Al": 4.0, "C": 3.0},
            {"C 1s": "C-C", "Al 2p": "Al metal"},
            0.1,
            "tests",
        ),
    )
    assert parse_model(dump_model(model)) == model


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Al = 4", "Xx = 4", "'Xx' is no element that can be seen"),
        ("C = 3", "C = 3, H = 1", "'H' is no element that can be seen"),
        ("Al = 4", "Al = 0", "Al = 0 atoms lies outside"),
        ("Al = 4", "Al = nan", "the number of Al atoms must be finite"),
        ("{ Al = 4, C = 3 }", "{ }", "no composition"),
        ("Al = 4, C = 3", "Al = 4", "in C 1s, yet no C in its composition"),
        ('"C 1s" = "C-C"', '"O 1s" = "C-C"', "'O 1s' is not a region of this model"),
        ('= "C-C", "Al', '= "C=O", "Al', "'C=O' is not a component of C 1s"),
        ('{ "C 1s" = "C-C", "Al 2p" = "Al metal" }', "{ }", "no components"),
        ("slack = 0.1", "slack = -0.1", "slack = -0.1 lies outside"),
        ("slack = 0.1", "slak = 0.1", "'slak' is not a key here"),
        ("{ Al = 4, C = 3 }", "4", "'composition' must be a table"),
    ],
)
def test_a_wrong_species_is_refused(old: str, new: str, said: str) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(ModelError) as caught:
        parse_model(TEXT.replace(old, new))
    assert "species Al4C3" in str(caught.value)
    assert said in str(caught.value)


def test_an_area_that_the_model_holds_cannot_be_demanded() -> None:
    text = TEXT.replace('"C 1s" = "C-C"', '"C 1s" = "C-O"').replace(
        'fwhm_ev = { link = "C-C" }',
        'fwhm_ev = { link = "C-C" }\narea_cps_ev = { link = "C-C" }',
    )
    with pytest.raises(ModelError, match="its area is linked"):
        parse_model(text)


def test_two_species_of_one_name_are_refused() -> None:
    twice = TEXT + TEXT[TEXT.index("[[species]]") :]
    with pytest.raises(ModelError, match="two species are called 'Al4C3'"):
        parse_model(twice)


def test_the_shipped_species_are_those_of_the_sample_spectra() -> None:
    names = {"aC": "a-C", "CO": "C-O", "RLi": "R-Li", "AlC": "Al-C", "LiAl": "Li-Al"}
    shipped = {s.name: s.composition for s in builtin_model("li-tma-species").species}
    assert shipped == {
        {"Al0": "Al metal", **names}.get(key, key): dict(species.atoms)
        for key, species in SPECIES.items()
    }
    assert builtin_model("li-tma-species").regions == builtin_model("li-tma").regions
