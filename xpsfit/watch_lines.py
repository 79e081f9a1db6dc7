"""Lines that show how the energy scale of a series moves, and their positions.

Of each core level with a peak model: the line of metals and of Li2O where they are
known well enough, and the line that most levels determine. Of one without a model: the
top of its peak. Where each level has a fit of its own, nothing here leans on the
library (`xpsfit.fit.unaided`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import FloatArray, frozen
from xpsfit.fit.unaided import LinePosition, unaided_positions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xpsfit.fit.result import FitResult
    from xpsfit.results import IntegratedArea, LevelResult, SampleResult

WELL_KNOWN_EV = 0.1
"""A position with a larger error shows no movement worth a look."""
FAVORED = frozenset({"Li2O", "Al metal", "Li metal"})
"""Species that a reader looks for first: inert ones, and grounded metals."""
FEWEST_LEVELS = 2
TOP_SHARE, FEWEST_POINTS, SMOOTHED_POINTS = 0.7, 5, 5


@dataclass(frozen=True, slots=True, eq=False)
class WatchLine:
    """One line through a series; NaN where a level does not determine it.

    Attributes
    ----------
    name : str
        ``"O 1s Li2O"``, or ``"In 3d5/2 maximum"`` where there is no peak model.
    region : str
    measured_ev, stderr_ev : FloatArray, shape (levels,)
        Binding energy as measured, with one standard error.
    calibrated_ev, calibrated_stderr_ev : FloatArray, shape (levels,)
        After the charge shift of each level, whose error is in the second.
    """

    name: str
    region: str
    measured_ev: FloatArray
    stderr_ev: FloatArray
    calibrated_ev: FloatArray
    calibrated_stderr_ev: FloatArray


def watch_lines(result: SampleResult) -> tuple[WatchLine, ...]:
    """Return the watch lines of a series, in the order of its core levels."""
    linked = result.series is not None
    seen = [_positions(level, linked=linked) for level in result.levels]
    shift = np.array([level.charge.shift_ev for level in result.levels])
    error = np.array([level.charge.stderr_ev or 0.0 for level in result.levels])
    lines = []
    for region, names in _chosen(seen).items():
        # Where the lines of a region move as one, one of them shows it.
        for name in sorted(names, key=_is_favored)[-1:] if linked else names:
            own = [level.get(region, {}).get(name) for level in seen]
            measured = np.array([p.measured_ev if p else np.nan for p in own])
            stderr = np.array([p.stderr_ev if p else np.nan for p in own])
            lines.append(
                WatchLine(
                    name=name,
                    region=region,
                    measured_ev=frozen(measured),
                    stderr_ev=frozen(stderr),
                    calibrated_ev=frozen(measured + shift),
                    calibrated_stderr_ev=frozen(np.hypot(stderr, error)),
                )
            )
    return tuple(lines)


Seen = dict[str, dict[str, LinePosition]]


def _positions(level: LevelResult, *, linked: bool) -> Seen:
    """Return the well-known positions of a level by region and line."""
    found: Seen = {}
    for fit in level.fits:
        present = {c.name for c in fit.components if c.presence == "present"}
        positions = _linked_positions(fit) if linked else unaided_positions(fit)
        found[fit.region.name] = {
            position.line: position
            for name, position in positions.items()
            if name in present and position.stderr_ev <= WELL_KNOWN_EV
        }
    for area in level.integrated:
        top = peak_top(area)
        found[area.region.name] = {top.line: top} if top is not None else {}
    return found


def _linked_positions(fit: FitResult) -> dict[str, LinePosition]:
    """Return positions by component where all levels were fitted together.

    There a line has one position, and each level moves its region by what the data of
    the level say; the lines of a region therefore move as one.
    """
    return {
        component.name: LinePosition(
            line=f"{fit.region.name} {component.name}",
            measured_ev=component.center_ev,
            stderr_ev=component.center_ev_stderr,
        )
        for component in fit.components
        if component.center_ev_stderr is not None
    }


def _chosen(seen: Sequence[Seen]) -> dict[str, list[str]]:
    """Return the lines to watch of each region."""
    counted: dict[str, dict[str, int]] = {}
    for level in seen:
        for region, lines in level.items():
            own = counted.setdefault(region, {})
            for name in lines:
                own[name] = own.get(name, 0) + 1
    return {region: _best(own) for region, own in counted.items()}


def _best(counted: Mapping[str, int]) -> list[str]:
    """Return the favored lines, and the one that most levels determine."""
    enough = {name: n for name, n in counted.items() if n >= FEWEST_LEVELS}
    if not enough:
        return []
    # Of lines that equally many levels determine, the first in order of energy.
    most = max(enough, key=lambda name: enough[name])
    return [n for n in enough if n == most or _is_favored(n)]


def _is_favored(line: str) -> bool:
    """Return whether ``"Al 2p Al metal"`` is a line that a reader looks for first."""
    return line.split(" ", 2)[-1] in FAVORED


def peak_top(area: IntegratedArea) -> LinePosition | None:
    """Return where an integrated peak has its maximum.

    A parabola is laid by weighted least squares on the points above 70 % of the
    maximum, five at least, as ISO 15472 does to calibrate energy scales.

    Parameters
    ----------
    area : IntegratedArea

    Returns
    -------
    LinePosition or None
        None where no peak was found, or too few points make its top.
    """
    if not area.detected:
        return None
    net = area.region.counts_per_s - area.background_cps
    known = np.isfinite(net)
    if np.count_nonzero(known) < FEWEST_POINTS:
        return None
    energy, net = area.region.binding_energy_ev[known], net[known]
    sigma = area.region.sigma_cps[known]
    smooth = np.convolve(net, np.ones(SMOOTHED_POINTS) / SMOOTHED_POINTS, mode="same")
    top = int(np.argmax(smooth))
    low = high = top
    while low > 0 and smooth[low - 1] >= TOP_SHARE * smooth[top]:
        low -= 1
    while high < smooth.size - 1 and smooth[high + 1] >= TOP_SHARE * smooth[top]:
        high += 1
    # Coarse steps leave few points above: five have a top and an error.
    low, high = min(low, top - FEWEST_POINTS // 2), max(high, top + FEWEST_POINTS // 2)
    if low < 0 or high >= smooth.size:
        return None
    part = slice(low, high + 1)
    if not np.all(sigma[part] > 0.0):
        return None
    return _vertex(area, energy[part], net[part], sigma[part])


def _vertex(
    area: IntegratedArea, energy: FloatArray, net: FloatArray, sigma: FloatArray
) -> LinePosition | None:
    middle = float(np.mean(energy))
    terms = np.vander(energy - middle, 3) / sigma[:, None]
    normal = terms.T @ terms
    if np.linalg.matrix_rank(normal) < normal.shape[0]:
        return None
    covariance = np.linalg.inv(normal)
    found = covariance @ (terms.T @ (net / sigma))
    a, b, _ = found
    if a >= 0.0:
        return None
    # Lines are no parabolas: what is left over counts as error.
    left = float(np.sum((net / sigma - terms @ found) ** 2))
    covariance *= max(left / max(energy.size - found.size, 1), 1.0)
    at = -b / (2.0 * a)
    slope = np.array([b / (2.0 * a**2), -1.0 / (2.0 * a), 0.0])
    stderr = float(np.sqrt(slope @ covariance @ slope))
    if stderr > WELL_KNOWN_EV or not energy.min() <= middle + at <= energy.max():
        return None
    return LinePosition(f"{area.region.name} maximum", middle + float(at), stderr)
