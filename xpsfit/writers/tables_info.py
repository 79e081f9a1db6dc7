"""What is in the files: one record per spectrum, as measured."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from xpsfit.methods import methods_of
from xpsfit.writers.table import Cell, Table, finite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xpsfit.spectrum import Spectrum

PLACES = ("position", "angle_deg")


def info_table(spectra: Sequence[Spectrum]) -> Table:
    """Return one row per spectrum; energies as measured, before any charge shift.

    Parameters
    ----------
    spectra : sequence of Spectrum

    Returns
    -------
    Table
        The keys of `info_records` as far as they are plain cells.
    """
    rows = _descriptions(spectra)
    columns = tuple(rows[0]) if rows else ()
    return Table("info", columns, tuple(tuple(row.values()) for row in rows))


def info_records(spectra: Sequence[Spectrum]) -> list[dict[str, Any]]:
    """Return one JSON-ready object per spectrum.

    Parameters
    ----------
    spectra : sequence of Spectrum

    Returns
    -------
    list of dict
        `max_counts` and `sum_counts` are of the stored numbers, in `intensity_unit`.
        `step_ev` is the median distance of neighbors, None for a single point.
        `transmission` says whether the stored numbers are ``raw`` or already divided by
        the transmission function (``corrected``), where the file tells;
        `transmission_column` whether the file holds that function point by point.
        `position` and `angle_deg` are there where a spectrum has one. `methods` has the
        fields of `xpsfit.methods.Methods`, `warnings` is a list and `metadata` a dict
        of strings.
    """
    return [
        {
            **description,
            "methods": dataclasses.asdict(methods_of(spectrum)),
            "warnings": list(spectrum.warnings),
            "metadata": dict(spectrum.metadata),
        }
        for spectrum, description in zip(spectra, _descriptions(spectra), strict=True)
    ]


def _descriptions(spectra: Sequence[Spectrum]) -> list[dict[str, Cell]]:
    """Return one row per spectrum; of places only what some spectrum has."""
    rows = [_description(spectrum) for spectrum in spectra]
    for key in PLACES:
        if all(row[key] is None for row in rows):
            for row in rows:
                del row[key]
    return rows


def _description(spectrum: Spectrum) -> dict[str, Cell]:
    energy = spectrum.binding_energy_ev
    steps = np.diff(energy)
    description: dict[str, Cell] = {
        "file": spectrum.file,
        "format": spectrum.format,
        "block": spectrum.block,
        "sample": spectrum.sample,
        "region": spectrum.region,
        "etch_time_s": spectrum.etch_time_s,
        "position": spectrum.position,
        "angle_deg": spectrum.angle_deg,
        "points": int(energy.size),
        "binding_energy_low_ev": float(energy[0]),
        "binding_energy_high_ev": float(energy[-1]),
        "step_ev": float(np.median(steps)) if steps.size else None,
        "photon_energy_ev": spectrum.photon_energy_ev,
        "pass_energy_ev": spectrum.pass_energy_ev,
        "dwell_s": spectrum.dwell_s,
        "scans": spectrum.scans,
        "intensity_unit": spectrum.intensity_unit,
        "max_counts": float(spectrum.intensity.max()),
        "sum_counts": float(spectrum.intensity.sum()),
        "transmission": spectrum.transmission_state,
        "transmission_column": spectrum.transmission is not None,
    }
    return {key: finite(cell) for key, cell in description.items()}
