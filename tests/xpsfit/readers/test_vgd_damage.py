"""What a damaged or hostile VGD is refused for, stream by stream."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.vgd_writer import (
    ACQUISITION,
    BSTR,
    ETCH_LEVEL,
    I4,
    LPWSTR,
    R4,
    Axis,
    Vgd,
    counted,
    etch_times,
)
from xpsfit.errors import FormatError
from xpsfit.readers import vgd

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vgd_writer import Value

NAN = float("nan")
SERIES = Vgd(sides=((Axis(),), (etch_times(0.0, 30.0, 90.0), counted(ETCH_LEVEL, 3))))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "C1s Scan.VGD"


def read(path: Path, **changes: object) -> None:
    path.write_bytes(replace(Vgd(), **changes).content())  # type: ignore[arg-type]
    vgd.read(path)


class TestDamaged:
    @pytest.mark.parametrize("stream", ["VGDataAxes", "VGSpaceAxes", "VGData"])
    def test_a_missing_stream_is_named(self, path: Path, stream: str) -> None:
        with pytest.raises(FormatError, match=f"stream '{stream}' is missing"):
            read(path, streams={stream: None})
        assert not vgd.recognises(path.read_bytes(), path)

    def test_a_file_without_acquisition_is_refused(self, path: Path) -> None:
        with pytest.raises(FormatError, match="acquisition properties are missing"):
            read(path, streams={ACQUISITION: None})

    def test_lengths_have_to_agree(self, path: Path) -> None:
        with pytest.raises(FormatError, match="32 bytes, but 5 points in 1 levels"):
            read(path, counts=(1.0, 2.0, 3.0, 4.0))
        with pytest.raises(FormatError, match="axis ENERGY has 6 points, but its data"):
            read(path, streams={"VGSpaceAxes": Vgd(((Axis(points=6),),)).space_axes()})

    def test_four_billion_points_take_no_memory(self, path: Path) -> None:
        most = 2**32 - 1
        huge = {
            "VGDataAxes": struct.pack("<6I", 0x20000, 1, 0, most - 1, 1, 0),
            "VGSpaceAxes": Vgd(((Axis(points=most),),)).space_axes(),
        }
        with pytest.raises(FormatError, match=f"but {most} points in 1 levels need"):
            read(path, streams=huge, counts=(1.0,))

    def test_a_list_of_four_billion_values_takes_no_memory(self, path: Path) -> None:
        most = 2**32 - 1
        axis = struct.pack("<I", 2) + b"\0\0"
        stream = struct.pack("<II", 0x20000, 1) + 3 * axis
        stream += struct.pack("<IddBI", most, 0.0, 0.0, 0, 1)
        with pytest.raises(FormatError, match=f"an axis of {most} values needs"):
            read(path, streams={"VGSpaceAxes": stream})

    @pytest.mark.parametrize("stream", ["VGDataAxes", "VGSpaceAxes"])
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda data: data + b"\0", "1 bytes are left after its last axis"),
            (lambda data: data[:-1], "needs 4 bytes"),
            (lambda data: b"\1" + data[1:], "its version is 0x20001"),
            (lambda data: data[:4] + b"\xff\xff" + data[6:], "65535 .* not plausible"),
            (lambda _: b"", "the version needs 4 bytes"),
        ],
    )
    def test_a_stream_of_axes_is_consumed_exactly(
        self, path: Path, stream: str, change: object, words: str
    ) -> None:
        assert callable(change)
        data = change(Vgd().all_streams()[stream])
        with pytest.raises(FormatError, match=f"stream '{stream}': .*{words}"):
            read(path, streams={stream: data})

    @pytest.mark.parametrize("axis", [Axis(start=NAN), Axis(width=float("inf"))])
    def test_an_axis_of_no_numbers_is_refused(self, path: Path, axis: Axis) -> None:
        with pytest.raises(FormatError, match="of an axis is not a finite number"):
            read(path, sides=((axis,),))

    def test_data_axes_begin_at_zero(self, path: Path) -> None:
        shifted = struct.pack("<6I", 0x20000, 1, 1, 5, 1, 0)
        with pytest.raises(FormatError, match="begins at index 1"):
            read(path, streams={"VGDataAxes": shifted})

    def test_both_streams_have_to_speak_of_the_same_axes(self, path: Path) -> None:
        with pytest.raises(FormatError, match="has 3 axes, but the data axes need 1"):
            read(path, streams={"VGSpaceAxes": SERIES.space_axes()})

    def test_a_mark_that_is_neither_linear_nor_listed(self, path: Path) -> None:
        stream = bytearray(Vgd().space_axes())
        stream[-5] = 2
        with pytest.raises(FormatError, match="marked 2, neither linear"):
            read(path, streams={"VGSpaceAxes": bytes(stream)})


class TestProperties:
    @pytest.mark.parametrize(
        ("number", "value", "words"),
        [
            (0x069, (LPWSTR, "1486.68"), "0x69 is of type 31, not a number"),
            (0x069, (R4, NAN), "0x69 is not a finite number"),
            (0x19F, (I4, 1), "0x19f is of type 3, not true or false"),
            (0x0E8, (I4, 1), "0xe8 is of type 3, not a text"),
        ],
    )
    def test_a_property_of_the_wrong_type_is_refused(
        self, path: Path, number: int, value: Value, words: str
    ) -> None:
        with pytest.raises(FormatError, match=words):
            read(path, properties={number: value})

    def broken(self, path: Path, at: int, value: int) -> str:
        """Return what is said about a set in which one u32 is changed."""
        data = bytearray(Vgd().all_streams()[ACQUISITION])
        struct.pack_into("<I", data, at, value)
        with pytest.raises(FormatError) as caught:
            read(path, streams={ACQUISITION: bytes(data)})
        return caught.value.message

    def test_a_broken_set_is_refused(self, path: Path) -> None:
        assert "it is no property set" in self.broken(path, 0, 0)
        assert "no set with the format identifier" in self.broken(path, 24, 0)
        assert "no set with the format identifier" in self.broken(path, 28, 0)
        assert "needs 4 bytes from byte" in self.broken(path, 44, 2**31)
        assert "properties are not plausible" in self.broken(path, 52, 2**32 - 1)
        assert "property 0x1 is there twice" in self.broken(path, 64, 1)
        assert "needs 4 bytes from byte" in self.broken(path, 60, 2**32 - 1)

    @pytest.mark.parametrize("kind", [BSTR, LPWSTR])
    @pytest.mark.parametrize("length", [2**32 - 1, 65_537, 60_000])
    def test_a_text_longer_than_its_stream_is_refused(
        self, path: Path, kind: int, length: int
    ) -> None:
        text = struct.pack("<I", length) + b"L\0i\0"
        with pytest.raises(FormatError, match=r"0xe8 (is a text of|needs)"):
            read(path, properties={0x0E8: (kind, text)})

    def test_a_dictionary_without_end_is_refused(self, path: Path) -> None:
        data = Vgd(names={0x3D5: "Calibration"}).all_streams()[ACQUISITION]
        for count in (2, 2**32 - 1):
            changed = data.replace(
                struct.pack("<II", 1, 0x3D5), struct.pack("<II", count, 0x3D5)
            )
            with pytest.raises(FormatError, match="dictionary"):
                read(path, streams={ACQUISITION: changed})
