"""Do the errors of interfaces hold? Steps of known place and width, Poisson noise.

Run as ``python benchmarks/interface_errors.py [draws]``. The profiles are made here
with `math.erf` and numpy's Poisson numbers, by nothing of xpsfit. Printed for each
case: the share of draws in which position and width lie within one stated standard
error (68.3 % expected), mean and standard deviation of the pulls, and how often the
extended logistic was chosen over the error function.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.fit.interface import CHOICES, FittedStep, best_step, fit_step

if TYPE_CHECKING:
    from xpsfit.arrays import FloatArray

TIMES_S = np.arange(0.0, 1830.0, 60.0)
POSITION_S = 880.0


def erf_truth(width_s: float) -> FloatArray:
    """Return counts from 2000 down to 400; `width_s` is 2 s."""
    s = 0.5 * width_s
    shares = [math.erf((t - POSITION_S) / (math.sqrt(2.0) * s)) for t in TIMES_S]
    return 2000.0 - 800.0 * (1.0 + np.array(shares))


def logistic_truth(d0: float, q: float) -> FloatArray:
    """Return counts from 2000 down to 400 by the extended logistic."""
    u = TIMES_S - POSITION_S
    z = u * (1.0 + np.exp(q * u)) / (2.0 * d0)
    return 2000.0 - 1600.0 / (1.0 + np.exp(np.clip(-z, -500.0, 500.0)))


def logistic_width(d0: float, q: float) -> float:
    """Return the distance of 16 and 84 % on a fine grid."""
    u = np.linspace(-6.0 * d0, 6.0 * d0, 400_001)
    share = 1.0 / (1.0 + np.exp(-u * (1.0 + np.exp(q * u)) / (2.0 * d0)))
    low, high = np.interp([0.16, 0.84], share, u)
    return float(high - low)


def study(name: str, truth: FloatArray, width_s: float, draws: int, form: int) -> None:
    """Print what becomes of one case; every case has noise of its own."""
    noise = np.random.default_rng([2024, *name.encode()])
    found: list[FittedStep] = []
    chosen = 0
    for _ in range(draws):
        counts = noise.poisson(truth).astype(float)
        sigma = np.sqrt(np.maximum(counts, 1.0))
        found.append(fit_step(TIMES_S, counts, sigma, CHOICES[form]))
        chosen += best_step(TIMES_S, counts, sigma).choice.form == "logistic"
    for what, pulls in (
        ("position", [(f.position - POSITION_S) / f.position_stderr for f in found]),
        ("width", [(f.width - width_s) / f.width_stderr for f in found]),
    ):
        within = float(np.mean(np.abs(pulls) < 1.0))
        print(
            f"{name:28s} {what:9s} within 1 sigma {within:6.1%}   pulls "
            f"{np.mean(pulls):+.2f} +- {np.std(pulls):.2f}"
        )
    print(f"{name:28s} logistic chosen in {chosen / draws:.1%} of {draws} draws")


def main() -> None:
    """Run all cases."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    study("erf, width 400 s", erf_truth(400.0), 400.0, draws, 0)
    study("erf, width 200 s", erf_truth(200.0), 200.0, draws, 0)
    study("erf, width 120 s", erf_truth(120.0), 120.0, draws, 0)
    for d0, q in ((100.0, 0.0), (100.0, 0.004), (60.0, -0.006)):
        name = f"logistic, D0 {d0:g} s, Q {q:g} /s"
        study(name, logistic_truth(d0, q), logistic_width(d0, q), draws, 1)


if __name__ == "__main__":
    main()
