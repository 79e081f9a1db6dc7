"""The table of parameters: which were free, bounded, on a bound, fixed or linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.writers.charge_columns import CHARGE_COLUMNS, charge_cells
from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.fit.result import FitResult, FittedParameter
    from xpsfit.results import LevelResult, SampleResult

_COLUMNS = (
    "sample",
    "region",
    "etch_time_s",
    "parameter",
    "value",
    "stderr",
    "minimum",
    "maximum",
    "state",
    "note",
    "value_measured",
    "prior_spread",
    "charge_shift_ev",
    *CHARGE_COLUMNS,
    "low_68",
    "high_68",
    "low_95",
    "high_95",
)


def parameters_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per fitted parameter, with its bounds and its state.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        Centers and their bounds are calibrated, like `center_ev` of the components;
        `value_measured` holds what the fit itself saw, `prior_spread` one standard
        deviation of the prior knowledge that entered. An infinite bound or spread and
        the error of a fixed parameter, or of one on its bound, are empty, and so are
        the ends of 68 and 95 % intervals that were not asked for.
    """
    rows = [
        _parameter_row(level, fit, parameter)
        for result in results
        for level in result.levels
        for fit in level.fits
        for parameter in fit.parameters
    ]
    return Table("parameters", _COLUMNS, tuple(rows))


def _parameter_row(
    level: LevelResult, fit: FitResult, parameter: FittedParameter
) -> tuple[Cell, ...]:
    is_center = parameter.name.endswith(".center_ev")
    shift_ev = level.charge.shift_ev if is_center else 0.0
    return (
        level.sample,
        fit.region.name,
        level.etch_time_s,
        parameter.name,
        parameter.value + shift_ev,
        parameter.stderr,
        parameter.minimum + shift_ev,
        parameter.maximum + shift_ev,
        parameter.state,
        parameter.note or None,
        parameter.value,
        parameter.spread,
        level.charge.shift_ev,
        *charge_cells(level),
        *(None if end is None else end + shift_ev for end in _ends(parameter)),
    )


def _ends(parameter: FittedParameter) -> tuple[float | None, ...]:
    return parameter.low_68, parameter.high_68, parameter.low_95, parameter.high_95
