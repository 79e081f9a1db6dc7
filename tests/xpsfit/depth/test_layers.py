"""Tables of layers: what they may say, and what is refused in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import peaklib
from xpsfit.depth.layers import layered, parse_layers, read_layers
from xpsfit.depth.types import DepthScale, Interface, LayerSpec, LayerTable
from xpsfit.errors import FormatError, ModelError, SeriesError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'format = "xpsfit-layers"\nversion = 1\n'
TOP = '[[layer]]\nmaterial = "C"\nuntil_s = 450\nrate = "estimate"\n'
MIDDLE = (
    '[[layer]]\nmaterial = "film"\nuntil = "Al 2p Al-C"\nrate = 0.7\nlow = 0.5\n'
    'high = 1\nsource = "crater"\n'
)
LAST = '[[layer]]\nmaterial = "LiAl"\nrate = "estimate"\n'
STEP = Interface("C 1s C-C", "step", position_s=443.0, position_s_stderr=8.0)
BURIED = Interface("Al 2p Al-C", "layer", position_s=550.0, gone_s=1206.0)
NEITHER = Interface("O", "none", "changes from the first level on")


def test_a_table_holds_its_layers_in_order() -> None:
    table = parse_layers(HEAD + TOP + MIDDLE + LAST)
    carbon, film, last = table.layers
    assert table.reference == "Ta2O5"
    assert film == LayerSpec("film", 0.7, 0.5, 1.0, "crater", until="Al 2p Al-C")
    assert (last.until_s, last.until) == (None, "")
    rate = peaklib.sputter_rate("C")
    assert (carbon.relative_rate, carbon.relative_low) == (rate.ratio, rate.low)
    assert carbon.source == ("static binary-collision estimate, good to a factor of 2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no table of layers: write format"),
        ("x = [", "not valid TOML"),
        (f"{HEAD}{'a.' * 40_000}a = 1", "a key of more than 16 parts"),
        ('format = "xpsfit-model"\nversion = 1', "not written as format"),
        (HEAD, "0 layers; write from 1 to 100"),
        (HEAD + LAST * 101, "101 layers"),
        (HEAD + TOP, r"layer 1 \(C\) is the last one and has an end"),
        (HEAD + LAST + LAST, r"layer 1 \(LiAl\) has no end but another layer follows"),
        (HEAD + TOP + TOP + LAST, "C .* and C .* overlap; ends must increase"),
        (HEAD + TOP.replace("450", "-1") + LAST, "ends at -1 s; give a time above 0"),
        (HEAD + TOP.replace("450", "nan") + LAST, "ends at nan s"),
        (HEAD + LAST.replace("LiAl", "Unobtainium"), "no estimate for this material"),
        (HEAD + LAST.replace('rate = "estimate"', ""), "has no relative rate; state"),
        (HEAD + TOP + MIDDLE.replace("0.7", '"fast"') + LAST, "must be a number"),
        (HEAD + LAST.replace('"estimate"', "0.7"), "'low' is missing"),
        (HEAD + TOP + MIDDLE.replace("0.5", "0.9") + LAST, "low <= rate <= high"),
        (HEAD + TOP + MIDDLE.replace("= 1\n", "= 1000\n") + LAST, "multiples of the"),
        (HEAD + TOP + MIDDLE.replace("0.5", "-0.5") + LAST, "multiples of the"),
        (HEAD + TOP + MIDDLE.replace('source = "crater"', "") + LAST, "'source' is"),
        (HEAD + 'reference = "SiO2"\n' + LAST, "relative to Ta2O5, not to SiO2"),
        (HEAD + TOP.replace("rate", "ratio") + LAST, "has no relative rate"),
        (HEAD + "rate = 1\n" + LAST, "'rate' is not a key here"),
        (HEAD + LAST + "thickness = 1\n", "'thickness' is not a key here"),
        (HEAD + TOP + 'until = "C"\n' + LAST, "both until and until_s"),
        (HEAD + "layer = 3", "must be"),
        (HEAD + 'reference = ""\n' + LAST, "1 to 200 printable characters"),
        ("a" + ".a" * 3000 + " = 1", "a key of more than 16 parts"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        parse_layers(text)
    assert "\n" not in str(caught.value)


def test_files_that_are_no_tables_are_refused_by_name(tmp_path: Path) -> None:
    large, binary = tmp_path / "large.toml", tmp_path / "binary.toml"
    large.write_bytes(b"#" * 200_000)
    binary.write_bytes(b"\xff\xfe\x00")
    for path, message in (
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path, "this is a folder"),
        (large, "larger than 100 kB"),
        (binary, "not a text file"),
    ):
        with pytest.raises(FormatError, match=message) as caught:
            read_layers(path)
        assert str(caught.value).startswith(str(path))


def test_layers_end_at_stated_times_and_at_interfaces() -> None:
    table = parse_layers(HEAD + TOP.replace("until_s = 450", 'until = "C 1s C-C"')
                         + MIDDLE + LAST)  # fmt: skip
    scale = layered(DepthScale(0.19), table, [STEP, BURIED])
    assert [layer.from_s for layer in scale.layers] == [0.0, 443.0, 1206.0]
    assert [layer.from_stderr_s for layer in scale.layers] == [0.0, 8.0, 0.0]


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("C 1s", "which this series has not; it has: C 1s C-C, Al 2p Al-C, O"),
        ("O", "has no interface in this series .changes from the first level on"),
        ("C 1s C-C", "the layers overlap"),
    ],
)
def test_an_end_that_this_series_has_not_is_refused(until: str, message: str) -> None:
    table = parse_layers(HEAD + TOP + MIDDLE.replace("Al 2p Al-C", until) + LAST)
    with pytest.raises(SeriesError, match=message):
        layered(DepthScale(0.19), table, [STEP, BURIED, NEITHER])


def test_a_rate_of_another_material_than_the_reference_is_refused() -> None:
    table = LayerTable("SiO2", parse_layers(HEAD + LAST).layers)
    with pytest.raises(SeriesError, match="to SiO2 and the rate is that of Ta2O5"):
        layered(DepthScale(0.19), table, [])
