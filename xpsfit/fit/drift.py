"""How the energy scale moves through a sputter series.

Charging and surface potential change while material is removed, and then every region
of a level moves by the same amount. A chemical change moves lines of one region. So
each region is compared with its own past, not with the library, whose error would be
taken for a movement; the regions then vote, and one that stands apart is left out.

For a region the displacements of its lines at a level are

    z_i = e_i - d + j        e_i  the line against the library, constant in the series
                             d    the movement of the scale since the first level
                             j    the region's own jitter

The e_i are learned level by level (a Kalman filter: Gelman et al., Bayesian Data
Analysis, 2013, chapter 14; Kalman, J. Basic Eng. 82, 35, 1960), starting from the
spread of the library. Nothing is learned from a region whose vote was not counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xpsfit.fit.sighting import Sighting, anchors, sighting
from xpsfit.model.types import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.result import FitResult
    from xpsfit.model.types import PeakModel, RegionModel

# One standard deviation of what the scale may move from level to level: a movement
# above it is worth a warning.
STEP_EV = 0.2
# A region that sees the step no better than this has no vote.
DIM_EV = 0.1
# One region against another at one level, the same as in the shipped models.
JITTER_EV = 0.05
# What a position is known to where the model does not say.
UNKNOWN_EV = 1.0
# Regions further from the rest than this many standard deviations have no vote.
APART = 2.5
FEWEST_VOTES = 2
# Room for a movement that has not been seen yet.
LOOSE_EV = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What a series has taught about the lines of one region.

    Attributes
    ----------
    mean : FloatArray, shape (n,)
        Displacements from the library on the scale of the first level, eV.
    covariance : FloatArray, shape (n, n)
    """

    mean: FloatArray
    covariance: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """Where the energy scale of a level stands against the first level.

    Attributes
    ----------
    moved_ev : float
        To be added to the shift of the first level.
    stderr_ev : float
    agreeing, apart : tuple of str
        Regions that were counted, and regions that moved by another amount.
    lines : dict of str to Lines
    """

    moved_ev: float = 0.0
    stderr_ev: float = 0.0
    agreeing: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    lines: Mapping[str, Lines] = field(default_factory=dict[str, Lines])


def loosened(model: PeakModel) -> PeakModel:
    """Return `model` with room for a movement of the scale common to a region.

    Separations and widths keep their prior; bounds of positions are widened.
    """
    return replace(model, regions=tuple(_loosened(r) for r in model.regions))


def first_drift(fits: Sequence[FitResult], shift_ev: float) -> Drift:
    """Return the state after the first level, which defines the scale."""
    return _taught(Drift(), fits, shift_ev, 0.0)


def next_drift(
    before: Drift,
    fits: Sequence[FitResult],
    first_shift_ev: float,
    fitted_at_ev: float,
) -> Drift:
    """Return where the scale of the next level stands.

    Parameters
    ----------
    before : Drift
        Of the level before.
    fits : sequence of FitResult
        Of this level, with a `loosened` model.
    first_shift_ev, fitted_at_ev : float
        Calibrated minus measured energy: at the first level, and in `fits`.

    Returns
    -------
    Drift
        Unmoved where fewer than two regions determine a movement and agree on it.
    """
    ahead_ev = fitted_at_ev - first_shift_ev - before.moved_ev
    votes: dict[str, _Vote] = {}
    for fit in fits:
        lines = before.lines.get(fit.region.name) or _untaught(fit.model)
        vote = _vote(sighting(fit, fitted_at_ev), lines)
        if vote.variance < DIM_EV**2:
            votes[fit.region.name] = vote._replace(step_ev=vote.step_ev + ahead_ev)
    kept = _agreeing(votes)
    if not kept:
        return replace(before, agreeing=(), apart=())
    apart = tuple(name for name in votes if name not in kept)
    prior = _Vote(0.0, before.stderr_ev**2 + STEP_EV**2)
    step = _mean([prior, *(votes[name] for name in kept)])
    now = Drift(
        before.moved_ev + step.step_ev,
        math.sqrt(step.variance),
        kept,
        apart,
        before.lines,
    )
    counted = [fit for fit in fits if fit.region.name not in apart]
    return _taught(now, counted, fitted_at_ev, step.step_ev - ahead_ev)


class _Vote(NamedTuple):
    """A step of the scale as one region sees it, eV, and its variance."""

    step_ev: float
    variance: float


def _vote(seen: Sighting, lines: Lines) -> _Vote:
    """Return the step that lays the lines of a region where they have been so far."""
    size = seen.pull.size
    # (S + 1/L)^-1 = (1 + L S)^-1 L holds where L, the data, is singular as well.
    gain = np.linalg.inv(np.eye(size) + seen.information @ lines.covariance)
    information = float(np.sum(gain @ seen.information))
    if information <= 0.0:
        return _Vote(0.0, math.inf)
    pull = float(np.sum(gain @ (seen.pull - seen.information @ lines.mean)))
    return _Vote(-pull / information, 1.0 / information + JITTER_EV**2)


def _agreeing(votes: Mapping[str, _Vote]) -> tuple[str, ...]:
    """Return the regions left when those that stand apart have gone, worst first."""
    kept = dict(votes)
    while len(kept) >= FEWEST_VOTES:
        distance = {
            name: _distance(vote, [v for other, v in kept.items() if other != name])
            for name, vote in kept.items()
        }
        worst = max(distance, key=lambda name: distance[name])
        if distance[worst] <= APART:
            return tuple(kept)
        del kept[worst]
    return ()


def _distance(vote: _Vote, others: Sequence[_Vote]) -> float:
    rest = _mean(others)
    spread = math.sqrt(vote.variance + rest.variance)
    return abs(vote.step_ev - rest.step_ev) / spread


def _mean(votes: Sequence[_Vote]) -> _Vote:
    weight = sum(1.0 / vote.variance for vote in votes)
    total = sum(vote.step_ev / vote.variance for vote in votes)
    return _Vote(total / weight, 1.0 / weight)


def _taught(
    drift: Drift, fits: Sequence[FitResult], shift_ev: float, step_ev: float
) -> Drift:
    """Return `drift` with what these fits say about the lines of their regions."""
    lines = dict(drift.lines)
    common = JITTER_EV**2 + drift.stderr_ev**2
    for fit in fits:
        name = fit.region.name
        seen = _freed(sighting(fit, shift_ev), step_ev, common)
        known = lines.get(name) or _untaught(fit.model)
        covariance = np.linalg.solve(
            np.eye(seen.pull.size) + known.covariance @ seen.information,
            known.covariance,
        )
        mean = known.mean + covariance @ (seen.pull - seen.information @ known.mean)
        lines[name] = Lines(mean, (covariance + covariance.T) / 2.0)
    return replace(drift, lines=lines)


def _freed(seen: Sighting, step_ev: float, common: float) -> Sighting:
    """Return a sighting moved by the step, with a common displacement left open."""
    each = seen.information.sum(axis=1)
    pull = seen.pull + each * step_ev
    shared = each / (1.0 / common + each.sum())
    return Sighting(
        seen.information - np.outer(shared, each), pull - shared * pull.sum()
    )


def _untaught(model: RegionModel) -> Lines:
    spread = [
        p.spread if math.isfinite(p.spread) else UNKNOWN_EV
        for p in anchors(model).values()
    ]
    return Lines(np.zeros(len(spread)), np.diag(np.square(spread)))


def _loosened(model: RegionModel) -> RegionModel:
    return replace(
        model,
        shift_spread_ev=math.hypot(model.shift_spread_ev, STEP_EV),
        components=tuple(
            replace(c, center_ev=_widened(c.center_ev))
            if isinstance(c.center_ev, Parameter) and c.center_ev.vary
            else c
            for c in model.components
        ),
    )


def _widened(center: Parameter) -> Parameter:
    return replace(
        center, minimum=center.minimum - LOOSE_EV, maximum=center.maximum + LOOSE_EV
    )
