"""What a VGD means: energies, counts, levels, names, and what is refused."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.vgd_writer import (
    ACQUISITION,
    ANGLE,
    BOOL,
    BSTR,
    ETCH_LEVEL,
    FILETIME,
    I2,
    I4,
    LPWSTR,
    POSITION,
    R4,
    R8,
    SUMMARY,
    Axis,
    Vgd,
    X,
    Y,
    counted,
    etch_times,
)
from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers import vgd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.vgd_writer import Value
    from xpsfit.spectrum import Spectrum

NAN = float("nan")
SERIES = Vgd(sides=((Axis(),), (etch_times(0.0, 30.0, 90.0), counted(ETCH_LEVEL, 3))))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "Li_1.DATA"
    folder.mkdir()
    return folder / "C1s Scan.VGD"


def spectra(file: Vgd, path: Path) -> list[Spectrum]:
    path.write_bytes(file.content())
    return vgd.read(path)


def spectrum(path: Path, **changes: object) -> Spectrum:
    [one] = spectra(replace(Vgd(), **changes), path)  # type: ignore[arg-type]
    return one


class TestOneSpectrum:
    def test_energies_rise_and_the_counts_turn_with_them(self, path: Path) -> None:
        one = spectrum(path, counts=(5.5, 4.25, 3.0, 2.0, 1.0))
        np.testing.assert_allclose(
            one.binding_energy_ev, [297.6, 297.7, 297.8, 297.9, 298.0], atol=1e-9
        )
        assert one.intensity.tolist() == [1.0, 2.0, 3.0, 4.25, 5.5]

    def test_the_photon_energy_is_freed_of_the_noise_of_its_float(
        self, path: Path
    ) -> None:
        assert spectrum(path).photon_energy_ev == 1486.68
        silver = spectrum(path, properties={0x069: (R4, 2984.3)})
        assert silver.photon_energy_ev == 2984.3
        assert silver.binding_energy_ev[-1] == pytest.approx(2984.3 - 1188.68)

    def test_the_work_function_is_not_subtracted(self, path: Path) -> None:
        changed = spectrum(path, properties={0x196: (R4, 4.9)})
        assert changed.binding_energy_ev.tolist() == (
            spectrum(path).binding_energy_ev.tolist()
        )
        assert changed.metadata["analyser work function field [eV], not used"] == "4.9"

    def test_rates_are_counts_by_dwell_and_scans(self, path: Path) -> None:
        one = spectrum(path)
        assert (one.dwell_s, one.scans, one.pass_energy_ev) == (0.05, 4, 50.0)
        assert one.counts_per_s.tolist() == (one.intensity / 0.2).tolist()

    def test_a_listed_energy_axis_is_taken_as_listed(self, path: Path) -> None:
        kinetic = (1188.0, 1188.5, 1190.0)
        one = spectrum(path, sides=((Axis(points=3, values=kinetic),),))
        np.testing.assert_allclose(
            one.binding_energy_ev, [296.68, 298.18, 298.68], atol=1e-9
        )

    def test_a_ratio_is_not_taken_for_a_pass_energy(self, path: Path) -> None:
        assert spectrum(path, properties={0x193: (I2, 2)}).pass_energy_ev is None
        assert spectrum(path, without=(0x193,)).pass_energy_ev == 50.0

    def test_axes_of_one_point_are_passed_over(self, path: Path) -> None:
        spot = (counted(POSITION, 1), counted(X, 1, 12.5), counted(Y, 1, -3.0))
        assert spectrum(path, sides=((Axis(),), spot)).etch_time_s is None

    def test_texts_of_axes_move_the_rest_of_the_stream(self, path: Path) -> None:
        axis = Axis(label="Energy", symbol="E", unit="eV")
        assert (
            spectrum(path, sides=((axis,),)).binding_energy_ev[-1]
            == (spectrum(path).binding_energy_ev[-1])
        )

    def test_a_spectrum_of_many_points_leaves_the_mini_stream(self, path: Path) -> None:
        one = spectrum(path, sides=((Axis(points=3000, width=0.01),),))
        assert one.intensity[0] == 3099.0
        assert one.intensity[-1] == 100.0


class TestScans:
    def test_the_scans_done_count_and_a_difference_is_said(self, path: Path) -> None:
        one = spectrum(path, properties={0x148: (I4, 3), 0x132: (I4, 10)})
        assert one.scans == 3
        assert one.warnings == (
            (
                "3 scans are recorded as done and 10 were asked for; rates in counts/s "
                "rest on 3"
            ),
        )

    @pytest.mark.parametrize("number", [0, -1])
    def test_no_scans_leave_rates_unknown(self, path: Path, number: int) -> None:
        one = spectrum(path, properties={0x148: (I4, number)})
        assert one.scans is None
        assert "scans done is not stated" in one.warnings[0]

    def test_scans_asked_for_are_no_scans_done(self, path: Path) -> None:
        assert spectrum(path, without=(0x148,)).scans is None


class TestTransmission:
    def test_corrected_counts_are_said_to_be(self, path: Path) -> None:
        assert spectrum(path).transmission_state == "corrected"

    @pytest.mark.parametrize(
        ("changes", "how"),
        [
            ({"properties": {0x19F: (BOOL, 0)}}, "is stated as not done"),
            ({"without": (0x19F,)}, "is not stated"),
        ],
    )
    def test_other_counts_are_raw_with_a_warning(
        self, path: Path, changes: dict[str, object], how: str
    ) -> None:
        one = spectrum(path, **changes)
        assert one.transmission_state == "raw"
        assert one.warnings == (
            f"a correction for transmission {how}; the counts are taken as raw",
        )


class TestNames:
    @pytest.mark.parametrize(
        ("title", "stem", "region"),
        [
            ("C1s Scan", "C1s Scan", "C 1s"),
            ("Al2p Snap", "x", "Al 2p"),
            ("O1s Scan A", "x", "O 1s"),
            ("Li1s Region 2", "x", "Li 1s"),
            ("", "O1s Scan_3", "O 1s"),
            ("Untitled", "O1s Scan_3", "O 1s"),
            ("XPS Survey", "XPS Survey_3", "XPS Survey"),
            ("", "XPS Survey_3", "XPS Survey"),
            ("C KLL Scan", "x", "C KLL Scan"),
        ],
    )
    def test_the_region_is_the_title_or_the_file_name(
        self, path: Path, title: str, stem: str, region: str
    ) -> None:
        one = spectrum(path.with_stem(stem), summary={2: (LPWSTR, title)})
        assert one.region == region
        assert one.warnings == ()

    def test_a_title_that_contradicts_the_file_name_is_said(self, path: Path) -> None:
        one = spectrum(path, summary={2: (LPWSTR, "O1s Scan")})
        assert one.region == "O 1s"
        assert one.warnings == (
            "the title names O 1s and the file C 1s; taken as O 1s",
        )

    def test_without_a_summary_the_file_name_is_left(self, path: Path) -> None:
        one = spectrum(path, streams={SUMMARY: None})
        assert one.region == "C 1s"
        assert "operator" not in one.metadata

    def test_the_sample_is_the_object_or_else_the_folder(self, path: Path) -> None:
        assert spectrum(path).sample == "bare Li"
        assert spectrum(path, without=(0x0E8,)).sample == "Li_1"
        assert spectrum(path, properties={0x0E8: (LPWSTR, "")}).sample == "Li_1"

    def test_a_relative_name_has_a_folder_too(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path.write_bytes(Vgd(without=(0x0E8,)).content())
        monkeypatch.chdir(path.parent)
        assert vgd.read(Path(path.name))[0].sample == "Li_1"


class TestMetadata:
    def test_fields_have_the_names_of_a_vamas_file(self, path: Path) -> None:
        words = spectrum(path).metadata
        expected = {
            "title": "C1s Scan",
            "experiment": "Li + TMA",
            "operator": "engineer",
            "instrument": "ESCALAB_X",
            "software": "v6.9.0 : Build 00059",
            "date": "2024-02-29T12:00:00+00:00",
            "end of acquisition": "2024-02-29T12:01:30+00:00",
            "created": "2024-02-29T12:00:00+00:00",
            "number of scans": "4",
            "signal collection time [s]": "0.05",
            "analyser mode": "FAT",
            "lens mode": "Standard",
            "stage x [nm]": "35880000",
            "spot size x [um]": "400",
            "transmission coefficients": "4.68228, 0.708091",
        }
        assert expected.items() <= words.items()
        assert "saved" not in words

    def test_other_properties_have_the_names_of_the_dictionary(
        self, path: Path
    ) -> None:
        other: Mapping[int, Value] = {
            0x3D5: (BSTR, "Ag3d = 368.209eV"),
            0x139: (BOOL, -1),
            0x40C: (R8, 1.25),
        }
        names = {0x3D5: "Calibration Energy Scale", 0x139: "SignatureCorrected"}
        words = spectrum(path, properties=other, names=names).metadata
        assert words["Calibration Energy Scale"] == "Ag3d = 368.209eV"
        assert words["SignatureCorrected"] == "yes"
        assert "1.25" not in words.values()

    @pytest.mark.parametrize("code_page", [1200, 65001, 1252])
    def test_both_kinds_of_text_end_where_they_end(
        self, path: Path, code_page: int
    ) -> None:
        texts: Mapping[int, Value] = {
            0x014: (BSTR, "Prüfstück µm"),
            0x25D: (LPWSTR, "Flutkanone µA"),
        }
        words = spectrum(path, properties=texts, code_page=code_page).metadata
        assert words["system number"] == "Prüfstück µm"
        assert words["flood gun"] == "Flutkanone µA"

    def test_a_code_page_nobody_knows_costs_only_its_letters(self, path: Path) -> None:
        stream = Vgd().all_streams()[ACQUISITION]
        page = struct.pack("<Ih", I2, 1200)
        changed = stream.replace(page, struct.pack("<Ih", I2, 4), 1)
        words = spectrum(path, streams={ACQUISITION: changed}).metadata
        assert words["system number"] == "E"
        assert words["sample id"] == "bare Li"

    def test_text_that_is_not_latin_survives(self, path: Path) -> None:
        words = spectrum(path, properties={0x014: (BSTR, "表面分析")}).metadata
        assert words["system number"] == "表面分析"

    def test_text_that_could_drive_a_terminal_is_harmless(self, path: Path) -> None:
        one = spectrum(path, properties={0x0E8: (LPWSTR, "\x1b[31mLi\n" + "x" * 500)})
        assert one.sample.startswith("[31mLi x")
        assert len(one.sample) <= 200

    def test_a_time_out_of_all_calendars_is_left_out(self, path: Path) -> None:
        one = spectrum(path, properties={0x12F: (FILETIME, 2**64 - 1)})
        assert "date" not in one.metadata


class TestSeries:
    def test_each_level_is_a_spectrum_with_its_etch_time(self, path: Path) -> None:
        levels = spectra(SERIES, path)
        assert [one.etch_time_s for one in levels] == [0.0, 30.0, 90.0]
        assert [one.block for one in levels] == [1, 2, 3]
        assert [one.intensity[-1] for one in levels] == [100.0, 105.0, 110.0]
        assert [one.intensity[0] for one in levels] == [104.0, 109.0, 114.0]
        assert {one.region for one in levels} == {"C 1s"}
        assert not any(one.warnings for one in levels)

    def test_linear_etch_times_are_formed(self, path: Path) -> None:
        side = (counted(8, 3, 10.0, 15.0),)
        levels = spectra(Vgd(sides=((Axis(),), side)), path)
        assert [one.etch_time_s for one in levels] == [10.0, 25.0, 40.0]

    def test_minutes_are_turned_into_seconds(self, path: Path) -> None:
        side = (replace(etch_times(0.0, 1.5), unit="min"),)
        levels = spectra(Vgd(sides=((Axis(),), side)), path)
        assert [one.etch_time_s for one in levels] == [0.0, 90.0]

    def test_one_level_keeps_its_time(self, path: Path) -> None:
        [one] = spectra(Vgd(sides=((Axis(),), (etch_times(60.0),))), path)
        assert one.etch_time_s == 60.0

    def test_levels_without_times_are_read_with_a_warning(self, path: Path) -> None:
        side = (counted(ETCH_LEVEL, 2),)
        levels = spectra(Vgd(sides=((Axis(),), side)), path)
        assert [one.etch_time_s for one in levels] == [None, None]
        assert levels[0].warnings == ("the etch levels have no etch times",)

    def test_a_level_that_was_not_acquired_is_left_out(self, path: Path) -> None:
        counts = [*[1.0] * 5, *[2.0] * 5, *[3.0] * 4, NAN]
        levels = spectra(replace(SERIES, counts=counts), path)
        assert [one.etch_time_s for one in levels] == [0.0, 30.0]
        assert levels[0].warnings == (
            "level 3 of 3 was not acquired in full and is left out",
        )

    @pytest.mark.parametrize(
        "times", [(0.0, 30.0, 30.0), (0.0, 60.0, 30.0), (-1.0, 0.0, 1.0), (0.0, NAN)]
    )
    def test_etch_times_that_do_not_increase_are_refused(
        self, path: Path, times: tuple[float, ...]
    ) -> None:
        with pytest.raises(UnsupportedDataError, match="etch times are missing, neg"):
            spectra(Vgd(sides=((Axis(),), (etch_times(*times),))), path)

    def test_an_unknown_unit_of_time_is_refused(self, path: Path) -> None:
        side = (replace(etch_times(0.0, 30.0), unit="nm"),)
        with pytest.raises(UnsupportedDataError, match=r"ambiguous .* unit 'nm'"):
            spectra(Vgd(sides=((Axis(),), side)), path)

    def test_too_many_levels_are_refused(self, path: Path) -> None:
        side = (counted(ETCH_LEVEL, 10_001),)
        with pytest.raises(UnsupportedDataError, match="10001 etch levels, more than"):
            spectra(Vgd(sides=((Axis(points=1),), side)), path)

    def test_doubts_about_a_level_stay_with_it(self, path: Path) -> None:
        counts = [*[0.0] * 5, *[2.0] * 5, *[3.0] * 4, -1.0]
        warnings = [
            one.warnings for one in spectra(replace(SERIES, counts=counts), path)
        ]
        assert warnings == [
            ("all intensities are zero, as after an aborted measurement",),
            (),
            ("some counts are negative, so a background was taken off",),
        ]


class TestPlaces:
    def test_every_point_is_a_spectrum_with_its_number(self, path: Path) -> None:
        spots = (counted(POSITION, 3), counted(X, 3), counted(Y, 3))
        found = spectra(Vgd(sides=((Axis(),), spots)), path)
        assert [(one.position, one.block) for one in found] == [
            ("1", 1),
            ("2", 2),
            ("3", 3),
        ]
        # Stored 100, 101, ... by kinetic energy, five points a spectrum.
        assert [one.intensity[-1] for one in found] == [100, 105, 110]
        assert {one.etch_time_s for one in found} == {None}

    def test_a_line_scan_says_where_its_points_are(self, path: Path) -> None:
        found = spectra(Vgd(sides=((Axis(),), (counted(X, 3, -20.0, 20.0),))), path)
        assert [one.position for one in found] == ["x -20", "x 0", "x 20"]

    def test_every_angle_is_a_spectrum(self, path: Path) -> None:
        listed = Axis(ANGLE, 2, 0.0, 0.0, (23.75, 60.0), "Angle", "", "°")
        found = spectra(Vgd(sides=((Axis(),), (listed,))), path)
        assert [one.angle_deg for one in found] == [23.75, 60.0]
        assert [one.place for one in found] == ["23.75 deg", "60 deg"]

    def test_angles_run_faster_than_the_levels_after_them(self, path: Path) -> None:
        sides = ((Axis(),), (counted(ANGLE, 2, 20.0, 30.0),), SERIES.sides[1])
        found = spectra(Vgd(sides=sides), path)
        times = [one.etch_time_s for one in spectra(SERIES, path)]
        assert [(one.angle_deg, one.etch_time_s) for one in found] == [
            (angle, time) for time in times for angle in (20.0, 50.0)
        ]
        assert [one.etch_level for one in found] == [0, 0, 1, 1, 2, 2]

    def test_angles_in_another_unit_are_refused(self, path: Path) -> None:
        radians = Axis(ANGLE, 2, 0.5, 0.5, None, "Angle", "", "rad")
        with pytest.raises(UnsupportedDataError, match="angles are not known"):
            spectra(Vgd(sides=((Axis(),), (radians,))), path)

    def test_two_angles_at_once_are_refused(self, path: Path) -> None:
        turned = (counted(ANGLE, 2),)
        with pytest.raises(UnsupportedDataError, match="no option selects"):
            spectra(Vgd(sides=((Axis(),), turned, turned)), path)


class TestRefused:
    @pytest.mark.parametrize(
        ("sides", "words"),
        [
            (((Axis(),), (counted(X, 7),), (counted(Y, 3),)), "a map of 7 x 3 points"),
            (
                ((Axis(),), (counted(X, 2),), (counted(Y, 2),), SERIES.sides[1]),
                "a map of 2 x 2 points, at 3 etch levels",
            ),
            (((Axis(),), (counted(77, 2),)), r"along other axes .*type 77 \(2\)"),
        ],
    )
    def test_a_choice_that_cannot_be_made_is_described(
        self, path: Path, sides: tuple[tuple[Axis, ...], ...], words: str
    ) -> None:
        with pytest.raises(UnsupportedDataError, match=words) as caught:
            spectra(Vgd(sides=sides), path)
        assert str(path) in str(caught.value)
        assert "no option selects a part of that" in str(caught.value)

    def test_pictures_and_empty_data_spaces_are_named(self, path: Path) -> None:
        with pytest.raises(
            UnsupportedDataError, match=r"axes X \(4\), Y \(3\), as a pi"
        ):
            spectra(Vgd(sides=((counted(X, 4),), (counted(Y, 3),))), path)
        with pytest.raises(UnsupportedDataError, match="the data space is empty"):
            spectra(Vgd(sides=()), path)
        with pytest.raises(UnsupportedDataError, match="the data space is empty"):
            spectra(Vgd(counts=()), path)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({0x004: (I4, 6)}, "ion scattering"),
            ({0x00C: (I4, 13)}, "colors of a picture"),
            ({0x00C: (I4, 21)}, "heights"),
            ({0x00C: (I4, 12)}, "of type 12"),
            ({0x00F: (BSTR, "Counts / s")}, "values are in 'Counts / s'"),
            ({0x13C: (I2, 2)}, "EnergyScale is 2"),
            ({0x13C: (I2, 0)}, "EnergyScale is 0"),
            ({0x069: (R4, 0.0)}, "photon energy .* is missing"),
        ],
    )
    def test_what_is_not_counts_against_kinetic_energy(
        self, path: Path, changes: Mapping[int, Value], words: str
    ) -> None:
        with pytest.raises(UnsupportedDataError, match=words):
            spectrum(path, properties=changes)

    @pytest.mark.parametrize(
        ("number", "words"),
        [(0x13C, "EnergyScale is missing"), (0x069, "photon energy .* is missing")],
    )
    def test_what_must_not_be_guessed(
        self, path: Path, number: int, words: str
    ) -> None:
        with pytest.raises(UnsupportedDataError, match=words):
            spectrum(path, without=(number,))

    def test_counts_and_electronvolts_are_accepted_where_they_are_said(
        self, path: Path
    ) -> None:
        said: Mapping[int, Value] = {0x00C: (I4, 11), 0x00F: (BSTR, "Counts")}
        one = spectrum(path, properties=said, sides=((Axis(unit="eV"),),))
        assert one.intensity_unit == "counts"

    @pytest.mark.parametrize("axis", [Axis(unit="nm"), Axis(label="Binding Energy")])
    def test_an_axis_that_is_not_kinetic(self, path: Path, axis: Axis) -> None:
        with pytest.raises(UnsupportedDataError, match="not kinetic energy in eV"):
            spectrum(path, sides=((axis,),))

    @pytest.mark.parametrize("value", [NAN, float("inf"), float("-inf")])
    def test_values_that_are_no_numbers(self, path: Path, value: float) -> None:
        with pytest.raises(UnsupportedDataError, match="values were not acquired"):
            spectrum(path, counts=(1.0, 2.0, value, 4.0, 5.0))

    @pytest.mark.parametrize("width", [0.0, 1e9])
    def test_energies_that_cannot_be(self, path: Path, width: float) -> None:
        with pytest.raises(FormatError, match=r"the axis from 1188\.68 in steps of"):
            spectrum(path, sides=((Axis(width=width),),))
