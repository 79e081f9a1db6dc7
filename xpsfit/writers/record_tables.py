"""Records in HDF5: as a table with a row for each, or as the attributes of a group."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from xpsfit.writers.hdf5 import text_column, write_columns

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import numpy.typing as npt

    from xpsfit.writers.hdf5 import Group

_NUMBERS: Mapping[str, str] = {
    "float": "f8",
    "float | None": "f8",
    "int": "i8",
    "int | None": "f8",
    "bool": "?",
}
# As JSON; other fields that hold several things are not cells.
_LISTS = ("tuple[str, ...]", "dict[str, str]")
_PARTS = ("FloatArray", "tuple", "dict", "Mapping")


def write_records(
    group: Group,
    name: str,
    kind: type[Any],
    records: Sequence[Any],
    where: Mapping[str, Sequence[int] | Sequence[str]] | None = None,
) -> None:
    """Write dataclass instances as a table with one column per field.

    Parameters
    ----------
    group : Group
    name : str
    kind : type
        The dataclass; its annotations give the column types, so that a table without
        rows still has its columns. Fields of arrays and of other records are left out.
        NaN and empty text stand for None, JSON for lists of words and metadata.
    records : sequence
        Instances of `kind`.
    where : mapping of str to sequence, optional
        Columns before them: ``level`` of numbers, others of texts.
    """
    columns = {
        key: np.array(values, "i8") if key == "level" else _texts(values)
        for key, values in (where or {}).items()
    }
    for field, annotation in _cells(cast("Hashable", kind)).items():
        values = [getattr(record, field) for record in records]
        columns[field] = _column(annotation, values)
    write_columns(group, name, columns)


@cache
def _cells(kind: Any) -> dict[str, str]:
    """Return the annotations of the fields that can be cells."""
    fields = {field.name: str(field.type) for field in dataclasses.fields(kind)}
    return {
        name: annotation
        for name, annotation in fields.items()
        if annotation in _LISTS or not annotation.startswith(_PARTS)
    }


def _column(annotation: str, values: Sequence[Any]) -> npt.NDArray[Any]:
    kind = _NUMBERS.get(annotation)
    if kind is None:
        return _texts(values)
    if "None" in annotation:
        values = [np.nan if value is None else value for value in values]
    return np.array(values, dtype=kind)


def _texts(values: Sequence[Any]) -> npt.NDArray[Any]:
    return text_column(
        [
            json.dumps(value, sort_keys=True)
            if isinstance(value, tuple | dict)
            else value or ""
            for value in values
        ]
    )


def record_attributes(record: Any) -> dict[str, object]:
    """Return the fields of a dataclass instance that can be attributes."""
    names = _attribute_names(cast("Hashable", type(record)))
    return {name: getattr(record, name) for name in names}


@cache
def _attribute_names(kind: Any) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in dataclasses.fields(kind)
        if not str(field.type).startswith("tuple") or field.type == "tuple[str, ...]"
    )
