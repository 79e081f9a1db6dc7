"""Other starts, and intervals, of a joint fit.

All of them ask the joint problem: a position that its own region leaves open may be
held by the carbon of the same species, and two minima of one region may be one when the
others are heard.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import BackgroundError
from xpsfit.fit.exchange import exchanged
from xpsfit.fit.intervals import FREE, PERCENTS, between
from xpsfit.fit.joint_problem import joint_problem
from xpsfit.fit.monte_carlo import drawn_prior, drawn_region
from xpsfit.fit.profile_errors import LOWER, LOWER_MINIMUM, Ends, Profiles, with_ends
from xpsfit.fit.restarts import (
    AS_GOOD,
    GAIN,
    minima_from,
    uniqueness_of,
    uniqueness_warnings,
)
from xpsfit.fit.settle import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_problem import JointProblem
    from xpsfit.fit.joint_ties import Ties
    from xpsfit.fit.problem import Outcome, Problem
    from xpsfit.fit.restarts import Minimum
    from xpsfit.fit.result import FitResult, FittedParameter
    from xpsfit.fit.slots import Slots

# Names of the streams of one seed.
STARTS, SPECTRA = b"joint starts", b"joint spectra"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a joint fit beyond its minimum.

    Attributes
    ----------
    restarts : int
        Random starts from which it is done again.
    errors : {"covariance", "profile", "monte-carlo"}
    replicates : int
        How often "monte-carlo" draws all spectra.
    seed : int
    """

    restarts: int = 0
    errors: str = "covariance"
    replicates: int = 200
    seed: int = 1


def other_minima(joint: JointProblem, ties: Ties, asked: Asked) -> list[Minimum]:
    """Return the minima that random starts reached, the lowest first.

    Parameters
    ----------
    joint : JointProblem
        With the noise and the scale of slack of the minimum.
    ties : Ties
    asked : Asked
    """
    random = np.random.default_rng([asked.seed, *STARTS])
    minima = minima_from(joint.whole, ties.slots, random, asked.restarts)
    return sorted(minima, key=lambda minimum: minimum.chi_square)


def gain_of(joint: JointProblem, outcome: Outcome, minima: Sequence[Minimum]) -> float:
    """Return by how much the best of other minima is lower; 0 if it is the same."""
    if not minima:
        return 0.0
    gain = _chi_square(joint.whole, outcome.slots) - minima[0].chi_square
    return gain if gain > GAIN else 0.0


def with_uniqueness(
    joint: JointProblem,
    outcome: Outcome,
    fits: Sequence[FitResult],
    minima: Sequence[Minimum],
    asked: Asked,
) -> list[FitResult]:
    """Return the fits of all parts with what other minima of the whole say of each.

    The minimum of `outcome` is the lowest.
    """
    found: list[FitResult] = []
    values = outcome.slots.values()
    highest = _chi_square(joint.whole, outcome.slots) + AS_GOOD
    good = [minimum for minimum in minima if minimum.chi_square <= highest]
    start = 0
    for part, problem, fit in zip(joint.parts, joint.problems, fits, strict=True):
        own = slice(start, start + len(fit.components))
        start = own.stop
        areas = [values[problem.curve.area + part.first]]
        areas += [minimum.areas[own] for minimum in good]
        said = replace(
            uniqueness_of(fit, areas, asked.restarts, asked.seed), converged=len(minima)
        )
        warnings = (*fit.warnings, *uniqueness_warnings(said))
        found.append(replace(fit, uniqueness=said, warnings=warnings))
    return found


def with_profiles(
    joint: JointProblem, outcome: Outcome, fits: Sequence[FitResult]
) -> list[FitResult]:
    """Return the fits with intervals by profile likelihood of the joint problem.

    What is free has its own; what hangs on one quantity in another place, such as the
    area of a strict species on its amount, has that of this quantity. A position that
    hangs on several takes the place of one of them.
    """
    slots = outcome.slots
    profiles = Profiles(joint.whole, slots)
    free = set(slots.free())
    known: dict[int, Ends] = {}

    def interval(index: int, parameter: FittedParameter) -> FittedParameter:
        roots, offset = slots.roots(index)
        if parameter.stderr is None or not roots:
            return parameter
        if len(roots) > 1:
            return _of_several(joint, slots, index, parameter)
        ((root, ratio),) = roots.items()
        if root not in free or ratio == 0.0:
            return parameter
        if root not in known:
            known[root] = profiles.ends(root, parameter.stderr / abs(ratio))
        low_95, low_68, high_68, high_95 = (
            None if end is None else ratio * end + offset for end in known[root]
        )
        if ratio < 0.0:
            return with_ends(parameter, (high_95, high_68, low_68, low_95))
        return with_ends(parameter, (low_95, low_68, high_68, high_95))

    found: list[FitResult] = []
    for part, fit in zip(joint.parts, fits, strict=True):
        parameters = tuple(
            interval(part.first + i, p) for i, p in enumerate(fit.parameters)
        )
        lower = (LOWER_MINIMUM.format("a parameter"),)
        warnings = fit.warnings + (lower if profiles.lowest < -LOWER else ())
        profiles.lowest = 0.0
        found.append(replace(fit, parameters=parameters, warnings=warnings))
    return found


def _of_several(
    joint: JointProblem, slots: Slots, index: int, parameter: FittedParameter
) -> FittedParameter:
    """Return a parameter that hangs on several, with intervals where it can."""
    freed = exchanged(slots, index)
    if freed is None or not parameter.stderr:
        return parameter
    return with_ends(
        parameter, Profiles(joint.whole, freed).ends(index, parameter.stderr)
    )


def with_replicates(
    joint: JointProblem,
    ties: Ties,
    scale: FloatArray,
    outcome: Outcome,
    fits: Sequence[FitResult],
    asked: Asked,
) -> list[FitResult]:
    """Return the fits with intervals from joint fits of simulated spectra.

    All spectra are drawn from their curves at once, and what was known beforehand anew
    with them, as in `xpsfit.fit.monte_carlo`.
    """
    random = np.random.default_rng([asked.seed, *SPECTRA])
    values: list[FloatArray] = []
    for _ in range(asked.replicates):
        try:
            drawn = _drawn(joint, ties, scale, outcome.slots, fits, random)
        except BackgroundError:
            continue
        reached = settle(drawn, outcome.slots)
        if reached.converged:
            values.append(reached.slots.values())
    failed = asked.replicates - len(values)
    if 2 * len(values) < asked.replicates:
        sentence = (
            f"no intervals by Monte Carlo: only {len(values)} of {asked.replicates} "
            "replicates of the joint fit converged"
        )
        return [replace(fit, warnings=(*fit.warnings, sentence)) for fit in fits]
    ends = np.percentile(np.array(values), PERCENTS, axis=0)
    said = (
        (f"{failed} of {asked.replicates} simulated samples gave no joint fit",)
        if failed
        else ()
    )
    return [
        replace(
            fit,
            parameters=tuple(
                between(p, ends[:, part.first + i]) if _moves(p) else p
                for i, p in enumerate(fit.parameters)
            ),
            warnings=fit.warnings + said,
        )
        for part, fit in zip(joint.parts, fits, strict=True)
    ]


def _moves(parameter: FittedParameter) -> bool:
    """Return whether a parameter has an error that an interval can refine."""
    return parameter.state in FREE or (
        parameter.state == "linked" and parameter.stderr is not None
    )


def _drawn(
    joint: JointProblem,
    ties: Ties,
    scale: FloatArray,
    slots: Slots,
    fits: Sequence[FitResult],
    random: np.random.Generator,
) -> Problem:
    """Return the joint problem with data and prior knowledge drawn anew."""
    parts = []
    for part, fit in zip(joint.parts, fits, strict=True):
        region = drawn_region(fit, random)
        if part.region.noise != "poisson":
            # Few counts: the variance is that of the curve, which hardly moves.
            region = replace(region, sigma_cps=part.region.sigma_cps)
        parts.append(replace(part, region=region))
    whole = joint_problem(parts, slots, ties.demands, scale).whole
    return replace(whole, prior=drawn_prior(whole.prior, slots.values(), random))


def _chi_square(problem: Problem, slots: Slots) -> float:
    return float(np.sum(problem.evaluate(slots.values())[0] ** 2))
