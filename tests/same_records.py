"""Whether two results are the same to the last bit, array flags included."""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np


def difference(one: Any, other: Any, where: str = "") -> str:
    """Return where two records differ first; empty where they are the same."""
    if type(one) is not type(other):
        return f"{where}: {type(one).__name__} and {type(other).__name__}"
    if isinstance(one, np.ndarray):
        same = (one.shape, one.dtype, one.tobytes()) == (
            other.shape,
            other.dtype,
            other.tobytes(),
        )
        return "" if same and not other.flags.writeable else f"{where}: array"
    if dataclasses.is_dataclass(one):
        pairs = [
            (f.name, getattr(one, f.name), getattr(other, f.name))
            for f in dataclasses.fields(one)
        ]
    elif isinstance(one, Mapping):
        pairs = [("keys", tuple(one), tuple(other))]
        pairs += [(str(k), v, other[k]) for k, v in one.items() if k in other]
    elif isinstance(one, tuple):
        if len(one) != len(other):
            return f"{where}: {len(one)} and {len(other)} entries"
        pairs = [(str(i), *both) for i, both in enumerate(zip(one, other, strict=True))]
    elif isinstance(one, float):
        return "" if struct.pack("d", one) == struct.pack("d", other) else where
    else:
        return "" if one == other else where
    found = (difference(a, b, f"{where}.{name}") for name, a, b in pairs)
    return next((text for text in found if text), "")
