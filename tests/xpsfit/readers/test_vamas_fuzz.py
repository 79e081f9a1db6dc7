"""Whatever is done to a file, the reader gives spectra or says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.damaged_files import reads_or_refuses
from tests.vamas_reading import levels
from tests.vamas_writer import MAGIC, Block, File
from xpsfit.readers import vamas

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = levels("Etch Time", "s", (0, 60)).lines()
LISTED = File(
    (Block(comments=("a", "b"), parameters=(("A", "d", 1),)), Block(species="O")),
    mode="MAPDP",
    sign=-1,
    listed=(1, 2, 3, 32),
    future_block=0,
).lines()
IRREGULAR = File(
    (
        Block(
            columns=(("Kinetic Energy", "eV"), ("Intensity", "d")),
            rows=((1191, 5), (1192, 6), (1193, 7)),
        ),
    ),
    scan_mode="IRREGULAR",
).lines()

ODD_LINES = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        (
            "",
            "1E37",
            "-1",
            "1e38",
            "1e-320",
            "9e36",
            "-9e36",
            "4e9",
            "0",
            "end of experiment",
        )
    ),
)
BOUNDED = settings(
    max_examples=300,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def edited(draw: st.DrawFn) -> bytes:
    lines = list(draw(st.sampled_from((PLAIN, LISTED, IRREGULAR))))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(1, len(lines) - 1))
        action = draw(st.sampled_from(("replace", "insert", "delete", "cut", "swap")))
        if action == "replace":
            lines[place] = draw(ODD_LINES)
        elif action == "insert":
            lines.insert(place, draw(ODD_LINES))
        elif action == "delete" and len(lines) > 2:
            del lines[place]
        elif action == "cut" and place > 2:
            lines = lines[:place]
        else:
            lines[place], lines[-1] = lines[-1], lines[place]
    return "\n".join(lines).encode("utf-8", errors="surrogatepass")


@settings(BOUNDED, max_examples=1500)
@given(content=edited())
def test_an_edited_file_is_read_or_refused(content: bytes, tmp_path: Path) -> None:
    reads_or_refuses(content, tmp_path / "fuzz.vms", vamas.read)


@BOUNDED
@given(content=st.binary(max_size=400))
def test_noise_after_the_identifier_is_refused(content: bytes, tmp_path: Path) -> None:
    reads_or_refuses(
        MAGIC.encode() + b"\n" + content, tmp_path / "fuzz.vms", vamas.read
    )


@BOUNDED
@given(content=st.binary(max_size=400))
def test_noise_is_refused(content: bytes, tmp_path: Path) -> None:
    reads_or_refuses(content, tmp_path / "fuzz.vms", vamas.read)


@BOUNDED
@given(
    place=st.integers(0, len("\n".join(PLAIN)) - 1),
    byte=st.integers(0, 255),
)
def test_one_changed_byte_is_read_or_refused(
    place: int, byte: int, tmp_path: Path
) -> None:
    content = bytearray("\n".join(PLAIN).encode())
    content[place] = byte
    reads_or_refuses(bytes(content), tmp_path / "fuzz.vms", vamas.read)
