"""The covariance between samples that were fitted together.

The samples share quantities, so their numbers do not vary independently. The variance
of a difference d = a - b is var(a) + var(b) - 2 cov(a, b), that of a ratio follows from
the same three; nothing but the common covariance has the last of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.fit.joint_result import BetweenSamples, JointQuantity
from xpsfit.fit.sample_places import CENTER, sample_places
from xpsfit.model.types import BACKGROUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.errors import Errors
    from xpsfit.fit.joint_problem import JointProblem
    from xpsfit.fit.joint_ties import Ties
    from xpsfit.fit.slots import Slots

AREA, AMOUNT = "area_cps_ev", "amount_cps_ev"
OF_THE_SPECTRUM = frozenset({"offset_cps", "slope_cps_per_ev"})
# Below this share of what it is the difference of, a variance is rounding.
ROUNDING = 1e-12


def between_samples_of(
    joint: JointProblem, ties: Ties, slots: Slots, errors: Errors
) -> dict[str, BetweenSamples]:
    """Return by sample its quantities, those of the others, and their covariance.

    Parameters
    ----------
    joint : JointProblem
    ties : Ties
    slots : Slots
        At the minimum.
    errors : Errors
        Of all slots.

    Returns
    -------
    dict of str to BetweenSamples
        Empty for a single sample, and where the data leave the covariance open.
        Positions are on the scale of the model; what is held is left out.
    """
    samples = list(dict.fromkeys(part.member.sample for part in joint.parts))
    if len(samples) < 2 or errors.singular:
        return {}
    places = sample_places(joint.parts, slots)
    values = slots.values()
    listed: list[tuple[str, str, str, str]] = []
    rows: list[FloatArray] = []
    constants: list[float] = []
    for sample in samples:
        line, then = places.origin(sample)
        for region, owner, quantity, index in _of_sample(joint, ties, slots, sample):
            row = np.zeros(values.size)
            row[index] = 1.0
            if quantity == CENTER and line is not None:
                row[line] -= 1.0
            listed.append((sample, region, owner, quantity))
            rows.append(row)
            constants.append(then if quantity == CENTER else 0.0)
    map_ = np.array(rows)
    covariance = without_rounding(
        map_ @ errors.covariance @ map_.T,
        (np.abs(map_) @ np.diag(errors.covariance)).tolist(),
    )
    found = map_ @ values + constants
    kept = np.flatnonzero(np.diag(covariance) > 0.0)
    quantities = tuple(
        JointQuantity(*listed[i], float(found[i]), float(np.sqrt(covariance[i, i])))
        for i in kept
    )
    return split_by_sample(quantities, covariance[np.ix_(kept, kept)])


def _of_sample(
    joint: JointProblem, ties: Ties, slots: Slots, sample: str
) -> Iterator[tuple[str, str, str, int]]:
    """Yield core level, component, quantity and position of what a sample has."""
    for shown in ties.shown:
        if shown.sample == sample:
            yield "", shown.species.name, AMOUNT, shown.slot
    for part in joint.parts:
        if part.member.sample != sample:
            continue
        for index in range(part.first, part.first + part.size):
            slot = slots.all[index]
            if slot.quantity not in OF_THE_SPECTRUM:
                owner = "" if slot.owner == BACKGROUND else slot.owner
                yield part.member.level, owner, slot.quantity, index


def without_rounding(covariance: FloatArray, scale: list[float]) -> FloatArray:
    """Return a covariance, exactly 0 for what only rounding lets vary.

    Parameters
    ----------
    covariance : FloatArray, shape (n, n)
    scale : list of float
        Of each, the variances that went into it.
    """
    nothing = np.diag(covariance) <= ROUNDING * np.array(scale)
    found = np.array((covariance + covariance.T) / 2.0)
    found[nothing, :] = 0.0
    found[:, nothing] = 0.0
    return found


def split_by_sample(
    quantities: tuple[JointQuantity, ...], covariance: FloatArray
) -> dict[str, BetweenSamples]:
    """Return what each sample keeps: its own rows of the covariance, all columns."""
    found: dict[str, BetweenSamples] = {}
    for sample in dict.fromkeys(quantity.sample for quantity in quantities):
        own = [i for i, q in enumerate(quantities) if q.sample == sample]
        found[sample] = BetweenSamples(
            quantities, tuple(own), frozen(covariance[own, :])
        )
    return found
