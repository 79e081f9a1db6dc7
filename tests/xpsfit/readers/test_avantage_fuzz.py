"""Whatever is done to a workbook or a text, it gives spectra or says what is wrong."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ole_writer
from tests.avantage_writer import Export, delimited, profile, xls, xls_stream, xlsx
from xpsfit.errors import XpsFitError
from xpsfit.readers import avantage_excel, avantage_text

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

SHEETS = {
    "C1s Scan": Export(curves={"Backgnd.": 0.0}).grid(),
    "Al2p": profile().grid(),
}
NEW = xlsx(SHEETS)
OLD = xls(SHEETS)
STREAM = xls_stream(SHEETS, part=300)
TEXTS = (delimited(SHEETS["Al2p"]), delimited(SHEETS["C1s Scan"], ";", ","))
with zipfile.ZipFile(io.BytesIO(NEW)) as archive:
    PARTS = {name: archive.read(name) for name in archive.namelist()}
XML = [name for name in PARTS if "theme" not in name and "doc" not in name]

WORDS = (
    b"-1.#INF0",
    b"1e999",
    b"nan",
    b"Counts",
    b"Elements=",
    b"eV",
    b"Energy",
    b"Position (Pos)",
    b"Kinetic Energy",
    b"298,080",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\0",
    b"</c>",
    b"t='s'",
    b"r='XFD1048576'",
    b"<!DOCTYPE a>",
)
SEEDS = st.integers(0, 2**64)
"""Places and pieces are drawn from these: that is several times faster."""

BOUNDED = settings(
    max_examples=1000,
    deadline=2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def changed(content: bytes, seed: int) -> bytes:
    """Return `content` with pieces cut out and others put in."""
    dice = random.Random(seed)
    for _ in range(dice.randint(1, 4)):
        piece = dice.choice(WORDS) if dice.random() < 0.5 else dice.randbytes(4)
        at = dice.randrange(len(content))
        # A piece as long as what it replaces leaves all offsets in place.
        length = len(piece) if dice.random() < 0.5 else dice.randint(0, 12)
        content = content[:at] + piece + content[at + length :]
    return content


def reads_or_refuses(content: bytes, reader: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "fuzz"
    path.write_bytes(content)
    assert reader.recognises(content, path) in {True, False}
    message = "spectra"
    try:
        found = reader.read(path)
    except XpsFitError as error:
        message = str(error)
    else:
        assert found
    assert message.isprintable()
    assert len(message) < 1000


@BOUNDED
@given(seed=SEEDS)
def test_a_new_workbook_with_changed_bytes_is_read_or_refused(
    seed: int, tmp_path: Path
) -> None:
    reads_or_refuses(changed(NEW, seed), avantage_excel, tmp_path)


@BOUNDED
@given(part=st.sampled_from(XML), seed=SEEDS)
def test_a_new_workbook_with_a_changed_part_is_read_or_refused(
    part: str, seed: int, tmp_path: Path
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in PARTS.items():
            new = changed(content, seed) if name == part else content
            packed.writestr(name, new)
    reads_or_refuses(stream.getvalue(), avantage_excel, tmp_path)


@BOUNDED
@given(seed=SEEDS)
def test_an_old_workbook_with_changed_bytes_is_read_or_refused(
    seed: int, tmp_path: Path
) -> None:
    reads_or_refuses(changed(OLD, seed), avantage_excel, tmp_path)


@BOUNDED
@given(seed=SEEDS)
def test_an_old_workbook_with_changed_records_is_read_or_refused(
    seed: int, tmp_path: Path
) -> None:
    content = ole_writer.container({"Workbook": changed(STREAM, seed)})
    reads_or_refuses(content, avantage_excel, tmp_path)


@settings(BOUNDED, max_examples=2000)
@given(text=st.sampled_from(TEXTS), seed=SEEDS)
def test_a_text_with_changed_bytes_is_read_or_refused(
    text: str, seed: int, tmp_path: Path
) -> None:
    reads_or_refuses(changed(text.encode(), seed), avantage_text, tmp_path)
