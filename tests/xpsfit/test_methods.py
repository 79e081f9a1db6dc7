"""The same facts under one name and unit, whatever a format calls them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests import avg_writer
from tests.vamas_writer import Block, File
from tests.vgd_writer import I4, LPWSTR, R4, Vgd
from xpsfit.methods import Methods, field_names, methods_of
from xpsfit.readers import read
from xpsfit.spectrum import Spectrum

SHARED = Path(__file__).parents[3] / "shared"
DOCS = Path(__file__).parents[2] / "docs" / "commands.md"


def of_words(**words: str) -> Methods:
    named = {key.replace("_", " "): text for key, text in words.items()}
    one = np.ones(1)
    return methods_of(Spectrum("C 1s", "", one, one, "counts", metadata=named))


def of_file(folder: Path, content: bytes) -> Methods:
    path = folder / "C1s Scan"
    path.write_bytes(content)
    return methods_of(read(path)[0])


def test_a_vgd_says_it_in_nm_and_volts(tmp_path: Path) -> None:
    found = of_file(
        tmp_path,
        Vgd(
            properties={
                0x06A: (R4, 12_000.0),
                0x06B: (R4, 0.005),
                0x06D: (R4, 200.0),
                0x0CC: (I4, -46_279_400),
                0x25B: (R4, 180.0),
                0x25D: (LPWSTR, "FG03"),
                0x2BF: (R4, 1.5),
                0x2C0: (R4, 1000.0),
                0x2C1: (R4, 2.0),
                0x2C4: (LPWSTR, "Ar+"),
            }
        ).content(),
    )
    assert found.instrument == "ESCALAB_X"
    assert found.source_power_w == 60.0
    assert (found.spot_x_um, found.spot_y_um) == (400.0, 200.0)
    assert (found.stage_x_um, found.stage_y_um) == (35_880.0, -46_279.4)
    assert (found.flood_gun, found.flood_gun_current_ua) == ("FG03", 180.0)
    assert (found.ion, found.ion_energy_ev) == ("Ar+", 1000.0)
    assert (found.ion_current_ua, found.ion_raster_x_mm) == (1.5, 2.0)
    assert found.date == "2024-02-29T12:00:00+00:00"
    assert found.date_end == "2024-02-29T12:01:30+00:00"
    assert (found.analyzer_mode, found.lens_mode) == ("FAT", "Standard")


def test_a_dump_says_the_same(tmp_path: Path) -> None:
    found = of_file(tmp_path, avg_writer.Dump().bytes())
    assert found.instrument == "ESCALAB"
    assert found.monochromatic is True
    assert found.spot_x_um == 400.0
    assert found.stage_x_um == 22_855.6
    assert (found.analyzer_mode, found.lens_mode) == ("FAT", "Standard")


def test_vamas_says_it_in_na_and_um(tmp_path: Path) -> None:
    found = of_file(tmp_path, File((Block(),), mode="SDP").text().encode())
    assert (found.instrument, found.operator) == ("Nexsa", "N. N.")
    assert (found.source, found.monochromatic) == ("Al mono", True)
    assert (found.source_power_w, found.spot_x_um) == (150.0, 400.0)
    assert found.take_off_angle_deg == 0.0
    assert (found.ion_energy_ev, found.ion_current_ua) == (1000.0, 0.5)
    assert (found.ion_raster_x_mm, found.ion_raster_y_mm) == (2.0, 2.0)
    assert found.analysis_x_um is None


@pytest.mark.parametrize("text", ["", "Not Specified", "Not specified", "None"])
def test_words_for_nothing_are_nothing(text: str) -> None:
    assert of_words(instrument=text).instrument is None


def test_a_width_of_0_is_not_known_and_an_angle_of_0_is() -> None:
    one = np.ones(1)
    words = {"spot size x [um]": "0", "take-off polar angle [deg]": "0"}
    found = methods_of(Spectrum("C 1s", "", one, one, "counts", metadata=words))
    assert (found.spot_x_um, found.take_off_angle_deg) == (None, 0.0)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Al (mono)", True),
        ("Al", None),
        ("Ar monoatomic", None),
        ("Monochrom Al", True),
    ],
)
def test_mono_is_a_word(source: str, expected: bool | None) -> None:
    assert of_words(source_label=source).monochromatic is expected


def test_nothing_is_made_of_no_metadata() -> None:
    assert of_words() == Methods()


def test_every_field_is_in_the_reference() -> None:
    section = DOCS.read_text("utf-8").split("## xpsfit info")[1].split("\n## ")[0]
    assert [name for name in field_names() if f"`{name}`" not in section] == []


needs_real_files = pytest.mark.skipif(
    not SHARED.exists(), reason="the measured files are not distributed with the code"
)


@needs_real_files
def test_measured_vgd_files_agree_with_what_is_known_of_them() -> None:
    facts = json.loads((SHARED / "real" / "facts.json").read_text("utf-8"))["vgd"]
    seen = 0
    for name, known in facts.items():
        path = SHARED / "real" / name
        if not path.is_file():
            continue
        [one] = read(path)
        found = methods_of(one)
        seen += 1
        assert found.instrument == known["instr"]
        assert (found.software or "").strip() == known["sw"].strip()
        assert [found.flood_gun_current_ua, found.flood_gun_energy_ev] == known["fg"]
        assert [found.spot_x_um, found.spot_y_um] == known["spot"]
        assert one.pass_energy_ev == known["PE"]
        assert (one.dwell_s, one.scans) == (known["dwell"], known["cur"])
        assert one.photon_energy_ev == pytest.approx(known["hv"], abs=1e-3)
        assert one.transmission_state == "corrected"
    assert seen > 10


@needs_real_files
@pytest.mark.parametrize(
    ("name", "lens", "flood_gun", "spot_um"),
    [
        # Read off the comments of the files by eye.
        ("vamas_kratos_cheminfo/ARXPS.vms", "Hybrid", "On", None),
        ("vamas_kratos_cheminfo/single_sample.vms", "Hybrid", "Off", None),
        ("vamas_kratos_map_xylib/mjr9_116a.vms", "Hybrid", "On", None),
        ("vamas_thermo_casaxps_khervefitting/Pt4f.vms", "Standard", None, 100.0),
        ("vamas_lg4x/Mutlipak_vms.npl", None, None, 2000.0),
    ],
)
def test_comments_of_kratos_and_casaxps_are_understood(
    name: str, lens: str | None, flood_gun: str | None, spot_um: float | None
) -> None:
    found = methods_of(read(SHARED / "real" / name)[0])
    assert (found.lens_mode, found.flood_gun) == (lens, flood_gun)
    assert found.spot_x_um == spot_um
