"""Time 1,000 Monte Carlo replicates of a region against 20 fits of the lmfit composite.

The region, the model and the composite are those of ``region_fit.py``. Times are those
of the processor. Run it as ``python benchmarks/monte_carlo.py``.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.region_fit import composite, measured, seconds, the_model
from xpsfit.fit import fit_region, monte_carlo

REPLICATES = 1000
FITS = 20
ROUNDS = 3


def main() -> None:
    """Print the times of alternating runs, and how the two errors compare."""
    region = measured()
    theirs = composite(region)
    fit = fit_region(region, the_model())
    pairs = [
        (
            sum(seconds(theirs) for _ in range(FITS)),
            seconds(partial(monte_carlo, fit, REPLICATES, seed)),
        )
        for seed in range(ROUNDS)
    ]
    found = monte_carlo(fit, REPLICATES, 0)
    print(f"{FITS} fits of the lmfit composite {median(a for a, _ in pairs):8.2f} s")
    print(
        f"{REPLICATES} Monte Carlo replicates    {median(b for _, b in pairs):8.2f} s"
    )
    print(
        f"ratio, median of {ROUNDS}             {median(a / b for a, b in pairs):8.2f}"
    )
    print(f"replicates that failed         {found.failed:8d}")
    print("standard deviation over standard error of the covariance:")
    for parameter, spread in zip(fit.parameters, found.standard_deviation, strict=True):
        if parameter.stderr is not None:
            print(f"  {parameter.name:28s} {spread / parameter.stderr:6.3f}")


if __name__ == "__main__":
    main()
