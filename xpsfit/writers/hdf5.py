"""HDF5 made of attributes, arrays and tables. The only importer of h5py.

Text of a file becomes the value of an attribute or cell, never a name or a path.

A result has thousands of small members, so they are made by the functions of the HDF5
library itself: the same members by way of `h5py.Group` take four times as long.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, TypeAlias

import h5py
import numpy as np
from h5py import h5a, h5d, h5g, h5o, h5p, h5s, h5t

from xpsfit.writers.patient_file import PatientFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray

Group: TypeAlias = h5py.Group

_TEXT: np.dtype[Any] = h5py.string_dtype()
_SCALAR = h5s.create(h5s.SCALAR)
_WITH_PARENTS = h5p.create(h5p.LINK_CREATE)
_WITH_PARENTS.set_create_intermediate_group(True)
# No object says when it was made: the same result gives the same bytes. Attributes
# stand in the group that has them; from nine on HDF5 would give them a heap of their
# own, which takes a page of memory and twice the time.
_GROUP = h5p.create(h5p.GROUP_CREATE)
_GROUP.set_obj_track_times(False)
_GROUP.set_attr_phase_change(64, 0)
_DATASET = h5p.create(h5p.DATASET_CREATE)
_DATASET.set_obj_track_times(False)

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


def write_hdf5(path: Path, fill: Callable[[Group], None]) -> None:
    """Write an HDF5 file whose root `fill` fills.

    Parameters
    ----------
    path : Path
        Overwritten where it exists.
    fill : callable

    Raises
    ------
    OSError
        If the file cannot be written; what stands there is no HDF5 file then.
    """
    with path.open("w+b", buffering=0) as stream:
        _write_into(stream, fill)


def hdf5_bytes(fill: Callable[[Group], None]) -> bytes:
    """Return the bytes of an HDF5 file whose root `fill` has filled."""
    stream = BytesIO()
    _write_into(stream, fill)
    return stream.getvalue()


def _write_into(stream: IO[bytes], fill: Callable[[Group], None]) -> None:
    file = PatientFile(stream)
    try:
        # Groups as of HDF5 1.8 take a tenth of the room of the oldest kind.
        with h5py.File(file, "w", libver=("v108", "latest")) as root:
            fill(root)
    finally:
        # What else goes wrong after a failure is a consequence of it.
        file.check()


def new_group(parent: Group, path: str) -> Group:
    """Return a new group, and make the groups above it that are not there yet."""
    return h5py.Group(h5g.create(parent.id, path.encode(), _WITH_PARENTS, _GROUP))


@cache
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
            _set_attribute(group.id, name, np.array(_text(value), dtype=_TEXT))
        elif isinstance(value, bool | int | float):
            _set_attribute(group.id, name, np.array(value))
        elif isinstance(value, tuple) and all(isinstance(v, str) for v in value):
            _set_attribute(group.id, name, text_column(value))


def _set_attribute(
    of: h5g.GroupID | h5d.DatasetID, name: str, values: npt.NDArray[Any]
) -> None:
    word = name.encode()
    # An array that is linked from several places takes the label of the last.
    if h5a.exists(of, word):
        h5a.delete(of, word)
    stored, held = _types(values.dtype)
    made = h5a.create(of, word, stored, _space_of(values))
    made.write(values, held)


# Texts are the only objects among the cells, so equal types are stored alike.
@cache
def _types(dtype: np.dtype[Any]) -> tuple[h5t.TypeID, h5t.TypeID]:
    """Return how values of a type stand in a file, and how in memory."""
    return h5t.py_create(dtype, logical=True), h5t.py_create(dtype)


def _space_of(values: npt.NDArray[Any]) -> h5s.SpaceID:
    return h5s.create_simple(values.shape) if values.ndim else _SCALAR


def _write(group: Group, name: str, values: npt.NDArray[Any]) -> h5d.DatasetID:
    """Write a dataset, in one piece, and return it."""
    stored, held = _types(values.dtype)
    made = h5d.create(group.id, name.encode(), stored, _space_of(values), _DATASET)
    made.write(h5s.ALL, h5s.ALL, np.ascontiguousarray(values), held)
    return made


def _write_with_unit(
    group: Group, name: str, values: npt.NDArray[Any], unit: str
) -> h5d.DatasetID:
    made = _write(group, name, values)
    _set_attribute(made, "units", np.array(unit, dtype=_TEXT))
    return made


def write_text(group: Group, name: str, text: str) -> None:
    """Write `text` as a scalar dataset."""
    _write(group, name, np.array(_text(text), dtype=_TEXT))


def set_fixed_text(group: Group, name: str, text: str) -> None:
    """Set an attribute that keeps its text in its place, not in a heap elsewhere."""
    data = text.encode("utf-8")
    kind = h5py.string_dtype("utf-8", max(1, len(data)))
    group.attrs.create(name, np.array(data, dtype=kind), dtype=kind)


def write_bytes(group: Group, name: str, data: bytes | bytearray) -> None:
    """Write bytes, in their place and as many as they are."""
    _write(group, name, np.frombuffer(data, dtype=np.uint8))


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
        self._home = new_group(root, "arrays")
        self._count = 0
        self._places: dict[int, int | list[int]] = {}
        # An array that was freed could leave its identity to another one.
        self._kept: list[FloatArray] = []

    def place(self, values: FloatArray) -> int | list[int]:
        """Return where an array stands, as its number or number and row; keep it."""
        if id(values) not in self._places:
            _write(self._home, self._new_name(), values)
            self._keep(values, self._count - 1)
        return self._places[id(values)]

    def link(
        self, group: Group, name: str, values: FloatArray, unit: str | None = None
    ) -> None:
        """Let `name` in `group` be an array; its unit is the first that is given.

        That is `unit`, or else what `name` states.
        """
        place = self._places.get(id(values))
        if place is None:
            self._new(group, name, values, unit)
            self._keep(values, self._count - 1)
        elif isinstance(place, int):
            group.id.links.create_hard(
                name.encode(), self._home.id, self._name(place).encode()
            )
        else:
            write_array(group, name, values, unit)

    def link_rows(self, group: Group, name: str, rows: Sequence[FloatArray]) -> None:
        """Let `name` in `group` be the table of arrays of one length, one a row."""
        self._new(group, name, np.array(rows, dtype=np.float64), None)
        for row, values in enumerate(rows):
            self._keep(values, [self._count - 1, row])

    def _new(
        self, group: Group, name: str, values: FloatArray, unit: str | None
    ) -> None:
        unit = unit_of(name) if unit is None else unit
        made = _write_with_unit(self._home, self._new_name(), values, unit)
        h5o.link(made, group.id, name.encode())

    def _keep(self, values: FloatArray, place: int | list[int]) -> None:
        self._places[id(values)] = place
        self._kept.append(values)

    def _new_name(self) -> str:
        self._count += 1
        return self._name(self._count - 1)

    @staticmethod
    def _name(number: int) -> str:
        return f"{number:06d}"


def write_array(
    group: Group, name: str, values: FloatArray, unit: str | None = None
) -> None:
    """Write an array; its unit is `unit`, or else what the name states."""
    _write_with_unit(group, name, values, unit_of(name) if unit is None else unit)


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
    _write(group, name, text_column(texts))


def text_column(texts: Sequence[str]) -> npt.NDArray[Any]:
    """Return texts as an array for `write_columns`."""
    return np.array([_text(text) for text in texts], dtype=_TEXT)


def write_columns(
    group: Group, name: str, columns: Mapping[str, npt.NDArray[Any]]
) -> None:
    """Write columns of one length as a table (compound dataset) with their units."""
    dtype = np.dtype([(column, values.dtype) for column, values in columns.items()])
    table = np.empty(len(next(iter(columns.values()))), dtype=dtype)
    for column, values in columns.items():
        table[column] = values
    units = text_column([unit_of(column) for column in columns])
    _set_attribute(_write(group, name, table), "units", units)


def _text(text: str) -> str:
    """Return `text` with the characters that HDF5 cannot hold written as escapes."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode()
