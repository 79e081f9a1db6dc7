"""Inclusion and exclusion lists, manual items and future entries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.vamas_reading import contents
from tests.vamas_writer import Block, File
from xpsfit.errors import FormatError

if TYPE_CHECKING:
    from tests.vamas_reading import Read


FIRST = Block(
    comments=("of block 1",),
    variables=(5,),
    parameters=(("MFP", "d", 1),),
    columns=(("Intensity", "d"), ("Transmission", "d")),
    rows=((100, 0.1), (140, 0.2), (90, 0.3)),
)
OTHER = replace(
    FIRST,
    identifier="O 1s/2",
    sample="TMA Li",
    date=(2020, 1, 2, 3, 4, 5),
    comments=("of block 2", "two lines"),
    technique="UPS",
    variables=(9,),
    source="He I",
    photon_energy=21.22,
    strength=7,
    beam_width=(8, 9),
    source_polar=10,
    source_azimuth=11,
    analyser_mode="FRR",
    pass_energy=12,
    magnification=13,
    work_function=14,
    target_bias=15,
    analysis_width=(16, 17),
    take_off=(18, 19),
    species="O",
    abscissa=("Binding Energy", "eV", 1.0, 2.0),
    columns=(("Rate", "c/s"), ("T", "d")),
    signal_mode="analogue",
    dwell=20,
    scans=21,
    dead_time=22,
    tilt=(23, 24),
    rotation=25,
    parameters=(("A", "b", 26), ("C", "d", 27)),
    gmt_hours=28,
)


def with_list(sign: int, listed: list[int]) -> File:
    variables = (("Angle", "degree"),)
    return File((FIRST, OTHER, OTHER), variables=variables, sign=sign, listed=listed)


@pytest.mark.parametrize("number", range(1, 41))
def test_a_list_of_one_group_means_the_same_included_or_left_out(
    spectra: Read, number: int
) -> None:
    included = spectra(with_list(1, [number]))
    left_out = spectra(with_list(-1, [n for n in range(1, 41) if n != number]))
    assert [contents(one) for one in included] == [contents(one) for one in left_out]


GROUP_FIELDS = {
    7: {"hours ahead of GMT": "28"},
    8: {"block comments": "of block 2 | two lines"},
    9: {"technique": "UPS"},
    11: {"experimental variable: Angle [degree]": "9"},
    12: {"source label": "He I"},
    14: {"source energy [eV]": "21.22"},
    15: {"source strength [W for X-rays]": "7"},
    16: {"spot size x [um]": "8", "spot size y [um]": "9"},
    19: {"source polar angle [deg]": "10"},
    20: {"source azimuth [deg]": "11"},
    21: {"analyser mode": "FRR"},
    22: {"pass energy or retard ratio": "12"},
    24: {"transfer lens magnification": "13"},
    25: {"analyser work function field [eV], not used": "14"},
    26: {"target bias [V]": "15"},
    27: {"analysis width x [um]": "16", "analysis width y [um]": "17"},
    28: {"take-off polar angle [deg]": "18", "take-off azimuth [deg]": "19"},
    29: {"species": "O"},
    33: {"signal mode": "analogue"},
    34: {"signal collection time [s]": "20"},
    35: {"number of scans": "21"},
    36: {"signal time correction [s]": "22"},
    38: {"sample tilt polar angle [deg]": "23", "sample tilt azimuth [deg]": "24"},
    39: {"sample rotation angle [deg]": "25"},
}


@pytest.mark.parametrize("number", GROUP_FIELDS)
def test_an_included_group_changes_its_own_fields_and_no_others(
    spectra: Read, number: int
) -> None:
    first, second, third = spectra(with_list(1, [number]))
    assert GROUP_FIELDS[number].items() <= second.metadata.items()
    assert second.metadata == third.metadata
    always = {"block id", "sample id"}
    changed = {
        name
        for name in first.metadata.keys() | second.metadata.keys()
        if first.metadata.get(name) != second.metadata.get(name)
    }
    assert changed == GROUP_FIELDS[number].keys() | always


def test_an_empty_list_means_that_every_block_is_complete(spectra: Read) -> None:
    _, second, _ = spectra(with_list(1, []))
    assert second.photon_energy_ev == 21.22
    assert second.binding_energy_ev.tolist() == [1.0, 3.0, 5.0]
    assert second.intensity_unit == "counts_per_s"
    assert second.metadata["parameter: C [d]"] == "27"


def test_left_out_groups_keep_the_values_of_the_first_block(spectra: Read) -> None:
    blocks = (Block(), Block(photon_energy=1253.6, sample="Mg"), Block())
    found = spectra(File(blocks, sign=-1, listed=[1, 2, 3, 14]))
    assert [one.photon_energy_ev for one in found] == [1486.68] * 3
    found = spectra(File(blocks, sign=1, listed=[14]))
    assert [one.photon_energy_ev for one in found] == [1486.68, 1253.6, 1486.68]
    assert [one.sample for one in found] == ["bare Li", "Mg", "bare Li"]


@pytest.mark.parametrize("number", [0, 41, -1, 1.5])
def test_a_prefix_number_that_does_not_exist_is_refused(
    spectra: Read, number: float
) -> None:
    with pytest.raises(FormatError, match="prefix number") as caught:
        spectra(File(listed=[number]))  # type: ignore[list-item]
    assert caught.value.line == 12


def test_manual_and_future_entries_are_passed_over(spectra: Read) -> None:
    block = Block(future=("new item", "another"))
    file = File((block, block), manual=(1, 14), future=("a", "b", "c"), future_block=2)
    assert [one.intensity.tolist() for one in spectra(file)] == [[90, 140, 100]] * 2
