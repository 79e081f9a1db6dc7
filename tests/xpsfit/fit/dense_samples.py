"""Two samples of two core levels by dense least squares of the tests' own.

Every quantity of every line is written out by hand as a function of one vector of free
numbers, ties included; scipy minimises, and the covariance is the plain inverse of the
information. Nothing of the library has a part in it but the noise of the data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import least_squares

from tests.built_spectra import gaussian
from tests.xpsfit.fit.joint_cases import CARBON, OXYGEN, a_level, a_model, members
from xpsfit.model import ReferenceLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.joint_parts import Member
    from xpsfit.model import PeakModel, SampleLink

LEVELS = {"C 1s": CARBON, "O 1s": OXYGEN}
LINE = ReferenceLine("C 1s", "C-C", 284.8)
SHIFTS_EV = {"one": 0.0, "two": 0.4}

# By sample, core level and component: area, center as measured, full width.
Lines = dict[tuple[str, str, str], tuple[float, float, float]]


def tied_model(*links: SampleLink) -> PeakModel:
    return replace(a_model(), reference=LINE, shared=links)


def two_samples(
    model: PeakModel, *, guess_ev: float = 0.4, line: ReferenceLine | None = LINE
) -> list[Member]:
    """Return two samples; the second has twice the carbonate, and charges by 0.4 eV."""
    more = {name: dict(peaks) for name, peaks in LEVELS.items()}
    for peaks in more.values():
        area, center, width = peaks["CO3"]
        peaks["CO3"] = (2.0 * area, center, width)
    found = []
    for sample, levels, guess in (("one", LEVELS, 0.0), ("two", more, guess_ev)):
        spectra = [
            a_level(name, peaks, SHIFTS_EV[sample], 3 if sample == "one" else 4)
            for name, peaks in levels.items()
        ]
        fitted = members(replace(model, shared=()), spectra, guess, sample)
        found += [replace(member, line=line) for member in fitted]
    return found


@dataclass(frozen=True)
class Dense:
    """The minimum: lines, and the covariance of all of them in the same order."""

    lines: Lines
    covariance: FloatArray
    chi_square: float

    def stderr(self, sample: str, level: str, name: str) -> FloatArray:
        at = 3 * [*self.lines].index((sample, level, name))
        return np.sqrt(np.diag(self.covariance))[at : at + 3]

    def between(
        self, one: tuple[str, str, str], other: tuple[str, str, str], quantity: int
    ) -> float:
        i, j = (3 * [*self.lines].index(key) + quantity for key in (one, other))
        return float(self.covariance[i, j])


def dense_fit(
    data: list[Member],
    lines_of: Callable[[FloatArray], Lines],
    start: list[float],
    held: tuple[tuple[str, str, str], int, float] | None = None,
) -> Dense:
    """Return the least squares of free numbers, and a straight line per spectrum.

    `held` names a line, which of its three numbers is held, and where.
    """
    size = len(start)

    def residual(free: FloatArray) -> FloatArray:
        lines = lines_of(free[:size])
        rows = []
        for k, member in enumerate(data):
            region = member.fit.region
            energy = np.asarray(region.binding_energy_ev)
            level, slope = free[size + 2 * k : size + 2 * k + 2]
            rate = 2000.0 * level + slope * (energy - energy.mean())
            for (sample, name, _), (area, center, width) in lines.items():
                if (sample, name) == (member.sample, member.level):
                    rate = rate + gaussian(energy, area, center, width)
            rows.append((rate - region.counts_per_s) / region.sigma_cps)
        if held is not None:
            key, quantity, value = held
            rows.append(np.atleast_1d((lines[key][quantity] - value) / (1e-7 * value)))
        return np.concatenate(rows)

    free = np.array([*start, *([1.0, 5.0] * len(data))])
    found = least_squares(
        residual, free, jac="3-point", x_scale=np.abs(free), xtol=1e-15, ftol=1e-15
    )
    inner = np.linalg.inv(found.jac.T @ found.jac)

    def flat(values: FloatArray) -> FloatArray:
        return np.array([x for line in lines_of(values).values() for x in line])

    best = found.x[:size]
    rows = flat(best).size
    slopes = np.zeros((rows, found.x.size))
    for i in range(size):
        step = np.zeros(size)
        step[i] = 1e-4 * abs(best[i])
        slopes[:, i] = (flat(best + step) - flat(best - step)) / (2.0 * step[i])
    return Dense(lines_of(best), slopes @ inner @ slopes.T, 2.0 * float(found.cost))
