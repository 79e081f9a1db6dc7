"""Write HDF5 files of spectra for tests, straight from the layout; nothing here comes
from the library's writer."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import h5py
import numpy as np

Change = Callable[[Any], None]

DETAILS = '{"metadata": {"lens": "Standard"}, "warnings": ["one"]}'
NUMBERS = {
    "photon_energy_ev": 1486.68,
    "pass_energy_ev": 50.0,
    "dwell_s": 0.05,
    "etch_time_s": 0.0,
}


def text(words: str) -> np.ndarray[Any, Any]:
    return np.array(words.encode(), dtype=f"S{max(1, len(words.encode()))}")


def fill(group: Any, counts: tuple[float, ...] = (5.0, 7.0, 6.0)) -> None:
    """Put a spectrum into a group."""
    words = {
        "region": "C 1s",
        "sample": "bare Li",
        "intensity_unit": "counts",
        "transmission_state": "corrected",
    }
    for name, word in words.items():
        group.attrs[name] = text(word)
    for name, value in NUMBERS.items():
        group.attrs[name] = value
    group.attrs["scans"] = 4
    group["binding_energy_ev"] = np.array([284.0, 284.5, 285.0])
    group["intensity"] = np.array(counts)
    group["details"] = text(DETAILS)


def spectra(count: int = 1, change: Change | None = None) -> bytes:
    """Return a file of `count` spectra; `change` is called with its root."""
    memory = io.BytesIO()
    with h5py.File(memory, "w") as root:
        root.attrs["format"] = text("xpsfit-spectra")
        root.attrs["version"] = 1
        root.attrs["spectra"] = count
        for number in range(1, count + 1):
            fill(root.create_group(f"spectrum_{number:05d}"))
        if change is not None:
            change(root)
    return memory.getvalue()
