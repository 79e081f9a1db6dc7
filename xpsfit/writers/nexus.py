"""`result.h5` as NeXus: one NXentry for each sample, after NXxps.

What an application definition requires and the data do not say is never made up. A
number is NaN, a text says "not recorded", and `/entry/completeness/not_recorded` lists
them. The groups are numbered; names from files are values only.

Application definitions NXxps and NXmpes: https://fairmat-nfdi.github.io/nexus_definitions
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xpsfit.methods import methods_of
from xpsfit.readers.text import parse_number
from xpsfit.writers.hdf5 import (
    ArrayStore,
    Group,
    write_array,
    write_fixed_text,
    write_text,
    write_text_list,
)
from xpsfit.writers.nexus_data import (
    nexus_group,
    nothing_where_unknown,
    write_composition,
    write_spectra,
)
from xpsfit.writers.nexus_fit import energies_of_fit, kind_of_fit, write_fit
from xpsfit.writers.nexus_stack import stacked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xpsfit.methods import Methods
    from xpsfit.results import LevelResult, SampleResult
    from xpsfit.spectrum import Spectrum
    from xpsfit.writers.run_record import RunRecord

DEFINITION_VERSION = "v2026.01"
NOT_RECORDED = "not recorded"
WORK_FUNCTION = "analyser work function field [eV], not used"
GMT = "hours ahead of GMT"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,}")
# Anodes by the energy of their K-alpha line; a source so named is an X-ray tube.
_ANODES_EV = (1253.6, 1486.6, 2984.3, 5414.8, 9251.7)
_SCAN_MODES = {"FAT": "fixed_analyzer_transmission", "FRR": "fixed_retardation_ratio"}


def write_nexus(
    root: Group,
    index: int,
    result: SampleResult,
    record: RunRecord,
    arrays: ArrayStore,
) -> None:
    """Write one sample as an NXentry of its own.

    Parameters
    ----------
    root : Group
    index : int
        Of the sample, from 0; its entry is ``entry``, then ``entry_01`` and so on.
    result : SampleResult
    record : RunRecord
    arrays : ArrayStore
        Of the file; what it holds is linked.
    """
    name = f"entry_{index:02d}" if index else "entry"
    entry = nexus_group(root, name, "NXentry")
    spectra = _spectra(result)
    if not spectra:
        del root[name]
        return
    methods = methods_of(spectra[0][1])
    lacking = _Lacking()
    _write_head(entry, result, methods, lacking)
    _write_instrument(entry, [one for _, one in spectra], methods, lacking)
    write_fixed_text(nexus_group(entry, "sample", "NXsample"), "name", result.sample)
    for number, stack in enumerate(
        stacked(spectra, lambda s: s.binding_energy_ev, _kind_of_spectrum)
    ):
        write_spectra(nexus_group(entry, f"data_{number:02d}", "NXdata"), stack, arrays)
    fits = [(level, fit) for level in result.levels for fit in level.fits]
    for number, fitted in enumerate(stacked(fits, energies_of_fit, kind_of_fit)):
        write_fit(nexus_group(entry, f"fit_{number:02d}", "NXfit"), fitted, arrays)
    _write_referencing(entry, result)
    _write_process(entry, result, record)
    _set_default(entry)
    collection = nexus_group(entry, "completeness", "NXcollection")
    write_text_list(collection, "not_recorded", lacking.paths)
    if "default" not in root.attrs:
        root.attrs["default"] = name


def _set_default(entry: Group) -> None:
    """Let viewers open the composition of a series, else the first fit or spectrum."""
    choice = "fit_00" if "fit_00" in entry else "data_00"
    profile = entry.get("quantification/composition")
    if profile is not None and profile.attrs["axes"][0] == "depth":
        choice = "quantification"
    entry.attrs["default"] = choice


def _with_zone(date: str | None, words: Mapping[str, str]) -> str | None:
    """Return a date with the time zone that its file states elsewhere."""
    hours = parse_number(words.get(GMT, ""))
    if date is None or hours is None or not _DATE.fullmatch(date):
        return date
    sign, minutes = ("-" if hours < 0 else "+"), round(abs(hours) * 60)
    return f"{date}{sign}{minutes // 60:02d}:{minutes % 60:02d}"


class _Lacking:
    """The fields that NXxps requires and nobody recorded."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def text(self, group: Group, name: str, value: str | None) -> None:
        """Write a text, or that it was not recorded."""
        if value is None:
            self.paths.append(f"{group.name}/{name}")
        write_text(group, name, value or NOT_RECORDED)

    def number(self, group: Group, name: str, value: float | None, unit: str) -> None:
        """Write a number, NaN where it was not recorded."""
        if value is None:
            self.paths.append(f"{group.name}/{name}")
        write_array(group, name, np.array(np.nan if value is None else value), unit)


def _spectra(result: SampleResult) -> list[tuple[LevelResult, Spectrum]]:
    found: list[tuple[LevelResult, Spectrum]] = []
    for level in result.levels:
        found += [(level, fit.region.spectrum) for fit in level.fits]
        found += [(level, area.region.spectrum) for area in level.integrated]
    return found


def _kind_of_spectrum(spectrum: Spectrum) -> tuple[str, str]:
    return spectrum.region, spectrum.intensity_unit


def _write_head(
    entry: Group, result: SampleResult, methods: Methods, lacking: _Lacking
) -> None:
    write_fixed_text(entry, "definition", "NXxps")
    entry["definition"].attrs["version"] = DEFINITION_VERSION
    write_fixed_text(entry, "title", result.sample or NOT_RECORDED)
    write_fixed_text(entry, "method", "X-ray photoelectron spectroscopy (XPS)")
    words = _spectra(result)[0][1].metadata
    lacking.text(entry, "start_time", _with_zone(methods.date, words))
    if methods.date_end is not None:
        write_text(entry, "end_time", _with_zone(methods.date_end, words) or "")
    regions = dict.fromkeys(one.region for _, one in _spectra(result))
    write_text_list(entry, "transitions", list(regions))
    if methods.operator is not None:
        user = nexus_group(entry, "user", "NXuser")
        write_fixed_text(user, "name", methods.operator)
        lacking.text(user, "affiliation", words.get("institution"))


def _write_instrument(
    entry: Group, spectra: list[Spectrum], methods: Methods, lacking: _Lacking
) -> None:
    instrument = nexus_group(entry, "instrument", "NXinstrument")
    if methods.instrument is not None:
        maker = nexus_group(instrument, "device_information", "NXfabrication")
        write_fixed_text(maker, "model", methods.instrument)
    photon_ev = spectra[0].photon_energy_ev
    beam = nexus_group(instrument, "beam_probe", "NXbeam")
    lacking.number(beam, "incident_energy", photon_ev, "eV")
    if methods.spot_x_um is not None:
        spot_y = methods.spot_y_um or methods.spot_x_um
        extent = np.array([methods.spot_x_um, spot_y])
        write_array(beam, "extent", extent, "um")
    if photon_ev is not None and any(abs(photon_ev - ev) < 2 for ev in _ANODES_EV):
        source = nexus_group(instrument, "source_probe", "NXsource")
        write_fixed_text(source, "type", "Fixed Tube X-ray")
        write_fixed_text(source, "associated_beam", beam.name)
        write_fixed_text(beam, "associated_source", source.name)
        if methods.source is not None:
            write_fixed_text(source, "name", methods.source)
        if methods.source_power_w is not None:
            power = np.array(methods.source_power_w)
            write_array(source, "power", power, "W")
    _write_analyzer(instrument, spectra, methods, lacking)


def _write_analyzer(
    instrument: Group, spectra: list[Spectrum], methods: Methods, lacking: _Lacking
) -> None:
    analyzer = nexus_group(instrument, "electronanalyzer", "NXelectronanalyzer")
    stated_ev = parse_number(spectra[0].metadata.get(WORK_FUNCTION, ""))
    lacking.number(analyzer, "work_function", stated_ev, "eV")
    column = nexus_group(analyzer, "collectioncolumn", "NXcollectioncolumn")
    lacking.text(column, "scheme", None)
    if methods.lens_mode is not None:
        write_fixed_text(column, "lens_mode", methods.lens_mode)
    dispersion = nexus_group(analyzer, "energydispersion", "NXenergydispersion")
    lacking.text(dispersion, "scheme", None)
    mode = methods.analyzer_mode
    lacking.text(dispersion, "energy_scan_mode", _SCAN_MODES.get(mode or "", mode))
    if mode not in _SCAN_MODES:
        dispersion["energy_scan_mode"].attrs["custom"] = True
    stated = {one.pass_energy_ev for one in spectra if one.pass_energy_ev is not None}
    if stated:
        write_array(dispersion, "pass_energy", np.array(sorted(stated)), "eV")
    nexus_group(analyzer, "electron_detector", "NXelectron_detector")


def _write_referencing(entry: Group, result: SampleResult) -> None:
    """Write the charge reference: its line, the assigned value and every shift."""
    charges = [level.charge for level in result.levels]
    group = nexus_group(entry, "energy_referencing", "NXcalibration")
    write_fixed_text(group, "physical_quantity", "energy")
    write_fixed_text(group, "description", charges[0].note or charges[0].method)
    if charges[0].line:
        write_fixed_text(group, "reference_peak", charges[0].line)
    if charges[0].assigned_ev is not None:
        assigned = np.array(charges[0].assigned_ev)
        write_array(group, "binding_energy", assigned, "eV")
    shifts = np.array([charge.shift_ev for charge in charges])
    write_array(group, "offset", shifts, "eV")
    errors = nothing_where_unknown([charge.stderr_ev for charge in charges])
    write_array(group, "offset_errors", errors, "eV")


def _write_process(entry: Group, result: SampleResult, record: RunRecord) -> None:
    """Write composition and provenance."""
    process = nexus_group(entry, "quantification", "NXprocess")
    write_fixed_text(process, "program", "xpsfit")
    write_fixed_text(process, "version", record.versions["xpsfit"])
    write_text(process, "date", record.date)
    composition = nexus_group(process, "composition", "NXdata")
    if write_composition(composition, result):
        process.attrs["default"] = "composition"
    else:
        del process["composition"]
    note = nexus_group(process, "note", "NXnote")
    write_fixed_text(note, "description", " ".join(record.command) or NOT_RECORDED)
