"""What `info` lists: the file's own numbers, before any shift."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.builders import a_spectrum
from xpsfit.spectrum import Spectrum
from xpsfit.writers.tables import info_records, info_table

PROMISED = [
    "file",
    "format",
    "block",
    "sample",
    "region",
    "etch_time_s",
    "points",
    "binding_energy_low_ev",
    "binding_energy_high_ev",
    "step_ev",
    "photon_energy_ev",
    "pass_energy_ev",
    "dwell_s",
    "scans",
    "intensity_unit",
    "max_counts",
    "sum_counts",
    "transmission",
    "transmission_column",
    "methods",
    "warnings",
    "metadata",
]


def test_the_records_have_exactly_the_promised_keys() -> None:
    (record,) = info_records([a_spectrum()])

    assert list(record) == PROMISED
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_the_table_leaves_the_metadata_out() -> None:
    assert list(info_table([a_spectrum()]).columns) == PROMISED[:-3]


def test_it_describes_the_stored_numbers() -> None:
    spectrum = Spectrum(
        region="Li 1s",
        sample="bare Li",
        binding_energy_ev=np.array([50.0, 50.5, 51.0, 51.5]),
        intensity=np.array([3.0, 5.0, 11.0, 1.0]),
        intensity_unit="counts",
        transmission_state="corrected",
        metadata={"gun": "Ar+"},
        etch_time_s=90.0,
    )

    (record,) = info_records([spectrum])

    assert record["points"] == 4
    assert record["step_ev"] == 0.5
    assert (record["max_counts"], record["sum_counts"]) == (11.0, 20.0)
    assert record["binding_energy_low_ev"] == 50.0
    assert record["binding_energy_high_ev"] == 51.5
    assert record["transmission"] == "corrected"
    assert record["transmission_column"] is False
    assert record["warnings"] == []
    assert record["metadata"] == {"gun": "Ar+"}
    assert record["etch_time_s"] == 90.0
    assert record["pass_energy_ev"] is None


def test_a_single_point_has_no_step() -> None:
    spectrum = replace(
        a_spectrum(),
        binding_energy_ev=np.array([284.8]),
        intensity=np.array([7.0]),
    )

    assert info_records([spectrum])[0]["step_ev"] is None


def test_the_step_survives_one_gap() -> None:
    spectrum = replace(
        a_spectrum(),
        binding_energy_ev=np.array([1.0, 1.1, 1.2, 5.0, 5.1]),
        intensity=np.ones(5),
    )

    assert info_records([spectrum])[0]["step_ev"] == pytest.approx(0.1)
