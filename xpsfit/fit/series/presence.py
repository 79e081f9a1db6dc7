"""Which components the data of a whole series support.

Level by level a weak state flickers: detected here, not there. The series as a whole
says more. A component stays if it is detected at any one level, or if what it takes off
chi-square over all levels is more than chance. An area that is not there is zero in one
half of all levels and gains the square of a standard normal number in the other, so the
gain of n levels has the mean n / 2 and the variance 5 n / 4 (the mixture of Chernoff,
Ann. Math. Stat. 25, 573, 1954). Both are asked at 3.29 standard deviations, Currie's
limit of detection (Anal. Chem. 40, 586, 1968); at a single level by the share of one
level in so many (Sidak, J. Am. Stat. Assoc. 62, 626, 1967).
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from xpsfit.fit.assemble import DETECTION
from xpsfit.fit.evidence import needed_by_model
from xpsfit.fit.joint_species import AREA
from xpsfit.fit.series.errors import linear_errors
from xpsfit.fit.series.result import SeriesState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.problem import Outcome
    from xpsfit.fit.series.problem import SeriesProblem
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import PeakModel

    Minimize = Callable[[SeriesProblem, Slots], Outcome]

ALL = "all"
ASKED_FOR = "asked for"
REFERENCE = "the reference line of the energy scale"
SUPPORTED = "the data ask for it"


@dataclass(slots=True, eq=False)
class Candidate:
    """One component of the model in a series.

    Attributes
    ----------
    region : int
    name, species : str
    unknown : int
        Of its area among those of a level.
    stays : str
        Why it stays whatever the data say; empty if it need not.
    gain : float
        What chi-square rises without it.
    """

    region: int
    name: str
    species: str
    unknown: int
    stays: str = ""
    gain: float = math.nan


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A series without the components that its data do not support.

    Attributes
    ----------
    problem : SeriesProblem
    outcome : Outcome
    states : tuple of SeriesState
    tried : dict of int to FloatArray, shape (L,)
        By unknown of a dropped area, what it was at each level when it was tried.
    """

    problem: SeriesProblem
    outcome: Outcome
    states: tuple[SeriesState, ...] = ()
    tried: dict[int, FloatArray] = field(default_factory=dict)


def weigh(
    problem: SeriesProblem,
    outcome: Outcome,
    model: PeakModel,
    keep: Sequence[str],
    minimize: Minimize,
) -> Weighed:
    """Return the series without what its data do not support.

    Parameters
    ----------
    problem : SeriesProblem
        At its minimum, with all components.
    outcome : Outcome
    model : PeakModel
        Its reference line stays.
    keep : sequence of str
        Components that stay, ``"C-O"`` or ``"O 1s C-O"``; with ``"all"`` none is
        weighed.
    minimize : callable
        Finds the minimum of a problem from given slots.

    Returns
    -------
    Weighed
        The weakest go first, and chi-square is minimised again after each.
    """
    candidates = _candidates(problem, model, keep)
    if ALL in keep or not outcome.converged:
        return Weighed(problem, outcome)
    errors = linear_errors(problem, outcome.slots)
    if errors is None:
        return Weighed(problem, outcome)
    first = sigmas = errors.sigmas(problem.state.linear)
    _note_shown(candidates, sigmas, problem)
    dropped: list[Candidate] = []
    tried: dict[int, FloatArray] = {}
    while (weak := _weakest(candidates, sigmas, problem)) is not None:
        areas = problem.state.linear[:, weak.unknown].copy()
        less, lower = _without(problem, outcome, weak, minimize)
        weak.gain = lower.cost - _cost(problem, outcome)
        if not lower.outcome.converged or weak.gain > _chance(weak, problem):
            weak.stays = SUPPORTED
            continue
        candidates = [c for c in candidates if c is not weak]
        dropped.append(weak)
        tried[weak.unknown] = areas
        problem, outcome = less, lower.outcome
        now = linear_errors(problem, outcome.slots)
        sigmas = sigmas if now is None else now.sigmas(problem.state.linear)
    states = [_state(c, first, problem, kept=True) for c in candidates]
    states += [_state(c, first, problem, kept=False) for c in dropped]
    return Weighed(problem, outcome, tuple(states), tried)


def sentences(states: Sequence[SeriesState]) -> list[str]:
    """Return a sentence for every component that was dropped."""
    return [
        f"{s.region} {s.component} was dropped for the whole series: no level shows it "
        f"(at most {s.largest_sigmas:.1f} standard errors), and chi-square rises by "
        f"{s.delta_chi_square:.1f} only without it; --keep "
        f"'{s.region} {s.component}' keeps it"
        for s in states
        if not s.kept
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    outcome: Outcome
    cost: float


def _candidates(
    problem: SeriesProblem, model: PeakModel, keep: Sequence[str]
) -> list[Candidate]:
    """Return the components whose areas are unknowns of their own."""
    layout = problem.layout
    unknown = {slot: k for k, slot in enumerate(layout.unknowns)}
    found: list[Candidate] = []
    for number, region in enumerate(layout.regions):
        needed = needed_by_model(region.model)
        own = layout.slots.all[region.place]
        places = [i for i, s in enumerate(own) if s.quantity == AREA]
        for i, component in zip(places, region.model.components, strict=True):
            k = unknown.get(region.place.start + i)
            if k is None:
                continue
            stays = needed.get(component.name, "")
            if {component.name, f"{region.name} {component.name}"} & set(keep):
                stays = ASKED_FOR
            line = model.reference
            if line is not None and (line.region, line.component) == (
                region.name,
                component.name,
            ):
                stays = REFERENCE
            found.append(Candidate(number, component.name, component.species, k, stays))
    return found


def _note_shown(
    candidates: Sequence[Candidate], sigmas: FloatArray, problem: SeriesProblem
) -> None:
    """Let stay what another core level shows beyond doubt."""
    shown: dict[str, set[int]] = {}
    for one in candidates:
        if sigmas[:, one.unknown].max() > _detected(one, problem):
            for part in one.species.split("/"):
                shown.setdefault(part, set()).add(one.region)
    for one in candidates:
        regions = {
            region
            for part in one.species.split("/")
            for region in shown.get(part, ())
            if region != one.region
        }
        if regions and not one.stays:
            names = sorted(problem.layout.regions[r].name for r in regions)
            one.stays = f"its species is shown by {' and '.join(names)}"


def _levels(one: Candidate, problem: SeriesProblem) -> int:
    return max(int(problem.present[:, one.region].sum()), 1)


def _detected(one: Candidate, problem: SeriesProblem) -> float:
    """Return what one level must show, in standard errors, among so many levels."""
    chance = 1.0 - float(ndtr(DETECTION))
    return float(-ndtri(chance / _levels(one, problem)))


def _chance(one: Candidate, problem: SeriesProblem) -> float:
    """Return the gain in chi-square up to which it is chance."""
    levels, shared = _levels(one, problem), _shared_count(one, problem)
    mean, variance = 0.5 * levels + shared, 1.25 * levels + 2.0 * shared
    return mean + DETECTION * math.sqrt(variance)


def _shared_count(one: Candidate, problem: SeriesProblem) -> int:
    """Return how many shared quantities a component brings."""
    name = problem.layout.regions[one.region].name
    return sum(
        slot.part == name and slot.owner == one.name and slot.free
        for slot in problem.layout.shared_slots.all
    )


def _weakest(
    candidates: Sequence[Candidate], sigmas: FloatArray, problem: SeriesProblem
) -> Candidate | None:
    """Return the one with the smallest gain of those that nothing supports yet."""
    weak: list[tuple[float, str, Candidate]] = []
    for one in candidates:
        own = np.maximum(sigmas[:, one.unknown], 0.0)
        gain = float(own @ own)
        if not one.stays and (
            own.max() <= _detected(one, problem) and gain <= _chance(one, problem)
        ):
            weak.append((gain, one.name, one))
    return min(weak, key=lambda entry: entry[:2])[2] if weak else None


def _cost(problem: SeriesProblem, outcome: Outcome) -> float:
    rows, _ = problem.evaluate(outcome.slots.values())
    return float(rows @ rows)


def _without(
    problem: SeriesProblem, outcome: Outcome, one: Candidate, minimize: Minimize
) -> tuple[SeriesProblem, _Trial]:
    """Return the series with one area held at zero at every level."""
    usable = problem.usable.copy()
    usable[:, one.unknown] = False
    state = copy.deepcopy(problem.state)
    state.linear[:, one.unknown] = 0.0
    less = problem.again(usable=usable, state=state)
    found = minimize(less, outcome.slots)
    return less, _Trial(found, _cost(less, found))


def _state(
    one: Candidate, sigmas: FloatArray, problem: SeriesProblem, *, kept: bool
) -> SeriesState:
    own = sigmas[:, one.unknown]
    gain = one.gain
    if math.isnan(gain):
        gain = float(np.sum(np.maximum(own, 0.0) ** 2))
    reason = one.stays or SUPPORTED
    return SeriesState(
        region=problem.layout.regions[one.region].name,
        component=one.name,
        kept=kept,
        delta_chi_square=gain,
        largest_sigmas=float(own.max(initial=0.0)),
        levels_present=int((own >= DETECTION).sum()),
        reason=reason if kept else "no level shows it, nor all of them together",
    )
