"""One weighted least-squares problem: rows, Jacobian, and the covariance they imply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotrs

if TYPE_CHECKING:
    import numpy.typing as npt

    from xpsfit.arrays import FloatArray
    from xpsfit.backgrounds import StaticBackground
    from xpsfit.fit.curve import Curve
    from xpsfit.fit.prior import Prior
    from xpsfit.fit.slots import Slots


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

    _below: dict[int, FloatArray] = field(
        default_factory=dict[int, "FloatArray"], init=False, repr=False
    )
    # The rows of the data without any curve, and one over sigma.
    _bare: FloatArray = field(init=False, repr=False)
    _weights: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Weight the data once."""
        # One row for each column of the curve: numpy takes three times as long to
        # multiply rows by a single one.
        size = (self.curve.size, 1)
        object.__setattr__(self, "_weights", np.tile(1.0 / self.sigma_cps, size))
        object.__setattr__(self, "_bare", -self.target_cps * self._weights[0])

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

    def jacobian(self, values: FloatArray, by: npt.NDArray[np.intp]) -> FloatArray:
        """Return the Jacobian of all rows by some slots, shape (n + m, by)."""
        # Columns stand one behind the other in memory, so they are weighted as rows.
        columns = self.curve.jacobian(values).T.take(by, axis=0)
        columns *= self._weights[: len(by)]
        if not self.prior.slots:
            return columns.T
        below = self._prior_jacobian(values.size)[:, by]
        return np.concatenate([columns, below.T], axis=1).T

    def linear_rows(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return all rows without the linear slots, and the columns of these.

        Parameters
        ----------
        values : FloatArray, shape (slots,)
            Those of the linear slots do not matter.

        Returns
        -------
        rows : FloatArray, shape (n + m,)
            What `evaluate` gives with areas, offset and slope at zero.
        columns : FloatArray, shape (n + m, linear)
            In the order of ``curve.linear``.
        """
        columns = self.curve.linear_columns(values).T
        columns = columns * self._weights[: len(columns)]
        rows = self._bare
        if not self.prior.slots:
            return rows, columns.T
        linear = self.curve.linear
        without = values.copy()
        without[linear] = 0.0
        return (
            np.concatenate([rows, self.prior.residual(without)]),
            np.concatenate(
                [columns, self._prior_jacobian(values.size)[:, linear].T], axis=1
            ).T,
        )

    def _evaluated(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        curve, jacobian = self.curve.evaluate(values)
        residual = (curve - self.target_cps) * self._weights[0]
        weighted = jacobian.T * self._weights
        if not self.prior.slots:
            return residual, weighted.T
        return (
            np.concatenate([residual, self.prior.residual(values)]),
            np.concatenate([weighted, self._prior_jacobian(values.size).T], axis=1).T,
        )

    def _prior_jacobian(self, size: int) -> FloatArray:
        """Return the derivative of the prior's rows, which is the same everywhere."""
        if size not in self._below:
            self._below[size] = self.prior.jacobian(size)
        return self._below[size]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the minimiser reached, what it said, and how often it asked."""

    slots: Slots
    converged: bool
    message: str
    evaluations: int = 0


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
    gram = weighted.T @ weighted
    scale = np.sqrt(gram.diagonal())
    if not scale.size or not 0.0 < scale.min() <= scale.max() < np.inf:
        return None
    gram /= scale[:, None] * scale
    inverse = _inverse(gram)
    if inverse is None:
        values, vectors = np.linalg.eigh(gram)
        if values[0] < 1e-11 * values[-1] or not np.isfinite(values[0]):
            return None
        inverse = (vectors / values) @ vectors.T
    return np.asarray(inverse / (scale[:, None] * scale))


def _inverse(gram: FloatArray) -> FloatArray | None:
    """Return the inverse of a matrix that is far from singular, else None."""
    factor, failed = dpotrf(gram, lower=1)
    if failed:
        return None
    # Not dpotri: it wakes threads even for a few rows, which costs 10 ms on busy cores.
    inverse, _ = dpotrs(factor, np.eye(len(gram)), lower=1)
    # The trace is above the largest eigenvalue of the inverse.
    if not np.trace(inverse) < 1e6:
        return None
    return np.asarray((inverse + inverse.T) / 2.0)
