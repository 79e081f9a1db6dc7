"""Results as tables: components and composition here, the others imported.

All energies are on the calibrated scale (measured plus charge shift) unless the column
name says `measured`. Areas are in counts/s x eV. Regions that failed have no row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xpsfit.below_limit import limits_of_states
from xpsfit.model.review import area_limit_ev
from xpsfit.writers.charge_columns import CHARGE_COLUMNS, charge_cells
from xpsfit.writers.depth_columns import depth_cells, depth_columns
from xpsfit.writers.table import Cell, Table, tables_as_json
from xpsfit.writers.tables_between import between_table
from xpsfit.writers.tables_candidates import candidates_table
from xpsfit.writers.tables_curves import curves_table
from xpsfit.writers.tables_fits import fits_table
from xpsfit.writers.tables_info import info_records, info_table
from xpsfit.writers.tables_interfaces import interfaces_table
from xpsfit.writers.tables_parameters import parameters_table
from xpsfit.writers.tables_profile import profile_table, summary_table
from xpsfit.writers.tables_species import species_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xpsfit.below_limit import Limit
    from xpsfit.fit.result import FitResult, FittedComponent
    from xpsfit.results import (
        Composition,
        ElementAmount,
        LevelResult,
        SampleResult,
        StateAmount,
    )

__all__ = [
    "Cell",
    "Table",
    "between_table",
    "candidates_table",
    "components_table",
    "composition_table",
    "curves_table",
    "fits_table",
    "info_records",
    "info_table",
    "interfaces_table",
    "parameters_table",
    "profile_table",
    "result_tables",
    "short_tables",
    "species_table",
    "summary_table",
    "tables_as_json",
]

_COMPONENTS = (
    "sample",
    "region",
    "etch_time_s",
    "depth_nm",
    "component",
    "species",
    "line_shape",
    "center_ev",
    "center_ev_stderr",
    "fwhm_ev",
    "fwhm_ev_stderr",
    "area_cps_ev",
    "area_cps_ev_stderr",
    "region_fraction",
    "region_fraction_stderr",
    "atomic_percent",
    "atomic_percent_stderr",
    "presence",
    "atomic_percent_upper_95",
    "region_fraction_upper_95",
    "center_measured_ev",
    "height_cps",
    "area_upper_95_cps_ev",
    "area_window_ev",
    "doublet_splitting_ev",
    "doublet_ratio",
    "charge_shift_ev",
    *CHARGE_COLUMNS,
)


def components_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per sample, level, region and component.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        The doublet columns hold minor minus major line in eV and the area ratio minor
        over major; they are empty for single lines. Shares and atomic percent are
        empty where the level could not be quantified. `region_fraction_upper_95` is
        there only for what is below detection. `area_window_ev` says how far
        above the maximum an area counts that has no end; it is empty for all others.
    """
    extra = depth_columns(results)
    rows = [
        (*_component_row(level, fit, component, limits), *depth_cells(level, extra))
        for result in results
        for level in result.levels
        for limits in (limits_of_states(level),)
        for fit in level.fits
        for component in fit.components
    ]
    return Table("components", (*_COMPONENTS, *extra), tuple(rows))


def _component_row(
    level: LevelResult,
    fit: FitResult,
    component: FittedComponent,
    limits: Mapping[tuple[str, str], Limit],
) -> tuple[Cell, ...]:
    modelled = next((c for c in fit.model.components if c.name == component.name), None)
    doublet = None if modelled is None else modelled.doublet
    state = _state(level.composition, fit.region.name, component.name)
    limit = limits.get((fit.region.name, component.name))
    return (
        level.sample,
        fit.region.name,
        level.etch_time_s,
        level.depth_nm,
        component.name,
        component.species,
        component.line_shape,
        component.center_ev + level.charge.shift_ev,
        component.center_ev_stderr,
        component.fwhm_ev,
        component.fwhm_ev_stderr,
        component.area_cps_ev,
        component.area_cps_ev_stderr,
        state.region_fraction if state else None,
        state.region_fraction_stderr if state else None,
        state.atomic_percent if state else None,
        state.atomic_percent_stderr if state else None,
        component.presence,
        state.atomic_percent_upper_95 if state else None,
        limit.region_fraction if limit else None,
        component.center_ev,
        component.height_cps,
        component.area_upper_95_cps_ev,
        area_limit_ev(modelled) if modelled else None,
        doublet.splitting_ev if doublet else None,
        doublet.ratio if doublet else None,
        level.charge.shift_ev,
        *charge_cells(level),
    )


def _state(
    composition: Composition | None, region: str, component: str
) -> StateAmount | None:
    """Return the amount of one component, None where it was not quantified."""
    states = () if composition is None else composition.states
    return next(
        (s for s in states if s.region == region and s.component == component), None
    )


_COMPOSITION = (
    "sample",
    "etch_time_s",
    "depth_nm",
    "element",
    "region",
    "area_cps_ev",
    "area_cps_ev_stderr",
    "sensitivity_factor",
    "atomic_percent",
    "atomic_percent_stderr",
    "atomic_percent_systematic",
    "atomic_percent_upper_95",
    "sensitivity_level",
    "sensitivity_library",
    "energy_exponent",
    "energy_factor",
    "transmission",
    "normalized_area",
    "detected",
    "charge_shift_ev",
    "transmission_note",
    "area_note",
)


def composition_table(results: Sequence[SampleResult]) -> Table:
    """Return one row per sample, level and element.

    Parameters
    ----------
    results : sequence of SampleResult

    Returns
    -------
    Table
        `normalized_area` is area / (sensitivity factor x transmission x energy
        factor), the number that atomic percent is the share of. An element below
        detection keeps its value, with `detected` false and the 95 % upper limit.
    """
    extra = depth_columns(results)
    rows = [
        (*_element_row(level, level.composition, amount), *depth_cells(level, extra))
        for result in results
        for level in result.levels
        if level.composition is not None
        for amount in level.composition.elements
    ]
    return Table("composition", (*_COMPOSITION, *extra), tuple(rows))


def _element_row(
    level: LevelResult, composition: Composition, amount: ElementAmount
) -> tuple[Cell, ...]:
    return (
        level.sample,
        level.etch_time_s,
        level.depth_nm,
        amount.element,
        amount.region,
        amount.area_cps_ev,
        amount.area_cps_ev_stderr,
        amount.sensitivity_factor,
        amount.atomic_percent,
        amount.atomic_percent_stderr,
        amount.atomic_percent_systematic,
        amount.atomic_percent_upper_95,
        amount.sensitivity_level,
        composition.library,
        composition.energy_exponent,
        amount.energy_factor,
        amount.transmission,
        amount.area_cps_ev / amount.area_per_atom,
        amount.detected,
        level.charge.shift_ev,
        composition.transmission,
        amount.area_note,
    )


def result_tables(results: Sequence[SampleResult]) -> tuple[Table, ...]:
    """Return `short_tables` and the table of curves, which has a row for every point.

    Parameters
    ----------
    results : sequence of SampleResult
    """
    return (*short_tables(results), curves_table(results))


def short_tables(results: Sequence[SampleResult]) -> Iterator[Table]:
    """Yield the tables every result has, in the order a reader wants them.

    One by one, for those of a long series take room.

    Parameters
    ----------
    results : sequence of SampleResult

    Yields
    ------
    Table
        components, composition, species where a model has any, interfaces of series,
        differences between samples that were fitted together, candidates, fits,
        parameters.
    """
    yield components_table(results)
    yield composition_table(results)
    for make in (species_table, interfaces_table, between_table):
        table = make(results)
        if table.rows:
            yield table
    yield candidates_table(results)
    yield fits_table(results)
    yield parameters_table(results)
