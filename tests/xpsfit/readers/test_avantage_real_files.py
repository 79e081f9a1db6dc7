"""Every fact about real Avantage workbooks, found with openpyxl and xlrd."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from xpsfit.readers import detect, read, workbook_xls, workbook_xlsx

if TYPE_CHECKING:
    from xpsfit.spectrum import Spectrum

REAL = Path(__file__).parents[4] / "shared" / "real"
HARD_CARBON = "avantage_xlsx_khervefitting/Hard_carbon_Thermo.xlsx"
K_ALPHA = "avantage_kalpha_angzeli/PDI-H-COOH/2.xls"
SIX_DIGITS = 5e-6
"""Half of the last of 6 digits, at worst."""
FIT = ("Backgnd.", "Envelope", "Residuals")

# Sheet: points, first and last energy, maximum in counts/s, names of other columns.
FACTS: dict[str, dict[str, tuple[int, float, float, float, tuple[str, ...]]]] = {
    K_ALPHA: {
        "XPS Survey": (1361, 1350, -10, 714978, ()),
        "O1s Scan": (201, 545, 525, 89671.9, ("Backgnd.",)),
        "N1s Scan": (181, 410, 392, 41671.3, ("Backgnd.",)),
        "Cl2p Scan": (261, 216, 190, 54917, ("Backgnd.",)),
        "C1s Scan": (231, 298, 275, 159361, ("Backgnd.",)),
    },
    HARD_CARBON: {
        "Survey": (2721, 1350.08, -9.92, 1.04161e6, ()),
        "O1s Scan": (
            151,
            540.08,
            525.08,
            10301.8,
            ("O1s CO, SiO2", "O1s Na KLL, OH", *FIT),
        ),
        "Na1s Scan": (171, 1079.08, 1062.08, 5403.77, ("Na1s", *FIT)),
        "C1s Scan": (
            191,
            298.08,
            279.08,
            144415,
            (
                "C1s sp2 C",
                "C1s Shake up",
                "C1s C-C",
                "C1s C-O-C",
                "C1s C=O",
                *FIT,
            ),
        ),
        "CKLL Scan": (501, 1246.68, 1196.68, 9811.97, ()),
    },
}
REGIONS = {
    K_ALPHA: ["XPS Survey", "O 1s", "N 1s", "Cl 2p", "C 1s"],
    HARD_CARBON: ["Survey", "O 1s", "Na 1s", "C 1s", "CKLL Scan"],
}
OTHER_SHEETS = {
    K_ALPHA: ["峰位表 ", "Titles", "Sheet1"],
    HARD_CARBON: ["Peak Table", "Titles", "Quantifications"],
}
SAMPLES = {K_ALPHA: "2", HARD_CARBON: "17-Grphit"}

pytestmark = pytest.mark.skipif(
    not (REAL / HARD_CARBON).exists(),
    reason="the measured files are not distributed with the code",
)
both = pytest.mark.parametrize("name", FACTS)
sheets = pytest.mark.parametrize(
    ("name", "sheet"), [(name, sheet) for name in FACTS for sheet in FACTS[name]]
)


@cache
def spectra(name: str) -> dict[str, Spectrum]:
    return {one.metadata["sheet"]: one for one in read(REAL / name)}


@both
def test_all_spectra_and_nothing_else_are_found(name: str) -> None:
    found = read(REAL / name)
    assert detect(REAL / name).name == "avantage-excel"
    assert [one.metadata["sheet"] for one in found] == list(FACTS[name])
    assert [one.region for one in found] == REGIONS[name]
    assert [one.block for one in found] == [1, 2, 3, 4, 5]
    assert {one.sample for one in found} == {SAMPLES[name]}
    assert {one.warnings for one in found} == {()}


@sheets
def test_a_sheet_is_as_the_facts_say(name: str, sheet: str) -> None:
    points, first, last, highest, curves = FACTS[name][sheet]
    one = spectra(name)[sheet]
    assert one.binding_energy_ev.size == points
    assert one.binding_energy_ev[-1] == pytest.approx(first, abs=1e-9)
    assert one.binding_energy_ev[0] == pytest.approx(last, abs=1e-9)
    even = np.linspace(last, first, points)
    assert one.binding_energy_ev == pytest.approx(even, abs=1e-9)
    assert one.intensity.max() == pytest.approx(highest, rel=1e-9)
    assert one.metadata.get("fit curves, not read", "") == "; ".join(curves)
    assert one.intensity_unit == "counts_per_s"
    assert one.transmission_state == "unknown"


@sheets
def test_what_the_plain_layout_does_not_say_is_not_made_up(
    name: str, sheet: str
) -> None:
    one = spectra(name)[sheet]
    assert one.photon_energy_ev is None
    assert one.pass_energy_ev is None
    assert (one.dwell_s, one.scans, one.counts) == (None, None, None)
    assert one.etch_time_s is None


@pytest.mark.parametrize("sheet", FACTS[K_ALPHA])
def test_the_old_workbook_agrees_with_the_data_spaces_it_was_exported_from(
    sheet: str,
) -> None:
    # The facts of the .VGD come from three independent readers.
    facts: dict[str, Any] = json.loads((REAL / "facts.json").read_text())["vgd"]
    fact = facts[f"avantage_kalpha_angzeli/PDI-H-COOH/{sheet}.VGD"]
    one, time_s = spectra(K_ALPHA)[sheet], fact["dwell"] * fact["scans"]
    assert one.intensity.max() == pytest.approx(fact["maxcps"], rel=SIX_DIGITS)
    assert one.intensity[-1] == pytest.approx(fact["first"] / time_s, rel=SIX_DIGITS)
    assert one.intensity[0] == pytest.approx(fact["last"] / time_s, rel=SIX_DIGITS)
    assert one.intensity.min() == pytest.approx(
        fact["mincounts"] / time_s, rel=SIX_DIGITS
    )
    assert one.intensity.sum() == pytest.approx(fact["sum"] / time_s, rel=SIX_DIGITS)
    assert one.intensity.size - 1 - np.argmax(one.intensity) == fact["argmax"]
    kinetic_ev = fact["ke0"] + fact["step"] * np.arange(fact["n"])
    binding_ev = (1486.68 - kinetic_ev)[::-1]
    assert one.binding_energy_ev == pytest.approx(binding_ev, abs=1e-9)


@both
def test_every_cell_is_as_another_reader_has_it(name: str) -> None:
    reader = workbook_xlsx.read_xlsx if name == HARD_CARBON else workbook_xls.read_xls
    own = reader(REAL / name)
    other = CalamineWorkbook.from_path(REAL / name)
    assert [sheet.name for sheet in own] == other.sheet_names
    assert other.sheet_names[-3:] == OTHER_SHEETS[name]
    for sheet in own:
        rows = other.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        theirs = {
            (row, column): cell
            for row, cells in enumerate(rows, start=1)
            for column, cell in enumerate(cells, start=1)
            if cell not in {"", "\ufeff"}
        }
        assert {
            (row, column): cell
            for row, cells in sheet.rows.items()
            for column, cell in cells.items()
            if cell != "\ufeff"
        } == theirs


def test_a_fit_curve_of_avantage_is_not_taken_for_the_data() -> None:
    # Row 17 of the sheet: 298.08 eV, measured 5951.92, envelope 6118.35.
    one = spectra(HARD_CARBON)["C1s Scan"]
    assert one.intensity[-1] == 5951.92
    assert one.intensity[0] == 2118.41
