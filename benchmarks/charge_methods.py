"""How well each charge method finds the shifts of series whose shifts are known.

Run as ``python -m benchmarks.charge_methods [seeds]``. Series of bare lithium with
metallic aluminum and implanted argon are drawn by the tests' own code; the shift runs
from 0.5 to 0.9 eV. Printed: accepted levels, mean and scatter of found minus true
shift, and the scatter in units of the stated error.
"""

from __future__ import annotations

import sys
from typing import get_args

import numpy as np

from tests.sputter_series import (
    ALUMINUM,
    ARGON,
    CARBIDE,
    CARBON,
    LITHIUM,
    OXIDE,
    drawn_series,
)
from xpsfit import Settings
from xpsfit.analysis import analyze_series
from xpsfit.settings import ChargeMethodName

TIMES = (0.0, 60.0, 200.0, 500.0, 900.0)


def true_shift(time_s: float) -> float:
    """Return what calibration must add at an etch time, in eV."""
    return float(0.9 - 0.4 * np.exp(-time_s / 300.0))


def main(seeds: int) -> None:
    """Print a line for each method."""
    levels = {
        time: {
            "C 1s": CARBON if time < 300.0 else CARBIDE,
            "O 1s": OXIDE,
            "Al 2p": ALUMINUM,
            "Li 1s": LITHIUM,
            "Ar 2p": ARGON,
        }
        for time in TIMES
    }
    for name in get_args(ChargeMethodName):
        off, pulls, accepted = [], [], 0
        for seed in range(seeds):
            spectra = drawn_series(levels, true_shift, seed=100_000 * seed)
            (result,) = analyze_series(spectra, Settings(charge_method=name))
            for level in result.levels:
                charge = level.charge
                error = charge.shift_ev - true_shift(level.etch_time_s or 0.0)
                off.append(error)
                pulls.append(error / (charge.stderr_ev or np.nan))
                accepted += not charge.refusal
        print(
            f"{name:11s} accepted {accepted:3d} of {len(off):3d}  "
            f"mean {np.mean(off):+.4f} eV  sd {np.std(off):.4f} eV  "
            f"largest {np.max(np.abs(off)):.3f} eV  pull sd {np.std(pulls):.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
