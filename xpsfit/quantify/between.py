"""Atomic percent of samples that were fitted together, with their covariance.

With q = A / (S T KE^n) and x = q / sum(q), the derivative of a fraction by an area of
its sample is (delta - x) / (sum(q) S T KE^n). So the covariance of the amounts of two
samples is J_a C J_b^T, with C that of the areas of one with those of the other. Regions
that are only integrated vary by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.joint_between_result import split_by_sample
from xpsfit.fit.joint_result import JointQuantity
from xpsfit.fit.sample_places import CENTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_result import BetweenSamples, JointFit
    from xpsfit.results import Composition, ElementAmount

AREA, AMOUNT, PERCENT = "area_cps_ev", "amount_cps_ev", "atomic_percent"


@dataclass(frozen=True, slots=True, eq=False)
class _Percent:
    """An amount, its derivative by all quantities, and what else it varies by."""

    quantity: JointQuantity
    slope: FloatArray
    alone: FloatArray


def with_amounts(
    joints: Mapping[str, JointFit], compositions: Mapping[str, Composition]
) -> dict[str, BetweenSamples]:
    """Return by sample what it has in common with the others, amounts included.

    Parameters
    ----------
    joints : mapping of str to JointFit
        Of all samples, by their names there.
    compositions : mapping of str to Composition
        Those of them that could be quantified.

    Returns
    -------
    dict of str to BetweenSamples
        Without the samples that have none.
    """
    between = {k: j.between for k, j in joints.items() if j.between is not None}
    if not between:
        return {}
    known = next(iter(between.values())).quantities
    covariance = np.zeros((len(known), len(known)))
    for one in between.values():
        covariance[list(one.own)] = one.covariance
    percents = [
        percent
        for key, composition in compositions.items()
        if key in between
        for percent in _percents(key, joints[key], composition, known)
    ]
    if not percents:
        return between
    slopes = np.array([percent.slope for percent in percents])
    whole = np.vstack([np.eye(len(known)), slopes])
    full = whole @ covariance @ whole.T
    for i, first in enumerate(percents, start=len(known)):
        for j, second in enumerate(percents, start=len(known)):
            if first.quantity.sample == second.quantity.sample:
                full[i, j] += float(first.alone @ second.alone)
    added = tuple(
        replace(percent.quantity, stderr=float(np.sqrt(max(full[i, i], 0.0))))
        for i, percent in enumerate(percents, start=len(known))
    )
    return split_by_sample((*known, *added), full)


def calibrated(
    between: BetweenSamples, moved_ev: Mapping[str, float]
) -> BetweenSamples:
    """Return the same with positions on the calibrated scale of each sample.

    Parameters
    ----------
    between : BetweenSamples
        With positions on the scale of the model.
    moved_ev : mapping of str to float
        What the calibrated scale of each sample has more.
    """
    return replace(
        between,
        quantities=tuple(
            replace(q, value=q.value + moved_ev[q.sample])
            if q.quantity == CENTER
            else q
            for q in between.quantities
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Atoms:
    """All atoms of one sample that are counted, of which an amount is a share.

    Attributes
    ----------
    sample : str
    known : tuple of JointQuantity
        What was fitted, of all samples.
    divisor : mapping of str to float
        By region, what makes atoms of areas.
    apart : tuple of ElementAmount
        Elements of regions that were not fitted, and their errors in atoms, `spread`.
    total : float
        All atoms, and `by_known` their derivative by what was fitted.
    """

    sample: str
    known: tuple[JointQuantity, ...]
    divisor: Mapping[str, float]
    apart: tuple[ElementAmount, ...]
    spread: FloatArray
    total: float
    by_known: FloatArray

    def share(
        self,
        where: tuple[str, str],
        part: FloatArray,
        percent: float,
        apart: ElementAmount | None = None,
    ) -> _Percent:
        """Return an amount: its atoms are `part` of what is known, or all of `apart`.

        With x = part / total, dx is (d part - x d total) / total.
        """
        own = np.array([float(apart is one) for one in self.apart])
        slope = 100.0 * (part - percent / 100.0 * self.by_known) / self.total
        alone = 100.0 * (own - percent / 100.0) * self.spread / self.total
        return _Percent(
            JointQuantity(self.sample, *where, PERCENT, percent, 0.0), slope, alone
        )

    def of(self, region: str, component: str = "") -> FloatArray:
        """Return the atoms of a component, or of all of a region, by what is known."""
        return _column(self.sample, self.known, self.divisor, region, component)


def _column(
    sample: str,
    known: tuple[JointQuantity, ...],
    divisor: Mapping[str, float],
    region: str,
    component: str = "",
) -> FloatArray:
    return np.array(
        [
            1.0 / divisor[q.region]
            if (q.sample, q.region, q.quantity) == (sample, region, AREA)
            and component in ("", q.component)
            else 0.0
            for q in known
        ]
    )


def _atoms(
    sample: str,
    joint: JointFit,
    composition: Composition,
    known: tuple[JointQuantity, ...],
) -> _Atoms:
    elements = composition.elements
    divisor = {e.region: e.area_per_atom for e in elements}
    apart = tuple(e for e in elements if e.region not in joint.regions)
    return _Atoms(
        sample,
        known,
        divisor,
        apart,
        spread=np.array([e.area_cps_ev_stderr / divisor[e.region] for e in apart]),
        total=sum(e.area_cps_ev / divisor[e.region] for e in elements),
        by_known=np.sum(
            [_column(sample, known, divisor, e.region) for e in elements], axis=0
        ),
    )


def _percents(
    sample: str,
    joint: JointFit,
    composition: Composition,
    known: tuple[JointQuantity, ...],
) -> list[_Percent]:
    """Return the amounts of elements, states and species of one sample."""
    atoms = _atoms(sample, joint, composition, known)
    found = [
        atoms.share((e.region, ""), atoms.of(e.region), e.atomic_percent, e)
        for e in composition.elements
    ]
    found += [
        atoms.share((s.region, s.component), atoms.of(s.region, s.component), percent)
        for s in composition.states
        if s.region in atoms.divisor and (percent := s.atomic_percent) is not None
    ]
    counted = {e.element for e in composition.elements}
    for species, amount in zip(joint.species, composition.species, strict=False):
        each = sum(n for e, n in species.composition.items() if e in counted)
        part = np.array(
            [
                each * float((q.sample, q.component) == (sample, species.name))
                if q.quantity == AMOUNT
                else 0.0
                for q in known
            ]
        )
        found.append(atoms.share(("", species.name), part, amount.atomic_percent))
    return found
