"""From the spectra of a series to the minimum: start, search, noise."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.errors import FitError
from xpsfit.fit.drift import JITTER_EV
from xpsfit.fit.problem import Outcome
from xpsfit.fit.search import TOLERANCE
from xpsfit.fit.series.cuts import Cuts, cut
from xpsfit.fit.series.layout import SeriesLayout, lay_out
from xpsfit.fit.series.misfit import DESCRIBED, misfit
from xpsfit.fit.series.noise import renewed
from xpsfit.fit.series.presence import weigh
from xpsfit.fit.series.problem import SeriesProblem
from xpsfit.fit.series.scales import HELD_EV, carried_on, first_scales, reconsidered
from xpsfit.fit.series.signed import with_signed_areas
from xpsfit.fit.series.start import rough_shifts
from xpsfit.fit.series.state import LevelState
from xpsfit.fit.settle import NO_INFLUENCE, settle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.series.result import SeriesState
    from xpsfit.fit.slots import Slots
    from xpsfit.model.types import PeakModel
    from xpsfit.spectrum import Spectrum

MOST_ROUNDS = 20
# The tolerance of a search that another one follows, with the noise of its curves.
ROUGHLY = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class SeriesData:
    """The spectra of a series that are to be fitted together.

    Attributes
    ----------
    levels : int
        How many there are.
    spectra : dict of str to (dict of int to Spectrum)
        By core level and number of the level; what was not measured is missing.
    first_shift_ev : float
        Scale of the model minus measured scale at the first level.
    moves : bool
        Whether each level has a shift of its own, or all have that of the first.
    held : bool
        Whether energies are not to move at all, nor those of one region.
    divisors : dict of str to float or None
        What makes atoms of areas. None lets species tie nothing.
    drift : tuple of str
        What may drift smoothly, of `xpsfit.fit.series.drifting.DRIFTING`.
    keep : tuple of str
        Components that stay whatever the data say, ``"all"`` for all of them.
    jitter_ev : float
        One region against another at one level, one standard deviation.
    """

    levels: int
    spectra: Mapping[str, Mapping[int, Spectrum]]
    first_shift_ev: float
    moves: bool = True
    held: bool = False
    divisors: Mapping[str, float] | None = None
    jitter_ev: float = JITTER_EV
    keep: Sequence[str] = ("all",)
    drift: Sequence[str] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The minimum of a series.

    Attributes
    ----------
    problem : SeriesProblem
        Its state at the minimum.
    outcome : Outcome
        Of the shared quantities.
    cuts : Cuts
        What was fitted, and what could not be.
    states : tuple of SeriesState
        Which components the series supports; empty where none was weighed.
    tried : dict of int to FloatArray, shape (L,)
        By unknown of a dropped area, what it was at each level when it was tried.
    """

    problem: SeriesProblem
    outcome: Outcome
    cuts: Cuts
    states: tuple[SeriesState, ...] = ()
    tried: Mapping[int, FloatArray] = field(default_factory=dict)


def solve(data: SeriesData, model: PeakModel) -> Solution:
    """Return the minimum of a whole series.

    Parameters
    ----------
    data : SeriesData
    model : PeakModel

    Raises
    ------
    FitError
        If no spectrum of the series can be fitted, or ties of the model do not suit a
        joint fit.
    """
    names = [r.region for r in model.regions if data.spectra.get(r.region)]
    layout = lay_out(names, model, data.divisors, (data.levels, data.drift))
    shifts = np.full(data.levels, data.first_shift_ev)
    cuts = cut(layout, data.spectra, shifts)
    if not any(cuts.regions):
        raise FitError(next(iter(cuts.failures.values()), "no region to be fitted"))
    if data.moves and not data.held and data.levels > 1:
        rough = rough_shifts(
            layout,
            cuts.sheets(),
            layout.slots.values(),
            data.first_shift_ev,
            data.levels,
        )
        shifts[1:] = rough[1:]
        cuts = cut(layout, data.spectra, shifts)
    problem = _problem(layout, cuts, data, shifts)
    outcome = _minimum(problem, layout.shared_slots, ROUGHLY)
    problem, outcome = _with_misfit(problem, outcome)
    problem, outcome = _with_agreed_scales(problem, outcome)
    found = _with_settled_noise(problem, outcome, cuts)
    weighed = weigh(found.problem, found.outcome, model, data.keep, _minimum)
    problem, outcome = with_signed_areas(weighed.problem, weighed.outcome, _minimum)
    return replace(
        found,
        problem=problem,
        outcome=outcome,
        states=weighed.states,
        tried=weighed.tried,
    )


def _problem(
    layout: SeriesLayout, cuts: Cuts, data: SeriesData, shifts: FloatArray
) -> SeriesProblem:
    count, regions = data.levels, len(layout.regions)
    usable = _usable(layout, cuts, count)
    state = LevelState(
        np.zeros(usable.shape),
        np.zeros(usable.shape, dtype=np.int8),
        np.repeat(shifts[:, None], regions, axis=1),
        shifts.copy(),
    )
    present = np.array(
        [[level in own for own in cuts.regions] for level in range(count)]
    )
    scales = first_scales(
        present,
        data.first_shift_ev,
        HELD_EV if data.held else data.jitter_ev,
        moves=data.moves and not data.held,
    )
    state.shift_ev[~scales.moves] = data.first_shift_ev
    return SeriesProblem(layout, cuts.sheets(), scales, usable, state)


def _usable(layout: SeriesLayout, cuts: Cuts, count: int) -> npt.NDArray[np.bool_]:
    """Return which linear unknowns the spectra of each level can tell.

    An amount whose areas are a sum of those of others there is left out.
    """
    usable = np.zeros((count, len(layout.unknowns)), np.bool_)
    seen: dict[tuple[bool, ...], npt.NDArray[np.bool_]] = {}
    for level in range(count):
        pattern = tuple(level in cuts for cuts in cuts.regions)
        if pattern not in seen:
            seen[pattern] = _told_apart(layout, pattern)
        usable[level] = seen[pattern]
    return usable


def _told_apart(
    layout: SeriesLayout, pattern: tuple[bool, ...]
) -> npt.NDArray[np.bool_]:
    rows = [np.zeros((0, len(layout.unknowns)))]
    for region, measured in zip(layout.regions, pattern, strict=True):
        if measured:
            row = np.zeros((region.linear.size, len(layout.unknowns)))
            row[:, region.own] = region.mixing
            rows.append(row)
    whole = np.vstack(rows)
    found = np.zeros(len(layout.unknowns), np.bool_)
    basis: list[FloatArray] = []
    for k in range(found.size):
        vector = whole[:, k].copy()
        length = float(np.linalg.norm(vector))
        if length == 0.0:
            continue
        vector /= length
        for known in basis:
            vector -= float(known @ vector) * known
        rest = float(np.linalg.norm(vector))
        if rest > 1e-8:
            basis.append(vector / rest)
            found[k] = True
    return found


def _minimum(
    problem: SeriesProblem, slots: Slots, tolerance: float = TOLERANCE
) -> Outcome:
    """Return the minimum, what has no effect on any level held."""
    outcome = settle(problem, slots, tolerance)
    return replace(outcome, slots=_without_influence(problem, outcome.slots))


def _without_influence(problem: SeriesProblem, slots: Slots) -> Slots:
    """Hold shared quantities that neither the data nor the prior see."""
    free = slots.free()
    _, jacobian = problem.evaluate(slots.values())
    seen = np.abs(jacobian @ slots.matrix(free)).max(axis=0, initial=0.0)
    for i, size in zip(free, seen, strict=True):
        if size == 0.0:
            slots = slots.changed(i, free=False, note=NO_INFLUENCE)
    return slots


def _with_misfit(
    problem: SeriesProblem, outcome: Outcome
) -> tuple[SeriesProblem, Outcome]:
    """Return the minimum in which no line moves to mend a shape of its region."""
    reduced = misfit(problem, outcome.slots.values())
    if reduced.max() < DESCRIBED:
        return problem, outcome
    larger = np.sqrt(np.where(reduced < DESCRIBED, 1.0, reduced))
    state = problem.state
    state.displacement_ev[:] = state.shift_ev[:, None]
    problem = problem.again(scales=problem.scales.with_misfit(larger))
    return problem, _minimum(problem, outcome.slots, ROUGHLY)


def _with_agreed_scales(
    problem: SeriesProblem, outcome: Outcome
) -> tuple[SeriesProblem, Outcome]:
    """Return the minimum in which only regions that agree say where the scale is."""
    seen = {problem.scales.apart.tobytes()}
    tried: set[int] = set()
    for _ in range(MOST_ROUNDS):
        problem.condensed(outcome.slots.values())
        scales = reconsidered(problem.scales, problem.state, problem.present, tried)
        if scales.apart.tobytes() in seen:
            break
        seen.add(scales.apart.tobytes())
        problem = problem.again(scales=scales)
        outcome = _minimum(problem, outcome.slots, ROUGHLY)
    scales = carried_on(problem.scales, problem.state)
    if not np.allclose(scales.expected_ev, problem.scales.expected_ev, atol=1e-6):
        problem = problem.again(scales=scales)
        outcome = _minimum(problem, outcome.slots, ROUGHLY)
    return problem, outcome


def _with_settled_noise(
    problem: SeriesProblem, outcome: Outcome, cuts: Cuts
) -> Solution:
    for round_ in range(MOST_ROUNDS):
        values = outcome.slots.values()
        problem.condensed(values)
        sheets = renewed(problem, values, first=round_ == 0)
        if sheets is None and round_ > 0:
            carried_on(problem.scales, problem.state)
            return Solution(problem, outcome, cuts)
        problem = problem.again(sheets=sheets)
        outcome = _minimum(problem, outcome.slots)
    message = f"the noise from the fitted curves did not settle ({outcome.message})"
    return Solution(problem, Outcome(outcome.slots, False, message), cuts)
