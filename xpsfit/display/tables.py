"""Which tables a record has, each made when it is asked for."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from xpsfit.checks import judge
from xpsfit.depth import depth_profile
from xpsfit.depth.types import DepthProfile
from xpsfit.fit.result import FitResult, FittedComponent, FittedParameter
from xpsfit.model.types import PeakModel
from xpsfit.results import (
    Composition,
    ElementAmount,
    LevelResult,
    SampleResult,
    SpeciesAmount,
    StateAmount,
)
from xpsfit.spectrum import Spectrum
from xpsfit.writers.table import Table
from xpsfit.writers.tables import (
    between_table,
    candidates_table,
    components_table,
    composition_table,
    curves_table,
    fits_table,
    interfaces_table,
    parameters_table,
    profile_table,
    species_table,
)
from xpsfit.writers.tables_checks import checks_table
from xpsfit.writers.tables_drift import drift_table
from xpsfit.writers.tables_gaps import gaps_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Tables = Mapping[str, Callable[[], Table]]

_OF_RESULTS = {
    "components": components_table,
    "composition": composition_table,
    "fits": fits_table,
    "parameters": parameters_table,
    "candidates": candidates_table,
    "species": species_table,
    "between_samples": between_table,
    "curves": curves_table,
}
_OF_SERIES = {
    "interfaces": interfaces_table,
    "drift": drift_table,
    "gaps": gaps_table,
}


def tables_of(record: object) -> Tables:
    """Return the tables of a record by their names, the most wanted first.

    Those of `SampleResult` are the ones of a results folder, those of `LevelResult` the
    ones of them that concern a level; of a series the first is the profile. A
    `FitResult` knows no calibrated energies.
    """
    if isinstance(record, SampleResult):
        return _of_sample(record)
    if isinstance(record, LevelResult):
        return _of_level(record)
    if isinstance(record, DepthProfile):
        return {"profile": lambda: profile_table(record)}
    if isinstance(record, Composition):
        return {
            "elements": lambda: _plain("elements", ElementAmount, record.elements),
            "states": lambda: _plain("states", StateAmount, record.states),
            "species": lambda: _plain("species", SpeciesAmount, record.species),
        }
    if isinstance(record, FitResult):
        return _of_fit(record)
    if isinstance(record, Spectrum):
        return {"points": lambda: _points(record)}
    raise TypeError(f"{type(record).__name__} has no tables")


def _of_sample(result: SampleResult) -> Tables:
    tables: dict[str, Callable[[], Table]] = {
        name: partial(make, [result]) for name, make in _OF_RESULTS.items()
    }
    tables["checks"] = lambda: checks_table(judge([result]))
    if result.rate_nm_per_s is None:
        return tables
    tables |= {name: partial(make, [result]) for name, make in _OF_SERIES.items()}
    return {"profile": lambda: profile_table(depth_profile(result)), **tables}


def _of_level(level: LevelResult) -> Tables:
    # The tables ask a sample for its levels only.
    fitted = [fit.model for fit in level.fits]
    alone = SampleResult(level.sample, PeakModel("", "", tuple(fitted)), (level,))
    return {name: partial(make, [alone]) for name, make in _OF_RESULTS.items()}


def _of_fit(fit: FitResult) -> Tables:
    renamed = {"center_ev": "center_measured_ev"}
    renamed["center_ev_stderr"] = "center_measured_ev_stderr"
    return {
        "components": lambda: _plain(
            "components", FittedComponent, fit.components, renamed
        ),
        "parameters": lambda: _plain("parameters", FittedParameter, fit.parameters),
        "curves": lambda: _curves(fit),
    }


def _plain(
    name: str,
    kind: type[Any],
    records: Sequence[object],
    renamed: Mapping[str, str] | None = None,
) -> Table:
    """Return a row per record and a column per field; arrays are left out."""
    fields = [f.name for f in dataclasses.fields(kind) if f.name != "curve_cps"]
    rows = tuple(tuple(_cell(getattr(r, f)) for f in fields) for r in records)
    return Table(name, tuple((renamed or {}).get(f, f) for f in fields), rows)


def _cell(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, tuple) else value


def _curves(fit: FitResult) -> Table:
    columns = {
        "binding_energy_measured_ev": fit.region.binding_energy_ev,
        "counts_per_s": fit.region.counts_per_s,
        "sigma_cps": fit.region.sigma_cps,
        "background_cps": fit.background_cps,
        "envelope_cps": fit.envelope_cps,
        "residual_cps": fit.residual_cps,
    }
    columns |= {f"component {c.name}_cps": c.curve_cps for c in fit.components}
    return Table("curves", tuple(columns), _rows(list(columns.values())))


def _points(spectrum: Spectrum) -> Table:
    columns = {
        "binding_energy_measured_ev": spectrum.binding_energy_ev,
        f"intensity_{spectrum.intensity_unit}": spectrum.intensity,
    }
    if spectrum.transmission is not None:
        columns["transmission"] = spectrum.transmission
    return Table("points", tuple(columns), _rows(list(columns.values())))


def _rows(columns: Sequence[Any]) -> tuple[tuple[float, ...], ...]:
    return tuple(zip(*(np.asarray(c).tolist() for c in columns), strict=True))
