"""What is refused of line shapes with several parameters."""

from __future__ import annotations

import pytest

from xpsfit.errors import ModelError
from xpsfit.model import dump_model, parse_model, review_model

MODEL = """
format = "xpsfit-model"
version = 1
name = "metal"

[[region]]
name = "Al 2p"
low_ev = 68.0
high_ev = 84.0

[[region.component]]
name = "Al metal"
line_shape = "{line_shape}"
center_ev = {{ value = 72.8, min = 72.0, max = 74.0 }}
fwhm_ev = {{ value = 0.6, min = 0.4, max = 1.5 }}
doublet = {{ splitting_ev = 0.43, ratio = 0.5 }}
{rest}
"""


def a_model(line_shape: str, rest: str = "") -> str:
    return MODEL.format(line_shape=line_shape, rest=rest)


@pytest.mark.parametrize(
    ("line_shape", "rest"),
    [
        ("la", ""),
        ("la", "shape = { alpha_high = 1.3, alpha_low = 4.5, gauss_ev = 0.3 }"),
        ("la", "shape = { alpha_high = { value = 1.2, min = 0.7, max = 2.5 } }"),
        ("la", "shape = { alpha_high = 3.0, alpha_low = 3.0 }"),
        (
            "la",
            """[region.component.shape]
            alpha_high = { value = 1.2 }
            alpha_low = { link = "Al metal", quantity = "alpha_high", ratio = 2.0 }""",
        ),
        (
            "la",
            """[region.component.shape]
            alpha_high = { value = 1.1, max = 2.0, spread = 0.2 }
            alpha_low = { value = 3.0, min = 2.0 }
            gauss_ev = { value = 0.3, min = 0.1, max = 0.5 }""",
        ),
        ("doniach_sunjic", ""),
        (
            "doniach_sunjic",
            "shape = { alpha = { value = 0.1, max = 0.3 }, window_ev = 12.0 }",
        ),
        ("gl_tail", "shape = { mixing = 0.3, tail_height = 0.1, tail_exponent = 0.2 }"),
    ],
)
def test_it_is_taken_and_written_back_as_it_was(line_shape: str, rest: str) -> None:
    model = parse_model(a_model(line_shape, rest))
    assert parse_model(dump_model(model)) == model


@pytest.mark.parametrize(
    ("line_shape", "shape", "words"),
    [
        (
            "la",
            "alpha_high = 4.5, alpha_low = 1.3",
            "alpha_low 1.3, so that the tail would point to low binding energy",
        ),
        (
            "la",
            "alpha_high = { value = 1.2, max = 3.0 }",
            "alpha_high may reach 3 and alpha_low 2.5",
        ),
        ("la", "alpha_high = 3.0", "alpha_high may reach 3 and alpha_low 2.5"),
        ("la", "alpha_low = { value = 3.0 }", "alpha_high may reach 1.2 and alpha_low"),
        ("la", "alpha_high = 0.5", "alpha_high = 0.5 lies outside 0.6 to 500.0"),
        ("la", "gauss_ev = -0.1", "gauss_ev = -0.1 lies outside 0.0 to 10.0 eV"),
        ("la", "gauss_ev = 0.6", "its Gaussian has 100 % of the full width"),
        ("la", "m = 3.0", "has no parameter 'm'; known: alpha_high, alpha_low, gauss"),
        ("la", 'gauss_ev = { link = "x" }', "linked to 'x', which is not a component"),
        (
            "la",
            'alpha_high = { link = "Al metal", quantity = "alpha_low", ratio = 1.1 }',
            "alpha_high may reach 2.75 and alpha_low 2.5",
        ),
        (
            "doniach_sunjic",
            'window_ev = { link = "Al metal", quantity = "gauss_ev" }',
            "which no data can tell; write it as a bare number",
        ),
        ("doniach_sunjic", "alpha = -0.1", "alpha = -0.1 lies outside 0.0 to 0.49"),
        ("doniach_sunjic", "alpha = 0.5", "alpha = 0.5 lies outside"),
        (
            "doniach_sunjic",
            "window_ev = { value = 20.0, min = 5.0 }",
            "which no data can tell; write it as a bare number",
        ),
        ("gl_tail", "tail_height = 0.6", "tail_height = 0.6 lies outside 0.0 to 0.4"),
    ],
)
def test_it_is_refused_with_its_place_and_reason(
    line_shape: str, shape: str, words: str
) -> None:
    with pytest.raises(ModelError) as refused:
        parse_model(a_model(line_shape, f"shape = {{ {shape} }}"))
    assert words in str(refused.value)
    assert "Al 2p Al metal" in str(refused.value)


def test_a_gaussian_without_room_in_a_linked_width_is_refused() -> None:
    narrow = """
[[region.component]]
name = "narrow"
line_shape = "la"
center_ev = 75.0
fwhm_ev = { link = "Al metal", ratio = 0.5 }
doublet = { splitting_ev = 0.43, ratio = 0.5 }
"""
    with pytest.raises(ModelError, match=r"Al 2p narrow: at a fwhm_ev of 0\.3 its"):
        parse_model(a_model("gl_tail", narrow))


def test_a_review_says_how_far_an_endless_area_counts() -> None:
    for shape, limit in (("", "20"), ("shape = { window_ev = 12.5 }", "12.5")):
        remarks = review_model(parse_model(a_model("doniach_sunjic", shape)))
        assert any(
            f"it is counted up to {limit} eV above the maximum" in r for r in remarks
        )
    remarks = review_model(parse_model(a_model("la")))
    assert not any("counted up to" in r for r in remarks)
