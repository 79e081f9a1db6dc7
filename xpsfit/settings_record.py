"""`Settings` as plain data for `run.json`, and back.

Fields are taken from the dataclass and held against its annotations, so a new one is
recorded and read back without a line here. The peak model is kept as the text of its
TOML file.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from xpsfit.errors import FormatError, ModelError
from xpsfit.model import dump_model, parse_model
from xpsfit.records import plain_of, record_of
from xpsfit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.arrays import FloatArray

NAMES = frozenset(field.name for field in fields(Settings))


@dataclass(frozen=True, slots=True)
class RecordedSettings:
    """Settings as recorded.

    Attributes
    ----------
    settings : Settings
    defaulted : tuple of str
        Fields that the record does not hold, because an earlier version wrote it; they
        have the default of this version.
    """

    settings: Settings
    defaulted: tuple[str, ...] = ()


def settings_content(settings: Settings) -> dict[str, Any]:
    """Return every field of `settings` as JSON knows it, the model by its name."""
    model = settings.model
    content: dict[str, Any] = plain_of(replace(settings, model=None), _no_array)
    return {**content, "model": None if model is None else model.name}


def known_content(recorded: RecordedSettings) -> dict[str, Any]:
    """Return the content of recorded settings, without what was only defaulted."""
    content = settings_content(recorded.settings)
    return {k: v for k, v in content.items() if k not in recorded.defaulted}


def model_text(settings: Settings) -> str | None:
    """Return the chosen model as TOML; None where it was chosen by material."""
    return None if settings.model is None else dump_model(settings.model)


def settings_from(content: Mapping[str, Any], model: str | None) -> RecordedSettings:
    """Return the settings that `settings_content` and `model_text` describe.

    Raises
    ------
    FormatError
        If there is a setting that this version does not know, or one is not what it may
        be.
    """
    plain = {name: value for name, value in content.items() if name != "model"}
    if unknown := sorted(set(plain) - NAMES):
        raise FormatError(
            f"the run had a setting {unknown[0]!r}, which this version of xpsfit does "
            "not know; use the version that run.json names"
        )
    try:
        settings = record_of(Settings, plain, _no_array_back)
        chosen = None if model is None else parse_model(model, "its peak model")
    except (ValueError, ModelError) as error:
        raise FormatError(
            f"the settings of the run cannot be read ({error}); use the version of "
            "xpsfit that run.json names"
        ) from error
    return RecordedSettings(
        replace(settings, model=chosen), tuple(sorted(NAMES - set(content)))
    )


def _no_array(_array: FloatArray) -> object:
    raise TypeError("a setting cannot be an array")


def _no_array_back(_place: object) -> FloatArray:
    raise ValueError("a setting cannot be an array")
