"""The search for a step: its rows as a function of position, width and asymmetry.

Plateaus, and their slopes where wanted, are linear and solved exactly at every step of
the search (variable projection, as in `xpsfit.fit.search`).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.depth.steps import erf_slopes, erf_step, logistic_slopes, logistic_step
from xpsfit.fit.ranges import Ranges
from xpsfit.fit.slots import Slot

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.interface import StepChoice

GRID_POSITIONS, GRID_WIDTHS = 25, 12
# In units of 1 over the width parameter: beyond this one end of the step is a corner.
MOST_ASYMMETRIC = 2.0


class StepProblem:
    """A step to be fitted to a profile, on an abscissa from 0 to 1.

    Parameters
    ----------
    x, y, sigma : FloatArray, shape (n,)
        Rising abscissa, values, standard errors above 0.
    choice : StepChoice
    """

    def __init__(
        self, x: FloatArray, y: FloatArray, sigma: FloatArray, choice: StepChoice
    ) -> None:
        self.zero, self.span = float(x[0]), float(x[-1] - x[0])
        self.x = (x - self.zero) / self.span
        self.y, self.sigma = y / sigma, sigma
        self.choice = choice
        self.narrowest = 0.05 * float(np.diff(self.x).min())
        searched = [
            Slot("step", "position", 0.0, 0.0, 1.0),
            Slot("step", "log_width", 0.0, math.log(self.narrowest), 0.0),
        ]
        if choice.form == "logistic":
            ends = -MOST_ASYMMETRIC, MOST_ASYMMETRIC
            searched.append(Slot("step", "asymmetry", 0.0, *ends))
        self._ranges = Ranges(searched)
        self._latest = np.zeros(len(searched))

    def start(self) -> FloatArray:
        """Return the coordinates of what is searched, the best of a grid."""
        widths = np.geomspace(2.0 * self.narrowest, 0.5, GRID_WIDTHS)
        positions = np.linspace(0.02, 0.98, GRID_POSITIONS)
        grid = np.array([(at, width) for at in positions for width in widths])
        position, width = grid[int(np.argmax(self._explained(*grid.T[..., None])))]
        found = np.array([position, math.log(width), 0.01])
        return self._ranges.coordinates(found[: self._latest.size])

    def latest(self) -> FloatArray:
        """Return the coordinates at which the residual was asked for last."""
        return self._latest

    def searched(self) -> FloatArray:
        """Return the position, logarithm of the width, and asymmetry there."""
        return self._ranges.values(self._latest)

    def _shape(self, searched: FloatArray) -> FloatArray:
        """Return the step from 0 to 1."""
        position, width = searched[0], math.exp(searched[1])
        if self.choice.form == "erf":
            return erf_step(self.x, position, width)
        return logistic_step(self.x, position, width, searched[2] / width)

    def _slopes(self, searched: FloatArray) -> tuple[FloatArray, ...]:
        """Return the derivatives of the step by what is searched."""
        position, width = searched[0], math.exp(searched[1])
        if self.choice.form == "erf":
            return erf_slopes(self.x, position, width)
        return logistic_slopes(self.x, position, width, searched[2] / width)

    def columns(self, searched: FloatArray) -> FloatArray:
        """Return what the plateaus multiply, over sigma, shape (n, 2 or 4)."""
        return self._beside(self._shape(searched), searched[0])

    def _beside(self, step: FloatArray, position: float | FloatArray) -> FloatArray:
        """Return what the plateaus of steps multiply, on a new last axis."""
        columns = [1.0 - step, step]
        if self.choice.slopes:
            columns += [(self.x - position) * c for c in columns]
        return np.asarray(np.stack(columns, axis=-1) / self.sigma[:, None])

    def residual(self, coordinates: FloatArray) -> FloatArray:
        """Return what is left over sigma, the plateaus at their best."""
        self._latest = coordinates.copy()
        columns = self.columns(self._ranges.values(coordinates))
        plateaus = solved(columns, self.y)
        return np.asarray(columns @ plateaus - self.y)

    def jacobian(self, coordinates: FloatArray) -> FloatArray:
        """Return its derivative less what the plateaus could take over (Kaufman)."""
        searched = self._ranges.values(coordinates)
        columns = self.columns(searched)
        plateaus = solved(columns, self.y)
        moved = self.moved(searched, plateaus) * self._ranges.rates(coordinates)
        return np.asarray(moved - columns @ solved(columns, moved))

    def moved(self, searched: FloatArray, plateaus: FloatArray) -> FloatArray:
        """Return the derivative of the curve by what is searched, over sigma."""
        rise = plateaus[1] - plateaus[0]
        if self.choice.slopes:
            rise = rise + (plateaus[3] - plateaus[2]) * (self.x - searched[0])
        moved = np.array([rise * slope for slope in self._slopes(searched)]).T
        if self.choice.slopes:
            step = self._shape(searched)
            moved[:, 0] -= plateaus[2] * (1.0 - step) + plateaus[3] * step
        return np.asarray(moved / self.sigma[:, None])

    def _explained(self, position: FloatArray, width: FloatArray) -> FloatArray:
        """Return how far the best plateaus lower chi-square; both of shape (g, 1)."""
        symmetric = erf_step if self.choice.form == "erf" else logistic_step
        columns = self._beside(symmetric(self.x, position, width), position)
        products = np.einsum("gni,gnj->gij", columns, columns)
        traces = np.trace(products, axis1=1, axis2=2)
        # A step within the first or after the last level leaves a column of zeros.
        products += 1e-9 * traces[:, None, None] * np.eye(columns.shape[2])
        right = np.einsum("gni,n->gi", columns, self.y)
        plateaus = np.linalg.solve(products, right[..., None])[..., 0]
        return np.asarray(np.sum(right * plateaus, axis=1))


def solved(columns: FloatArray, right: FloatArray) -> FloatArray:
    """Return the least-squares solution, the shortest where columns leave it open."""
    return np.asarray(np.linalg.lstsq(columns, right, rcond=None)[0], dtype=np.float64)
