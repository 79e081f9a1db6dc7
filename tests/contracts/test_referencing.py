"""What every method of charge referencing promises."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.builders import a_series
from xpsfit.referencing import (
    METHODS,
    LevelEvidence,
    ReferencingMethod,
    SeriesContext,
)
from xpsfit.results import ChargeMethod, ChargeReference
from xpsfit.settings import ChargeMethodName
from xpsfit_cli.charge_options import METHOD_NAMES, OWN_ENERGIES

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))


def test_the_names_are_those_of_the_settings_and_of_the_command_line() -> None:
    assert tuple(METHODS) == METHOD_NAMES == get_args(ChargeMethodName)
    own = [name for name, method in METHODS.items() if not method.needs_carbon]
    assert tuple(own) == OWN_ENERGIES


@every_method
def test_a_method_says_what_it_rests_on_and_where_that_comes_from(
    method: ReferencingMethod,
) -> None:
    assert method.title
    assert method.source
    assert method.kind in get_args(ChargeMethod)


@every_method
def test_a_level_without_any_region_is_refused_with_a_reason(
    method: ReferencingMethod,
) -> None:
    if method.read is None:
        pytest.skip("carrying reads no level")
    charge = ChargeReference(0.0, None, "none")
    level = LevelEvidence(60.0, (), (), 0.0, charge)
    series = SeriesContext(a_series(2).model, None, level)
    reading = method.read(level, series)
    assert reading.shift_ev is None
    assert reading.refusal
    assert not reading.refusal.endswith(".")
