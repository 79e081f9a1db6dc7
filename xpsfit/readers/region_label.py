"""What to call a spectrum: its core level where the file names one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaklib import parse_core_level
from peaklib.errors import PeakLibError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xpsfit.arrays import FloatArray

SCAN_WORDS = re.compile(r"\s+(?:scan|snap|survey|region)\b.*", re.IGNORECASE)
COPY_NUMBER = re.compile(r"_[0-9]+$")


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


def avantage_region(
    title: str, file_name: str, binding_energy_ev: FloatArray
) -> tuple[str, tuple[str, ...]]:
    """Return what to call a data space of Avantage, and a warning of a contradiction.

    The title decides, up to the word for the way of measuring; where it names no core
    level, the name of the file in the same way, without the number of a copy.

    Parameters
    ----------
    title : str
        Title of the data space, "" if it has none.
    file_name : str
        Name of the ``.VGD``, without its end.
    binding_energy_ev : FloatArray, shape (n,)
        The window, for a name where there is no other.

    Examples
    --------
    >>> import numpy as np
    >>> window = np.array([280.0, 295.0])
    >>> avantage_region("Untitled", "C1s Scan_3", window)
    ('C 1s', ())
    >>> avantage_region("O1s Scan", "C1s Scan", window)
    ('O 1s', ('the title names O 1s and the file C 1s; taken as O 1s',))
    """
    names = [title, COPY_NUMBER.sub("", file_name)]
    levels = [core_level(SCAN_WORDS.sub("", name)) for name in names]
    labels = [level for level in levels if level is not None]
    region = region_label((*labels, *names), binding_energy_ev)
    if len(set(labels)) > 1:
        warning = (
            f"the title names {labels[0]} and the file {labels[1]}; taken as {region}"
        )
        return region, (warning,)
    return region, ()
