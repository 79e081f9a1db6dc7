"""Finding the reader of a file, and reading folders."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.ole_writer import container
from tests.vamas_writer import Block, File
from xpsfit import readers
from xpsfit.errors import InputError, UnknownFormatError, UnknownNameError
from xpsfit.readers import READERS, detect, read, read_many

VAMAS = File().text()
COLUMNS = "BE (eV),cps\n294.0,180\n294.5,280\n"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "name"),
    [(VAMAS, "vamas"), ("\ufeff\r\n\r\n" + VAMAS, "vamas"), (COLUMNS, "columns")],
)
@pytest.mark.parametrize("suffix", [".vms", ".csv", ".VGD", ""])
def test_the_content_decides_and_not_the_name(
    tmp_path: Path, content: str, name: str, suffix: str
) -> None:
    path = write(tmp_path / f"file{suffix}", content)
    assert detect(path).name == name
    assert read(path)[0].format == name
    assert read(str(path), format=name)[0].format == name


def test_an_unknown_format_is_an_unknown_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.vms", VAMAS)
    with pytest.raises(UnknownNameError, match="unknown format 'ibw'; known: vamas"):
        read(path, format="ibw")
    with pytest.raises(UnknownNameError):
        read_many([path], format="ibw")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "OLE file"),
        (b"PK\x03\x04" + bytes(60), "zip archive"),
        (b"%PDF-1.7\n", "PDF"),
        (b"284.8 10\n284.9 11\n285.0 12\n", "nothing says what they are"),
        (bytes(range(256)), "not known"),
        (b"\xff\xfe\x00", "not known"),
        (b"   \n", "not known"),
    ],
)
def test_an_unknown_file_is_described(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = write(tmp_path / "what.ever", content)
    with pytest.raises(UnknownFormatError, match=words) as caught:
        detect(path)
    assert r"VAMAS (ISO 14976) (.vms .npl .vamas)" in caught.value.message
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("stream", ["Workbook", "Book"])
def test_a_workbook_of_any_age_has_its_reader(tmp_path: Path, stream: str) -> None:
    path = write(tmp_path / "table.xls", container({stream: b"content"}))
    assert detect(path).name == "avantage-excel"


def test_an_empty_file_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    for format_ in (None, "vamas"):
        with pytest.raises(InputError, match=r"nothing\.vms: the file is empty"):
            read(write(tmp_path / "nothing.vms", b""), format=format_)
        with pytest.raises(InputError, match=r"gone\.vms: there is no such file"):
            read(tmp_path / "gone.vms", format=format_)
        with pytest.raises(InputError, match="this is a folder"):
            read(tmp_path, format=format_)


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_pipe_or_device_is_said_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.vms")
    with pytest.raises(InputError, match=r"pipe\.vms: this is a pipe"):
        read(tmp_path / "pipe.vms")
    with pytest.raises(InputError, match="this is a device"):
        read(Path(os.devnull))


def test_two_readers_for_one_file_are_both_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(READERS["vamas"], name="other")
    twice = MappingProxyType({**READERS, "other": other})
    monkeypatch.setattr(readers, "READERS", twice)
    path = write(tmp_path / "a.vms", VAMAS)
    with pytest.raises(InputError, match=r"vamas and other both .* format="):
        detect(path)
    assert read(path, format="other")


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path / "b.vms", File((Block(sample="b1"), Block(sample="b2"))).text())
    write(tmp_path / "a.vms", File((Block(sample="a"),)).text())
    write(tmp_path / "broken.vms", VAMAS[:300])
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff")
    write(tmp_path / ".hidden.vms", "x")
    write(tmp_path / "~$open.xlsx", "x")
    write(tmp_path / "C1s.VGD", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    write(tmp_path / "C1s.xml", "<chart/>")
    (tmp_path / "deeper").mkdir()
    write(tmp_path / "deeper" / "c.vms", VAMAS)
    spectra, unread = read_many([tmp_path])
    assert [one.sample for one in spectra] == ["a", "b1", "b2"]
    assert [(one.path.name, one.recognised) for one in unread] == [
        ("C1s.VGD", False),
        ("broken.vms", True),
        ("photo.jpg", False),
    ]
    assert "truncated" in unread[1].reason
    assert str(tmp_path / "broken.vms") in unread[1].reason


def test_files_and_folders_may_be_mixed(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    good = write(tmp_path / "a.vms", VAMAS)
    spectra, unread = read_many([empty, str(good), tmp_path / "gone.vms"])
    assert len(spectra) == 1
    assert [one.path.name for one in unread] == ["empty", "gone.vms"]


def test_a_folder_without_files_is_one_sentence(tmp_path: Path) -> None:
    write(tmp_path / ".hidden", "x")
    with pytest.raises(InputError, match="the folder holds no files"):
        read_many([tmp_path])


def test_a_folder_in_which_nothing_can_be_read_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "hello")
    with pytest.raises(UnknownFormatError, match=r"a\.txt"):
        read_many([tmp_path])
    write(tmp_path / "b.txt", "hello")
    with pytest.raises(InputError, match=r"none of 2 .* the first: .*a\.txt"):
        read_many([tmp_path])


def test_no_paths_are_an_error() -> None:
    with pytest.raises(InputError, match="no file was given"):
        read_many([])


def test_a_file_without_permission_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.vms", VAMAS)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(
        InputError, match=r"a\.vms: the file cannot be read: Permission"
    ):
        read(path)
    monkeypatch.setattr("pathlib.Path.iterdir", refuse)
    with pytest.raises(InputError, match="the folder cannot be opened: Permission"):
        read_many([tmp_path])
