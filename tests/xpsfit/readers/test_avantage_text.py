"""Avantage exports as delimited text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.avantage_writer import (
    ENERGIES,
    FOLDER,
    RATES,
    Export,
    delimited,
    profile,
)
from xpsfit.errors import FormatError, InputError
from xpsfit.readers import avantage_text, detect, grid, read

if TYPE_CHECKING:
    from pathlib import Path

GRID = Export(curves={"C 1s, a; b": 1.0}).grid()


def put(tmp_path: Path, content: str | bytes, name: str = "export.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("separator", "point"),
    [("\t", "."), (",", "."), (";", "."), ("\t", ","), (";", ",")],
)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1"]
)
def test_every_separator_and_encoding_gives_the_same(
    tmp_path: Path, separator: str, point: str, encoding: str
) -> None:
    text = delimited({**GRID, (9, 1): "Data\\Fläche.DATA\\C1s.VGD"}, separator, point)
    content = text.replace("\ufeff", "").encode(encoding)
    if encoding == "utf-16-be":
        content = b"\xfe\xff" + content
    path = put(tmp_path, content)
    assert detect(path).name == "avantage-text"
    (one,) = read(path)
    assert one.binding_energy_ev.tolist() == list(ENERGIES[::-1])
    assert one.intensity.tolist() == list(RATES[::-1])
    assert (one.region, one.sample, one.warnings) == ("C 1s", "Fläche", ())


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_every_end_of_line_is_read(tmp_path: Path, end: str) -> None:
    path = put(tmp_path, delimited(GRID).replace("\r\n", end))
    assert read(path)[0].intensity.tolist() == list(RATES[::-1])


def test_the_clipboard_without_the_rows_above_is_read(tmp_path: Path) -> None:
    rows = "".join(
        f"{energy}\t\t{rate}\n" for energy, rate in zip(ENERGIES, RATES, strict=True)
    )
    text = "Binding Energy (E)\neV\t\tCounts / s\n" + rows
    (one,) = read(put(tmp_path, text, "C1s Scan.txt"))
    assert one.region == "C 1s"
    assert one.warnings == (
        "the number of points is not stated",
        "the region is taken from the name of the file",
    )
    (one,) = read(put(tmp_path, text, "export.txt"))
    assert one.region == "export"


def test_numbers_with_decimal_commas_between_commas_are_refused(
    tmp_path: Path,
) -> None:
    text = delimited({**GRID, (9, 1): "x"}, ",", ".")
    broken = text.replace("298.08", "298,08").replace("5951.92", "5951,92")
    with pytest.raises(FormatError, match=r"row 17: .* mixed with separating commas"):
        read(put(tmp_path, broken))


@pytest.mark.parametrize(
    ("energies", "rates"),
    [
        (["298,080", "297,980"], ["5,951", "6,095"]),
        (["298.08", "297.98"], ["5,951", "6,095"]),
        (["298,08", "297,98"], ["5951.92", "6095,1"]),
    ],
)
def test_commas_that_may_be_digit_groups_are_refused(
    tmp_path: Path, energies: list[str], rates: list[str]
) -> None:
    text = delimited(Export(energies=energies, columns=[rates]).grid())
    with pytest.raises(FormatError, match=r"row 17: the comma of .*,"):
        read(put(tmp_path, text))


def test_names_and_etch_times_may_hold_commas(tmp_path: Path) -> None:
    grid_ = {**profile((0, 0.5, 90.25)).grid(), (9, 1): "D\\a,b 1.5.DATA\\C1s.VGD"}
    found = read(put(tmp_path, delimited(grid_, "\t", ",")))
    assert [one.etch_time_s for one in found] == [0, 0.5, 90.25]
    assert {one.sample for one in found} == {"a,b 1.5"}


def test_a_missing_value_of_a_decimal_comma_country_is_cut_off(tmp_path: Path) -> None:
    sheet = Export(columns=[["-1,#INF0", *RATES[1:]]])
    (one,) = read(put(tmp_path, delimited(sheet.grid(), "\t", ",")))
    assert one.intensity.tolist() == list(RATES[1:][::-1])


def test_a_second_grid_in_the_file_is_refused_with_its_row(tmp_path: Path) -> None:
    text = delimited(GRID)
    lines = text.count("\r\n")
    with pytest.raises(FormatError, match=f"row {lines + 17}: the energies start anew"):
        read(put(tmp_path, text + text))


@pytest.mark.parametrize(
    "text",
    [
        "Binding Energy (E)\n",
        "Binding Energy (E)\neV\n298\n",
        "Binding Energy (E)\nkeV\t\tCounts / s\n",
        "Binding Energy (eV)\tCounts / s\n298\t1\n",
        "Etch Time\ns\t\tCounts / s\n",
        "",
    ],
)
def test_other_tables_are_not_claimed(tmp_path: Path, text: str) -> None:
    path = put(tmp_path, text)
    assert not avantage_text.recognises(text.encode(), path)
    with pytest.raises(FormatError, match="no 'Binding Energy' over 'eV'"):
        avantage_text.read(path)


def test_a_word_that_never_ends_is_refused(tmp_path: Path) -> None:
    text = delimited(GRID) + '"' + "x" * 200_000
    with pytest.raises(FormatError, match="cannot be split into cells"):
        read(put(tmp_path, text))


def test_too_wide_and_too_long_tables_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, delimited(GRID) + "\t" * 20_000)
    with pytest.raises(InputError, match="more than 16384 columns"):
        read(path)
    path = put(tmp_path, delimited(GRID))
    monkeypatch.setattr(grid, "MAX_CELLS", 10)
    with pytest.raises(InputError, match="more than 10 cells"):
        read(path)


def test_the_path_leads_nowhere(tmp_path: Path) -> None:
    # A name from a file is words and never opened.
    sheet = Export(path="..\\..\\etc\\passwd\\C1s Scan.VGD")
    (one,) = read(put(tmp_path, delimited(sheet.grid())))
    assert one.sample == "passwd"
    assert one.file == str(tmp_path / "export.txt")
    assert FOLDER not in one.file
