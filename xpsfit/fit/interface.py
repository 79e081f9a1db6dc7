"""The fit of a step to a profile: position, width and asymmetry of an interface.

Plateaus, and their slopes where wanted, are linear and solved exactly at every step of
the search (variable projection, as in `xpsfit.fit.search`); lmfit moves position, width
and asymmetry only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from lmfit import Minimizer, Parameters
from scipy.stats import chi2

from xpsfit.depth.steps import erf_step, logistic_ends, logistic_step
from xpsfit.errors import FitError

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.depth.types import StepForm

TOLERANCE = 1e-10
GRID_POSITIONS, GRID_WIDTHS = 25, 12
# In units of 1 over the width parameter: beyond this one end of the step is a corner.
MOST_ASYMMETRIC = 2.0
# A chi-square that chance exceeds less often than this enlarges the errors.
IMPROBABLE = 0.01


@dataclass(frozen=True, slots=True)
class StepChoice:
    """Which step is fitted: its form, and whether its plateaus may slope."""

    form: StepForm
    slopes: bool = False

    @property
    def free(self) -> int:
        """Return the number of parameters."""
        return 4 + (self.form == "logistic") + 2 * self.slopes


CHOICES = (StepChoice("erf"), StepChoice("logistic"))
"""What is chosen from without being asked, the simplest first.

Slopes are left to the user: where few levels stand on a plateau, its slope and the tail
of the step can take each other's place.
"""


@dataclass(frozen=True, slots=True)
class FittedStep:
    """A step fitted to a profile, in the units of its abscissa.

    Attributes
    ----------
    choice : StepChoice
    position, position_stderr : float
        Where it is halfway between its plateaus.
    low, high : float
        Where it reaches 16 and 84 %.
    width, width_stderr : float
        From 16 to 84 %: 2 s for an error function.
    asymmetry, asymmetry_stderr : float or None
        Of a logistic: ends of the width beyond and before the position, their
        difference over their sum.
    q : float or None
        Asymmetry parameter Q of a logistic.
    before, before_stderr, after, after_stderr : float
        Plateaus, at the position where they slope.
    chi_square : float
    points : int
    """

    choice: StepChoice
    position: float
    position_stderr: float
    low: float
    high: float
    width: float
    width_stderr: float
    asymmetry: float | None
    asymmetry_stderr: float | None
    q: float | None
    before: float
    before_stderr: float
    after: float
    after_stderr: float
    chi_square: float
    points: int

    @property
    def reduced_chi_square(self) -> float:
        """Return chi-square per degree of freedom; NaN without any."""
        freedom = self.points - self.choice.free
        return self.chi_square / freedom if freedom > 0 else math.nan

    @property
    def within_errors(self) -> bool:
        """Return whether chance gives as large a chi-square in one of a hundred."""
        freedom = self.points - self.choice.free
        return freedom < 1 or chi2.sf(self.chi_square, freedom) >= IMPROBABLE


def fit_step(
    x: FloatArray, y: FloatArray, sigma: FloatArray, choice: StepChoice
) -> FittedStep:
    """Return the weighted least-squares fit of one step.

    Parameters
    ----------
    x, y, sigma : FloatArray, shape (n,)
        Rising abscissa, values, standard errors above 0.
    choice : StepChoice

    Returns
    -------
    FittedStep
        Standard errors from the covariance of all parameters; where chi-square is
        larger than chance would make it in one of a hundred fits, times the square
        root of the reduced chi-square.

    Raises
    ------
    FitError
        If there are fewer points than parameters, or no minimum is found.
    """
    if x.size < choice.free:
        raise FitError(
            f"{x.size} levels are too few for a step of {choice.free} parameters"
        )
    step = _Step(x, y, sigma, choice)
    parameters = Parameters()
    for name, (value, low, high) in step.start().items():
        parameters.add(name, value, min=low, max=high)
    found = Minimizer(
        lambda p: step.residual([p[name].value for name in p]),
        parameters,
        scale_covar=False,
        calc_covar=False,
        nan_policy="propagate",
    ).leastsq(ftol=TOLERANCE, xtol=TOLERANCE)
    values = [found.params[name].value for name in found.params]
    if not np.isfinite(values).all():
        raise FitError("the fit of the step left the finite numbers")
    return step.fitted(values)


class _Step:
    """One problem, on an abscissa from 0 to 1."""

    def __init__(
        self, x: FloatArray, y: FloatArray, sigma: FloatArray, choice: StepChoice
    ) -> None:
        self.zero, self.span = float(x[0]), float(x[-1] - x[0])
        self.x = (x - self.zero) / self.span
        self.y, self.sigma = y / sigma, sigma
        self.choice = choice
        self.narrowest = 0.05 * float(np.diff(self.x).min())

    def start(self) -> dict[str, tuple[float, float, float]]:
        """Return value and bounds of what is searched, the best of a grid."""
        widths = np.geomspace(2.0 * self.narrowest, 0.5, GRID_WIDTHS)
        positions = np.linspace(0.02, 0.98, GRID_POSITIONS)
        grid = np.array([(at, width) for at in positions for width in widths])
        position, width = grid[int(np.argmax(self._explained(*grid.T[..., None])))]
        found = {
            "position": (float(position), 0.0, 1.0),
            "log_width": (math.log(width), math.log(self.narrowest), 0.0),
        }
        if self.choice.form == "logistic":
            found["asymmetry"] = (0.01, -MOST_ASYMMETRIC, MOST_ASYMMETRIC)
        return found

    def shape(self, searched: list[float] | FloatArray) -> FloatArray:
        """Return the step from 0 to 1."""
        position, width = searched[0], math.exp(searched[1])
        if self.choice.form == "erf":
            return erf_step(self.x, position, width)
        return logistic_step(self.x, position, width, searched[2] / width)

    def _columns(self, searched: list[float] | FloatArray) -> FloatArray:
        """Return what the plateaus multiply, over sigma, shape (n, 2 or 4)."""
        return self._beside(self.shape(searched), searched[0])

    def _beside(self, step: FloatArray, position: float | FloatArray) -> FloatArray:
        """Return what the plateaus of steps multiply, on a new last axis."""
        columns = [1.0 - step, step]
        if self.choice.slopes:
            columns += [(self.x - position) * c for c in columns]
        return np.asarray(np.stack(columns, axis=-1) / self.sigma[:, None])

    def _plateaus(self, searched: list[float] | FloatArray) -> FloatArray:
        columns = self._columns(searched)
        return np.asarray(np.linalg.lstsq(columns, self.y, rcond=None)[0])

    def residual(self, searched: list[float]) -> FloatArray:
        """Return what is left over sigma, the plateaus at their best."""
        columns = self._columns(searched)
        plateaus = np.linalg.lstsq(columns, self.y, rcond=None)[0]
        return np.asarray(columns @ plateaus - self.y)

    def _chi_square(self, searched: list[float]) -> float:
        left = self.residual(searched)
        return float(left @ left)

    def _explained(self, position: FloatArray, width: FloatArray) -> FloatArray:
        """Return how far the best plateaus lower chi-square; both of shape (g, 1)."""
        symmetric = erf_step if self.choice.form == "erf" else logistic_step
        columns = self._beside(symmetric(self.x, position, width), position)
        products = np.einsum("gni,gnj->gij", columns, columns)
        traces = np.trace(products, axis1=1, axis2=2)
        # A step within the first or after the last level leaves a column of zeros.
        products += 1e-9 * traces[:, None, None] * np.eye(columns.shape[2])
        right = np.einsum("gni,n->gi", columns, self.y)
        solved = np.linalg.solve(products, right[..., None])[..., 0]
        return np.asarray(np.sum(right * solved, axis=1))

    def fitted(self, searched: list[float]) -> FittedStep:
        """Return the step at a minimum, with errors."""
        plateaus = self._plateaus(searched)
        whole = np.array([*searched, *plateaus])
        chi_square = self._chi_square(searched)
        covariance = self._covariance(whole) * self._enlarged(chi_square)
        errors = np.sqrt(np.diag(covariance))
        first = len(searched)
        low, high, asymmetry = self._ends(np.array(searched))
        width_error, asymmetry_error = self._end_errors(
            np.array(searched), covariance[:first, :first]
        )
        logistic = self.choice.form == "logistic"
        q = searched[2] / math.exp(searched[1]) / self.span if logistic else None
        return FittedStep(
            self.choice,
            position=self.zero + self.span * searched[0],
            position_stderr=self.span * float(errors[0]),
            low=self.zero + self.span * (searched[0] + low),
            high=self.zero + self.span * (searched[0] + high),
            width=self.span * (high - low),
            width_stderr=self.span * width_error,
            asymmetry=asymmetry if logistic else None,
            asymmetry_stderr=asymmetry_error if logistic else None,
            q=q,
            before=float(plateaus[0]),
            before_stderr=float(errors[first]),
            after=float(plateaus[1]),
            after_stderr=float(errors[first + 1]),
            chi_square=chi_square,
            points=self.x.size,
        )

    def _enlarged(self, chi_square: float) -> float:
        freedom = self.x.size - self.choice.free
        if freedom < 1 or chi2.sf(chi_square, freedom) >= IMPROBABLE:
            return 1.0
        return chi_square / freedom

    def _model(self, whole: FloatArray) -> FloatArray:
        searched = whole[: 3 if self.choice.form == "logistic" else 2]
        return np.asarray(self._columns(searched) @ whole[searched.size :])

    def _covariance(self, whole: FloatArray) -> FloatArray:
        steps = 1e-5 * np.maximum(np.abs(whole), 1e-2)
        columns = []
        for index, step in enumerate(steps):
            moved = np.zeros(whole.size)
            moved[index] = step
            rise = self._model(whole + moved) - self._model(whole - moved)
            columns.append(rise / (2.0 * step))
        jacobian = np.column_stack(columns)
        scale = np.sqrt(np.sum(jacobian**2, axis=0))
        scale[scale == 0.0] = 1.0
        unit = jacobian / scale
        return np.asarray(
            np.linalg.pinv(unit.T @ unit, hermitian=True) / np.outer(scale, scale)
        )

    def _ends(self, searched: FloatArray) -> tuple[float, float, float]:
        """Return 16 % and 84 % from the position, and the asymmetry."""
        width = math.exp(searched[1])
        if self.choice.form == "erf":
            return -width, width, 0.0
        low, high = logistic_ends(width, searched[2] / width)
        return low, high, (high + low) / (high - low)

    def _end_errors(
        self, searched: FloatArray, covariance: FloatArray
    ) -> tuple[float, float]:
        """Return the standard errors of width and asymmetry."""
        slopes = []
        for index in range(searched.size):
            moved = np.zeros(searched.size)
            moved[index] = 1e-5
            above, below = self._ends(searched + moved), self._ends(searched - moved)
            slopes.append(
                [
                    ((above[1] - above[0]) - (below[1] - below[0])) / 2e-5,
                    (above[2] - below[2]) / 2e-5,
                ]
            )
        slope = np.array(slopes)
        variances = np.einsum("ik,ij,jk->k", slope, covariance, slope)
        return tuple(np.sqrt(np.maximum(variances, 0.0)).tolist())


def best_step(x: FloatArray, y: FloatArray, sigma: FloatArray) -> FittedStep:
    """Return the fit of the step that the data ask for.

    The simplest stays unless another one is better by more than 10 in the Bayesian
    information criterion (Schwarz, Ann. Stat. 6, 461, 1978; more than 10 is very strong
    evidence: Kass and Raftery, J. Am. Stat. Assoc. 90, 773, 1995). Where none describes
    the data within their errors, chi-square is counted in units of the best reduced
    one, because then the errors stand for less than what the model lacks.

    Parameters
    ----------
    x, y, sigma : FloatArray, shape (n,)
        As in `fit_step`.

    Returns
    -------
    FittedStep

    Raises
    ------
    FitError
        If not even the simplest can be fitted.
    """
    fits = [
        fit_step(x, y, sigma, choice) for choice in CHOICES if x.size > choice.free + 1
    ] or [fit_step(x, y, sigma, CHOICES[0])]
    unit = max(1.0, min(fit.reduced_chi_square for fit in fits))
    chosen = fits[0]
    for fit in fits[1:]:
        gain = (chosen.chi_square - fit.chi_square) / unit
        price = (fit.choice.free - chosen.choice.free) * math.log(x.size)
        if gain - price > 10.0:
            chosen = fit
    return chosen
