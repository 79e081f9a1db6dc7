"""Spectra drawn from the independent forward model of the sample spectra."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sample_spectra.forward import RegionTruth, draw_counts, file_counts
from xpsfit.spectrum import Region, Spectrum, cut_region


def a_measurement(truth: RegionTruth, seed: int | None = None) -> Spectrum:
    """Return counts drawn with `seed`, or those of the committed file."""
    counts = file_counts(truth) if seed is None else draw_counts(truth, seed)
    return Spectrum(
        region=truth.region,
        sample=truth.sample,
        binding_energy_ev=truth.energy_ev,
        intensity=np.asarray(counts, dtype=np.float64),
        intensity_unit="counts",
        photon_energy_ev=1486.69,
        pass_energy_ev=50.0,
        dwell_s=truth.dwell_s,
        scans=truth.scans,
        etch_time_s=truth.etch_time_s,
    )


def a_measured_region(truth: RegionTruth, seed: int | None = None) -> Region:
    """Return the same as a region, with its noise."""
    return cut_region(a_measurement(truth, seed))


def without_noise(truth: RegionTruth) -> Region:
    """Return the expected counts themselves, as many as 10^4 scans would give."""
    many = replace(truth, scans=10_000)
    spectrum = replace(a_measurement(truth), intensity=many.expected_counts)
    return cut_region(replace(spectrum, scans=many.scans))


def true_area(truth: RegionTruth) -> float:
    """Return the summed true area, counts/s x eV."""
    return float(sum(component.area_cps_ev for component in truth.components))


def shift_to_model(truth: RegionTruth) -> float:
    """Return what must be added to measured energies to reach the nominal ones."""
    first = truth.components[0]
    return first.center_ev - first.measured_center_ev
