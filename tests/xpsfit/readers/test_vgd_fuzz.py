"""Whatever is done to a VGD, the reader gives spectra or says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vgd_writer import (
    ACQUISITION,
    ETCH_LEVEL,
    SUMMARY,
    Axis,
    Vgd,
    counted,
    etch_times,
)
from xpsfit.errors import XpsFitError
from xpsfit.readers import vgd

if TYPE_CHECKING:
    from pathlib import Path

SHORT = Vgd(names={0x137: "DetectorMode", 0x132: "Scans"})
LONG = Vgd(sides=((Axis(points=700),),))
SERIES = Vgd(sides=((Axis(),), (etch_times(0.0, 30.0, 90.0), counted(ETCH_LEVEL, 3))))
FILES = tuple(file.content() for file in (SHORT, LONG, SERIES))
STREAMS = (ACQUISITION, SUMMARY, "VGDataAxes", "VGSpaceAxes", "VGData")

ODD = st.sampled_from(
    (0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFD, 0xFFFF_FFFE, 0xFFFF_FFFF)
)
WORDS = st.one_of(ODD, st.integers(0, 64), st.integers(0, 2**32 - 1)).map(
    lambda number: number.to_bytes(4, "little")
)
PATCHES = st.lists(
    st.tuples(
        st.integers(0, 2**16), st.one_of(WORDS, st.binary(min_size=1, max_size=4))
    ),
    min_size=1,
    max_size=8,
)
BOUNDED = settings(
    max_examples=800,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def patched(data: bytes, patches: list[tuple[int, bytes]], within: int) -> bytes:
    """Return `data` with bytes replaced, at 4-byte steps in its first part."""
    changed = bytearray(data)
    for at, new in patches:
        place = 4 * at % max(min(len(changed), within), 1)
        changed[place : place + len(new)] = new
    return bytes(changed)


def reads_or_refuses(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "C1s Scan.VGD"
    path.write_bytes(content)
    assert vgd.recognises(content[:4096], path) in {True, False}
    try:
        found = vgd.read(path)
    except XpsFitError as error:
        message = str(error)
        assert message.startswith(str(path))
        assert message.isprintable()
    else:
        assert found
        for one in found:
            assert np.isfinite(one.intensity).all()
            assert (np.diff(one.binding_energy_ev) > 0).all()
            assert one.sample.isprintable()
            assert one.region.isprintable()


@BOUNDED
@given(
    content=st.sampled_from(FILES),
    patches=PATCHES,
    within=st.sampled_from((512, 4096, 10**9)),
)
def test_any_damage_to_the_container(
    tmp_path: Path, content: bytes, patches: list[tuple[int, bytes]], within: int
) -> None:
    reads_or_refuses(patched(content, patches, within), tmp_path)


@BOUNDED
@given(
    file=st.sampled_from((SHORT, SERIES)),
    name=st.sampled_from(STREAMS),
    patches=PATCHES,
    within=st.sampled_from((64, 512, 10**9)),
)
def test_any_damage_to_a_stream(
    tmp_path: Path,
    file: Vgd,
    name: str,
    patches: list[tuple[int, bytes]],
    within: int,
) -> None:
    damaged = patched(file.all_streams()[name], patches, within)
    whole = Vgd(sides=file.sides, streams={name: damaged})
    reads_or_refuses(whole.content(), tmp_path)


@BOUNDED
@given(
    file=st.sampled_from((SHORT, SERIES)), name=st.sampled_from(STREAMS), data=st.data()
)
def test_any_cut_or_growth_of_a_stream(
    tmp_path: Path, file: Vgd, name: str, data: st.DataObject
) -> None:
    stream = file.all_streams()[name]
    stream = stream[: data.draw(st.integers(0, len(stream)))]
    stream += data.draw(st.binary(max_size=12))
    whole = Vgd(sides=file.sides, streams={name: stream})
    reads_or_refuses(whole.content(), tmp_path)


@settings(BOUNDED, max_examples=300)
@given(content=st.sampled_from(FILES), length=st.integers(0, 12_000))
def test_any_cut_of_the_file(tmp_path: Path, content: bytes, length: int) -> None:
    reads_or_refuses(content[:length], tmp_path)
