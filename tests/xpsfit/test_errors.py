"""One tree of errors, each a sentence that carries its facts."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from xpsfit import errors
from xpsfit.errors import (
    BackgroundError,
    CalibrationError,
    ClusterError,
    FitError,
    FormatError,
    InputError,
    MissingPackageError,
    ModelError,
    NoSpectraError,
    OutputError,
    QuantificationError,
    SeriesError,
    UnknownFormatError,
    UnknownNameError,
    UnsupportedDataError,
    XpsFitError,
)

TREE = {
    XpsFitError: Exception,
    InputError: XpsFitError,
    UnknownFormatError: InputError,
    FormatError: InputError,
    UnsupportedDataError: InputError,
    NoSpectraError: UnsupportedDataError,
    UnknownNameError: XpsFitError,
    ModelError: XpsFitError,
    BackgroundError: XpsFitError,
    FitError: XpsFitError,
    CalibrationError: XpsFitError,
    QuantificationError: XpsFitError,
    SeriesError: XpsFitError,
    OutputError: XpsFitError,
    MissingPackageError: XpsFitError,
    ClusterError: XpsFitError,
}


def test_the_tree_is_the_one_drawn_in_the_module() -> None:
    found = {
        value: value.__base__
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, Exception)
    }
    assert found == TREE
    for error in TREE:
        assert error.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize("error", TREE, ids=lambda error: error.__name__)
def test_every_error_says_when_it_is_raised(error: type[Exception]) -> None:
    assert error.__doc__


class TestInputError:
    @pytest.mark.parametrize(
        ("place", "prefix"),
        [
            ({}, ""),
            ({"file": "a.vms"}, "a.vms: "),
            ({"file": Path("a.vms"), "line": 12}, "a.vms, line 12: "),
            ({"file": "a.vms", "block": 3}, "a.vms, block 3: "),
            ({"file": "a.vms", "line": 12, "block": 3}, "a.vms, line 12, block 3: "),
            ({"line": 1}, "line 1: "),
        ],
    )
    @pytest.mark.parametrize("kind", [InputError, FormatError, UnsupportedDataError])
    def test_its_text_begins_with_the_place(
        self, kind: type[InputError], place: dict[str, object], prefix: str
    ) -> None:
        error = kind("a number is missing", **place)  # type: ignore[arg-type]
        assert str(error) == f"{prefix}a number is missing"
        assert error.message == "a number is missing"
        assert (error.file, error.line, error.block) == (
            place.get("file"),
            place.get("line"),
            place.get("block"),
        )


def test_an_unknown_name_carries_what_is_known() -> None:
    error = UnknownNameError("background", "shirly", iter(["linear", "shirley"]))
    assert (error.kind, error.name) == ("background", "shirly")
    assert error.known == ("linear", "shirley")
    assert str(error) == "unknown background 'shirly'; known: linear, shirley"
