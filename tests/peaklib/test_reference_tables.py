"""The shipped data against the tables they were taken from, number by number."""

import csv
from pathlib import Path

import pytest

import peaklib

TABLES = Path(__file__).parents[3] / "shared" / "reference"


def rows(name: str) -> list[dict[str, str]]:
    file = TABLES / name
    if not file.is_file():
        pytest.skip(f"the reference tables are not beside this checkout: no {name}")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_all_core_levels_and_factors_are_those_of_the_table() -> None:
    table = rows("rsf.csv")
    factors = peaklib.sensitivity("scofield").factors
    thermo = peaklib.sensitivity("althermo1").factors
    assert len(factors) == len(table)
    for row in table:
        name = f"{row['element']} {row['core_level']}"
        energy = peaklib.core_level(name).binding_energy_ev
        assert energy == float(row["binding_energy_ev"]), name
        assert factors[name] == float(row["scofield_al_ka"]), name
        if name in thermo:
            assert thermo[name] == float(row["althermo1"]), name


def test_all_doublets_are_those_of_the_table() -> None:
    table = rows("doublets.csv")
    for row in table:
        pair = peaklib.doublet(row["core_level"])
        assert pair is not None
        assert (pair.major, pair.minor) == (row["major_level"], row["minor_level"])
        assert pair.splitting_ev == float(row["splitting_ev"])
        assert pair.splitting_min_ev == float(row["splitting_min_ev"])
        assert pair.splitting_max_ev == float(row["splitting_max_ev"])
        assert pair.scofield_area_ratio == float(row["scofield_area_ratio"])
        assert round(pair.branching_ratio, 4) == float(row["branching_ratio"])


def test_all_chemical_states_are_those_of_the_table() -> None:
    table = rows("peaks.csv")
    assert len(table) == sum(len(e.states) for e in peaklib.elements())
    for row in table:
        state = peaklib.chemical_state(row["core_level"], row["species"])
        assert state.formula == row["formula"]
        assert state.be_ev == float(row["be_ev"])
        assert state.be_min_ev == float(row["be_min"])
        assert state.be_max_ev == float(row["be_max"])
        assert state.fwhm_min_ev == float(row["fwhm_min"])
        assert state.fwhm_max_ev == float(row["fwhm_max"])
        assert (state.origin, state.confidence) == (row["origin"], row["confidence"])
        assert (state.asymmetry == "none") == (row["asymmetry"] == "0")
        assert state.memory_only >= (row["source"] == "from memory, unverified")
        if row["line_shape"].startswith("GL(30)"):
            assert (state.line_shape, state.mixing) == ("gl_product", 0.3)
        if row["doublet_split_ev"]:
            pair = peaklib.doublet(state.level)
            assert pair is not None
            assert pair.splitting_ev == float(row["doublet_split_ev"])
