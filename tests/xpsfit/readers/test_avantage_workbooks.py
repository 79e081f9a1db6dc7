"""The cells of workbooks, against XlsxWriter, calamine and the specification."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from tests import ole_writer
from tests.avantage_writer import Export, profile, record, text, xls, xls_stream, xlsx
from xpsfit.errors import FormatError, InputError, UnsupportedDataError
from xpsfit.readers import avantage_excel, grid, workbook_xls, workbook_xlsx
from xpsfit.readers.workbook_xls import read_xls
from xpsfit.readers.workbook_xlsx import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.avantage_writer import Grid

SHEETS: dict[str, Grid] = {
    "C1s Scan": profile().grid(),
    "峰位表 ": {(1, 1): "峰 & <b>", (2, 3): -12345.0, (400, 30): 1e-7},
    "Empty": {},
}
LONG = {"A": {(row, 1): f"{row} {'é' * 40} {'峰' * (row % 2)}" for row in range(1, 60)}}
CELL = "<c r='A1'><v>1</v></c>"
PART = "xl/worksheets/sheet1.xml"


def put(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "book"
    path.write_bytes(content)
    return path


def cells(sheet: grid.Sheet) -> dict[tuple[int, int], float | str]:
    return {
        (row, column): cell
        for row, found in sheet.rows.items()
        for column, cell in found.items()
    }


def repacked(changes: dict[str, bytes], compression: int = 0) -> bytes:
    """Return a workbook of one sheet with other contents of some parts."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx({"A": {(1, 1): "x"}}))) as old,
        zipfile.ZipFile(stream, "w", compression) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return stream.getvalue()


def sheet_xml(rows: str) -> bytes:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


@pytest.mark.parametrize("inline", [False, True])
def test_a_new_workbook_gives_what_was_written(tmp_path: Path, inline: bool) -> None:
    found = read_xlsx(put(tmp_path, xlsx(SHEETS, inline=inline)))
    assert [sheet.name for sheet in found] == list(SHEETS)
    assert [cells(sheet) for sheet in found] == list(SHEETS.values())


@pytest.mark.parametrize("sheets", [SHEETS, LONG])
@pytest.mark.parametrize("part", [60, 301, 8000])
def test_an_old_workbook_gives_what_was_written_and_what_calamine_reads(
    tmp_path: Path, sheets: dict[str, Grid], part: int
) -> None:
    path = put(tmp_path, xls(sheets, part=part))
    found = read_xls(path)
    assert [sheet.name for sheet in found] == list(sheets)
    assert [cells(sheet) for sheet in found] == list(sheets.values())
    other = CalamineWorkbook.from_path(path)
    assert other.sheet_names == list(sheets)
    rows = other.get_sheet_by_name(next(iter(sheets))).to_python(skip_empty_area=False)
    assert rows[8][0] == found[0].rows[9][1]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (
            record(0x00BD, struct.pack("<HHHIHIH", 0, 1, 0, 6, 0, 0x3FF00000, 2)),
            {(1, 2): 1.0, (1, 3): 1.0},
        ),
        (
            record(0x027E, struct.pack("<HHHI", 4, 0, 0, 54512 << 2 | 3)),
            {(5, 1): 545.12},
        ),
        (record(0x027E, struct.pack("<HHHi", 0, 0, 0, -7 << 2 | 2)), {(1, 1): -7.0}),
        (record(0x0204, struct.pack("<HHH", 0, 0, 0) + text("峰")), {(1, 1): "峰"}),
        (
            record(0x0006, struct.pack("<HHHdHI", 0, 0, 0, 2.5, 0, 0)),
            {(1, 1): 2.5},
        ),
        (
            record(0x0006, struct.pack("<HHHHIHHI", 0, 0, 0, 0, 0, 0xFFFF, 0, 0))
            + record(0x0207, text("Counts / s")),
            {(1, 1): "Counts / s"},
        ),
        (
            record(0x0203, struct.pack("<HHHd", 0, 0, 0, float("nan"))),
            {(1, 1): "nan"},
        ),
        (
            record(0x0809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
            + record(0x0203, struct.pack("<HHHd", 0, 0, 0, 5.0))
            + record(0x000A),
            {},
        ),
    ],
    ids=[
        "several",
        "hundredths",
        "negative",
        "label",
        "formula",
        "word",
        "nan",
        "chart",
    ],
)
def test_a_record_means_what_the_specification_says(
    tmp_path: Path, records: bytes, expected: dict[tuple[int, int], float | str]
) -> None:
    path = put(tmp_path, xls({"A": {}}, extra=records))
    assert cells(read_xls(path)[0]) == expected


def with_shared_texts(new: bytes) -> bytes:
    """Return a workbook of two texts whose table is replaced."""
    stream = xls_stream({"A": {(1, 1): "x", (2, 1): "yz"}})
    old = stream[stream.index(b"\xfc\0") : stream.index(record(0x000A))]
    stream = stream.replace(old, new)
    at = stream.index(b"\x85\0") + 4
    moved = struct.unpack_from("<I", stream, at)[0] + len(new) - len(old)
    stream = stream[:at] + struct.pack("<I", moved) + stream[at + 4 :]
    return ole_writer.container({"Workbook": stream})


def test_texts_with_formats_and_extras_are_read_without_them(tmp_path: Path) -> None:
    body = struct.pack("<IIHBHI", 2, 2, 3, 4 | 8, 1, 6) + b"abc" + bytes(4 + 6)
    path = put(tmp_path, with_shared_texts(record(0x00FC, body + text("yz"))))
    assert cells(read_xls(path)[0]) == {(1, 1): "abc", (2, 1): "yz"}


def test_a_text_may_change_its_width_where_a_record_ends(tmp_path: Path) -> None:
    first = record(0x00FC, struct.pack("<IIHB", 2, 2, 4, 0) + b"ab")
    second = record(0x003C, b"\x01" + "峰位".encode("utf-16-le") + text("yz"))
    path = put(tmp_path, with_shared_texts(first + second))
    assert cells(read_xls(path)[0]) == {(1, 1): "ab峰位", (2, 1): "yz"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<row><c><v>1</v></c><c><v>2</v></c></row>", {(1, 1): 1.0, (1, 2): 2.0}),
        ("<row r='5'><c r='AB5'><v>1e3</v></c></row>", {(5, 28): 1000.0}),
        ("<row><c t='str'><f>A1</f><v>7</v></c></row>", {(1, 1): "7"}),
        ("<row><c t='e'><v>#NUM!</v></c></row>", {(1, 1): "#NUM!"}),
        (
            (
                "<row><c t='inlineStr'><is><r><t>a</t></r><rPh><t>z</t></rPh>"
                "<r><t>b</t></r></is></c></row>"
            ),
            {(1, 1): "ab"},
        ),
        ("<x:row xmlns:x='u'><x:c><x:v>3</x:v></x:c></x:row>", {(1, 1): 3.0}),
    ],
    ids=["no places", "places", "formula", "error", "rich", "prefix"],
)
def test_an_element_means_what_the_standard_says(
    tmp_path: Path, rows: str, expected: dict[tuple[int, int], float | str]
) -> None:
    path = put(tmp_path, repacked({PART: sheet_xml(rows)}))
    assert cells(read_xlsx(path)[0]) == expected


def test_the_last_corner_of_a_sheet_costs_one_cell(tmp_path: Path) -> None:
    corner = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    path = put(tmp_path, repacked({PART: sheet_xml(corner)}))
    assert cells(read_xlsx(path)[0]) == {(1048576, 16384): 1.0}


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = sheet_xml(" " * (workbook_xlsx.MAX_PARTS_BYTES + 1))
    content = repacked({PART: bomb}, compression=zipfile.ZIP_DEFLATED)
    assert len(content) < 100_000
    with pytest.raises(InputError, match="too large"):
        read_xlsx(put(tmp_path, content))


def test_a_list_of_parts_has_its_own_limit(tmp_path: Path) -> None:
    many = b"<Types>" + b"<Override/>" * 400_000 + b"</Types>"
    content = repacked({"[Content_Types].xml": many}, compression=8)
    with pytest.raises(InputError, match=r"Content_Types.* too large"):
        read_xlsx(put(tmp_path, content))


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = repacked({PART: sheet_xml(" " * 100_000)}, compression=8)
    place = content.rindex(PART.encode()) - 46 + 24
    content = content[:place] + struct.pack("<I", 50) + content[place + 4 :]
    with pytest.raises(FormatError):
        read_xlsx(put(tmp_path, content))


@pytest.mark.parametrize("write", [xlsx, xls])
def test_too_many_cells_and_sheets_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write: Callable[[dict[str, Grid]], bytes],
) -> None:
    path = put(tmp_path, write(SHEETS))
    monkeypatch.setattr(grid, "MAX_SHEETS", 2)
    with pytest.raises(InputError, match="more than 2 sheets"):
        avantage_excel.read(path)
    monkeypatch.setattr(grid, "MAX_SHEETS", 10)
    monkeypatch.setattr(grid, "MAX_CELLS", 30)
    with pytest.raises(InputError, match="more than 30 cells"):
        avantage_excel.read(path)


def test_sheets_that_share_one_place_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_xls, "MAX_RECORDS", 20)
    with pytest.raises(InputError, match="more than 20 records"):
        read_xls(put(tmp_path, xls(SHEETS)))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    laugh = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;'>]>" + sheet_xml("&c;")
    with pytest.raises(FormatError, match="document type"):
        read_xlsx(put(tmp_path, repacked({PART: laugh})))


def test_a_declared_encoding_chooses_nothing(tmp_path: Path) -> None:
    declared = b"<?xml version='1.0' encoding='rot13'?>" + sheet_xml("<row/>")
    assert cells(read_xlsx(put(tmp_path, repacked({PART: declared})))[0]) == {}


@pytest.mark.parametrize(
    ("part", "content", "words"),
    [
        (PART, sheet_xml("<row><c t='s'><v>9</v></c></row>"), "a text is missing"),
        (PART, sheet_xml("<row><c t='s'><v>-1</v></c></row>"), "a text is missing"),
        (PART, b"<worksheet>", "cannot be understood"),
        (PART, b"<a>" * 200, "nested without end"),
        ("xl/workbook.xml", b"<w><sheet name='A' id='r9'/></w>", "part '' is missing"),
        ("xl/_rels/workbook.xml.rels", b"<R/>", "is missing"),
    ],
)
def test_a_damaged_part_is_said(
    tmp_path: Path, part: str, content: bytes, words: str
) -> None:
    with pytest.raises(FormatError, match=words):
        read_xlsx(put(tmp_path, repacked({part: content})))


def test_other_archives_and_binary_workbooks_are_refused(tmp_path: Path) -> None:
    types = (
        b"<Types><Override PartName='/xl/workbook.bin' ContentType="
        b"'application/vnd.ms-excel.sheet.binary.macroEnabled.main'/></Types>"
    )
    with pytest.raises(UnsupportedDataError, match=r"save it as \.xlsx"):
        read_xlsx(put(tmp_path, repacked({"[Content_Types].xml": types})))


def test_an_unusual_packing_is_refused(tmp_path: Path) -> None:
    content = repacked({}, compression=zipfile.ZIP_BZIP2)
    with pytest.raises(FormatError, match="unusual way"):
        read_xlsx(put(tmp_path, content))


def test_a_huge_directory_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    content = bytearray(xlsx(SHEETS))
    at = content.rindex(b"PK\x05\x06")
    content[at + 12 : at + 16] = struct.pack("<I", 2**31)
    with pytest.raises(InputError, match="too many parts"):
        read_xlsx(put(tmp_path, bytes(content)))
    with pytest.raises(FormatError, match="the end of the workbook is missing"):
        read_xlsx(put(tmp_path, bytes(content[: at + 10])))


@pytest.mark.parametrize(
    ("streams", "words"),
    [
        ({"Book": bytes(100)}, "older than Excel 97"),
        ({"EncryptedPackage": bytes(100)}, "password"),
        ({"Workbook": bytes(100)}, "does not begin"),
        (
            {
                "Workbook": record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
                + record(0x002F)
            },
            "password",
        ),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why(
    tmp_path: Path, streams: dict[str, bytes], words: str
) -> None:
    path = put(tmp_path, ole_writer.container(streams))
    assert avantage_excel.recognises(path.read_bytes()[:100], path)
    with pytest.raises(InputError, match=words):
        avantage_excel.read(path)


def test_an_old_workbook_that_ends_early_is_refused(tmp_path: Path) -> None:
    stream = xls_stream({"C1s Scan": Export().grid()})
    for length in range(10, len(stream) - 1, 97):
        cut = ole_writer.container({"Workbook": stream[:length]})
        with pytest.raises(FormatError):
            read_xls(put(tmp_path, cut))


def test_a_container_of_two_kinds_is_left_to_the_other_reader(tmp_path: Path) -> None:
    both = ole_writer.container({"Workbook": b"x", "VGData": b"x"})
    path = put(tmp_path, both)
    assert not workbook_xls.recognises_xls(both, path)
