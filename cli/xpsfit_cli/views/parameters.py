"""Every parameter of a fit, with its state and bounds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xpsfit.rounding import rounded
from xpsfit_cli.render import Grid

if TYPE_CHECKING:
    from xpsfit.fit.result import FitResult, FittedParameter

PARAMETER_COLUMNS = (
    "parameter",
    "state",
    "value",
    "minimum",
    "maximum",
    "known before to ±",
    "note",
)
INTERVAL_COLUMNS = ("68 %", "95 %")


def parameters_grid(fit: FitResult) -> Grid:
    """Return every parameter of a fit, with its intervals where they were asked for."""
    asked = any(p.low_68 is not None or p.high_68 is not None for p in fit.parameters)
    rows = [
        (
            p.name,
            p.state.replace("_", " "),
            rounded(p.value, p.stderr, decimals=4),
            f"{p.minimum:g}",
            f"{p.maximum:g}",
            f"{p.spread:g}" if math.isfinite(p.spread) else "",
            p.note,
            *(_intervals(p) if asked else ()),
        )
        for p in fit.parameters
    ]
    return Grid(
        f"{fit.region.name} parameters, measured scale",
        (*PARAMETER_COLUMNS, *(INTERVAL_COLUMNS if asked else ())),
        rows,
    )


def _intervals(parameter: FittedParameter) -> tuple[str, str]:
    """Return the 68 and 95 % intervals to the digits of the error."""

    def words(low: float | None, high: float | None) -> str:
        if low is None and high is None:
            return ""
        ends = (
            "..."
            if end is None
            else rounded(end, parameter.stderr, decimals=4).split(" ")[0]
            for end in (low, high)
        )
        return " to ".join(ends)

    return (
        words(parameter.low_68, parameter.high_68),
        words(parameter.low_95, parameter.high_95),
    )
