"""Every setting is in `run.json` and comes back, those added tomorrow included."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Literal, get_args, get_origin

import pytest

from tests.builders import a_model, a_surface
from xpsfit.errors import FormatError
from xpsfit.model import PeakModel
from xpsfit.records import RECORDS, field_types
from xpsfit.settings import Settings
from xpsfit.settings_record import settings_from
from xpsfit.writers import make_record
from xpsfit.writers.run_record import run_record_json

FIELDS = {field.name: field for field in dataclasses.fields(Settings)}


def another(hint: Any, value: Any) -> Any:
    """Return a value of this type that is not `value`."""
    origin, kinds = get_origin(hint), get_args(hint)
    if origin is Literal:
        return next(word for word in kinds if word != value)
    kinds = tuple(kind for kind in kinds if kind not in (Ellipsis, type(None)))
    if origin is tuple:
        return tuple(another(kind, None) for kind in kinds)
    if kinds:
        return another(kinds[0], value)
    if hint is PeakModel:
        return a_model()
    if record := RECORDS.get(getattr(hint, "__name__", "")):
        given = field_types(record).items()
        return record(**{name: another(kind, None) for name, kind in given})
    return {str: "another", int: 17, float: 0.1 + 0.2, bool: not value}[hint]


def recorded(settings: Settings) -> dict[str, Any]:
    record = make_record(["xpsfit", "fit"], [], settings, [a_surface()])
    content: dict[str, Any] = json.loads(run_record_json(record))
    return content


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_comes_back_as_it_was(name: str) -> None:
    hint = field_types(Settings)[name]
    value = another(hint, FIELDS[name].default)
    settings = dataclasses.replace(Settings(), **{name: value})
    assert settings != Settings()

    run = recorded(settings)

    assert name in run["settings"]
    back = settings_from(run["settings"], run["model"])
    assert back.settings == settings
    assert back.defaulted == ()


def test_the_record_holds_the_settings_and_nothing_else() -> None:
    assert set(recorded(Settings())["settings"]) == set(FIELDS)


def test_a_setting_of_a_later_version_is_refused() -> None:
    content = {**recorded(Settings())["settings"], "smoothing": 3}
    with pytest.raises(FormatError, match="'smoothing', which this version"):
        settings_from(content, None)


def test_a_setting_that_was_not_recorded_is_named() -> None:
    content = recorded(Settings(energy_exponent=0.75))["settings"]
    del content["systematic"]

    back = settings_from(content, None)

    assert back.defaulted == ("systematic",)
    assert back.settings == Settings(energy_exponent=0.75)


@pytest.mark.parametrize(
    ("name", "value"), [("charge", "guess"), ("seed", "1"), ("rate_nm_per_s", True)]
)
def test_a_setting_of_the_wrong_kind_is_refused(name: str, value: object) -> None:
    content = {**recorded(Settings())["settings"], name: value}
    with pytest.raises(FormatError, match=f"Settings.{name}"):
        settings_from(content, None)


def test_a_model_that_is_none_is_refused() -> None:
    with pytest.raises(FormatError, match="its peak model: not valid TOML"):
        settings_from(recorded(Settings())["settings"], "no model =")
