"""Looking line shapes up, and what is refused."""

from __future__ import annotations

import pytest

from xpsfit.errors import ModelError, UnknownNameError
from xpsfit.lineshapes import LINE_SHAPES, evaluate, line_shape


def test_the_registry_lists_every_shape_under_its_own_name() -> None:
    assert list(LINE_SHAPES) == [
        "gaussian",
        "lorentzian",
        "gl_product",
        "gl_sum",
        "voigt",
        "gl_tail",
        "la",
        "doniach_sunjic",
    ]
    assert all(line_shape(name).name == name for name in LINE_SHAPES)


def test_an_unknown_shape_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        UnknownNameError, match="unknown line shape 'voight'; known: gau"
    ):
        line_shape("voight")


@pytest.mark.parametrize("width", [0.0, -1.0, float("nan"), float("inf")])
def test_a_width_that_is_none_is_refused(width: float) -> None:
    with pytest.raises(ModelError, match="positive width"):
        evaluate("gaussian", [1.0], 1.0, 0.0, width)


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_shape_value_out_of_bounds_is_refused(value: float) -> None:
    with pytest.raises(ModelError, match="must lie between 0 and 1"):
        evaluate("gl_product", [1.0], 1.0, 0.0, 1.0, value)


def test_a_shape_value_for_a_plain_gaussian_is_refused() -> None:
    with pytest.raises(ModelError, match="no shape parameter"):
        evaluate("gaussian", [1.0], 1.0, 0.0, 1.0, 0.3)


@pytest.mark.parametrize(
    ("name", "shape", "words"),
    [
        ("la", 1.3, "3 shape parameters; name them: alpha_high, alpha_low, gauss_ev"),
        ("la", {"alpha": 1.3}, "no shape parameter 'alpha'; known: alpha_high"),
        ("gaussian", {"mixing": 0.3}, "no shape parameter 'mixing'; known: none"),
        ("la", {"alpha_high": 0.5}, "must lie between 0.6 and 500"),
        ("la", {"alpha_high": float("nan")}, "must lie between 0.6 and 500"),
        ("doniach_sunjic", {"alpha": 0.5}, "must lie between 0 and 0.49"),
        ("la", {"gauss_ev": 1.0}, "its Gaussian has 100 % of the full width"),
        ("doniach_sunjic", {"alpha": 0.4, "gauss_ev": 0.8}, "can have 64 % at most"),
    ],
)
def test_shape_values_that_make_no_line_are_refused_with_the_reason(
    name: str, shape: float | dict[str, float], words: str
) -> None:
    with pytest.raises(ModelError, match=words):
        evaluate(name, [1.0], 1.0, 0.0, 1.0, shape)


def test_values_that_are_not_given_are_the_defaults() -> None:
    given = {"alpha_high": 1.2, "alpha_low": 2.5, "gauss_ev": 0.3}
    whole = evaluate("la", [0.5], 1.0, 0.0, 1.0, given)
    some = evaluate("la", [0.5], 1.0, 0.0, 1.0, {"alpha_high": 1.2})
    assert some.value[0] == whole.value[0]
    assert evaluate("la", [0.5], 1.0, 0.0, 1.0).value[0] == whole.value[0]


def test_whether_a_line_is_symmetric_depends_on_its_values() -> None:
    assert line_shape("gl_sum").is_symmetric([0.3])
    assert line_shape("la").is_symmetric([2.0, 2.0, 0.3])
    assert not line_shape("la").is_symmetric([1.2, 2.0, 0.3])
    assert line_shape("doniach_sunjic").is_symmetric([0.0, 0.3, 20.0])
    assert not line_shape("gl_tail").is_symmetric([0.3, 0.1, 0.2])
