"""What the sheets of an Avantage export mean, in each of its forms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest

from tests.avantage_writer import (
    ENERGIES,
    ETCH,
    FOLDER,
    RATES,
    Export,
    delimited,
    profile,
    xls,
    xlsx,
)
from xpsfit.errors import FormatError, InputError, UnsupportedDataError
from xpsfit.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xpsfit.spectrum import Spectrum

Open: TypeAlias = "Callable[..., list[Spectrum]]"
DOUBLE = [2 * rate for rate in RATES]
FIT = {"C1s C-C": 0.0, "Backgnd.": 12.5, "Envelope": 13.0, "Residuals": -1.0}
PARAMETERS = (
    ("Number of Scans", 5),
    ("Source Gun Type", "Al K Alpha"),
    ("Analyser Mode", "CAE : Pass Energy 20.0 eV"),
)


@pytest.fixture
def workbook(tmp_path: Path) -> Open:
    """Return a function that reads sheets, by name, from a new workbook."""

    def spectra_of(
        sheet: Export | None = None, /, **sheets: Export | dict[tuple[int, int], str]
    ) -> list[Spectrum]:
        named = {"C1s Scan": sheet} if sheet else sheets
        grids = {
            name: one.grid() if isinstance(one, Export) else one
            for name, one in named.items()
        }
        path = tmp_path / "book.xlsx"
        path.write_bytes(xlsx(grids))
        return read(path)

    return spectra_of


@pytest.fixture(params=["xlsx", "xls", "text"])
def one_sheet(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return a function that reads one sheet from each form of file."""

    def spectra_of(sheet: Export) -> list[Spectrum]:
        path, grid = tmp_path / "sheet", sheet.grid()
        if request.param == "text":
            path.write_text(delimited(grid), encoding="utf-8-sig", newline="")
        else:
            write = xlsx if request.param == "xlsx" else xls
            path.write_bytes(write({"C1s Scan": grid}))
        return read(path)

    return spectra_of


def acquisition(
    parameters: tuple[tuple[str, object], ...] = PARAMETERS,
) -> dict[tuple[int, int], float | str]:
    """Return the block that another option of the export puts into H and I."""
    cells: dict[tuple[int, int], float | str] = {
        (1, 8): "Acquisition Parameters :",
        (3, 8): "Parameter",
    }
    for row, (name, value) in enumerate(parameters, start=4):
        cells[row, 8] = name
        cells[row, 9] = value if isinstance(value, str | int | float) else ""
    return cells


def test_a_plain_sheet_is_one_spectrum(one_sheet: Open) -> None:
    (one,) = one_sheet(Export(curves=FIT))
    assert one.binding_energy_ev.tolist() == list(ENERGIES[::-1])
    assert one.intensity.tolist() == list(RATES[::-1])
    assert (one.region, one.sample, one.block) == ("C 1s", "Li foil", 1)
    assert one.intensity_unit == "counts_per_s"
    assert one.transmission_state == "unknown"
    assert one.metadata["source file"] == FOLDER + "C1s Scan.VGD"
    assert one.metadata["fit curves, not read"] == "; ".join(FIT)
    assert (one.dwell_s, one.scans, one.photon_energy_ev) == (None, None, None)
    assert one.warnings == ()


def test_a_profile_is_a_spectrum_a_level(one_sheet: Open) -> None:
    found = one_sheet(profile((0, 60, 187.5)))
    assert [one.etch_time_s for one in found] == [0, 60, 187.5]
    assert [one.metadata[ETCH[1]] for one in found] == ["0", "1", "2"]
    assert [one.block for one in found] == [1, 2, 3]
    for level, one in enumerate(found):
        expected = (1 + level) * np.array(RATES[::-1])
        assert one.intensity == pytest.approx(expected, rel=1e-12)
        assert one.binding_energy_ev.tolist() == list(ENERGIES[::-1])


@pytest.mark.parametrize(
    "label",
    ["Etch Time (EtchTime)", "刻蚀时间 (EtchTime)", "ETCH TIME", "Etch Time (s)"],
)
def test_the_etch_time_is_found_by_its_label(workbook: Open, label: str) -> None:
    sheet = replace(profile(), labels={label: (0, 60, 180)})
    assert [one.etch_time_s for one in workbook(sheet)] == [0, 60, 180]


@pytest.mark.parametrize("labels", [0, 2, 6])
def test_rows_are_found_by_what_they_say_and_not_by_number(
    workbook: Open, labels: int
) -> None:
    # More labels push the header down; the words of the interface are Chinese.
    more = {f"Note (n{index})": (1, 1, 1) for index in range(labels)}
    sheet = profile()
    sheet = replace(sheet, axis="轴 ", labels={**more, **sheet.labels})
    assert [one.etch_time_s for one in workbook(sheet)] == [0, 60, 180]
    moved = {(row + 4, column): cell for (row, column), cell in Export().grid().items()}
    (one,) = workbook(**{"C1s Scan": moved})
    assert one.intensity.tolist() == list(RATES[::-1])


def test_one_level_at_no_etch_time_is_no_series(workbook: Open) -> None:
    labels = {ETCH[0]: (0,), ETCH[1]: (0,)}
    assert workbook(Export(labels=labels))[0].etch_time_s is None
    labels = {ETCH[0]: (90,), ETCH[1]: (3,)}
    assert workbook(Export(labels=labels))[0].etch_time_s == 90


def test_counts_are_taken_as_counts(workbook: Open) -> None:
    (one,) = workbook(Export(unit="Counts"))
    assert one.intensity_unit == "counts"
    assert one.counts is not None
    assert one.counts.tolist() == list(RATES[::-1])


def test_rising_energies_are_not_turned_round(workbook: Open) -> None:
    (one,) = workbook(Export(energies=ENERGIES[::-1]))
    assert one.binding_energy_ev.tolist() == list(ENERGIES[::-1])
    assert one.intensity.tolist() == list(RATES)


def test_dashes_below_the_numbers_are_harmless(workbook: Open) -> None:
    ends = {(17 + len(ENERGIES), 1): "-", (18 + len(ENERGIES), 3): "-"}
    (one,) = workbook(Export(others=ends))
    assert one.intensity.size == len(ENERGIES)


@pytest.mark.parametrize("write", ["numbers", "words"])
def test_the_acquisition_block_is_read(workbook: Open, write: str) -> None:
    scans: object = 5 if write == "numbers" else "5"
    given = (("Number of Scans", scans), *PARAMETERS[1:])
    (one,) = workbook(Export(others=acquisition(given)))
    assert (one.scans, one.pass_energy_ev, one.dwell_s) == (5, 20.0, None)
    assert one.photon_energy_ev is None
    assert one.metadata["Source Gun Type"] == "Al K Alpha"
    assert one.warnings == ()


def test_a_time_and_a_photon_energy_may_be_put_into_the_block(workbook: Open) -> None:
    given = (
        *PARAMETERS,
        ("Dwell Time", "50 ms"),
        ("Photon Energy", "1486.68 eV"),
    )
    (one,) = workbook(Export(others=acquisition(given)))
    assert (one.dwell_s, one.photon_energy_ev) == (0.05, 1486.68)
    assert one.counts == pytest.approx(0.25 * np.array(RATES[::-1]))
    kinetic = Export(
        energies=[1486.68 - energy for energy in ENERGIES],
        header="Kinetic Energy (E)",
        others=acquisition(given),
    )
    (one,) = workbook(kinetic)
    assert one.binding_energy_ev == pytest.approx(ENERGIES[::-1], abs=1e-9)
    assert one.intensity.tolist() == list(RATES[::-1])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Number of Scans", "2.5"),
        ("Number of Scans", "0"),
        ("Dwell Time", "50"),
        ("Dwell Time", "0 s"),
        ("Photon Energy", "1486.68 keV"),
        ("Photon Energy", "1e9 eV"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_left_out_aloud(
    workbook: Open, name: str, value: str
) -> None:
    (one,) = workbook(Export(others=acquisition(((name, value),))))
    assert (one.scans, one.dwell_s, one.photon_energy_ev) == (None, None, None)
    assert value in one.warnings[0]
    assert one.metadata[name] == value


def test_a_retard_ratio_is_no_pass_energy(workbook: Open) -> None:
    given = (("Analyser Mode", "CRR : Retard Ratio 4.0"),)
    (one,) = workbook(Export(others=acquisition(given)))
    assert one.pass_energy_ev is None


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (Export(elements=9), "row 17: 8 rows of numbers, but 'Elements=' says 9"),
        (Export(elements=7), "row 17: 8 rows of numbers, but 'Elements=' says 7"),
        (Export(energies=[*ENERGIES[:4], *ENERGIES[:4]]), "row 21: the energies start"),
        (Export(energies=[ENERGIES[0]] * 8), "row 18: the energies start anew"),
        # A second block may go on in the same direction.
        (Export(energies=[*ENERGIES[:4], 62.0, 61.9, 61.8, 61.7]), "row 21: .* jumps"),
        (Export(others={(30, 1): 100.0}), "row 30: the energies start anew"),
        (Export(others={(30, 1): 0.0}), "row 30: the energies start anew"),
        (Export(energies=["-"], columns=[[1.0]]), "row 17: no energies follow"),
        (Export(columns=[[*RATES[:3], "", *RATES[4:]]]), "row 20: .* is missing"),
        (Export(columns=[[*RATES[:3], "x", *RATES[4:]]]), "row 20: .* found 'x'"),
        (
            replace(profile(), second_axis=("Etch", 4)),
            "row 15: 3 columns .* says Etch 4",
        ),
        (replace(profile(), second_axis=("Etch", 2)), "row 15: .* says Etch 2"),
        (profile((0, 60, 60)), "row 11: .* to rise"),
        (profile((60, 30, 90)), "row 11: .* to rise"),
        (profile((-1, 30, 90)), "row 11: .* to rise"),
        (profile((0, 30, "")), "row 11: .* given for every column"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused_with_its_place(
    workbook: Open, sheet: Export, words: str
) -> None:
    with pytest.raises(FormatError, match=f"book.xlsx: sheet 'C1s Scan', {words}"):
        workbook(sheet)


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (replace(profile(), labels={}), "nothing says in what the 3 columns"),
        (
            replace(profile(), labels={"Position (Pos)": ("Pt #1", "Pt #1", "Pt #3")}),
            r"row 11: the 3 columns .* differ in 'Position \(Pos\)'",
        ),
        (
            replace(profile(), labels={ETCH[0]: (0, 5, 9), "Angle (θ)": (10, 20, 30)}),
            r"differ in 'Angle \(θ\)'",
        ),
        (replace(profile(), labels={ETCH[1]: (0, 1, 2)}), "nothing says in what"),
        (
            replace(profile(), labels={"Etch Time (min)": (0, 1, 2)}),
            "not in seconds",
        ),
        (Export(unit="Counts eV"), r"found: \[Counts eV\]"),
        (Export(columns=()), "found: nothing"),
        (Export(curves=FIT, columns=()), "found: C1s C-C"),
        (Export(header="Kinetic Energy (E)"), "row 15: .* photon energy is not given"),
        (
            Export(others={(16, 5): "Counts"}),
            "'Counts / s' or in 'Counts', and not both",
        ),
        (Export(energies=[e * 1e6 for e in ENERGIES]), "beyond 100000 eV"),
        (Export(columns=[["-1.#INF0"] * 8]), "no column was acquired"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_sheet(
    workbook: Open, sheet: Export, words: str
) -> None:
    with pytest.raises(UnsupportedDataError, match=f"sheet 'C1s Scan'.*{words}"):
        workbook(sheet)


def test_columns_of_several_points_keep_their_names(workbook: Open) -> None:
    names = ("Pt #1", "Pt #2", "Pt #3")
    found = workbook(replace(profile(), labels={"Position (Pos)": names}))
    assert tuple(one.position for one in found) == names
    assert {one.etch_time_s for one in found} == {None}


def test_columns_of_several_angles_keep_them(workbook: Open) -> None:
    found = workbook(replace(profile(), labels={"Angle (θ)": (10, 20, 30)}))
    assert [one.angle_deg for one in found] == [10, 20, 30]


def test_one_column_at_0_s_may_be_level_0(workbook: Open) -> None:
    (one,) = workbook(Export(labels={ETCH[0]: (0,)}))
    assert (one.etch_time_s, one.unetched) == (None, True)
    (other,) = workbook(Export(labels={ETCH[0]: (60,)}))
    assert (other.etch_time_s, other.unetched) == (60, False)


def test_a_single_position_is_a_spectrum(workbook: Open) -> None:
    (one,) = workbook(Export(labels={"Position (Pos)": ("Pt #001",)}))
    assert one.metadata["Position (Pos)"] == "Pt #001"


@pytest.mark.parametrize("word", ["-1.#INF0", "-1.#INF", "-inf", "1.#QNAN", "#empty#"])
def test_what_was_not_acquired_is_cut_off_and_never_zero(
    one_sheet: Open, word: str
) -> None:
    (one,) = one_sheet(Export(columns=[[word, word, *RATES[2:7], word]]))
    assert one.intensity.tolist() == list(RATES[2:7][::-1])
    assert one.binding_energy_ev.tolist() == list(ENERGIES[2:7][::-1])
    assert one.warnings == ("3 points without a value are cut off",)


def test_a_level_that_was_not_acquired_in_full_is_left_out_aloud(
    workbook: Open,
) -> None:
    sheet = profile()
    short: list[float | str] = [*RATES[:5], "#empty#", "#empty#", "#empty#"]
    found = workbook(replace(sheet, columns=[*sheet.columns[:2], short]))
    assert [one.etch_time_s for one in found] == [0, 60]
    assert all("1 of 3 levels were not acquired" in one.warnings[0] for one in found)


def test_an_overlay_is_cut_to_its_spectra(one_sheet: Open) -> None:
    out = "-1.#INF0"
    columns: list[list[float | str]] = [
        [*RATES[:3], out, out, out, out, out],
        [out, out, out, *RATES[3:]],
        [out, out, out, *DOUBLE[3:]],
    ]
    names = ("Survey", "C1s Scan", "C1s Scan")
    found = one_sheet(Export(columns=columns, labels={"Overlay Axis (Pos)": names}))
    assert [one.region for one in found] == ["Survey", "C 1s", "C 1s"]
    assert [one.intensity.size for one in found] == [3, 5, 5]
    assert found[0].binding_energy_ev.tolist() == list(ENERGIES[:3][::-1])
    assert found[1].intensity.tolist() == list(RATES[3:][::-1])
    assert {one.etch_time_s for one in found} == {None}


def test_negative_rates_are_told(workbook: Open) -> None:
    (one,) = workbook(Export(columns=[[-1.0, *RATES[1:]]]))
    assert "negative" in one.warnings[0]


def test_sheets_without_spectra_are_passed_over(workbook: Open) -> None:
    found = workbook(
        **{
            "Peak Table": {(1, 1): "Peak Table : ", (2, 2): "Name", (3, 2): "C1s"},
            "C1s Scan": Export(),
            "Titles": {(7, 1): "Data Files :"},
            "O1s Scan": Export(path=FOLDER + "O1s Scan.VGD"),
        }
    )
    assert [(one.block, one.region) for one in found] == [(1, "C 1s"), (2, "O 1s")]


def test_an_axis_of_another_kind_is_left_out_aloud(workbook: Open) -> None:
    other = {**Export().grid(), (15, 1): "Etch Time", (16, 1): "s"}
    found = workbook(**{"C1s Scan": Export(), "Profile": other})
    assert len(found) == 1
    assert (
        "sheet 'Profile': Avantage data without an energy axis" in found[0].warnings[0]
    )


def test_a_workbook_without_spectra_is_refused_and_its_sheets_named(
    workbook: Open,
) -> None:
    with pytest.raises(UnsupportedDataError, match=r"no spectra .* 'Costs', 'Plan'"):
        workbook(Costs={(1, 1): "Binding Energy (eV)"}, Plan={(1, 1): "x"})


def test_one_bad_sheet_refuses_the_workbook(workbook: Open) -> None:
    with pytest.raises(InputError, match="sheet 'O1s Scan'"):
        workbook(**{"C1s Scan": Export(), "O1s Scan": Export(elements=3)})


@pytest.mark.parametrize(
    ("sheet", "path", "region", "sample"),
    [
        ("C1s Scan", "a\\Foil 2.data\\C1s Scan_3.VGD", "C 1s", "Foil 2"),
        ("Sheet1", "a/Foil/Li1s Scan.vgd", "Li 1s", "Foil"),
        ("XPS Survey", "a\\b\\XPS Survey.VGD", "XPS Survey", "b"),
        ("Al2p", "Foil\\Depth Profile\\Al2p.VGD", "Al 2p", "Foil Depth Profile"),
        ("C1s Scan", "", "C 1s", ""),
        ("C1s Scan", "...C1s Sc", "C 1s", ""),
    ],
)
def test_sheet_and_path_say_what_was_measured(
    workbook: Open, sheet: str, path: str, region: str, sample: str
) -> None:
    (one,) = workbook(**{sheet: Export(path=path)})
    assert (one.region, one.sample, one.warnings) == (region, sample, ())


def test_a_sheet_with_the_data_of_another_level_is_told(workbook: Open) -> None:
    (one,) = workbook(**{"O1s Scan": Export()})
    assert one.region == "O 1s"
    assert "holds data of 'C1s Scan'; taken as O 1s" in one.warnings[0]


def test_the_letter_of_a_second_sample_goes_to_the_sample(workbook: Open) -> None:
    found = workbook(
        **{
            "C1s Scan": Export(),
            "C1s Scan B": Export(columns=[DOUBLE]),
            "O1s Scan B": Export(path=FOLDER + "O1s Scan.VGD"),
            "Titles B": {(1, 1): "x"},
        }
    )
    assert [(one.region, one.sample) for one in found] == [
        ("C 1s", "Li foil"),
        ("C 1s", "Li foil B"),
        ("O 1s", "Li foil B"),
    ]


def test_a_copy_of_a_sheet_is_left_out_and_another_measurement_is_not(
    workbook: Open,
) -> None:
    other = Export(columns=[DOUBLE])
    found = workbook(
        **{"C1s Scan": Export(), "C1s Scan (2)": Export(), "C1s Scan (3)": other}
    )
    assert [one.metadata["sheet"] for one in found] == ["C1s Scan", "C1s Scan (3)"]
    assert [one.region for one in found] == ["C 1s", "C 1s"]
    assert "'C1s Scan (2)' repeats 'C1s Scan'" in found[0].warnings[0]


def test_without_a_number_of_points_the_sheet_is_read_with_a_warning(
    workbook: Open,
) -> None:
    (one,) = workbook(Export(elements="-"))
    assert one.warnings == ("the number of points is not stated",)
