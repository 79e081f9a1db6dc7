"""Ties between samples in model files: what they mean, and what is refused."""

from __future__ import annotations

import pytest

from tests.xpsfit.model.texts import SOUND, refusal
from xpsfit.model import SampleLink, dump_model, parse_model

TABLE = """
[[shared]]
components = ["C 1s/C-C"]
quantity = "fwhm_ev"
"""
TO = '\nto_sample = "film A"\n'
SPECIES = """
[[species]]
name = "hydrocarbon"
composition = { C = 1 }
components = { "C 1s" = "C-C" }
"""


def shared(text: str) -> SampleLink:
    (link,) = parse_model(SOUND + text).shared
    return link


def test_a_quantity_is_one_for_all_samples_unless_they_are_named() -> None:
    assert shared(TABLE) == SampleLink((("C 1s", "C-C"),), "fwhm_ev")
    link = shared(TABLE + 'samples = ["film A", "film B"]\n')
    assert link.samples == ("film A", "film B")


def test_a_link_to_a_sample_is_written_as_a_link_within_one() -> None:
    text = TABLE.replace("fwhm_ev", "center_ev")
    text += 'samples = ["film B"]\nto_sample = "film A"\noffset = 0.3\n'
    text += 'link = "C 1s/C-C"\nrelative_to = "Al 2p/Al metal"\n'
    assert shared(text) == SampleLink(
        (("C 1s", "C-C"),),
        "center_ev",
        ("film B",),
        "film A",
        ("C 1s", "C-C"),
        1.0,
        0.3,
        ("Al 2p", "Al metal"),
    )


def test_the_strength_of_a_background_is_shared_by_its_name() -> None:
    text = TABLE.replace("C-C", "background").replace("fwhm_ev", "step_per_ev")
    assert shared(text).components == (("C 1s", "background"),)


def test_ties_between_samples_survive_writing_and_reading() -> None:
    text = SOUND + TABLE + TABLE.replace("fwhm_ev", "center_ev")
    text += 'samples = ["a \\"quoted\\" name", "µ"]\nrelative_to = "C 1s/C-O"\n'
    text += TABLE.replace("fwhm_ev", "area_cps_ev") + TO + "ratio = 0.5\noffset = 10\n"
    model = parse_model(text)
    assert parse_model(dump_model(model)) == model
    assert len(model.shared) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TABLE.replace("C 1s/C-C", "C-C"), "'C-C' does not say in which core level"),
        (
            TABLE.replace("C 1s/C-C", "O 1s/C-C"),
            "'O 1s' is not in this model; known",
        ),
        (TABLE.replace("C-C", "C=O"), "'C=O' is not in this model; known: C-C, C-O"),
        (
            TABLE.replace("fwhm_ev", "color"),
            "'color' is not in this model; known: a",
        ),
        (TABLE.replace('["C 1s/C-C"]', "[]"), "shared 1: no components"),
        (TABLE.replace('["C 1s/C-C"]', '"C 1s/C-C"'), "'components' must be a list"),
        (
            TABLE.replace('["C 1s/C-C"]', "[1]"),
            "a list of texts; found 1 in it",
        ),
        (
            TABLE.replace('"C 1s/C-C"', '"C 1s/C-C", "C 1s/C-C"'),
            "component 'C 1s/C-C' is named twice",
        ),
        (TABLE.replace("C 1s/C-C", "C 1s/C-O"), "C 1s C-O fwhm_ev is linked within"),
        (
            TABLE.replace("C 1s/C-C", "Al 2p/Al metal"),
            "Al 2p Al metal fwhm_ev is held by the model",
        ),
        (TABLE.replace("fwhm_ev", "mixing"), "C 1s C-C mixing is held by the model"),
        (TABLE + 'samples = ["a", "a"]', "sample 'a' is named twice"),
        (TABLE + 'samples = ["a"]', "a single sample shares nothing"),
        (TABLE + 'samples = ["a", " "]', "a sample without a name"),
        (TABLE + 'samples = ["film A"]' + TO, "'film A' cannot be tied to itself"),
        (TABLE + "offset = 0.1", "name it in to_sample"),
        (TABLE + 'link = "C 1s/C-O"', "name it in to_sample"),
        (TABLE + TO + "offset = nan", "ratio and offset must be finite"),
        (TABLE + TO + "ratio = -1", "a ratio of -1 must be positive here"),
        (TABLE + TO + "offset = 1e9", "offset = 1e+09 eV lies outside"),
        (TABLE + TO + "offset = -0.9", "at the min of its link, fwhm_ev = -0.1 eV"),
        (
            TABLE + TO + "offset = 1.2",
            "would lie between 2 and 3, yet the model",
        ),
        (
            TABLE.replace("fwhm_ev", "center_ev") + TO + "ratio = 2.0",
            "positions of two samples differ by an offset",
        ),
        (
            TABLE.replace("fwhm_ev", "center_ev") + TO + "offset = 5.0",
            "would lie between 289.3 and 290.3, yet the model allows 284.3 to 285.3",
        ),
        (TABLE + TO + 'link = "C 1s/nothing"', "'nothing' is not in this model"),
        (TABLE + 'relative_to = "C 1s/C-O"', "relative_to is for positions"),
        (
            TABLE.replace("fwhm_ev", "center_ev") + 'relative_to = "C 1s/C-C"',
            "C 1s C-C center_ev cannot be counted from itself",
        ),
        (
            TABLE.replace("fwhm_ev", "area_cps_ev") + SPECIES,
            "C 1s C-C area_cps_ev is demanded by a species",
        ),
        (TABLE + "strength = 1", "'strength' is not a key here; known: components"),
        (TABLE + 'offset = "__import__(1)"', "'offset' must be a number"),
        (201 * TABLE, "201 [[shared]] tables; 200 at most"),
        (
            TABLE + f"samples = [{', '.join(repr(str(i)) for i in range(1500))}]",
            "1500 samples; 1000 at most",
        ),
    ],
)
def test_a_tie_that_cannot_hold_is_refused_in_a_sentence(text: str, said: str) -> None:
    message = refusal(SOUND + text)
    assert said in message
    assert message.startswith("foil.toml: ")
    assert "\n" not in message
