"""What goes to the metadata and to the warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.vamas_writer import NONE, Block, File, of_one

if TYPE_CHECKING:
    from tests.vamas_reading import Read

RELATIVE = 1e-9
ENERGY_EV = [294.0, 294.5, 295.0]


def test_other_fields_go_to_the_metadata(spectra: Read) -> None:
    block = Block(comments=("lens: standard",), parameters=(("MFP", "d", -0.6),))
    (one,) = spectra(File((block,), comments=("first", "second")))
    expected = {
        "institution": "NPL",
        "instrument": "Nexsa",
        "operator": "N. N.",
        "experiment": "TMA on Li",
        "experiment comments": "first | second",
        "block id": "C 1s/1",
        "sample id": "bare Li",
        "date": "2024-02-29T23:59:58",
        "technique": "XPS",
        "analyser mode": "FAT",
        "source label": "Al mono",
        "spot size x [um]": "400",
        "take-off polar angle [deg]": "0",
        "signal time correction [s]": "7e-08",
        "block comments": "lens: standard",
        "parameter: MFP [d]": "-0.6",
    }
    assert expected.items() <= one.metadata.items()
    assert "sample rotation angle [deg]" not in one.metadata


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ((2019, 1, 22, -1, -1, -1), "2019-01-22"),
        ((2019, 12, 31, 24, 0, 0), "2020-01-01T00:00:00"),
        ((-1, -1, -1, -1, -1, -1), None),
        ((0, 0, 0, 0, 0, 0), None),
        ((NONE, NONE, NONE, NONE, NONE, NONE), None),
        ((9999, 12, 31, 24, 0, 0), None),
    ],
)
def test_dates_may_be_unknown(
    spectra: Read, date: tuple[object, ...], iso: str | None
) -> None:
    (one,) = spectra(of_one(date=date))
    assert one.metadata.get("date") == iso


def test_control_characters_do_not_reach_a_record(spectra: Read) -> None:
    block = Block(
        identifier="\x1b[2J", sample="Li\x1b]0;x\x07", comments=("\x9b31m",), species=""
    )
    (one,) = spectra(File((block,), names=("\x1b[31m", "\u202e", "\x08", "\x7f")))
    words = [one.region, one.sample, *one.metadata.values(), *one.warnings]
    assert all(word.isprintable() for word in words)


def test_a_retard_ratio_is_not_a_pass_energy(spectra: Read) -> None:
    (one,) = spectra(of_one(analyser_mode="FRR", pass_energy=4))
    assert one.pass_energy_ev is None


@pytest.mark.parametrize(("dwell", "scans"), [(NONE, 10), (0, 10)])
def test_a_collection_time_that_is_not_given_is_none(
    spectra: Read, dwell: object, scans: object
) -> None:
    (one,) = spectra(of_one(dwell=dwell, scans=scans))
    assert (one.dwell_s, one.scans, one.count_time_s) == (None, 10, None)


def test_scans_that_are_no_whole_number_are_none(spectra: Read) -> None:
    (one,) = spectra(of_one(scans=2.5))
    assert one.scans is None


def test_a_charge_shift_of_casaxps_is_reported_and_not_applied(spectra: Read) -> None:
    calibration = "Calib M = 282.4 A = 285 BE ADD"
    (one,) = spectra(of_one(comments=("Casa Info Follows", calibration)))
    assert one.binding_energy_ev == pytest.approx(ENERGY_EV, rel=RELATIVE)
    assert len(one.warnings) == 1
    assert calibration in one.warnings[0]


def test_zeros_and_negative_counts_are_pointed_out(spectra: Read) -> None:
    (zeros,) = spectra(of_one(rows=((0,), (0,), (0,))))
    (negative,) = spectra(of_one(rows=((0,), (-2,), (5,))))
    assert "aborted" in zeros.warnings[0]
    assert "negative" in negative.warnings[0]


def test_a_single_point_is_kept(spectra: Read) -> None:
    abscissa = ("Kinetic Energy", "eV", 1191.68, 0)
    (one,) = spectra(of_one(abscissa=abscissa, rows=((7,),)))
    assert one.binding_energy_ev == pytest.approx([295.0], rel=RELATIVE)
