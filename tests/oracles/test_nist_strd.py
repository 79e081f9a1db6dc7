"""Two Gaussians on a decaying exponential: NIST's certified parameters and errors.

The files are NIST's (StRD, nonlinear regression) and stay beside the repository;
without them these tests are skipped. The curve is written here; minimiser, bounds and
errors are those of the fits.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from xpsfit.fit.errors import errors_of
from xpsfit.fit.prior import Prior
from xpsfit.fit.problem import Problem
from xpsfit.fit.settle import settle
from xpsfit.fit.slots import Slot, Slots

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray
    from xpsfit.fit.curve import Curve

ORACLES = Path(__file__).parents[3] / "shared" / "oracles"
NO_PRIOR = Prior([], np.empty(0), np.empty(0), np.empty((0, 0)))
# b1 exp(-b2 x) + b3 exp(-((x - b4) / b5)^2) + b6 exp(-((x - b7) / b8)^2)
QUANTITIES = (
    ("decay", "offset_cps"),
    ("decay", "rate"),
    ("first", "area_cps_ev"),
    ("first", "center_ev"),
    ("first", "width"),
    ("second", "area_cps_ev"),
    ("second", "center_ev"),
    ("second", "width"),
)


@dataclass(frozen=True)
class TwoGaussians:
    """NIST's curve; heights stand where a region has areas."""

    x: FloatArray
    linear = np.array([0, 2, 5])
    size = 8

    def linear_columns(self, values: FloatArray) -> FloatArray:
        decay = np.exp(-values[1] * self.x)
        lines = [
            np.exp(-(((self.x - values[i + 1]) / values[i + 2]) ** 2)) for i in (2, 5)
        ]
        return np.array([decay, *lines]).T

    def evaluate(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        columns = self.linear_columns(values)
        jacobian = np.empty((self.x.size, 8))
        jacobian[:, self.linear] = columns
        jacobian[:, 1] = -values[0] * self.x * columns[:, 0]
        for k, i in ((1, 2), (2, 5)):
            t = (self.x - values[i + 1]) / values[i + 2]
            jacobian[:, i + 1] = values[i] * columns[:, k] * 2.0 * t / values[i + 2]
            jacobian[:, i + 2] = jacobian[:, i + 1] * t
        return columns @ values[self.linear], jacobian

    def jacobian(self, values: FloatArray) -> FloatArray:
        return self.evaluate(values)[1]


def oracle(name: str) -> tuple[dict[str, Any], FloatArray, FloatArray]:
    folder = ORACLES / name
    if not (folder / "case.json").is_file():
        pytest.skip(f"the oracle {name} is not beside this repository")
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    x, y = (np.array([float(row[key]) for row in rows]) for key in ("x", "y"))
    return case, x, y


@pytest.mark.parametrize("start", ["start1", "start2"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_parameters_and_standard_errors_are_the_certified_ones(
    number: int, start: str
) -> None:
    case, x, y = oracle(f"nist_strd_gauss{number}")
    certified = case["parameters"]
    slots = Slots(
        tuple(
            Slot(owner, quantity, float(parameter[start]))
            for (owner, quantity), parameter in zip(QUANTITIES, certified, strict=True)
        )
    )
    problem = Problem(cast("Curve", TwoGaussians(x)), y, np.ones(y.size), NO_PRIOR)
    outcome = settle(problem, slots)
    assert outcome.converged
    rows, jacobian = problem.evaluate(outcome.slots.values())
    np.testing.assert_allclose(
        outcome.slots.values(), [p["certified"] for p in certified], rtol=1e-6
    )
    squares = float(rows @ rows)
    assert squares == pytest.approx(case["certified_residual_sum_of_squares"], rel=1e-8)
    # NIST does not know the noise: it is that of the residuals.
    covariance = errors_of(outcome.slots, jacobian, y.size).covariance
    stderr = np.sqrt(np.diag(covariance) * squares / (y.size - len(slots.all)))
    np.testing.assert_allclose(
        stderr, [p["certified_std_error"] for p in certified], rtol=1e-4
    )
