"""Wide tables for Origin and Excel: one row per level."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.writers.charge_columns import CHARGE_COLUMNS, charge_cells
from xpsfit.writers.depth_columns import DEPTH_ERRORS
from xpsfit.writers.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.arrays import FloatArray
    from xpsfit.depth.types import DepthProfile
    from xpsfit.results import LevelResult, SampleResult

LIMIT = "_upper_95"


def profile_table(profile: DepthProfile) -> Table:
    """Return amounts and atomic ratios against etch time and depth, a row per level.

    Parameters
    ----------
    profile : DepthProfile

    Returns
    -------
    Table
        `etch_time_s`, `depth_nm` on the scale of the profile, with `depth_nm_stderr`,
        `depth_low_nm` and `depth_high_nm` where these are known, then value and
        standard error of each element and each state in atomic percent, each state's
        share of its region, and the ratio of every pair of elements (``C/Al_ratio``)
        with its error from the covariance of the areas. A number under ``_upper_95``
        says that the quantity is below detection at that level, and the 95 % limit
        under which it stays; it is empty where the quantity is detected. A ratio with
        an element below detection is empty: under ``_upper_95`` stands the limit where
        it is the numerator. A level where a region was not measured, or failed, has
        empty cells.
    """
    columns: dict[str, FloatArray] = {
        "etch_time_s": profile.etch_time_s,
        "depth_nm": profile.depth_nm,
    }
    for name in DEPTH_ERRORS:
        if (known := getattr(profile, name)) is not None:
            columns[name] = known
    columns |= _quantities(
        profile.elements,
        "at_percent",
        profile.atomic_percent,
        profile.atomic_percent_stderr,
        profile.atomic_percent_upper_95,
    )
    columns |= _quantities(
        profile.states,
        "at_percent",
        profile.state_atomic_percent,
        profile.state_atomic_percent_stderr,
        profile.state_atomic_percent_upper_95,
    )
    columns |= _quantities(
        profile.states,
        "fraction",
        profile.state_fraction,
        profile.state_fraction_stderr,
        profile.state_fraction_upper_95,
    )
    columns |= _ratios(profile)
    values = zip(*(column.tolist() for column in columns.values()), strict=True)
    rows = tuple((*row, profile.sample) for row in values)
    return Table("profile", (*columns, "sample"), rows)


def _quantities(
    names: Sequence[str],
    quantity: str,
    values: dict[str, FloatArray],
    errors: dict[str, FloatArray],
    limits: dict[str, FloatArray],
) -> dict[str, FloatArray]:
    """Return value, error and limit of everything of one kind, side by side."""
    columns: dict[str, FloatArray] = {}
    for name in names:
        column = f"{name}_{quantity}"
        columns[column], columns[f"{column}_stderr"] = values[name], errors[name]
        if name in limits:
            columns[f"{column}{LIMIT}"] = limits[name]
    return columns


def _ratios(profile: DepthProfile) -> dict[str, FloatArray]:
    columns: dict[str, FloatArray] = {}
    for pair in combinations(profile.elements, 2):
        name = ratio_name(*pair)
        ratio = columns[name] = profile.ratio(*pair)
        error = profile.ratio_stderr.get(pair)
        if error is not None:
            columns[f"{name}_stderr"] = np.where(np.isfinite(ratio), error, np.nan)
        if profile.atomic_percent_upper_95:
            columns[f"{name}{LIMIT}"] = profile.ratio_upper_95(*pair)
    return columns


def ratio_name(numerator: str, denominator: str) -> str:
    """Return the column of an atomic ratio."""
    return f"{numerator}/{denominator}_ratio"


SUMMARY_COLUMNS = (
    "sample",
    "input",
    "etch_time_s",
    "depth_nm",
    "charge_shift_ev",
    "charge_shift_ev_stderr",
    *CHARGE_COLUMNS,
)


def summary_table(results: Sequence[SampleResult], inputs: Sequence[str] = ()) -> Table:
    """Return one row per sample and level: charge shift, composition, what failed.

    Parameters
    ----------
    results : sequence of SampleResult
    inputs : sequence of str, optional
        Which input each result comes from: samples of several may share a name.

    Returns
    -------
    Table
        Elements of all results in order of first appearance, empty where a level lacks
        one. A number under ``_upper_95`` says that the element is below detection, and
        the 95 % limit under which it stays. `failed_regions` are joined by ``"; "``.
    """
    levels = [level for result in results for level in result.levels]
    elements = tuple(
        dict.fromkeys(
            amount.element
            for level in levels
            if level.composition is not None
            for amount in level.composition.elements
        )
    )
    amounts = [
        column
        for element in elements
        for column in (
            f"{element}_at_percent",
            f"{element}_at_percent_stderr",
            f"{element}_at_percent{LIMIT}",
        )
    ]
    columns = (*SUMMARY_COLUMNS, *amounts, "sensitivity_library", "failed_regions")
    sources: Sequence[str | None] = inputs or [None] * len(results)
    rows = tuple(
        _summary_row(level, source, elements)
        for result, source in zip(results, sources, strict=True)
        for level in result.levels
    )
    return Table("summary", columns, rows)


def _summary_row(
    level: LevelResult, source: str | None, elements: Sequence[str]
) -> tuple[Cell, ...]:
    composition = level.composition
    amounts = (
        {} if composition is None else {a.element: a for a in composition.elements}
    )
    cells: list[Cell] = []
    for element in elements:
        amount = amounts.get(element)
        cells += [
            amount.atomic_percent if amount else None,
            amount.atomic_percent_stderr if amount else None,
            None if not amount or amount.detected else amount.atomic_percent_upper_95,
        ]
    return (
        level.sample,
        source,
        level.etch_time_s,
        level.depth_nm,
        level.charge.shift_ev,
        level.charge.stderr_ev,
        *charge_cells(level),
        *cells,
        composition.library if composition else None,
        "; ".join(failure.region for failure in level.failures) or None,
    )
