"""The tidy table: what is tolerated, and what is said about damage."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from xpsfit.errors import FormatError
from xpsfit.readers import read
from xpsfit.spectrum import Spectrum

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "spectrum,sample,region,position,angle_deg,etch_time_s,photon_energy_ev,"
    "pass_energy_ev,dwell_s,scans,intensity_unit,transmission_state,binding_energy_ev,"
    "intensity,transmission,details"
)
DETAILS = '"{""metadata"": {""lens"": ""µ""}, ""warnings"": [""w""]}"'
ETCHING = DETAILS.replace(
    "{", '{""etch_level"": 2, ""unetched"": true, ""etch_doubt"": ""no unit"", ', 1
)
ROWS = [
    f"1,'=Li,C 1s,'-2,-45.5,30.0,1486.68,50.0,0.05,4,counts,raw,284.0,5,1.5,{ETCHING}",
    "1,'=Li,C 1s,'-2,-45.5,30.0,1486.68,50.0,0.05,4,counts,raw,284.5,7,2.5,",
    f"2,,O 1s,,,,,,,,arbitrary,unknown,531.0,1e3,,{DETAILS}",
]

Read = Callable[..., list[Spectrum]]


@pytest.fixture
def table(tmp_path: Path) -> Read:
    def read_lines(
        *lines: str, header: str = HEADER, end: str = "\n"
    ) -> list[Spectrum]:
        path = tmp_path / "a.csv"
        path.write_text("".join(f"{row}{end}" for row in (header, *lines)), "utf-8")
        return read(path, format="csv")

    return read_lines


def test_it_is_read_as_it_stands(table: Read) -> None:
    first, second = table(*ROWS)
    assert (first.sample, first.region, first.etch_time_s) == ("=Li", "C 1s", 30.0)
    assert first.binding_energy_ev.tolist() == [284.0, 284.5]
    assert first.intensity.tolist() == [5.0, 7.0]
    assert first.transmission is not None
    assert first.transmission.tolist() == [1.5, 2.5]
    assert (first.photon_energy_ev, first.pass_energy_ev) == (1486.68, 50.0)
    assert (first.dwell_s, first.scans) == (0.05, 4)
    assert (first.intensity_unit, first.transmission_state) == ("counts", "raw")
    assert first.metadata == {"lens": "µ"}
    assert first.warnings == ("w",)
    assert (first.position, first.angle_deg) == ("-2", -45.5)
    assert (first.etch_level, first.unetched) == (2, True)
    assert first.etch_doubt == "no unit"
    assert (second.position, second.angle_deg, second.etch_level) == (None,) * 3
    assert (second.unetched, second.etch_doubt) == (False, "")
    assert (second.sample, second.etch_time_s, second.scans) == ("", None, None)
    assert second.transmission is None
    assert second.intensity.tolist() == [1000.0]


def test_falling_energies_are_turned_with_all_columns(table: Read) -> None:
    falling = [
        ROWS[0].replace("284.0,5,1.5", "285.0,5,1.5"),
        ROWS[1],
    ]
    [one] = table(*falling, end="\r\n")
    assert one.binding_energy_ev.tolist() == [284.5, 285.0]
    assert one.intensity.tolist() == [7.0, 5.0]
    assert one.transmission is not None
    assert one.transmission.tolist() == [2.5, 1.5]


def changed(row: int, old: str, new: str) -> list[str]:
    assert old in ROWS[row]
    rows = list(ROWS)
    rows[row] = rows[row].replace(old, new)
    return rows


@pytest.mark.parametrize(
    ("rows", "line", "message"),
    [
        (changed(1, "C 1s", "O 1s"), 3, "contradicts line 2"),
        (changed(1, "50.0", "51.0"), 3, "contradicts line 2"),
        (changed(1, "-45.5", "45.5"), 3, "contradicts line 2"),
        (changed(1, "284.5,7", "284.5,"), 3, "'intensity', found ''"),
        (changed(1, "284.5,7", "284.5,nan"), 3, "'intensity', found 'nan'"),
        (changed(1, "284.5", "284,5"), 3, "expected 16 cells, found '17'"),
        (changed(1, "284.5", "284.0"), 2, "do not run in one direction"),
        (changed(1, "284.5", "9e9"), 2, "beyond 100000 eV"),
        (changed(1, "2.5", ""), 3, "'transmission', found ''"),
        (changed(0, "1.5", ""), 2, "'transmission', found ''"),
        (changed(2, "2,,O", "3,,O"), 4, "expected spectrum 2, found '3'"),
        (changed(2, "2,,O", "1,,O"), 4, "contradicts line 2"),
        (changed(2, "arbitrary", "cps"), 4, "in 'intensity_unit', found 'cps'"),
        (changed(2, "unknown", "perhaps"), 4, "'transmission_state', found 'perh"),
        (changed(2, ",,,,,,arb", ",-1,,,,,arb"), 4, "'etch_time_s', found '-1'"),
        (changed(2, ",,,,,,arb", ",,,,,1.5,arb"), 4, "whole number in 'scans'"),
        (changed(2, ",,,,,,arb", ",,,,0,,arb"), 4, "'dwell_s', found '0'"),
        (changed(2, "O 1s,,", "O 1s,,left"), 4, "a number in 'angle_deg', found 'l"),
        (changed(2, "O 1s,", "O 1s,\x1b"), 4, "a name in 'position'"),
        (changed(0, " 2,", " -2,"), 2, "etch level is no number from 0 on"),
        (changed(0, " 2,", " true,"), 2, "etch level is no number from 0 on"),
        (changed(0, "true", "1"), 2, "'unetched' is neither"),
        (changed(0, '""no unit""', "[]"), 2, "no plain text"),
        (changed(2, "O 1s", ""), 4, "a name in 'region'"),
        (changed(2, "O 1s", "\x1b[2J"), 4, "a name in 'region'"),
        (changed(2, DETAILS, ""), 4, "'details' is not what xpsfit writes"),
        (changed(2, DETAILS, "[" * 90_000), 4, "'details' is not what xpsfit writes"),
        (changed(2, DETAILS, '"{""metadata"": 1}"'), 4, "metadata or warnings"),
        (changed(0, ETCHING, '"{'), 4, "no CSV"),
        (changed(0, ETCHING, '"' + "x" * 200_000), 2, "no CSV"),
        ([], 1, "no numbers follow"),
    ],
)
def test_damage_is_named_with_its_line(
    table: Read, rows: list[str], line: int, message: str
) -> None:
    with pytest.raises(FormatError) as caught:
        table(*rows)
    assert message in str(caught.value)
    assert f"line {line}:" in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_saved_in_another_form_is_refused(table: Read, mark: str) -> None:
    with pytest.raises(FormatError, match="separated by commas"):
        table(*ROWS, header=HEADER.replace(",", mark))
