"""The search for a minimum: variable projection, minimised by lmfit.

The curve is linear in areas, offset and slope. At any positions, widths, shapes and
steps the best of these follow from one linear least-squares solution within bounds, so
the minimiser needs to look for the others only, on what that solution leaves: variable
projection (Golub and Pereyra, SIAM J. Numer. Anal. 10, 413, 1973). Its Jacobian is that
of Kaufman (BIT 15, 49, 1975): the columns of the searched quantities less what areas,
offset and slope could take over.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from lmfit import Minimizer, Parameter, Parameters

from xpsfit.fit.linear import solve_within
from xpsfit.fit.problem import Outcome
from xpsfit.fit.ranges import Ranges

if TYPE_CHECKING:
    import numpy.typing as npt
    from lmfit.minimizer import MinimizerResult

    from xpsfit.arrays import FloatArray
    from xpsfit.fit.linear import Linear
    from xpsfit.fit.problem import Problem
    from xpsfit.fit.slots import Slots

# MINPACK stops when the relative reduction of chi-square or the relative step falls
# below this; tight enough that the order of the input cannot be seen in the result.
TOLERANCE = 1e-9
# Coordinates have one scale by themselves, so MINPACK is not to find one of its own.
# Its first step may go this far, a tenth of the way between two bounds.
FIRST_STEP = 0.3
CONVERGED = frozenset({1, 2, 3, 4, 6, 7, 8})


def minimize(
    problem: Problem,
    slots: Slots,
    most_evaluations: int,
    tolerance: float = TOLERANCE,
) -> Outcome:
    """Return the least-squares minimum over the free slots.

    lmfit's Levenberg-Marquardt (MINPACK) moves what the curve is not linear in; the
    Jacobian is analytic and ties enter it through the chain rule. lmfit sees one
    vector without bounds and expressions, because evaluating those dominates the time
    of ordinary lmfit models.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        Start values; areas, offset and slope need none.
    most_evaluations : int
        After so many the outcome is not converged.
    tolerance : float
        Relative change of chi-square or step at which the search ends.

    Returns
    -------
    Outcome
    """
    projection = Projection(problem, slots)
    if not projection.searched:
        solved = projection.solved(np.empty(0))
        return Outcome(solved, True, "areas, offset and slope are exact")
    result = least_squares(projection, most_evaluations, tolerance)
    reached = projection.latest()
    if not np.isfinite(reached).all():
        message = "the minimiser left the finite numbers"
        return Outcome(slots, False, message, int(result.nfev))
    message = (
        f"no minimum within {most_evaluations} evaluations"
        if result.aborted
        else " ".join(str(result.lmdif_message).split())
    )
    converged = not result.aborted and result.ier in CONVERGED
    solved = projection.solved(reached)
    return Outcome(solved, converged, message, int(result.nfev))


class Searched(Protocol):
    """Rows to be minimised as a function of coordinates that have no bounds."""

    def start(self) -> FloatArray:
        """Return the coordinates in which the search starts."""
        ...

    def residual(self, coordinates: FloatArray) -> FloatArray:
        """Return the rows there."""
        ...

    def jacobian(self, coordinates: FloatArray) -> FloatArray:
        """Return their derivative by the coordinates, shape (rows, coordinates)."""
        ...

    def latest(self) -> FloatArray:
        """Return the coordinates at which rows were asked for last."""
        ...


def least_squares(
    problem: Searched,
    most_evaluations: int,
    tolerance: float,
    first_step: float = FIRST_STEP,
) -> MinimizerResult:
    """Bring a problem to its minimum, where `latest` stands then.

    Parameters
    ----------
    problem : Searched
    most_evaluations : int
    tolerance : float
        Relative change of chi-square or step at which the search ends.
    first_step : float
        How far the first step may go.

    Returns
    -------
    lmfit.minimizer.MinimizerResult
    """
    start = problem.start()

    def residual(_: Parameters) -> FloatArray:
        # Coordinates of a search that lmfit breaks off are memory that MINPACK has
        # given back.
        at = minimizer.result.last_internal_values
        return problem.residual(problem.latest() if minimizer.result.aborted else at)

    minimizer = _Search(
        residual,
        _Coordinates(start),
        scale_covar=False,
        nan_policy="propagate",
        max_nfev=most_evaluations,
    )
    result = minimizer.leastsq(
        Dfun=lambda at: problem.jacobian(at).T,
        col_deriv=True,
        ftol=tolerance,
        xtol=tolerance,
        gtol=0.0,
        diag=np.ones(start.size),
        factor=first_step / (math.sqrt(float(start @ start)) or 1.0),
    )
    # The minimizer holds itself in a circle, and with it all that it searched.
    minimizer.__dict__.clear()
    return result


class Projection:
    """A problem as a function of what is searched, the linear slots always at best.

    Parameters
    ----------
    problem : Problem
    slots : Slots
        What is free, its bounds, and where the search starts.
    """

    def __init__(self, problem: Problem, slots: Slots) -> None:
        self._problem, self._slots = problem, slots
        free = slots.free()
        matrix = slots.matrix(free)
        tied = any(slot.tie is not None for slot in slots.all)
        bends: list[float]
        if tied:
            # A free slot is linear if everything tied to it is.
            bent = [i for i, slot in enumerate(slots.all) if not slot.is_linear]
            bends = np.abs(matrix[bent]).sum(axis=0).tolist()
        else:
            bends = [not slots.all[i].is_linear for i in free]
        first = [k for k, bend in enumerate(bends) if bend]
        second = [k for k, bend in enumerate(bends) if not bend]
        self.searched, self.linear = (
            [free[k] for k in part] for part in (first, second)
        )
        self._by_searched, self._by_linear = matrix[:, first], matrix[:, second]
        chosen = [slots.all[i] for i in self.linear]
        self._bounds = (
            np.array([slot.minimum for slot in chosen]),
            np.array([slot.maximum for slot in chosen]),
        )
        # What of the curve moves with what is searched, and how.
        self._moved = np.array(self.searched, dtype=np.intp)
        self._moving: FloatArray | None = None
        if tied:
            self._moved = np.flatnonzero(self._by_searched.any(axis=1))
            self._moving = self._by_searched[self._moved]
        self._ranges = Ranges([slots.all[i] for i in self.searched])
        self._x = np.array([slot.value for slot in chosen])
        self._inside: npt.NDArray[np.bool_] | None = None
        theta = np.array([slots.all[i].value for i in self.searched])
        self._constant = (
            slots.values() - self._by_searched @ theta - self._by_linear @ self._x
        )
        # How the columns of the curve make those of the free linear slots, and whether
        # there is more than these in the curve.
        linear_slots = problem.curve.linear
        self._mixing = self._by_linear[linear_slots]
        self._plain = self.linear == linear_slots.tolist()
        self._adds = not self._plain and bool(
            self._constant[linear_slots].any() or self._by_searched[linear_slots].any()
        )
        self._at: bytes | None = None
        self._solution: Linear
        self._values: FloatArray
        self._rest: FloatArray
        self._slope: FloatArray | None = None

    def start(self) -> FloatArray:
        """Return the coordinates in which the search starts."""
        return self._ranges.coordinates(
            np.array([self._slots.all[i].value for i in self.searched])
        )

    def latest(self) -> FloatArray:
        """Return the coordinates that were evaluated last."""
        return np.frombuffer(self._at or b"")

    def solved(self, coordinates: FloatArray) -> Slots:
        """Return all slots there, the linear ones at their best."""
        self._solve(coordinates)
        theta = self._ranges.values(coordinates)
        return self._slots.with_theta(
            [*self.searched, *self.linear], np.concatenate([theta, self._x])
        )

    def residual(self, coordinates: FloatArray) -> FloatArray:
        """Return what the best linear slots leave of all rows."""
        self._solve(coordinates)
        return self._rest

    def jacobian(self, coordinates: FloatArray) -> FloatArray:
        """Return the derivative of the residual, less the part that Kaufman drops.

        That part is normal to the residual, so the gradient is exact.
        """
        self._solve(coordinates)
        if self._slope is None:
            values = self._values + self._by_linear.dot(self._x)
            columns = self._problem.jacobian(values, self._moved)
            if self._moving is not None:
                columns = columns @ self._moving
            rates = self._ranges.rates(coordinates)
            self._slope = (self._solution.rest(columns).T * rates[:, None]).T
        return self._slope

    def _solve(self, coordinates: FloatArray) -> None:
        """Find the best linear slots at `coordinates`, unless they are known."""
        if self._at == (at := coordinates.tobytes()):
            return
        theta = self._ranges.values(coordinates)
        self._values = self._by_searched.dot(theta) + self._constant
        rows, columns = self._problem.linear_rows(self._values)
        if self._adds:
            rows = rows + columns @ self._values[self._problem.curve.linear]
        if not self._plain:
            columns = columns @ self._mixing
        self._solution = solve_within(
            columns, -rows, self._bounds, self._x, self._inside
        )
        self._x, self._inside = self._solution.values, self._solution.inside
        self._rest = rows + columns.dot(self._x)
        self._at, self._slope = at, None


class _Vector(Parameter):  # type: ignore[misc]
    """All coordinates of the search: no bounds to apply, no expression to keep up.

    lmfit hands them to MINPACK as they are. One parameter per coordinate would be set,
    one by one, at every step, for a residual that takes the whole vector anyway.
    """

    # lmfit has a property here that looks after bounds and expressions.
    value: float = math.nan
    vary, expr = True, None
    from_internal = float

    def __init__(self, start: FloatArray) -> None:
        # Of what lmfit keeps of a parameter, a search without bounds asks for no more.
        self.name, self._start = "coordinates", start

    def setup_bounds(self) -> FloatArray:
        """Return the coordinates to start from."""
        return self._start


class _Coordinates(Parameters):  # type: ignore[misc]
    """Coordinates without lmfit's expression interpreter.

    Ties are in the matrix R, so there is nothing to interpret. Making the interpreter
    and keeping its symbols up to date takes a fifth of the time of a fit.
    """

    def __init__(self, start: FloatArray) -> None:
        vector = _Vector(start)
        dict.__init__(self, {vector.name: vector})

    def __deepcopy__(self, memo: dict[int, Any]) -> _Coordinates:
        """Return the coordinates themselves: each search has its own."""
        return self

    def update_constraints(self) -> None:
        """Do nothing, as there are no expressions."""


class _Search(Minimizer):  # type: ignore[misc]
    """lmfit's minimizer of coordinates, without its own error estimate.

    `xpsfit.fit.errors` gives the errors, of data and prior together; lmfit's would take
    a tenth of the time of a fit and be thrown away.
    """

    def _jacobian(self, fvars: FloatArray, **_: object) -> FloatArray:
        """Return the Jacobian as it is, as there are no bounds to rescale it by."""
        return np.asarray(self.jacfcn(fvars))

    def _int2ext_cov_x(self, cov_int: FloatArray, _: FloatArray) -> FloatArray:
        """Return lmfit's covariance as it is, for the same reason."""
        return cov_int

    def _calculate_uncertainties_correlations(self) -> None:
        """Leave the errors to the caller."""
