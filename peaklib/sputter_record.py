"""The record of a relative sputter rate."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SputterRate:
    """How fast a material is sputtered, as a multiple of a reference material.

    Attributes
    ----------
    material, reference : str
        ``"LiAl"`` and ``"Ta2O5"``; the ratio is one of thicknesses per time.
    ion : str
        ``"Ar+"``.
    elemental, cohesive : float
        The ratio with surface binding energies of the elements, and with the cohesive
        energy per atom.
    spread_low, spread_high : float
        Extremes of both over angles and energies of the ion.
    factor : float
        How far the estimate may be off either way: 2 is a factor of 2.
    source : str
        Key of the source.
    density_g_cm3 : float or None
        Density that was assumed, where it is not the usual one.
    note : str
        What to know before use.
    """

    material: str
    reference: str
    ion: str
    elemental: float
    cohesive: float
    spread_low: float
    spread_high: float
    factor: float
    source: str
    density_g_cm3: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """Return the middle of the two models, their geometric mean."""
        return math.sqrt(self.elemental * self.cohesive)

    @property
    def low(self) -> float:
        """Return the lower end: of the spread, or `factor` below `ratio` if lower."""
        return min(self.spread_low, self.ratio / self.factor)

    @property
    def high(self) -> float:
        """Return the upper end: of the spread, or `factor` above `ratio` if higher."""
        return max(self.spread_high, self.ratio * self.factor)
