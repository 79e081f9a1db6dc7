"""`result.h5`: everything an analysis knows, at full precision.

Layout; samples, levels and regions are numbered, their names are attributes::

    /                       attrs: format, version, energies; run_record (JSON)
    /entry, /entry_01 ...   NeXus, one sample each: see `xpsfit.writers.nexus`
    /records                all records as xpsfit reads them back (JSON)
    /arrays/000000 ...      every array once; the arrays below are links to these
    /samples/00             attrs: sample, rate_nm_per_s, warnings
        model               the peak model (TOML)
        profile             table, series only
        drift               table of charge shift and watch lines, series only
        interfaces          table, series only
        depth_scale         attrs: rate_nm_per_s, material, ...; layers
        charge, compositions, elements, states, species, failures, spectra, quality,
        components, parameters, correlations, candidates, uniqueness
                            tables: a row for each record, `level` and `region` first
        levels/000          attrs: etch_time_s, depth_nm and its errors
            joint           attrs: chi_square, free_parameters, held, ...; species,
                            covariance of their amounts and of the areas of all
                            regions; only where regions were fitted together
                between     of several samples: quantities of all; covariance, a row
                            for each that is of this sample (attr sample of joint), a
                            column for each of all
            regions/00      attrs: region, evaluation, low_ev, high_ev, noise, ...
                binding_energy_ev, counts_per_s, sigma_cps, background_cps,
                envelope_cps, residual_cps, component_curves_cps, area_covariance
                spectrum    binding_energy_ev, intensity as stored, transmission

Energies are as measured; add ``charge/shift_ev`` for the calibrated scale. A dataset
carries its unit in the attribute ``units``, a table one unit per column. What was not
measured is NaN in a table and a missing attribute elsewhere.

The layout is for people and other programs; `xpsfit.readers.result_h5` takes `/records`
and `/arrays` only. The HDF5 file is followed by a seal: a marker and the SHA-256 of all
bytes before it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.depth import depth_profile
from xpsfit.depth.types import Interface, ScaleLayer
from xpsfit.fit.joint_result import FittedSpecies, JointQuantity
from xpsfit.fit.result import (
    FitResult,
    FittedParameter,
)
from xpsfit.fit.series.result import SeriesState
from xpsfit.model import dump_model
from xpsfit.records import plain_of
from xpsfit.sealing import seal
from xpsfit.writers.depth_columns import DEPTH_ERRORS
from xpsfit.writers.hdf5 import (
    ArrayStore,
    Group,
    new_group,
    set_attributes,
    write_bytes,
    write_columns,
    write_hdf5,
    write_text,
)
from xpsfit.writers.nexus import write_nexus
from xpsfit.writers.nexus_data import UNIT_OF_INTENSITY
from xpsfit.writers.record_tables import record_attributes, write_records
from xpsfit.writers.run_record import run_record_json
from xpsfit.writers.sample_tables import write_sample_tables
from xpsfit.writers.tables_drift import drift_table
from xpsfit.writers.tables_profile import profile_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xpsfit.fit.joint_result import JointFit
    from xpsfit.fit.series.result import SeriesFit
    from xpsfit.results import IntegratedArea, LevelResult, SampleResult
    from xpsfit.spectrum import Region, Spectrum
    from xpsfit.writers.run_record import RunRecord
    from xpsfit.writers.table import Table

FORMAT, VERSION = "xpsfit-result", 3


def write_result_h5(
    path: Path, results: Sequence[SampleResult], record: RunRecord
) -> None:
    """Write all results and the run record into one HDF5 file.

    Parameters
    ----------
    path : Path
        Overwritten where it exists.
    results : sequence of SampleResult
    record : RunRecord

    Raises
    ------
    OSError
        If the file cannot be written.
    """

    def fill(root: Group) -> None:
        set_attributes(
            root, {"format": FORMAT, "version": VERSION, "energies": "as measured"}
        )
        write_text(root, "run_record", run_record_json(record))
        arrays = ArrayStore(root)
        for index, result in enumerate(results):
            _write_sample(new_group(root, f"samples/{index:02d}"), result, arrays)
        for index, result in enumerate(results):
            write_nexus(root, index, result, record, arrays)
        write_bytes(root, "records", _records(results, arrays))

    write_hdf5(path, fill)
    seal(path)


def _records(results: Sequence[SampleResult], arrays: ArrayStore) -> bytearray:
    """Return the records of all samples as JSON."""
    text = bytearray()
    for result in results:
        fields = plain_of(replace(result, levels=()), arrays.place)
        del fields["levels"]
        text += b",\n" if text else b"["
        text += json.dumps(fields).encode("ascii")[:-1] + b', "levels": ['
        # Level by level: as plain data all of them take ten times the room of the text.
        for number, level in enumerate(result.levels):
            plain = json.dumps(plain_of(level, arrays.place))
            text += b", " * (number > 0) + plain.encode("ascii")
        text += b"]}"
    text += b"]"
    return text


def _write_sample(group: Group, result: SampleResult, arrays: ArrayStore) -> None:
    set_attributes(group, record_attributes(result))
    write_text(group, "model", dump_model(result.model))
    if result.rate_nm_per_s is not None:
        _write_numbers(group, profile_table(depth_profile(result)))
    if len(result.levels) > 1:
        _write_numbers(group, drift_table([result]))
    if result.series is not None:
        _write_series(new_group(group, "linked_levels"), result.series, arrays)
    if result.depth_scale is not None:
        write_records(group, "interfaces", Interface, result.interfaces)
        scale = new_group(group, "depth_scale")
        set_attributes(scale, record_attributes(result.depth_scale))
        write_records(scale, "layers", ScaleLayer, result.depth_scale.layers)
    write_sample_tables(group, result)
    for index, level in enumerate(result.levels):
        _write_level(new_group(group, f"levels/{index:03d}"), level, arrays)


def _write_numbers(group: Group, table: Table) -> None:
    """Write the columns of a table that hold numbers; the others are records."""
    numbers = {
        name: np.array([row[index] for row in table.rows], dtype=np.float64)
        for index, name in enumerate(table.columns)
        if not any(isinstance(row[index], str) for row in table.rows)
    }
    write_columns(group, table.name, numbers)


def _write_level(group: Group, level: LevelResult, arrays: ArrayStore) -> None:
    names = ("etch_time_s", "depth_nm", *DEPTH_ERRORS)
    set_attributes(group, {name: getattr(level, name) for name in names})
    if level.joint is not None:
        _write_joint(new_group(group, "joint"), level.joint, arrays)
    regions: tuple[FitResult | IntegratedArea, ...] = (*level.fits, *level.integrated)
    for index, evaluated in enumerate(regions):
        region = new_group(group, f"regions/{index:02d}")
        set_attributes(region, record_attributes(evaluated))
        _write_region(region, evaluated.region, arrays)
        arrays.link(region, "background_cps", evaluated.background_cps)
        if isinstance(evaluated, FitResult):
            _write_fit(region, evaluated, arrays)
        else:
            set_attributes(region, {"evaluation": "integrated"})


def _write_series(group: Group, series: SeriesFit, arrays: ArrayStore) -> None:
    set_attributes(group, record_attributes(series))
    write_records(group, "shared_parameters", FittedParameter, series.parameters)
    write_records(group, "states", SeriesState, series.states)
    arrays.link(group, "covariance", series.covariance)
    for name in ("shift_ev", "shift_stderr_ev"):
        arrays.link(group, name, getattr(series, name), "eV")
    for name in ("displacement_ev", "displacement_stderr_ev"):
        arrays.link(group, name, getattr(series, name), "eV")
    arrays.link(group, "level_chi_square", series.level_chi_square)


def _write_joint(group: Group, joint: JointFit, arrays: ArrayStore) -> None:
    set_attributes(group, record_attributes(joint))
    set_attributes(group, {"regions": joint.regions})
    write_records(group, "species", FittedSpecies, joint.species)
    arrays.link(group, "covariance", joint.covariance, "(counts/s eV)^2")
    if joint.between is not None:
        between = group.create_group("between")
        write_records(between, "quantities", JointQuantity, joint.between.quantities)
        arrays.link(between, "covariance", joint.between.covariance)


def _write_region(group: Group, region: Region, arrays: ArrayStore) -> None:
    set_attributes(group, {"region": region.name, "noise": region.noise})
    arrays.link(group, "binding_energy_ev", region.binding_energy_ev)
    arrays.link(group, "counts_per_s", region.counts_per_s)
    arrays.link(group, "sigma_cps", region.sigma_cps)
    _write_spectrum(new_group(group, "spectrum"), region.spectrum, arrays)


def _write_spectrum(group: Group, spectrum: Spectrum, arrays: ArrayStore) -> None:
    arrays.link(group, "binding_energy_ev", spectrum.binding_energy_ev)
    unit = UNIT_OF_INTENSITY[spectrum.intensity_unit]
    arrays.link(group, "intensity", spectrum.intensity, unit)
    if spectrum.transmission is not None:
        arrays.link(group, "transmission", spectrum.transmission)


def _write_fit(group: Group, fit: FitResult, arrays: ArrayStore) -> None:
    set_attributes(
        group, {"evaluation": "fitted", "background": fit.model.background.kind}
    )
    arrays.link(group, "envelope_cps", fit.envelope_cps)
    arrays.link(group, "residual_cps", fit.residual_cps)
    curves = [component.curve_cps for component in fit.components]
    arrays.link_rows(group, "component_curves_cps", curves)
    arrays.link(group, "area_covariance", fit.area_covariance, "(counts/s eV)^2")
