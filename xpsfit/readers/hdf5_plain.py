"""Hostile HDF5: only what lies in the file itself, in one piece and as it is.

Nothing but hard links to plain datasets is followed: no links to other files, no data
kept in other files, no compressed data, whose size is not known before it is taken; and
no dataset may be larger than the file says it stores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import h5py
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

File: TypeAlias = h5py.File
Group: TypeAlias = h5py.Group
DAMAGED = (OSError, RuntimeError, KeyError, ValueError, TypeError, OverflowError)
"""What h5py raises for damage, besides a great many more precise subclasses."""


def opened(path: Path) -> h5py.File:
    """Return an HDF5 file for reading; one of `DAMAGED` is raised where it is none."""
    return h5py.File(path, "r")


def member(group: h5py.Group, name: str) -> Any:
    """Return a member that lies in this very file, or raise KeyError."""
    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
        raise KeyError(name)
    return group[name]


def plain_dataset(
    group: h5py.Group, name: str, *, limit_bytes: int, empty: bool = False
) -> npt.NDArray[Any] | None:
    """Return a dataset that is stored in this file, in one piece and as it is.

    Returns
    -------
    numpy array or None
        None where it is not so, is larger than `limit_bytes` or than what is stored,
        or holds nothing and `empty` is not set.
    """
    dataset = member(group, name)
    if not isinstance(dataset, h5py.Dataset):
        return None
    plan = dataset.id.get_create_plist()
    plain = plan.get_layout() in {h5py.h5d.CONTIGUOUS, h5py.h5d.COMPACT}
    size = (dataset.size or 0) * dataset.dtype.itemsize
    if (
        not plain
        or plan.get_external_count()
        or plan.get_nfilters()
        or dataset.dtype.kind not in "fSu"
        or not (0 if empty else 1) <= size <= dataset.id.get_storage_size()
        or size > limit_bytes
    ):
        return None
    return np.asarray(dataset[()])
