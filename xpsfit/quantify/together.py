"""Amounts from regions that were fitted together: one covariance for all of them.

With q the amounts of the components and a those of the species, the fraction of atoms
in species s is f = N a / sum(q), N its atoms per formula unit. Its error needs the
covariance of a with every q.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.results import SpeciesAmount

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_result import FittedSpecies, JointFit

ONE_SIDED_95 = 1.645


@dataclass(frozen=True, slots=True, eq=False)
class Common:
    """Covariances on the scale of amounts.

    Attributes
    ----------
    amounts : FloatArray, shape (n, n)
        Of the components that a composition counts.
    species : FloatArray, shape (s, s)
    across : FloatArray, shape (s, n)
        Of species with components.
    """

    amounts: FloatArray
    species: FloatArray
    across: FloatArray


def common_covariance(
    joint: JointFit,
    regions: Sequence[str],
    divisor: FloatArray,
    separate: FloatArray,
) -> Common:
    """Return the covariance of all amounts that a composition counts.

    Parameters
    ----------
    joint : JointFit
    regions : sequence of str
        Counted regions, in order; one that was not fitted with the others has one row.
    divisor : FloatArray, shape (n,)
        S T KE^n of every component.
    separate : FloatArray, shape (n, n)
        Covariance of the amounts within each region.
    """
    own: list[int] = []
    places: list[int] = []
    at = 0
    for region in regions:
        if region in joint.regions:
            found = joint.places(region)
            own += range(at, at + len(found))
            places += found
            at += len(found)
        else:
            at += 1
    count = len(joint.species)
    amounts = separate.copy()
    scale = 1.0 / divisor[own]
    amounts[np.ix_(own, own)] = joint.covariance[np.ix_(places, places)] * np.outer(
        scale, scale
    )
    across = np.zeros((count, divisor.size))
    across[:, own] = joint.covariance[:count, places] * scale
    return Common(amounts, joint.covariance[:count, :count], across)


def species_amounts(
    joint: JointFit, common: Common, elements: Collection[str], q: FloatArray
) -> tuple[SpeciesAmount, ...]:
    """Return the share of all atoms that each species holds.

    Parameters
    ----------
    joint : JointFit
    common : Common
    elements : collection of str
        That the composition counts; atoms of others are in no sum.
    q : FloatArray, shape (n,)
        Amounts of all counted components.
    """
    total = float(q.sum())
    return tuple(
        _amount(species, common, row, elements, total)
        for row, species in enumerate(joint.species)
    )


def _amount(
    species: FittedSpecies,
    common: Common,
    row: int,
    elements: Collection[str],
    total: float,
) -> SpeciesAmount:
    atoms = sum(n for e, n in species.composition.items() if e in elements)
    fraction = atoms * species.amount_cps_ev / total
    variance = (
        atoms**2 * float(common.species[row, row])
        - 2.0 * atoms * fraction * float(common.across[row].sum())
        + fraction**2 * float(common.amounts.sum())
    )
    # What rounding left below zero is nothing; what is open stays so.
    stderr = math.sqrt(max(variance, 0.0)) / total
    if species.amount_cps_ev == 0.0:
        stderr = atoms * species.amount_cps_ev_stderr / total
    return SpeciesAmount(
        species=species.name,
        atomic_percent=100.0 * fraction,
        atomic_percent_stderr=100.0 * stderr,
        atomic_percent_upper_95=100.0 * (max(fraction, 0.0) + ONE_SIDED_95 * stderr),
        presence=species.presence,
        slack=species.slack,
        regions=species.levels,
    )
