"""One weighted least-squares problem, minimised by lmfit."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from lmfit import Minimizer, Parameter, Parameters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds import StaticBackground
    from xpsfit.fit.curve import Curve
    from xpsfit.fit.prior import Prior
    from xpsfit.fit.slots import Slot, Slots

# MINPACK stops when the relative reduction of chi-square or the relative step falls
# below this; tight enough that the order of the input cannot be seen in the result.
TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Data, noise and curve of one region.

    Attributes
    ----------
    curve : Curve
    target_cps : FloatArray, shape (n,)
        Data, less a static background where the model has one.
    sigma_cps : FloatArray, shape (n,)
        Of the raw data in either case.
    prior : Prior
        Penalty rows for what is known beforehand; may be empty.
    static : StaticBackground or None
        What was taken off the data.
    """

    curve: Curve
    target_cps: FloatArray
    sigma_cps: FloatArray
    prior: Prior
    static: StaticBackground | None = None
    # What the last values gave: the search, its checks and the errors ask for the same.
    _latest: dict[bytes, tuple[FloatArray, FloatArray]] = field(
        default_factory=dict[bytes, tuple["FloatArray", "FloatArray"]],
        init=False,
        repr=False,
    )

    def evaluate(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return all rows and their Jacobian at the values of all slots.

        Returns
        -------
        residual : FloatArray, shape (n + m,)
            (curve - data) / sigma, then the rows of the prior; read only.
        jacobian : FloatArray, shape (n + m, slots)
            Read only.
        """
        key = values.tobytes()
        if key not in self._latest:
            self._latest.clear()
            self._latest[key] = self._evaluated(values)
        return self._latest[key]

    def _evaluated(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        curve, jacobian = self.curve.evaluate(values)
        residual = (curve - self.target_cps) / self.sigma_cps
        jacobian /= self.sigma_cps[:, None]
        if not self.prior.slots:
            return residual, jacobian
        return (
            np.concatenate([residual, self.prior.residual(values)]),
            np.vstack([jacobian, self.prior.jacobian(values.size)]),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the minimiser reached, and what it said."""

    slots: Slots
    converged: bool
    message: str


class _Free(Parameters):  # type: ignore[misc]
    """Free parameters without lmfit's expression interpreter.

    Ties are in the matrix R, so there is nothing to interpret. Making the interpreter
    and keeping its symbols up to date takes a fifth of the time of a fit.
    """

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        dict.__init__(self, ((p.name, p) for p in parameters))

    def __deepcopy__(self, memo: dict[int, Any]) -> _Free:
        """Return the parameters themselves: each search has its own."""
        return self

    def update_constraints(self) -> None:
        """Do nothing, as there are no expressions."""


class _Search(Minimizer):  # type: ignore[misc]
    """lmfit's minimizer without its own error estimate.

    `xpsfit.fit.errors` gives the errors, of data and prior together; lmfit's would take
    a tenth of the time of a fit and be thrown away.
    """

    def _calculate_uncertainties_correlations(self) -> None:
        """Leave the errors to the caller."""


def minimize(problem: Problem, slots: Slots, most_evaluations: int) -> Outcome:
    """Return the least-squares minimum over the free slots.

    lmfit's Levenberg-Marquardt (MINPACK) with its bounds; the Jacobian is analytic and
    ties enter it through the chain rule. lmfit sees free parameters only, without
    expressions, because evaluating those dominates the time of ordinary lmfit models.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        Start values.
    most_evaluations : int
        After so many the outcome is not converged.

    Returns
    -------
    Outcome
    """
    free = slots.free()
    if not free:
        return Outcome(slots, True, "nothing is free")
    matrix = slots.matrix(free)
    constant = slots.values() - matrix @ [slots.all[i].value for i in free]
    parameters = _Free(_bounded(i, slots.all[i]) for i in free)

    def evaluate(trial: Any) -> tuple[FloatArray, FloatArray]:
        theta = np.array([parameter.value for parameter in trial.values()])
        return problem.evaluate(matrix @ theta + constant)

    minimizer = _Search(
        lambda trial: evaluate(trial)[0],
        parameters,
        scale_covar=False,
        nan_policy="propagate",
        max_nfev=most_evaluations,
    )
    with warnings.catch_warnings():
        # MINPACK warns when it cannot reduce chi-square further; the result says so.
        warnings.simplefilter("ignore", RuntimeWarning)
        result = minimizer.leastsq(
            Dfun=lambda trial: evaluate(trial)[1] @ matrix,
            col_deriv=False,
            ftol=TOLERANCE,
            xtol=TOLERANCE,
            gtol=0.0,
        )
    theta = np.array([parameter.value for parameter in result.params.values()])
    converged = not result.aborted and result.ier in {1, 2, 3, 4, 6, 7, 8}
    if not np.isfinite(theta).all():
        return Outcome(slots, False, "the minimiser left the finite numbers")
    message = (
        f"no minimum within {most_evaluations} evaluations"
        if result.aborted
        else " ".join(str(result.lmdif_message).split())
    )
    return Outcome(slots.with_theta(free, theta), converged, message)


def _bounded(index: int, slot: Slot) -> Parameter:
    """Return a slot as lmfit wants it; areas run free, for `settle` to hold at 0."""
    if slot.quantity == "area_cps_ev":
        return Parameter(f"p{index}", slot.value)
    return Parameter(f"p{index}", slot.value, min=slot.minimum, max=slot.maximum)


def covariance(weighted: FloatArray) -> FloatArray | None:
    """Return the covariance that a weighted Jacobian implies, or None if singular.

    Parameters
    ----------
    weighted : FloatArray, shape (rows, free)
        Derivatives of all rows, data and prior, by the free slots.

    Returns
    -------
    FloatArray or None, shape (free, free)
        The inverse of the information J^T J, not rescaled by chi-square. It is formed
        on unit diagonal, so that areas of 1e5 and positions of 1e-2 do not look
        singular beside each other.
    """
    scale = np.sqrt(np.sum(weighted**2, axis=0))
    if not scale.size or np.any(scale == 0.0) or not np.isfinite(scale).all():
        return None
    unit = weighted / scale
    values, vectors = np.linalg.eigh(unit.T @ unit)
    if values[0] < 1e-11 * values[-1] or not np.isfinite(values[0]):
        return None
    inverse = (vectors / values) @ vectors.T
    return np.asarray(inverse / np.outer(scale, scale))
