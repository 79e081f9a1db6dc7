"""The records of a result as plain data, and back: exact, typed, closed to strangers.

Plain data are what JSON knows. A record becomes a dict of its fields, a record where
several kinds are possible a dict from its kind to that, a tuple a list, a mapping a
list of pairs, and an array whatever the caller stores in its place. What is read back
is held against the annotations of the records in `RECORDS`; nothing else is ever made.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np

from xpsfit import results, settings, spectrum
from xpsfit.arrays import FloatArray
from xpsfit.backgrounds import cross_section as losses
from xpsfit.backgrounds import static
from xpsfit.depth import types as depths
from xpsfit.fit import drawn as drawings
from xpsfit.fit import joint_result as joints
from xpsfit.fit import result as fits
from xpsfit.fit.series import result as series
from xpsfit.model import types as models

if TYPE_CHECKING:
    from collections.abc import Sequence

Store = Callable[[FloatArray], object]
Fetch = Callable[[object], FloatArray]
Record = TypeVar("Record")

HOMES = (
    results,
    fits,
    joints,
    series,
    drawings,
    static,
    losses,
    spectrum,
    models,
    settings,
    depths,
)
"""The modules whose dataclasses can be stored."""


def _records() -> dict[str, type[Any]]:
    return {
        name: kind
        for home in HOMES
        for name, kind in vars(home).items()
        if dataclasses.is_dataclass(kind)
        and isinstance(kind, type)
        and kind.__module__ == home.__name__
    }


RECORDS: Mapping[str, type[Any]] = MappingProxyType(_records())
"""Every kind of record that can be stored, by its name."""


def plain_of(record: object, store: Store) -> Any:
    """Return a record as plain data.

    Parameters
    ----------
    record : object
        An instance of one of `RECORDS`.
    store : callable
        Keeps an array and returns the plain data that stand for it.

    Raises
    ------
    TypeError
        If something in it is neither plain, nor an array, nor such a record.
    """
    return _plain(type(record), record, store)


def _plain(hint: Any, value: object, store: Store) -> Any:
    """Return the value of a field of type `hint` as plain data."""
    if isinstance(value, np.ndarray):
        return store(value)
    if isinstance(value, np.generic):
        return value.item()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple):
        kinds = _arguments(hint, tuple)
        every = kinds[:1] * len(value) if kinds[-1] is Ellipsis else kinds
        return [_plain(k, entry, store) for k, entry in zip(every, value, strict=True)]
    if isinstance(value, Mapping):
        key_kind, kind = _arguments(hint, Mapping)
        return [
            [_plain(key_kind, key, store), _plain(kind, entry, store)]
            for key, entry in value.items()
        ]
    fields = _fields(value, store)
    return {type(value).__name__: fields} if _several(hint) else fields


def _fields(record: object, store: Store) -> dict[str, Any]:
    kind = type(record)
    if RECORDS.get(kind.__name__) is not kind:
        raise TypeError(f"{kind.__name__} cannot be stored with a result")
    plain = {}
    for name, hint in field_types(kind).items():
        value = getattr(record, name)
        # Nearly all fields are plain by themselves.
        is_plain = type(value) in _PLAIN
        plain[name] = value if is_plain else _plain(hint, value, store)
    return plain


_PLAIN = frozenset((str, bool, int, float, type(None)))


@cache
def _arguments(hint: Any, container: type[Any]) -> tuple[Any, ...]:
    """Return what a tuple or mapping holds by its annotation."""
    for choice in _choices(hint):
        origin = get_origin(choice)
        if isinstance(origin, type) and issubclass(origin, container):
            return get_args(choice)
    raise TypeError(f"a {container.__name__} stands where {hint} is expected")


def record_of(kind: type[Record], value: object, fetch: Fetch) -> Record:
    """Return the record that `plain_of` turned into `value`.

    Parameters
    ----------
    kind : type
        The record that is expected.
    value : object
        Plain data, from whatever source.
    fetch : callable
        Returns the array for which plain data stand; ValueError where there is none.

    Returns
    -------
    Record
        Fields that are missing have their default.

    Raises
    ------
    ValueError
        If `value` is not such a record; the message says which field is not.
    """
    return cast("Record", _record(kind, value, fetch))


def field_types(kind: type[Any]) -> dict[str, Any]:
    """Return the type of every field of a record, as its annotations say."""
    return _field_types(kind.__name__)


@cache
def _field_types(name: str) -> dict[str, Any]:
    kind = RECORDS[name]
    known = {"FloatArray": FloatArray, "Mapping": Mapping, **RECORDS}
    hints = get_type_hints(kind, localns=known)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and RECORDS.get(hint.__name__) is hint


def _choices(hint: Any) -> tuple[Any, ...]:
    """Return the kinds among which a value may be, None left out."""
    if get_origin(hint) not in (Union, types.UnionType):
        return (hint,)
    return tuple(arg for arg in get_args(hint) if arg is not type(None))


@cache
def _several(hint: Any) -> bool:
    return sum(_is_record(choice) for choice in _choices(hint)) > 1


def _record(kind: type[Any], value: object, fetch: Fetch) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"a {kind.__name__} is missing")
    hints = field_types(kind)
    if unknown := set(value) - set(hints):
        raise ValueError(f"{kind.__name__} has no {min(unknown)!r}")
    given = {}
    for name, entry in value.items():
        try:
            given[name] = _value(hints[name], entry, fetch)
        except ValueError as error:
            raise ValueError(f"{kind.__name__}.{name}: {error}") from error
    try:
        return kind(**given)
    except TypeError as error:
        raise ValueError(f"{kind.__name__} is not complete") from error


def _value(hint: Any, value: object, fetch: Fetch) -> Any:
    """Return the value of a field of type `hint`."""
    choices = _choices(hint)
    if value is None and choices != (hint,):
        return None
    if _several(hint):
        return _one_of(choices, value, fetch)
    if len(choices) > 1:
        return _first_of(choices, value, fetch)
    (only,) = choices
    return (
        _record(only, value, fetch) if _is_record(only) else _part(only, value, fetch)
    )


def _part(kind: Any, value: object, fetch: Fetch) -> Any:
    """Return an array, a tuple, a mapping or a single value."""
    origin = get_origin(kind)
    if origin is np.ndarray:
        return fetch(value)
    if origin is tuple:
        return _tuple(get_args(kind), _list(value), fetch)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(get_args(kind), _list(value), fetch)
    return _single(kind, value)


def _one_of(kinds: Sequence[Any], value: object, fetch: Fetch) -> Any:
    if not isinstance(value, dict) or len(value) != 1:
        raise ValueError("it does not say which kind of record it is")
    ((name, fields),) = value.items()
    for kind in kinds:
        if kind.__name__ == name:
            return _record(kind, fields, fetch)
    raise ValueError(f"{name!r} is not one of its kinds")


def _first_of(kinds: Sequence[Any], value: object, fetch: Fetch) -> Any:
    """Return the value as the first of several kinds that it can be."""
    for kind in kinds:
        try:
            return _value(kind, value, fetch)
        except ValueError:
            continue
    raise ValueError("it is of none of its kinds")


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("it is no list")
    return value


def _tuple(kinds: tuple[Any, ...], values: list[Any], fetch: Fetch) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_value(kinds[0], value, fetch) for value in values)
    if len(kinds) != len(values):
        raise ValueError(f"it has {len(values)} entries, not {len(kinds)}")
    return tuple(
        _value(kind, value, fetch) for kind, value in zip(kinds, values, strict=True)
    )


def _mapping(
    kinds: tuple[Any, ...], pairs: list[Any], fetch: Fetch
) -> dict[object, object]:
    if any(len(_list(pair)) != 2 for pair in pairs):
        raise ValueError("it is no list of pairs")
    return {
        _value(kinds[0], key, fetch): _value(kinds[1], value, fetch)
        for key, value in pairs
    }


def _single(kind: Any, value: object) -> Any:
    """Return text, a truth value or a number."""
    if get_origin(kind) is Literal:
        if value not in get_args(kind) or not isinstance(value, str | int):
            raise ValueError("it is not one of the words it may be")
        return value
    if kind is float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("it is no number")
        if isinstance(value, int) and not math.isfinite(_float(value)):
            raise ValueError("it is too large a number")
        return value
    if kind not in (str, int, bool) or type(value) is not kind:
        raise ValueError(f"it is no {getattr(kind, '__name__', 'value')}")
    return value


def _float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
