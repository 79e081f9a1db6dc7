"""Charge referencing through a sputter series: one file and one line per method.

A method reads each level by itself and returns a shift with its error, or a refusal
with the reason. Levels were evaluated first where the carried scale puts them, so that
a method meets converged fits; the levels are then evaluated again at its shifts.

>>> from xpsfit.referencing import METHODS
>>> list(METHODS)
['carry', 'c1s', 'separation', 'metal', 'argon']
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from xpsfit.referencing import argon, carbon, carry, metal, separation
from xpsfit.referencing.levels import read_levels
from xpsfit.referencing.reading import (
    LevelEvidence,
    Reading,
    ReferencingMethod,
    SeriesContext,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "METHODS",
    "LevelEvidence",
    "Reading",
    "ReferencingMethod",
    "SeriesContext",
    "read_levels",
]

METHODS: Mapping[str, ReferencingMethod] = MappingProxyType(
    {
        method.name: method
        for method in (
            carry.METHOD,
            carbon.METHOD,
            separation.METHOD,
            metal.METHOD,
            argon.METHOD,
        )
    }
)
"""Every method by the name that users give."""
