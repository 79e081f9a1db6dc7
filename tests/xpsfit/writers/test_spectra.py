"""Files of spectra as other programs see them, and what is refused."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import h5py
import numpy as np
import pytest
from vamas import Vamas

from tests.builders import a_spectrum
from xpsfit.errors import OutputError, UnknownNameError
from xpsfit.readers import read
from xpsfit.spectrum import Spectrum
from xpsfit.writers.spectra import (
    ORIGIN,
    SPECTRUM_FORMATS,
    format_for,
    with_origin,
    write_spectra,
)

SUFFIX = {"csv": ".csv", "vamas": ".vms", "hdf5": ".h5"}
PLACES = [("center", 0.0), ("edge", 62.5), (None, None)]
every_format = pytest.mark.parametrize("form", SPECTRUM_FORMATS)


def foil() -> Spectrum:
    """Return kinetic energies 1191.68 to 1192.18 eV as an instrument has them."""
    kinetic_ev = 1191.68 + 0.1 * np.arange(6)
    return Spectrum(
        region="C 1s",
        sample="Schröders foil",
        binding_energy_ev=np.asarray((1486.68 - kinetic_ev)[::-1], dtype=np.float64),
        intensity=np.array([9.0, 30.25, 81.0, 40.0, 12.0, 10.0]),
        intensity_unit="counts",
        photon_energy_ev=1486.68,
        pass_energy_ev=50.0,
        dwell_s=0.05,
        scans=10,
        etch_time_s=120.0,
        transmission=np.array([1.0, 1.1, 1.2, 1.3, 1.4, 1.5]),
        transmission_state="corrected",
        metadata={
            "instrument": "ESCALAB",
            "date": "2024-02-29T23:59:58",
            "spot size x [um]": "400",
            "lens mode": "Standard",
        },
    )


class TestOtherPrograms:
    def test_any_csv_reader_has_a_row_per_point(self, tmp_path: Path) -> None:
        path = write_spectra(tmp_path / "a.csv", [foil(), foil()])
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert [row["spectrum"] for row in rows] == ["1"] * 6 + ["2"] * 6
        assert {row["sample"] for row in rows} == {"Schröders foil"}
        assert {row["etch_time_s"] for row in rows} == {"120.0"}
        energies = [float(row["binding_energy_ev"]) for row in rows[:6]]
        assert energies == foil().binding_energy_ev.tolist()
        assert [
            float(row["intensity"]) for row in rows[6:]
        ] == foil().intensity.tolist()
        assert json.loads(rows[0]["details"])["metadata"] == foil().metadata
        assert rows[1]["details"] == ""

    def test_points_and_angles_are_columns(self, tmp_path: Path) -> None:
        turned = replace(foil(), position="edge", angle_deg=60.0, etch_level=3)
        path = write_spectra(tmp_path / "a.csv", [foil(), turned])
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert {row["position"] for row in rows[:6]} == {""}
        assert {(r["position"], r["angle_deg"]) for r in rows[6:]} == {("edge", "60.0")}
        assert json.loads(rows[6]["details"])["etch_level"] == 3

    def test_no_cell_of_a_csv_is_a_formula(self, tmp_path: Path) -> None:
        name = '=HYPERLINK("http://a.b")'
        names = {ORIGIN: name, "-2": "+3"}
        spectrum = replace(
            foil(), sample=name, region="@x", position="+1", metadata=names
        )
        path = write_spectra(tmp_path / "a.csv", [spectrum])
        with path.open(encoding="utf-8", newline="") as stream:
            cells = {cell for row in csv.reader(stream) for cell in row}
        assert not [c for c in cells if c.startswith(("=", "+", "@", "\t"))]
        assert not [c for c in cells if c.startswith("-") and not float(c)]

    def test_the_vamas_package_reads_the_same(self, tmp_path: Path) -> None:
        later = replace(foil(), etch_time_s=240.0, region="Survey", scans=None)
        path = write_spectra(tmp_path / "a.vms", [foil(), later])
        found = Vamas(path)
        assert found.header.instrument_model_identifier == "ESCALAB"
        assert found.header.num_blocks == 2
        [variable] = found.header.experiment_variables or []
        assert (variable.label, variable.unit) == ("Etch Time", "s")
        first, second = found.blocks
        assert (first.species_label, first.transition_or_charge_state_label) == (
            "C",
            "1s",
        )
        assert (first.year, first.month, first.day) == (2024, 2, 29)
        assert (first.hour, first.minute, first.second) == (23, 59, 58)
        assert first.sample_identifier == "Schroders foil"
        assert first.analysis_source_characteristic_energy == 1486.68
        assert first.analysis_source_beam_width_x == 400.0
        assert first.analyzer_pass_energy_or_retard_ratio_or_mass_res == 50.0
        assert first.signal_collection_time == 0.05
        assert first.num_scans_to_compile_block == 10
        assert second.num_scans_to_compile_block == -1
        assert [float(block.values_exp_var[0]) for block in found.blocks] == [120, 240]
        assert (first.x_label, first.x_units) == ("Kinetic Energy", "eV")
        assert (first.x_start, first.x_step) == (1191.68, 0.1)
        counts, transmission = first.corresponding_variables
        assert (counts.label, counts.unit) == ("Intensity", "d")
        assert counts.y_values == foil().intensity[::-1].tolist()
        assert (counts.y_min, counts.y_max) == (9.0, 81.0)
        assert transmission.y_values == [1.5, 1.4, 1.3, 1.2, 1.1, 1.0]

    def test_the_vamas_package_reads_the_sample_spectra(
        self, tmp_path: Path, samples: Path
    ) -> None:
        before = Vamas(samples / "bare_li.vms")
        path = write_spectra(tmp_path / "a.vms", read(samples / "bare_li.vms"))
        for old, new in zip(before.blocks, Vamas(path).blocks, strict=True):
            assert (new.x_start, new.x_step) == (old.x_start, old.x_step)
            assert (
                new.corresponding_variables[0].y_values
                == old.corresponding_variables[0].y_values
            )
            assert new.sample_identifier == old.sample_identifier
            assert new.block_identifier == old.block_identifier

    def test_the_vamas_package_has_angles_and_numbers_of_points(
        self, tmp_path: Path
    ) -> None:
        named = [replace(foil(), position=p, angle_deg=a) for p, a in PLACES]
        found = Vamas(write_spectra(tmp_path / "a.vms", named))
        labels = [(v.label, v.unit) for v in found.header.experiment_variables or []]
        assert labels == [("Etch Time", "s"), ("Angle", "degree"), ("Position", "d")]
        values = [
            [float(v) for v in block.values_exp_var[1:]] for block in found.blocks
        ]
        assert values == [[0.0, 1.0], [62.5, 2.0], [1e37, 1e37]]
        numbered = [
            replace(one, position=p) for one, p in zip(named, "370", strict=True)
        ]
        found = Vamas(write_spectra(tmp_path / "b.vms", numbered))
        assert [float(b.values_exp_var[2]) for b in found.blocks] == [3.0, 7.0, 0.0]

    def test_lines_of_vamas_are_as_the_standard_wants_them(
        self, tmp_path: Path
    ) -> None:
        spectrum = replace(
            foil(), sample="锂" * 100, metadata={"block comments": "µm " * 90}
        )
        content = write_spectra(tmp_path / "a.vms", [spectrum]).read_bytes()
        assert content.isascii()
        assert max(map(len, content.split(b"\r\n"))) <= 80

    def test_h5py_reads_the_same(self, tmp_path: Path) -> None:
        turned = replace(foil(), position="edge", angle_deg=60.0)
        path = write_spectra(tmp_path / "a.h5", [turned])
        with h5py.File(path) as file:
            group = file["spectrum_00001"]
            assert group.attrs["region"].decode() == "C 1s"
            assert group.attrs["dwell_s"] == 0.05
            assert group.attrs["angle_deg"] == 60.0
            assert group.attrs["position"].decode() == "edge"
            assert "etch_level" not in group.attrs
            assert group["intensity"][()].tolist() == foil().intensity.tolist()
            assert group["intensity"].attrs["units"] == "counts"
            assert group["binding_energy_ev"].attrs["units"] == "eV"
            details = json.loads(group["details"][()])
        assert details["metadata"] == foil().metadata


@pytest.fixture
def samples() -> Path:
    return Path(__file__).parents[3] / "sample_spectra"


class TestRefusals:
    @every_format
    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"sample": "a\nb"}, "line ends"),
            ({"sample": "\x1b[2J"}, "line ends"),
            ({"region": ""}, "no name"),
            ({"metadata": {"a": "\ud800"}}, "line ends"),
            ({"metadata": {"a\0": ""}}, "line ends"),
            ({"warnings": ("x" * 10_001,)}, "more than 10000 characters"),
            ({"dwell_s": float("nan")}, "dwell time is nan"),
            ({"angle_deg": float("nan")}, "angle is nan"),
            ({"etch_level": -1}, "etch level is -1"),
            ({"position": ""}, "position has no name"),
            ({"position": "a\nb"}, "line ends"),
            ({"etch_doubt": "a\nb"}, "line ends"),
            ({"photon_energy_ev": 0.0}, "photon energy is 0"),
            ({"etch_time_s": -1.0}, "etch time is -1"),
            ({"pass_energy_ev": float("inf")}, "pass energy is inf"),
            ({"intensity": [1e38] * 6}, "an intensity is no finite number"),
            ({"transmission": [float("nan")] * 6}, "its transmission is no finite"),
            ({"metadata": {str(n): "x" * 9000 for n in range(20)}}, "are longer than"),
        ],
    )
    def test_what_could_not_be_read_back(
        self, form: str, change: dict[str, object], message: str, tmp_path: Path
    ) -> None:
        target = tmp_path / f"a{SUFFIX[form]}"
        wrong = replace(foil(), **change)  # type: ignore[arg-type]
        with pytest.raises(OutputError, match=message) as caught:
            write_spectra(target, [foil(), wrong])
        assert "spectrum 2" in str(caught.value)
        assert str(caught.value).isprintable()
        assert list(tmp_path.iterdir()) == []

    @every_format
    def test_nothing_to_write(self, form: str, tmp_path: Path) -> None:
        with pytest.raises(OutputError, match="0 spectra"):
            write_spectra(tmp_path / f"a{SUFFIX[form]}", [])

    def test_a_format_that_is_not_known(self) -> None:
        with pytest.raises(UnknownNameError, match=r"'.xls'.*\.csv"):
            format_for(Path("a.xls"))
        with pytest.raises(UnknownNameError, match="csv, vamas, hdf5"):
            format_for(Path("a.csv"), "excel")

    def test_a_number_that_vamas_takes_for_none(self, tmp_path: Path) -> None:
        spectrum = replace(foil(), intensity=np.full(6, 1e37))
        write_spectra(tmp_path / "a.csv", [spectrum])
        with pytest.raises(OutputError, match="no finite number below"):
            write_spectra(tmp_path / "a.vms", [spectrum])

    def test_metadata_that_no_comment_of_vamas_holds(self, tmp_path: Path) -> None:
        # Each letter takes six characters as ASCII.
        spectrum = replace(foil(), metadata={str(n): "锂" * 9000 for n in range(3)})
        write_spectra(tmp_path / "a.csv", [spectrum])
        with pytest.raises(OutputError, match="more than a comment holds"):
            write_spectra(tmp_path / "a.vms", [spectrum])


class TestFiles:
    @every_format
    def test_a_file_is_replaced_only_when_asked(
        self, form: str, tmp_path: Path
    ) -> None:
        target = tmp_path / f"a{SUFFIX[form]}"
        write_spectra(target, [foil()])
        before = target.read_bytes()
        with pytest.raises(OutputError, match="already exists"):
            write_spectra(target, [foil(), foil()])
        assert target.read_bytes() == before
        write_spectra(target, [foil(), foil()], force=True)
        assert len(read(target)) == 2
        assert list(tmp_path.iterdir()) == [target]

    def test_measured_data_are_never_replaced(self, tmp_path: Path) -> None:
        source = write_spectra(tmp_path / "a.csv", [foil()])
        before = source.read_bytes()
        with pytest.raises(OutputError, match="never replaced"):
            write_spectra(source, read(source), force=True)
        assert source.read_bytes() == before

    def test_a_failure_leaves_what_was_there(self, tmp_path: Path) -> None:
        target = write_spectra(tmp_path / "a.csv", [foil()])
        before = target.read_bytes()
        full = OSError(28, "No space left on device")
        with (
            patch.object(Path, "write_bytes", side_effect=full),
            pytest.raises(OutputError, match="No space left on device"),
        ):
            write_spectra(target, [a_spectrum()], force=True)
        assert target.read_bytes() == before
        assert list(tmp_path.iterdir()) == [target]

    def test_a_link_or_a_folder_is_not_replaced(self, tmp_path: Path) -> None:
        (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
        (tmp_path / "folder.csv").mkdir()
        for name in ("link.csv", "folder.csv"):
            with pytest.raises(OutputError, match="not an ordinary file"):
                write_spectra(tmp_path / name, [foil()], force=True)


def test_the_origin_is_noted_once() -> None:
    once = with_origin([replace(foil(), file="d/a.VGD", format="vgd", block=3)])
    assert once[0].metadata[ORIGIN] == "a.VGD, vgd, block 3"
    again = with_origin([replace(once[0], file="b.csv", format="csv")])
    assert again[0].metadata == once[0].metadata
