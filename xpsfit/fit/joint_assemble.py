"""From the joint minimum to the records: regions, species, covariance, warnings."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.fit.assemble import DETECTION, assemble
from xpsfit.fit.errors import SINGULAR, Errors, errors_of
from xpsfit.fit.joint_between_result import between_samples_of
from xpsfit.fit.joint_result import FittedSpecies, JointFit
from xpsfit.fit.joint_species import AREA
from xpsfit.fit.problem import Outcome, covariance
from xpsfit.fit.valleys import stretched, valley_warnings, valleys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_parts import Part
    from xpsfit.fit.joint_problem import JointProblem
    from xpsfit.fit.joint_species import Shown
    from xpsfit.fit.joint_ties import Ties
    from xpsfit.fit.result import FitResult
    from xpsfit.fit.slots import Slots

# A rise of chi-square by more than its own spread, this many times, is not chance.
BEYOND_CHANCE = 3.0


def assembled(
    joint: JointProblem,
    ties: Ties,
    outcome: Outcome,
    errors: Errors,
    fits: Sequence[FitResult],
    remarks: Sequence[str] = (),
) -> tuple[JointFit, ...]:
    """Return the records of the minimum, one per sample.

    `fits` are those of `fits_of`, whatever was added to them; `remarks` go to all.
    """
    samples = dict.fromkeys(part.member.sample for part in joint.parts)
    found = [_sample(joint, ties, outcome, errors, fits, sample) for sample in samples]
    between = between_samples_of(joint, ties, outcome.slots, errors)
    return tuple(
        replace(
            one,
            warnings=(*one.warnings, *remarks),
            between=between.get(one.sample),
        )
        for one in found
    )


def errors_at(
    joint: JointProblem, ties: Ties, outcome: Outcome
) -> tuple[Errors, list[str]]:
    """Return the errors at the minimum, and what is to be said of them."""
    slots = outcome.slots
    _, jacobian = joint.whole.evaluate(slots.values())
    errors = errors_of(slots, jacobian, joint.whole.target_cps.size)
    found = valleys(joint.whole, slots, errors) if outcome.converged else []
    errors = _freed_together(slots, jacobian, ties, stretched(errors, found))
    return errors, valley_warnings(slots, found)


def fits_of(joint: JointProblem, outcome: Outcome, errors: Errors) -> list[FitResult]:
    """Return the fit of every part, with errors from all the data together."""
    slots = outcome.slots
    _, jacobian = joint.whole.evaluate(slots.values())
    weighted = jacobian @ slots.matrix()
    # One for all parts: of many samples it is large.
    inner = covariance(weighted)
    return [
        assemble(
            part.region,
            part.alone,
            problem,
            Outcome(part.local(slots), outcome.converged, outcome.message),
            part.member.shift_ev,
            _errors_of_part(part, slots, errors, weighted[rows], inner),
        )
        for part, problem, rows in zip(
            joint.parts, joint.problems, joint.rows, strict=True
        )
    ]


def _freed_together(
    slots: Slots, jacobian: FloatArray, ties: Ties, errors: Errors
) -> Errors:
    """Return the errors with limits for what slack ties to an amount at zero.

    An area that may depart from an amount by a share of it may not depart from nothing,
    so either is as uncertain as both are if they are let free together.
    """
    clipped = dict(errors.clipped_stderr)
    for shown in ties.shown:
        areas = [
            demand.slot
            for demand in ties.demands
            if not demand.strict and shown.slot in dict(demand.terms)
        ]
        held = [i for i in (shown.slot, *areas) if slots.all[i].at_bound]
        variance = float(errors.covariance[shown.slot, shown.slot])
        if not areas or not held or slots.all[shown.slot].value ** 2 > variance:
            continue
        wider = covariance(jacobian @ slots.matrix([*slots.free(), *held]))
        if wider is not None:
            own = np.sqrt(np.diag(wider)[-len(held) :]).tolist()
            clipped |= dict(zip(held, own, strict=True))
    return replace(errors, clipped_stderr=clipped)


def _errors_of_part(
    part: Part,
    slots: Slots,
    errors: Errors,
    data: FloatArray,
    inner: FloatArray | None,
) -> Errors:
    """Return what the information of all data says about the slots of one region.

    `data` are the derivatives of its own rows by what is free, and `inner` is the
    covariance of that.
    """
    effective = errors.effective_parameters
    if inner is not None:
        effective = float(np.sum((data.T @ data) * inner))
    clipped = {
        i - part.first: stderr
        for i in range(part.first, part.first + part.size)
        if (stderr := _clipped(slots, errors, i)) is not None
    }
    return Errors(errors.covariance[part.place, part.place], clipped, effective)


def _clipped(slots: Slots, errors: Errors, index: int) -> float | None:
    """Return the error of an area at zero, also one whose amounts are all there."""
    if index in errors.clipped_stderr:
        return errors.clipped_stderr[index]
    slot = slots.all[index]
    if slot.quantity != AREA or slot.tie is None or not slot.tie.terms:
        return None
    roots, offset = slots.roots(index)
    if offset or not all(root in errors.clipped_stderr for root in roots):
        return None
    return max(abs(r) * errors.clipped_stderr[root] for root, r in roots.items())


def _sample(
    joint: JointProblem,
    ties: Ties,
    outcome: Outcome,
    errors: Errors,
    fits: Sequence[FitResult],
    sample: str,
) -> JointFit:
    slots = outcome.slots
    shown = [s for s in ties.shown if s.sample == sample]
    own = [
        (part, problem, fit)
        for part, problem, fit in zip(joint.parts, joint.problems, fits, strict=True)
        if part.member.sample == sample
    ]
    order = [s.slot for s in shown]
    for part, problem, _ in own:
        order += (problem.curve.area + part.first).tolist()
    species = tuple(_species(s, slots, errors) for s in shown)
    chi_square = _sum([fit.quality.chi_square for fit in fits])
    alone = [part.member.fit for part in joint.parts]
    apart_chi_square = _sum([fit.quality.chi_square for fit in alone])
    apart_free = sum(fit.quality.free_parameters for fit in alone)
    warnings = list(ties.remarks)
    if errors.singular:
        warnings.append(SINGULAR)
    if not outcome.converged:
        warnings.append(f"not converged: {outcome.message}")
    keys = [part.member.key for part in joint.parts]
    warnings += _rise(fits, alone, len(slots.free()), keys)
    return JointFit(
        sample=sample,
        fits=tuple(fit for *_, fit in own),
        species=species,
        covariance=frozen(errors.covariance[np.ix_(order, order)]),
        points=joint.whole.target_cps.size,
        free_parameters=len(slots.free()),
        effective_parameters=errors.effective_parameters,
        chi_square=chi_square,
        apart_chi_square=apart_chi_square,
        apart_free_parameters=apart_free,
        held=ties.held,
        converged=outcome.converged,
        message=outcome.message,
        warnings=tuple(warnings),
    )


def _species(shown: Shown, slots: Slots, errors: Errors) -> FittedSpecies:
    amount = float(slots.values()[shown.slot])
    variance = float(errors.covariance[shown.slot, shown.slot])
    stderr = errors.clipped_stderr.get(shown.slot, math.sqrt(max(variance, 0.0)))
    present = amount > 0 and amount >= DETECTION * stderr
    return FittedSpecies(
        name=shown.species.name,
        composition=shown.species.composition,
        amount_cps_ev=amount,
        amount_cps_ev_stderr=stderr,
        presence="present" if present else "below_limit",
        slack=shown.species.slack,
        levels=shown.levels,
        missing=shown.missing,
    )


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _rise(
    fits: Sequence[FitResult],
    alone: Sequence[FitResult],
    free: int,
    keys: Sequence[str],
) -> list[str]:
    """Return a sentence where the ties cost more chi-square than chance."""
    if any(fit.quality.chi_square is None for fit in (*fits, *alone)):
        return []
    rises = [
        (fit.quality.chi_square or 0.0) - (own.quality.chi_square or 0.0)
        for fit, own in zip(fits, alone, strict=True)
    ]
    ties = max(sum(own.quality.free_parameters for own in alone) - free, 1)
    total = sum(rises)
    if total <= ties + BEYOND_CHANCE * math.sqrt(2.0 * ties):
        return []
    worst = keys[int(np.argmax(rises))]
    sentence = (
        f"chi-square rises by {total:.0f} over that of the regions fitted alone, for "
        f"{ties} parameters less, most in {worst}: the data contradict a tie between "
        "regions or samples; look at the species and links that meet there, or give "
        "species slack"
    )
    return [sentence]
