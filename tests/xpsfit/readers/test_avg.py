"""Avantage dumps: what is read, and what it means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.avg_writer import (
    EMPTY,
    Axis,
    Dump,
    angles,
    energy,
    etching,
    positions,
    series,
)
from tests.vamas_writer import File, of_one
from xpsfit.errors import FormatError, UnsupportedDataError
from xpsfit.readers import avg, detect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xpsfit.spectrum import Spectrum

    Read = Callable[[Dump | bytes], list[Spectrum]]

SIX = (1, 2, 3, 4, 5, 6)
TRANSMISSION = "transmission function"


@pytest.fixture
def spectra(tmp_path: Path) -> Read:
    def spectra_of(content: Dump | bytes) -> list[Spectrum]:
        path = tmp_path / "C1s Scan.avg"
        path.write_bytes(content.bytes() if isinstance(content, Dump) else content)
        return avg.read(path)

    return spectra_of


def with_property(name: str, kind: str, value: object) -> Dump:
    return Dump(properties={name: (kind, value)})


def without(name: str) -> Dump:
    return Dump(properties={name: None})


def edited(dump: Dump, old: str, new: str) -> bytes:
    text = dump.text()
    assert text.count(old) == 1
    return text.replace(old, new).encode("latin-1")


class TestOneSpectrum:
    def test_energies_are_photon_energy_minus_kinetic(self, spectra: Read) -> None:
        [one] = spectra(Dump())
        # 1486.68 - (1191.68 + 0.5 i), turned round; 4.2 eV work function not used.
        expected = [292.5, 293.0, 293.5, 294.0, 294.5, 295.0]
        assert one.binding_energy_ev.tolist() == pytest.approx(expected, abs=1e-9)
        assert one.photon_energy_ev == 1486.68

    def test_counts_are_turned_round_with_the_energies(self, spectra: Read) -> None:
        [one] = spectra(Dump())
        assert one.intensity.tolist() == [15.125, 30, 80, 40.25, 20, 10.5]

    def test_counts_are_sums_over_the_scans(self, spectra: Read) -> None:
        [one] = spectra(Dump())
        assert (one.intensity_unit, one.dwell_s, one.scans) == ("counts", 0.05, 10)
        assert one.counts_per_s.tolist() == pytest.approx(
            [30.25, 60, 160, 80.5, 40, 21]
        )

    def test_the_rest_of_the_record(self, spectra: Read) -> None:
        [one] = spectra(Dump())
        assert (one.region, one.sample, one.format) == ("C 1s", "bare Li", "avg")
        assert (one.pass_energy_ev, one.etch_time_s, one.block) == (50, None, None)

    def test_words_go_under_the_names_of_a_vamas_file(self, spectra: Read) -> None:
        [one] = spectra(Dump())
        expected = {
            "title": "C1s Scan",
            "experiment": "Li study",
            "operator": "N. N.",
            "instrument": "ESCALAB",
            "date": "2024-02-29T23:59:58",
            "created": "2024-03-04T09:05:06",
            "lens mode": "Standard",
            "monochromator": "yes",
            "analyser mode": "FAT",
            "spot size x [um]": "400",
            "stage x [um]": "22855.6",
            "number of scans": "10",
            "signal collection time [s]": "0.05",
            "analyser work function field [eV], not used": "4.2",
            "transmission coefficients": "4.68228",
        }
        assert expected.items() <= one.metadata.items()

    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    @pytest.mark.parametrize("form", [3, 4])
    def test_line_ends_and_formats(self, spectra: Read, end: str, form: int) -> None:
        [one] = spectra(replace(Dump(), form=form).bytes(end))
        assert one.intensity.sum() == pytest.approx(195.875)

    def test_blank_lines_and_comments_may_be_anywhere(self, spectra: Read) -> None:
        lines = [
            part for line in Dump().lines() for part in (line, "", " ; note", "\t")
        ]
        plain, crowded = spectra(Dump()), spectra("\n".join(lines).encode("latin-1"))
        assert plain[0].intensity.tolist() == crowded[0].intensity.tolist()
        assert plain[0].metadata == crowded[0].metadata

    def test_a_dump_without_its_title_is_read_by_its_format(
        self, spectra: Read
    ) -> None:
        lines = [line for line in Dump().lines() if not line.startswith(";")]
        [one] = spectra("\n".join(lines).encode())
        assert (one.region, one.sample) == ("C 1s", "Li study")

    def test_latin_1_survives(self, spectra: Read) -> None:
        [one] = spectra(with_property("DS_GEPROPID_INSTRUMENT", "VT_BSTR", "Ø 5 µm"))
        assert one.metadata["instrument"] == "Ø 5 µm"

    def test_an_axis_of_one_point_leaves_nothing_to_choose(self, spectra: Read) -> None:
        [one] = spectra(Dump([SIX], ((energy(),), positions(("Pt #001a",)))))
        assert one.metadata["axis: Position"] == "Pt #001a"
        assert one.block is None


class TestNames:
    @pytest.mark.parametrize(
        ("title", "region"),
        [
            ("C1s Scan", "C 1s"),
            ("Li1s Snap", "Li 1s"),
            ("Al2p Region 2", "Al 2p"),
            ("XPS Survey", "XPS Survey"),
            ("Valence Scan", "Valence Scan"),
        ],
    )
    def test_the_region_comes_from_the_title(
        self, spectra: Read, title: str, region: str
    ) -> None:
        dump = with_property("DS_EXT_SUPROPID_TITLE", "VT_BSTR", title)
        assert spectra(replace(dump, name=f"{title}_2"))[0].region == region

    def test_without_a_title_the_dumped_file_names_the_region(
        self, spectra: Read
    ) -> None:
        dump = replace(without("DS_EXT_SUPROPID_TITLE"), name="O1s Scan_3")
        assert spectra(dump)[0].region == "O 1s"

    def test_a_title_without_a_core_level_leaves_it_to_the_dumped_file(
        self, spectra: Read
    ) -> None:
        dump = with_property("DS_EXT_SUPROPID_TITLE", "VT_BSTR", "Untitled")
        [one] = spectra(replace(dump, name="O1s Scan_3"))
        assert one.region == "O 1s"
        assert not any("the title names" in warning for warning in one.warnings)

    def test_a_title_that_contradicts_the_dumped_file_is_said(
        self, spectra: Read
    ) -> None:
        dump = with_property("DS_EXT_SUPROPID_TITLE", "VT_BSTR", "O1s Scan")
        [one] = spectra(replace(dump, name="C1s Scan"))
        assert one.region == "O 1s"
        assert "the title names O 1s and the file C 1s; taken as O 1s" in one.warnings

    def test_the_sample_is_the_folder_of_the_dumped_file(self, spectra: Read) -> None:
        drive = "F" + ":"
        path = f"{drive}\\Li\\tma 20 s.DATA"
        assert spectra(Dump(folder=path))[0].sample == "tma 20 s"
        assert spectra(Dump(folder=drive))[0].sample == "Li study"


class TestProperties:
    def test_a_text_may_hold_quotes_colons_and_equals_signs(
        self, spectra: Read
    ) -> None:
        note = "the 'bare' foil: t = 5 s, 'x'"
        found = spectra(with_property("DS_EXT_SUPROPID_SUBJECT", "VT_BSTR", note))
        assert found[0].metadata["experiment"] == note

    def test_a_comment_goes_on_over_indented_lines(self, spectra: Read) -> None:
        dump = with_property(
            "DS_EXT_SUPROPID_COMMENTS",
            "VT_BSTR",
            "argon gun on\r\n ; 2 keV : VT_R4 = 5\r\n\r\n  until Li shows",
        )
        [one] = spectra(dump)
        assert one.metadata["comments"] == (
            "argon gun on ; 2 keV : VT_R4 = 5 until Li shows"
        )
        assert one.scans == 10

    def test_an_indented_property_after_a_closed_comment_is_its_own(
        self, spectra: Read
    ) -> None:
        dump = replace(
            Dump(), properties={"DS_EXT_SUPROPID_COMMENTS": ("VT_BSTR", "closed")}
        )
        content = edited(dump, "'closed'", "'closed'\r\n  more\r\n X : VT_I4 = 7")
        [one] = spectra(content)
        assert one.metadata["comments"] == "closed more"
        assert one.metadata["X"] == "7"

    def test_a_date_that_cannot_be_is_kept_as_it_stands(self, spectra: Read) -> None:
        date = "31/31/2024   00:00:00"
        found = spectra(with_property("DS_ACPROPID_START_TIME", "VT_DATE", date))
        assert found[0].metadata["date"] == date

    def test_a_broken_property_that_nothing_needs_costs_nothing(
        self, spectra: Read
    ) -> None:
        dump = with_property("DS_SOPROPID_CURRENT", "VT_R4", "1.#INF00")
        assert spectra(dump)[0].metadata["anode current [A]"] == "1.#INF00"

    def test_the_pass_energy_of_another_analyser_mode_is_a_ratio(
        self, spectra: Read
    ) -> None:
        found = spectra(with_property("DS_ANPROPID_MODE", "VT_I2", 2))
        assert found[0].pass_energy_ev is None

    def test_without_scans_no_rate_is_made_up(self, spectra: Read) -> None:
        [one] = spectra(without("DS_ACPROPID_PERIODS"))
        assert one.scans is None
        assert "number of scans is not stated" in one.warnings[0]

    def test_the_state_of_the_transmission_is_not_guessed(self, spectra: Read) -> None:
        [one] = spectra(Dump())
        assert one.transmission_state == "unknown"
        assert one.transmission is None
        assert [TRANSMISSION in warning for warning in one.warnings] == [True]

    @pytest.mark.parametrize(("flag", "state"), [(True, "corrected"), (False, "raw")])
    def test_a_flag_on_transmission_is_obeyed(
        self, spectra: Read, *, flag: bool, state: str
    ) -> None:
        name = "DS_ANPROPID_ACQ_TXFN_CORRECTION"
        [one] = spectra(with_property(name, "VT_BOOL", flag))
        assert one.transmission_state == state
        assert one.warnings == ()


class TestDoubts:
    @pytest.mark.parametrize(
        ("counts", "warning"),
        [((0,) * 6, "all intensities are zero"), ((1, -1, 1, 1, 1, 1), "negative")],
    )
    def test_odd_counts_are_pointed_out(
        self, spectra: Read, counts: tuple[int, ...], warning: str
    ) -> None:
        assert warning in spectra(Dump([counts]))[0].warnings[-1]


class TestEtchSeries:
    def test_times_are_those_beside_the_blocks(self, spectra: Read) -> None:
        found = spectra(series((0, 30, 90.5)))
        assert [one.etch_time_s for one in found] == [0, 30, 90.5]
        assert [one.block for one in found] == [1, 2, 3]
        assert found[2].metadata["axis: Etch Level"] == "2"

    def test_every_level_has_its_own_counts(self, spectra: Read) -> None:
        found = spectra(series((0, 30, 90)))
        assert [one.intensity[0] for one in found] == [15, 115, 215]

    def test_a_linear_axis_gives_times_by_itself(self, spectra: Read) -> None:
        time, level = etching((10, 25, 40), linear=True)
        sides = ((energy(),), (replace(time, announced=False), level))
        found = spectra(Dump([SIX] * 3, sides))
        assert [one.etch_time_s for one in found] == [10, 25, 40]

    def test_minutes_become_seconds(self, spectra: Read) -> None:
        time, level = etching((0, 1, 2.5))
        found = spectra(
            Dump([SIX] * 3, ((energy(),), (replace(time, unit="min"), level)))
        )
        assert [one.etch_time_s for one in found] == [0, 60, 150]

    def test_levels_without_times_are_pointed_out(self, spectra: Read) -> None:
        _, level = etching((0, 30))
        found = spectra(Dump([SIX] * 2, ((energy(),), (level,))))
        assert [one.etch_time_s for one in found] == [None, None]
        assert [one.block for one in found] == [1, 2]
        assert "no etch times" in found[0].warnings[0]

    def test_blocks_out_of_order_go_where_they_say(self, spectra: Read) -> None:
        dump = series((0, 30))
        lines = dump.blocks()
        half = len(lines) // 2
        text = [*dump.header(), *dump.axes(), *lines[half:], *lines[:half]]
        found = spectra("\n".join(text).encode("latin-1"))
        assert [one.etch_time_s for one in found] == [0, 30]
        assert [one.intensity[0] for one in found] == [15, 115]

    def test_a_level_with_a_gap_is_left_out(self, spectra: Read) -> None:
        dump = series((0, 30, 90))
        values = [list(one) for one in dump.spectra]
        values[1][4] = EMPTY
        content = replace(dump, spectra=values)
        found = spectra(content)
        line = content.lines().index("LIST@   4=  #empty#,  115.000000") + 1
        assert [one.etch_time_s for one in found] == [0, 90]
        assert [one.block for one in found] == [1, 3]
        assert found[0].warnings[0] == (
            "1 of 3 levels are not read, because values were not acquired "
            f"(line {line})"
        )

    def test_levels_never_reached_do_not_cost_the_others(self, spectra: Read) -> None:
        dump = series((0, 30, 0, 0))
        content = replace(
            dump, spectra=[*dump.spectra[:2], [EMPTY] * 6, ["-1.#INF0"] * 6]
        )
        found = spectra(content)
        assert [one.etch_time_s for one in found] == [0, 30]
        assert "2 of 4 levels" in found[1].warnings[0]


class TestPlaces:
    def test_points_keep_their_names(self, spectra: Read) -> None:
        names = ("Pt 1", "Pt 2", "it's 3")
        rows = [[value + 100 * n for value in SIX] for n in range(3)]
        found = spectra(Dump(rows, ((energy(),), positions(names))))
        assert tuple(one.position for one in found) == names
        assert [one.block for one in found] == [1, 2, 3]
        assert [one.intensity[-1] for one in found] == [row[0] for row in rows]

    def test_angles_run_faster_than_levels(self, spectra: Read) -> None:
        sides = ((energy(),), angles((20, 45)), etching((0, 5, 10)))
        found = spectra(Dump([SIX] * 6, sides))
        assert [(one.angle_deg, one.etch_time_s, one.etch_level) for one in found] == [
            (angle, time, level)
            for level, time in enumerate((0, 5, 10))
            for angle in (20, 45)
        ]

    def test_a_gap_at_one_angle_costs_only_that_spectrum(self, spectra: Read) -> None:
        sides = ((energy(),), angles((20, 45)), etching((0, 5, 10)))
        rows = [SIX, SIX, SIX, [EMPTY] * 6, SIX, SIX]
        found = spectra(Dump(rows, sides))
        assert [(one.angle_deg, one.etch_time_s) for one in found] == [
            (20, 0),
            (45, 0),
            (20, 5),
            (20, 10),
            (45, 10),
        ]

    def test_one_point_with_two_etch_times_is_refused(self, spectra: Read) -> None:
        sides = ((energy(),), angles((20, 45)), etching((0, 5)))
        text = Dump([SIX] * 4, sides).text()
        last = text.rindex("VALUE=5.000000")
        wrong = text[:last] + "VALUE=7.000000" + text[last + 14 :]
        with pytest.raises(FormatError, match="7 s here and 5 s in another block"):
            spectra(wrong.encode("latin-1"))


class TestRefusals:
    @pytest.mark.parametrize(
        ("dump", "message"),
        [
            (
                Dump(
                    [SIX] * 6,
                    (
                        (energy(),),
                        (Axis("X", "Image X", points=3, unit="µm"),),
                        (Axis("Y", "Image Y", points=2, unit="µm"),),
                    ),
                ),
                "a map of 3 x 2 points",
            ),
            (
                Dump(
                    [(1, 2, 3)] * 2,
                    (
                        (Axis("X", "Image X", points=3),),
                        (Axis("Y", "Image Y", points=2),),
                    ),
                ),
                "no spectra, but values along the axes X",
            ),
            (Dump((), ()), "the data space is empty"),
        ],
        ids=["map", "picture", "nothing"],
    )
    def test_other_data_spaces_are_named(
        self, spectra: Read, dump: Dump, message: str
    ) -> None:
        line = next(
            number
            for number, text in enumerate(dump.lines(), start=1)
            if text.startswith("$DATAAXES=")
        )
        with pytest.raises(UnsupportedDataError, match=f"line {line}.*{message}"):
            spectra(dump)

    @pytest.mark.parametrize(
        ("name", "kind", "value", "message"),
        [
            ("DS_GEPROPID_TECHNIQUE", "VT_I4", 6, "ion scattering"),
            ("DS_GEPROPID_VALUE_TYPE", "VT_I4", 13, "camera picture"),
            ("DS_GEPROPID_VALUE_TYPE", "VT_I4", 99, "values of type 99"),
            ("DS_GEPROPID_VALUE_LABEL", "VT_BSTR", "Counts / s", "'Counts / s'"),
            ("DS_ACPROPID_EV_SCALE", "VT_I2", 2, "EV_SCALE is 2"),
            ("DS_ACPROPID_EV_SCALE", "VT_I2", 0, "EV_SCALE is 0"),
        ],
    )
    def test_other_values_are_named_with_their_line(
        self, spectra: Read, name: str, kind: str, value: object, message: str
    ) -> None:
        dump = with_property(name, kind, value)
        line = next(
            number
            for number, text in enumerate(dump.lines(), start=1)
            if text.startswith(name)
        )
        with pytest.raises(UnsupportedDataError, match=f"line {line}: .*{message}"):
            spectra(dump)

    def test_an_energy_scale_that_is_not_stated_is_not_guessed(
        self, spectra: Read
    ) -> None:
        with pytest.raises(UnsupportedDataError, match="EV_SCALE is missing"):
            spectra(without("DS_ACPROPID_EV_SCALE"))

    def test_a_missing_photon_energy_is_not_made_up(self, spectra: Read) -> None:
        with pytest.raises(UnsupportedDataError, match="photon energy is missing"):
            spectra(without("DS_SOPROPID_ENERGY"))

    def test_a_header_without_values_is_called_so(self, spectra: Read) -> None:
        with pytest.raises(UnsupportedDataError, match=r"line \d+: .* header only"):
            spectra(Dump([[EMPTY] * 6]))

    def test_a_spectrum_with_a_gap_is_refused_with_its_line(
        self, spectra: Read
    ) -> None:
        dump = Dump([(1, 2, 3, 4, EMPTY, 6)])
        line = len(dump.lines())
        with pytest.raises(UnsupportedDataError, match=f"line {line}: .*1 of 6 values"):
            spectra(dump)

    def test_energies_that_are_not_linear_are_unknown(self, spectra: Read) -> None:
        axis = replace(energy(), values=tuple(range(6)))
        with pytest.raises(UnsupportedDataError, match="not linear"):
            spectra(Dump([SIX], ((axis,),)))

    def test_energies_that_stand_still_are_refused(self, spectra: Read) -> None:
        with pytest.raises(UnsupportedDataError, match="do not run in one direction"):
            spectra(Dump([SIX], ((energy(width=0.0),),)))

    @pytest.mark.parametrize("times", [(30, 0), (0, 30, 30), (-5, 10)])
    def test_etch_times_have_to_increase(
        self, spectra: Read, times: tuple[float, ...]
    ) -> None:
        with pytest.raises(UnsupportedDataError, match="etch times"):
            spectra(series(times))

    def test_a_data_axis_that_starts_later_is_not_understood(
        self, spectra: Read
    ) -> None:
        content = edited(Dump(), "0=        0, ", "0=        2, ")
        with pytest.raises(UnsupportedDataError, match="starts at 2 and not at 0"):
            spectra(content)

    def test_a_flag_is_true_or_false(self, spectra: Read) -> None:
        dump = with_property("DS_ANPROPID_TXFN_CORRECTION", "VT_BOOL", "Maybe")
        with pytest.raises(FormatError, match=r"as True or False .*, found 'Maybe'"):
            spectra(dump)

    def test_levels_that_all_have_gaps_are_refused(self, spectra: Read) -> None:
        dump = replace(series((0, 30)), spectra=[(1, EMPTY, 3, 4, 5, 6)] * 2)
        with pytest.raises(UnsupportedDataError, match="no spectrum is complete: 1 of"):
            spectra(dump)

    def test_another_format_number_is_not_known(self, spectra: Read) -> None:
        with pytest.raises(UnsupportedDataError, match=r"line 5: .*format 7"):
            spectra(replace(Dump(), form=7))


class TestRecognition:
    def test_a_vamas_file_that_quotes_a_dump_is_vamas(self, tmp_path: Path) -> None:
        path = tmp_path / "casa.vms"
        quoted = File(of_one().blocks, comments=("Casa Info", *Dump().header()))
        path.write_text(quoted.text(), "latin-1")
        assert detect(path).name == "vamas"

    def test_the_end_of_the_name_says_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "C1s.txt"
        path.write_bytes(Dump().bytes())
        assert detect(path).name == "avg"
