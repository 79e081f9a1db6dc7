"""What to call a spectrum: its core level where the file names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaklib import parse_core_level
from peaklib.errors import PeakLibError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xpsfit.arrays import FloatArray


def core_level(label: str) -> str | None:
    """Return `label` in the standard spelling of a core level, or None if it is none.

    Examples
    --------
    >>> core_level("C1s"), core_level("Survey")
    ('C 1s', None)
    """
    try:
        return parse_core_level(label)
    except PeakLibError:
        return None


def region_label(labels: Iterable[str], binding_energy_ev: FloatArray) -> str:
    """Return the first label that is a core level, else the first that is not empty.

    A spectrum without any label is called by its window.

    Examples
    --------
    >>> import numpy as np
    >>> window = np.array([80.0, 95.0])
    >>> region_label(["", "C1s"], window), region_label(["Wide", "Wide/2"], window)
    ('C 1s', 'Wide')
    >>> region_label(["", ""], window)
    '80-95 eV'
    """
    candidates = [label for label in labels if label]
    for label in candidates:
        level = core_level(label)
        if level is not None:
            return level
    if candidates:
        return candidates[0]
    return f"{binding_energy_ev[0]:g}-{binding_energy_ev[-1]:g} eV"
