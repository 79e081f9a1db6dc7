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
