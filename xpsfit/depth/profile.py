"""Levels of a sample into a profile against depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xpsfit.arrays import FloatArray, frozen
from xpsfit.below_limit import limits_of_states
from xpsfit.depth.ratios import ratio_errors
from xpsfit.depth.types import DepthProfile
from xpsfit.errors import SeriesError
from xpsfit.sample_name import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xpsfit.below_limit import Limit
    from xpsfit.results import ElementAmount, LevelResult, SampleResult, StateAmount


def depth_profile(result: SampleResult) -> DepthProfile:
    """Return the profile of an analyzed sputter series.

    Parameters
    ----------
    result : SampleResult
        Of a series, with a sputter rate.

    Returns
    -------
    DepthProfile
        NaN where an element or state was not measured or its fit failed; nothing is
        interpolated.

    Raises
    ------
    SeriesError
        If the result is not that of a series.
    """
    if result.rate_nm_per_s is None:
        raise SeriesError(
            f"{spoken(result.sample)}: a surface has no depth profile; use 'xpsfit "
            "depth-profile' on a sputter series"
        )
    elements = _in_order(row.element for row in _elements(result.levels))
    states = _in_order(_state_name(row) for row in _states(result.levels))
    return DepthProfile(
        sample=result.sample,
        etch_time_s=frozen([level.etch_time_s or 0.0 for level in result.levels]),
        depth_nm=frozen([level.depth_nm or 0.0 for level in result.levels]),
        rate_nm_per_s=result.rate_nm_per_s,
        elements=elements,
        atomic_percent=_element_columns(result, elements, _percent),
        atomic_percent_stderr=_element_columns(result, elements, _percent_stderr),
        states=states,
        state_atomic_percent=_state_columns(result, states, _percent),
        state_atomic_percent_stderr=_state_columns(result, states, _percent_stderr),
        state_fraction=_state_columns(result, states, lambda row: row.region_fraction),
        state_fraction_stderr=_state_columns(
            result, states, lambda row: row.region_fraction_stderr
        ),
        scale=result.depth_scale,
        depth_nm_stderr=_depths(level.depth_nm_stderr for level in result.levels),
        depth_low_nm=_depths(level.depth_low_nm for level in result.levels),
        depth_high_nm=_depths(level.depth_high_nm for level in result.levels),
        interfaces=result.interfaces,
        atomic_percent_upper_95=_element_columns(result, elements, _element_limit),
        state_atomic_percent_upper_95=_state_limits(
            result, states, lambda limit: limit.atomic_percent
        ),
        state_fraction_upper_95=_state_limits(
            result, states, lambda limit: limit.region_fraction
        ),
        ratio_stderr=ratio_errors(result.levels, elements),
    )


def _depths(values: Iterable[float | None]) -> FloatArray | None:
    """Return a column of depths, None where one is not known."""
    column = list(values)
    known = [value for value in column if value is not None]
    return frozen(known) if len(known) == len(column) else None


def _percent(row: ElementAmount | StateAmount) -> float:
    return row.atomic_percent


def _percent_stderr(row: ElementAmount | StateAmount) -> float:
    return row.atomic_percent_stderr


def _element_limit(row: ElementAmount) -> float:
    return np.nan if row.detected else row.atomic_percent_upper_95


def _state_name(row: StateAmount) -> str:
    return f"{row.region} {row.component}"


def _elements(levels: Iterable[LevelResult]) -> list[ElementAmount]:
    return [row for lv in levels if lv.composition for row in lv.composition.elements]


def _states(levels: Iterable[LevelResult]) -> list[StateAmount]:
    return [row for lv in levels if lv.composition for row in lv.composition.states]


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _element_columns(
    result: SampleResult,
    names: tuple[str, ...],
    quantity: Callable[[ElementAmount], float],
) -> dict[str, FloatArray]:
    columns = {name: np.full(len(result.levels), np.nan) for name in names}
    for i, level in enumerate(result.levels):
        for row in _elements([level]):
            columns[row.element][i] = quantity(row)
    return {name: frozen(column) for name, column in columns.items()}


def _state_columns(
    result: SampleResult,
    names: tuple[str, ...],
    quantity: Callable[[StateAmount], float],
) -> dict[str, FloatArray]:
    columns = {name: np.full(len(result.levels), np.nan) for name in names}
    for i, level in enumerate(result.levels):
        for row in _states([level]):
            columns[_state_name(row)][i] = quantity(row)
    return {name: frozen(column) for name, column in columns.items()}


def _state_limits(
    result: SampleResult, names: tuple[str, ...], limit_of: Callable[[Limit], float]
) -> dict[str, FloatArray]:
    """Return limits of what is below detection; NaN where a state is above."""
    columns = {name: np.full(len(result.levels), np.nan) for name in names}
    for i, level in enumerate(result.levels):
        for (region, component), limit in limits_of_states(level).items():
            columns[f"{region} {component}"][i] = limit_of(limit)
    return {name: frozen(column) for name, column in columns.items()}
