"""How the energy scale of a series moved, in a few lines."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from xpsfit.watch_lines import watch_lines
from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.results import SampleResult
    from xpsfit.watch_lines import WatchLine


def drift_grid(result: SampleResult) -> Grid:
    """Return the charge shift and the watch lines of a series, a row each.

    Energies are those of the first and the last level that determine a line; the
    largest step is that between two such levels in succession.
    """
    times = [level.etch_time_s or 0.0 for level in result.levels]
    shifts = [level.charge.shift_ev for level in result.levels]
    rows = [_row("charge shift", times, shifts, shifts, sign=True)]
    rows += [_line_row(line, times) for line in watch_lines(result)]
    return Grid(
        "Energy scale",
        (
            "line",
            "levels",
            "from\n/ s",
            "to\n/ s",
            "measured\n/ eV",
            "calibrated\n/ eV",
            "largest step\n/ eV",
        ),
        rows,
        above=("First and last energy of each watch line; every level in drift.csv",),
    )


def _line_row(line: WatchLine, times: Sequence[float]) -> tuple[str, ...]:
    known = [i for i, ev in enumerate(line.measured_ev) if math.isfinite(ev)]
    return _row(
        line.name,
        [times[i] for i in known],
        [float(line.measured_ev[i]) for i in known],
        [float(line.calibrated_ev[i]) for i in known],
    )


def _row(
    name: str,
    times: Sequence[float],
    measured: Sequence[float],
    calibrated: Sequence[float],
    *,
    sign: bool = False,
) -> tuple[str, ...]:
    steps = [b - a for a, b in pairwise(calibrated)]
    largest = max(steps, key=abs, default=0.0)
    form = "+.2f" if sign else ".2f"
    ends = [
        f"{values[0]:{form}} to {values[-1]:{form}}"
        for values in (measured, calibrated)
    ]
    return (
        name,
        str(len(times)),
        f"{times[0]:g}",
        f"{times[-1]:g}",
        "" if sign else ends[0],
        ends[1],
        f"{largest:+.2f}",
    )
