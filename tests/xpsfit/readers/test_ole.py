"""Containers that are damaged, endless or something else."""

from __future__ import annotations

import re
import struct
import time
from typing import TYPE_CHECKING

import olefile
import pytest

from tests.ole_writer import END, FREE, SECTOR, container
from tests.vgd_writer import Vgd
from xpsfit.errors import FormatError, InputError
from xpsfit.readers import detect, ole, vgd
from xpsfit.readers.ole import open_ole, stream_names
from xpsfit.readers.unknown import describe_unknown

if TYPE_CHECKING:
    from pathlib import Path

DIRECTORY_AT, FIRST_DIFAT, DIFAT_COUNT, FAT_COUNT = 48, 68, 72, 44
IN_TIME_S = 2.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sample.VGD"


def changed(content: bytes, *patches: tuple[int, int]) -> bytes:
    """Return `content` with some u32 replaced, each given by its place."""
    data = bytearray(content)
    for at, value in patches:
        struct.pack_into("<I", data, at, value)
    return bytes(data)


def directory(content: bytes) -> int:
    """Return the place of the directory."""
    return SECTOR * (1 + int(struct.unpack_from("<I", content, DIRECTORY_AT)[0]))


def refused(path: Path, content: bytes) -> str:
    """Return why a container is refused; it has to be at once."""
    path.write_bytes(content)
    start = time.perf_counter()
    assert not vgd.recognises(content, path)
    with pytest.raises(FormatError) as caught, open_ole(path) as opened:
        opened.stream("VGData", at_most=10**9)
    assert time.perf_counter() - start < IN_TIME_S
    assert caught.value.file == path
    return caught.value.message


def test_the_writer_of_these_tests_writes_sound_containers(path: Path) -> None:
    streams = {
        "small": b"abc",
        "empty": b"",
        "store/big": bytes(range(256)) * 40,
        "store/small": b"x" * 100,
    }
    path.write_bytes(container(streams))
    with olefile.OleFileIO(path, raise_defects=olefile.DEFECT_POTENTIAL) as opened:
        assert {"/".join(name) for name in opened.listdir()} == streams.keys()
        for name, content in streams.items():
            assert opened.openstream(name).read() == content


def test_streams_are_listed_and_read(path: Path) -> None:
    path.write_bytes(container({"a": b"1", "store/b": b"2" * 5000}))
    with open_ole(path) as opened:
        assert opened.streams == {"a", "store/b"}
        assert opened.size("store/b") == 5000
        assert opened.stream("store/b", at_most=5000) == b"2" * 5000
        with pytest.raises(FormatError, match="'c' is missing"):
            opened.stream("c", at_most=1)
        with pytest.raises(FormatError, match="5000 bytes, more than the 4999"):
            opened.stream("store/b", at_most=4999)


@pytest.mark.parametrize("length", [0, 8, 511, 512, 1000, 3000])
def test_a_cut_file_is_refused(path: Path, length: int) -> None:
    assert "no sound OLE container" in refused(path, Vgd().content()[:length])


def test_a_table_that_leads_back_to_itself_ends(path: Path) -> None:
    content = Vgd().content()
    rounds = 30_000_000
    sector = struct.pack("<128I", *[1] * 127, len(content) // SECTOR - 1)
    endless = changed(
        content + sector,
        (FAT_COUNT, 109 + 127 * rounds),
        (FIRST_DIFAT, len(content) // SECTOR - 1),
        (DIFAT_COUNT, rounds),
        *((at, 1) for at in range(76, SECTOR, 4)),
    )
    assert "have no end" in refused(path, endless)


def test_a_directory_that_leads_back_to_itself_ends(path: Path) -> None:
    content = Vgd().content()
    first = struct.unpack_from("<I", content, DIRECTORY_AT)[0]
    fat = len(content) - SECTOR
    assert refused(path, changed(content, (fat + 4 * first, first)))
    entry = directory(content) + 128
    for field in (68, 72):
        assert "no sound OLE" in refused(path, changed(content, (entry + field, 1)))


def test_a_directory_drawn_out_to_a_chain_does_not_end_the_program(path: Path) -> None:
    count = 1500
    entries = [_entry("Root Entry", 5, child=1)]
    entries += [_entry(f"s{n}", 2, right=n + 1) for n in range(1, count)]
    entries += [_entry("last", 2)]
    data = b"".join(entries)
    data += bytes(-len(data) % SECTOR)
    sectors = len(data) // SECTOR
    chain = [*range(1, sectors), END]
    fats = -(-(sectors + 8) // 128)
    table = [*chain, *[0xFFFFFFFD] * fats]
    table += [FREE] * (128 * fats - len(table))
    header = bytearray(Vgd().content()[:SECTOR])
    struct.pack_into("<I", header, FAT_COUNT, fats)
    struct.pack_into("<I", header, DIRECTORY_AT, 0)
    struct.pack_into("<II", header, 60, END, 0)
    places = [*range(sectors, sectors + fats), *[FREE] * (109 - fats)]
    struct.pack_into("<109I", header, 76, *places)
    content = bytes(header) + data + struct.pack(f"<{len(table)}I", *table)
    assert "a chain without end" in refused(path, content)


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBB3I16sIQQIQ",
        text, len(text), kind, 1, FREE, right, child, bytes(16), 0, 0, 0, END, 0,
    )  # fmt: skip


@pytest.mark.parametrize("size", [10**6, 2**31 - 1, 2**32 - 1])
def test_a_stream_longer_than_the_file_takes_no_memory(path: Path, size: int) -> None:
    content = Vgd().content()
    name = "VGData".encode("utf-16-le")
    entry = content.index(name + b"\0\0", directory(content))
    path.write_bytes(changed(content, (entry + 120, size)))
    with (
        pytest.raises(FormatError),
        open_ole(path) as opened,
    ):
        opened.stream("VGData", at_most=2**32)
    with pytest.raises(FormatError, match=f"stream 'VGData' has {size} bytes"):
        vgd.read(path)


@pytest.mark.parametrize("shift", [(30, 65_535), (32, 65_535), (30, 0), (32, 31)])
def test_impossible_sector_sizes_are_refused(
    path: Path, shift: tuple[int, int]
) -> None:
    data = bytearray(Vgd().content())
    struct.pack_into("<H", data, *shift)
    assert refused(path, bytes(data))


def test_a_container_of_more_than_the_limit_is_not_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(Vgd().content())
    monkeypatch.setattr(ole, "MAX_FILE_BYTES", 1024)
    with pytest.raises(InputError, match="larger than 0 MB"), open_ole(path):
        pass
    assert stream_names(path.read_bytes(), path) == frozenset()


def test_a_file_that_is_gone_or_a_folder_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.vgd", tmp_path):
        with pytest.raises(InputError, match="cannot be read: "):
            vgd.read(path)


@pytest.mark.parametrize(
    ("streams", "suffix", "words"),
    [
        (("WordDocument", "1Table"), ".doc", r"Word document \(\.doc\)"),
        (("PowerPoint Document",), ".ppt", "PowerPoint"),
        (
            ("Data Spaces/Contents", "Peaks/XRefs"),
            ".vgp",
            r"processing project \(\.vgp",
        ),
        (("Objects",), ".VGX", r"Avantage experiment \(\.vgx\)"),
        (("VGData", "VGDataAxes"), ".vgd", "of which streams are missing"),
        (("Something",), ".ole", "this is an OLE file, as of Avantage"),
    ],
)
def test_other_ole_files_are_named_and_not_taken(
    tmp_path: Path, streams: tuple[str, ...], suffix: str, words: str
) -> None:
    path = tmp_path / f"file{suffix}"
    content = container(dict.fromkeys(streams, b"content"))
    path.write_bytes(content)
    assert not vgd.recognises(content, path)
    assert re.search(words, describe_unknown(content, path))


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "renamed.doc"
    path.write_bytes(Vgd().content())
    assert detect(path).name == "vgd"
    path.write_bytes(container({"WordDocument": b"text"}))
    with pytest.raises(FormatError, match="stream 'VGDataAxes' is missing"):
        vgd.read(path)
