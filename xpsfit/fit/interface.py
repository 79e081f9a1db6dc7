"""The fit of a step to a profile: position, width and asymmetry of an interface."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import chi2

from xpsfit.depth.steps import logistic_ends
from xpsfit.errors import FitError
from xpsfit.fit.search import least_squares
from xpsfit.fit.step_problem import StepProblem, solved

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.depth.types import StepForm

TOLERANCE = 1e-10
MOST_EVALUATIONS = 300
# A third of the way between two bounds, as the grid before knows symmetric steps only.
FIRST_STEP = 1.0
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
    step = StepProblem(x, y, sigma, choice)
    least_squares(step, MOST_EVALUATIONS, TOLERANCE, FIRST_STEP)
    if not np.isfinite(step.latest()).all():
        raise FitError("the fit of the step left the finite numbers")
    return _fitted(step)


def _fitted(step: StepProblem) -> FittedStep:
    """Return the step where the search ended, with errors."""
    searched = step.searched()
    columns = step.columns(searched)
    plateaus = solved(columns, step.y)
    left = columns @ plateaus - step.y
    chi_square = float(left @ left)
    jacobian = np.column_stack([step.moved(searched, plateaus), columns])
    covariance = _covariance(jacobian) * _enlarged(step, chi_square)
    errors = np.sqrt(np.diag(covariance))
    first = searched.size
    low, high, asymmetry = _ends(step.choice, searched)
    width_error, asymmetry_error = _end_errors(
        step.choice, searched, covariance[:first, :first]
    )
    logistic = step.choice.form == "logistic"
    q = float(searched[2]) / math.exp(searched[1]) / step.span if logistic else None
    return FittedStep(
        step.choice,
        position=step.zero + step.span * float(searched[0]),
        position_stderr=step.span * float(errors[0]),
        low=step.zero + step.span * (float(searched[0]) + low),
        high=step.zero + step.span * (float(searched[0]) + high),
        width=step.span * (high - low),
        width_stderr=step.span * width_error,
        asymmetry=asymmetry if logistic else None,
        asymmetry_stderr=asymmetry_error if logistic else None,
        q=q,
        before=float(plateaus[0]),
        before_stderr=float(errors[first]),
        after=float(plateaus[1]),
        after_stderr=float(errors[first + 1]),
        chi_square=chi_square,
        points=step.x.size,
    )


def _enlarged(step: StepProblem, chi_square: float) -> float:
    """Return what variances are multiplied by."""
    freedom = step.x.size - step.choice.free
    if freedom < 1 or chi2.sf(chi_square, freedom) >= IMPROBABLE:
        return 1.0
    return chi_square / freedom


def _ends(choice: StepChoice, searched: FloatArray) -> tuple[float, float, float]:
    """Return 16 % and 84 % from the position, and the asymmetry."""
    width = math.exp(searched[1])
    if choice.form == "erf":
        return -width, width, 0.0
    low, high = logistic_ends(width, float(searched[2]) / width)
    return low, high, (high + low) / (high - low)


def _end_errors(
    choice: StepChoice, searched: FloatArray, covariance: FloatArray
) -> tuple[float, float]:
    """Return the standard errors of width and asymmetry."""
    slopes = []
    for index in range(searched.size):
        moved = np.zeros(searched.size)
        moved[index] = 1e-5
        above, below = _ends(choice, searched + moved), _ends(choice, searched - moved)
        slopes.append(
            [
                ((above[1] - above[0]) - (below[1] - below[0])) / 2e-5,
                (above[2] - below[2]) / 2e-5,
            ]
        )
    slope = np.array(slopes)
    variances = np.einsum("ik,ij,jk->k", slope, covariance, slope)
    return tuple(np.sqrt(np.maximum(variances, 0.0)).tolist())


def _covariance(jacobian: FloatArray) -> FloatArray:
    """Return the covariance that weighted derivatives imply, open or not."""
    scale = np.sqrt(np.sum(jacobian**2, axis=0))
    scale[scale == 0.0] = 1.0
    unit = jacobian / scale
    return np.asarray(
        np.linalg.pinv(unit.T @ unit, hermitian=True) / np.outer(scale, scale)
    )


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
