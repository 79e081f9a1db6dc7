"""Areas of one level as atoms: what stoichiometry can be held against.

An area over its sensitivity factor, transmission and KE^n is proportional to a number
of atoms, by the very factors that the composition used.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.quantify.sensitivity import relative_uncertainty

if TYPE_CHECKING:
    from collections.abc import Collection

    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.results import ElementAmount, IntegratedArea, LevelResult

SIGMAS = 3.0
"""How many standard errors a budget may be overdrawn by."""
AREAS = "areas over Scofield (1976) factors, KE^n and transmission of the composition"
"""The source of what is derived from areas of different core levels."""
SHAPE = 0.02
"""Part of a region that a slightly wrong line shape moves between its components.

GL lines laid on Voigt lines of 0.30 eV Lorentz width, or the other way round, do that
(the two families of the sample spectra).
"""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of atoms, in units of the composition, with one standard error."""

    atoms: float
    stderr: float

    def times(self, factor: float) -> Amount:
        """Return a multiple."""
        return Amount(factor * self.atoms, abs(factor) * self.stderr)

    def plus(self, other: Amount) -> Amount:
        """Return the sum with an independent amount."""
        stderr = math.hypot(self.stderr, other.stderr)
        return Amount(self.atoms + other.atoms, stderr)

    def exceeds(self, other: Amount) -> bool:
        """Return whether it is larger than an independent amount beyond errors."""
        beyond = self.atoms - other.atoms
        return beyond > SIGMAS * math.hypot(self.stderr, other.stderr)


NOTHING = Amount(0.0, 0.0)


class Ledger:
    """The atoms of one level, by region and species.

    Errors hold counting noise, correlations within a region, what a line shape leaves
    open, and what is judged of the sensitivity factors.
    """

    def __init__(self, level: LevelResult) -> None:
        composition = level.composition
        rows = () if composition is None else composition.elements
        self._rows = {row.region: row for row in rows}
        self._fits = {fit.region.name: fit for fit in level.fits}

    def total(self, region: str) -> Amount | None:
        """Return all atoms of a region, None where it is not in the composition."""
        row = self._rows.get(region)
        if row is None:
            return None
        return _amount(row, row.area_cps_ev, row.area_cps_ev_stderr)

    def of(self, region: str, species: Collection[str]) -> Amount | None:
        """Return the atoms of some species in a region, None where it has none."""
        fit, row = self._fits.get(region), self._rows.get(region)
        if fit is None or row is None:
            return None
        indices = [i for i, c in enumerate(fit.components) if c.species in species]
        if not indices:
            return None
        area = sum(fit.components[i].area_cps_ev for i in indices)
        error = area_stderr(fit, indices)
        if len(indices) < len(fit.components):
            error = math.hypot(error, SHAPE * row.area_cps_ev)
        return _amount(row, area, error)

    def area_ratio(self, one: str, other: str) -> float | None:
        """Return the area of one atom of `one` over that of one atom of `other`."""
        first, second = self._rows.get(one), self._rows.get(other)
        if first is None or second is None:
            return None
        return first.area_per_atom / second.area_per_atom


def area_stderr(fit: FitResult, indices: list[int]) -> float:
    """Return the standard error of a sum of areas, also of those held at zero."""
    block = fit.area_covariance[np.ix_(indices, indices)]
    variance = float(block.sum())
    for i in indices:
        if fit.area_covariance[i, i] == 0.0:
            variance += fit.components[i].area_cps_ev_stderr ** 2
    return math.sqrt(max(variance, 0.0))


def evaluated(level: LevelResult) -> list[FitResult | IntegratedArea]:
    """Return every region of a level, fitted or integrated."""
    return [*level.fits, *level.integrated]


def present(fit: FitResult) -> list[FittedComponent]:
    """Return the components of a fit that are above their detection limit."""
    return [c for c in fit.components if c.presence != "below_limit"]


def found(
    level: LevelResult, region: str, species: Collection[str]
) -> FittedComponent | None:
    """Return the largest detected component of some species in a region, if any."""
    every = [
        c
        for fit in level.fits
        if fit.region.name == region
        for c in present(fit)
        if c.species in species
    ]
    return max(every, key=lambda c: c.area_cps_ev, default=None)


def _amount(row: ElementAmount, area: float, stderr: float) -> Amount:
    per_atom = row.area_per_atom
    atoms = area / per_atom
    judged = relative_uncertainty(row.sensitivity_level) * atoms
    return Amount(atoms, math.hypot(stderr / per_atom, judged))
