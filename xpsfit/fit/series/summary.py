"""What is common to a series, as a record."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import frozen
from xpsfit.fit.assemble import FAR, FAR_FROM_MODEL, FROM_LIBRARY, PRIOR_SHARE
from xpsfit.fit.errors import SINGULAR
from xpsfit.fit.quality import HIGH_CORRELATION
from xpsfit.fit.result import FittedParameter
from xpsfit.fit.series.presence import sentences
from xpsfit.fit.series.result import SeriesFit
from xpsfit.fit.series.scales import HELD_EV

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_result import JointFit
    from xpsfit.fit.result import ParameterState
    from xpsfit.fit.series.errors import SharedErrors
    from xpsfit.fit.series.solve import Solution
    from xpsfit.fit.slots import Slot


def summary(
    solution: Solution,
    shared: SharedErrors,
    joints: Sequence[JointFit],
    scales: tuple[FloatArray, FloatArray],
) -> SeriesFit:
    """Return the record of what all levels have in common.

    Parameters
    ----------
    solution : Solution
    shared : SharedErrors
    joints : sequence of JointFit
        One per level.
    scales : tuple of two FloatArray, shape (L,) and (L, R)
        Variances of the shifts, and of displacements beyond them.
    """
    problem, outcome = solution.problem, solution.outcome
    state = problem.state
    measured = ~np.isnan(scales[1])
    known = [joint.chi_square for joint in joints if joint.fits]
    chi_square = None if None in known else float(sum(c or 0.0 for c in known))
    points = sum(joint.points for joint in joints)
    effective = sum(joint.effective_parameters for joint in joints)
    free = len(outcome.slots.free()) + sum(j.free_parameters for j in joints)
    freedom = max(points - effective, 1.0)
    parameters = _parameters(solution, shared)
    return SeriesFit(
        parameters=parameters,
        covariance=frozen(shared.covariance),
        shared=_shared_words(solution),
        per_level=_level_words(solution),
        regions=tuple(region.name for region in problem.layout.regions),
        shift_ev=frozen(state.shift_ev),
        shift_stderr_ev=frozen(
            np.where(problem.scales.moves, np.sqrt(np.maximum(scales[0], 0.0)), 0.0)
        ),
        displacement_ev=frozen(
            np.where(measured, state.displacement_ev - state.shift_ev[:, None], np.nan)
        ),
        displacement_stderr_ev=frozen(np.sqrt(scales[1])),
        apart=tuple(
            tuple(np.flatnonzero(column).tolist()) for column in problem.scales.apart.T
        ),
        level_chi_square=frozen(
            np.array([np.nan if j.chi_square is None else j.chi_square for j in joints])
        ),
        points=points,
        free_parameters=free,
        effective_parameters=effective,
        chi_square=chi_square,
        reduced_chi_square=None if chi_square is None else chi_square / freedom,
        evaluations=outcome.evaluations,
        converged=outcome.converged,
        message=outcome.message,
        states=solution.states,
        warnings=tuple(_warnings(solution, shared, parameters)),
    )


def _parameters(
    solution: Solution, shared: SharedErrors
) -> tuple[FittedParameter, ...]:
    slots = solution.outcome.slots
    prior = solution.problem.prior
    known = {slot: k for k, slot in enumerate(prior.slots)}
    values = slots.values().tolist()
    variances = np.diagonal(shared.covariance).tolist()
    found: list[FittedParameter] = []
    for i, (slot, value) in enumerate(zip(slots.all, values, strict=True)):
        stderr = math.sqrt(variances[i]) if variances[i] > 0.0 else None
        stderr = None if slot.at_bound else stderr
        spread = float(prior.standard_deviation[known[i]]) if i in known else math.inf
        note = slot.note
        if slot.free and i in known:
            note = _note(value, stderr, spread, float(prior.mean[known[i]]))
        found.append(
            FittedParameter(
                slot.name,
                value,
                stderr,
                slot.minimum,
                slot.maximum,
                _state(slot),
                note,
                spread,
            )
        )
    return tuple(found)


def _note(value: float, stderr: float | None, spread: float, mean: float) -> str:
    if stderr is not None and stderr > PRIOR_SHARE * spread:
        return FROM_LIBRARY
    return FAR_FROM_MODEL if abs(value - mean) > FAR * spread else ""


def _state(slot: Slot) -> ParameterState:
    if slot.tie is not None:
        return "linked"
    if slot.at_bound:
        return "at_bound"
    return "shared" if slot.free else "fixed"


def _shared_words(solution: Solution) -> tuple[str, ...]:
    """Return what all levels share, in words."""
    words = {"center_ev": "positions", "fwhm_ev": "widths"}
    steps = {"step_per_ev": "background steps", "strength_ev2": "background strengths"}
    kinds: dict[str, None] = {}
    slots = solution.outcome.slots.all
    drifting = {slot.quantity.split("_")[0] for slot in slots if _drifts(slot)}
    for quantity in words:
        if quantity.removesuffix("_ev") in drifting:
            words[quantity] += " that drift smoothly"
    for slot in slots:
        if (slot.free or slot.at_bound) and not _drifts(slot):
            named = {**words, **steps}.get(slot.quantity, "line shapes")
            kinds[named] = None
    order = [*words.values(), "line shapes", *steps.values()]
    return tuple(kind for kind in order if kind in kinds)


def _drifts(slot: Slot) -> bool:
    return "_drift_" in slot.quantity


def _level_words(solution: Solution) -> tuple[str, ...]:
    """Return what each level has of its own, in words."""
    problem = solution.problem
    found = ["amounts of species"] if problem.layout.species else []
    found.append("areas, offset and slope of each region")
    if problem.scales.moves.any():
        found.append("a shift of the energy scale")
    jitter = problem.scales.usual_ev
    if jitter > HELD_EV:
        found.append(f"a displacement of each region (prior 0 +- {jitter:g} eV)")
    return tuple(found)


def _warnings(
    solution: Solution,
    shared: SharedErrors,
    parameters: Sequence[FittedParameter],
) -> list[str]:
    found: list[str] = []
    if not solution.outcome.converged:
        found.append(f"not converged: {solution.outcome.message}")
    if shared.singular:
        found.append(SINGULAR)
    found += [
        f"{p.name.replace('/', ' ')} of the whole series {p.note}: its value is the "
        "bound's, not the data's"
        for p in parameters
        if p.state == "at_bound"
    ]
    found += sentences(solution.states)
    if not shared.singular:
        found += _correlations(shared.covariance, parameters)
    return found


def _correlations(
    covariance: FloatArray, parameters: Sequence[FittedParameter]
) -> list[str]:
    """Return a sentence for pairs of widths or shapes that move together.

    Positions of one scale always do: the scale itself is uncertain.
    """
    chosen = [
        i
        for i, p in enumerate(parameters)
        if p.state == "shared"
        and not p.name.endswith((".center_ev", ".step_per_ev", ".strength_ev2"))
        and covariance[i, i] > 0.0
    ]
    spread = np.sqrt(np.diagonal(covariance)[chosen])
    table = covariance[np.ix_(chosen, chosen)] / np.outer(spread, spread)
    return [
        f"{parameters[chosen[a]].name} and {parameters[chosen[b]].name} of the whole "
        f"series are correlated ({table[a, b]:+.2f}): they cannot be told apart well"
        for a in range(len(chosen))
        for b in range(a)
        if abs(table[a, b]) > HIGH_CORRELATION
    ]
