"""Every fact about real VGD files that independent readers and Avantage agree upon."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xpsfit.readers import detect, read

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum

REAL = Path(__file__).parents[4] / "shared" / "real"
PHOTON_ENERGY_EV = 1486.68
RELATIVE = 1e-9
ENERGY_EV = 1e-6
DECIMALS = 5.1e-7
"""Coefficients are given with six decimals."""
NEVER_DRAWN = {"Maximum": "1", "Minimum": "0"}
ANOTHER_CURVE = "9 C/U4f Scan.VGD"
"""Its chart shows a curve with another maximum than the data."""


@cache
def facts() -> dict[str, Any]:
    if not (REAL / "facts.json").exists():
        return {}
    loaded: dict[str, Any] = json.loads((REAL / "facts.json").read_text())["vgd"]
    return {name: fact for name, fact in loaded.items() if (REAL / name).exists()}


pytestmark = pytest.mark.skipif(
    not facts(), reason="the measured files are not distributed with the code"
)
every_file = pytest.mark.parametrize("name", facts() or ["none"])


@cache
def spectrum(name: str) -> Spectrum:
    [one] = read(REAL / name)
    return one


def chart(name: str) -> dict[str, dict[str, str]]:
    """Return the attributes of both axes of the chart Avantage drew of a file."""
    text = (REAL / name).with_suffix(".xml").read_text(errors="replace")
    return {
        axis: dict(re.findall(r'(\w+)="([^"]*)"', attributes))
        for axis, attributes in re.findall(r"<Axis(X|Y) ([^>]*)>", text)
    }


def test_there_are_both_instruments() -> None:
    assert {fact["instr"] for fact in facts().values()} == {
        "Nexsa_G2",
        "K-Alpha_KAN_G2",
    }


@every_file
def test_only_this_reader_recognises_it(name: str) -> None:
    assert detect(REAL / name).name == "vgd"


@every_file
def test_energies_are_photon_energy_minus_kinetic_energy(name: str) -> None:
    fact, energy_ev = facts()[name], spectrum(name).binding_energy_ev
    assert energy_ev.size == fact["n"]
    assert spectrum(name).photon_energy_ev == PHOTON_ENERGY_EV
    assert energy_ev[-1] == pytest.approx(
        PHOTON_ENERGY_EV - fact["ke0"], rel=0, abs=ENERGY_EV
    )
    np.testing.assert_allclose(np.diff(energy_ev), fact["step"], rtol=0, atol=ENERGY_EV)


@every_file
def test_counts_are_the_stored_numbers(name: str) -> None:
    fact, counts = facts()[name], spectrum(name).intensity
    stored = counts[::-1]
    assert spectrum(name).intensity_unit == "counts"
    assert stored[0] == pytest.approx(fact["first"], rel=RELATIVE)
    assert stored[-1] == pytest.approx(fact["last"], rel=RELATIVE)
    assert stored.max() == pytest.approx(fact["maxcounts"], rel=RELATIVE)
    assert stored.min() == pytest.approx(fact["mincounts"], rel=RELATIVE)
    assert stored.sum() == pytest.approx(fact["sum"], rel=RELATIVE)
    assert stored.argmax() == fact["argmax"]


@every_file
def test_the_acquisition_is_read(name: str) -> None:
    fact, one = facts()[name], spectrum(name)
    assert one.pass_energy_ev == fact["PE"]
    assert one.dwell_s == fact["dwell"]
    assert one.scans == fact["cur"] == fact["scans"]
    assert one.counts_per_s.max() == pytest.approx(fact["maxcps"], rel=RELATIVE)
    assert one.transmission_state == "corrected"
    assert one.warnings == ()
    assert one.etch_time_s is None


@every_file
def test_the_rest_is_kept_as_words(name: str) -> None:
    fact, words = facts()[name], spectrum(name).metadata
    assert words["instrument"] == fact["instr"]
    assert words["software"] == fact["sw"].strip()
    assert words["technique code"] == str(fact["tech"])
    assert words["detector mode"] == str(fact["mode"])
    assert words["analyser work function field [eV], not used"] == f"{fact['wf']:g}"
    coefficients = [float(a) for a in words["transmission coefficients"].split(", ")]
    assert coefficients == pytest.approx(fact["txfn"], rel=0, abs=DECIMALS)
    for key, value in (
        ("flood gun current [uA]", fact["fg"][0]),
        ("flood gun energy [eV]", fact["fg"][1]),
        ("spot size x [um]", fact["spot"][0]),
        ("spot size y [um]", fact["spot"][1]),
    ):
        assert words.get(key) == (None if value is None else f"{value:g}")


@every_file
def test_the_ends_are_those_of_the_chart_avantage_drew(name: str) -> None:
    axis, energy_ev = chart(name)["X"], spectrum(name).binding_energy_ev
    assert axis["Title"] == "Binding Energy (eV)"
    ends = [float(axis["Minimum"]), float(axis["Maximum"])]
    np.testing.assert_allclose(energy_ev[[0, -1]], ends, rtol=0, atol=ENERGY_EV)


@every_file
def test_the_largest_rate_is_that_of_the_chart_avantage_drew(name: str) -> None:
    axis = chart(name)["Y"]
    if NEVER_DRAWN.items() <= axis.items() or name.endswith(ANOTHER_CURVE):
        pytest.skip("the chart was never drawn, or shows another curve")
    assert axis["Title"] == "Counts / s"
    largest = spectrum(name).counts_per_s.max()
    assert largest == pytest.approx(float(axis["Maximum"]), rel=1e-12)


def test_spots_in_one_folder_are_told_apart_by_their_names() -> None:
    [folder] = REAL.glob("vgd_nexsa_skyefortier/1 UCl4*")
    spectra = [one for path in sorted(folder.glob("*.VGD")) for one in read(path)]
    found = [(one.region, one.sample) for one in spectra]
    assert found == [
        ("C 1s", "1-1"),
        ("C 1s", "1-2"),
        ("U 4f", "1-1"),
        ("XPS Survey", "1-1"),
        ("XPS Survey", "1-5"),
    ]
