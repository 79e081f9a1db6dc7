"""Damaged Avantage dumps: refused with the line and what is expected there."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.avg_writer import EMPTY, Dump, angles, energy, etching, series
from tests.damaged_files import reads_or_refuses
from xpsfit.errors import FormatError, XpsFitError
from xpsfit.readers import avg

if TYPE_CHECKING:
    from pathlib import Path

ONE = Dump().lines()
SERIES = series((0, 30, 90)).lines()
ANGLES = Dump(
    [(1, 2, 3, 4, 5, EMPTY)] * 4, ((energy(),), angles((20, 45)), etching((0, 5)))
).lines()
COMMENTED = Dump(
    form=3,
    properties={
        "DS_EXT_SUPROPID_COMMENTS": ("VT_BSTR", "first\n second\n  third"),
        "DS_ANPROPID_ACQ_TXFN_CORRECTION": ("VT_BOOL", True),
    },
).text("\n").split("\n")  # fmt: skip


def refusal(lines: list[str], tmp_path: Path) -> FormatError:
    path = tmp_path / "damaged.avg"
    path.write_bytes("\n".join(lines).encode("latin-1"))
    with pytest.raises(FormatError) as caught:
        avg.read(path)
    assert str(path) in str(caught.value)
    return caught.value


def place(lines: list[str], start: str, which: int = 0) -> int:
    """Return the index of a line that starts so."""
    return [i for i, line in enumerate(lines) if line.strip().startswith(start)][which]


@pytest.mark.parametrize(
    ("start", "which", "old", "new", "message"),
    [
        ("$FORMAT", 0, "4", "four", "the format number"),
        ("$PROPERTIES", 0, "$PROP", "$PORP", r"'\$FORMAT=', '\$PROPERTIES=' or"),
        ("DS_SOPROPID_ENERGY", 0, ":", "!", "a property, 'NAME : VT_TYPE = value'"),
        ("DS_SOPROPID_ENERGY", 0, "1486.68", "1486,68", "the photon energy as a num"),
        ("DS_ACPROPID_PERIODS", 0, "= 10", "= 1.5", "the number of scans as a whole"),
        ("DS_ACPROPID_ACQ_TIME", 0, "0.05", "fast", "the time per point as a number"),
        ("DS_ACPROPID_EV_SCALE", 0, "= 1", "= x", "the kind of energy scale"),
        ("$DATAAXES", 0, "=2", "=-2", "-2 axes"),
        ("$DATAAXES", 0, "=2", "=2.5", "the number of axes"),
        ("$DATAAXES", 0, "=2", "=3", "data axis 2"),
        ("0=", 0, ",     1", "", "start, end and number of space axes of data axis 0"),
        ("1=", 0, "1=", "2=", "data axis 1"),
        ("1=", 0, "1=", "\x1e\x1e=", "data axis 1"),
        ("1=", 0, "1=", f"{'9' * 5000}=", "data axis 1"),
        ("1=", 0, "        2,     2", "       -1,     2", "0 points"),
        ("$SPACEAXES", 0, "=3", "=2", "the data axes use 3"),
        ("$SPACEAXES", 0, "$SPACE", "$SPICE", "SPACEAXES='"),
        ("0=", 1, "1191.68", "1191,68", "space axis 0"),
        ("0=", 1, "1191.68", "here", "the start of space axis 0 as a number"),
        ("0=", 1, "'eV'", "eV", "three names of space axis 0"),
        ("0=", 1, "LINEAR", "CURVED", "LINEAR or NON-LINEAR"),
        ("0=", 1, "   6,", "   7,", "has 7 points, but its data axis has 6"),
        ("$AXISVALUE", 2, "30.000000", "soon", "etch time of level 1 as a number"),
        ("$AXISVALUE", 2, "POINT=1", "POINT=2", "that of point 1"),
        ("$AXISVALUE", 2, "SPACEAXIS=1", "SPACEAXIS=3", "no space axis 3 on data ax"),
        ("$AXISVALUE", 2, "DATAXIS=1", "DATAXIS=0", "no space axis 1 on data axis 0"),
        ("$AXISVALUE", 2, "'Etch Time'", "'Tilt'", "'Etch Time' above and 'Tilt' here"),
        ("$AXISVALUE", 2, "POINT", "PINT", "DATAXIS=.. SPACEAXIS=.."),
        ("$DATA=*", 1, ",1", "", "followed by 1 indices"),
        ("$DATA=*", 1, ",1", ",one", "an index of the block as a whole number"),
        ("$DATA=*", 0, ",0", ",9", "index 9 is outside of data axis 1"),
        ("LIST@   0", 1, "LIST@   0", "LIST@   4", "expected value 0 of the spectrum"),
        ("LIST@   4", 1, "LIST@   4", "LIST@   5", "expected value 4 of the spectrum"),
        ("LIST@   4", 1, ",", ",  7.5,", "has 7 or more values"),
        ("LIST@   4", 1, "  130.000000,", "", "has 5 values"),
        ("LIST@   4", 1, "130.000000", "130.0.0", "a value or '#empty#'"),
        ("LIST@   4", 1, "130.000000", "", "a value or '#empty#'"),
        ("LIST@   4", 1, "LIST@", "LUST@", "'LIST@ index= values'"),
    ],
)
def test_a_damaged_line_is_named_with_what_is_expected(
    tmp_path: Path, start: str, which: int, old: str, new: str, message: str
) -> None:
    lines = list(SERIES)
    at = place(lines, start, which)
    assert old in lines[at]
    lines[at] = lines[at].replace(old, new, 1)
    error = refusal(lines, tmp_path)
    assert re.search(message, str(error)), error
    # Too few or too many of something shows up a few lines below.
    assert error.line is not None
    assert at + 1 <= error.line <= at + 5


def test_a_missing_etch_time_is_not_counted_up(tmp_path: Path) -> None:
    lines = list(SERIES)
    at = place(lines, "$AXISVALUE", 2)
    del lines[at]
    error = refusal(lines, tmp_path)
    assert "the etch time of level 1" in str(error)
    assert error.line == place(lines, "$DATA=*,1") + 1


def test_a_time_that_contradicts_a_linear_axis_is_refused(tmp_path: Path) -> None:
    lines = series((0, 30, 60), linear=True).lines()
    at = place(lines, "$AXISVALUE", 2)
    lines[at] = lines[at].replace("30.000000", "31.000000")
    error = refusal(lines, tmp_path)
    assert "is 31 s here, but 30 by the axis of line" in str(error)
    assert error.line == at + 1


def test_a_property_with_two_values_is_refused(tmp_path: Path) -> None:
    lines = list(ONE)
    at = place(lines, "DS_SOPROPID_ENERGY")
    lines.insert(at + 1, lines[at].replace("1486", "1253"))
    error = refusal(lines, tmp_path)
    assert f"another value here than in line {at + 1}" in str(error)
    assert error.line == at + 2


def test_a_repeated_block_is_refused(tmp_path: Path) -> None:
    lines = [line.replace("$DATA=*,2", "$DATA=*,1") for line in SERIES]
    lines = [line for line in lines if not line.startswith("$AXISVALUE")]
    assert "comes a second time" in str(refusal(lines, tmp_path))


@pytest.mark.parametrize("lines", [ONE, SERIES], ids=["one", "series"])
def test_a_dump_cut_anywhere_is_refused(lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "cut.avg"
    for length in range(5, len(lines)):
        path.write_text("\n".join(lines[:length]), "latin-1")
        with pytest.raises(FormatError, match=r"line \d+: .*(truncated|expected)"):
            avg.read(path)


@pytest.mark.parametrize("points", [4_000_000_000, 999_999_999_999])
def test_claims_cost_no_memory(tmp_path: Path, points: int) -> None:
    lines = [
        line.replace("        5,  ", f" {points - 1},  ").replace(" 6,", f" {points},")
        for line in ONE
    ]
    error = refusal(lines, tmp_path)
    assert f"has 6 values, but its energy axis has {points} points" in str(error)


def test_too_many_levels_cost_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "levels.avg"
    text = series((0, 30)).text().replace("        1,     2", " 3999999999,     2")
    path.write_text(text.replace(" 2,  ETCH", " 4000000000,  ETCH"), "latin-1")
    with pytest.raises(XpsFitError, match="4000000000 etch levels"):
        avg.read(path)


ODD_LINES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        (
            "",
            ";",
            "$",
            "$DATA=*",
            "$DATA=*,0",
            "$DATAAXES=0",
            "$SPACEAXES=1",
            "$PROPERTIES=STD",
            "0= 0, 5, 1",
            "0= 0, 4000000000, 1",
            "0= 1, 1, 6, ENERGY, LINEAR, '', '', ''",
            "0= 1e37, 1e37, 6, ENERGY, LINEAR, '', '', ''",
            "LIST@ 0= 1, 2, 3, 4, 5, 6",
            "LIST@ 0= #empty#",
            "LIST@ 4= -1.#INF0, 1e37",
            " X : VT_BSTR = '",
            "DS_SOPROPID_ENERGY : VT_R4 = 1e37",
            "DS_ACPROPID_PERIODS : VT_I4 = 99999999999999999999",
            "DS_ACPROPID_ACQ_TIME : VT_R4 = -0.0",
        )
    ),
)
ODD_WORDS = st.one_of(
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(("", "#empty#", "-1", "4e9", "1e-320", "9e37", ",", "'", "=", ";")),
)
DUMPS = (ONE, SERIES, ANGLES, COMMENTED)
BOUNDED = partial(
    settings, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    lines = list(draw(st.sampled_from(DUMPS)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        action = draw(st.sampled_from(("word", "line", "insert", "delete", "swap")))
        if action == "word":
            words = re.split(r"([\s,=:]+)", lines[at])
            words[draw(st.integers(0, len(words) - 1))] = draw(ODD_WORDS)
            lines[at] = "".join(words)
        elif action == "line":
            lines[at] = draw(ODD_LINES)
        elif action == "insert":
            lines.insert(at, draw(ODD_LINES))
        elif action == "delete" and len(lines) > 2:
            del lines[at]
        else:
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines).encode("utf-8", errors="surrogatepass")


@BOUNDED(max_examples=1000)
@given(content=damaged())
def test_an_edited_dump_is_read_or_refused(content: bytes, tmp_path: Path) -> None:
    reads_or_refuses(content, tmp_path / "fuzz.avg", avg.read)


@BOUNDED(max_examples=500)
@given(
    dump=st.sampled_from(DUMPS),
    place=st.floats(0, 1, exclude_max=True),
    byte=st.integers(0, 255),
)
def test_one_changed_byte_is_read_or_refused(
    dump: list[str], place: float, byte: int, tmp_path: Path
) -> None:
    content = bytearray("\r\n".join(dump).encode("latin-1"))
    content[int(place * len(content))] = byte
    reads_or_refuses(bytes(content), tmp_path / "fuzz.avg", avg.read)


@BOUNDED(max_examples=300)
@given(dump=st.sampled_from(DUMPS), cut=st.floats(0, 1), tail=st.binary(max_size=20))
def test_a_dump_cut_within_a_line_is_read_or_refused(
    dump: list[str], cut: float, tail: bytes, tmp_path: Path
) -> None:
    content = "\r".join(dump).encode("latin-1")
    reads_or_refuses(
        content[: int(cut * len(content))] + tail, tmp_path / "fuzz.avg", avg.read
    )


@BOUNDED(max_examples=300)
@given(content=st.binary(max_size=300))
def test_noise_after_the_title_is_refused(content: bytes, tmp_path: Path) -> None:
    reads_or_refuses(
        b";Dump of DataSpace 'x.VGD'\n$FORMAT=4\n" + content,
        tmp_path / "fuzz.avg",
        avg.read,
    )
