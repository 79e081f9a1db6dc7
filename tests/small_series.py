"""A small sputter series of two core levels, and a dense fit of it by scipy alone.

The curve, with its own Gaussian and error function, and the least-squares problem with
every unknown of every level in one vector are the tests' own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import least_squares
from scipy.special import erf

from tests.built_spectra import gaussian
from xpsfit.model.types import (
    BackgroundModel,
    Component,
    Parameter,
    PeakModel,
    RegionModel,
)
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.arrays import FloatArray

    Areas = Mapping[str, tuple[tuple[float, ...], ...]]

ROOT = 2.0 * np.sqrt(np.log(2.0))
TIME_S = 4.0
JITTER_EV, ROOM_EV, SCALE_EV = 0.05, 1.0, 0.25
# Positions on the scale of the model and widths.
LINES = {
    "C 1s": ((283.3, 1.2), (284.8, 1.4)),
    "O 1s": ((528.4, 1.3), (531.1, 1.6)),
}
WINDOWS = {"C 1s": (279.0, 290.0), "O 1s": (524.0, 536.0)}
STEPS = {"C 1s": 0.02, "O 1s": 0.03}
SHIFTS_EV = (0.1, 0.16, 0.05, -0.04)
DISPLACED_EV = {"C 1s": (0.0, 0.03, -0.02, 0.01), "O 1s": (0.02, -0.03, 0.01, 0.0)}
AREAS = {
    "C 1s": ((2000.0, 9000.0), (4000.0, 6000.0), (7000.0, 3000.0), (9000.0, 900.0)),
    "O 1s": ((3000.0, 5000.0), (2500.0, 3500.0), (2500.0, 2000.0), (1500.0, 700.0)),
}


def curve(
    energy: FloatArray,
    lines: FloatArray,
    step: float,
    areas: FloatArray,
    ends: FloatArray,
    displaced_ev: float,
) -> FloatArray:
    """Return counts/s: lines are (position, width), ends offset and slope."""
    middle = (energy[0] + energy[-1]) / 2.0
    total = ends[0] + ends[1] * (energy - middle)
    for (center, width), area in zip(lines, areas, strict=True):
        at = center - displaced_ev
        rise = 0.5 * area * (1.0 + erf(ROOT * (energy - at) / width))
        total = total + gaussian(energy, area, at, width) + step * rise
    return np.asarray(total)


def a_small_model(spread: float = np.inf) -> PeakModel:
    """Return the model, started off its truth; `spread` is that of the positions."""
    regions = []
    for name, lines in LINES.items():
        components = tuple(
            Component(
                f"line {j}",
                "",
                "gaussian",
                Parameter(center + 0.1, center - 1.0, center + 1.0, spread=spread),
                Parameter(1.3, 0.5, 3.0),
            )
            for j, (center, _) in enumerate(lines)
        )
        regions.append(RegionModel(name, *WINDOWS[name], BackgroundModel(), components))
    return PeakModel("small", "", tuple(regions))


def small_series(
    seed: int = 1,
    *,
    without: tuple[tuple[str, int], ...] = (),
    scale: float = 1.0,
    areas: Areas = AREAS,
) -> dict[str, dict[int, Spectrum]]:
    """Return spectra by core level and level; the energies reach past the windows."""
    random = np.random.default_rng(seed)
    found: dict[str, dict[int, Spectrum]] = {}
    for name, (low, high) in WINDOWS.items():
        energy = np.round(np.arange(low - 1.0, high + 1.05, 0.1), 6)
        for level, shift in enumerate(SHIFTS_EV):
            if (name, level) in without:
                continue
            rate = curve(
                energy,
                np.array(LINES[name]),
                STEPS[name],
                scale * np.array(areas[name][level]),
                scale * np.array([2000.0, 10.0]),
                shift + DISPLACED_EV[name][level],
            )
            counts = random.poisson(rate * TIME_S).astype(float)
            found.setdefault(name, {})[level] = Spectrum(
                name, "small", energy, counts, "counts", 1486.69, 50.0, 0.1, 40
            )
    return found


@dataclass(slots=True)
class Dense:
    """All unknowns in one vector, and all rows in one residual."""

    data: Mapping[str, Mapping[int, tuple[FloatArray, FloatArray, FloatArray]]]
    levels: int
    moves: bool = True
    prior_ev: float = np.inf
    areas: Areas = field(default_factory=lambda: AREAS)
    least_area: float = 0.0
    places: dict[tuple[Any, ...], int] = field(default_factory=dict)
    start: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay out the vector."""
        for name in self.data:
            for j, (center, _) in enumerate(LINES[name]):
                self._add(("center", name, j), center)
                self._add(("width", name, j), 1.35)
            self._add(("step", name), 0.02)
        for level in range(self.levels):
            if level and self.moves and not self.alone(level):
                self._add(("shift", level), SHIFTS_EV[0])
            for name in self.data:
                if level in self.data[name]:
                    self._add(("displaced", name, level), SHIFTS_EV[level])
                    for j, area in enumerate(self.areas[name][level]):
                        self._add(("area", name, level, j), area, self.least_area)
                    self._add(("offset", name, level), 2000.0)
                    self._add(("slope", name, level), 0.0)

    def _add(self, key: tuple[Any, ...], start: float, low: float = -np.inf) -> None:
        self.places[key] = len(self.start)
        self.start.append(start)
        self.low.append(low)

    def alone(self, level: int) -> bool:
        """Return whether one region cannot tell its own movement from the scale's."""
        return sum(level in levels for levels in self.data.values()) < 2

    def jitter_ev(self, level: int) -> float:
        """Return how far a region may stand from the shift of its level."""
        room = level and self.moves and self.alone(level)
        return float(np.hypot(JITTER_EV, 0.2)) if room else JITTER_EV

    def shift(self, p: FloatArray, level: int) -> float:
        """Return the shift of a level."""
        place = self.places.get(("shift", level))
        return SHIFTS_EV[0] if place is None else float(p[place])

    def rows(self, p: FloatArray) -> FloatArray:
        """Return all rows, data first."""
        at = self.places
        found, prior, off = [], [], []
        for name, levels in self.data.items():
            lines = np.array(
                [
                    (p[at["center", name, j]], p[at["width", name, j]])
                    for j in range(len(LINES[name]))
                ]
            )
            for level, (energy, rate, sigma) in levels.items():
                displaced = p[at["displaced", name, level]]
                areas = p[[at["area", name, level, j] for j in range(len(lines))]]
                ends = p[[at["offset", name, level], at["slope", name, level]]]
                fitted = curve(
                    energy, lines, p[at["step", name]], areas, ends, displaced
                )
                found.append((fitted - rate) / sigma)
                apart = displaced - self.shift(p, level)
                prior.append(apart / self.jitter_ev(level))
            if np.isfinite(self.prior_ev):
                off += [
                    line[0] - known[0] - 0.1
                    for line, known in zip(lines, LINES[name], strict=True)
                ]
        prior += [
            (self.shift(p, level) - SHIFTS_EV[0]) / ROOM_EV
            for level in range(1, self.levels)
        ]
        if off:
            covariance = self.prior_ev**2 * np.eye(len(off)) + SCALE_EV**2
            prior += np.linalg.solve(np.linalg.cholesky(covariance), off).tolist()
        return np.concatenate([*found, prior])

    def fit(self) -> tuple[FloatArray, FloatArray, float]:
        """Return the minimum, the covariance of all, and chi-square."""
        found = least_squares(
            self.rows,
            self.start,
            bounds=(self.low, np.inf),
            x_scale=np.maximum(np.abs(self.start), 0.01),
            xtol=1e-14,
            ftol=1e-14,
            gtol=1e-14,
            max_nfev=400,
        )
        inverse = np.linalg.inv(found.jac.T @ found.jac)
        return found.x, inverse, 2.0 * float(found.cost)
