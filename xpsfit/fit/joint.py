"""The fit of several regions, or spectra, in one minimisation.

Species tie areas across core levels, links tie anything to anything. What one region
leaves open another may decide: four lithium species under one Li 1s line cannot be
told apart there, but carbonate needs carbon and oxygen in fixed proportion.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.errors import FitError
from xpsfit.fit.carry import starts_of
from xpsfit.fit.few_counts import FEW_COUNTS, LEAST_VARIANCE, expected_counts
from xpsfit.fit.joint_assemble import assembled, errors_at, fits_of
from xpsfit.fit.joint_parts import laid_out
from xpsfit.fit.joint_problem import joint_problem, renewed
from xpsfit.fit.joint_scrutiny import (
    Asked,
    gain_of,
    other_minima,
    with_profiles,
    with_replicates,
    with_uniqueness,
)
from xpsfit.fit.joint_ties import tied
from xpsfit.fit.problem import Outcome
from xpsfit.fit.settle import settle
from xpsfit.fit.start import best_start, linear_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_parts import Member, Part
    from xpsfit.fit.joint_problem import JointProblem
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.fit.joint_species import Demand
    from xpsfit.fit.joint_ties import Ties
    from xpsfit.fit.restarts import Minimum
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import PeakModel

COVARIANCE = Asked()
LOWERED = (
    "a random start lowered chi-square of the joint fit by {:.1f}; its minimum is the "
    "one reported"
)
MOST_ROUNDS = 20
# A search holds some four of these; 36 samples with four core levels need as much.
LARGEST_JACOBIAN_BYTES = 500_000_000
# Weights and slack that move by less than these shares have settled.
SETTLED_VARIANCE = 1e-4
SETTLED_SCALE = 1e-3


def fit_jointly(
    members: Sequence[Member],
    model: PeakModel,
    share: Sequence[str] = (),
    asked: Asked = COVARIANCE,
) -> tuple[JointFit, ...]:
    """Return the fit of several regions in one minimisation.

    Parameters
    ----------
    members : sequence of Member
        Each with the fit of the region alone, from which this one begins.
    model : PeakModel
        Its links between regions hold exactly; its species demand the areas of their
        components, strictly or with their slack. Regions that are not among the members
        take no part, and the result says what that leaves open.
    share : sequence of str
        Quantities that all samples share: of `xpsfit.fit.joint_between.SHARABLE`.
    asked : Asked, optional
        Random starts and intervals; none by default.

    Returns
    -------
    tuple of JointFit
        One per sample, all from the same minimum.

    Raises
    ------
    FitError
        If there is nothing to fit, or more than fits into memory, or a sensitivity that
        species need is unknown.
    """
    if not members:
        raise FitError("no region could be fitted, so none can be fitted jointly")
    parts, slots = laid_out(members, model)
    _check_size(parts, slots)
    ties = tied(parts, slots, model, share)
    joint, outcome = _minimum(parts, ties, _start(parts, ties))
    if not asked.restarts or not outcome.converged:
        return _scrutinized(joint, ties, outcome, asked)
    minima = other_minima(joint, ties, asked)
    gain = gain_of(joint, outcome, minima)
    if gain:
        joint, outcome = _minimum(parts, ties, minima[0].outcome.slots)
    return _scrutinized(joint, ties, outcome, asked, minima, gain)


def _check_size(parts: Sequence[Part], slots: Slots) -> None:
    points = sum(part.region.binding_energy_ev.size for part in parts)
    if 8 * points * len(slots.all) > LARGEST_JACOBIAN_BYTES:
        samples = len({part.member.sample for part in parts})
        raise FitError(
            f"{len(parts)} regions of {samples} samples with {points} points are too "
            "much for one minimisation; fit fewer samples together, or fewer regions "
            "with --region"
        )


def _scrutinized(
    joint: JointProblem,
    ties: Ties,
    outcome: Outcome,
    asked: Asked,
    minima: Sequence[Minimum] | None = None,
    gain: float = 0.0,
) -> tuple[JointFit, ...]:
    """Return the records of the minimum, with what was asked for beside it."""
    errors, said = errors_at(joint, ties, outcome)
    fits = fits_of(joint, outcome, errors)
    if minima is not None:
        fits = with_uniqueness(joint, outcome, fits, minima, asked)
    if asked.errors == "profile" and outcome.converged:
        fits = with_profiles(joint, outcome, fits)
    if asked.errors == "monte-carlo" and outcome.converged:
        scale = _scale(ties.demands, outcome.slots)
        fits = with_replicates(joint, ties, scale, outcome, fits, asked)
    remarks = [LOWERED.format(gain), *said] if gain else said
    return assembled(joint, ties, outcome, errors, fits, remarks)


def _minimum(
    parts: list[Part], ties: Ties, start: Slots
) -> tuple[JointProblem, Outcome]:
    """Return the minimum, noise of few counts and scale of slack settled with it."""
    demands = ties.demands
    scale = _scale(demands, start)
    joint = joint_problem(parts, ties.slots, demands, scale)
    for _ in range(MOST_ROUNDS):
        outcome = settle(joint.whole, start)
        now, wanted = _weights(joint, outcome), _scale(demands, outcome.slots)
        if not _moved(joint.parts, now) and np.allclose(
            wanted, scale, rtol=SETTLED_SCALE, atol=0.0
        ):
            return joint, outcome
        scale, start = wanted, outcome.slots
        joint = renewed(joint, now, demands, scale)
    message = f"noise or slack did not settle ({outcome.message})"
    return joint, Outcome(outcome.slots, False, message)


def _start(parts: list[Part], ties: Ties) -> Slots:
    """Return the better start of the model's own and that of the regions alone."""
    starts = {
        f"{part.member.key}/{name}": value
        for part in parts
        for name, value in starts_of(part.member.fit).items()
    }
    strict = ties.strict()
    joint = joint_problem(parts, strict, (), np.empty(0))
    best, _ = linear_start(joint.whole, best_start(joint.whole, strict, starts))
    values = best.values()
    loose = {demand.slot for demand in ties.demands if not demand.strict}
    return replace(
        best,
        all=tuple(
            replace(slot, tie=None, free=True, value=float(values[i]))
            if i in loose
            else slot
            for i, slot in enumerate(best.all)
        ),
    )


def _scale(demands: Sequence[Demand], slots: Slots) -> FloatArray:
    values = slots.values()
    return np.array([demand.deviation_cps_ev(values) for demand in demands])


def _weights(joint: JointProblem, outcome: Outcome) -> list[Part]:
    """Return the parts, those of few counts with the variance of their curve."""
    found: list[Part] = []
    for part, problem in zip(joint.parts, joint.problems, strict=True):
        local = replace(outcome, slots=part.local(outcome.slots))
        expected = expected_counts(part.region, problem, local)
        if expected is None or expected.min() >= FEW_COUNTS:
            found.append(part)
            continue
        time_s = part.region.spectrum.count_time_s or 1.0
        sigma = np.sqrt(np.maximum(expected, LEAST_VARIANCE)) / time_s
        region = replace(
            part.region, sigma_cps=frozen(np.asarray(sigma)), noise="poisson_model"
        )
        found.append(replace(part, region=region))
    return found


def _moved(before: Sequence[Part], now: Sequence[Part]) -> bool:
    return any(
        not np.allclose(
            old.region.sigma_cps**2,
            new.region.sigma_cps**2,
            rtol=SETTLED_VARIANCE,
            atol=0.0,
        )
        for old, new in zip(before, now, strict=True)
    )
