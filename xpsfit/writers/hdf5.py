"""HDF5 made of attributes, arrays and tables. The only importer of h5py.

Text of a file becomes the value of an attribute or cell, never a name or a path.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeAlias

import h5py
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

Group: TypeAlias = h5py.Group

_UNITS = (
    ("_cps_ev", "counts/s eV"),
    ("_cps", "counts/s"),
    ("counts_per_s", "counts/s"),
    ("_nm_per_s", "nm/s"),
    ("_percent", "%"),
    ("_ev", "eV"),
    ("_nm", "nm"),
    ("_s", "s"),
)


def hdf5_bytes(fill: Callable[[Group], None]) -> bytes:
    """Return the bytes of an HDF5 file whose root `fill` has filled.

    The file is built in memory, so that a full disk meets one ordinary write of these
    bytes and not the middle of the HDF5 library.
    """
    with h5py.File(
        # Groups as of HDF5 1.8 take a tenth of the room of the oldest kind.
        "memory",
        "w",
        driver="core",
        backing_store=False,
        libver=("v108", "latest"),
    ) as file:
        fill(file)
        file.flush()
        return bytes(file.id.get_file_image())


def unit_of(name: str) -> str:
    """Return the unit that a name states, or an empty string.

    Examples
    --------
    >>> unit_of("center_ev_stderr"), unit_of("area_upper_95_cps_ev"), unit_of("ratio")
    ('eV', 'counts/s eV', '')
    """
    stem = name.removesuffix("_stderr").removesuffix("_upper_95")
    stem = stem.removesuffix("_systematic")
    return next((unit for suffix, unit in _UNITS if stem.endswith(suffix)), "")


def set_attributes(group: Group, values: Mapping[str, object]) -> None:
    """Set attributes: text, numbers, truth values, tuples of text.

    None leaves the attribute out. Records, arrays and dicts among the values are
    passed over, they are written as tables and datasets.
    """
    for name, value in values.items():
        if isinstance(value, str):
            group.attrs[name] = _text(value)
        elif isinstance(value, bool | int | float):
            group.attrs[name] = value
        elif isinstance(value, tuple) and all(isinstance(v, str) for v in value):
            texts = np.array([_text(v) for v in value], dtype=object)
            group.attrs.create(name, texts, dtype=h5py.string_dtype())


def record_attributes(record: Any) -> dict[str, object]:
    """Return the fields of a dataclass instance that can be attributes."""
    return {
        field.name: getattr(record, field.name)
        for field in dataclasses.fields(record)
        if not str(field.type).startswith("tuple") or field.type == "tuple[str, ...]"
    }


def write_text(group: Group, name: str, text: str) -> None:
    """Write `text` as a scalar dataset."""
    group.create_dataset(name, data=_text(text), dtype=h5py.string_dtype())


def set_fixed_text(group: Group, name: str, text: str) -> None:
    """Set an attribute that keeps its text in its place, not in a heap elsewhere."""
    data = text.encode("utf-8")
    kind = h5py.string_dtype("utf-8", max(1, len(data)))
    group.attrs.create(name, np.array(data, dtype=kind), dtype=kind)


def write_bytes(group: Group, name: str, data: bytes) -> None:
    """Write bytes, in their place and as many as they are."""
    group.create_dataset(name, data=np.frombuffer(data, dtype=np.uint8))


def write_fixed_text(group: Group, name: str, text: str) -> None:
    """Write `text` as a scalar dataset whose size a reader knows beforehand."""
    data = _text(text).encode("utf-8")
    kind = h5py.string_dtype("utf-8", max(1, len(data)))
    group.create_dataset(name, data=np.array(data, dtype=kind), dtype=kind)


class ArrayStore:
    """The numbers of a file, each array once, wherever else it is linked.

    They are `/arrays/000000` and so on, in one piece and uncompressed, so that a reader
    knows what it takes before it takes it.
    """

    def __init__(self, root: Group) -> None:
        self._home = root.create_group("arrays")
        self._places: dict[int, int | list[int]] = {}
        # An array that was freed could leave its identity to another one.
        self._kept: list[FloatArray] = []

    def place(self, values: FloatArray) -> int | list[int]:
        """Return where an array stands, as its number or number and row; keep it."""
        if id(values) not in self._places:
            self._keep(values, self._write(values))
        return self._places[id(values)]

    def link(
        self, group: Group, name: str, values: FloatArray, unit: str | None = None
    ) -> None:
        """Let `name` in `group` be an array; unit as in `write_array`."""
        place = self.place(values)
        if isinstance(place, list):
            write_array(group, name, values, unit)
        else:
            self._link(group, name, place, unit)

    def link_rows(self, group: Group, name: str, rows: Sequence[FloatArray]) -> None:
        """Let `name` in `group` be the table of arrays of one length, one a row."""
        number = self._write(np.array(rows, dtype=np.float64))
        for row, values in enumerate(rows):
            self._keep(values, [number, row])
        self._link(group, name, number, None)

    def _write(self, values: FloatArray) -> int:
        number = len(self._home)
        self._home.create_dataset(f"{number:06d}", data=values)
        return number

    def _keep(self, values: FloatArray, place: int | list[int]) -> None:
        self._places[id(values)] = place
        self._kept.append(values)

    def _link(self, group: Group, name: str, number: int, unit: str | None) -> None:
        dataset = self._home[f"{number:06d}"]
        dataset.attrs["units"] = unit_of(name) if unit is None else unit
        group[name] = dataset


def write_array(
    group: Group, name: str, values: FloatArray, unit: str | None = None
) -> None:
    """Write an array; its unit is `unit`, or else what the name states."""
    dataset = group.create_dataset(name, data=values)
    dataset.attrs["units"] = unit_of(name) if unit is None else unit


def write_plot_array(
    group: Group, name: str, values: FloatArray, unit: str, long_name: str
) -> None:
    """Write an array for viewers, packed where it is a table, with its label."""
    packed = {"compression": "gzip", "compression_opts": 1, "shuffle": True}
    options = packed if values.ndim > 1 else {}
    dataset = group.create_dataset(name, data=values, **options)
    if unit:
        dataset.attrs["units"] = unit
    dataset.attrs["long_name"] = _text(long_name)


def write_text_list(group: Group, name: str, texts: Sequence[str]) -> None:
    """Write a list of texts."""
    data = np.array([_text(text) for text in texts], dtype=object)
    group.create_dataset(name, data=data, dtype=h5py.string_dtype())


def write_records(
    group: Group, name: str, kind: type[Any], records: Sequence[Any]
) -> None:
    """Write dataclass instances as a table with one column per field.

    Parameters
    ----------
    group : Group
    name : str
    kind : type
        The dataclass; its annotations give the column types, so that a table without
        rows still has its columns. Array fields are left out.
    records : sequence
        Instances of `kind`.
    """
    columns = {
        field.name: np.array(
            [_entry(getattr(record, field.name)) for record in records], dtype=dtype
        )
        for field in dataclasses.fields(kind)
        if (dtype := _column_type(str(field.type))) is not None
    }
    write_columns(group, name, columns)


def write_columns(
    group: Group, name: str, columns: Mapping[str, npt.NDArray[Any]]
) -> None:
    """Write columns of one length as a table (compound dataset) with their units."""
    dtype = np.dtype([(column, values.dtype) for column, values in columns.items()])
    table = np.empty(len(next(iter(columns.values()))), dtype=dtype)
    for column, values in columns.items():
        table[column] = values
    dataset = group.create_dataset(name, data=table)
    set_attributes(dataset, {"units": tuple(unit_of(column) for column in columns)})


def _column_type(annotation: str) -> np.dtype[Any] | None:
    """Return the column type of an annotation, None where it is not a cell."""
    if annotation.startswith(("FloatArray", "tuple", "dict", "Mapping")):
        return None
    plain = {"float": "f8", "float | None": "f8", "int": "i8", "bool": "?"}
    plain["int | None"] = "f8"
    if annotation in plain:
        return np.dtype(plain[annotation])
    text: np.dtype[Any] = h5py.string_dtype()
    return text


def _entry(value: object) -> object:
    """Return a cell: NaN for None, text without what HDF5 cannot hold."""
    if isinstance(value, str):
        return _text(value)
    return np.nan if value is None else value


def _text(text: str) -> str:
    """Return `text` with the characters that HDF5 cannot hold written as escapes."""
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()
