"""What the fields of a VAMAS block mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.vamas_writer import NONE, Block, File, of_one
from xpsfit.errors import UnsupportedDataError

if TYPE_CHECKING:
    from tests.vamas_reading import Read

RELATIVE = 1e-9
KINETIC = ("Kinetic Energy", "eV", 1191.68, 0.5)
ENERGY_EV = [294.0, 294.5, 295.0]
"""1486.68 eV less 1192.68, 1192.18 and 1191.68 eV."""


def test_every_field_of_the_record_is_filled(spectra: Read) -> None:
    (one,) = spectra(of_one())
    assert (one.region, one.sample, one.format, one.block) == (
        "C 1s",
        "bare Li",
        "vamas",
        1,
    )
    assert one.binding_energy_ev == pytest.approx(ENERGY_EV, rel=RELATIVE)
    assert one.intensity.tolist() == [90, 140, 100]
    assert one.intensity_unit == "counts"
    assert (one.photon_energy_ev, one.pass_energy_ev) == (1486.68, 50)
    assert (one.dwell_s, one.scans) == (0.05, 10)
    assert one.etch_time_s is None
    assert one.transmission is None
    assert one.transmission_state == "unknown"
    assert one.warnings == ()


def test_the_work_function_is_never_subtracted(spectra: Read) -> None:
    (plain,) = spectra(of_one(work_function=NONE))
    (given,) = spectra(of_one(work_function=4.5))
    assert np.array_equal(plain.binding_energy_ev, given.binding_energy_ev)
    assert given.metadata["analyser work function field [eV], not used"] == "4.5"


ONE_MEASUREMENT = {
    "kinetic, rising": {"abscissa": KINETIC},
    "kinetic, falling": {
        "abscissa": ("kinetic energy", "EV", 1192.68, -0.5),
        "rows": ((90,), (140,), (100,)),
    },
    "binding, falling": {"abscissa": ("Binding Energy", "eV", 295.0, -0.5)},
    "binding, rising": {
        "abscissa": ("binding energy", "eV", 294.0, 0.5),
        "rows": ((90,), (140,), (100,)),
    },
    "counts/s": {
        "columns": (("Intensity", "c/s"),),
        "rows": ((200,), (280,), (180,)),
    },
}


@pytest.mark.parametrize("changes", ONE_MEASUREMENT.values(), ids=ONE_MEASUREMENT)
def test_one_measurement_reads_the_same_however_it_is_written(
    spectra: Read, changes: dict[str, object]
) -> None:
    (one,) = spectra(of_one(**changes))
    assert one.binding_energy_ev == pytest.approx(ENERGY_EV, rel=RELATIVE)
    # 90, 140 and 100 counts in 10 scans of 0.05 s.
    assert one.counts_per_s == pytest.approx([180, 280, 200], rel=RELATIVE)
    assert one.counts == pytest.approx([90, 140, 100], rel=RELATIVE)


def test_an_irregular_axis_is_the_first_column(spectra: Read) -> None:
    block = Block(
        columns=(("Kinetic Energy", "eV"), ("Intensity", "d"), ("transmission", "d")),
        rows=((1191.68, 100, 0.82), (1192.18, 140, 0.81), (1192.68, 90, 0.8)),
    )
    (one,) = spectra(File((block,), scan_mode="IRREGULAR"))
    assert one.binding_energy_ev == pytest.approx(ENERGY_EV, rel=RELATIVE)
    assert one.intensity.tolist() == [90, 140, 100]
    assert one.transmission is not None
    assert one.transmission.tolist() == [0.8, 0.81, 0.82]


def test_transmission_turns_round_with_the_counts_and_is_not_applied(
    spectra: Read,
) -> None:
    columns = (("Intensity", "d"), ("Background", "d"), ("Transmission", "d"))
    rows = ((100, 7, 0.5), (140, 8, 0.6), (90, 9, 0.7))
    (one,) = spectra(of_one(columns=columns, rows=rows))
    assert one.intensity.tolist() == [90, 140, 100]
    assert one.transmission is not None
    assert one.transmission.tolist() == [0.7, 0.6, 0.5]
    assert one.transmission_state == "unknown"
    assert one.warnings == ("columns that are not read: Background [d]",)


@pytest.mark.parametrize(
    ("unit", "meaning"),
    [
        ("d", "counts"),
        ("counts", "counts"),
        ("c/s", "counts_per_s"),
        ("CPS", "counts_per_s"),
        ("Counts/s", "counts_per_s"),
        ("n", "arbitrary"),
        ("A", "arbitrary"),
    ],
)
def test_the_unit_says_what_the_intensities_are(
    spectra: Read, unit: str, meaning: str
) -> None:
    (one,) = spectra(of_one(columns=(("Intensity", unit),)))
    assert one.intensity_unit == meaning
    assert bool(one.warnings) == (meaning == "arbitrary")


def test_a_rate_whose_unit_says_counts_is_pointed_out(spectra: Read) -> None:
    (one,) = spectra(of_one(identifier="Counts per Second"))
    assert one.intensity_unit == "counts"
    assert "called a rate" in one.warnings[0]


@pytest.mark.parametrize(
    ("species", "transition", "identifier", "region"),
    [
        ("Al", "2p", "x", "Al 2p"),
        ("In", "3d5", "In 3d5 1", "In 3d5/2"),
        ("Pb4f", "", "x", "Pb 4f"),
        ("", "", "C1s", "C 1s"),
        ("Wide", "None", "Wide/2", "Wide"),
        ("O", "KLL", "x", "O KLL"),
        ("", "", "survey before etching", "survey before etching"),
        ("", "", "", "294-295 eV"),
    ],
)
def test_the_region_is_the_core_level_where_one_is_named(
    spectra: Read, species: str, transition: str, identifier: str, region: str
) -> None:
    labels = {"species": species, "transition": transition, "identifier": identifier}
    (one,) = spectra(of_one(**labels))
    assert one.region == region


def test_samples_and_regions_of_one_file_stay_apart(spectra: Read) -> None:
    blocks = [
        Block(sample=sample, species=species, transition=transition)
        for sample in ("bare Li", "TMA Li")
        for species, transition in (("C", "1s"), ("O", "1s"))
    ]
    found = spectra(File(blocks))
    assert [(one.sample, one.region, one.block) for one in found] == [
        ("bare Li", "C 1s", 1),
        ("bare Li", "O 1s", 2),
        ("TMA Li", "C 1s", 3),
        ("TMA Li", "O 1s", 4),
    ]


@pytest.mark.parametrize(
    ("label", "unit"),
    [("Normalised Intensity", "d"), ("Intensity, normalized", "d"),
     ("Derivative", "c/s"), ("O 1s", "at%"), ("Background", "d")],
)  # fmt: skip
def test_derived_numbers_are_refused_by_name(
    spectra: Read, label: str, unit: str
) -> None:
    with pytest.raises(UnsupportedDataError, match=f"derived .'{label}"):
        spectra(of_one(columns=((label, unit),)))
